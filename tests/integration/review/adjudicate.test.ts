import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { visibleLayerIds } from "@/lib/access";
import { db } from "@/lib/db";
import { applyCommand } from "@/lib/layers/commands";
import { finishReview, releaseReview, returnArticle, startReview } from "@/lib/review/commands";
import { applyReviewCommand } from "@/lib/review/decide";
import { differingLinks, pickFields } from "@/lib/review/places";
import { getReview } from "@/lib/review/queries";
import { listReviewQueue } from "@/lib/review/queue";
import { queueFilter } from "@/lib/review/queue-schema";
import type { ReviewCommandInput, ReviewDto } from "@/lib/review/schema";
import { recallLayer, submitLayer } from "@/lib/slots/commands";
import { listWork } from "@/lib/slots/queries";
import { createDatabase } from "../../support/database";
import {
  actorFor,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
  makeSource,
} from "../../support/factories";
import { findSpan, linkClaim, makeMark, resolveSource } from "../../support/marks";

await createDatabase();
const text =
  "The mayor said forty houses were flooded. The dam held until midnight, engineers believe. Rain is expected on Friday.";
const project = await makeProject({ annotatorsPerArticle: 2 });
const ana = actorFor(await makeMember(project, "annotator", { name: "Ana" }));
const ben = actorFor(await makeMember(project, "annotator", { name: "Ben" }));
const rita = actorFor(await makeMember(project, "reviewer", { name: "Rita" }));
const rolf = actorFor(await makeMember(project, "reviewer", { name: "Rolf" }));
const manager = actorFor(await makeMember(project, "manager", { name: "Mia" }));

const step = <T extends object>(input: T) => ({ commandId: randomUUID(), comment: null, ...input });

/** Two people's work on one article: an attribution and two claims alike but for borders, and one that Ben alone has. */
async function annotated() {
  const article = await makeArticle(project, { text });
  const layers = [];
  for (const [person, content] of [
    [ana, "forty houses were flooded"],
    [ben, "houses were flooded"],
  ] as const) {
    const layer = await makeLayer(article, { ownerId: person.userId });
    const said = await makeMark(layer, text, "attribution", { source: "The mayor", cue: "said", content });
    const claim = await makeMark(
      layer,
      text,
      "claim",
      { body: content },
      { attributes: { kind: "factual" } },
    );
    await linkClaim(layer, said, claim);
    await makeMark(
      layer,
      text,
      "claim",
      { body: "The dam held until midnight" },
      { attributes: { kind: "factual" } },
    );
    layers.push({ ...layer, said, claim });
  }
  const [first, second] = layers;
  if (!first || !second) throw new Error("Two layers are needed.");
  const only = await makeMark(second, text, "claim", { body: "Rain is expected on Friday" });
  await submitLayer(ana, first.id, { nothingToMark: false });
  await submitLayer(ben, second.id, { nothingToMark: false });
  return { article, ana: first, ben: second, only };
}

function unitWith(review: ReviewDto, annotationId: string) {
  const unit = review.units.find((one) => one.members.some((member) => member.annotationId === annotationId));
  if (!unit) throw new Error("No such place.");
  return unit;
}

async function finalMarks(articleId: string) {
  const marks = await db().annotation.findMany({
    where: { layer: { articleId, kind: "adjudicated" }, deletedAt: null },
    include: { spans: true, carries: { where: { deletedAt: null } }, decidedBy: true },
  });
  return marks.toSorted((a, b) => (a.spans[0]?.start ?? 0) - (b.spans[0]?.start ?? 0));
}

describe("a review", () => {
  it("stores its places once, belongs to one reviewer at a time, and can be released and taken over", async () => {
    const { article } = await annotated();
    const started = await Promise.allSettled([startReview(rita, article.id), startReview(rolf, article.id)]);
    expect(started.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    const refused = started.find((one) => one.status === "rejected");
    expect(refused?.reason).toMatchObject({ status: 409, code: "review-taken" });
    const winner = started[0]?.status === "fulfilled" ? rita : rolf;
    const other = winner === rita ? rolf : rita;
    await startReview(winner, article.id);
    expect(await db().reviewUnit.count({ where: { articleId: article.id } })).toBe(4);
    await expect(startReview(other, article.id, { takeOver: true })).rejects.toMatchObject({ status: 403 });
    await releaseReview(winner, article.id);
    await startReview(other, article.id);
    await startReview(manager, article.id, { takeOver: true });
    await expect(getReview(other, article.id)).rejects.toMatchObject({ code: "review-taken" });
    expect((await getReview(manager, article.id)).units.map((unit) => unit.state)).toEqual([
      "disagreed",
      "disagreed",
      "agreed",
      "incomplete",
    ]);
  });

  it("is refused to whoever annotated the article, and hides the figures from whoever still does", async () => {
    const { article, ana: layer } = await annotated();
    await db().member.update({
      where: { projectId_userId: { projectId: project.id, userId: ana.userId } },
      data: { role: "reviewer" },
    });
    await expect(startReview(ana, article.id)).rejects.toMatchObject({ status: 403, code: "own-work" });
    const queue = await listReviewQueue(ana, project.slug, queueFilter.parse({}));
    expect(queue.items.find((item) => item.articleId === article.id)?.refusal?.code).toBe("own-work");
    await db().layer.update({ where: { id: layer.id }, data: { state: "returned" } });
    await expect(startReview(ana, article.id)).rejects.toMatchObject({ code: "unsubmitted-work" });
    const blind = (await listReviewQueue(ana, project.slug, queueFilter.parse({}))).items;
    expect(blind.find((item) => item.articleId === article.id)).toMatchObject({
      agreement: null,
      conflicts: null,
    });
    await db().member.update({
      where: { projectId_userId: { projectId: project.id, userId: ana.userId } },
      data: { role: "annotator" },
    });
    await expect(startReview(ana, article.id)).rejects.toMatchObject({ status: 403 });
  });

  it("copies a link once both of its ends are decided, whoever's they are, and takes it away with an undo", async () => {
    const { article, ana: mine, ben: theirs } = await annotated();
    const source = await makeSource();
    await resolveSource(mine, mine.said, source.id);
    await startReview(rita, article.id);
    const review = await getReview(rita, article.id);
    const decide = (input: ReviewCommandInput) => applyReviewCommand(rita, article.id, input);
    const attribution = unitWith(review, mine.said);
    const claim = unitWith(review, mine.claim);
    const first = step({ action: "accept" as const, unitId: attribution.id, layerIds: [mine.id] });
    await decide(first);
    expect(await db().claimLink.count({ where: { layerId: review.layerId } })).toBe(0);
    expect(await db().attributionSource.count({ where: { layerId: review.layerId } })).toBe(1);
    const second = step({ action: "accept" as const, unitId: claim.id, layerIds: [theirs.id] });
    await decide(second);
    const [said, flooded] = await finalMarks(article.id);
    expect(said?.carries.map((link) => link.claimId)).toEqual([flooded?.id]);
    expect(flooded?.spans[0]?.quote).toBe("houses were flooded");
    expect(flooded?.decidedBy).toMatchObject({
      unitId: claim.id,
      verdict: "accept",
      decidedById: rita.userId,
    });
    const inputs = await db().decisionInput.findMany({ where: { decisionId: flooded?.decidedById ?? "" } });
    expect(inputs.map((one) => one.annotationId).toSorted()).toEqual([mine.claim, theirs.claim].toSorted());

    expect(await decide(second)).toEqual(await decide(second));
    expect(await db().reviewDecision.count({ where: { unitId: claim.id } })).toBe(1);
    await expect(decide({ ...second, layerIds: [mine.id] })).rejects.toMatchObject({
      code: "command-reused",
    });

    const undo = { commandId: randomUUID(), action: "undo" as const, undoes: second.commandId };
    expect((await decide(undo)).decisions).toEqual([{ unitId: claim.id, decision: null }]);
    expect(await finalMarks(article.id)).toHaveLength(1);
    expect(await db().claimLink.count({ where: { layerId: review.layerId, deletedAt: null } })).toBe(0);
    await decide({ commandId: randomUUID(), action: "undo", undoes: undo.commandId });
    const again = await finalMarks(article.id);
    expect(again.map((mark) => mark.id)).toEqual([said?.id, flooded?.id]);
    expect(again[0]?.carries).toHaveLength(1);
  });

  it("takes or leaves each link singly, whoever made it, and no link of another place", async () => {
    const { article, ana: mine, ben: theirs } = await annotated();
    const [ours, hers] = [await makeSource(), await makeSource()];
    await resolveSource(mine, mine.said, ours.id);
    await resolveSource(theirs, theirs.said, hers.id);
    await startReview(rita, article.id);
    const review = await getReview(rita, article.id);
    const unit = unitWith(review, mine.said);
    const [first, second] = [mine, theirs].map((layer) =>
      review.marks.find((mark) => mark.id === layer.said),
    );
    if (!first || !second) throw new Error("Both attributions are under review.");
    expect(differingLinks([first, second]).map((link) => link.key)).toEqual([
      `source:${ours.id}`,
      `source:${hers.id}`,
    ]);
    const wanted = pickFields([first, second], ["links"], [{ links: [`source:${hers.id}`] }]);
    if (!wanted) throw new Error("Two marks make one.");
    const amend = (marks: (typeof wanted)[]) =>
      applyReviewCommand(rita, article.id, {
        ...step({ action: "amend" as const, unitId: unit.id }),
        reason: null,
        marks,
      });
    const stranger = await db().claimLink.findFirstOrThrow({
      where: { layer: { NOT: { articleId: article.id } } },
    });
    await expect(amend([{ ...wanted, leavesIds: [stranger.id] }])).rejects.toMatchObject({
      status: 400,
      code: "wrong-link",
    });
    await amend([wanted]);
    await applyReviewCommand(
      rita,
      article.id,
      step({ action: "accept" as const, unitId: unitWith(review, mine.claim).id, layerIds: [mine.id] }),
    );
    const sources = await db().attributionSource.findMany({
      where: { layerId: review.layerId, deletedAt: null },
    });
    expect(sources.map((one) => one.sourceId)).toEqual([hers.id]);
    expect((await finalMarks(article.id))[0]?.carries).toHaveLength(1);
  });

  it("takes all agreed places at once and back at once, rejects with a reason, amends and adds", async () => {
    const { article, ana: mine, only } = await annotated();
    await startReview(rita, article.id);
    const review = await getReview(rita, article.id);
    const decide = (input: ReviewCommandInput) => applyReviewCommand(rita, article.id, input);
    await expect(finishReview(rita, article.id)).rejects.toMatchObject({ status: 409, code: "undecided" });
    const agreed = step({ action: "accept-agreed" as const });
    const { comment: _comment, ...all } = agreed;
    expect((await decide(all)).decisions).toHaveLength(1);
    await decide({ commandId: randomUUID(), action: "undo", undoes: all.commandId });
    expect(await finalMarks(article.id)).toHaveLength(0);
    await decide({ commandId: randomUUID(), action: "accept-agreed" });
    await expect(decide({ commandId: randomUUID(), action: "accept-agreed" })).rejects.toMatchObject({
      code: "nothing-agreed",
    });

    const rain = unitWith(review, only);
    await expect(
      decide(step({ action: "reject" as const, unitId: rain.id, reason: "other" as const })),
    ).rejects.toMatchObject({ code: "comment-needed" });
    await decide(step({ action: "reject" as const, unitId: rain.id, reason: "not-a-claim" as const }));
    const claim = unitWith(review, mine.claim);
    const span = findSpan(text, "forty houses were flooded");
    const amended = {
      attributes: { kind: "assessment" },
      spans: [{ role: "body" as const, start: span.start, end: span.end }],
      readsId: mine.claim,
    };
    await expect(
      decide(
        step({
          action: "amend" as const,
          unitId: claim.id,
          marks: [{ ...amended, readsId: only }],
          reason: null,
        }),
      ),
    ).rejects.toMatchObject({ code: "wrong-member" });
    await expect(
      decide(
        step({
          action: "amend" as const,
          unitId: claim.id,
          reason: null,
          marks: [{ ...amended, spans: [{ role: "body" as const, start: 0, end: 9_999 }] }],
        }),
      ),
    ).rejects.toMatchObject({ code: "span-outside-text" });
    await decide(step({ action: "amend" as const, unitId: claim.id, marks: [amended], reason: null }));
    const attribution = unitWith(review, mine.said);
    await decide(step({ action: "accept" as const, unitId: attribution.id, layerIds: [mine.id] }));
    const missed = findSpan(text, "engineers believe");
    const added = await decide(
      step({
        action: "add" as const,
        kind: "claim" as const,
        mark: {
          attributes: {},
          spans: [{ role: "body" as const, start: missed.start, end: missed.end }],
          readsId: null,
        },
      }),
    );
    expect(added.added).toHaveLength(1);
    await finishReview(rita, article.id);
    const marks = await finalMarks(article.id);
    expect(marks.map((mark) => mark.spans[0]?.quote)).toEqual([
      "The mayor",
      "forty houses were flooded",
      "The dam held until midnight",
      "engineers believe",
    ]);
    expect(marks[0]?.carries).toHaveLength(1);
    expect(await db().article.findUnique({ where: { id: article.id } })).toMatchObject({ state: "done" });
    await expect(decide({ commandId: randomUUID(), action: "accept-agreed" })).rejects.toMatchObject({
      code: "already-finished",
    });
    expect((await visibleLayerIds(ana, article.id)).length).toBe(3);
  });

  it("returns a layer with a comment; places that stay as they are keep their decisions in the next round", async () => {
    const { article, ana: mine, ben: theirs, only } = await annotated();
    await startReview(rita, article.id);
    const review = await getReview(rita, article.id);
    await applyReviewCommand(rita, article.id, { commandId: randomUUID(), action: "accept-agreed" });
    await applyReviewCommand(
      rita,
      article.id,
      step({ action: "accept" as const, unitId: unitWith(review, only).id, layerIds: [theirs.id] }),
    );
    await expect(recallLayer(ben, theirs.id)).rejects.toMatchObject({ code: "review-started" });
    await returnArticle(rita, article.id, { layerId: theirs.id, comment: "Look at Friday again." });
    const work = await listWork(ben, project.slug, "open");
    expect(work.items.find((item) => item.articleId === article.id)).toMatchObject({
      state: "returned",
      comment: "Look at Friday again.",
    });
    expect(await visibleLayerIds(ben, article.id)).toEqual([theirs.id]);
    await expect(startReview(rita, article.id)).rejects.toMatchObject({ code: "not-in-review" });
    await applyCommand(ben, theirs.id, {
      commandId: randomUUID(),
      operations: [{ op: "delete", id: only, revision: 1 }],
    });
    await submitLayer(ben, theirs.id, { nothingToMark: false });
    expect((await startReview(rolf, article.id)).round).toBe(2);
    const second = await getReview(rolf, article.id);
    expect(second.units.map((unit) => [unit.state, unit.decision?.verdict ?? null])).toEqual([
      ["disagreed", null],
      ["disagreed", null],
      ["agreed", "accept"],
    ]);
    const marks = await finalMarks(article.id);
    expect(marks.map((mark) => mark.spans[0]?.quote)).toEqual(["The dam held until midnight"]);
    expect(marks[0]?.decidedBy).toMatchObject({ decidedById: rita.userId });
    expect(await db().reviewUnit.count({ where: { articleId: article.id, round: 1 } })).toBe(4);
    expect(second.layers.map((layer) => layer.name).toSorted()).toEqual(["Ana", "Ben"]);
    expect(mine.id).toBeDefined();
  });
});
