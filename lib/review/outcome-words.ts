import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";

/** What a reviewer decided about a mark, and of which unit. */
export type DecidedWord = {
  unitId: string;
  verdict: string;
  reason: string | null;
  comment: string | null;
};

const rows = z.array(
  z.object({
    annotationId: z.string(),
    unitId: z.string(),
    verdict: z.string(),
    reason: z.string().nullable(),
    comment: z.string().nullable(),
  }),
);

/**
 * The latest decisions about annotators' marks (by the decisions that read them) and about final marks (by the decision
 * that made them), by the mark's id. What the latest decision took back is left out.
 */
export async function readWords(
  tx: Tx,
  ownIds: readonly string[],
  finalIds: readonly string[],
): Promise<Map<string, DecidedWord>> {
  const found = await tx.$queryRaw`
    SELECT DISTINCT ON (x."annotationId") x."annotationId", d."unitId", d."verdict", d."reason", d."comment"
      FROM (SELECT i."annotationId", i."decisionId" FROM "DecisionInput" i WHERE i."annotationId" = ANY(${[...ownIds]}::uuid[])
             UNION ALL
            SELECT a."id", a."decidedById" FROM "Annotation" a
             WHERE a."id" = ANY(${[...finalIds]}::uuid[]) AND a."decidedById" IS NOT NULL) x
      JOIN "ReviewDecision" d ON d."id" = x."decisionId"
     ORDER BY x."annotationId", d."number" DESC`;
  return new Map(
    rows
      .parse(found)
      .filter((row) => row.verdict !== "reopen")
      .map(({ annotationId, ...word }) => [annotationId, word]),
  );
}
