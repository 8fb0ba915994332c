import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addCommand,
  confirmCommand,
  dropCommand,
  layerModel,
  rebaseCommand,
  stacksOf,
} from "@/components/annotate/layer-model";
import { makeClaim, setAttribute } from "@/components/annotate/operations";
import type { AnnotationDto, CommandInput, LayerObject } from "@/lib/layers/schema";
import { indexCodePoints } from "@/lib/text/code-points";

const index = indexCodePoints("Forty houses were flooded. Nobody was hurt.");
const context = { textLength: index.length, kinds: ["claim", "attribution", "duplicate"] };
const empty = { objects: [], steps: [] };

function id(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}
function claimCommand(number: number, span = { start: 0, end: 5 }): CommandInput {
  return { commandId: id(number), operations: makeClaim(index, id(number + 1_000), span) };
}
function find(objects: ReadonlyMap<string, LayerObject>, number: number): AnnotationDto {
  const object = objects.get(id(number + 1_000));
  if (object?.type !== "annotation") throw new Error("There is no such mark.");
  return object;
}

describe("a layer with waiting commands", () => {
  it("shows a command at once and keeps it when the server confirms it", () => {
    const waiting = addCommand(layerModel(context, empty), claimCommand(1));
    expect(find(waiting.objects, 1).revision).toBe(1);
    const saved = confirmCommand(waiting, {
      commandId: id(1),
      undoes: null,
      layerRevision: 1,
      objects: [find(waiting.objects, 1)],
    });
    expect(saved.pending).toEqual([]);
    // The very same, so that nothing is drawn or checked again for it.
    expect(saved.objects).toBe(waiting.objects);
    expect(stacksOf(saved).undo).toEqual([id(1)]);
  });

  it("plans later commands on the revisions that earlier ones will have", () => {
    const first = addCommand(layerModel(context, empty), claimCommand(1));
    const change = setAttribute(find(first.objects, 1), "kind", "assessment");
    const second = addCommand(first, { commandId: id(2), operations: [change] });
    expect(find(second.objects, 1)).toMatchObject({ revision: 2, attributes: { kind: "assessment" } });
  });

  it("undoes and redoes what waits, and stops where only the server knows what an undo brings", () => {
    const made = addCommand(layerModel(context, empty), claimCommand(1));
    const undone = addCommand(made, { commandId: id(2), undoes: id(1) });
    expect(find(undone.objects, 1).deleted).toBe(true);
    const redone = addCommand(undone, { commandId: id(3), undoes: id(2) });
    expect(find(redone.objects, 1)).toMatchObject({ deleted: false, revision: 3 });

    const old = layerModel(context, { objects: [], steps: [{ id: id(7), undoes: null }] });
    const opaque = addCommand(old, { commandId: id(8), undoes: id(7) });
    expect(opaque.isOpaque).toBe(true);
    expect(() => addCommand(opaque, claimCommand(9))).toThrow("still under way");
  });

  it("undoes step by step to the beginning, and redoes all of it", () => {
    let model = addCommand(layerModel(context, empty), claimCommand(1));
    const kinds = ["assessment", "prediction", "factual"];
    for (const [place, kind] of kinds.entries())
      model = addCommand(model, {
        commandId: id(2 + place),
        operations: [setAttribute(find(model.objects, 1), "kind", kind)],
      });
    for (let place = 0; place < 4; place++)
      model = addCommand(model, { commandId: id(20 + place), undoes: stacksOf(model).undo.at(-1) ?? "" });
    expect(find(model.objects, 1).deleted).toBe(true);
    expect(stacksOf(model).undo).toEqual([]);
    for (let place = 0; place < 4; place++)
      model = addCommand(model, { commandId: id(30 + place), undoes: stacksOf(model).redo.at(-1) ?? "" });
    expect(find(model.objects, 1)).toMatchObject({ deleted: false, attributes: { kind: "factual" } });
    expect(stacksOf(model).undo).toHaveLength(4);
  });

  it("does not send again what the server has recorded, and says what cannot be applied any more", () => {
    const snapshot = { objects: [], steps: [{ id: id(1), undoes: null }] };
    const gone = { commandId: id(2), operations: [{ op: "delete" as const, id: id(9), revision: 1 }] };
    const model = layerModel(context, snapshot, [claimCommand(1), gone, claimCommand(3)]);
    expect(model.pending.map((command) => command.commandId)).toEqual([id(2), id(3)]);
    expect(model.refused).toBe(id(2));
    expect(dropCommand(model, id(2)).refused).toBeNull();
  });

  it("makes a refused command fit what is there now", () => {
    const made = addCommand(layerModel(context, empty), claimCommand(1));
    const mine = setAttribute(find(made.objects, 1), "kind", "prediction");
    const theirs: LayerObject = { ...find(made.objects, 1), revision: 4 };
    const now = new Map([[theirs.id, theirs]]);
    const again = rebaseCommand({ commandId: id(2), operations: [mine] }, now, id(3));
    expect(again).toMatchObject({ commandId: id(3), operations: [{ revision: 4 }] });
    const gone = { commandId: id(2), operations: [{ op: "delete" as const, id: id(9), revision: 1 }] };
    expect(rebaseCommand(gone, now, id(3))).toBeNull();
  });

  it("comes to the same objects whatever has been confirmed meanwhile", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: 1, maxLength: 12 }), fc.nat(12), (kinds, confirmed) => {
        let model = addCommand(layerModel(context, empty), claimCommand(1));
        for (const [place, kind] of kinds.entries()) {
          const command: CommandInput =
            kind === 0
              ? { commandId: id(10 + place), undoes: stacksOf(model).undo.at(-1) ?? id(1) }
              : {
                  commandId: id(10 + place),
                  operations: [setAttribute(find(model.objects, 1), "note", String(kind))],
                };
          try {
            model = addCommand(model, command);
          } catch {
            // Editing a mark that an undo took away is refused; the rest goes on.
          }
        }
        const wanted = model.objects;
        let later = model;
        for (const command of model.pending.slice(0, confirmed)) {
          const objects = (later.changes.get(command.commandId) ?? []).map((change) => change.after);
          later = confirmCommand(later, {
            commandId: command.commandId,
            undoes: "undoes" in command ? command.undoes : null,
            layerRevision: 1,
            objects,
          });
        }
        expect(later.objects).toEqual(wanted);
      }),
    );
  });
});
