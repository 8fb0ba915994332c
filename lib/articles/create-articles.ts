import "server-only";
import { randomUUID } from "node:crypto";
import { firstVersion, type NewText, type VersionFacts, versionParts } from "@/lib/articles/version-sql";
import { recordEvents } from "@/lib/audit";
import type { Tx } from "@/lib/db";
import { standardAddress } from "@/lib/intake/record";

/** An article ready to be stored with its text. */
export type NewArticle = NewText & {
  id?: string;
  title: string;
  publisherId: string | null;
  credits: { name: string; sourceId: string | null }[];
  byline: string | null;
  url: string | null;
  publishedAt: Date | null;
  publishedText: string | null;
  language: string | null;
  originalLanguage: string | null;
  translated: string;
  derivation: string | null;
  /** Terms of its own, under which its text may be passed on. */
  licence?: string;
  /** Which of its texts it comes with, where that is not the first. */
  version?: VersionFacts;
};

/** Where articles are stored: with how many open slots each, by whom, in which batch. */
export type ArticleTarget = { projectId: string; batchId: string; actorId: string; slots: number };

export type CreatedArticle = { articleId: string; versionId: string };

/**
 * Stores articles with their version, chunks, blocks, credits and open slots, in the caller's transaction, one statement
 * and one event each. The database refuses a text that is not normalised and blocks that are not a partition.
 */
export async function createArticles(
  tx: Tx,
  target: ArticleTarget,
  articles: readonly NewArticle[],
): Promise<CreatedArticle[]> {
  const created: CreatedArticle[] = [];
  for (const article of articles) created.push(await createArticle(tx, target, article));
  await recordEvents(
    tx,
    created.map(({ articleId, versionId }) => ({
      type: "article.imported",
      actorId: target.actorId,
      projectId: target.projectId,
      articleId,
      subjectId: articleId,
      payload: { versionId, batchId: target.batchId },
    })),
  );
  return created;
}

async function createArticle(tx: Tx, target: ArticleTarget, article: NewArticle): Promise<CreatedArticle> {
  const articleId = article.id ?? randomUUID();
  const versionId = randomUUID();
  await tx.$executeRaw`
    WITH article AS (
      INSERT INTO "Article" ("id", "projectId", "batchId", "title", "publisherId", "byline", "url", "publishedAt", "publishedText",
                             "language", "originalLanguage", "translated", "derivation", "licence")
      VALUES (${articleId}::uuid, ${target.projectId}::uuid, ${target.batchId}::uuid, ${article.title}, ${article.publisherId}::uuid,
              ${article.byline}, ${standardAddress(article.url)}, ${article.publishedAt?.toISOString() ?? null}::timestamptz, ${article.publishedText},
              ${article.language}, ${article.originalLanguage}, ${article.translated}, ${article.derivation}, ${article.licence ?? ""})
      RETURNING "id", "projectId", "number"),
    ${versionParts(versionId, article, article.version ?? firstVersion)},
    credits AS (
      INSERT INTO "ArticleCredit" ("id", "articleId", "name", "sourceId")
      SELECT gen_random_uuid(), a."id", c."name", c."sourceId"
        FROM article a, jsonb_to_recordset(${JSON.stringify(article.credits)}::jsonb) AS c("name" text, "sourceId" uuid)
      ON CONFLICT DO NOTHING)
    INSERT INTO "Slot" ("id", "projectId", "articleId", "ordinal", "articleNumber")
    SELECT gen_random_uuid(), a."projectId", a."id", o.ordinal, a."number" FROM article a, generate_series(1, ${target.slots}) AS o(ordinal)`;
  return { articleId, versionId };
}
