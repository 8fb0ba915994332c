import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import { badInput } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import type { EvidenceDto, EvidenceInput } from "@/lib/ratings/schema";
import { countCodePoints } from "@/lib/text/code-points";
import { isFinal } from "@/lib/versions/final-sql";

type Place = {
  projectId: string;
  versionId: string;
  annotationId: string | null;
  spans: { start: number; end: number; quote: string }[];
};

/** Keeps the places that a rating rests on; the database checks every quote against the text. */
export async function attachEvidence(ratingId: string, places: readonly Place[], tx: Tx): Promise<void> {
  for (const [ordinal, place] of places.entries()) {
    const { projectId, versionId, annotationId, spans } = place;
    const passageId = randomUUID();
    const quote = spans.map((span) => span.quote).join(" … ");
    await tx.passage.create({ data: { id: passageId, projectId, versionId, quote } });
    await tx.passageSpan.createMany({ data: spans.map((span) => ({ ...span, passageId, versionId })) });
    await tx.ratingEvidence.create({ data: { ratingId, ordinal, passageId, projectId, annotationId } });
  }
}

/**
 * The places that an input names: the spans of marks as they stand now, and words found once in an article's newest
 * version. Throws badInput `evidence-not-seen`, `quote-not-found`, `quote-not-unique`, `quote-incomplete`.
 */
export async function findEvidence(actor: Actor, input: EvidenceInput, tx: Tx): Promise<Place[]> {
  const marks = await findMarks(actor, [...new Set(input.evidence)], tx);
  return [...marks, ...(await findQuote(actor, input, tx))];
}

const markRows = z.array(
  z.object({
    annotationId: z.string(),
    projectId: z.string(),
    versionId: z.string(),
    spans: z.array(z.object({ start: z.number(), end: z.number(), quote: z.string() })).min(1),
  }),
);

async function findMarks(actor: Actor, ids: string[], tx: Tx): Promise<Place[]> {
  if (ids.length === 0) return [];
  const rows = markRows.safeParse(
    await tx.$queryRaw`
      SELECT n."id" AS "annotationId", n."projectId", n."versionId",
             coalesce((SELECT jsonb_agg(jsonb_build_object('start', s."start", 'end', s."end", 'quote', s."quote") ORDER BY s."start")
                         FROM "AnnotationSpan" s
                        WHERE s."annotationId" = n."id" AND s."role" IN ('body', 'content')), '[]') AS spans
        FROM "Annotation" n
        JOIN seen_layers(${actor.userId}::uuid) l ON l."id" = n."layerId"
        JOIN "Article" a ON a."id" = l."articleId"
       WHERE n."id" = ANY(${ids}::uuid[]) AND n."deletedAt" IS NULL
         AND (l."ownerId" = ${actor.userId}::uuid OR ${isFinal})`,
  );
  if (!rows.success || rows.data.length !== ids.length)
    throw badInput("evidence-not-seen", "Some of the evidence is not there, or not yours to see.");
  return ids.flatMap((id) => rows.data.filter((row) => row.annotationId === id));
}

const quoteRows = z.array(
  z.object({ projectId: z.string(), versionId: z.string(), first: z.number(), second: z.number() }),
);

async function findQuote(actor: Actor, input: EvidenceInput, tx: Tx): Promise<Place[]> {
  const quote = (input.quote ?? "").replaceAll("\r\n", "\n").normalize("NFC").trim();
  if (quote === "" && !input.quoteArticleId) return [];
  if (quote === "" || !input.quoteArticleId)
    throw badInput("quote-incomplete", "Choose the article and copy the words from it, or leave both empty.");
  const found = quoteRows.parse(
    await tx.$queryRaw`
      SELECT v."projectId", v."id" AS "versionId", strpos(v."text", ${quote}) AS first,
             strpos(substr(v."text", strpos(v."text", ${quote}) + 1), ${quote}) AS second
        FROM seen_articles(${actor.userId}::uuid) a JOIN "ArticleVersion" v ON v."articleId" = a."id"
       WHERE a."id" = ${input.quoteArticleId}::uuid ORDER BY v."number" DESC LIMIT 1`,
  )[0];
  if (!found || found.first === 0)
    throw badInput("quote-not-found", "These words are not in that article. Copy them exactly.");
  if (found.second > 0)
    throw badInput(
      "quote-not-unique",
      "These words stand there more than once. Copy a few more around them.",
    );
  const start = found.first - 1;
  const spans = [{ start, end: start + countCodePoints(quote), quote }];
  return [{ projectId: found.projectId, versionId: found.versionId, annotationId: null, spans }];
}

const evidenceRows = z.array(
  z.object({
    ratingId: z.string(),
    annotationId: z.string().nullable(),
    quote: z.string(),
    projectSlug: z.string(),
    articleId: z.string(),
    articleTitle: z.string(),
    isFinal: z.boolean(),
  }),
);

/** What ratings rest on, by rating, as far as the actor may see the words: marks of final and own layers, and free passages. */
export async function readEvidence(
  actor: Actor,
  ratingIds: readonly string[],
  tx: Tx = db(),
): Promise<Map<string, EvidenceDto[]>> {
  const found = new Map<string, EvidenceDto[]>();
  if (ratingIds.length === 0) return found;
  const rows = evidenceRows.parse(
    await tx.$queryRaw`
      SELECT e."ratingId", e."annotationId", p."quote", j."slug" AS "projectSlug", a."id" AS "articleId",
             a."title" AS "articleTitle", coalesce(l."kind" IN ('adjudicated', 'superseded'), false) AS "isFinal"
        FROM "RatingEvidence" e
        JOIN "Passage" p ON p."id" = e."passageId"
        JOIN "ArticleVersion" v ON v."id" = p."versionId"
        JOIN seen_articles(${actor.userId}::uuid) a ON a."id" = v."articleId"
        JOIN "Project" j ON j."id" = a."projectId"
        LEFT JOIN "Annotation" n ON n."id" = e."annotationId"
        LEFT JOIN seen_layers(${actor.userId}::uuid) l ON l."id" = n."layerId"
       WHERE e."ratingId" = ANY(${[...ratingIds]}::uuid[])
         AND (e."annotationId" IS NULL OR l."ownerId" = ${actor.userId}::uuid
           OR l."kind" = 'superseded' OR ${isFinal})
       ORDER BY e."ratingId", e."ordinal"`,
  );
  for (const { ratingId, ...row } of rows) found.set(ratingId, [...(found.get(ratingId) ?? []), row]);
  return found;
}
