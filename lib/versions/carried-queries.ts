import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { spanSchema } from "@/lib/layers/schema";
import type { Actor } from "@/lib/policy";
import { type Alignment, alignTexts } from "@/lib/reanchoring/align";
import type { Span } from "@/lib/text/span";
import { partsOf } from "@/lib/versions/carried-items";
import { isOpenOrphan } from "@/lib/versions/open-orphans";
import { type CarriedItemDto, type CarriedListDto, carriedHows } from "@/lib/versions/schema";
import { annotationKinds } from "@/lib/vocabulary";
import { Prisma } from "@/prisma/generated/client";

/** Carried marks listed at most. */
const MOST = 500;

const spans = z.array(spanSchema);
const itemRows = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(annotationKinds),
    before: spans,
    after: spans.nullable(),
    how: z.enum(carriedHows),
    nearStart: z.number().nullable(),
    nearEnd: z.number().nullable(),
    near: z.string().nullable(),
    annotationId: z.string().nullable(),
    settledAs: z.enum(["placed", "let-go"]).nullable(),
    reason: z.string(),
  }),
);

const spansOf = (id: Prisma.Sql) => Prisma.sql`(
  SELECT jsonb_agg(jsonb_build_object('role', s."role", 'start', s."start", 'end', s."end", 'quote', s."quote") ORDER BY s."start", s."end", s."role")
    FROM "AnnotationSpan" s WHERE s."annotationId" = ${id})`;

const layerRows = z.array(
  z.object({
    layerId: z.string(),
    articleId: z.string(),
    from: z.number(),
    to: z.number(),
    exact: z.number(),
    moved: z.number(),
    orphaned: z.number(),
    open: z.number(),
  }),
);

/**
 * What became of the marks that a layer began with: orphans first, those still open before the settled, then what moved.
 * Throws notFound for a layer that the actor does not see, and for one that began with nothing.
 */
export async function listCarried(actor: Actor, layerId: string, tx: Tx = db()): Promise<CarriedListDto> {
  const list = await findCarried(actor, layerId, tx);
  if (!list) throw notFound();
  return list;
}

/** The same, or null where the layer began with nothing (or is not to be seen). */
export async function findCarried(
  actor: Actor,
  layerId: string,
  tx: Tx = db(),
): Promise<CarriedListDto | null> {
  if (!z.uuid().safeParse(layerId).success) return null;
  const [layer] = layerRows.parse(
    await tx.$queryRaw`
      SELECT l."id" AS "layerId", l."articleId", f."number" AS "from", v."number" AS "to", k.*
        FROM seen_layers(${actor.userId}::uuid) l
        JOIN "ArticleVersion" v ON v."id" = l."versionId"
        JOIN "Layer" o ON o."id" = l."carriedFromId"
        JOIN "ArticleVersion" f ON f."id" = o."versionId"
       CROSS JOIN LATERAL (
         SELECT count(*) FILTER (WHERE c."outcome" = 'exact')::int AS "exact", count(*) FILTER (WHERE c."outcome" = 'moved')::int AS "moved",
                count(*) FILTER (WHERE c."outcome" = 'orphaned')::int AS "orphaned", count(*) FILTER (WHERE ${isOpenOrphan})::int AS "open"
           FROM "CarriedMark" c WHERE c."layerId" = l."id") k
       WHERE l."id" = ${layerId}::uuid`,
  );
  if (!layer) return null;
  const { exact, moved, orphaned, ...rest } = layer;
  const items = await readItems(
    tx,
    layerId,
    Prisma.sql`c."layerId" = ${layerId}::uuid AND c."outcome" <> 'exact'`,
  );
  return { ...rest, counts: { exact, moved, orphaned }, items };
}

const textRows = z.tuple([z.object({ before: z.string(), after: z.string() })]);

/** Carried marks of a layer for which `where` holds of rows `c`, in the order of the list. */
export async function readItems(tx: Tx, layerId: string, where: Prisma.Sql): Promise<CarriedItemDto[]> {
  const rows = itemRows.parse(
    await tx.$queryRaw`
      SELECT c."id", n."kind"::text, c."outcome" AS how, c."nearStart", c."nearEnd", c."reason",
             CASE WHEN c."nearStart" < c."nearEnd" THEN quote_of(l."versionId", c."nearStart", c."nearEnd") END AS near,
             CASE WHEN NOT ${isOpenOrphan} THEN c."settledAs" END AS "settledAs",
             CASE WHEN NOT ${isOpenOrphan} THEN c."annotationId" END AS "annotationId",
             ${spansOf(Prisma.sql`n."id"`)} AS before,
             CASE WHEN NOT ${isOpenOrphan} THEN ${spansOf(Prisma.sql`c."annotationId"`)} END AS after
        FROM "CarriedMark" c
        JOIN "Layer" l ON l."id" = c."layerId"
        JOIN "Annotation" n ON n."id" = c."formerId"
       WHERE ${where}
       ORDER BY c."outcome" DESC, NOT ${isOpenOrphan},
                (SELECT min(s."start") FROM "AnnotationSpan" s WHERE s."annotationId" = n."id"), c."id"
       LIMIT ${MOST}`,
  );
  if (rows.length === 0) return [];
  const alignment = await alignTextsOf(tx, layerId);
  return rows.map(({ nearStart, nearEnd, near, before, after, ...row }) => ({
    ...row,
    quote: before.map((span) => span.quote).join(" … "),
    before: before.map(bare),
    after: after?.map(bare) ?? null,
    parts: partsOf(before, alignment),
    near:
      nearStart === null || nearEnd === null
        ? null
        : { span: { start: nearStart, end: nearEnd }, text: near ?? "" },
  }));
}

function bare({ start, end }: Span): Span {
  return { start, end };
}

/** The two texts that a layer's marks were carried between, aligned anew. */
async function alignTextsOf(tx: Tx, layerId: string): Promise<Alignment> {
  const [texts] = textRows.parse(
    await tx.$queryRaw`
      SELECT f."text" AS before, v."text" AS after
        FROM "Layer" l JOIN "ArticleVersion" v ON v."id" = l."versionId"
        JOIN "Layer" o ON o."id" = l."carriedFromId" JOIN "ArticleVersion" f ON f."id" = o."versionId"
       WHERE l."id" = ${layerId}::uuid`,
  );
  return alignTexts(texts.before, texts.after);
}
