import "server-only";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import type { Tx } from "@/lib/db";
import { type CardMention as MentionRow, planMoves } from "@/lib/versions/plan-moves";
import { type FinalMark, findSuccessors, type Lineage } from "@/lib/versions/successors";
import { annotationKinds, spanRoles } from "@/lib/vocabulary";

const mentionRows = z.array(
  z.object({
    id: z.string(),
    cardId: z.string(),
    claimId: z.string(),
    attributionId: z.string().nullable(),
    isOff: z.boolean(),
  }),
);
const lineageRows = z.array(
  z.object({
    formerId: z.string(),
    markId: z.string(),
    kind: z.enum(annotationKinds),
    spans: z.array(z.object({ role: z.enum(spanRoles), start: z.number(), end: z.number() })),
    decidedAs: z.array(z.string()),
  }),
);
const finalRows = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(annotationKinds),
    spans: z.array(z.object({ role: z.enum(spanRoles), start: z.number(), end: z.number() })),
  }),
);

type Layers = { formerLayerId: string; layerId: string };

/** How many claims on cards moved and how many left. */
export type MovedMentions = { moved: number; left: number };

/**
 * Moves what cards say of a former final layer's claims to the marks that took their place in the newer one: the claim,
 * and the attribution that carries it where that has a successor that still does; the bare claim where nobody carries it
 * any more. What has no successor leaves its card, with a reason in the card's history. Answers "not the same" move alike,
 * and so do those that are off their cards, without a word: a merge that is undone puts them back.
 */
export async function moveMentions(
  tx: Tx,
  projectId: string,
  layers: Layers,
  successors: ReadonlyMap<string, string>,
  actorId: string | null,
): Promise<MovedMentions> {
  const mentions = mentionRows.parse(
    await tx.$queryRaw`
      SELECT m."id", m."cardId", m."claimId", m."attributionId", m."deletedAt" IS NOT NULL AS "isOff"
        FROM "Annotation" n JOIN "Mention" m ON m."claimId" = n."id"
       WHERE n."layerId" = ${layers.formerLayerId}::uuid ORDER BY m."createdAt", m."id" FOR UPDATE OF m`,
  );
  if (mentions.length === 0) return { moved: 0, left: 0 };
  const carriers = await readCarriers(tx, layers.layerId);
  const { moved, movedOff, left } = planMoves(mentions, successors, carriers);
  await write(tx, [...moved, ...movedOff], left);
  await recordEvents(tx, [
    ...moved.map(({ mention, claimId, attributionId }) => ({
      type: "mention.moved",
      actorId,
      projectId,
      subjectId: mention.cardId,
      payload: { claimId, attributionId, from: mention.claimId, mentionId: mention.id },
    })),
    ...left.map(({ mention, reason }) => ({
      type: "mention.left",
      actorId,
      projectId,
      subjectId: mention.cardId,
      payload: { claimId: mention.claimId, mentionIds: [mention.id], reason },
    })),
  ]);
  return { moved: moved.length, left: left.length };
}

/** Which mark of the newer final layer took the place of each of the former. */
export async function readSuccessors(tx: Tx, layers: Layers): Promise<Map<string, string>> {
  return findSuccessors(await readLineage(tx, layers), await readFinalMarks(tx, layers.layerId));
}

/** Of deleted marks too, after the others: their words may have been marked anew. */
async function readLineage(tx: Tx, { formerLayerId, layerId }: Layers): Promise<Lineage[]> {
  return lineageRows.parse(
    await tx.$queryRaw`
      SELECT c."formerId", n."id" AS "markId", n."kind"::text,
             coalesce((SELECT jsonb_agg(jsonb_build_object('role', s."role", 'start', s."start", 'end', s."end"))
                         FROM "AnnotationSpan" s WHERE s."annotationId" = n."id"), '[]') AS spans,
             ARRAY(SELECT f."id"::text FROM "DecisionInput" i JOIN "Annotation" f ON f."decidedById" = i."decisionId"
                    WHERE i."annotationId" = n."id" AND f."layerId" = ${layerId}::uuid AND f."deletedAt" IS NULL) AS "decidedAs"
        FROM "Layer" l
        JOIN "CarriedMark" c ON c."layerId" = l."id"
        JOIN "Annotation" n ON n."id" = c."annotationId"
       WHERE l."carriedFromId" = ${formerLayerId}::uuid AND l."state" = 'submitted'
         AND l."versionId" = (SELECT f."versionId" FROM "Layer" f WHERE f."id" = ${layerId}::uuid)
       ORDER BY n."deletedAt" IS NOT NULL, n."createdAt", n."id"`,
  );
}

async function readFinalMarks(tx: Tx, layerId: string): Promise<FinalMark[]> {
  return finalRows.parse(
    await tx.$queryRaw`
      SELECT n."id", n."kind"::text,
             coalesce((SELECT jsonb_agg(jsonb_build_object('role', s."role", 'start', s."start", 'end', s."end"))
                         FROM "AnnotationSpan" s WHERE s."annotationId" = n."id"), '[]') AS spans
        FROM "Annotation" n WHERE n."layerId" = ${layerId}::uuid AND n."deletedAt" IS NULL ORDER BY n."createdAt", n."id"`,
  );
}

/** By claim of a layer, the attributions that carry it. */
async function readCarriers(tx: Tx, layerId: string): Promise<Map<string, string[]>> {
  const links = await tx.claimLink.findMany({
    where: { layerId, deletedAt: null },
    select: { claimId: true, attributionId: true },
  });
  const carriers = new Map<string, string[]>();
  for (const { claimId, attributionId } of links)
    carriers.set(claimId, [...(carriers.get(claimId) ?? []), attributionId]);
  return carriers;
}

/** The rows stay the same, so that splits and merges of cards can still be undone. */
async function write(
  tx: Tx,
  moved: readonly { mention: MentionRow; claimId: string; attributionId: string | null }[],
  left: readonly { mention: MentionRow }[],
): Promise<void> {
  await tx.mention.updateMany({
    where: { id: { in: left.map((one) => one.mention.id) } },
    data: { deletedAt: new Date() },
  });
  const rows = moved.map(({ mention, claimId, attributionId }) => ({
    id: mention.id,
    claimId,
    attributionId,
  }));
  await tx.$executeRaw`
    UPDATE "Mention" m SET "claimId" = x."claimId", "attributionId" = x."attributionId"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x("id" uuid, "claimId" uuid, "attributionId" uuid)
     WHERE m."id" = x."id"`;
}
