import pg from "pg";
import { expect, it } from "vitest";
import { db } from "@/lib/db";
import { backfillOutcomes } from "@/lib/review/backfill-outcomes";
import { finishReview, startReview } from "@/lib/review/commands";
import { getDispute, listDisputes } from "@/lib/review/dispute-queries";
import { answerDispute, raiseDispute, replyToDispute, withdrawDispute } from "@/lib/review/disputes";
import { getOutcome } from "@/lib/review/outcome-queries";
import { getReview } from "@/lib/review/queries";
import { createDatabase } from "../../support/database";
import { actorFor, makeMember, makeProject } from "../../support/factories";
import { makeHandedIn, settleAll, unitOf } from "../../support/reviewed";

const database = await createDatabase();
const project = await makeProject({ annotatorsPerArticle: 2 });
const ana = actorFor(await makeMember(project, "annotator", { name: "Ana" }));
const ben = actorFor(await makeMember(project, "annotator", { name: "Ben" }));
const rita = actorFor(await makeMember(project, "reviewer", { name: "Rita" }));
const rolf = actorFor(await makeMember(project, "reviewer", { name: "Rolf" }));

/** An article settled with Ana's marks: Ben's border was changed and his third claim rejected. */
async function finished() {
  const { article, layers } = await makeHandedIn(project, [ana, ben]);
  const [anas, bens] = layers;
  if (!anas || !bens?.rain) throw new Error("Two layers are needed.");
  await startReview(rita, article.id);
  const review = await getReview(rita, article.id);
  const unitId = unitOf(review, bens.rain).id;
  await settleAll(rita, article.id, anas.id);
  await finishReview(rita, article.id);
  return { article, anas, bens, unitId };
}

const figures = (articleId: string, personId: string) =>
  db().outcome.findUniqueOrThrow({ where: { articleId_personId: { articleId, personId } } });

it("stores how everybody's marks came out, with the reasons", async () => {
  const { article } = await finished();
  expect(await figures(article.id, ana.userId)).toMatchObject({
    taken: 2,
    changed: 0,
    rejected: 0,
    missed: 0,
    f1: 1,
    isNews: true,
  });
  expect(await figures(article.id, ben.userId)).toMatchObject({
    taken: 1,
    changed: 1,
    rejected: 1,
    missed: 0,
    f1: 0.4,
    reasons: { "not-a-claim": 1 },
  });
});

it("counts once what was finished before that was stored, and tells nobody", async () => {
  const old = await finished();
  const recent = await finished();
  const owner = new pg.Client(database.ownerUrl);
  await owner.connect();
  await owner.query(`DELETE FROM "Outcome" WHERE "articleId" = $1`, [old.article.id]);
  await owner.end();
  for (let next: bigint | null = 0n; next !== null; ) next = await backfillOutcomes(next, 1);
  expect(await figures(old.article.id, ben.userId)).toMatchObject({
    taken: 1,
    changed: 1,
    f1: 0.4,
    isNews: false,
  });
  expect(await figures(recent.article.id, ben.userId)).toMatchObject({ isNews: true });
  const { finishedAt } = await db().article.findUniqueOrThrow({ where: { id: old.article.id } });
  expect((await figures(old.article.id, ana.userId)).finishedAt).toEqual(finishedAt);
  expect(await backfillOutcomes(0n)).toBeNull();
});

it("returns to a reviewer, whose other decision becomes a revision of the final layer", async () => {
  const { article, bens, unitId } = await finished();
  const layer = () => db().layer.findFirstOrThrow({ where: { articleId: article.id, kind: "adjudicated" } });
  const before = await layer();
  const { disputeId } = await raiseDispute(ben, {
    articleId: article.id,
    unitId,
    body: "It is a prediction.",
  });
  expect((await listDisputes(rita, project.slug, "open")).items.map((one) => one.id)).toContain(disputeId);
  const seen = await getDispute(rita, disputeId);
  expect(seen.candidates.map((one) => one.layerId)).toEqual([bens.id]);
  await answerDispute(rita, { disputeId, body: "You are right.", decision: "take", layerId: bens.id });
  const after = await layer();
  expect(after.state).toBe("closed");
  expect(after.revision).toBeGreaterThan(before.revision);
  const marks = await db().annotationSpan.findMany({
    where: { annotation: { layerId: after.id, deletedAt: null } },
    orderBy: { start: "asc" },
  });
  expect(marks.map((span) => span.quote)).toContain("Rain is expected on Friday");
  expect(await figures(article.id, ben.userId)).toMatchObject({ taken: 2, rejected: 0 });
  expect(await figures(article.id, ana.userId)).toMatchObject({ missed: 1 });
  const events = await db().event.findMany({
    where: { articleId: article.id },
    orderBy: { id: "desc" },
    take: 8,
  });
  expect(events.map((event) => event.type)).toEqual(
    expect.arrayContaining(["unit.decided", "dispute.changed"]),
  );
  expect(await db().reviewDecision.count({ where: { unitId } })).toBe(2);
  const told = await getOutcome(ben, article.id);
  const place = told.places.find((one) => one.word?.unitId === unitId);
  expect(place?.dispute).toMatchObject({
    state: "changed",
    messages: [{ isSelf: true }, { answer: "changed" }],
  });
});

it("may be kept, disputed further, withdrawn, and is answered once", async () => {
  const { article, bens, unitId } = await finished();
  const { disputeId } = await raiseDispute(ben, { articleId: article.id, unitId, body: "Why?" });
  const answers = await Promise.allSettled([
    answerDispute(rita, { disputeId, body: "It says nothing.", decision: "keep" }),
    answerDispute(rolf, { disputeId, body: "Taken.", decision: "take", layerId: bens.id }),
  ]);
  expect(answers.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  expect(answers.find((one) => one.status === "rejected")).toMatchObject({ reason: { code: "not-open" } });
  await expect(withdrawDispute(ben, disputeId)).rejects.toMatchObject({ code: "not-open" });
  expect(await replyToDispute(ben, { disputeId, body: "It does." })).toMatchObject({ state: "open" });
  const again = await raiseDispute(ben, { articleId: article.id, unitId, body: "Once more." });
  expect(again.disputeId).toBe(disputeId);
  expect(await withdrawDispute(ben, disputeId)).toMatchObject({ state: "withdrawn" });
  expect(await db().disputeMessage.count({ where: { disputeId } })).toBe(4);
});

it("is raised by annotators of a finished article, and read by its raiser and reviewers alone", async () => {
  const { article, unitId } = await finished();
  const body = "This is mine to say.";
  await expect(raiseDispute(rita, { articleId: article.id, unitId, body })).rejects.toMatchObject({
    code: "not-annotator",
  });
  const { disputeId } = await raiseDispute(ben, { articleId: article.id, unitId, body });
  await expect(getDispute(ana, disputeId)).rejects.toMatchObject({ status: 404 });
  await expect(replyToDispute(ana, { disputeId, body })).rejects.toMatchObject({ status: 404 });
  await expect(answerDispute(ben, { disputeId, body, decision: "keep" })).rejects.toMatchObject({
    status: 403,
  });
  const outcome = await getOutcome(ana, article.id);
  expect(JSON.stringify(outcome)).not.toContain(body);
  const { article: open } = await makeHandedIn(project, [ana, ben]);
  await expect(raiseDispute(ben, { articleId: open.id, unitId, body })).rejects.toMatchObject({
    code: "not-finished",
  });
});

it("shows an annotator no other layer than the final one, unless the project allows it", async () => {
  const { article, bens } = await finished();
  expect((await getOutcome(ana, article.id)).layers.map((layer) => layer.isOwn)).toEqual([true]);
  expect(JSON.stringify(await getOutcome(ana, article.id, bens.id))).not.toContain("Rain is expected");
  await db().project.update({ where: { id: project.id }, data: { showsOthersAfter: true } });
  const open = await getOutcome(ana, article.id, bens.id);
  expect(open.shownId).toBe(bens.id);
  expect(JSON.stringify(open)).toContain("Rain is expected");
  await db().project.update({ where: { id: project.id }, data: { showsOthersAfter: false } });
});
