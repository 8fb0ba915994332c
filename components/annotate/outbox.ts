import { z } from "zod";
import type { OutboxStorage } from "@/components/annotate/outbox-storage";
import { type ErrorShape, requestJson } from "@/components/annotate/request-json";
import { type CommandInput, type CommandResult, layerObject } from "@/lib/layers/schema";

/** The server's answer to a command that it took. */
export const resultShape = z.object({
  commandId: z.string(),
  undoes: z.string().nullable(),
  layerRevision: z.number(),
  objects: z.array(layerObject),
  isLate: z.literal(true).optional(),
});

/**
 * What sending one command came to: taken, refused with the server's reason, or not reached; `error` where the server
 * did answer, but that it cannot do it now.
 */
export type SendAnswer =
  | { how: "taken"; result: CommandResult }
  | { how: "refused"; error: ErrorShape }
  | { how: "unreached"; error?: ErrorShape };

/** What the sign says: every change is stored, some are on the way, cannot be sent now, or were refused. */
export type OutboxStatus = "saved" | "saving" | "offline" | "attention";

export type OutboxState = {
  status: OutboxStatus;
  waiting: readonly CommandInput[];
  /** Why the first waiting command was refused. */
  problem: (ErrorShape & { commandId: string }) | null;
  /** False where the browser keeps nothing, so that a reload would lose what waits. */
  isKept: boolean;
};

export type Outbox = {
  state: () => OutboxState;
  subscribe: (listener: () => void) => () => void;
  /** From now on this tab is the one that sends. */
  lead: () => void;
  /** Takes the order that is stored now, in which another tab may have changed something. */
  sync: () => Promise<void>;
  /** Another tab sent this one and it was taken. */
  settled: (commandId: string) => void;
  /** Another tab sends, and this is how it fares. */
  told: (fate: OutboxFate) => void;
  /** Says how the sending fares, where this tab sends. */
  tellFate: () => void;
  /** Waits behind everything queued before; resolves once it is stored in the browser. */
  add: (command: CommandInput) => Promise<void>;
  /** Tries again now, also after a refusal. */
  retry: () => void;
  /** Takes a command out for good: somebody decided to give it up. */
  drop: (commandId: string) => Promise<void>;
  /** Sends another command in the place of a refused one. */
  replace: (commandId: string, command: CommandInput) => Promise<void>;
  stop: () => void;
};

/** What only the sending tab knows. */
export type OutboxFate = { isReached: boolean; problem: OutboxState["problem"] };

const FIRST_WAIT = 800;
const LONGEST_WAIT = 30_000;
/** After so many failures of the server itself somebody is asked, as one broken change would hold up all others. */
const MOST_FAILURES = 5;

/**
 * An ordered queue of commands: one request at a time, each kept in `storage` before it is sent and until it is
 * answered, so that a reload or a crash sends it again under the same id. Unreached, it waits and tries again, sooner
 * when `retry` is called; refused, it stops until `retry`, `drop` or `replace`. `waiting` is what a former visit left.
 * Several tabs may have one queue: the one told to `lead` sends, `onStored` says when the others should `sync`, `onFate`
 * what became of the sending. Where the browser keeps nothing each tab sends its own.
 */
export function createOutbox(options: {
  key: string;
  storage: OutboxStorage;
  waiting: readonly CommandInput[];
  isKept: boolean;
  send: (command: CommandInput) => Promise<SendAnswer>;
  onTaken: (result: CommandResult) => void;
  onStored?: () => void;
  onFate?: (fate: OutboxFate) => void;
}): Outbox {
  const { key, storage, send, onTaken, onStored, onFate } = options;
  const listeners = new Set<() => void>();
  let waiting = [...options.waiting];
  // Added here and not yet in the storage, which is where the order comes from.
  const unstored = new Set<string>();
  // Taken or given up; their removal from the storage may still be under way.
  const gone = new Set<string>();
  let isLeading = false;
  let isSending = false;
  let isReached = true;
  let isStopped = false;
  let problem: OutboxState["problem"] = null;
  let isKept = options.isKept;
  let pause = FIRST_WAIT;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let state = read();
  let stored: Promise<unknown> = Promise.resolve();

  function read(): OutboxState {
    const status = waiting.length === 0 ? "saved" : problem ? "attention" : isReached ? "saving" : "offline";
    return { status, waiting, problem, isKept };
  }
  function changed() {
    state = read();
    for (const listener of listeners) listener();
  }
  function leave(commandId: string) {
    gone.add(commandId);
    waiting = waiting.filter((command) => command.commandId !== commandId);
  }
  function tellFate() {
    if (isLeading) onFate?.({ isReached, problem });
  }
  // One after another, so that a removal never overtakes the addition of the same command.
  function store(work: () => Promise<void>): Promise<void> {
    const next = stored.then(work).catch(() => {
      isKept = false;
      changed();
    });
    stored = next;
    return next;
  }

  async function pump() {
    const head = waiting[0];
    if (
      isSending ||
      isStopped ||
      problem ||
      !head ||
      (isKept && (!isLeading || unstored.has(head.commandId)))
    )
      return;
    isSending = true;
    const answer = await send(head).catch((): SendAnswer => ({ how: "unreached" }));
    isSending = false;
    if (isStopped) return;
    if (answer.how === "taken") {
      isReached = true;
      pause = FIRST_WAIT;
      failures = 0;
      leave(head.commandId);
      onTaken(answer.result);
      void store(() => storage.remove(key, head.commandId));
    } else if (answer.how === "refused") {
      isReached = true;
      problem = { ...answer.error, commandId: head.commandId };
    } else if (answer.error && ++failures >= MOST_FAILURES) {
      isReached = true;
      problem = { ...answer.error, commandId: head.commandId };
    } else {
      isReached = false;
      clearTimeout(timer);
      timer = setTimeout(() => void pump(), pause);
      pause = Math.min(LONGEST_WAIT, pause * 2);
    }
    changed();
    tellFate();
    if (answer.how === "taken") void pump();
  }

  return {
    tellFate,
    lead: () => {
      isLeading = true;
      void pump();
    },
    sync: async () => {
      // Behind the writes of this tab, or what is just being added would be missing.
      const loading = stored.then(() => storage.load(key)).catch(() => null);
      stored = loading;
      const rows = (await loading)?.filter((command) => !gone.has(command.commandId));
      if (!rows || isStopped) return;
      const known = new Set(rows.map((command) => command.commandId));
      waiting = [
        ...rows,
        ...waiting.filter((one) => unstored.has(one.commandId) && !known.has(one.commandId)),
      ];
      if (problem && !known.has(problem.commandId)) problem = null;
      changed();
      void pump();
    },
    settled: (commandId) => {
      leave(commandId);
      changed();
    },
    told: (fate) => {
      if (isLeading) return;
      isReached = fate.isReached;
      problem = fate.problem;
      changed();
    },
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add: async (command) => {
      waiting = [...waiting, command];
      unstored.add(command.commandId);
      changed();
      await store(() => storage.add(key, command));
      unstored.delete(command.commandId);
      onStored?.();
      void pump();
    },
    retry: () => {
      problem = null;
      pause = FIRST_WAIT;
      failures = 0;
      clearTimeout(timer);
      changed();
      tellFate();
      void pump();
    },
    drop: async (commandId) => {
      leave(commandId);
      if (problem?.commandId === commandId) problem = null;
      changed();
      await store(() => storage.remove(key, commandId));
      onStored?.();
      void pump();
    },
    replace: async (commandId, command) => {
      waiting = waiting.map((one) => (one.commandId === commandId ? command : one));
      if (problem?.commandId === commandId) problem = null;
      changed();
      await store(() => storage.replace(key, commandId, command));
      onStored?.();
      void pump();
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** A line that swallows a request says nothing; the same command sent again is answered with what was recorded. */
const LONGEST_ANSWER = 30_000;

/** Sends a command to its layer's endpoint; no answer, or one that says "later", counts as unreached. */
export async function sendCommand(layerId: string, command: CommandInput): Promise<SendAnswer> {
  const answer = await requestJson(`/api/layers/${layerId}/commands`, resultShape, {
    method: "POST",
    body: command,
    signal: AbortSignal.timeout(LONGEST_ANSWER),
  });
  if (answer.ok) return { how: "taken", result: answer.data };
  // The database is away or its disk full: no fault of this change, and it goes on by itself.
  if (answer.error.status === 503) return { how: "unreached" };
  const isLater = answer.error.status >= 500 || answer.error.status === 429;
  if (answer.error.status === 0) return { how: "unreached" };
  return isLater || answer.error.code === "busy"
    ? { how: "unreached", error: answer.error }
    : { how: "refused", error: answer.error };
}
