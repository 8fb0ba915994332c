import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { addArticle, agreementOf, type PairAgreement, type Tally } from "@/lib/agreement/pair-agreement";
import type { Mark } from "@/lib/agreement/span-f1";
import { db } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { hiddenName } from "@/lib/review/hidden-name";

/** The page looks at no more than this many articles, the newest ones. */
export const agreementLimit = 200;
/** Marks of one layer beyond this many are not compared on the page, so that no request works for long. */
const mostMarks = 2_000;
const batchSize = 20;

export type AgreementArticle = {
  articleId: string;
  title: string;
  state: "review" | "reviewing" | "done";
  agreement: number | null;
  conflicts: number | null;
  annotators: number;
};
export type AgreementPair = PairAgreement & { first: string; second: string };
export type AgreementDto = {
  kinds: string[];
  pairs: AgreementPair[];
  /** Articles with one annotator, with whom nobody can agree or disagree. */
  alone: number;
  tooLarge: number;
  articles: AgreementArticle[];
  isMore: boolean;
};

const articleRows = z.array(
  z.object({
    articleId: z.string(),
    title: z.string(),
    state: z.enum(["review", "reviewing", "done"]),
    agreement: z.number().nullable(),
    conflicts: z.number().nullable(),
    annotators: z.number(),
  }),
);
const markShape = z.object({
  kind: z.string(),
  spans: z.array(z.object({ start: z.number(), end: z.number() })),
});
const layerRows = z.array(
  z.object({
    articleId: z.string(),
    ownerId: z.string(),
    name: z.string(),
    count: z.number(),
    marks: z.array(markShape),
  }),
);
type Layer = z.infer<typeof layerRows>[number];

/**
 * How far people who annotated the same articles blind agree, by pair and kind, over the newest 200 articles that
 * everybody wanted has handed in and whose layers the actor may see. Works in small portions and lets other requests
 * go between them.
 */
export async function getAgreement(actor: Actor, slug: string): Promise<AgreementDto> {
  const { projectId, role } = await requireProject(actor, slug, "agreement.view");
  const project = await db().project.findUniqueOrThrow({
    where: { id: projectId },
    select: { kinds: true, hideNames: true },
  });
  const found = articleRows.parse(
    await db().$queryRaw`
      SELECT a."id" AS "articleId", a."title", a."state", a."reviewAgreement" AS agreement, a."reviewConflicts" AS conflicts,
             (SELECT count(*)::int FROM "Slot" s WHERE s."articleId" = a."id" AND s."state" = 'submitted') AS annotators
        FROM "Article" a
       WHERE a."projectId" = ${projectId}::uuid AND a."withdrawnAt" IS NULL AND a."state" IN ('review', 'reviewing', 'done')
         AND NOT EXISTS (SELECT 1 FROM "Layer" l WHERE l."articleId" = a."id" AND l."ownerId" = ${actor.userId}::uuid
                            AND l."kind" = 'person' AND (l."state" IN ('open', 'returned')
                              -- One's own work can still be taken back as long as nobody has begun to review it.
                              OR (l."state" = 'submitted' AND a."state" = 'review')))
       ORDER BY a."number" DESC LIMIT ${agreementLimit + 1}`,
  );
  const articles = found.slice(0, agreementLimit);
  const work = new Pairs(project.kinds);
  for (let at = 0; at < articles.length; at += batchSize) {
    const ids = articles.slice(at, at + batchSize).map((article) => article.articleId);
    const layers = await readLayers(actor, ids);
    for (const id of ids) {
      work.add(layers.filter((layer) => layer.articleId === id));
      await nextTurn();
    }
  }
  const isHidden = project.hideNames && role !== "manager";
  return {
    kinds: project.kinds,
    pairs: work.result((id, name) => (isHidden ? hiddenName(projectId, id) : name)),
    alone: articles.filter((article) => article.annotators < 2).length,
    tooLarge: work.tooLarge,
    articles,
    isMore: found.length > agreementLimit,
  };
}

/** The tallies of all pairs of people, filled article by article. */
class Pairs {
  tooLarge = 0;
  readonly #kinds: readonly string[];
  readonly #names = new Map<string, string>();
  readonly #pairs = new Map<
    string,
    { ids: [string, string]; articles: number; tallies: Map<string, Tally> }
  >();

  constructor(kinds: readonly string[]) {
    this.#kinds = kinds;
  }

  add(layers: readonly Layer[]): void {
    if (layers.some((layer) => layer.count > mostMarks)) {
      this.tooLarge += 1;
      return;
    }
    const ordered = layers.toSorted((a, b) => (a.ownerId < b.ownerId ? -1 : 1));
    ordered.forEach((a, index) => {
      this.#names.set(a.ownerId, a.name);
      for (const b of ordered.slice(index + 1)) this.#addPair(a.ownerId, a.marks, b.ownerId, b.marks);
    });
  }

  #addPair(a: string, own: readonly Mark[], b: string, other: readonly Mark[]): void {
    const key = `${a} ${b}`;
    const pair = this.#pairs.get(key) ?? { ids: [a, b], articles: 0, tallies: new Map<string, Tally>() };
    pair.articles += 1;
    addArticle(pair.tallies, this.#kinds, own, other);
    this.#pairs.set(key, pair);
  }

  result(nameOf: (id: string, name: string) => string): AgreementPair[] {
    const name = (id: string) => nameOf(id, this.#names.get(id) ?? "Somebody");
    return [...this.#pairs.values()]
      .toSorted((x, y) => y.articles - x.articles)
      .map(({ ids, articles, tallies }) => ({
        first: name(ids[0]),
        second: name(ids[1]),
        ...agreementOf(articles, tallies),
      }));
  }
}

/** The submitted layers of articles with their marks by place alone: what agreement counts, and no more. */
async function readLayers(actor: Actor, articleIds: readonly string[]): Promise<Layer[]> {
  const rows = await db().$queryRaw`
    SELECT l."articleId", l."ownerId", u."name", n.count,
           CASE WHEN n.count > ${mostMarks} THEN '[]'::jsonb ELSE coalesce((
             SELECT jsonb_agg(jsonb_build_object('kind', a."kind", 'spans', s.spans))
               FROM "Annotation" a
              CROSS JOIN LATERAL (
                SELECT coalesce(jsonb_agg(jsonb_build_object('start', s."start", 'end', s."end")), '[]') AS spans
                  FROM "AnnotationSpan" s WHERE s."annotationId" = a."id" AND s."role" IN ('body', 'content')) s
              WHERE a."layerId" = l."id" AND a."deletedAt" IS NULL), '[]') END AS marks
      FROM seen_layers(${actor.userId}::uuid) l
      JOIN "User" u ON u."id" = l."ownerId"
     CROSS JOIN LATERAL (SELECT count(*)::int AS count FROM "Annotation" a WHERE a."layerId" = l."id" AND a."deletedAt" IS NULL) n
     WHERE l."articleId" = ANY(${[...articleIds]}::uuid[]) AND l."kind" = 'person' AND l."state" = 'submitted'`;
  return layerRows.parse(rows);
}
