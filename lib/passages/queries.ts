import "server-only";
import { z } from "zod";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, notFound } from "@/lib/errors";
import { indexArticle } from "@/lib/passages/index-articles";
import { passageKey, tellingWords } from "@/lib/passages/keys";
import { locatePassage } from "@/lib/passages/locate";
import type { PassageCandidate, PassageQuery } from "@/lib/passages/schema";
import type { Actor } from "@/lib/policy";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { isOverlapping } from "@/lib/text/span";

const MOST = 5;
const MOST_HITS = 14;
/** Words asked for in this project, in each other one, and how many others; passages looked at for one word. */
const MOST_WORDS = 24;
const MOST_WORDS_ELSEWHERE = 8;
const MOST_PROJECTS = 12;
const MOST_PASSAGES = 200;
const LONGEST = 1_000;
const AROUND = 60;
/** Code points of text read on either side of a hit. */
const MARGIN = 500;
/** Below this likeness (Dice) a passage that shares this many telling words is told by those. */
const LEAST_ALIKE = 0.25;
const LEAST_SHARED = 3;

const askedRows = z.array(
  z.object({
    articleId: z.string(),
    projectId: z.string(),
    lang: z.string().nullable(),
    quote: z.string(),
    length: z.number(),
    isPending: z.boolean(),
  }),
);
const hitRows = z.array(
  z.object({
    versionId: z.string(),
    articleId: z.string(),
    title: z.string(),
    lang: z.string().nullable(),
    url: z.string().nullable(),
    project: z.string().nullable(),
    start: z.number(),
    end: z.number(),
    shared: z.number(),
    offset: z.number(),
    text: z.string(),
  }),
);
type Hit = z.infer<typeof hitRows>[number];

/**
 * At most five passages that resemble a span: of the same article first, then of its project, then of other projects of the
 * actor's (there only articles with an address, by which they can be linked). Found by numbers, names and telling words, and
 * measured by trigrams; texts alone are read, so that nobody's marks show through and everyone who sees the articles gets
 * the same. Reads as much however many articles there are. Throws notFound, 400 `span-outside-text`.
 */
export async function searchPassages(
  actor: Actor,
  query: PassageQuery,
  tx?: Tx,
): Promise<PassageCandidate[]> {
  return inTransaction(tx, async (tx) => {
    const asked = askedRows.parse(
      await tx.$queryRaw`
        SELECT a."id" AS "articleId", a."projectId", a."language" AS lang, v."length",
               EXISTS (SELECT 1 FROM "PassageTask" t WHERE t."articleId" = a."id") AS "isPending",
               CASE WHEN ${query.end}::int > ${query.start}::int THEN quote_of(v."id", ${query.start}::int, least(${query.end}::int, ${query.start}::int + ${LONGEST}::int)) ELSE '' END AS quote
          FROM "ArticleVersion" v JOIN seen_articles(${actor.userId}::uuid) a ON a."id" = v."articleId"
         WHERE v."id" = ${query.versionId}::uuid`,
    )[0];
    if (!asked) throw notFound();
    if (query.end <= query.start || query.end > asked.length)
      throw badInput("span-outside-text", "The span does not lie in the text.");
    // An article that has just come in is searched before its turn.
    if (asked.isPending) await indexArticle(tx, asked.articleId);
    const own = await readHits(tx, actor, asked.projectId, query, asked);
    const others = own.length < MOST ? await otherProjects(tx, actor, asked.projectId) : [];
    const elsewhere: Hit[] = [];
    for (const id of others) elsewhere.push(...(await readHits(tx, actor, id, query, asked)));
    return rank([...own, ...elsewhere], asked, query);
  });
}

const idRows = z.array(z.object({ id: z.string() }));

async function otherProjects(tx: Tx, actor: Actor, projectId: string): Promise<string[]> {
  const rows = idRows.parse(
    await tx.$queryRaw`
      SELECT m."projectId" AS "id" FROM "Member" m
       WHERE m."userId" = ${actor.userId}::uuid AND m."projectId" <> ${projectId}::uuid
         AND project_role(${actor.userId}::uuid, m."projectId") IS NOT NULL
       ORDER BY m."projectId" DESC LIMIT ${MOST_PROJECTS}`,
  );
  return rows.map((row) => row.id);
}

async function readHits(
  tx: Tx,
  actor: Actor,
  projectId: string,
  query: PassageQuery,
  asked: z.infer<typeof askedRows>[number],
): Promise<Hit[]> {
  const isHome = projectId === asked.projectId;
  const words = tellingWords(asked.quote, asked.lang ?? "und", isHome ? MOST_WORDS : MOST_WORDS_ELSEWHERE);
  const keys = words.map((word) => String(passageKey(projectId, word)));
  return hitRows.parse(
    await tx.$queryRaw`
      WITH found AS (
        SELECT h.*, count(*) OVER (PARTITION BY k.key) AS usual
          FROM unnest(${keys}::bigint[]) AS k(key)
         CROSS JOIN LATERAL (
           (SELECT p."key", p."versionId", p."start", p."end" FROM "PassageKey" p WHERE p."key" = k.key LIMIT ${MOST_PASSAGES})
           UNION
           (SELECT p."key", p."versionId", p."start", p."end" FROM "PassageKey" p
             WHERE p."key" = k.key AND p."versionId" = ${query.versionId}::uuid LIMIT ${MOST_PASSAGES})) h),
      near AS (
        SELECT f."versionId", f."start", f."end", count(*)::int AS shared,
               sum(1 / (1 + ln(f.usual))) + CASE WHEN f."versionId" = ${query.versionId}::uuid THEN 2 ELSE 0 END AS rank
          FROM found f
         WHERE NOT (f."versionId" = ${query.versionId}::uuid AND f."start" < ${query.end} AND f."end" > ${query.start})
         GROUP BY f."versionId", f."start", f."end"
        HAVING count(*) >= least(2, ${keys.length}::int)
         ORDER BY rank DESC, f."versionId", f."start" LIMIT ${MOST_HITS * 2})
      SELECT n."versionId", a."id" AS "articleId", a."title", a."language" AS lang, a."url", n."start", n."end", n.shared,
             CASE WHEN ${isHome} THEN NULL ELSE o."name" END AS project, w."from" AS "offset",
             quote_of(n."versionId", w."from", least(v."length", n."end" + ${MARGIN})) AS text
        FROM near n
        JOIN "ArticleVersion" v ON v."id" = n."versionId"
        JOIN seen_articles(${actor.userId}::uuid) a ON a."id" = v."articleId" AND a."projectId" = ${projectId}::uuid
        JOIN "Project" o ON o."id" = a."projectId"
       CROSS JOIN LATERAL (SELECT greatest(0, n."start" - ${MARGIN}) AS "from") w
       WHERE ${isHome} OR a."url" IS NOT NULL
       ORDER BY n.rank DESC, n."versionId", n."start" LIMIT ${MOST_HITS}`,
  );
}

function rank(
  hits: readonly Hit[],
  asked: z.infer<typeof askedRows>[number],
  query: PassageQuery,
): PassageCandidate[] {
  const best: PassageCandidate[] = [];
  for (const hit of hits) {
    const candidate = candidateOf(hit, asked, query);
    if (!candidate) continue;
    // Neighbouring sentences of one article find the same passage again, sometimes cut short.
    const known = best.findIndex((one) => one.versionId === hit.versionId && isOverlapping(one, candidate));
    const same = best[known];
    if (!same) best.push(candidate);
    else if (candidate.score > same.score) best[known] = candidate;
  }
  const order = (one: PassageCandidate) => (one.isSameArticle ? 0 : one.project === null ? 1 : 2);
  return best.sort((a, b) => order(a) - order(b) || b.score - a.score).slice(0, MOST);
}

function candidateOf(
  hit: Hit,
  asked: z.infer<typeof askedRows>[number],
  query: PassageQuery,
): PassageCandidate | null {
  const isSame = hit.versionId === query.versionId;
  const avoid = isSame ? [{ start: query.start - hit.offset, end: query.end - hit.offset }] : [];
  const alike = locatePassage(asked.quote, hit.text, hit.lang ?? "und", { avoid, least: LEAST_ALIKE });
  const byNames = hit.shared >= LEAST_SHARED;
  if (!alike && !byNames) return null;
  const span = alike?.span ?? { start: hit.start - hit.offset, end: hit.end - hit.offset };
  const index = indexCodePoints(hit.text);
  return {
    versionId: hit.versionId,
    articleId: hit.articleId,
    title: hit.title,
    isSameArticle: isSame,
    project: hit.project,
    url: hit.url,
    lang: hit.lang,
    start: span.start + hit.offset,
    end: span.end + hit.offset,
    quote: sliceCodePoints(index, span),
    before: sliceCodePoints(index, { start: Math.max(0, span.start - AROUND), end: span.start }),
    after: sliceCodePoints(index, { start: span.end, end: Math.min(index.length, span.end + AROUND) }),
    score: Math.round((alike?.score ?? Math.min(LEAST_ALIKE, hit.shared / 50)) * 100) / 100,
    ground: alike ? "words" : "names",
  };
}
