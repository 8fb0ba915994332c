import { z } from "zod";
import {
  addCommand,
  confirmCommand,
  dropCommand,
  type LayerModel,
  layerModel,
  rebaseCommand,
  stacksOf,
} from "@/components/annotate/layer-model";
import { createOutbox, type Outbox, type OutboxState, type SendAnswer } from "@/components/annotate/outbox";
import type { OutboxStorage } from "@/components/annotate/outbox-storage";
import { attributeDefinitions } from "@/lib/attributes/schema";
import { AppError } from "@/lib/errors";
import { type CommandInput, type CommandResult, layerObject, type Operation } from "@/lib/layers/schema";

export const layerSnapshot = z.object({
  state: z.enum(["open", "submitted", "returned", "closed"]),
  articleState: z.enum(["open", "review", "reviewing", "done"]),
  isNothingToMark: z.boolean(),
  /** The project's own attributes that this layer is filled in by. */
  attributes: attributeDefinitions,
  objects: z.array(layerObject),
  steps: z.array(z.object({ id: z.string(), undoes: z.string().nullable() })),
});
export type LayerSnapshotDto = z.infer<typeof layerSnapshot>;

/** `elsewhere`: another tab of this browser has the layer open and is the one that may change it. */
export type LayerPhase = "loading" | "ready" | "elsewhere";

export type LayerView = {
  phase: LayerPhase;
  model: LayerModel;
  outbox: OutboxState;
  layer: Pick<LayerSnapshotDto, "state" | "articleState" | "isNothingToMark">;
};

export type LayerStore = {
  view: () => LayerView;
  subscribe: (listener: () => void) => () => void;
  start: () => void;
  stop: () => void;
  /** Applies operations here at once and sends them; answers why not where they may not be. */
  run: (operations: Operation[]) => string | null;
  undo: () => string | null;
  redo: () => string | null;
  retry: () => void;
  /** Settles a refused command: `theirs` gives it up, `mine` sends it again against what is there now. */
  settle: (choice: "theirs" | "mine") => Promise<string | null>;
  /** Reads the layer from the server again. */
  reload: () => Promise<string | null>;
};

type Reloaded = { ok: true; data: LayerSnapshotDto } | { ok: false; error: { message: string } };

const nothingSent: OutboxState = { status: "saved", waiting: [], problem: null, isKept: true };
const ELSEWHERE_AFTER = 500;

/**
 * A layer in this browser: what the server confirmed, the commands that wait, and the queue that sends them. One tab
 * at a time holds the layer's lock and may change it; the others wait for it. Nothing runs before `start`.
 */
export function createLayerStore(options: {
  key: string;
  context: { textLength: number; kinds: readonly string[] };
  snapshot: LayerSnapshotDto;
  storage: OutboxStorage;
  send: (command: CommandInput) => Promise<SendAnswer>;
  fetchLayer: () => Promise<Reloaded>;
  newId: () => string;
}): LayerStore {
  const { key, storage, send, fetchLayer, newId } = options;
  const listeners = new Set<() => void>();
  let snapshot = options.snapshot;
  let model = modelOf();
  let phase: LayerPhase = "loading";
  let outbox: Outbox | null = null;
  let running: AbortController | null = null;
  let view = read();

  /** What an article is filled in by may be others once it was returned. */
  function modelOf(pending?: readonly CommandInput[], changes?: LayerModel["changes"]): LayerModel {
    const context = { ...options.context, attributes: snapshot.attributes };
    return layerModel(context, snapshot, pending, changes);
  }
  function read(): LayerView {
    const { state, articleState, isNothingToMark } = snapshot;
    return {
      phase,
      model,
      outbox: outbox?.state() ?? nothingSent,
      layer: { state, articleState, isNothingToMark },
    };
  }
  function changed() {
    view = read();
    for (const listener of listeners) listener();
  }

  async function open(signal: AbortSignal) {
    let waiting: CommandInput[] = [];
    let isKept = true;
    try {
      waiting = await storage.load(key);
    } catch {
      isKept = false;
    }
    if (signal.aborted) return;
    model = modelOf(waiting, model.changes);
    // What the server has recorded already needs no sending; its answer was lost, not the change.
    const left = new Set(model.pending.map((command) => command.commandId));
    for (const command of waiting)
      if (!left.has(command.commandId)) void storage.remove(key, command.commandId).catch(() => undefined);
    outbox = createOutbox({ key, storage, waiting: model.pending, isKept, send, onTaken: taken });
    outbox.subscribe(changed);
    phase = "ready";
    changed();
  }
  function taken(result: CommandResult) {
    model = confirmCommand(model, result);
  }
  function add(command: CommandInput): string | null {
    if (!outbox || phase !== "ready") return "One moment: this article is still being opened.";
    if (snapshot.state !== "open" && snapshot.state !== "returned")
      return "This has been submitted. Recall it to change it.";
    if (outbox.state().problem) return "A change was refused. Decide about it first, then go on.";
    try {
      model = addCommand(model, command);
    } catch (error) {
      if (error instanceof AppError) return error.message;
      throw error;
    }
    void outbox.add(command);
    changed();
    return null;
  }
  async function reload(): Promise<string | null> {
    const answer = await fetchLayer();
    if (!answer.ok) return answer.error.message;
    snapshot = answer.data;
    model = modelOf(outbox?.state().waiting ?? [], model.changes);
    changed();
    return null;
  }
  async function settle(choice: "theirs" | "mine"): Promise<string | null> {
    const refused = outbox?.state().problem;
    const command = model.pending.find((one) => one.commandId === refused?.commandId);
    if (!outbox || !command) return null;
    const failure = await reload();
    if (failure) return failure;
    const rebased = choice === "mine" ? rebaseCommand(command, model.confirmed, newId()) : null;
    if (!rebased) {
      if (choice === "mine") return "Nothing of this change can be applied any more. Give it up.";
      model = dropCommand(model, command.commandId);
      await outbox.drop(command.commandId);
      changed();
      return null;
    }
    const later = model.pending.flatMap((one) =>
      "undoes" in one && one.undoes === command.commandId ? [{ ...one, undoes: rebased.commandId }] : [],
    );
    for (const one of later) await outbox.replace(one.commandId, one);
    const swapped = model.pending.map((one) =>
      one.commandId === command.commandId
        ? rebased
        : (later.find((changedOne) => changedOne.commandId === one.commandId) ?? one),
    );
    model = modelOf(swapped, model.changes);
    await outbox.replace(command.commandId, rebased);
    changed();
    return null;
  }
  function step(which: "undo" | "redo"): string | null {
    const target = stacksOf(model)[which].at(-1);
    if (!target) return which === "undo" ? "There is nothing to undo." : "There is nothing to redo.";
    return add({ commandId: newId(), undoes: target });
  }

  return {
    view: () => view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => {
      const own = new AbortController();
      running = own;
      void holdLock(
        key,
        own.signal,
        async (wasElsewhere) => {
          // The other tab may have changed what this one was given when it was opened.
          if (wasElsewhere) await reload();
          await open(own.signal);
        },
        () => {
          phase = "elsewhere";
          changed();
        },
      );
    },
    stop: () => {
      running?.abort();
      outbox?.stop();
      outbox = null;
      phase = "loading";
    },
    run: (operations) => add({ commandId: newId(), operations }),
    undo: () => step("undo"),
    redo: () => step("redo"),
    retry: () => outbox?.retry(),
    settle,
    reload,
  };
}

async function holdLock(
  key: string,
  signal: AbortSignal,
  onHeld: (wasElsewhere: boolean) => Promise<void>,
  onElsewhere: () => void,
): Promise<void> {
  let isElsewhere = false;
  const timer = setTimeout(() => {
    isElsewhere = true;
    onElsewhere();
  }, ELSEWHERE_AFTER);
  try {
    await navigator.locks.request(`sourcebench-layer-${key}`, { signal }, async () => {
      clearTimeout(timer);
      await onHeld(isElsewhere);
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener("abort", () => resolve(), { once: true });
      });
    });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
  } finally {
    clearTimeout(timer);
  }
}
