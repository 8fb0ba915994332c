import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { confirmCommand, layerModel, takeChanges } from "@/components/annotate/layer-model";
import { listMarks } from "@/components/annotate/marks";
import { db } from "@/lib/db";
import { getChangesSince } from "@/lib/layers/changes-since";
import { applyCommand } from "@/lib/layers/commands";
import { getLayer } from "@/lib/layers/queries";
import type { CommandInput, LayerObject } from "@/lib/layers/schema";
import type { Actor } from "@/lib/policy";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject, makeUser } from "../support/factories";
import { attribution, claim, claimLink, command, put, spanAt } from "../support/operations";

await createDatabase();
const text = "The mayor said the dam is safe. Forty houses were flooded. Nothing else was known.";
const project = await makeProject({ layerMode: "shared" });
const ana = actorFor(await makeMember(project, "annotator"));
const ben = actorFor(await makeMember(project, "annotator"));
const context = { textLength: text.length, kinds: ["claim", "attribution", "duplicate"], attributes: [] };

async function makeShared() {
  return makeLayer(await makeArticle(project, { text }), { kind: "shared" });
}

type Act = { who: "ana" | "ben" | "reader"; what: "make" | "pair" | "delete" | "undo" | "look"; at: number };
const acts = fc.array(
  fc.record<Act>({
    who: fc.constantFrom("ana", "ben", "reader"),
    what: fc.constantFrom("make", "pair", "delete", "undo", "look"),
    at: fc.nat(50),
  }),
  { minLength: 4, maxLength: 14 },
);

/** A command that an act comes to; null where there is nothing to do it to. */
function inputOf(
  { what, at }: Act,
  objects: readonly LayerObject[],
  steps: readonly { id: string }[],
): CommandInput | null {
  const content = spanAt(text, at, at + 9, "content");
  if (what === "make") return command(put(claim([spanAt(text, at, at + 5)])));
  if (what === "pair") {
    const [said, what] = [attribution([content]), claim([spanAt(text, at, at + 4)])];
    return command(put(said), put(what), put(claimLink(said.id, what.id)));
  }
  const object = objects.filter((one) => one.type === "annotation")[at % Math.max(1, objects.length)];
  if (what === "delete")
    return object ? command({ op: "delete", id: object.id, revision: object.revision }) : null;
  const step = steps[at % Math.max(1, steps.length)];
  return step ? { commandId: randomUUID(), undoes: step.id } : null;
}

it("brings who asks for changes alone to the very layer that reading it whole does, whoever deletes or undoes", async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (all) => {
      const layer = await makeShared();
      const first = await getLayer(ana, layer.id);
      // The reader's own commands are Ana's, taken by this very page.
      let model = layerModel(context, first);
      let { revision } = first;
      for (const act of [...all, { who: "reader", what: "look", at: 0 } satisfies Act]) {
        const actor: Actor = act.who === "ben" ? ben : ana;
        if (act.what !== "look") {
          const now = await getLayer(actor, layer.id);
          const input = inputOf(act, now.objects, now.steps);
          const result = input && (await applyCommand(actor, layer.id, input).catch(() => null));
          if (result && actor === ana) model = confirmCommand(model, result);
          continue;
        }
        const changes = await getChangesSince(ana, layer.id, revision);
        const next = changes.changed && takeChanges(model, changes.changed);
        expect(next).not.toBeNull();
        model = next ?? model;
        revision = changes.revision;
        const whole = layerModel(context, await getLayer(ana, layer.id));
        expect(listMarks(model.objects)).toEqual(listMarks(whole.objects));
        expect(model.steps).toEqual(whole.steps);
      }
    }),
    { numRuns: 12 },
  );
});

it("has the layer read whole after what was no command, too much, or a command of one's own from elsewhere", async () => {
  const layer = await makeShared();
  const sent = command(put(claim([spanAt(text, 0, 5)])));
  await applyCommand(ana, layer.id, sent);
  const { changed } = await getChangesSince(ana, layer.id, 0);
  expect(changed?.steps).toEqual([{ id: sent.commandId, undoes: null }]);
  const fresh = layerModel(context, { objects: [], steps: [] });
  expect(takeChanges(fresh, changed ?? { objects: [], steps: [] })).toBeNull();
  const sending = layerModel(context, { objects: [], steps: [] }, [sent]);
  expect(takeChanges(sending, changed ?? { objects: [], steps: [] })?.pending).toEqual([]);
  expect((await getChangesSince(ben, layer.id, 0)).changed?.steps).toEqual([]);

  await db().layer.update({
    where: { id: layer.id },
    data: { revision: { increment: 1 }, state: "submitted" },
  });
  expect(await getChangesSince(ben, layer.id, 1)).toMatchObject({ state: "submitted", changed: null });
  expect(await getChangesSince(ben, layer.id, 2)).toMatchObject({ revision: 2, changed: { objects: [] } });
  expect((await getChangesSince(ben, layer.id, 9)).changed).toBeNull();
});

it("answers to nobody who does not see the layer", async () => {
  const layer = await makeLayer(await makeArticle(await makeProject(), { text }));
  const stranger = actorFor(await makeUser());
  for (const id of [layer.id, randomUUID(), "x"])
    await expect(getChangesSince(stranger, id, 0)).rejects.toMatchObject({ status: 404 });
});
