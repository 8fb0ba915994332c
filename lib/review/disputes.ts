import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { requireArticle } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { canonicalJson } from "@/lib/canonical-json";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, forbidden, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { planDecisions } from "@/lib/review/decision-plan";
import { readDecisions, toDecisionDto } from "@/lib/review/decisions";
import type { AnswerInput } from "@/lib/review/dispute-schema";
import { openAdjudicatedLayer } from "@/lib/review/enter-review";
import { recordOutcomes } from "@/lib/review/record-outcomes";
import { newestRound } from "@/lib/review/rounds";
import type { ReviewCommandInput } from "@/lib/review/schema";
import { readStanding, refuseOwnWork } from "@/lib/review/standing";
import { readRound, writeDecisions } from "@/lib/review/write-decisions";

/** Where a dispute is after a step. */
export type DisputeStep = { disputeId: string; articleId: string; state: string };

/**
 * An annotator's objection to a decision of a finished article's review, which waits for a reviewer from then on.
 * Whoever has disputed the same place before goes on in that thread. Throws 404 for a place one cannot know of, 403
 * `not-annotator`, 409 `not-finished`.
 */
export function raiseDispute(
  actor: Actor,
  input: { articleId: string; unitId: string; body: string },
  tx?: Tx,
): Promise<DisputeStep> {
  return inTransaction(tx, async (t) => {
    const { articleId, unitId, body } = input;
    const { projectId } = await requireArticle(actor, articleId, "project.view", t);
    await t.$queryRaw`SELECT 1 FROM "Article" WHERE "id" = ${articleId}::uuid FOR UPDATE`;
    const article = await t.article.findUniqueOrThrow({ where: { id: articleId }, select: { state: true } });
    const own = await t.slot.count({ where: { articleId, personId: actor.userId, state: "submitted" } });
    if (own === 0)
      throw forbidden("Only those who annotated an article dispute its outcome.", "not-annotator");
    // Who cannot see how it ended is told what they would be told before its end (gold is hidden so).
    if (article.state !== "done" || !(await seesFinal(t, actor, articleId)))
      throw conflict("not-finished", "There is nothing to dispute before the review has ended.");
    const unit = await t.reviewUnit.findFirst({
      where: { id: unitId, articleId, round: await newestRound(t, articleId) },
      select: { id: true },
    });
    if (!unit || !toDecisionDto((await readDecisions(t, [unitId])).get(unitId))) throw notFound();
    const earlier = await t.dispute.findUnique({
      where: { unitId_raisedById: { unitId, raisedById: actor.userId } },
    });
    if (earlier) return reply(t, actor, earlier, body);
    const dispute = await t.dispute.create({
      data: { projectId, articleId, unitId, raisedById: actor.userId },
    });
    await write(t, actor, dispute, "dispute.raised", body);
    return { disputeId: dispute.id, articleId, state: "open" };
  });
}

/** A further message of whoever raised a dispute; one that was answered or withdrawn is open again. Throws 404. */
export function replyToDispute(
  actor: Actor,
  input: { disputeId: string; body: string },
  tx?: Tx,
): Promise<DisputeStep> {
  return inTransaction(tx, async (t) =>
    reply(t, actor, await lockOwn(t, actor, input.disputeId), input.body),
  );
}

/** Takes one's own open dispute back; its words stay. Throws 404, 409 `not-open`. */
export function withdrawDispute(actor: Actor, disputeId: string, tx?: Tx): Promise<DisputeStep> {
  return inTransaction(tx, async (t) => {
    const dispute = await lockOwn(t, actor, disputeId);
    if (dispute.state !== "open") throw conflict("not-open", "This dispute has been answered already.");
    await settle(t, actor, dispute, "withdrawn");
    return { disputeId, articleId: dispute.articleId, state: "withdrawn" };
  });
}

/**
 * A reviewer's answer to an open dispute. Keeping the decision changes nothing; any other answer appends a new decision
 * and brings the final layer to it as an ordinary revision with its events, the article staying done; figures of
 * everybody who annotated it are counted again. Throws 404, 403 `own-work`, 409 `not-open`, `newer-text` where the decision is one on an earlier text, and what
 * `planDecisions` throws.
 */
export function answerDispute(actor: Actor, input: AnswerInput, tx?: Tx): Promise<DisputeStep> {
  return inTransaction(tx, async (t) => {
    const [seen] = idRows.parse(
      await t.$queryRaw`
        SELECT d."id", d."articleId" FROM seen_disputes(${actor.userId}::uuid) d WHERE d."id" = ${input.disputeId}::uuid`,
    );
    if (!seen) throw notFound();
    const { articleId } = seen;
    const standing = await readStanding(actor, articleId, t, true);
    refuseOwnWork(standing);
    const dispute = await t.dispute.findUniqueOrThrow({ where: { id: seen.id } });
    if (dispute.state !== "open") throw conflict("not-open", "This dispute has been answered already.");
    const isKept = input.decision === "keep";
    const decisionId = isKept ? null : await decideAnew(t, actor, dispute, input);
    const state = isKept ? "kept" : "changed";
    await t.disputeMessage.create({
      data: {
        projectId: dispute.projectId,
        disputeId: dispute.id,
        authorId: actor.userId,
        body: input.body,
        answer: state,
        decisionId,
      },
    });
    await settle(t, actor, dispute, state);
    await t.outcome.updateMany({
      where: { articleId, personId: dispute.raisedById },
      data: { isNews: true },
    });
    return { disputeId: dispute.id, articleId, state };
  });
}

const idRows = z.array(z.object({ id: z.string(), articleId: z.string() }));

async function seesFinal(t: Tx, actor: Actor, articleId: string): Promise<boolean> {
  const rows = await t.$queryRaw`
    SELECT 1 FROM final_layers(${actor.userId}::uuid) l WHERE l."articleId" = ${articleId}::uuid LIMIT 1`;
  return z.array(z.unknown()).parse(rows).length > 0;
}

type Dispute = {
  id: string;
  projectId: string;
  articleId: string;
  unitId: string;
  raisedById: string;
  state: string;
};

async function lockOwn(t: Tx, actor: Actor, disputeId: string): Promise<Dispute> {
  const rows = idRows.parse(
    await t.$queryRaw`
      SELECT d."id", d."articleId" FROM seen_disputes(${actor.userId}::uuid) d
       WHERE d."id" = ${disputeId}::uuid AND d."raisedById" = ${actor.userId}::uuid`,
  );
  if (!rows[0]) throw notFound();
  await t.$queryRaw`SELECT 1 FROM "Article" WHERE "id" = ${rows[0].articleId}::uuid FOR UPDATE`;
  return t.dispute.findUniqueOrThrow({ where: { id: disputeId } });
}

async function reply(t: Tx, actor: Actor, dispute: Dispute, body: string): Promise<DisputeStep> {
  if (dispute.state !== "open")
    await t.dispute.update({ where: { id: dispute.id }, data: { state: "open", settledAt: null } });
  await write(t, actor, dispute, "dispute.replied", body);
  return { disputeId: dispute.id, articleId: dispute.articleId, state: "open" };
}

async function write(t: Tx, actor: Actor, dispute: Dispute, type: string, body: string): Promise<void> {
  await t.disputeMessage.create({
    data: { projectId: dispute.projectId, disputeId: dispute.id, authorId: actor.userId, body },
  });
  await recordEvents(t, [eventOf(actor, dispute, type)]);
}

async function settle(t: Tx, actor: Actor, dispute: Dispute, state: "kept" | "changed" | "withdrawn") {
  await t.dispute.update({ where: { id: dispute.id }, data: { state, settledAt: new Date() } });
  await recordEvents(t, [eventOf(actor, dispute, `dispute.${state}`)]);
}

function eventOf(actor: Actor, dispute: Dispute, type: string) {
  return {
    type,
    actorId: actor.userId,
    projectId: dispute.projectId,
    articleId: dispute.articleId,
    subjectId: dispute.id,
    payload: { unitId: dispute.unitId },
  };
}

/** Appends the decision that an answer asks for and returns its id; the final layer is closed again afterwards. */
async function decideAnew(t: Tx, actor: Actor, dispute: Dispute, input: AnswerInput): Promise<string> {
  const { articleId, projectId, unitId } = dispute;
  const article = await t.article.findUniqueOrThrow({
    where: { id: articleId },
    select: { finishedAt: true, state: true },
  });
  const round = await newestRound(t, articleId);
  const isOfThisText = (await t.reviewUnit.count({ where: { id: unitId, articleId, round } })) > 0;
  if (article.state !== "done" || !isOfThisText)
    throw conflict(
      "newer-text",
      "The article has a newer text since. Keep the decision, and mark it as it should be on the newer text.",
    );
  const layer = await openAdjudicatedLayer(t, articleId);
  const state = await readRound(t, articleId, layer.versionId, round);
  const planned = planDecisions(wishOf(input, dispute, state.units), state, randomUUID);
  const bodyHash = createHash("sha256")
    .update(canonicalJson({ dispute: dispute.id, input }))
    .digest("hex");
  const command = { id: randomUUID(), bodyHash, undoes: null };
  const written = await writeDecisions(t, actor, layer, round, planned, command);
  await t.layer.update({
    where: { id: layer.id },
    data: { state: "closed", revision: { increment: 1 } },
  });
  const finishedAt = article.finishedAt ?? new Date();
  await recordOutcomes(t, { projectId, articleId, layerId: layer.id, finishedAt, isNews: true });
  const made = written.find(({ decision }) => decision.unitId === unitId)?.decision;
  if (!made) throw notFound();
  return made.id;
}

function wishOf(
  input: AnswerInput,
  dispute: Dispute,
  units: readonly { id: string; members: readonly { layerId: string }[] }[],
): Exclude<ReviewCommandInput, { action: "undo" }> {
  const base = { commandId: randomUUID(), unitId: dispute.unitId, comment: input.body };
  if (input.decision === "remove" && input.reason) return { ...base, action: "reject", reason: input.reason };
  const members = units.find((unit) => unit.id === dispute.unitId)?.members ?? [];
  const layerIds = input.decision === "both" ? members.map((one) => one.layerId) : [input.layerId ?? ""];
  if (layerIds.length === 0 || !layerIds[0])
    throw badInput("no-mark-of-layer", "Nobody marked anything in this place.");
  return { ...base, action: "accept", layerIds: [...new Set(layerIds)] };
}
