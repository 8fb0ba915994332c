import { LayeredMap } from "@/components/annotate/layered-map";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { canonicalJson } from "@/lib/canonical-json";
import { AppError } from "@/lib/errors";
import { type Change, planChanges, planUndo } from "@/lib/layers/plan";
import type {
  CommandInput,
  CommandResult,
  CommandStep,
  LayerObject,
  ObjectInput,
  Operation,
} from "@/lib/layers/schema";
import { type UndoStacks, undoStacks } from "@/lib/layers/undo-stacks";

/** What a layer is planned against: its text's length, the kinds that the project marks, and its own attributes. */
export type LayerContext = {
  textLength: number;
  kinds: readonly string[];
  attributes?: readonly AttributeDefinition[];
};

/** A layer as the server has it, before anything that waits to be sent. */
export type LayerSnapshot = { objects: readonly LayerObject[]; steps: readonly CommandStep[] };

/**
 * A layer as its owner sees it: what the server confirmed, with the waiting commands applied on top by the same pure
 * plan that the server uses. `refused` names the first waiting command that cannot be applied here.
 */
export type LayerModel = LayerContext & {
  confirmed: ReadonlyMap<string, LayerObject>;
  steps: readonly CommandStep[];
  pending: readonly CommandInput[];
  objects: ReadonlyMap<string, LayerObject>;
  changes: ReadonlyMap<string, readonly Change[]>;
  /** An undo waits whose changes only the server knows: nothing can be planned on top of it. */
  isOpaque: boolean;
  refused: string | null;
};

/** The model of a layer; waiting commands that the server has recorded already are left out. */
export function layerModel(
  context: LayerContext,
  layer: LayerSnapshot,
  pending: readonly CommandInput[] = [],
  changes: ReadonlyMap<string, readonly Change[]> = new Map(),
): LayerModel {
  const recorded = new Set(layer.steps.map((step) => step.id));
  return replay({
    ...context,
    confirmed: new Map(layer.objects.map((object) => [object.id, object])),
    steps: layer.steps,
    pending: pending.filter((command) => !recorded.has(command.commandId)),
    changes,
  });
}

/** The model with one more waiting command; throws the plan's own errors, and 409 `wait` on top of an opaque undo. */
export function addCommand(model: LayerModel, command: CommandInput): LayerModel {
  if (model.isOpaque)
    throw new AppError(409, "wait", "An undo is still under way. Go on once it has been saved.");
  const done = changesOf(model, model.objects, command);
  const pending = [...model.pending, command];
  if (!done) return { ...model, pending, isOpaque: true };
  return {
    ...model,
    pending,
    objects: withChanges(model.objects, done),
    changes: new Map(model.changes).set(command.commandId, done),
  };
}

/** The model once the server has taken a waiting command and told the objects as they are now. */
export function confirmCommand(model: LayerModel, result: CommandResult): LayerModel {
  const newer = result.objects.filter(
    (object) => (model.confirmed.get(object.id)?.revision ?? 0) <= object.revision,
  );
  const confirmed = LayeredMap.set(
    model.confirmed,
    newer.map((object) => [object.id, asShown(model, object)] as const),
  );
  const isKnown = model.steps.some((step) => step.id === result.commandId);
  const next = replay({
    ...model,
    confirmed,
    steps: isKnown ? model.steps : [...model.steps, { id: result.commandId, undoes: result.undoes }],
    pending: model.pending.filter((command) => command.commandId !== result.commandId),
  });
  const between = LayeredMap.keysBetween(model.objects, next.objects);
  const isSame = between && [...between].every((id) => model.objects.get(id) === next.objects.get(id));
  return isSame ? { ...next, objects: model.objects } : next;
}

/** The object that is shown already where the server took it as it is, so that nothing is drawn or checked anew for it. */
function asShown(model: LayerModel, object: LayerObject): LayerObject {
  const shown = model.objects.get(object.id);
  return shown && canonicalJson(shown) === canonicalJson(object) ? shown : object;
}

/** The model that also knows these objects, deleted ones that a snapshot leaves out; what it knows newer stays. */
export function learnObjects(model: LayerModel, objects: readonly LayerObject[]): LayerModel {
  const unknown = objects.filter(
    (object) => (model.confirmed.get(object.id)?.revision ?? 0) < object.revision,
  );
  if (unknown.length === 0) return model;
  const entries = unknown.map((object) => [object.id, object] as const);
  return replay({ ...model, confirmed: LayeredMap.set(model.confirmed, entries) });
}

/**
 * The model with what the server says changed: objects that are newer than those known, and commands of one's own that it
 * has taken, whose answers may still be under way. Null where one of them was sent from elsewhere, whose place among the
 * others only the whole layer tells.
 */
export function takeChanges(
  model: LayerModel,
  { objects, steps }: { objects: readonly LayerObject[]; steps: readonly CommandStep[] },
): LayerModel | null {
  const known = new Set(model.steps.map((step) => step.id));
  const waiting = new Set(model.pending.map((command) => command.commandId));
  const come = steps.filter((step) => !known.has(step.id));
  if (come.some((step) => !waiting.has(step.id))) return null;
  const newer = objects.filter((object) => (model.confirmed.get(object.id)?.revision ?? 0) < object.revision);
  if (newer.length === 0 && come.length === 0) return model;
  const taken = new Set(come.map((step) => step.id));
  return replay({
    ...model,
    confirmed: LayeredMap.set(
      model.confirmed,
      newer.map((object) => [object.id, object] as const),
    ),
    steps: [...model.steps, ...come],
    pending: model.pending.filter((command) => !taken.has(command.commandId)),
  });
}

/** A command with one object said otherwise, against the revision that is there now; all else as it was. */
export function mergeCommand(
  command: CommandInput,
  merged: ObjectInput,
  revision: number,
  commandId: string,
): CommandInput {
  if ("undoes" in command) return command;
  const operations = command.operations.map(
    (item): Operation =>
      item.op === "put" && item.object.id === merged.id ? { op: "put", object: merged, revision } : item,
  );
  return { commandId, operations };
}

/** The model with these commands waiting on top of what is confirmed, whatever waited before. */
export function withPending(model: LayerModel, pending: readonly CommandInput[]): LayerModel {
  const recorded = new Set(model.steps.map((step) => step.id));
  return replay({ ...model, pending: pending.filter((command) => !recorded.has(command.commandId)) });
}

/** The model without a waiting command. */
export function dropCommand(model: LayerModel, commandId: string): LayerModel {
  return replay({ ...model, pending: model.pending.filter((command) => command.commandId !== commandId) });
}

/** The model once the server has taken these, in order. */
export function takeResults(model: LayerModel, results: readonly CommandResult[]): LayerModel {
  return results.reduce(confirmCommand, model);
}

/** What undo and redo would undo next, waiting commands included. */
export function stacksOf(model: LayerModel): UndoStacks {
  return undoStacks([
    ...model.steps,
    ...model.pending.map((command) => ({
      id: command.commandId,
      undoes: "undoes" in command ? command.undoes : null,
    })),
  ]);
}

/**
 * A refused command made to fit what is there now: each object it replaces or deletes is named at its present
 * revision; what is gone is left out of deletions. Null when nothing is left of it, or for an undo.
 */
export function rebaseCommand(
  command: CommandInput,
  objects: ReadonlyMap<string, LayerObject>,
  commandId: string,
): CommandInput | null {
  if ("undoes" in command) return null;
  const operations = command.operations.flatMap((item): Operation[] => {
    const current = objects.get(item.op === "delete" ? item.id : item.object.id);
    if (item.op === "delete")
      return current && !current.deleted ? [{ ...item, revision: current.revision }] : [];
    return [{ ...item, revision: current?.revision ?? null }];
  });
  return operations.length > 0 ? { commandId, operations } : null;
}

function replay(base: Omit<LayerModel, "objects" | "isOpaque" | "refused">): LayerModel {
  let model: LayerModel = { ...base, objects: base.confirmed, isOpaque: false, refused: null };
  const changes = new Map(base.changes);
  for (const command of base.pending) {
    try {
      const done = changesOf(model, model.objects, command);
      if (!done) return { ...model, changes, isOpaque: true };
      changes.set(command.commandId, done);
      model = { ...model, objects: withChanges(model.objects, done) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // Later commands may rest on this one, so the view stops here until somebody decides.
      return { ...model, changes, refused: command.commandId };
    }
  }
  return { ...model, changes };
}

function changesOf(
  model: LayerContext & Pick<LayerModel, "changes">,
  objects: ReadonlyMap<string, LayerObject>,
  command: CommandInput,
): readonly Change[] | null {
  if ("operations" in command) return planChanges({ ...model, objects }, command.operations);
  const done = model.changes.get(command.undoes);
  return done ? planUndo(done, objects) : null;
}

function withChanges(
  objects: ReadonlyMap<string, LayerObject>,
  changes: readonly Change[],
): ReadonlyMap<string, LayerObject> {
  return LayeredMap.set(
    objects,
    changes.map(({ after }) => [after.id, after] as const),
  );
}
