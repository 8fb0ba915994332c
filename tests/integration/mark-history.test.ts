import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { applyCommand } from "@/lib/layers/commands";
import { listDeletedMarks, listMarkHistory } from "@/lib/layers/mark-history";
import type { AnnotationDto } from "@/lib/layers/schema";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { claim, command, put, spanOf } from "../support/operations";
import { refusal } from "../support/refusal";

await createDatabase();
const text = "The mayor said the dam is safe. Forty houses were flooded.";

async function stage() {
  const project = await makeProject({ annotatorsPerArticle: 2 });
  const layer = await makeLayer(await makeArticle(project, { text }));
  const owner = actorFor({ id: layer.ownerId ?? "" });
  return { project, layer, owner };
}

async function made(
  { layer, owner }: Awaited<ReturnType<typeof stage>>,
  words = "dam",
): Promise<AnnotationDto> {
  const result = await applyCommand(owner, layer.id, command(put(claim([spanOf(text, words)]))));
  const object = result.objects[0];
  if (object?.type !== "annotation") throw new Error("No mark was made.");
  return object;
}

describe("the history of a mark", () => {
  it("says who did what, newest first, with before and after, and pages", async () => {
    const place = await stage();
    const mark = await made(place);
    let revision = mark.revision;
    const kinds = ["assessment", "prediction", "factual"] as const;
    for (let turn = 0; turn < 24; turn += 1) {
      const attributes = { ...mark.attributes, kind: kinds[turn % 3] ?? "factual" };
      const { type, id, kind, nestedInId, spans } = mark;
      await applyCommand(place.owner, place.layer.id, {
        commandId: randomUUID(),
        operations: [{ op: "put", object: { type, id, kind, nestedInId, spans, attributes }, revision }],
      });
      revision += 1;
    }
    const first = await listMarkHistory(place.owner, place.layer.id, mark.id, undefined);
    expect(first.items).toHaveLength(20);
    expect(first.items[0]).toMatchObject({
      isOwn: true,
      isUndo: false,
      type: "annotation.changed",
      change: {
        before: { attributes: { kind: "prediction" } },
        after: { attributes: { kind: "factual" } },
      },
    });
    const rest = await listMarkHistory(place.owner, place.layer.id, mark.id, first.next ?? "");
    expect(rest.items.map((event) => event.type)).toEqual([
      ...Array.from({ length: 4 }, () => "annotation.changed"),
      "annotation.created",
    ]);
    expect(rest.next).toBeNull();
  });

  it("is told to nobody who may not see the layer, and of no mark of another layer", async () => {
    const place = await stage();
    const mark = await made(place);
    const other = actorFor(await makeMember(place.project, "annotator"));
    const reviewer = actorFor(await makeMember(place.project, "reviewer"));
    for (const actor of [other, reviewer]) {
      expect(await refusal(listMarkHistory(actor, place.layer.id, mark.id, undefined))).toMatchObject({
        status: 404,
      });
      expect(await refusal(listDeletedMarks(actor, place.layer.id, undefined))).toMatchObject({
        status: 404,
      });
    }
    const elsewhere = await stage();
    expect(
      await refusal(listMarkHistory(elsewhere.owner, elsewhere.layer.id, mark.id, undefined)),
    ).toMatchObject({ status: 404 });
    await db().layer.update({
      where: { id: place.layer.id },
      data: { state: "submitted", submittedAt: new Date() },
    });
    const seen = await listMarkHistory(reviewer, place.layer.id, mark.id, undefined);
    expect(seen.items[0]).toMatchObject({ isOwn: false, type: "annotation.created" });
    // Who has looked cannot be given the article any more.
    const looked = { userId: reviewer.userId, articleId: place.layer.articleId };
    expect(await db().layerView.count({ where: looked })).toBe(1);
    expect(await refusal(listMarkHistory(other, place.layer.id, mark.id, undefined))).toMatchObject({
      status: 404,
    });
  });
});

describe("deleted marks", () => {
  it("are listed with the links that went with them, the last first, and gone from the list once back", async () => {
    const place = await stage();
    const { owner, layer } = place;
    const said = await made(place);
    const attribution = randomUUID();
    const link = randomUUID();
    await applyCommand(owner, layer.id, {
      commandId: randomUUID(),
      operations: [
        {
          op: "put",
          revision: null,
          object: {
            type: "annotation",
            id: attribution,
            kind: "attribution",
            attributes: {},
            nestedInId: null,
            spans: [{ ...spanOf(text, "the dam is safe"), role: "content" }],
          },
        },
        {
          op: "put",
          revision: null,
          object: {
            type: "claimLink",
            id: link,
            attributionId: attribution,
            claimId: said.id,
            role: "content",
            stance: "asserts",
          },
        },
      ],
    });
    const second = await made(place, "Forty houses");
    const remove = (id: string, revision: number) =>
      applyCommand(owner, layer.id, {
        commandId: randomUUID(),
        operations: [{ op: "delete", id, revision }],
      });
    await remove(attribution, 1);
    await remove(second.id, 1);
    const { items, next } = await listDeletedMarks(owner, layer.id, undefined);
    expect(next).toBeNull();
    expect(items.map((item) => [item.object.id, item.links.map((one) => one.id)])).toEqual([
      [second.id, []],
      [attribution, [link]],
    ]);
    expect(items.every((item) => item.object.deleted)).toBe(true);
    const back = items[1]?.object;
    if (back?.type !== "annotation") throw new Error("It is not there.");
    const { revision, deleted: _deleted, ...object } = back;
    await applyCommand(owner, layer.id, {
      commandId: randomUUID(),
      operations: [{ op: "put", object, revision }],
    });
    const left = await listDeletedMarks(owner, layer.id, undefined);
    expect(left.items.map((item) => item.object.id)).toEqual([second.id]);
  });
});
