import "server-only";
import { z } from "zod";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, notFound } from "@/lib/errors";
import { locatePassage } from "@/lib/passages/locate";
import type { PassageCandidate, PassageQuery } from "@/lib/passages/schema";
import type { Actor } from "@/lib/policy";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";

const MOST = 5;
const MOST_CHUNKS = 30;
const LONGEST = 1_000;
const AROUND = 60;

const askedRows = z.array(
  z.object({ articleId: z.string(), projectId: z.string(), quote: z.string(), length: z.number() }),
);
const hitRows = z.array(
  z.object({
    versionId: z.string(),
    articleId: z.string(),
    title: z.string(),
    lang: z.string().nullable(),
    offset: z.number(),
    text: z.string(),
  }),
);

/**
 * At most five passages that resemble a span, those of the same article first: in articles of its project that the
 * actor sees, by their text alone, so that nobody's marks show through. Throws notFound, 400 `span-outside-text`.
 */
export async function searchPassages(
  actor: Actor,
  query: PassageQuery,
  tx?: Tx,
): Promise<PassageCandidate[]> {
  return inTransaction(tx, async (tx) => {
    const asked = askedRows.parse(
      await tx.$queryRaw`
        SELECT a."id" AS "articleId", a."projectId", v."length",
               substr(v."text", ${query.start}::int + 1, ${Math.min(LONGEST, Math.max(0, query.end - query.start))}::int) AS quote
          FROM "ArticleVersion" v JOIN seen_articles(${actor.userId}::uuid) a ON a."id" = v."articleId"
         WHERE v."id" = ${query.versionId}::uuid`,
    )[0];
    if (!asked) throw notFound();
    if (query.end <= query.start || query.end > asked.length)
      throw badInput("span-outside-text", "The span does not lie in the text.");
    // The index answers the operator, which reads its threshold from a setting: a paraphrase shares little.
    await tx.$executeRaw`SELECT set_config('pg_trgm.word_similarity_threshold', '0.3', true)`;
    const hits = hitRows.parse(
      await tx.$queryRaw`
        WITH near AS (
          SELECT c."versionId", c."ordinal", v."articleId", a."title", a."language",
                 word_similarity(${asked.quote}, c."text") + CASE WHEN v."id" = ${query.versionId}::uuid THEN 1 ELSE 0 END AS rank
            FROM "Chunk" c
            JOIN "ArticleVersion" v ON v."id" = c."versionId"
            JOIN seen_articles(${actor.userId}::uuid) a ON a."id" = v."articleId"
           WHERE a."projectId" = ${asked.projectId}::uuid AND ${asked.quote} <% c."text"
             AND v."number" = (SELECT max(o."number") FROM "ArticleVersion" o WHERE o."articleId" = v."articleId")
           ORDER BY rank DESC LIMIT ${MOST_CHUNKS})
        SELECT n."versionId", n."articleId", n."title", n."language" AS lang, min(c."ordinal") * 1024 AS "offset",
               string_agg(c."text", '' ORDER BY c."ordinal") AS text
          FROM near n JOIN "Chunk" c ON c."versionId" = n."versionId" AND c."ordinal" BETWEEN n."ordinal" - 1 AND n."ordinal" + 1
         GROUP BY n."versionId", n."articleId", n."title", n."language", n."ordinal", n.rank
         ORDER BY n.rank DESC`,
    );
    return rank(hits, asked, query);
  });
}

function rank(
  hits: z.infer<typeof hitRows>,
  asked: z.infer<typeof askedRows>[number],
  query: PassageQuery,
): PassageCandidate[] {
  const best = new Map<string, PassageCandidate>();
  for (const hit of hits) {
    const isSame = hit.versionId === query.versionId;
    const avoid = isSame ? [{ start: query.start - hit.offset, end: query.end - hit.offset }] : [];
    const found = locatePassage(asked.quote, hit.text, hit.lang ?? "und", { avoid });
    if (!found) continue;
    const index = indexCodePoints(hit.text);
    const { start, end } = found.span;
    const candidate: PassageCandidate = {
      versionId: hit.versionId,
      articleId: hit.articleId,
      title: hit.title,
      isSameArticle: isSame,
      start: start + hit.offset,
      end: end + hit.offset,
      quote: sliceCodePoints(index, found.span),
      before: sliceCodePoints(index, { start: Math.max(0, start - AROUND), end: start }),
      after: sliceCodePoints(index, { start: end, end: Math.min(index.length, end + AROUND) }),
      score: Math.round(found.score * 100) / 100,
    };
    // Overlapping pieces of one article find the same passage again, sometimes cut short.
    const known = best.get(hit.versionId);
    if (!known || candidate.score > known.score) best.set(hit.versionId, candidate);
  }
  return [...best.values()]
    .sort((a, b) => Number(b.isSameArticle) - Number(a.isSameArticle) || b.score - a.score)
    .slice(0, MOST);
}
