import "server-only";
import { z } from "zod";
import { recordLayerView } from "@/lib/access";
import { blockSchema } from "@/lib/articles/text-schema";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { spanSchema } from "@/lib/layers/schema";
import type { Actor } from "@/lib/policy";
import { directionOf } from "@/lib/text/direction";
import { isFinal } from "@/lib/versions/final-sql";
import { isOpenOrphan } from "@/lib/versions/open-orphans";
import type { VersionComparisonDto, VersionDto, VersionTextDto } from "@/lib/versions/schema";
import { annotationKinds, versionChanges } from "@/lib/vocabulary";
import { Prisma } from "@/prisma/generated/client";

/** Texts of one article listed at most; nobody corrects an article more often. */
const MOST = 500;

const time = (column: Prisma.Sql) =>
  Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const versionShape = z.object({
  id: z.string(),
  number: z.number(),
  change: z.enum(versionChanges).nullable(),
  note: z.string(),
  changedAt: z.string().nullable(),
  addedAt: z.string(),
  addedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  length: z.number(),
  sha256: z.string(),
  isNewest: z.boolean(),
  isRedacted: z.boolean(),
  marksAreHidden: z.boolean(),
  marks: z
    .object({ exact: z.number(), moved: z.number(), orphaned: z.number(), open: z.number() })
    .nullable(),
});

/** The columns of a version `v` of article `a` as the actor may know them; how marks came over is told of layers that they see. */
function columns(actor: Actor): Prisma.Sql {
  return Prisma.sql`
    v."id", v."number", v."change", v."note", coalesce(${time(Prisma.sql`v."changedAt"`)}, v."changedText") AS "changedAt",
    ${time(Prisma.sql`v."createdAt"`)} AS "addedAt", v."length", encode(v."textSha256", 'hex') AS "sha256",
    v."redactedBy" IS NOT NULL AS "isRedacted",
    (EXISTS (SELECT 1 FROM "Layer" l WHERE l."versionId" = v."id" AND l."carriedFromId" IS NOT NULL AND l."withdrawnAt" IS NULL AND l."state" <> 'closed')
     AND NOT EXISTS (SELECT 1 FROM seen_layers(${actor.userId}::uuid) l WHERE l."versionId" = v."id" AND l."carriedFromId" IS NOT NULL)) AS "marksAreHidden",
    (SELECT jsonb_build_object('id', u."id", 'name', u."name") FROM "User" u WHERE u."id" = v."addedById") AS "addedBy",
    NOT EXISTS (SELECT 1 FROM "ArticleVersion" n WHERE n."articleId" = v."articleId" AND n."number" > v."number") AS "isNewest",
    (SELECT jsonb_build_object('exact', count(*) FILTER (WHERE c."outcome" = 'exact'), 'moved', count(*) FILTER (WHERE c."outcome" = 'moved'),
                               'orphaned', count(*) FILTER (WHERE c."outcome" = 'orphaned'), 'open', count(*) FILTER (WHERE ${isOpenOrphan}))
       FROM "CarriedMark" c
      WHERE c."layerId" = (
        SELECT l."id" FROM seen_layers(${actor.userId}::uuid) l WHERE l."versionId" = v."id" AND l."carriedFromId" IS NOT NULL
         ORDER BY l."state" = 'closed', l."createdAt" DESC, l."id" LIMIT 1) HAVING count(*) > 0) AS marks`;
}

/** The texts of an article, the newest first. Throws notFound. */
export async function listVersions(actor: Actor, articleId: string, tx: Tx = db()): Promise<VersionDto[]> {
  if (!z.uuid().safeParse(articleId).success) throw notFound();
  const rows = z.array(versionShape).parse(
    await tx.$queryRaw`
      SELECT ${columns(actor)}
        FROM seen_articles(${actor.userId}::uuid) a JOIN "ArticleVersion" v ON v."articleId" = a."id"
       WHERE a."id" = ${articleId}::uuid ORDER BY v."number" DESC LIMIT ${MOST}`,
  );
  if (rows.length === 0) throw notFound();
  return rows;
}

const textRows = z.array(
  versionShape.extend({ text: z.string(), title: z.string(), lang: z.string().nullable() }),
);

async function readTexts(actor: Actor, articleId: string, numbers: readonly number[], tx: Tx) {
  if (!z.uuid().safeParse(articleId).success || numbers.some((one) => !isNumber(one))) throw notFound();
  const rows = textRows.parse(
    await tx.$queryRaw`
      SELECT ${columns(actor)}, v."text", a."title", a."language" AS lang
        FROM seen_articles(${actor.userId}::uuid) a JOIN "ArticleVersion" v ON v."articleId" = a."id"
       WHERE a."id" = ${articleId}::uuid AND v."number" = ANY(${[...numbers]}::int[]) ORDER BY v."number"`,
  );
  if (rows.length !== new Set(numbers).size) throw notFound();
  return rows;
}

function isNumber(value: number): boolean {
  return Number.isInteger(value) && value > 0 && value < 2 ** 31;
}

const markRows = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(annotationKinds),
    spans: z.array(spanSchema),
  }),
);

/**
 * One of an article's texts by its number, with the marks of what is or was final on it as far as the actor sees it.
 * Looking at them is noted, as looking at any layer of others is. Throws notFound.
 */
export async function readVersion(
  actor: Actor,
  articleId: string,
  number: number,
  tx: Tx = db(),
): Promise<VersionTextDto> {
  const [row] = await readTexts(actor, articleId, [number], tx);
  if (!row) throw notFound();
  const { text, lang, title: _title, ...version } = row;
  const blocks = await tx.block.findMany({
    where: { versionId: version.id },
    orderBy: { start: "asc" },
    select: { id: true, kind: true, start: true, end: true },
  });
  const marks = markRows.parse(
    await tx.$queryRaw`
      SELECT n."id", n."kind"::text, s."spans"
        FROM seen_layers(${actor.userId}::uuid) l
        JOIN "Article" a ON a."id" = l."articleId"
        JOIN "Annotation" n ON n."layerId" = l."id" AND n."deletedAt" IS NULL
       CROSS JOIN LATERAL (
         SELECT jsonb_agg(jsonb_build_object('role', s."role", 'start', s."start", 'end', s."end", 'quote', s."quote")
                  ORDER BY s."start", s."end", s."role") AS "spans", min(s."start") AS "first"
           FROM "AnnotationSpan" s WHERE s."annotationId" = n."id") s
       WHERE l."versionId" = ${version.id}::uuid AND (l."kind" = 'superseded' OR ${isFinal})
       ORDER BY s."first", n."id"`,
  );
  if (marks.length > 0) await recordLayerView(actor, articleId, tx);
  return {
    version,
    text,
    lang,
    dir: directionOf(lang, text),
    blocks: blocks.map((block) => blockSchema.parse(block)),
    marks,
  };
}

/** Two texts of an article by their numbers, in either order, the older first in the answer. Throws notFound. */
export async function compareVersions(
  actor: Actor,
  articleId: string,
  from: number,
  to: number,
  tx: Tx = db(),
): Promise<VersionComparisonDto> {
  const rows = await readTexts(actor, articleId, [from, to], tx);
  const [first] = rows;
  const last = rows.at(-1);
  if (!first || !last) throw notFound();
  const side = ({ title: _title, lang: _lang, ...version }: typeof first) => version;
  return {
    articleTitle: last.title,
    lang: last.lang,
    dir: directionOf(last.lang, last.text),
    from: side(first),
    to: side(last),
  };
}
