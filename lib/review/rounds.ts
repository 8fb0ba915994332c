import "server-only";
import { randomUUID } from "node:crypto";
import type { Tx } from "@/lib/db";
import type { LayerObject } from "@/lib/layers/schema";
import { readDecisions, readUnits, type StoredDecision, type StoredUnit } from "@/lib/review/decisions";
import { unitsOf } from "@/lib/review/layer-marks";
import type { UnitMember } from "@/lib/review/schema";
import { submittedLayers } from "@/lib/review/submitted-objects";
import type { ReviewUnit } from "@/lib/review/units";

/** What one round of a review looks at: its submitted layers and the places found in them. */
export type RoundLayers = { id: string; kind: string; objects: LayerObject[] }[];

/** The members of a place in the order of layers, with the revisions that its decisions will name. */
export function membersOf(unit: ReviewUnit, layers: RoundLayers): UnitMember[] {
  const revisions = new Map(layers.flatMap((layer) => layer.objects.map((one) => [one.id, one.revision])));
  return unit.people.flatMap((person) =>
    person.annotationIds.map((annotationId) => ({
      layerId: person.personId,
      annotationId,
      revision: revisions.get(annotationId) ?? 1,
    })),
  );
}

/**
 * The number of the round that a review works on, its places stored once. The work having changed since the last round
 * (a layer was returned or recalled), a new one begins: places that are the very same keep their decision, everything
 * else is open again. The caller holds the article's lock.
 */
export async function ensureRound(tx: Tx, articleId: string, projectId: string): Promise<number> {
  const layers = await submittedLayers(tx, articleId);
  const found = unitsOf(layers.map((layer) => ({ layerId: layer.id, objects: layer.objects }))).map(
    (unit) => ({ kind: unit.kind, state: unit.state, members: membersOf(unit, layers) }),
  );
  const last = await newestRound(tx, articleId);
  const stored = await readUnits(tx, articleId, last);
  const known = new Map(
    stored.filter((unit) => unit.members.length > 0).map((unit) => [signature(unit), unit]),
  );
  const isSame = found.length === known.size && found.every((unit) => known.has(signature(unit)));
  if (isSame) return last;
  const round = stored.length > 0 ? last + 1 : last;
  const added = stored.filter((unit) => unit.members.length === 0);
  const rows = [...found, ...added].map((unit, index) => ({
    id: randomUUID(),
    projectId,
    articleId,
    round,
    ordinal: index + 1,
    kind: kindOf(unit.kind),
    state: unit.state,
    members: unit.members,
  }));
  if (rows.length > 0) await tx.reviewUnit.createMany({ data: rows });
  await carryDecisions(tx, stored, rows);
  return round;
}

/**
 * The number of the newest round of review of an article's newest text; before its first, and where nobody marked
 * anything, so that it has no places, the number that this one has. Decisions on an earlier text are none on this one.
 */
export async function newestRound(tx: Tx, articleId: string): Promise<number> {
  const text = await tx.articleVersion.findFirstOrThrow({
    where: { articleId },
    orderBy: { number: "desc" },
    select: { roundsBefore: true },
  });
  const newest = await tx.reviewUnit.aggregate({
    where: { articleId, round: { gt: text.roundsBefore } },
    _max: { round: true },
  });
  return newest._max.round ?? text.roundsBefore + 1;
}

/** A decision about a place that has not changed holds for the new round too, as its maker's. */
async function carryDecisions(tx: Tx, stored: readonly StoredUnit[], rows: readonly StoredUnit[]) {
  const decisions = await readDecisions(
    tx,
    stored.map((unit) => unit.id),
  );
  const before = new Map<string, StoredDecision[]>();
  for (const unit of stored) {
    const decision = decisions.get(unit.id);
    if (!decision || decision.verdict === "reopen") continue;
    before.set(signature(unit), [...(before.get(signature(unit)) ?? []), decision]);
  }
  for (const unit of rows) {
    const decision = before.get(signature(unit))?.shift();
    if (!decision) continue;
    await tx.reviewDecision.create({
      data: {
        projectId: decision.projectId,
        unitId: unit.id,
        verdict: decision.verdict,
        reason: decision.reason,
        comment: decision.comment,
        result: decision.result ?? undefined,
        decidedById: decision.decidedById,
        inputs: { create: unit.members.map(({ annotationId, revision }) => ({ annotationId, revision })) },
      },
    });
  }
}

function signature(unit: { kind: string; state: string; members: readonly UnitMember[] }): string {
  return JSON.stringify([
    unit.kind,
    unit.state,
    unit.members.map((one) => [one.layerId, one.annotationId, one.revision]),
  ]);
}

function kindOf(kind: string): "claim" | "attribution" | "duplicate" {
  return kind === "claim" || kind === "attribution" ? kind : "duplicate";
}
