import "server-only";
import { z } from "zod";
import { recordLayerView } from "@/lib/access";
import { db } from "@/lib/db";
import { type Cursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import type { PlaceDto } from "@/lib/project-agreement/schema";
import { isComparable } from "@/lib/review/submitted-layers";
import { Prisma } from "@/prisma/generated/client";

/** The order of a list of places: by article, then as they stand in the story. */
export const placeKey = z.tuple([z.string().regex(/^\d+$/), z.number().int(), z.string().regex(/^\d+$/)]);
type PlaceKey = z.output<typeof placeKey>;

const spans = z.array(z.object({ start: z.number(), end: z.number(), quote: z.string() })).nullable();
const placeRows = z.array(
  z.object({
    id: z.bigint(),
    articleId: z.string(),
    articleNumber: z.bigint(),
    place: z.number(),
    title: z.string(),
    isDone: z.boolean(),
    firstMarkId: z.string().nullable(),
    secondMarkId: z.string().nullable(),
    versionId: z.string(),
    first: spans,
    second: spans,
  }),
);

type PlaceFilter = { projectId: string; pairId: string; kind: string; reasons: readonly string[] };

/**
 * The places of two people under the reasons given, with each one's words, keyset-paged; only of articles that the viewer may
 * compare and of layers they may see. Whoever reads them has looked at others' layers, which is noted. A place of which
 * a mark has changed since it was stored is left out until it is compared again.
 */
export async function listPlaces(
  actor: Actor,
  filter: PlaceFilter,
  cursor: Cursor<PlaceKey> | null,
  limit = pageSize,
): Promise<Page<PlaceDto>> {
  const rows = placeRows.parse(
    await db().$queryRaw`
      SELECT p."id", p."articleId", p."articleNumber", p."place", p."title", p."state" = 'done' AS "isDone",
             p."firstMarkId", p."secondMarkId", p."firstSpans" AS "first", p."secondSpans" AS "second",
             (SELECT n."versionId" FROM "Annotation" n WHERE n."id" = coalesce(p."firstMarkId", p."secondMarkId")) AS "versionId"
        FROM unnest(${[...filter.reasons]}::text[]) AS wanted("name")
       CROSS JOIN LATERAL (
         SELECT p.*, a."title", a."state", x.spans AS "firstSpans", y.spans AS "secondSpans"
           FROM "AgreementPlace" p
           JOIN "Article" a ON a."id" = p."articleId"
          CROSS JOIN LATERAL (${spansOf(actor, Prisma.sql`p."firstMarkId"`)}) x
          CROSS JOIN LATERAL (${spansOf(actor, Prisma.sql`p."secondMarkId"`)}) y
          WHERE p."projectId" = ${filter.projectId}::uuid AND p."pairId" = ${filter.pairId}::uuid
            AND p."kind" = ${filter.kind} AND p."reason" = wanted."name" AND ${isComparable(actor)}
            AND (p."firstMarkId" IS NULL OR x.spans IS NOT NULL) AND (p."secondMarkId" IS NULL OR y.spans IS NOT NULL)
            ${beyond(cursor)}
          ORDER BY ${order(cursor)} LIMIT ${limit + 1}) p
       ORDER BY ${order(cursor)} LIMIT ${limit + 1}`,
  );
  const page = makePage(rows, cursor, (row) => [`${row.articleNumber}`, row.place, `${row.id}`], limit);
  for (const articleId of new Set(page.items.map((row) => row.articleId)))
    await recordLayerView(actor, articleId);
  return { ...page, items: page.items.map(toPlace) };
}

/** A mark's spans in the order of the text, null where the viewer may not see its layer or it is deleted. */
function spansOf(actor: Actor, markId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT jsonb_agg(jsonb_build_object('start', s."start", 'end', s."end", 'quote', s."quote") ORDER BY s."start") AS spans
      FROM "Annotation" n
      JOIN "AnnotationSpan" s ON s."annotationId" = n."id" AND s."role" IN ('body', 'content', 'cue')
     WHERE n."id" = ${markId} AND n."deletedAt" IS NULL
       AND (s."role" <> 'cue' OR NOT EXISTS (SELECT 1 FROM "AnnotationSpan" c WHERE c."annotationId" = n."id" AND c."role" = 'content'))
       AND EXISTS (SELECT 1 FROM seen_layers(${actor.userId}::uuid) l WHERE l."id" = n."layerId")`;
}

function beyond(cursor: Cursor<PlaceKey> | null): Prisma.Sql {
  if (!cursor) return Prisma.empty;
  const [number, place, id] = cursor.key;
  const sign = cursor.side === "after" ? Prisma.sql`>` : Prisma.sql`<`;
  return Prisma.sql`AND (p."articleNumber", p."place", p."id") ${sign} (${number}::bigint, ${place}::int, ${id}::bigint)`;
}

function order(cursor: Cursor<PlaceKey> | null): Prisma.Sql {
  return cursor?.side === "before"
    ? Prisma.sql`p."articleNumber" DESC, p."place" DESC, p."id" DESC`
    : Prisma.sql`p."articleNumber", p."place", p."id"`;
}

function toPlace(row: z.infer<typeof placeRows>[number]): PlaceDto {
  const words = (found: z.infer<typeof spans>) => found?.map(({ quote }) => quote).join(" … ") ?? null;
  const lit = [...(row.first ?? []), ...(row.second ?? [])];
  return {
    id: `${row.id}`,
    articleId: row.articleId,
    versionId: row.versionId,
    title: row.title,
    isDone: row.isDone,
    first: words(row.first),
    second: words(row.second),
    lit: lit.map(({ start, end }) => ({ start, end })),
  };
}
