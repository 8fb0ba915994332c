import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { createArticles } from "@/lib/articles/create-articles";
import { firstVersion, type NewText, type VersionFacts } from "@/lib/articles/version-sql";
import type { Tx } from "@/lib/db";
import { badInput } from "@/lib/errors";
import type { Names } from "@/lib/exports/import-names";
import { type ExportRecord, formatName, type SourceRef } from "@/lib/formats/sourcebench-jsonl-schema";
import { parsePublished } from "@/lib/intake/dates";
import { normaliseText } from "@/lib/text/normalise";

/** Where a file's articles go. */
export type ArticlePlace = { projectId: string; batchId: string; actorId: string; slots: number };
/** The article and version that a line's layers belong to. */
export type PlacedArticle = { articleId: string; versionId: string; isNew: boolean };

const versionRows = z.array(z.object({ versionId: z.string(), articleId: z.string() }));

/**
 * Why a record's article could not be kept, in a sentence part; null where nothing stands against it: a hash that is
 * not the text's, bytes that are not those of their hash, an original that does not normalise to the text.
 */
export function articleProblem({ articleVersion: version }: ExportRecord): string | null {
  const hashOf = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");
  if (hashOf(version.text) !== version.sha256) return "articleVersion.sha256 is not the hash of the text";
  if (version.rawText !== null && normaliseText(version.rawText).text !== version.text)
    return "articleVersion.rawText does not normalise to the text";
  if (version.rawBytes !== null && hashOf(Buffer.from(version.rawBytes, "base64")) !== version.rawSha256)
    return "articleVersion.rawSha256 is not the hash of rawBytes";
  return null;
}

/**
 * The article of a line: the one of the project that had this very text (SHA-256) before the import, `taken` ones left
 * out, or else a new one with everything the line says of it. Throws badInput `broken-article` as articleProblem says.
 */
export async function placeArticle(
  tx: Tx,
  place: ArticlePlace,
  record: ExportRecord,
  names: Names,
  taken: ReadonlySet<string>,
): Promise<PlacedArticle> {
  const { sha256 } = record.articleVersion;
  const problem = articleProblem(record);
  if (problem) throw badInput("broken-article", problem);
  // The text first, whatever the statistics say: those of an import's beginning would have all its articles read.
  const rows = versionRows.parse(
    await tx.$queryRaw`
      SELECT v."id" AS "versionId", v."articleId"
        FROM (SELECT * FROM "ArticleVersion" WHERE "projectId" = ${place.projectId}::uuid AND "textSha256" = decode(${sha256}, 'hex') OFFSET 0) v
        JOIN "Article" a ON a."id" = v."articleId"
       WHERE a."withdrawnAt" IS NULL AND a."batchId" <> ${place.batchId}::uuid
       ORDER BY a."number", v."number"`,
  );
  const found = rows.find((row) => !taken.has(row.versionId));
  if (found) return { ...found, isNew: false };
  return createArticle(tx, place, record, names);
}

/** A record's text as it is kept of an article, with its bytes and blocks, but no source that a block names; offsets are stored ones. */
export function textOfRecord(record: ExportRecord): NewText {
  const { text, extractor, ...version } = record.articleVersion;
  const rawText = version.rawText ?? text;
  return {
    ...{
      text,
      extractor,
      rawText,
      rawBytes: bytesOf(record, rawText),
      offsetMap: normaliseText(rawText).map,
    },
    blocks: record.blocks.map(({ kind, start, end }) => ({ kind, start, end })),
  };
}

async function createArticle(
  tx: Tx,
  place: ArticlePlace,
  record: ExportRecord,
  names: Names,
): Promise<PlacedArticle> {
  const { article, articleVersion: version } = record;
  const refer = async (source: SourceRef | null) => (source ? names.sourceId(source) : null);
  const credits = [];
  for (const credit of article.credits)
    credits.push({ name: credit.name, sourceId: await refer(credit.source) });
  const blocks = [];
  for (const { kind, start, end, source } of record.blocks)
    blocks.push({ kind, start, end, sourceId: await refer(source) });
  const [created] = await createArticles(tx, place, [
    {
      title: article.title,
      publisherId: await refer(article.publisher),
      credits,
      byline: article.byline,
      url: article.url,
      publishedAt: article.publishedAt === null ? null : new Date(article.publishedAt),
      publishedText: article.publishedText,
      language: article.language,
      originalLanguage: article.originalLanguage,
      translated: article.translated,
      derivation: article.derivation,
      licence: article.licence ?? "",
      ...textOfRecord(record),
      blocks,
      version: factsOf(version),
    },
  ]);
  if (!created) throw badInput("no-article", "the article could not be made");
  const origin = article.origin ?? {
    id: article.id,
    pseudonymKey: record.pseudonymKey,
    version: version.id,
    rawSha256: version.rawSha256,
    importedAt: article.importedAt,
    review: record.review,
  };
  await tx.article.update({
    where: { id: created.articleId },
    data: { importedFrom: { format: formatName, ...origin, ...cameWith(record) } },
  });
  return { ...created, isNew: true };
}

/** Which of the article's texts it was where it comes from; those before it are not here, so that only its number tells of them. */
function factsOf(version: ExportRecord["articleVersion"]): VersionFacts {
  const changed = version.changedAt === undefined ? null : parsePublished(version.changedAt);
  return {
    ...firstVersion,
    number: version.number,
    change: version.number === 1 ? null : (version.change ?? "unknown"),
    changedAt: changed?.publishedHasZone ? new Date(changed.publishedAt) : null,
    changedText: changed?.publishedHasZone === false ? changed.publishedAt : null,
  };
}

/** What people said where the article comes from, each thread with its id there. */
function cameWith({ threads }: ExportRecord): Pick<ExportRecord, "threads"> {
  if (!threads || threads.length === 0) return {};
  return { threads: threads.map((thread) => ({ ...thread, origin: thread.origin ?? thread.id })) };
}

/** The imported bytes where the line has them; else the original's text in UTF-8. */
function bytesOf({ articleVersion: version }: ExportRecord, rawText: string): Uint8Array {
  if (version.rawBytes === null) return Buffer.from(rawText, "utf8");
  return Buffer.from(version.rawBytes, "base64");
}
