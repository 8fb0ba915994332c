import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { spanSchema } from "@/lib/layers/schema";
import { decodeCursor, encodeCursor } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { type Alignment, alignTexts } from "@/lib/reanchoring/align";
import type { Span } from "@/lib/text/span";
import { partsOf } from "@/lib/versions/carried-items";
import { carriedParts, readParts } from "@/lib/versions/carried-parts";
import { isOpenOrphan } from "@/lib/versions/open-orphans";
import { type CarriedItemDto, type CarriedListDto, carriedHows, mostCarried } from "@/lib/versions/schema";
import { annotationKinds } from "@/lib/vocabulary";
import { Prisma } from "@/prisma/generated/client";

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
    parts: carriedParts.nullable(),
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

/** The lists that follow one another in the pages, and which rows `c` are in each. */
const lists = [
  Prisma.sql`c."outcome" = 'orphaned' AND ${isOpenOrphan}`,
  Prisma.sql`c."outcome" = 'orphaned' AND NOT ${isOpenOrphan}`,
  Prisma.sql`c."outcome" = 'moved'`,
] as const;
const pageKey = z.tuple([
  z
    .int()
    .min(0)
    .max(lists.length - 1),
  z.int32(),
  z.uuid(),
]);

/**
 * What became of the marks that a layer began with, a page from `cursor` on: orphans first, those still open before the
 * settled, then what moved. Throws notFound for a layer that the actor does not see, and for one that began with nothing,
 * badInput `bad-cursor`.
 */
export async function listCarried(
  actor: Actor,
  layerId: string,
  filter: { cursor?: string | undefined } = {},
  tx: Tx = db(),
): Promise<CarriedListDto> {
  const list = await findCarried(actor, layerId, filter, tx);
  if (!list) throw notFound();
  return list;
}

/** The same, or null where the layer began with nothing (or is not to be seen). */
export async function findCarried(
  actor: Actor,
  layerId: string,
  filter: { cursor?: string | undefined } = {},
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
  return { ...rest, counts: { exact, moved, orphaned }, ...(await readPage(tx, layerId, filter.cursor)) };
}

/** One list after another from the cursor on, each read by the index until the page is full. */
async function readPage(
  tx: Tx,
  layerId: string,
  cursor: string | undefined,
): Promise<Pick<CarriedListDto, "items" | "next">> {
  const from = decodeCursor(pageKey, cursor)?.key ?? null;
  const rows: Prisma.Sql[] = [];
  for (const [at, list] of lists.entries()) {
    if (from && at < from[0]) continue;
    const after =
      from && at === from[0]
        ? Prisma.sql`AND (c."formerStart", c."id") > (${from[1]}::int, ${from[2]}::uuid)`
        : Prisma.empty;
    rows.push(Prisma.sql`(
      SELECT c."id", ${at}::int AS "list", c."formerStart" FROM "CarriedMark" c WHERE c."layerId" = ${layerId}::uuid AND ${list} ${after}
       ORDER BY c."formerStart", c."id" LIMIT ${mostCarried + 1})`);
  }
  const found = placeRows.parse(
    await tx.$queryRaw`SELECT * FROM (${Prisma.join(rows, " UNION ALL ")}) x ORDER BY x."list", x."formerStart", x."id" LIMIT ${mostCarried + 1}`,
  );
  const page = found.slice(0, mostCarried);
  const last = page.at(-1);
  const read = await readItems(
    tx,
    layerId,
    page.map((row) => row.id),
  );
  const byId = new Map(read.map((item) => [item.id, item]));
  return {
    items: page.flatMap((row) => byId.get(row.id) ?? []),
    next:
      last && found.length > mostCarried
        ? encodeCursor({ side: "after", key: [last.list, last.formerStart, last.id] })
        : null,
  };
}

const placeRows = z.array(z.object({ id: z.string(), list: z.number(), formerStart: z.number() }));
const textRows = z.tuple([z.object({ before: z.string(), after: z.string() })]);

/** Carried marks of a layer by their ids, in no order. */
export async function readItems(tx: Tx, layerId: string, ids: readonly string[]): Promise<CarriedItemDto[]> {
  const rows = itemRows.parse(
    await tx.$queryRaw`
      SELECT c."id", n."kind"::text, c."outcome" AS how, c."nearStart", c."nearEnd", c."reason", c."parts",
             CASE WHEN c."nearStart" < c."nearEnd" THEN quote_of(l."versionId", c."nearStart", c."nearEnd") END AS near,
             CASE WHEN NOT ${isOpenOrphan} THEN c."settledAs" END AS "settledAs",
             CASE WHEN NOT ${isOpenOrphan} THEN c."annotationId" END AS "annotationId",
             ${spansOf(Prisma.sql`n."id"`)} AS before,
             CASE WHEN NOT ${isOpenOrphan} THEN ${spansOf(Prisma.sql`c."annotationId"`)} END AS after
        FROM "CarriedMark" c
        JOIN "Layer" l ON l."id" = c."layerId"
        JOIN "Annotation" n ON n."id" = c."formerId"
       WHERE c."layerId" = ${layerId}::uuid AND c."id" = ANY(${[...ids]}::uuid[])`,
  );
  if (rows.length === 0) return [];
  const partsOfRow = await partsReader(tx, layerId, rows);
  return rows.map(({ nearStart, nearEnd, near, before, after, parts: _parts, ...row }, at) => ({
    ...row,
    quote: before.map((span) => span.quote).join(" … "),
    before: before.map(bare),
    after: after?.map(bare) ?? null,
    parts: partsOfRow[at] ?? [],
    near:
      nearStart === null || nearEnd === null
        ? null
        : { span: { start: nearStart, end: nearEnd }, text: near ?? "" },
  }));
}

function bare({ start, end }: Span): Span {
  return { start, end };
}

/** Where the spans of each row stand: as stored, of an exact mark as they stood, and of one carried before that was stored by the texts. */
async function partsReader(
  tx: Tx,
  layerId: string,
  rows: z.infer<typeof itemRows>,
): Promise<CarriedItemDto["parts"][]> {
  const known = rows.map(({ how, before, parts }) =>
    how === "exact"
      ? before.map(({ role, quote, ...span }) => ({ role, quote, before: bare(span), after: bare(span) }))
      : parts && readParts(before, parts),
  );
  const alignment = known.every(Boolean) ? null : await alignTextsOf(tx, layerId);
  return rows.map(({ before }, at) => known[at] ?? (alignment ? partsOf(before, alignment) : []));
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
