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
  const sign = isBackward ? Prisma.sql`<` : Prisma.sql`>`;
  const from = cursor
    ? Prisma.sql`AND (-f."articleNumber", f."start", f."claimId") ${sign}
        (${-BigInt(cursor.key[0])}::bigint, ${cursor.key[1]}::int, ${cursor.key[2]}::uuid)`
    : Prisma.empty;
  const order = isBackward ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  // The limit inside keeps the walk along the list's index: each claim is tried for itself, until a page is full.
  const rows = claimRows.parse(
    await tx.$queryRaw`
      SELECT f."claimId", f."quote", coalesce(n."attributes"->>'kind', 'factual') AS kind, a."id" AS "articleId",
             a."title" AS "articleTitle", a."publishedAt", f."articleNumber" AS number, f."start"
        FROM "FinalClaim" f
       CROSS JOIN LATERAL (
         SELECT l."articleId" FROM final_layers(${actor.userId}::uuid) l WHERE l."id" = f."layerId" LIMIT 1) l
        JOIN "Article" a ON a."id" = l."articleId"
        JOIN "Annotation" n ON n."id" = f."claimId"
       WHERE f."projectId" = ${project.projectId}::uuid AND f."isFree"
         ${filter.q ? Prisma.sql`AND f."quote" ILIKE ${`%${escapeLike(filter.q)}%`}` : Prisma.empty}
         ${from}
       ORDER BY -f."articleNumber" ${order}, f."start" ${order}, f."claimId" ${order} LIMIT ${pageSize + 1}`,
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
