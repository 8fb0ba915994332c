import "server-only";
import { z } from "zod";
import { requireProjectById } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { requireRegister } from "@/lib/sources/access";
import { escapeLike } from "@/lib/sources/queries";
import type { SourceMatch } from "@/lib/sources/schema";

/** The most names looked at of each way to match: a search for two letters must not rank half the register. */
const mostHits = 400;

const rows = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    isProposal: z.boolean(),
    matched: z.string(),
    similarity: z.number(),
  }),
);

/**
 * Sources whose name or alias is, begins with, holds or resembles (trigrams) a text, best first: each as the one that
 * stands for it after merges, once, with the name that matched. Publishers and credits of the project named by
 * `projectId` come before equals. Only what the actor may see; none for an empty text. Throws forbidden, notFound.
 */
export async function searchSources(
  actor: Actor,
  text: string,
  limit = 10,
  projectId?: string,
  tx: Tx = db(),
): Promise<SourceMatch[]> {
  await requireRegister(actor, "source.view", tx);
  if (projectId) await requireProjectById(actor, projectId, "project.view", tx);
  const wanted = text.trim().normalize("NFC");
  if (wanted === "") return [];
  const like = `%${escapeLike(wanted)}%`;
  const found = await tx.$queryRaw`
    WITH hits AS (
        (SELECT s."id", s."name" AS matched FROM "Source" s WHERE lower(s."name") = lower(${wanted}) LIMIT ${mostHits})
      UNION
        (SELECT a."sourceId", a."name" FROM "SourceAlias" a WHERE lower(a."name") = lower(${wanted}) LIMIT ${mostHits})
      UNION
        (SELECT s."id", s."name" FROM "Source" s WHERE s."name" ILIKE ${like} OR s."name" % ${wanted} LIMIT ${mostHits})
      UNION
        (SELECT a."sourceId", a."name" FROM "SourceAlias" a WHERE a."name" ILIKE ${like} OR a."name" % ${wanted} LIMIT ${mostHits})),
    ranked AS (
      SELECT DISTINCT ON (c."id") c."id", c."name", c."kind", c."isProposal", h.matched,
             (CASE WHEN lower(h.matched) = lower(${wanted}) THEN 1
                   ELSE 0.9 * greatest(similarity(h.matched, ${wanted}), word_similarity(${wanted}, h.matched)) END)::float8 AS similarity
        FROM hits h
        JOIN seen_sources(${actor.userId}::uuid) m ON m."id" = h."id"
        JOIN seen_sources(${actor.userId}::uuid) c ON c."id" = canonical_source(h."id") AND c."refusedAt" IS NULL
       ORDER BY c."id", 6 DESC, h.matched)
    SELECT r.* FROM ranked r
     ORDER BY r.similarity DESC,
              (${projectId ?? null}::uuid IS NOT NULL AND (
                EXISTS (SELECT 1 FROM "Article" a WHERE a."publisherId" = r."id" AND a."projectId" = ${projectId ?? null}::uuid AND a."withdrawnAt" IS NULL)
                OR EXISTS (SELECT 1 FROM "ArticleCredit" k JOIN "Article" a ON a."id" = k."articleId"
                            WHERE k."sourceId" = r."id" AND a."projectId" = ${projectId ?? null}::uuid AND a."withdrawnAt" IS NULL))) DESC,
              r."name", r."id"
     LIMIT ${limit}`;
  return rows.parse(found);
}
