import { parentPort } from "node:worker_threads";
import { z } from "zod";
import { type CardQuestion, readCard } from "@/lib/cards/read-card";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";

// The inside of a worker thread: reads one card after the other as it is asked, with connections of its own.

const ask = z.object({
  id: z.number(),
  question: z.custom<CardQuestion>((value) => typeof value === "object" && value !== null),
});

let last: Promise<void> = Promise.resolve();

parentPort?.on("message", (said: unknown) => {
  const { id, question } = ask.parse(said);
  last = last.then(() => answer(id, question));
});

async function answer(id: number, question: CardQuestion): Promise<void> {
  try {
    const reading = await readCard(question, db());
    parentPort?.postMessage({ id, outcome: "read", reading });
  } catch (error) {
    if (error instanceof AppError && error.status === 404)
      parentPort?.postMessage({ id, outcome: "not-found" });
    else
      parentPort?.postMessage({
        id,
        outcome: "failed",
        message: error instanceof Error ? (error.stack ?? error.message) : "The card could not be read.",
      });
  }
}
