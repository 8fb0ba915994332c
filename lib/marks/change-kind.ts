import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { freeStandingBlocks } from "@/lib/checks/schema";
import type { Tx } from "@/lib/db";
import { changeKind, type MarkTies } from "@/lib/marks/kind-rules";
import type { FinalMark } from "@/lib/review/schema";
import type { AnnotationKindCode } from "@/lib/vocabulary";

const tiesRow = z.object({
  carriedBy: z.number(),
  cards: z.number(),
  carries: z.number(),
  sources: z.number(),
  restsOn: z.number(),
  holdsUp: z.number(),
  nestings: z.number(),
  twins: z.number(),
  isFreeStanding: z.boolean(),
}) satisfies z.ZodType<MarkTies>;

/**
 * A final mark as one of another kind, and what changes as a sentence. It is another mark with an id of its own: what
 * stood under the old one stays there, and comes back with it. Throws as `changeKind`.
 */
export async function changeMarkKind(
  t: Tx,
  projectId: string,
  mark: FinalMark,
  to: AnnotationKindCode,
): Promise<{ changed: FinalMark; note: string }> {
  const { kinds } = await t.project.findUniqueOrThrow({ where: { id: projectId }, select: { kinds: true } });
  return changeKind(mark, to, { id: randomUUID(), kinds, ties: await readTies(t, mark.id) });
}

async function readTies(t: Tx, id: string): Promise<MarkTies> {
  const rows = await t.$queryRaw`
    SELECT (SELECT count(*) FROM "ClaimLink" x WHERE x."claimId" = a."id" AND x."deletedAt" IS NULL)::int AS "carriedBy",
           (SELECT count(DISTINCT x."cardId") FROM "Mention" x WHERE x."deletedAt" IS NULL
               AND (x."claimId" = a."id" OR x."attributionId" = a."id"))::int AS "cards",
           (SELECT count(*) FROM "ClaimLink" x WHERE x."attributionId" = a."id" AND x."deletedAt" IS NULL)::int AS "carries",
           (SELECT count(*) FROM "AttributionSource" x WHERE x."attributionId" = a."id" AND x."deletedAt" IS NULL)::int AS "sources",
           (SELECT count(*) FROM "RestsOn" x WHERE x."attributionId" = a."id" AND x."deletedAt" IS NULL)::int AS "restsOn",
           (SELECT count(*) FROM "RestsOn" x WHERE x."targetId" = a."id" AND x."deletedAt" IS NULL)::int AS "holdsUp",
           ((a."nestedInId" IS NOT NULL)::int + (SELECT count(*) FROM "Annotation" x WHERE x."nestedInId" = a."id" AND x."deletedAt" IS NULL))::int AS "nestings",
           (SELECT count(*) FROM "ReuseLink" x WHERE x."annotationId" = a."id" AND x."deletedAt" IS NULL)::int AS "twins",
           EXISTS (SELECT 1 FROM "AnnotationSpan" s JOIN "Block" b ON b."versionId" = s."versionId" AND b."start" < s."end" AND s."start" < b."end"
                    WHERE s."annotationId" = a."id" AND b."kind"::text = ANY(${[...freeStandingBlocks]})) AS "isFreeStanding"
      FROM "Annotation" a WHERE a."id" = ${id}::uuid`;
  return z.tuple([tiesRow]).parse(rows)[0];
}
