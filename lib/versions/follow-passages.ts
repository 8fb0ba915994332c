import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import { layerObjectsSql } from "@/lib/layers/object-sql";
import type { Change } from "@/lib/layers/plan";
import { layerObject } from "@/lib/layers/schema";
import { writeChanges } from "@/lib/layers/write-changes";
import { type Alignment, alignTexts } from "@/lib/reanchoring/align";
import { type CarryPlace, movePassage } from "@/lib/versions/plan-carry";
import { Prisma } from "@/prisma/generated/client";

const linkRows = z.array(
  z.object({
    layerId: z.string(),
    versionId: z.string(),
    projectId: z.string(),
    articleId: z.string(),
    revision: z.number(),
    ids: z.array(z.string()),
  }),
);
const objectRows = z.array(z.object({ object: layerObject }));

/** How many links followed, and how many lead to the earlier text still. */
export type FollowedPassages = { moved: number; stayed: number };

const layerRows = z.array(z.object({ id: z.string() }));
const olderRows = z.array(
  z.object({ formerVersionId: z.string(), before: z.string(), versionId: z.string(), after: z.string() }),
);

/**
 * Lets the links of a layer that has just become final follow where they lead to an earlier text of an article whose newer
 * one is final: they were made before that was.
 */
export async function followOlderTexts(tx: Tx, layerId: string, actorId: string | null): Promise<void> {
  const texts = olderRows.parse(
    await tx.$queryRaw`
      SELECT DISTINCT o."id" AS "formerVersionId", o."text" AS before, n."id" AS "versionId", n."text" AS after
        FROM "ReuseLink" k
        JOIN "Passage" p ON p."id" = k."passageId"
        JOIN "ArticleVersion" o ON o."id" = p."versionId"
        JOIN "ArticleVersion" n ON n."articleId" = o."articleId" AND n."number" > o."number"
        JOIN "Layer" f ON f."versionId" = n."id" AND f."kind" = 'adjudicated' AND f."state" = 'closed'
       WHERE k."layerId" = ${layerId}::uuid AND k."deletedAt" IS NULL`,
  );
  for (const { before, after, ...place } of texts)
    await followPassages(tx, place, alignTexts(before, after), actorId, layerId);
}

/**
 * Lets the links of final layers (of one, where it is named) to passages of an earlier text lead to where those stand in
 * the newer one; a passage that does not stand there stays on the earlier text. Each change is an ordinary one of its
 * layer, with its event.
 */
export async function followPassages(
  tx: Tx,
  place: CarryPlace,
  alignment: Alignment,
  actorId: string | null,
  layerId: string | null = null,
): Promise<FollowedPassages> {
  const found = layerRows
    .parse(
      await tx.$queryRaw`
      SELECT DISTINCT l."id"
        FROM "Passage" p
        JOIN "ReuseLink" k ON k."passageId" = p."id" AND k."deletedAt" IS NULL
        JOIN "Layer" l ON l."id" = k."layerId" AND l."kind" = 'adjudicated' AND l."versionId" <> ${place.formerVersionId}::uuid
       WHERE p."versionId" = ${place.formerVersionId}::uuid AND (${layerId}::uuid IS NULL OR l."id" = ${layerId}::uuid)`,
    )
    .map((row) => row.id);
  // A dispute answered there just now comes first, so that the revision read is the one written to.
  await tx.$queryRaw`SELECT 1 FROM "Layer" WHERE "id" = ANY(${found}::uuid[]) ORDER BY "id" FOR UPDATE`;
  const layers = linkRows.parse(
    await tx.$queryRaw`
      SELECT l."id" AS "layerId", l."versionId", l."projectId", l."articleId", l."revision", array_agg(k."id"::text ORDER BY k."id") AS ids
        FROM "Passage" p
        JOIN "ReuseLink" k ON k."passageId" = p."id" AND k."deletedAt" IS NULL
        JOIN "Layer" l ON l."id" = k."layerId" AND l."id" = ANY(${found}::uuid[])
       WHERE p."versionId" = ${place.formerVersionId}::uuid
       GROUP BY l."id" ORDER BY l."id"`,
  );
  const followed = { moved: 0, stayed: 0 };
  for (const { ids, ...layer } of layers) {
    const filter = { layerId: Prisma.sql`${layer.layerId}::uuid`, ids: Prisma.sql`${ids}::uuid[]` };
    const objects = objectRows.parse(
      await tx.$queryRaw`SELECT o."object" FROM (${layerObjectsSql(filter)}) o`,
    );
    const changes = objects.flatMap(({ object }): Change[] => {
      if (object.type !== "reuseLink") return [];
      const passage = movePassage(object.passage, alignment, place, randomUUID);
      if (passage === object.passage) return [];
      return [{ before: object, after: { ...object, passage, revision: object.revision + 1 } }];
    });
    followed.moved += changes.length;
    followed.stayed += ids.length - changes.length;
    if (changes.length > 0)
      await writeChanges(tx, { ...layer, actorId, command: null, isClosed: true }, changes);
  }
  return followed;
}
