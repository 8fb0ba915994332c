import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import type { FinalClaimDto } from "@/lib/cards/schema";
import { db, type Tx } from "@/lib/db";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { escapeLike } from "@/lib/sources/queries";
import { Prisma } from "@/prisma/generated/client";

const claimRows = z.array(
  z.object({
    claimId: z.string(),
    quote: z.string(),
    kind: z.string(),
    articleId: z.string(),
    articleTitle: z.string(),
    publishedAt: z.date().nullable(),
    number: z.bigint(),
    start: z.number(),
  }),
);

const claimColumns = Prisma.sql`
  n."id" AS "claimId", coalesce(n."attributes"->>'kind', 'factual') AS kind, a."id" AS "articleId",
  a."title" AS "articleTitle", a."publishedAt", a."number", s.quote, s.start`;

const claimSpans = Prisma.sql`
  CROSS JOIN LATERAL (
    SELECT string_agg(x."quote", ' … ' ORDER BY x."start") AS quote, min(x."start") AS start
      FROM "AnnotationSpan" x WHERE x."annotationId" = n."id" AND x."role" = 'body') s`;

/**
 * Claims of final layers that are on no card yet, newest article first, in reading order within each; narrowed to those
 * whose words hold `q`. Throws notFound, forbidden for who may not edit cards.
 */
export async function listFreeClaims(
  actor: Actor,
  slug: string,
  filter: { q?: string; cursor?: string },
  tx: Tx = db(),
): Promise<Page<FinalClaimDto>> {
  const project = await requireProject(actor, slug, "card.edit", tx);
  const cursor = decodeCursor(z.tuple([z.string().regex(/^\d{1,18}$/), z.int32(), z.uuid()]), filter.cursor);
  const isBackward = cursor?.side === "before";
  const key = Prisma.sql`(-a."number", s.start, n."id")`;
  const from = cursor
    ? Prisma.sql`AND ${key} ${isBackward ? Prisma.sql`<` : Prisma.sql`>`} (${-BigInt(cursor.key[0])}, ${cursor.key[1]}, ${cursor.key[2]}::uuid)`
    : Prisma.empty;
  const [down, up] = isBackward ? [Prisma.sql`ASC`, Prisma.sql`DESC`] : [Prisma.sql`DESC`, Prisma.sql`ASC`];
  const rows = claimRows.parse(
    await tx.$queryRaw`
      SELECT ${claimColumns}
        FROM "Article" a
        JOIN final_layers(${actor.userId}::uuid) l ON l."articleId" = a."id"
        JOIN "Annotation" n ON n."layerId" = l."id" AND n."kind" = 'claim' AND n."deletedAt" IS NULL
        ${claimSpans}
       WHERE a."projectId" = ${project.projectId}::uuid AND a."state" = 'done'
         AND NOT EXISTS (SELECT 1 FROM "Mention" m WHERE m."claimId" = n."id" AND m."isSame" AND m."deletedAt" IS NULL)
         ${filter.q ? Prisma.sql`AND s.quote ILIKE ${`%${escapeLike(filter.q)}%`}` : Prisma.empty}
         ${from}
       ORDER BY a."number" ${down}, s.start ${up}, n."id" ${up} LIMIT ${pageSize + 1}`,
  );
  const page = makePage(rows, cursor, (row) => [String(row.number), row.start, row.claimId]);
  return { ...page, items: page.items.map(toFinalClaim) };
}

function toFinalClaim({
  number: _number,
  start: _start,
  ...row
}: z.infer<typeof claimRows>[number]): FinalClaimDto {
  return { ...row, publishedAt: row.publishedAt?.toISOString() ?? null };
}
