import "server-only";
import { recordLayerView } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { conflict, forbidden } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { isOpenUnit, readDecisions, readUnits, toDecisionDto } from "@/lib/review/decisions";
import { closeArticle, openAdjudicatedLayer } from "@/lib/review/enter-review";
import { returnLayers } from "@/lib/review/return-layers";
import { ensureRound, newestRound } from "@/lib/review/rounds";
import {
  readStanding,
  refuseOwnWork,
  requireReviewing,
  requireUnsettled,
  type Standing,
} from "@/lib/review/standing";
import { writeFinalLayer } from "@/lib/review/write-final";
import { registerSource } from "@/lib/sources/commands";

/** Where a review is after it was begun. */
export type StartedReview = { articleId: string; round: number; layerId: string };

/**
 * Begins the review of an article in the queue: it is the actor's from now on, its places are stored, the final layer
 * is open. Begun again by the same person it changes nothing. Throws 404, 403 `own-work` or `unsubmitted-work`, 409
 * `review-taken` (says by whom; a manager may take it over), `not-in-review`, `already-finished`.
 */
export function startReview(
  actor: Actor,
  articleId: string,
  input: { takeOver?: boolean } = {},
  tx?: Tx,
): Promise<StartedReview> {
  return inTransaction(tx, async (t) => {
    const standing = await readStanding(actor, articleId, t, true);
    refuseOwnWork(standing);
    requireStartable(actor, standing, input.takeOver === true);
    const layer = await openAdjudicatedLayer(t, articleId);
    const round = await ensureRound(t, articleId, standing.projectId);
    await writeFinalLayer(t, layer, round, actor.userId, null);
    await recordLayerView(actor, articleId, t);
    // Who settled it may take it up again, until a second reviewer has begun; anybody else comes to sign it off.
    if (standing.settled?.isSelf) {
      await t.article.update({ where: { id: articleId }, data: { settledById: null, settledAt: null } });
      await recordEvents(t, [event(actor, standing, "review.resumed", articleId)]);
    }
    if (standing.state !== "reviewing" || standing.reviewerId !== actor.userId) {
      await t.article.update({
        where: { id: articleId },
        data: { state: "reviewing", reviewerId: actor.userId },
      });
      const payload = { round, takenOverFrom: standing.state === "reviewing" ? standing.reviewerId : null };
      await recordEvents(t, [{ ...event(actor, standing, "review.started", articleId), payload }]);
    }
    return { articleId, round, layerId: layer.id };
  });
}

function requireStartable(actor: Actor, standing: Standing, isTakingOver: boolean): void {
  const isOthers = standing.reviewerId !== null && standing.reviewerId !== actor.userId;
  if (standing.state === "review") {
    if (!isOthers || (isTakingOver && standing.mayTakeOver)) return;
    throw conflict(
      "review-assigned",
      `This article is to be reviewed by ${standing.reviewer?.name ?? "somebody else"}. A manager can assign it to you.`,
    );
  }
  if (standing.state === "done") throw conflict("already-finished", "This article has been finished.");
  if (standing.state === "open")
    throw conflict("not-in-review", "Not everybody who annotates this article has handed in yet.");
  if (standing.reviewerId === actor.userId) return;
  if (isTakingOver) {
    if (standing.mayTakeOver) return;
    throw forbidden("Only a manager takes over a review from somebody.");
  }
  throw conflict("review-taken", `${standing.reviewer?.name ?? "Somebody"} is reviewing this article now.`);
}

/** Gives a review back to the queue; every decision made so far stays and is there for whoever goes on. */
export function releaseReview(actor: Actor, articleId: string, tx?: Tx): Promise<{ articleId: string }> {
  return inTransaction(tx, async (t) => {
    const standing = await readStanding(actor, articleId, t, true);
    // A manager may free what somebody else holds, without looking into it.
    if (!standing.mayTakeOver || standing.state !== "reviewing") requireReviewing(actor, standing);
    await t.article.update({ where: { id: articleId }, data: { state: "review", reviewerId: null } });
    await recordEvents(t, [event(actor, standing, "review.released", articleId)]);
    return { articleId };
  });
}

/**
 * Declares an article done once every place is decided: its final layer is closed, sources that annotators proposed
 * and it names join the register, and the annotators see the outcome. Where the project wants a second reviewer it is
 * `settled` instead and goes back to the queue until one confirms it. Throws 409 `undecided` with the places left,
 * `signing-off`.
 */
export function finishReview(
  actor: Actor,
  articleId: string,
  tx?: Tx,
): Promise<{ articleId: string; state: "done" | "settled" }> {
  return inTransaction(tx, async (t) => {
    const standing = await readStanding(actor, articleId, t, true);
    requireReviewing(actor, standing);
    requireUnsettled(standing);
    const layer = await openAdjudicatedLayer(t, articleId);
    const round = await newestRound(t, articleId);
    const units = await readUnits(t, articleId, round);
    const decisions = await readDecisions(
      t,
      units.map((unit) => unit.id),
    );
    const left = units.filter((unit) => isOpenUnit(unit, toDecisionDto(decisions.get(unit.id))));
    if (left.length > 0) {
      const places = left.length === 1 ? "One place is" : `${left.length} places are`;
      const details = { unitIds: left.map((unit) => unit.id) };
      throw conflict("undecided", `${places} still to be settled.`, details);
    }
    const project = await t.project.findUniqueOrThrow({
      where: { id: standing.projectId },
      select: { needsSignOff: true },
    });
    if (project.needsSignOff) {
      await t.article.update({
        where: { id: articleId },
        data: { state: "review", reviewerId: null, settledById: actor.userId, settledAt: new Date() },
      });
      await recordEvents(t, [{ ...event(actor, standing, "review.settled", articleId), payload: { round } }]);
      return { articleId, state: "settled" };
    }
    await makeFinal(t, actor, standing, layer.id);
    return { articleId, state: "done" };
  });
}

/** Closes the final layer and the article; sources that annotators proposed and the final layer names are registered. */
async function makeFinal(t: Tx, actor: Actor, standing: Standing, layerId: string): Promise<void> {
  const proposals = await t.attributionSource.findMany({
    where: { layerId, deletedAt: null, source: { isProposal: true, canonicalId: null } },
    select: { sourceId: true },
    distinct: ["sourceId"],
  });
  for (const { sourceId } of proposals) await registerSource(actor, sourceId, t);
  await closeArticle(t, standing.projectId, standing.articleId, layerId, actor.userId);
}

/**
 * A second reviewer's word on a settled article: confirmed, it is final; returned with a comment, it goes back to the
 * reviewer who settled it, every decision as it was. Throws 404, 409 `not-reviewing`, `not-settled`.
 */
export function signOff(
  actor: Actor,
  articleId: string,
  input: { verdict: "confirmed" } | { verdict: "returned"; comment: string },
  tx?: Tx,
): Promise<{ articleId: string; state: "done" | "reviewing" }> {
  return inTransaction(tx, async (t) => {
    const standing = await readStanding(actor, articleId, t, true);
    refuseOwnWork(standing);
    requireReviewing(actor, standing);
    const { settledById, projectId } = standing;
    if (!settledById || settledById === actor.userId)
      throw conflict(
        "not-settled",
        "There is nothing to sign off: not every place has been settled by somebody else.",
      );
    const layer = await openAdjudicatedLayer(t, articleId);
    const round = await newestRound(t, articleId);
    const comment = input.verdict === "returned" ? input.comment : null;
    await t.signOff.create({
      data: {
        projectId,
        articleId,
        round,
        settledById,
        signedById: actor.userId,
        verdict: input.verdict,
        comment,
      },
    });
    await recordEvents(t, [
      { ...event(actor, standing, `review.${input.verdict}`, articleId), payload: { comment } },
    ]);
    if (input.verdict === "confirmed") {
      await makeFinal(t, actor, standing, layer.id);
      return { articleId, state: "done" };
    }
    await t.article.update({
      where: { id: articleId },
      data: { state: "reviewing", reviewerId: settledById, settledById: null, settledAt: null },
    });
    return { articleId, state: "reviewing" };
  });
}

/**
 * Sends a layer back to its person (a shared one to everybody who handed it in) with a comment on what to look at
 * again; the article leaves review until they hand in again, and places that stay as they are keep their decisions.
 */
export function returnArticle(
  actor: Actor,
  articleId: string,
  input: { layerId: string; comment: string },
  tx?: Tx,
): Promise<{ articleId: string }> {
  return inTransaction(tx, async (t) => {
    const standing = await readStanding(actor, articleId, t, true);
    requireReviewing(actor, standing);
    requireUnsettled(standing);
    const place = { projectId: standing.projectId, articleId };
    await returnLayers(t, actor, place, input.layerId, input.comment);
    return { articleId };
  });
}

function event(actor: Actor, standing: Standing, type: string, subjectId: string) {
  return {
    type,
    actorId: actor.userId,
    projectId: standing.projectId,
    articleId: standing.articleId,
    subjectId,
  };
}
