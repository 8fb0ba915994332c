import "server-only";
import { z } from "zod";
import { spanF1 } from "@/lib/agreement/span-f1";
import type { Tx } from "@/lib/db";
import { layerObjectsSql } from "@/lib/layers/object-sql";
import { layerObject } from "@/lib/layers/schema";
import { marksOf } from "@/lib/review/layer-marks";
import { Prisma } from "@/prisma/generated/client";

const rowShape = z.array(z.object({ kind: z.string(), objects: z.array(layerObject) }));

/**
 * Lays what was handed in beside the article's gold and stores the span F1, exact and at half overlap (`spanF1`). The first
 * hand-in counts: measured anew after each change, the figure would tell what the gold is. Does nothing for an article whose
 * gold has been taken away meanwhile.
 */
export async function measureGold(
  t: Tx,
  work: { slotId: string; layerId: string; articleId: string; projectId: string; userId: string },
): Promise<void> {
  const rows = rowShape.parse(
    await t.$queryRaw`
      SELECT l."kind"::text, coalesce((SELECT jsonb_agg(o."object") FROM (${layerObjectsSql({ layerId: Prisma.sql`l."id"` })}) o), '[]') AS objects
        FROM "Layer" l
       WHERE l."id" = ${work.layerId}::uuid
          OR (l."articleId" = ${work.articleId}::uuid AND l."kind" = 'gold' AND l."state" = 'closed'
              AND l."versionId" = (SELECT own."versionId" FROM "Layer" own WHERE own."id" = ${work.layerId}::uuid))`,
  );
  const gold = rows.find((row) => row.kind === "gold");
  const own = rows.find((row) => row.kind !== "gold");
  if (!gold || !own) return;
  const [goldMarks, ownMarks] = [marksOf(gold.objects), marksOf(own.objects)];
  const exact = spanF1(goldMarks, ownMarks);
  const { slotId, layerId: _layerId, ...place } = work;
  const result = {
    ...place,
    exact: exact.f1,
    overlap: spanF1(goldMarks, ownMarks, { overlap: 0.5 }).f1,
    goldMarks: goldMarks.length,
    ownMarks: ownMarks.length,
    matched: exact.matched,
  };
  await t.goldResult.createMany({ data: [{ slotId, ...result }], skipDuplicates: true });
}
