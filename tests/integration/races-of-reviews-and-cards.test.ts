import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { answerCandidate, createCard } from "@/lib/cards/commands";
import { mergeCard, splitCard } from "@/lib/cards/moves";
import { undoMove } from "@/lib/cards/undo-move";
import { db } from "@/lib/db";
import { applyCommand } from "@/lib/layers/commands";
import { rateInRound } from "@/lib/ratings/commands";
import { closeRound, createRound } from "@/lib/ratings/rounds";
import { finishReview, signOff, startReview } from "@/lib/review/commands";
import { answerDispute, raiseDispute } from "@/lib/review/disputes";
import { getReview } from "@/lib/review/queries";
import { actOnQueue } from "@/lib/review/queue-acts";
import { queueActInput } from "@/lib/review/queue-schema";
import { assignArticles } from "@/lib/slots/assign";
import { takeNextSlot } from "@/lib/slots/take-slot";
import { mergeSource, unmergeSource } from "@/lib/sources/commands";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject, makeSource } from "../support/factories";
import { attribution, command, put, restsOn, spanOf } from "../support/operations";
import { overlap } from "../support/overlap";
import { makeHandedIn, settleAll, unitOf } from "../support/reviewed";
import { tellStory } from "../support/tell";

await createDatabase();

/** A desk with two who annotate and three who review. */
async function makeDesk(options: Parameters<typeof makeProject>[0] = {}) {
  const project = await makeProject({ annotatorsPerArticle: 2, ...options });
  const person = async (role: "annotator" | "reviewer" | "manager") =>
    actorFor(await makeMember(project, role));
  const [ana, ben] = [await person("annotator"), await person("annotator")];
  const [rita, rolf, mia] = [await person("reviewer"), await person("reviewer"), await person("manager")];
  return { project, ana, ben, rita, rolf, mia };
}
type Desk = Awaited<ReturnType<typeof makeDesk>>;

/** An article on which everything is decided as Ana had it, and the place of what Ben alone had. */
async function makeSettled({ project, ana, ben, rita }: Desk) {
  const { article, layers } = await makeHandedIn(project, [ana, ben]);
  const [anas, bens] = layers;
  if (!anas || !bens?.rain) throw new Error("Two layers are needed.");
  await startReview(rita, article.id);
  const unitId = unitOf(await getReview(rita, article.id), bens.rain).id;
  await settleAll(rita, article.id, anas.id);
  return { article, unitId, bens };
}

const lost = (code: string) => ({ status: "rejected", reason: { code } });

describe("two reviewers at once", () => {
  it("answer a dispute once", async () => {
    const desk = await makeDesk();
    const { article, unitId, bens } = await makeSettled(desk);
    await finishReview(desk.rita, article.id);
    const { disputeId } = await raiseDispute(desk.ben, { articleId: article.id, unitId, body: "It is one." });
    const take = { disputeId, body: "It is.", decision: "take" as const, layerId: bens.id };
    const keep = { disputeId, body: "It is not.", decision: "keep" as const };
    const second = await overlap(
      (tx) => answerDispute(desk.rita, take, tx),
      () => answerDispute(desk.rolf, keep),
    );
    expect(second).toMatchObject(lost("not-open"));
    expect(await db().disputeMessage.count({ where: { disputeId, answer: { not: null } } })).toBe(1);
  });

  it("finish an article once, and sign it off or take it up again, never both", async () => {
    const desk = await makeDesk({ needsSignOff: true });
    const { article } = await makeSettled(desk);
    const twice = await overlap(
      (tx) => finishReview(desk.rita, article.id, tx),
      () => finishReview(desk.rita, article.id),
    );
    expect(twice.status).toBe("rejected");
    await startReview(desk.rolf, article.id);
    const resumed = await overlap(
      (tx) => signOff(desk.rolf, article.id, { verdict: "confirmed" }, tx),
      () => startReview(desk.rita, article.id),
    );
    expect(resumed).toMatchObject(lost("already-finished"));
    const verdict = { verdict: "returned" as const, comment: "No." };
    await expect(signOff(desk.rolf, article.id, verdict)).rejects.toMatchObject({ status: 409 });
    expect(await db().signOff.count({ where: { articleId: article.id } })).toBe(1);
  });

  it("send one act of many rows twice, and each row is told once", async () => {
    const { project, ana, ben, rita, rolf } = await makeDesk();
    const [free, taken] = [await makeHandedIn(project, [ana, ben]), await makeHandedIn(project, [ana, ben])];
    await startReview(rolf, taken.article.id);
    const articleIds = [free.article.id, taken.article.id];
    const wanted = queueActInput.parse({ slug: project.slug, act: "finish", articleIds });
    const id = randomUUID();
    await Promise.all([1, 2, 3].map(() => actOnQueue(rita, id, wanted)));
    const { items } = await actOnQueue(rita, id, wanted);
    expect(items.map((item) => item.subjectId).toSorted()).toEqual(articleIds.toSorted());
  });
});

describe("a card of two mentions", () => {
  async function makeCard({ project, mia }: Desk) {
    const [one, two] = [
      await tellStory(project, { says: "it rains" }),
      await tellStory(project, { says: "it pours" }),
    ];
    const { id } = await createCard(mia, project.slug, {
      claimId: one.claimId,
      statement: "Rain",
      type: "content",
    });
    await answerCandidate(mia, id, { claimId: two.claimId, isSame: true });
    const mentions = await db().mention.findMany({ where: { cardId: id }, orderBy: { id: "asc" } });
    return { id, mentionIds: mentions.map((mention) => mention.id) };
  }
  const live = (cardId: string) => db().mention.count({ where: { cardId, deletedAt: null } });

  it("is split by one of two, and not what is merged away at that moment", async () => {
    const desk = await makeDesk();
    const [card, other] = [await makeCard(desk), await makeCard(desk)];
    const [first = "", second = ""] = card.mentionIds;
    const split = (mentionId: string) => ({
      cardId: card.id,
      mentionIds: [mentionId],
      statement: "Some of it",
      type: "content" as const,
    });
    const both = await overlap(
      (tx) => splitCard(desk.mia, split(first), tx),
      () => splitCard(desk.rita, split(second)),
    );
    expect(both).toMatchObject(lost("nothing-left"));
    expect(await live(card.id)).toBe(1);
    const merged = await overlap(
      (tx) => mergeCard(desk.mia, { cardId: other.id, intoId: card.id }, tx),
      () => splitCard(desk.rita, { ...split(other.mentionIds[0] ?? ""), cardId: other.id }),
    );
    expect(merged).toMatchObject(lost("not-found"));
    expect([await live(card.id), await live(other.id)]).toEqual([3, 0]);
  });

  it("comes back from a merge once", async () => {
    const desk = await makeDesk();
    const [card, other] = [await makeCard(desk), await makeCard(desk)];
    const { moveId } = await mergeCard(desk.mia, { cardId: other.id, intoId: card.id });
    const twice = await overlap(
      (tx) => undoMove(desk.mia, { moveId }, tx),
      () => undoMove(desk.rita, { moveId }),
    );
    expect(twice).toMatchObject(lost("already-undone"));
    expect([await live(card.id), await live(other.id)]).toEqual([2, 2]);
  });
});

describe("no circle is made by two at once", () => {
  it("of sources that stand for each other", async () => {
    const { mia, rita } = await makeDesk();
    const [a, b, c] = [await makeSource(), await makeSource(), await makeSource()];
    const merge = (source: { id: string }, into: { id: string }) => ({
      sourceId: source.id,
      intoId: into.id,
      reason: "The same.",
    });
    const crossed = await overlap(
      (tx) => mergeSource(mia, merge(a, b), tx),
      () => mergeSource(rita, merge(b, a)),
    );
    expect(crossed).toMatchObject(lost("merge-cycle"));
    await overlap(
      (tx) => unmergeSource(mia, { sourceId: a.id, reason: "Not the same." }, tx),
      () => mergeSource(rita, merge(b, c)),
    );
    const of = (id: string) => db().source.findUniqueOrThrow({ where: { id } });
    expect([(await of(a.id)).canonicalId, (await of(b.id)).canonicalId]).toEqual([null, c.id]);
  });

  it("of attributions that rest on each other", async () => {
    const { project, ana } = await makeDesk();
    const text = "The mayor said it rains, and the clerk said it pours.";
    const article = await makeArticle(project, { text });
    const layer = await makeLayer(article, { ownerId: ana.userId });
    const [one, two] = [
      attribution([spanOf(text, "it rains", "content")]),
      attribution([spanOf(text, "it pours", "content")]),
    ];
    await applyCommand(ana, layer.id, command(put(one), put(two)));
    const saves = await Promise.allSettled([
      applyCommand(ana, layer.id, command(put(restsOn(one.id, { targetId: two.id })))),
      applyCommand(ana, layer.id, command(put(restsOn(two.id, { targetId: one.id })))),
    ]);
    expect(saves.filter((save) => save.status === "rejected")).toMatchObject([lost("cycle")]);
  });
});

it("nobody rates in a round that is closed at that moment", async () => {
  const { ana, mia } = await makeDesk();
  const source = await makeSource();
  const { id } = await createRound(mia, { name: "Round", sourceIds: [source.id], raterIds: [ana.userId] });
  const rating = {
    roundId: id,
    sourceId: source.id,
    grade: "B" as const,
    rationale: "Its record.",
    evidence: [],
  };
  const late = await overlap(
    (tx) => closeRound(mia, id, tx),
    () => rateInRound(ana, rating),
  );
  expect(late).toMatchObject(lost("round-closed"));
  expect(await db().sourceRating.count({ where: { roundId: id } })).toBe(0);
});

it("a place that is assigned to somebody is pulled by nobody else at that moment", async () => {
  const { project, ana, ben, mia } = await makeDesk({ annotatorsPerArticle: 1 });
  const article = await makeArticle(project);
  const input = { slug: project.slug, articleIds: [article.id], personIds: [ana.userId] };
  const pulled = await overlap(
    (tx) => assignArticles(mia, input, tx),
    () => takeNextSlot(ben, project.slug),
  );
  expect(pulled).toEqual({ status: "fulfilled", value: null });
  expect(await takeNextSlot(ana, project.slug)).toMatchObject({ articleId: article.id });
});
