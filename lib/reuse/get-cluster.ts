import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { contradictionKinds } from "@/lib/reuse/contradictions";
import { describePassage, nameOf, passageRows } from "@/lib/reuse/describe-passage";
import { timeOrNull } from "@/lib/reuse/list-clusters";
import type { ClusterDto, ContradictionDto, SideLink } from "@/lib/reuse/schema";

/** How many passages of a tree stand on a page, and how many contradictions and links beside the tree are listed. */
const PER_PAGE = 100;
const MOST_LISTED = 50;

const headRows = z.array(
  z.object({
    id: z.string(),
    passages: z.number(),
    articles: z.number(),
    links: z.number(),
    contradictions: z.number(),
    newestAt: z.date(),
    hasUnknownDirection: z.boolean(),
    isTranslated: z.boolean(),
    hasLoss: z.boolean(),
    title: z.string(),
  }),
);

/**
 * The cluster that holds a link (its id is that of one of them) with a page of its family tree from a place on. Throws
 * notFound, also where the actor has unsubmitted work on one of its articles or it belongs to another project.
 */
export async function getCluster(
  actor: Actor,
  { slug, clusterId, from = 0 }: { slug: string; clusterId: string; from?: number },
  tx: Tx = db(),
): Promise<ClusterDto> {
  const { projectId } = await requireProject(actor, slug, "project.view", tx);
  if (!z.uuid().safeParse(clusterId).success) throw notFound();
  const head = headRows.parse(
    await tx.$queryRaw`
      SELECT c."id", c."passageCount" AS passages, c."articleCount" AS articles, c."linkCount" AS links,
             c."contradictionCount" AS contradictions, c."newestAt", c."hasUnknownDirection", c."isTranslated", c."hasLoss",
             CASE WHEN char_length(p."quote") <= 120 THEN p."quote" ELSE regexp_replace(left(p."quote", 119), '\\s+\\S*$', '') || '…' END AS title
        FROM seen_reuse_clusters(${actor.userId}::uuid) c
        JOIN "ReusePassage" p ON p."clusterId" = c."id" AND p."place" = 0
       WHERE c."projectId" = ${projectId}::uuid
         AND c."id" = (SELECT k."clusterId" FROM "ReuseClusterLink" k WHERE k."linkId" = ${clusterId}::uuid)`,
  )[0];
  if (!head) throw notFound();
  const rows = await readPassages(tx, head.id, from);
  const { newestAt, ...counts } = head;
  const { sideLinks, count } = await readSideLinks(tx, head.id);
  return {
    ...counts,
    newestAt: timeOrNull(newestAt),
    slug,
    tree: rows.slice(0, PER_PAGE).map(describePassage),
    nextPlace: rows.length > PER_PAGE ? from + PER_PAGE : null,
    previousPlace: from > 0 ? Math.max(0, from - PER_PAGE) : null,
    contradictionList: await readContradictions(tx, head.id),
    sideLinks,
    moreSideLinks: count - sideLinks.length,
  };
}

async function readPassages(tx: Tx, clusterId: string, from: number) {
  return passageRows.parse(
    await tx.$queryRaw`
      SELECT p."place", p."parentPlace", p."depth", p."ground", p."url", p."quote", p."spans", p."articleId", p."versionId",
             v."number" AS version, (SELECT max(n."number") FROM "ArticleVersion" n WHERE n."articleId" = p."articleId") AS "newestVersion",
             a."title", a."publishedAt", a."publishedText", a."language" AS lang, s."name" AS publisher,
             coalesce((SELECT jsonb_agg(coalesce(cs."name", ac."name") ORDER BY ac."name") FROM "ArticleCredit" ac
                         LEFT JOIN "Source" cs ON cs."id" = canonical_source(ac."sourceId") WHERE ac."articleId" = a."id"), '[]') AS credits,
             k."id" AS "linkId", k."degree", k."lost", k."evidence", h."id" AS "holderId", h."title" AS "holderTitle", k."annotationId" IS NULL AS "isPair",
             q."quote" AS "parentQuote", q."url" AS "parentUrl", b."title" AS "parentTitle", b."publishedAt" AS "parentAt",
             b."language" AS "parentLang",
             (SELECT coalesce(cs."name", ac."name") FROM "ArticleCredit" ac LEFT JOIN "Source" cs ON cs."id" = canonical_source(ac."sourceId")
               WHERE ac."articleId" = a."id" AND b."publisherId" IS NOT NULL
                 AND canonical_source(ac."sourceId") = canonical_source(b."publisherId") LIMIT 1) AS credit
        FROM "ReusePassage" p
        LEFT JOIN "ArticleVersion" v ON v."id" = p."versionId"
        LEFT JOIN "Article" a ON a."id" = p."articleId"
        LEFT JOIN "Source" s ON s."id" = canonical_source(a."publisherId")
        LEFT JOIN "FinalReuse" k ON k."id" = p."linkId"
        LEFT JOIN "Article" h ON h."id" = k."articleA"
        LEFT JOIN "ReusePassage" q ON q."clusterId" = p."clusterId" AND q."place" = p."parentPlace"
        LEFT JOIN "Article" b ON b."id" = q."articleId"
       WHERE p."clusterId" = ${clusterId}::uuid AND p."place" >= ${from}
       ORDER BY p."place" LIMIT ${PER_PAGE + 1}`,
  );
}

const settled = z.object({ articleId: z.string(), title: z.string(), isPair: z.boolean() });
const named = z.object({ place: z.number(), title: z.string().nullable(), url: z.string().nullable() });
const contradictionRows = z.array(
  z.object({ kind: z.enum(contradictionKinds), passages: z.array(named), settledIn: z.array(settled) }),
);

async function readContradictions(tx: Tx, clusterId: string): Promise<ContradictionDto[]> {
  const rows = contradictionRows.parse(
    await tx.$queryRaw`
      SELECT x."kind",
             coalesce((SELECT jsonb_agg(jsonb_build_object('place', p."place", 'title', a."title", 'url', p."url") ORDER BY p."place")
                         FROM "ReusePassage" p LEFT JOIN "Article" a ON a."id" = p."articleId"
                        WHERE p."clusterId" = x."clusterId" AND p."place" = ANY(x."places"[1:12])), '[]') AS passages,
             coalesce((SELECT jsonb_agg(DISTINCT jsonb_build_object('articleId', a."id", 'title', a."title", 'isPair', k."annotationId" IS NULL))
                         FROM "FinalReuse" k JOIN "Article" a ON a."id" = k."articleA"
                        WHERE k."id" = ANY(x."linkIds"[1:12])), '[]') AS "settledIn"
        FROM "ReuseContradiction" x WHERE x."clusterId" = ${clusterId}::uuid ORDER BY x."ordinal" LIMIT ${MOST_LISTED}`,
  );
  return rows.map((row) => ({ ...row, passages: row.passages.map(nameOf) }));
}

const sideRows = z.array(
  z.object({
    linkId: z.string(),
    a: named,
    b: named,
    original: z.enum(["a", "b"]).nullable(),
    degree: z.string(),
    count: z.number(),
  }),
);

async function readSideLinks(tx: Tx, clusterId: string): Promise<{ sideLinks: SideLink[]; count: number }> {
  const rows = sideRows.parse(
    await tx.$queryRaw`
      SELECT x.*, jsonb_build_object('place', p."place", 'title', ta."title", 'url', p."url") AS a,
             jsonb_build_object('place', q."place", 'title', tb."title", 'url', q."url") AS b
        FROM (SELECT c."linkId", c."placeA", c."placeB", c."original", k."degree", count(*) OVER ()::int AS count
                FROM "ReuseClusterLink" c JOIN "FinalReuse" k ON k."id" = c."linkId"
               WHERE c."clusterId" = ${clusterId}::uuid AND c."placeA" <> c."placeB"
                 AND NOT EXISTS (SELECT 1 FROM "ReusePassage" t
                                  WHERE t."clusterId" = c."clusterId" AND t."place" IN (c."placeA", c."placeB") AND t."linkId" = c."linkId")
               ORDER BY c."placeB", c."placeA", c."linkId" LIMIT ${MOST_LISTED}) x
        JOIN "ReusePassage" p ON p."clusterId" = ${clusterId}::uuid AND p."place" = x."placeA"
        JOIN "ReusePassage" q ON q."clusterId" = ${clusterId}::uuid AND q."place" = x."placeB"
        LEFT JOIN "Article" ta ON ta."id" = p."articleId"
        LEFT JOIN "Article" tb ON tb."id" = q."articleId"
       ORDER BY x."placeB", x."placeA", x."linkId"`,
  );
  return {
    count: rows[0]?.count ?? 0,
    sideLinks: rows.map(({ linkId, a, b, original, degree }) => {
      const [from, to] = original === "b" ? [b, a] : [a, b];
      return { linkId, from: nameOf(from), to: nameOf(to), isDirected: original !== null, degree };
    }),
  };
}
