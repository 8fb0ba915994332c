import "server-only";
import type { StepResult } from "@/lib/bulk/run";
import type { Tx } from "@/lib/db";
import { conflict } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { startReview } from "@/lib/review/commands";
import { returnLayers, takeReturnBack } from "@/lib/review/return-layers";
import { refuseOwnWork, requireUnsettled, type Standing } from "@/lib/review/standing";

/**
 * Refuses an article that the actor cannot take into review now: own work, finished, not handed in by everybody,
 * settled, or somebody else's. Throws 403 with the refusal's code, 409 `already-finished`, `not-in-review`,
 * `signing-off`, `review-taken`, `review-assigned`.
 */
export function requireOwnable(actor: Actor, standing: Standing): void {
  refuseOwnWork(standing);
  if (standing.state === "done") throw conflict("already-finished", "This article has been finished.");
  if (standing.state === "open")
    throw conflict("not-in-review", "Not everybody who annotates this article has handed in yet.");
  requireUnsettled(standing);
  if (standing.reviewerId === null || standing.reviewerId === actor.userId) return;
  const name = standing.reviewer?.name ?? "Somebody";
  throw standing.state === "reviewing"
    ? conflict("review-taken", `${name} is reviewing this article now.`)
    : conflict("review-assigned", `${name} is to review this article.`);
}

/** What returning an article would do, as a sentence. Throws as `requireOwnable`. */
export function describeReturn(actor: Actor, standing: Standing): string {
  requireOwnable(actor, standing);
  return standing.annotators === 1
    ? "Goes back to its annotator."
    : `Goes back to its ${standing.annotators} annotators.`;
}

/** One step of an act on many: sends all layers of an article, whose lock the caller holds, back with a comment. Throws as `requireOwnable`. */
export async function returnArticle(
  t: Tx,
  actor: Actor,
  standing: Standing,
  comment: string,
): Promise<StepResult> {
  requireOwnable(actor, standing);
  const { projectId, articleId, title } = standing;
  await startReview(actor, articleId, {}, t);
  const undo = await returnLayers(t, actor, { projectId, articleId }, null, comment);
  return { title, note: "Returned.", undo };
}

/** Takes such a step back. Throws 409 `undo-conflict` once somebody has gone on with a layer. */
export async function takeArticleBack(
  t: Tx,
  actor: Actor,
  { projectId, articleId }: Standing,
  undo: unknown,
): Promise<string> {
  await takeReturnBack(t, actor, { projectId, articleId }, undo);
  return "Waits for review again.";
}
