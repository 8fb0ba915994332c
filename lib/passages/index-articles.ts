import "server-only";
import { z } from "zod";
import { db, inTransaction, type Tx } from "@/lib/db";
import { startPace } from "@/lib/pace";
import { passageKey, tellingWords } from "@/lib/passages/keys";
import { diceOf, trigramsOf } from "@/lib/passages/locate";
import { joinPairs, type SentencePair } from "@/lib/passages/pair-runs";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { listSentences } from "@/lib/text/sentences";
import { isOverlapping, type Span } from "@/lib/text/span";

const AT_ONCE = 20;
/** Passages looked at for one word, and kept for one sentence. */
const MOST_PASSAGES = 60;
const MOST_TWINS = 3;
/** Sentences of fewer code points are no passage of their own. */
const SHORTEST = 25;
/** Telling words two sentences share at least to be compared, and to be a candidate whose words differ (a translation). */
const LEAST_SHARED = 3;
const MANY_SHARED = 4;
/** Likeness (Dice over trigrams, percent) from which a pair is worth a person's look. */
const LEAST_SCORE = 45;

const taskRows = z.array(z.object({ articleId: z.string(), revision: z.number() }));
const articleRows = z.array(
  z.object({
    projectId: z.string(),
    versionId: z.string(),
    text: z.string(),
    lang: z.string().nullable(),
    isWithdrawn: z.boolean(),
  }),
);

/**
 * Reads the passages of articles that came in or changed, until nothing is left to do; returns how many articles. Two
 * processes share the work; a change made meanwhile is read next.
 */
export async function indexPassages(): Promise<number> {
  const rest = startPace();
  let total = 0;
  for (;;) {
    const tasks = taskRows.parse(
      await db()
        .$queryRaw`SELECT "articleId", "revision" FROM "PassageTask" ORDER BY "createdAt", "articleId" LIMIT ${AT_ONCE}`,
    );
    for (const { articleId } of tasks) {
      await inTransaction(undefined, (tx) => indexArticle(tx, articleId));
      await rest();
    }
    total += tasks.length;
    if (tasks.length < AT_ONCE) return total;
  }
}

/**
 * Files the sentences of an article's newest text under their telling words, and finds which passages of its project may be
 * its twins: a stored pair each, those judged already apart. Nothing of it rests on anybody's marks but the suggested links.
 */
export async function indexArticle(tx: Tx, articleId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('passages ' || ${articleId}, 0))`;
  await tx.$executeRaw`DELETE FROM "PassageTask" WHERE "articleId" = ${articleId}::uuid`;
  await tx.$executeRaw`
    DELETE FROM "PassageKey" WHERE "versionId" IN (SELECT "id" FROM "ArticleVersion" WHERE "articleId" = ${articleId}::uuid)`;
  await tx.$executeRaw`
    DELETE FROM "PassagePair" p
     WHERE (p."articleA" = ${articleId}::uuid OR p."articleB" = ${articleId}::uuid) AND p."verdict" IS NULL AND p."method" = 'texts'
       AND NOT EXISTS (SELECT 1 FROM "PairVerdict" v WHERE v."pairId" = p."id")`;
  const article = articleRows.parse(
    await tx.$queryRaw`
      SELECT a."projectId", v."id" AS "versionId", v."text", a."language" AS lang,
             (a."withdrawnAt" IS NOT NULL OR v."redactedBy" IS NOT NULL) AS "isWithdrawn"
        FROM "Article" a JOIN "ArticleVersion" v ON v."articleId" = a."id"
       WHERE a."id" = ${articleId}::uuid ORDER BY v."number" DESC LIMIT 1`,
  )[0];
  if (!article || article.isWithdrawn) return;
  const { projectId, versionId, text } = article;
  const lang = article.lang ?? "und";
  const index = indexCodePoints(text);
  const sentences = listSentences(index, lang).filter(({ start, end }) => end > start);
  const keys = sentences.flatMap((span) =>
    tellingWords(sliceCodePoints(index, span), lang).map((word) => ({
      k: String(passageKey(projectId, word)),
      s: span.start,
      e: span.end,
    })),
  );
  await tx.$executeRaw`
    INSERT INTO "PassageKey" ("key", "versionId", "start", "end")
    SELECT x.k::bigint, ${versionId}::uuid, x.s, x.e
      FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS x(k text, s int, e int)
    ON CONFLICT DO NOTHING`;
  const found = await findSentencePairs(
    tx,
    versionId,
    keys.filter(({ s, e }) => e - s >= SHORTEST),
  );
  await storePairs(
    tx,
    { articleId, projectId, versionId, quote: (span) => sliceCodePoints(index, span) },
    joinPairs(found),
  );
  await storeSuggested(tx, articleId);
}

const pairRows = z.array(
  z.object({
    ownStart: z.number(),
    ownEnd: z.number(),
    versionId: z.string(),
    start: z.number(),
    end: z.number(),
    shared: z.number(),
  }),
);

async function findSentencePairs(
  tx: Tx,
  versionId: string,
  keys: readonly { k: string; s: number; e: number }[],
): Promise<SentencePair[]> {
  const rows = pairRows.parse(
    await tx.$queryRaw`
      WITH own AS (
        SELECT x.k::bigint AS key, x.s, x.e FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS x(k text, s int, e int)),
      shared AS (
        SELECT o.s, o.e, h."versionId", h."start", h."end", count(*)::int AS shared
          FROM own o
         CROSS JOIN LATERAL (
           SELECT p."versionId", p."start", p."end" FROM "PassageKey" p WHERE p."key" = o.key LIMIT ${MOST_PASSAGES}) h
         WHERE NOT (h."versionId" = ${versionId}::uuid AND h."start" <= o.s) AND h."end" - h."start" >= ${SHORTEST}
         GROUP BY 1, 2, 3, 4, 5 HAVING count(*) >= ${LEAST_SHARED})
      SELECT s AS "ownStart", e AS "ownEnd", "versionId", "start", "end", shared
        FROM (SELECT x.*, row_number() OVER (PARTITION BY x.s ORDER BY x.shared DESC, x."versionId", x."start") AS place FROM shared x) y
       WHERE place <= ${MOST_TWINS}
       ORDER BY s, "versionId", "start"`,
  );
  return rows.map(({ ownStart, ownEnd, versionId, start, end, shared }) => ({
    own: { start: ownStart, end: ownEnd },
    versionId,
    other: { start, end },
    shared,
  }));
}

const otherRows = z.array(
  z.object({ place: z.number(), articleId: z.string(), quote: z.string(), isJudged: z.boolean() }),
);

async function storePairs(
  tx: Tx,
  own: { articleId: string; projectId: string; versionId: string; quote: (span: Span) => string },
  runs: readonly SentencePair[],
): Promise<void> {
  if (runs.length === 0) return;
  const asked = runs.map(({ own: mine, versionId, other }, place) => ({
    place,
    v: versionId,
    s: other.start,
    e: other.end,
    os: mine.start,
    oe: mine.end,
  }));
  const others = otherRows.parse(
    await tx.$queryRaw`
      SELECT x.place, v."articleId", quote_of(v."id", x.s, x.e) AS quote,
             EXISTS (SELECT 1 FROM "PassagePair" p
                      WHERE (p."versionA" = v."id" AND p."versionB" = ${own.versionId}::uuid
                             AND p."startA" < x.e AND p."endA" > x.s AND p."startB" < x.oe AND p."endB" > x.os)
                         OR (p."versionB" = v."id" AND p."versionA" = ${own.versionId}::uuid
                             AND p."startB" < x.e AND p."endB" > x.s AND p."startA" < x.oe AND p."endA" > x.os)) AS "isJudged"
        FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS x(place int, v uuid, s int, e int, os int, oe int)
        JOIN "ArticleVersion" v ON v."id" = x.v
        JOIN "Article" a ON a."id" = v."articleId" AND a."withdrawnAt" IS NULL AND a."projectId" = ${own.projectId}::uuid`,
  );
  const rows = others.flatMap(({ place, articleId, quote, isJudged }) => {
    const run = runs[place];
    if (!run || isJudged || (articleId === own.articleId && isOverlapping(run.own, run.other))) return [];
    const score = Math.round(diceOf(trigramsOf(own.quote(run.own)), trigramsOf(quote)) * 100);
    if (score < LEAST_SCORE && run.shared < MANY_SHARED) return [];
    const ends = [
      { article: own.articleId, version: own.versionId, ...run.own },
      { article: articleId, version: run.versionId, ...run.other },
    ].toSorted((a, b) => (a.version === b.version ? a.start - b.start : a.version < b.version ? -1 : 1));
    return [{ a: ends[0], b: ends[1], score }];
  });
  await tx.$executeRaw`
    INSERT INTO "PassagePair" ("id", "projectId", "articleA", "versionA", "startA", "endA", "articleB", "versionB", "startB", "endB", "score", "method")
    SELECT gen_random_uuid(), ${own.projectId}::uuid, (x.a->>'article')::uuid, (x.a->>'version')::uuid, (x.a->>'start')::int, (x.a->>'end')::int,
           (x.b->>'article')::uuid, (x.b->>'version')::uuid, (x.b->>'start')::int, (x.b->>'end')::int, x.score, 'texts'
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(a jsonb, b jsonb, score int)
    ON CONFLICT DO NOTHING`;
  await noteLinked(tx, [own.articleId]);
}

/** Links suggested in the article's layers become pairs to be judged, where texts alone have not led to them. */
async function storeSuggested(tx: Tx, articleId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "PassagePair" ("id", "projectId", "articleA", "versionA", "startA", "endA", "articleB", "versionB", "startB", "endB", "score", "method", "linkId")
    SELECT gen_random_uuid(), k."projectId", a.*, b.*, 50, 'link', k."id"
      FROM "Layer" l
      JOIN "ReuseLink" k ON k."layerId" = l."id" AND k."state" = 'suggested' AND k."deletedAt" IS NULL
      JOIN "Annotation" n ON n."id" = k."annotationId" AND n."deletedAt" IS NULL
      JOIN "Passage" p ON p."id" = k."passageId"
      JOIN "ArticleVersion" v ON v."id" = p."versionId"
     CROSS JOIN LATERAL (SELECT min(s."start") AS s, max(s."end") AS e FROM "AnnotationSpan" s WHERE s."annotationId" = n."id" AND s."role" = 'body') m
     CROSS JOIN LATERAL (SELECT min(s."start") AS s, max(s."end") AS e FROM "PassageSpan" s WHERE s."passageId" = p."id") t
     CROSS JOIN LATERAL (SELECT (l."versionId", m.s) < (v."id", t.s) AS "isFirst") o
     CROSS JOIN LATERAL (SELECT CASE WHEN o."isFirst" THEN l."articleId" ELSE v."articleId" END, CASE WHEN o."isFirst" THEN l."versionId" ELSE v."id" END,
                                CASE WHEN o."isFirst" THEN m.s ELSE t.s END, CASE WHEN o."isFirst" THEN m.e ELSE t.e END) a
     CROSS JOIN LATERAL (SELECT CASE WHEN o."isFirst" THEN v."articleId" ELSE l."articleId" END, CASE WHEN o."isFirst" THEN v."id" ELSE l."versionId" END,
                                CASE WHEN o."isFirst" THEN t.s ELSE m.s END, CASE WHEN o."isFirst" THEN t.e ELSE m.e END) b
     WHERE l."articleId" = ${articleId}::uuid AND l."withdrawnAt" IS NULL AND m.s IS NOT NULL AND t.s IS NOT NULL
       AND (l."versionId" <> v."id" OR m.e <= t.s OR t.e <= m.s)
    ON CONFLICT DO NOTHING`;
}

/** Notes which open pairs of articles a cluster joins already, or whose suggested link was settled, so that nobody is asked twice. */
export async function noteLinked(tx: Tx, articleIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "PassagePair" p SET "isLinked" = NOT p."isLinked"
     WHERE (p."articleA" = ANY(${[...articleIds]}::uuid[]) OR p."articleB" = ANY(${[...articleIds]}::uuid[])) AND p."verdict" IS NULL
       AND p."isLinked" IS DISTINCT FROM (
             EXISTS (SELECT 1 FROM "ReusePassage" a JOIN "ReusePassage" b ON b."clusterId" = a."clusterId" AND b."place" <> a."place"
                      WHERE a."versionId" = p."versionA" AND a."start" < p."endA" AND a."end" > p."startA"
                        AND b."versionId" = p."versionB" AND b."start" < p."endB" AND b."end" > p."startB")
          OR EXISTS (SELECT 1 FROM "ReuseLink" k WHERE k."id" = p."linkId" AND (k."state" <> 'suggested' OR k."deletedAt" IS NOT NULL)))`;
}
