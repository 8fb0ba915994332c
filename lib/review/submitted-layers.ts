import "server-only";
import { z } from "zod";
import type { ArticleLayer, Story } from "@/lib/agreement/article-layer";
import { db } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { boilerplateKinds } from "@/lib/vocabulary";
import { Prisma } from "@/prisma/generated/client";

/** One person's submitted layer of an article, or its final one (without owner); layers of one version can be compared. */
export type SubmittedArticleLayer = {
  articleId: string;
  versionId: string;
  ownerId: string | null;
  name: string;
  story: Story;
  layer: ArticleLayer;
};

const span = z.object({ start: z.number(), end: z.number() });
const passage = z.object({ place: z.string(), spans: z.array(span) });
const rows = z.array(
  z.object({
    articleId: z.string(),
    versionId: z.string(),
    ownerId: z.string().nullable(),
    name: z.string(),
    story: z.object({ length: z.number(), boilerplate: z.array(span) }),
    marks: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        values: z.record(z.string(), z.string().nullable()),
        spans: z.array(span.extend({ role: z.enum(["body", "source", "cue", "content"]) })),
      }),
    ),
    links: z.array(z.object({ fromId: z.string(), toId: z.string(), label: z.string() })),
    twins: z.array(z.object({ from: passage, to: passage })),
  }),
);

const articleRows = z.array(z.object({ id: z.string(), number: z.bigint(), readyAt: z.date().nullable() }));

/**
 * The condition under which an article `a` is compared: all wanted people have handed in (on a newer text of a finished
 * article nobody is compared, so that it stays what it was), nothing is withdrawn, and the
 * viewer (if any) has no work of their own on it that could still change.
 */
export function isComparable(viewer: Actor | null): Prisma.Sql {
  const whole = Prisma.sql`a."withdrawnAt" IS NULL AND (a."state" IN ('review', 'reviewing', 'done') OR a."finishedAt" IS NOT NULL)`;
  if (!viewer) return whole;
  return Prisma.sql`${whole} AND NOT EXISTS (
    SELECT 1 FROM "Layer" l WHERE l."articleId" = a."id" AND l."ownerId" = ${viewer.userId}::uuid
       AND l."kind" IN ('person', 'measured') AND (l."state" IN ('open', 'returned')
         -- One's own work can still be taken back as long as nobody has begun to review it.
         OR (l."state" = 'submitted' AND a."state" = 'review')))`;
}

/**
 * The articles of a project whose submitted layers the viewer may compare (see isComparable; null is the program itself),
 * oldest first, `size` after the one numbered `after`.
 */
export async function listComparable(
  viewer: Actor | null,
  projectId: string,
  after: bigint,
  size: number,
): Promise<z.infer<typeof articleRows>> {
  return articleRows.parse(
    await db().$queryRaw`
      SELECT a."id", a."number", a."reviewReadyAt" AS "readyAt" FROM "Article" a
       WHERE a."projectId" = ${projectId}::uuid AND a."number" > ${after} AND ${isComparable(viewer)}
       ORDER BY a."number" LIMIT ${size}`,
  );
}

/**
 * The submitted layers of these articles that the viewer may see (null is the program itself), with all that agreement
 * compares, and the final layers of finished ones after them. A layer that began with what was final before is no word of
 * its own and left out.
 */
export async function readSubmittedLayers(
  viewer: Actor | null,
  articleIds: readonly string[],
): Promise<SubmittedArticleLayer[]> {
  const layers = viewer ? Prisma.sql`seen_layers(${viewer.userId}::uuid)` : Prisma.sql`"Layer"`;
  const found = await db().$queryRaw`
    SELECT l."articleId", l."versionId", l."ownerId", coalesce(u."name", 'Final') AS "name",
           jsonb_build_object('length', v."length", 'boilerplate', coalesce((
             SELECT jsonb_agg(jsonb_build_object('start', b."start", 'end', b."end")) FROM "Block" b
              WHERE b."versionId" = v."id" AND b."kind" = ANY(${[...boilerplateKinds]})), '[]')) AS story,
           coalesce((
             SELECT jsonb_agg(jsonb_build_object('id', a."id", 'kind', a."kind", 'spans', s.spans,
                      'values', jsonb_build_object(
                        'kind', a."attributes"->>'kind', 'origin', a."attributes"->>'origin',
                        'attributionType', a."attributes"->>'attributionType',
                        'quoteType', a."attributes"->>'quoteType', 'sourceKind', a."attributes"->>'sourceKind',
                        'degree', (SELECT r."degree" FROM "ReuseLink" r
                                    WHERE r."annotationId" = a."id" AND r."deletedAt" IS NULL AND r."state" = 'confirmed' ORDER BY r."createdAt", r."id" LIMIT 1)) || coalesce((
                          SELECT jsonb_object_agg(d ->> 'key', a."attributes" ->> (d ->> 'key'))
                            FROM "AttributeVersion" g CROSS JOIN jsonb_array_elements(g."definitions") d
                           WHERE g."id" = l."attributeVersionId" AND d ->> 'kind' = a."kind"::text AND d ->> 'type' <> 'text'), '{}')))
               FROM "Annotation" a
              CROSS JOIN LATERAL (
                SELECT coalesce(jsonb_agg(jsonb_build_object('role', s."role", 'start', s."start", 'end', s."end")), '[]') AS spans
                  FROM "AnnotationSpan" s WHERE s."annotationId" = a."id") s
              WHERE a."layerId" = l."id" AND a."deletedAt" IS NULL), '[]') AS marks,
           coalesce((
             SELECT jsonb_agg(jsonb_build_object('fromId', k."attributionId", 'toId', k."claimId",
                                                 'label', k."role" || ':' || k."stance"))
               FROM "ClaimLink" k WHERE k."layerId" = l."id" AND k."deletedAt" IS NULL), '[]') AS links,
           coalesce((
             SELECT jsonb_agg(jsonb_build_object(
                      'from', jsonb_build_object('place', a."versionId", 'spans', (
                        SELECT jsonb_agg(jsonb_build_object('start', s."start", 'end', s."end"))
                          FROM "AnnotationSpan" s WHERE s."annotationId" = a."id")),
                      'to', jsonb_build_object('place', coalesce(p."versionId"::text, p."url"), 'spans', coalesce((
                        SELECT jsonb_agg(jsonb_build_object('start', s."start", 'end', s."end"))
                          FROM "PassageSpan" s WHERE s."passageId" = p."id"), '[]'))))
               FROM "ReuseLink" r
               JOIN "Annotation" a ON a."id" = r."annotationId" AND a."deletedAt" IS NULL
               JOIN "Passage" p ON p."id" = r."passageId"
              WHERE r."layerId" = l."id" AND r."deletedAt" IS NULL AND r."state" = 'confirmed'), '[]') AS twins
      FROM ${layers} l
      LEFT JOIN "User" u ON u."id" = l."ownerId"
      JOIN "ArticleVersion" v ON v."id" = l."versionId"
     WHERE l."articleId" = ANY(${[...articleIds]}::uuid[]) 
       AND l."carriedFromId" IS NULL
       AND ((l."kind" = 'person' AND l."state" = 'submitted') OR (l."kind" IN ('adjudicated', 'superseded') AND l."state" = 'closed'))
     ORDER BY l."articleId", l."ownerId" NULLS LAST`;
  return rows.parse(found).map(({ marks, links, twins, ...rest }) => ({
    ...rest,
    layer: {
      links,
      twins,
      marks: marks.map(({ id, kind, values, spans }) => {
        const of = (...roles: string[]) =>
          spans
            .filter(({ role }) => roles.includes(role))
            .map(({ start, end }) => ({ start, end }))
            .toSorted((a, b) => a.start - b.start);
        return { id, kind, values, body: of("body", "content"), source: of("source"), cue: of("cue") };
      }),
    },
  }));
}
