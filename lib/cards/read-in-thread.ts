import "server-only";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import type { CardQuestion } from "@/lib/cards/read-card";
import type { CardReading } from "@/lib/cards/schema";
import { notFound } from "@/lib/errors";

/** Only our own thread says it, from the same build: its shape is that of `readCard`. */
const reading = z.custom<CardReading>((value) => typeof value === "object" && value !== null);
const answers = z.discriminatedUnion("outcome", [
  z.object({ id: z.number(), outcome: z.literal("read"), reading }),
  z.object({ id: z.number(), outcome: z.literal("not-found") }),
  z.object({ id: z.number(), outcome: z.literal("failed"), message: z.string() }),
]);

type Waiting = { resolve: (reading: CardReading) => void; reject: (error: unknown) => void };

type Thread = {
  worker: Worker;
  waiting: Map<number, Waiting>;
  asked: number;
  idle: NodeJS.Timeout | undefined;
};

/** How long a thread that nobody asks stays: starting one takes longer than most cards. */
const IDLE_MS = 10 * 60_000;

// One thread a process: Next evaluates modules once per bundle in production.
declare global {
  var sourcebenchCardThread: Thread | undefined;
}

/**
 * `readCard` in a worker thread with connections of its own, which is kept for the next ten minutes. Throws as `readCard`
 * does, and where the thread ends before it has answered.
 */
export async function readCardInThread(question: CardQuestion): Promise<CardReading> {
  globalThis.sourcebenchCardThread ??= startThread();
  const thread = globalThis.sourcebenchCardThread;
  const { worker, waiting } = thread;
  clearTimeout(thread.idle);
  thread.asked += 1;
  const id = thread.asked;
  try {
    return await new Promise<CardReading>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, question });
    });
  } finally {
    waiting.delete(id);
    if (waiting.size === 0) {
      clearTimeout(thread.idle);
      thread.idle = setTimeout(() => void worker.terminate(), IDLE_MS).unref();
    }
  }
}

function startThread(): Thread {
  const file = path.join(/* turbopackIgnore: true */ process.cwd(), "lib", "cards", "thread-start.mjs");
  const worker = new Worker(file, { execArgv: ["--conditions=react-server"] });
  const started: Thread = { worker, waiting: new Map(), asked: 0, idle: undefined };
  const end = (error: unknown) => {
    if (globalThis.sourcebenchCardThread === started) globalThis.sourcebenchCardThread = undefined;
    for (const one of started.waiting.values()) one.reject(error);
  };
  worker.on("message", (said: unknown) => {
    const answer = answers.parse(said);
    const one = started.waiting.get(answer.id);
    if (answer.outcome === "read") one?.resolve(answer.reading);
    else one?.reject(answer.outcome === "not-found" ? notFound() : new Error(answer.message));
  });
  worker.once("error", end);
  worker.once("exit", () => end(new Error("The thread ended without a word.")));
  // A server that is told to stop does not wait for it.
  worker.unref();
  return started;
}
