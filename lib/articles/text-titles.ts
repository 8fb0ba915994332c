import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";

const rows = z.array(z.object({ id: z.string(), title: z.string() }));

/** The titles of the articles that texts belong to, by the texts' ids; those that the actor does not see are left out. */
export async function listTextTitles(
  actor: Actor,
  versionIds: readonly string[],
  tx: Tx = db(),
): Promise<Record<string, string>> {
  if (versionIds.length === 0) return {};
  const found = rows.parse(
    await tx.$queryRaw`
      SELECT v."id", a."title" FROM "ArticleVersion" v JOIN seen_articles(${actor.userId}::uuid) a ON a."id" = v."articleId"
       WHERE v."id" = ANY(${[...versionIds]}::uuid[])`,
  );
  return Object.fromEntries(found.map(({ id, title }) => [id, title]));
}
