import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "@/lib/canonical-json";
import { inTransaction, type Tx } from "@/lib/db";
import { AppError, conflict } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { type PlannedDecision, planDecisions, type ReviewRound } from "@/lib/review/decision-plan";
import { readDecisionsById, toDecisionDto } from "@/lib/review/decisions";
import { newestRound } from "@/lib/review/rounds";
import type { ReviewChange, ReviewCommandInput } from "@/lib/review/schema";
import { readStanding, requireReviewing, requireUnsettled } from "@/lib/review/standing";
import { readRound, writeDecisions } from "@/lib/review/write-decisions";

/**
 * Carries out one step of a review and returns the places it changed. A repeat of a command with the same body returns
 * what it did then. Throws 404; 409 `not-reviewing`, `review-taken`, `command-reused`, `undo-conflict`; 400 where a
 * mark is not one the project may have, as `planChanges` says, or `nothing-agreed`, `comment-needed`.
 */
export function applyReviewCommand(
  actor: Actor,
  articleId: string,
  input: ReviewCommandInput,
  tx?: Tx,
): Promise<ReviewChange> {
  return inTransaction(tx, async (t) => {
    const standing = await readStanding(actor, articleId, t, true);
    const layer = await openReviewLayer(t, articleId);
    const bodyHash = createHash("sha256").update(canonicalJson({ articleId, input })).digest("hex");
    const recorded = await t.command.findUnique({
      where: { actorId_id: { actorId: actor.userId, id: input.commandId } },
    });
    if (recorded) {
      if (recorded.layerId !== layer.id || Buffer.from(recorded.bodyHash).toString("hex") !== bodyHash)
        throw new AppError(409, "command-reused", "This command id was used for another change.");
      return repeat(t, actor, input.commandId, recorded.undoes);
    }
    requireReviewing(actor, standing);
    requireUnsettled(standing);
    const round = await newestRound(t, articleId);
    const state = await readRound(t, articleId, layer.versionId, round);
    const undoes = input.action === "undo" ? input.undoes : null;
    const planned =
      input.action === "undo"
        ? await planUndo(t, actor, layer.id, input.undoes, state)
        : planDecisions(input, state, randomUUID);
    const command = { id: input.commandId, bodyHash, undoes };
    const written = await writeDecisions(t, actor, layer, round, planned, command);
    return {
      commandId: input.commandId,
      undoes,
      decisions: written.map(({ decision }) => ({
        unitId: decision.unitId,
        decision: toDecisionDto(decision),
      })),
      added: written.flatMap(({ added }) => added ?? []),
    };
  });
}

/** The final layer of the newest version as it stands, open or closed; only a review under way has one. */
async function openReviewLayer(t: Tx, articleId: string) {
  const layer = await t.layer.findFirst({
    where: { articleId, kind: "adjudicated" },
    orderBy: { version: { number: "desc" } },
  });
  if (!layer)
    throw conflict("not-reviewing", "You are not reviewing this article now. Open it from the queue.");
  return layer;
}

const payloadShape = z.object({ before: z.string().nullable(), after: z.string() });

async function decidedBy(t: Tx, actor: Actor, layerId: string | null, commandId: string) {
  const events = await t.event.findMany({
    where: {
      actorId: actor.userId,
      commandId,
      type: "unit.decided",
      ...(layerId ? { layerId } : {}),
    },
    orderBy: { id: "asc" },
    select: { subjectId: true, payload: true },
  });
  return events.map((row) => ({ unitId: row.subjectId, ...payloadShape.parse(row.payload) }));
}

/** The decisions that put every place of a command back to what it was before; refused once a later one touched it. */
async function planUndo(
  t: Tx,
  actor: Actor,
  layerId: string,
  commandId: string,
  state: ReviewRound,
): Promise<PlannedDecision[]> {
  const done = await decidedBy(t, actor, layerId, commandId);
  if (done.length === 0) throw conflict("undo-conflict", "There is no such step of yours in this review.");
  const earlier = await readDecisionsById(
    t,
    done.flatMap((one) => one.before ?? []),
  );
  return done.map(({ unitId, before, after }) => {
    const unit = state.units.find((one) => one.id === unitId);
    if (!unit || state.decisions.get(unitId)?.id !== after)
      throw conflict(
        "undo-conflict",
        "A later decision touched the same place, so this can no longer be undone.",
      );
    const past = before ? earlier.get(before) : undefined;
    return {
      unitId,
      verdict: past?.verdict ?? "reopen",
      reason: past?.reason ?? null,
      comment: past?.comment ?? null,
      marks: past?.result?.marks ?? [],
      inputs: unit.members,
      before: after,
      newKind: null,
    };
  });
}

async function repeat(t: Tx, actor: Actor, commandId: string, undoes: string | null): Promise<ReviewChange> {
  const done = await decidedBy(t, actor, null, commandId);
  const decisions = await readDecisionsById(
    t,
    done.map((one) => one.after),
  );
  const units = await t.reviewUnit.findMany({ where: { id: { in: done.map((one) => one.unitId) } } });
  const changed = done.map(({ unitId, after }) => ({
    unitId,
    decision: toDecisionDto(decisions.get(after)),
  }));
  const added = units
    .filter(
      (unit) => unit.state === "adjudicated" && done.some((one) => one.unitId === unit.id && !one.before),
    )
    .map((unit) => {
      const decision = changed.find((one) => one.unitId === unit.id)?.decision ?? null;
      const span = decision?.marks[0]?.spans[0];
      return {
        id: unit.id,
        ordinal: unit.ordinal,
        kind: unit.kind,
        state: "adjudicated" as const,
        members: [],
        span: span ? { start: span.start, end: span.end } : null,
        differences: [],
        alike: [],
        decision,
      };
    });
  return { commandId, undoes, decisions: changed, added };
}

/** The commands of an actor in a final layer, oldest first, so that a screen knows what the next undo would undo. */
export async function readSteps(t: Tx, actor: Actor, layerId: string) {
  const rows = await t.command.findMany({
    where: { actorId: actor.userId, layerId },
    orderBy: { layerRevision: "desc" },
    take: 300,
    select: { id: true, undoes: true },
  });
  return rows.reverse();
}
