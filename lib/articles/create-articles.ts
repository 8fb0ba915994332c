import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { recordEvents } from "@/lib/audit";
import type { Tx } from "@/lib/db";
import { chunkText } from "@/lib/text/chunk";
import { countCodePoints } from "@/lib/text/code-points";
import type { OffsetMap } from "@/lib/text/offset-map";
import type { BlockKind } from "@/lib/vocabulary";

/** An article ready to be stored: its text normalised (NFC, `\n`), its blocks a partition of it in code points. */
export type NewArticle = {
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
  text: string;
  rawBytes: Uint8Array;
  /** What was read from the bytes, before normalisation; `offsetMap` leads from it to `text`. */
  rawText: string;
  offsetMap: OffsetMap;
  extractor: string;
  blocks: { kind: BlockKind; start: number; end: number; sourceId?: string | null }[];
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
  const rawSha256 = createHash("sha256").update(article.rawBytes).digest();
  const textSha256 = createHash("sha256").update(article.text, "utf8").digest();
  const chunks = chunkText(article.text).map((chunk) => chunk.text);
  await tx.$executeRaw`
    WITH article AS (
      INSERT INTO "Article" ("id", "projectId", "batchId", "title", "publisherId", "byline", "url", "publishedAt", "publishedText",
                             "language", "originalLanguage", "translated", "derivation", "licence")
      VALUES (${articleId}::uuid, ${target.projectId}::uuid, ${target.batchId}::uuid, ${article.title}, ${article.publisherId}::uuid,
              ${article.byline}, ${article.url}, ${article.publishedAt?.toISOString() ?? null}::timestamptz, ${article.publishedText},
              ${article.language}, ${article.originalLanguage}, ${article.translated}, ${article.derivation}, ${article.licence ?? ""})
      RETURNING "id", "projectId", "number"),
    version AS (
      INSERT INTO "ArticleVersion" ("id", "articleId", "projectId", "number", "text", "length", "textSha256", "rawBytes", "rawSha256",
                                    "rawText", "offsetMap", "extractor")
      SELECT ${versionId}::uuid, a."id", a."projectId", 1, ${article.text}, ${countCodePoints(article.text)}, ${textSha256},
             ${Buffer.from(article.rawBytes)}, ${rawSha256},
             ${article.rawText === article.text ? null : article.rawText}, ${JSON.stringify(article.offsetMap)}::jsonb, ${article.extractor}
        FROM article a RETURNING "id", "projectId"),
    chunks AS (
      INSERT INTO "Chunk" ("versionId", "ordinal", "text")
      SELECT v."id", c."ordinal" - 1, c."text" FROM version v, unnest(${chunks}::text[]) WITH ORDINALITY AS c("text", "ordinal")),
    blocks AS (
      INSERT INTO "Block" ("id", "versionId", "projectId", "kind", "start", "end", "sourceId")
      SELECT gen_random_uuid(), v."id", v."projectId", b."kind", b."start", b."end", b."sourceId"
        FROM version v, jsonb_to_recordset(${JSON.stringify(article.blocks)}::jsonb) AS b("kind" text, "start" int, "end" int, "sourceId" uuid)),
    credits AS (
      INSERT INTO "ArticleCredit" ("id", "articleId", "name", "sourceId")
      SELECT gen_random_uuid(), a."id", c."name", c."sourceId"
        FROM article a, jsonb_to_recordset(${JSON.stringify(article.credits)}::jsonb) AS c("name" text, "sourceId" uuid)
      ON CONFLICT DO NOTHING)
    INSERT INTO "Slot" ("id", "projectId", "articleId", "ordinal", "articleNumber")
    SELECT gen_random_uuid(), a."projectId", a."id", o.ordinal, a."number" FROM article a, generate_series(1, ${target.slots}) AS o(ordinal)`;
  return { articleId, versionId };
}
