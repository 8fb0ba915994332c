import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import type { Alignment } from "@/lib/reanchoring/align";
import { hullOf } from "@/lib/text/span";
import { followSpans } from "@/lib/versions/follow-text";
import type { CarryPlace } from "@/lib/versions/plan-carry";

const pairRows = z.array(
  z.object({
    id: z.string(),
    articleA: z.string(),
    versionA: z.string(),
    startA: z.number(),
    endA: z.number(),
    articleB: z.string(),
    versionB: z.string(),
    startB: z.number(),
    endB: z.number(),
  }),
);
type End = { article: string; version: string; start: number; end: number };

/** How many judged pairs followed, and how many are of the earlier text still. */
export type FollowedPairs = { moved: number; stayed: number };

/** Lets judged pairs of passages follow from an earlier text to the newer, where their passages stand there and no such pair is known. */
export async function followPairs(tx: Tx, place: CarryPlace, alignment: Alignment): Promise<FollowedPairs> {
  const pairs = pairRows.parse(
    await tx.$queryRaw`
      SELECT p."id", p."articleA", p."versionA", p."startA", p."endA", p."articleB", p."versionB", p."startB", p."endB"
        FROM "PassagePair" p
       WHERE (p."versionA" = ${place.formerVersionId}::uuid OR p."versionB" = ${place.formerVersionId}::uuid) AND p."verdict" IS NOT NULL
       ORDER BY p."id" FOR UPDATE`,
  );
  let moved = 0;
  for (const pair of pairs) {
    const a = follow(
      { article: pair.articleA, version: pair.versionA, start: pair.startA, end: pair.endA },
      place,
      alignment,
    );
    const b = follow(
      { article: pair.articleB, version: pair.versionB, start: pair.startB, end: pair.endB },
      place,
      alignment,
    );
    if (!a || !b) continue;
    const [first, second] = [a, b].toSorted((x, y) =>
      x.version === y.version ? x.start - y.start : x.version < y.version ? -1 : 1,
    );
    if (!first || !second || (first.version === second.version && first.end > second.start)) continue;
    moved += await tx.$executeRaw`
      UPDATE "PassagePair" p
         SET "articleA" = ${first.article}::uuid, "versionA" = ${first.version}::uuid, "startA" = ${first.start}, "endA" = ${first.end},
             "articleB" = ${second.article}::uuid, "versionB" = ${second.version}::uuid, "startB" = ${second.start}, "endB" = ${second.end}
       WHERE p."id" = ${pair.id}::uuid
         AND NOT EXISTS (SELECT 1 FROM "PassagePair" o
                          WHERE o."versionA" = ${first.version}::uuid AND o."startA" = ${first.start} AND o."endA" = ${first.end}
                            AND o."versionB" = ${second.version}::uuid AND o."startB" = ${second.start} AND o."endB" = ${second.end})`;
  }
  return { moved, stayed: pairs.length - moved };
}

function follow(end: End, place: CarryPlace, alignment: Alignment): End | null {
  if (end.version !== place.formerVersionId) return end;
  const hull = hullOf(followSpans(alignment, [{ start: end.start, end: end.end }]) ?? []);
  return hull && { ...end, version: place.versionId, ...hull };
}
