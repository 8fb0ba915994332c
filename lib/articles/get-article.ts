import "server-only";
import { z } from "zod";
import { requireArticle } from "@/lib/access";
import type { ArticleDto, LayerSummary, SlotDto } from "@/lib/articles/facts-schema";
import { getArticleText } from "@/lib/articles/get-article-text";
import { hiddenGold } from "@/lib/articles/list-articles";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { type Actor, can } from "@/lib/policy";
import { Prisma } from "@/prisma/generated/client";

const stageOf: Record<string, string> = { review: "waiting", reviewing: "in-review", done: "done" };

const articleRows = z.array(
  z.object({
    number: z.bigint(),
    revision: z.number(),
    priority: z.number(),
    isCalibration: z.boolean(),
    isGold: z.boolean(),
    showsCalibration: z.boolean(),
    state: z.string(),
    layerMode: z.string(),
    derivation: z.string().nullable(),
    derivesFromId: z.string().nullable(),
    derivesFromTitle: z.string().nullable(),
    licence: z.string().nullable(),
    publisherLicence: z.string().nullable(),
    batchId: z.string(),
    batchLabel: z.string(),
    createdAt: z.date(),
    versionId: z.string(),
    hideNames: z.boolean(),
    isBlind: z.boolean(),
    isBegun: z.boolean(),
  }),
);
const slotRows = z.array(
  z.object({
    id: z.string(),
    ordinal: z.number(),
    personId: z.string().nullable(),
    name: z.string().nullable(),
    state: z.string(),
    kind: z.string(),
    keptFor: z.string().nullable(),
  }),
);
const layerRows = z.array(
  z.object({
    id: z.string(),
    kind: z.string(),
    state: z.string(),
    ownerId: z.string().nullable(),
    name: z.string().nullable(),
    ordinal: z.number().nullable(),
    isNothingToMark: z.boolean(),
    version: z.number(),
    submittedAt: z.date().nullable(),
  }),
);

/**
 * An article of a project with its newest text, its facts and the work on it that the actor may see: one's own place
 * for everybody; all places and the layers of `seen_layers` for managers and reviewers who are not blind here.
 * Throws notFound (an article of another project too).
 */
export async function getArticle(
  actor: Actor,
  { slug, articleId }: { slug: string; articleId: string },
  tx: Tx = db(),
): Promise<ArticleDto> {
  const access = await requireArticle(actor, articleId, "project.view", tx);
  if (access.slug !== slug) throw notFound();
  const row = articleRows.parse(
    await tx.$queryRaw`
      SELECT a."number", a."revision", CASE WHEN ${hiddenGold(actor)} AND ${!can(access.role, "review.decide")} THEN 'open' ELSE a."state" END AS "state",
             a."layerMode", a."priority", a."isCalibration", a."isGold", p."showsCalibration", a."derivation", o."id" AS "derivesFromId", o."title" AS "derivesFromTitle",
             nullif(a."licence", '') AS "licence", source_licence(a."publisherId") AS "publisherLicence",
             b."id" AS "batchId", b."label" AS "batchLabel", a."createdAt", p."hideNames",
             (SELECT v."id" FROM "ArticleVersion" v WHERE v."articleId" = a."id" ORDER BY v."number" DESC LIMIT 1) AS "versionId",
             EXISTS (SELECT 1 FROM "Layer" l WHERE l."articleId" = a."id" AND l."ownerId" = ${actor.userId}::uuid
                        AND l."kind" IN ('person', 'measured') AND l."state" IN ('open', 'returned')) AS "isBlind",
             EXISTS (SELECT 1 FROM "Slot" s WHERE s."articleId" = a."id"
                        AND s."state" IN ('taken', 'submitted', 'returned', 'stalled')) OR ${hiddenGold(actor)} AS "isBegun"
        FROM seen_articles(${actor.userId}::uuid) a
        JOIN "Project" p ON p."id" = a."projectId"
        JOIN "ImportBatch" b ON b."id" = a."batchId"
        LEFT JOIN seen_articles(${actor.userId}::uuid) o ON o."id" = a."derivesFromId"
       WHERE a."id" = ${articleId}::uuid`,
  )[0];
  if (!row) throw notFound();
  const showsNames = access.role === "manager" || !row.hideNames;
  const seesOthers = can(access.role, "review.decide") && !row.isBlind;
  return {
    id: articleId,
    number: row.number.toString(),
    revision: row.revision,
    stage: stageOf[row.state] ?? (row.isBegun ? "in-work" : "open"),
    layerMode: row.layerMode,
    derivation: row.derivation,
    derivesFrom:
      row.derivesFromId && row.derivesFromTitle !== null
        ? { id: row.derivesFromId, title: row.derivesFromTitle }
        : null,
    licence: row.licence,
    publisherLicence: row.publisherLicence,
    batch: { id: row.batchId, label: row.batchLabel },
    createdAt: row.createdAt.toISOString(),
    text: await getArticleText(actor, row.versionId, tx),
    creditNames: await readCreditNames(tx, articleId),
    slots: await readSlots(tx, actor, articleId, {
      seesOthers,
      showsNames,
      isManager: access.role === "manager",
    }),
    layers: await readLayers(tx, actor, articleId, showsNames),
    isBlind: row.isBlind,
    canPrepare: can(access.role, "article.prepare"),
    isCalibration: row.isCalibration && (access.role === "manager" || row.showsCalibration),
    desk: can(access.role, "article.assign") ? { priority: row.priority, isGold: row.isGold } : null,
  };
}

async function readCreditNames(tx: Tx, articleId: string): Promise<string[]> {
  const rows = await tx.articleCredit.findMany({
    where: { articleId },
    orderBy: { name: "asc" },
    select: { name: true },
  });
  return rows.map((row) => row.name);
}

async function readSlots(
  tx: Tx,
  actor: Actor,
  articleId: string,
  { seesOthers, showsNames, isManager }: { seesOthers: boolean; showsNames: boolean; isManager: boolean },
): Promise<SlotDto[]> {
  const rows = slotRows.parse(
    await tx.$queryRaw`
      SELECT s."id", CASE WHEN ${seesOthers} THEN s."ordinal" ELSE 1 END AS ordinal, s."personId", u."name", s."state"::text AS state,
             CASE WHEN ${isManager} THEN s."kind" ELSE 'ordinary' END AS kind,
             CASE WHEN ${isManager} AND s."state" = 'open' THEN k."name" END AS "keptFor"
        FROM "Slot" s LEFT JOIN "User" u ON u."id" = s."personId" LEFT JOIN "User" k ON k."id" = s."reservedForId"
       WHERE s."articleId" = ${articleId}::uuid
         AND ((${seesOthers} AND (s."kind" <> 'gold' OR ${isManager})) OR s."personId" = ${actor.userId}::uuid)
       ORDER BY s."ordinal"`,
  );
  return rows.map(({ personId, name, ...slot }) => {
    const isOwn = personId === actor.userId;
    return {
      ...slot,
      person: personId === null ? null : personName(name, slot.ordinal, isOwn || showsNames),
      isOwn,
    };
  });
}

/**
 * Whether what stands in a layer `l` may be told here: it is one's own, the article is done, or one has looked at its
 * layers already. Anybody else could still be given the article, or take one's own work on it back.
 */
function mayTell(actor: Actor): Prisma.Sql {
  return Prisma.sql`(l."ownerId" IS NOT DISTINCT FROM ${actor.userId}::uuid
    OR EXISTS (SELECT 1 FROM "Article" a WHERE a."id" = l."articleId" AND a."state" = 'done')
    OR EXISTS (SELECT 1 FROM "LayerView" v WHERE v."articleId" = l."articleId" AND v."userId" = ${actor.userId}::uuid))`;
}

async function readLayers(
  tx: Tx,
  actor: Actor,
  articleId: string,
  showsNames: boolean,
): Promise<LayerSummary[]> {
  const rows = layerRows.parse(
    await tx.$queryRaw`
      SELECT l."id", CASE WHEN l."kind" = 'measured' AND l."ownerId" = ${actor.userId}::uuid THEN 'person' ELSE l."kind"::text END AS kind,
             l."state"::text AS state, l."ownerId", coalesce(u."name", i."name") AS name,
             s."ordinal", v."number" AS version, l."submittedAt", (l."isNothingToMark" AND ${mayTell(actor)}) AS "isNothingToMark"
        FROM seen_layers(${actor.userId}::uuid) l
        JOIN "ArticleVersion" v ON v."id" = l."versionId"
        LEFT JOIN "User" u ON u."id" = l."ownerId"
        LEFT JOIN "ImportedIdentity" i ON i."id" = l."identityId"
        LEFT JOIN "Slot" s ON s."id" = l."slotId"
       WHERE l."articleId" = ${articleId}::uuid ORDER BY v."number" DESC, l."kind", s."ordinal", l."id"`,
  );
  return rows.map((row) => {
    const isOwn = row.ownerId === actor.userId;
    const owner = row.name === null ? null : personName(row.name, row.ordinal, isOwn || showsNames);
    const { id, kind, state, isNothingToMark, version } = row;
    return {
      id,
      kind,
      state,
      owner,
      isOwn,
      isNothingToMark,
      version,
      submittedAt: row.submittedAt?.toISOString() ?? null,
    };
  });
}

/** A name, or where names are hidden the letter of the person's place in this article. */
function personName(name: string | null, ordinal: number | null, isShown: boolean): string {
  if (isShown && name) return name;
  return ordinal === null ? "Annotator" : `Annotator ${String.fromCodePoint(65 + ((ordinal - 1) % 26))}`;
}
