import "server-only";
import { z } from "zod";
import { mostCounted, type UnreadComments } from "@/lib/comments/schema";
import { db, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";

const countRows = z.array(z.object({ id: z.string(), count: z.number() }));

/**
 * How many comments on each of some articles the actor sees (`seen_comments`) and has not read, for a page of a list;
 * 99 stands for more, and an article without any is left out.
 */
export async function countUnreadIn(
  actor: Actor,
  articleIds: readonly string[],
  tx: Tx = db(),
): Promise<UnreadComments> {
  if (articleIds.length === 0) return {};
  const rows = countRows.parse(
    await tx.$queryRaw`
      SELECT i.id::text AS id, n.count
        FROM unnest(${[...new Set(articleIds)]}::uuid[]) i(id)
       CROSS JOIN LATERAL (
         SELECT count(*)::int AS count FROM (
           SELECT 1 FROM "CommentThread" t
             JOIN seen_comments(${actor.userId}::uuid) c ON c."threadId" = t."id"
             LEFT JOIN "CommentRead" r ON r."threadId" = t."id" AND r."userId" = ${actor.userId}::uuid
            WHERE t."articleId" = i.id AND c."authorId" <> ${actor.userId}::uuid
              AND c."number" > coalesce(r."lastNumber", 0) LIMIT ${mostCounted}) s) n
       WHERE n.count > 0`,
  );
  return Object.fromEntries(rows.map(({ id, count }) => [id, count]));
}
