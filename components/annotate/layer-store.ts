import { z } from "zod";
import {
  addCommand,
  confirmCommand,
  dropCommand,
  type LayerModel,
  layerModel,
  learnObjects,
  mergeCommand,
  rebaseCommand,
  stacksOf,
  takeChanges,
  withPending,
} from "@/components/annotate/layer-model";
import {
  createOutbox,
  type Outbox,
  type OutboxState,
  resultShape,
  type SendAnswer,
} from "@/components/annotate/outbox";
import type { OutboxStorage } from "@/components/annotate/outbox-storage";
import { restoreMark } from "@/components/annotate/restore";
import { attributeDefinitions } from "@/lib/attributes/schema";
import { AppError } from "@/lib/errors";
import type { DeletedMark } from "@/lib/layers/history-schema";
import {
  type CommandInput,
  type CommandResult,
  type LayerChanges,
  layerObject,
  type ObjectInput,
  type Operation,
} from "@/lib/layers/schema";

export const layerSnapshot = z.object({
  state: z.enum(["open", "submitted", "returned", "closed"]),
  articleState: z.enum(["open", "review", "reviewing", "done"]),
  isNothingToMark: z.boolean(),
  /** The project's own attributes that this layer is filled in by. */
  attributes: attributeDefinitions,
  objects: z.array(layerObject),
  steps: z.array(z.object({ id: z.string(), undoes: z.string().nullable() })),
  /** From which revision others' changes are asked for. */
  revision: z.number().default(0),
});
export type LayerSnapshotDto = z.infer<typeof layerSnapshot>;

export type LayerPhase = "loading" | "ready";

export type LayerView = {
  phase: LayerPhase;
  model: LayerModel;
  outbox: OutboxState;
  /** Something came after the place was released, and is kept apart. */
  isLate: boolean;
  /** How often the layer has been read whole since the page was opened, the page itself included. */
  reads: number;
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
  /** Brings a deleted mark back with those of its links that can be; answers why not where it may not be. */
  restore: (mark: DeletedMark) => string | null;
  /**
   * Settles a refused command: `theirs` gives it up, `mine` sends it again against what is there now, a merged object is
   * sent in the place of its own.
   */
  settle: (choice: "theirs" | "mine" | ObjectInput) => Promise<string | null>;
  /** Reads the layer from the server again, in the other tabs too. */
  reload: () => Promise<string | null>;
  /** Asks the server for what changed in the layer since it was last asked, and reads it whole only where it must. */
  catchUp: () => Promise<string | null>;
};

/** What the server says of a conflict: the object as it is there. */
export const conflictSides = z.object({ theirs: layerObject });

type Fetched<T> = { ok: true; data: T } | { ok: false; error: { message: string } };

const nothingSent: OutboxState = { status: "saved", waiting: [], problem: null, isKept: true };

/** What the tabs of a layer tell each other. */
const message = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("stored") }),
  z.object({ kind: z.literal("taken"), result: resultShape }),
  z.object({
    kind: z.literal("fate"),
    isReached: z.boolean(),
    problem: z
      .object({
        status: z.number(),
        code: z.string(),
        message: z.string(),
        details: z.unknown().optional(),
        commandId: z.string(),
      })
      .nullable(),
  }),
  z.object({ kind: z.literal("retry") }),
  z.object({ kind: z.literal("reloaded") }),
  z.object({ kind: z.literal("opened") }),
]);
type Message = z.infer<typeof message>;

/**
 * A layer in this browser: what the server confirmed, the commands that wait, and the queue that sends them. All tabs of
 * a person have one queue, in the storage; the one that holds the layer's lock sends it and tells the others what was
 * taken, so that all show the same. Nothing runs before `start`.
 */
export function createLayerStore(options: {
  key: string;
  context: { textLength: number; kinds: readonly string[] };
  snapshot: LayerSnapshotDto;
  storage: OutboxStorage;
  send: (command: CommandInput) => Promise<SendAnswer>;
  fetchLayer: () => Promise<Fetched<LayerSnapshotDto>>;
  fetchChanges: (after: number) => Promise<Fetched<LayerChanges>>;
  newId: () => string;
  onTaken?: (result: CommandResult) => void;
}): LayerStore {
  const { key, storage, send, fetchLayer, fetchChanges, newId } = options;
  const listeners = new Set<() => void>();
  let snapshot = options.snapshot;
  let model = modelOf();
  let phase: LayerPhase = "loading";
  let outbox: Outbox | null = null;
  let running: AbortController | null = null;
  let channel: BroadcastChannel | null = null;
  let isLate = false;
  let reads = 0;
  // What is taken while the layer is being read again: the answer may be older.
  let meanwhile: CommandResult[] | null = null;
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
      isLate,
      reads,
      layer: { state, articleState, isNothingToMark },
    };
  }
  function changed() {
    view = read();
    for (const listener of listeners) listener();
  }
  function tell(what: Message) {
    channel?.postMessage(what);
  }

  async function open(signal: AbortSignal, isLeading: boolean) {
    if (outbox) {
      await outbox.sync();
      model = withPending(model, outbox.state().waiting);
      outbox.lead();
      return changed();
    }
    let waiting: CommandInput[] = [];
    let isKept = true;
    try {
      waiting = await storage.load(key);
    } catch {
      isKept = false;
    }
    if (signal.aborted) return;
    model = withPending(model, waiting);
    // What the server has recorded already needs no sending; its answer was lost, not the change.
    const left = new Set(model.pending.map((command) => command.commandId));
    for (const command of waiting)
      if (!left.has(command.commandId)) void storage.remove(key, command.commandId).catch(() => undefined);
    outbox = createOutbox({
      key,
      storage,
      waiting: model.pending,
      isKept,
      send,
      onTaken: (result) => {
        taken(result);
        tell({ kind: "taken", result });
      },
      onStored: () => tell({ kind: "stored" }),
      onFate: (fate) => tell({ kind: "fate", ...fate }),
    });
    outbox.subscribe(changed);
    phase = "ready";
    reads += 1;
    if (isLeading) outbox.lead();
    else tell({ kind: "opened" });
    changed();
  }
  function taken(result: CommandResult) {
    meanwhile?.push(result);
    if (result.isLate) isLate = true;
    else if (result.layerRevision === snapshot.revision + 1)
      snapshot = { ...snapshot, revision: result.layerRevision };
    model = confirmCommand(model, result);
    options.onTaken?.(result);
  }
  async function hear(event: MessageEvent) {
    const parsed = message.safeParse(event.data);
    if (!parsed.success) return;
    const { data } = parsed;
    if (data.kind === "taken") {
      taken(data.result);
      outbox?.settled(data.result.commandId);
      changed();
    } else if (data.kind === "stored") {
      await outbox?.sync();
      if (outbox) model = withPending(model, outbox.state().waiting);
      changed();
    } else if (data.kind === "fate") outbox?.told(data);
    else if (data.kind === "retry") outbox?.retry();
    else if (data.kind === "opened") outbox?.tellFate();
    else await reload(false);
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
  async function reload(isTold = true): Promise<string | null> {
    meanwhile = [];
    const answer = await fetchLayer();
    const since = meanwhile ?? [];
    meanwhile = null;
    if (!answer.ok) return answer.error.message;
    const isOld = answer.data.revision < snapshot.revision;
    snapshot = answer.data;
    model = modelOf(outbox?.state().waiting ?? [], model.changes);
    for (const result of since) model = confirmCommand(model, result);
    reads += 1;
    changed();
    if (isTold) tell({ kind: "reloaded" });
    // It was on its way while something newer came.
    return isOld ? catchUp() : null;
  }
  async function catchUp(): Promise<string | null> {
    const answer = await fetchChanges(snapshot.revision);
    if (!answer.ok) return answer.error.message;
    const { changed: what, ...state } = answer.data;
    const next = what && takeChanges(model, what);
    if (!next) return reload(false);
    // It may have been read whole meanwhile, and be further.
    if (state.revision > snapshot.revision) snapshot = { ...snapshot, ...state };
    model = next;
    changed();
    return null;
  }
  async function settle(choice: "theirs" | "mine" | ObjectInput): Promise<string | null> {
    const refused = outbox?.state().problem;
    const command = model.pending.find((one) => one.commandId === refused?.commandId);
    if (!outbox || !command) return null;
    const failure = await reload(false);
    if (failure) return failure;
    // One that was deleted there is in no snapshot.
    const theirs = conflictSides.safeParse(refused?.details).data?.theirs;
    if (theirs) model = learnObjects(model, [theirs]);
    const rebased =
      choice === "mine"
        ? rebaseCommand(command, model.confirmed, newId())
        : choice === "theirs" || !theirs
          ? null
          : mergeCommand(
              command,
              choice,
              model.confirmed.get(choice.id)?.revision ?? theirs.revision,
              newId(),
            );
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
    model = withPending(model, swapped);
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
      channel = new BroadcastChannel(`sourcebench-layer-${key}`);
      channel.onmessage = (event) => void hear(event);
      void holdLock(
        key,
        own.signal,
        () => open(own.signal, true),
        async () => {
          // Another tab has changed what this one was given, perhaps; what it does from now on is heard.
          await reload(false);
          if (!own.signal.aborted) await open(own.signal, false);
        },
      );
    },
    stop: () => {
      running?.abort();
      channel?.close();
      channel = null;
      outbox?.stop();
      outbox = null;
      phase = "loading";
    },
    run: (operations) => add({ commandId: newId(), operations }),
    restore: (mark) => {
      model = learnObjects(model, [mark.object, ...mark.links]);
      return add({ commandId: newId(), operations: restoreMark(mark, model.objects) });
    },
    undo: () => step("undo"),
    redo: () => step("redo"),
    retry: () => {
      outbox?.retry();
      tell({ kind: "retry" });
    },
    settle,
    reload: () => reload(),
    catchUp,
  };
}

/** Holds the layer's lock until the signal: `onHeld` once it is held, `onOther` first where another tab has it. */
async function holdLock(
  key: string,
  signal: AbortSignal,
  onHeld: () => Promise<void>,
  onOther: () => Promise<void>,
): Promise<void> {
  const name = `sourcebench-layer-${key}`;
  const hold = async () => {
    await onHeld();
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener("abort", () => resolve(), { once: true });
    });
  };
  try {
    const isFree = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock) await hold();
      return lock !== null;
    });
    if (isFree || signal.aborted) return;
    await onOther();
    await navigator.locks.request(name, { signal }, hold);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
  }
}
