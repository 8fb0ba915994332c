import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import { type DecisionDto, decisionResult, type UnitMember, unitMembers } from "@/lib/review/schema";
import { annotationKinds, reviewReasons, reviewVerdicts } from "@/lib/vocabulary";

const unitRow = z.object({
  id: z.string(),
  projectId: z.string(),
  ordinal: z.number(),
  kind: z.enum(annotationKinds),
  state: z.enum(["agreed", "disagreed", "incomplete", "split", "adjudicated"]),
  members: unitMembers,
});
export type StoredUnit = {
  id: string;
  projectId: string;
  ordinal: number;
  kind: string;
  state: string;
  members: UnitMember[];
};

/** The places of one round of an article's review, in reading order, those the reviewer added last. */
export async function readUnits(
  tx: Tx,
  articleId: string,
  round: number,
): Promise<z.infer<typeof unitRow>[]> {
  const rows = await tx.reviewUnit.findMany({ where: { articleId, round }, orderBy: { ordinal: "asc" } });
  return z.array(unitRow).parse(rows);
}

const decisionRows = z.array(
  z.object({
    id: z.string(),
    projectId: z.string(),
    unitId: z.string(),
    verdict: z.enum(reviewVerdicts),
    reason: z.enum(reviewReasons).nullable(),
    comment: z.string().nullable(),
    result: decisionResult.nullable(),
    decidedById: z.string(),
  }),
);
export type StoredDecision = z.infer<typeof decisionRows>[number];

/** The latest decision about each of the units, by unit; one taken back (`reopen`) is among them. */
export async function readDecisions(
  tx: Tx,
  unitIds: readonly string[],
): Promise<Map<string, StoredDecision>> {
  const rows = await tx.$queryRaw`
    SELECT d."id", d."projectId", d."unitId", d."verdict", d."reason", d."comment", d."result", d."decidedById"
      FROM unnest(${[...unitIds]}::uuid[]) AS u(id)
     CROSS JOIN LATERAL (SELECT * FROM "ReviewDecision" d WHERE d."unitId" = u.id ORDER BY d."number" DESC LIMIT 1) d`;
  return new Map(decisionRows.parse(rows).map((row) => [row.unitId, row]));
}

/** Decisions by their own ids. */
export async function readDecisionsById(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, StoredDecision>> {
  const rows = await tx.reviewDecision.findMany({ where: { id: { in: [...ids] } } });
  return new Map(decisionRows.parse(rows).map((row) => [row.id, row]));
}

/** A decision as screens see it; none where the latest word is that it was taken back. */
export function toDecisionDto(decision: StoredDecision | undefined | null): DecisionDto | null {
  if (!decision || decision.verdict === "reopen") return null;
  const { id, unitId, verdict, reason, comment, result } = decision;
  return { id, unitId, verdict, reason, comment, marks: result?.marks ?? [] };
}

/** Whether a place still waits for a decision; one that the reviewer added and took back is nothing. */
export function isOpenUnit(unit: { members: readonly unknown[] }, decision: DecisionDto | null): boolean {
  return decision === null && unit.members.length > 0;
}
