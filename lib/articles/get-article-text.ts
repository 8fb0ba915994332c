import "server-only";
import { z } from "zod";
import { type ArticleText, articleTextSchema, type WorkPosition } from "@/lib/articles/text-schema";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { directionOf } from "@/lib/text/direction";

/** A version's text with its blocks and its article's facts, for whoever sees the article. Throws notFound. */
export async function getArticleText(actor: Actor, versionId: string, tx: Tx = db()): Promise<ArticleText> {
  if (!z.uuid().safeParse(versionId).success) throw notFound();
  const rows = await tx.$queryRaw`
    SELECT a."id" AS "articleId", v."id" AS "versionId", a."projectId", a."title", v."text", v."length", a."language" AS lang,
           p."name" AS publisher, a."byline", a."url", a."publishedText", a."originalLanguage", a."translated",
           to_char(a."publishedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "publishedAt",
           coalesce((SELECT jsonb_agg(coalesce(s."name", c."name") ORDER BY c."name")
                       FROM "ArticleCredit" c LEFT JOIN "Source" s ON s."id" = c."sourceId" WHERE c."articleId" = a."id"), '[]') AS credits,
           coalesce((SELECT jsonb_agg(jsonb_build_object('id', b."id", 'kind', b."kind", 'start', b."start", 'end', b."end") ORDER BY b."start")
                       FROM "Block" b WHERE b."versionId" = v."id"), '[]') AS blocks,
           jsonb_build_object('number', v."number", 'change', v."change",
             'changedAt', coalesce(to_char(v."changedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), v."changedText"),
             'addedAt', to_char(v."createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
             'isNewest', NOT EXISTS (SELECT 1 FROM "ArticleVersion" n WHERE n."articleId" = v."articleId" AND n."number" > v."number")) AS version
      FROM "ArticleVersion" v
      JOIN seen_articles(${actor.userId}::uuid) a ON a."id" = v."articleId"
      LEFT JOIN "Source" p ON p."id" = a."publisherId"
     WHERE v."id" = ${versionId}::uuid`;
  const row = z.array(articleTextSchema).parse(rows)[0];
  if (!row) throw notFound();
  return { ...row, dir: directionOf(row.lang, row.text) };
}

const positionRows = z.array(z.object({ submitted: z.number(), total: z.number() }));

/** How many of a project's articles the actor has handed in, from stored counts. */
export async function getWorkPosition(actor: Actor, projectId: string, tx: Tx = db()): Promise<WorkPosition> {
  const rows = await tx.$queryRaw`
    SELECT coalesce(m."submittedCount", 0) AS submitted, p."articleCount" AS total
      FROM seen_projects(${actor.userId}::uuid) p
      LEFT JOIN "Member" m ON m."projectId" = p."id" AND m."userId" = ${actor.userId}::uuid
     WHERE p."id" = ${projectId}::uuid`;
  return positionRows.parse(rows)[0] ?? { submitted: 0, total: 0 };
}

/** The guideline that a layer is made under. */
export type LayerGuideline = { number: number; content: unknown };
const guidelineRows = z.array(z.object({ number: z.number(), content: z.unknown() }));

/** The guideline version named by a layer that the actor sees, else the project's newest; null where there is none. */
export async function getLayerGuideline(
  actor: Actor,
  layerId: string,
  tx: Tx = db(),
): Promise<LayerGuideline | null> {
  const rows = await tx.$queryRaw`
    SELECT g."number", g."content"
      FROM seen_layers(${actor.userId}::uuid) l
      JOIN LATERAL (SELECT * FROM "GuidelineVersion" g WHERE g."projectId" = l."projectId"
                       AND (l."guidelineVersionId" IS NULL OR g."id" = l."guidelineVersionId")
                     ORDER BY g."number" DESC LIMIT 1) g ON true
     WHERE l."id" = ${layerId}::uuid`;
  return guidelineRows.parse(rows)[0] ?? null;
}
