import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { applyCommand } from "@/lib/layers/commands";
import type { Actor } from "@/lib/policy";
import { startReview } from "@/lib/review/commands";
import { actOnQueue, previewQueueAct, undoQueueAct } from "@/lib/review/queue-acts";
import { type QueueActInput, queueActInput } from "@/lib/review/queue-schema";
import { submitLayer } from "@/lib/slots/commands";
import { deleteView, saveView } from "@/lib/views/commands";
import { listViews } from "@/lib/views/queries";
import { saveViewInput } from "@/lib/views/schema";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../../support/factories";
import { makeMark } from "../../support/marks";
import { claim, command, put, spanOf } from "../../support/operations";

await createDatabase();
const text = "The mayor said forty houses were flooded. The dam held until midnight.";
const project = await makeProject({ annotatorsPerArticle: 2 });
const person = async (role: "annotator" | "reviewer" | "manager", name: string) =>
  actorFor(await makeMember(project, role, { name }));
const [ana, ben] = [await person("annotator", "Ana"), await person("annotator", "Ben")];
const [rita, rolf, mia] = [
  await person("reviewer", "Rita"),
  await person("reviewer", "Rolf"),
  await person("manager", "Mia"),
];

async function handIn(isAlike: boolean) {
  const article = await makeArticle(project, { text });
  const layers = [];
  for (const actor of [ana, ben]) {
    const layer = await makeLayer(article, { ownerId: actor.userId });
    await makeMark(layer, text, "claim", { body: "forty houses were flooded" });
    if (!isAlike && actor === ana) await makeMark(layer, text, "claim", { body: "The dam held" });
    layers.push(layer);
  }
  const [first, second] = layers;
  if (!first || !second) throw new Error("Two layers are needed.");
  await submitLayer(ana, first.id, { nothingToMark: false });
  await submitLayer(ben, second.id, { nothingToMark: false });
  return { ...article, first, second };
}

const input = (act: string, ids: string[], more: Partial<QueueActInput> = {}) =>
  queueActInput.parse({ slug: project.slug, act, articleIds: ids, ...more });
const stateOf = async (id: string) => {
  const { state, reviewerId } = await db().article.findUniqueOrThrow({ where: { id } });
  return [state, reviewerId];
};
const act = (actor: Actor, wanted: QueueActInput, id = randomUUID()) => actOnQueue(actor, id, wanted);
const undo = (actor: Actor, id: string) => undoQueueAct(actor, { slug: project.slug, id });

describe("acting on many articles of the queue", () => {
  it("takes all agreed, finishes where nothing is open, lists what it may not touch, and takes back what it can", async () => {
    const [alike, differing, others] = [await handIn(true), await handIn(false), await handIn(true)];
    await startReview(rolf, others.id);
    const wanted = input("finish", [alike.id, differing.id, others.id]);
    const seen = await previewQueueAct(rita, wanted);
    expect(seen.map((item) => item.isDone)).toEqual([true, true, false]);
    expect(seen[1]?.note).toContain("one place stays open");
    expect(await stateOf(alike.id)).toEqual(["review", null]);
    const id = randomUUID();
    const done = await act(rita, wanted, id);
    expect(done.items.map((item) => [item.isDone, item.note])).toEqual([
      [true, "Finished."],
      [true, "What all agree on is taken; one place is left."],
      [false, "Rolf is reviewing this article now."],
    ]);
    expect(await act(rita, wanted, id)).toEqual(done);
    await expect(act(rita, input("finish", [differing.id]), id)).rejects.toMatchObject({
      code: "command-reused",
    });
    expect([(await stateOf(alike.id))[0], await stateOf(differing.id)]).toEqual(["done", ["review", null]]);
    const finals = () =>
      db().annotation.count({
        where: { deletedAt: null, layer: { articleId: differing.id, kind: "adjudicated" } },
      });
    expect([done.undoable, await finals()]).toEqual([1, 1]);
    await expect(undo(rolf, id)).rejects.toMatchObject({ status: 404 });
    const undone = await undo(rita, id);
    expect(undone.undone?.map((item) => [item.subjectId, item.isDone])).toEqual([[differing.id, true]]);
    expect([await finals(), await stateOf(differing.id)]).toEqual([0, ["review", null]]);
    await expect(undo(rita, id)).rejects.toMatchObject({ code: "undo-conflict" });
  });

  it("returns articles to all their annotators with a comment, and takes that back until one of them goes on", async () => {
    const [kept, touched] = [await handIn(false), await handIn(false)];
    const ids = [kept.id, touched.id];
    await expect(act(rita, input("return", ids))).rejects.toMatchObject({ code: "comment-needed" });
    const done = await act(rita, input("return", ids, { comment: "Look at the dam." }));
    expect(done.undoable).toBe(2);
    const layer = await db().layer.findUniqueOrThrow({ where: { id: kept.first.id } });
    expect([layer.state, await stateOf(kept.id)]).toEqual(["returned", ["open", null]]);
    const events = await db().event.findMany({ where: { articleId: kept.id, type: "layer.returned" } });
    expect(events.map((event) => event.payload)).toEqual([
      { comment: "Look at the dam." },
      { comment: "Look at the dam." },
    ]);
    await applyCommand(ana, touched.first.id, command(put(claim([spanOf(text, "The mayor")]))));
    const undone = await undo(rita, done.id);
    expect(undone.undone?.map((item) => item.isDone)).toEqual([false, true]);
    expect(await stateOf(kept.id)).toEqual(["review", null]);
    expect(await stateOf(touched.id)).toEqual(["open", null]);
    const slots = await db().slot.groupBy({ by: ["state"], where: { articleId: kept.id }, _count: true });
    expect(slots).toEqual([{ state: "submitted", _count: 2 }]);
  });

  it("releases a review, a manager anybody's, and gives it back to the same person", async () => {
    const article = await handIn(false);
    await startReview(rolf, article.id);
    const refused = await act(rita, input("release", [article.id]));
    expect(refused.items[0]?.isDone).toBe(false);
    const done = await act(mia, input("release", [article.id]));
    expect(await stateOf(article.id)).toEqual(["review", null]);
    expect(await db().layerView.count({ where: { articleId: article.id, userId: mia.userId } })).toBe(0);
    await undo(mia, done.id);
    expect(await stateOf(article.id)).toEqual(["reviewing", rolf.userId]);
  });

  it("assigns what waits to a reviewer, who alone begins it, and nobody to their own work", async () => {
    const article = await handIn(false);
    await expect(act(rita, input("assign", [article.id], { assigneeId: rolf.userId }))).rejects.toMatchObject(
      {
        status: 403,
      },
    );
    await expect(act(mia, input("assign", [article.id], { assigneeId: ana.userId }))).rejects.toMatchObject({
      code: "no-reviewer",
    });
    const done = await act(mia, input("assign", [article.id], { assigneeId: rolf.userId }));
    expect(await stateOf(article.id)).toEqual(["review", rolf.userId]);
    await expect(startReview(rita, article.id)).rejects.toMatchObject({ code: "review-assigned" });
    const taken = await act(rita, input("assign", [article.id], { assigneeId: rita.userId }));
    expect(taken.items[0]?.isDone).toBe(false);
    await undo(mia, done.id);
    expect(await stateOf(article.id)).toEqual(["review", null]);
    await act(rita, input("assign", [article.id], { assigneeId: rita.userId }));
    expect((await startReview(rita, article.id)).articleId).toBe(article.id);
    const own = await handIn(false);
    await db().member.update({
      where: { projectId_userId: { projectId: project.id, userId: ben.userId } },
      data: { role: "reviewer" },
    });
    const toOwn = await act(mia, input("assign", [own.id], { assigneeId: ben.userId }));
    expect(toOwn.items[0]).toMatchObject({ isDone: false });
  });

  it("touches no article of another project, nor for another role", async () => {
    const article = await handIn(true);
    const elsewhere = await makeProject();
    const stranger = actorFor(await makeMember(elsewhere, "manager"));
    await expect(act(stranger, input("finish", [article.id]))).rejects.toMatchObject({ status: 404 });
    const foreign = { ...input("finish", [article.id]), slug: elsewhere.slug };
    expect((await act(stranger, foreign)).items).toEqual([]);
    expect(await previewQueueAct(stranger, foreign)).toEqual([]);
    await expect(act(ana, input("finish", [article.id]))).rejects.toMatchObject({ status: 403 });
    expect(await stateOf(article.id)).toEqual(["review", null]);
  });
});

describe("saved filters", () => {
  it("are one's own, or the project's where a manager shares them, and never keep a place in the list", async () => {
    const view = (name: string, isShared: boolean) =>
      saveViewInput.parse({
        slug: project.slug,
        place: "review",
        name,
        query: "sort=agreement&at=abc&publisher=",
        isShared,
      });
    expect((await saveView(rita, view("Worst first", false))).query).toBe("sort=agreement");
    await saveView(rita, view("worst FIRST", false));
    await expect(saveView(rita, view("For all", true))).rejects.toMatchObject({ status: 403 });
    const { id } = await saveView(mia, view("For all", true));
    const names = async (actor: Actor) =>
      (await listViews(actor, project.slug, "review")).map((one) => [one.name, one.isOwn, one.isShared]);
    expect(await names(rita)).toEqual([
      ["For all", false, true],
      ["worst FIRST", true, false],
    ]);
    expect(await names(rolf)).toEqual([["For all", false, true]]);
    await expect(deleteView(rolf, { slug: project.slug, id })).rejects.toMatchObject({ status: 404 });
    await deleteView(mia, { slug: project.slug, id });
    expect(await names(rolf)).toEqual([]);
  });
});
