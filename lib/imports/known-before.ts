import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import type { BatchReport } from "@/lib/imports/schema";
import { Prisma } from "@/prisma/generated/client";

/** Of how many drafts of a batch something was known before; a draft counts once at most. */
export type KnownBefore = { duplicates: number; newer: number; withdrawn: number };

/**
 * A query of what withdrew texts for good, in whatever project ("id", "redactedBy"): `rows` is a query of the texts asked
 * about, "id", "projectId" and "textSha256". A decision of their own project goes before another's, a later before an earlier.
 */
export function withdrawalsOf(rows: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT DISTINCT ON (e."id") e."id", v."redactedBy"
      FROM (${rows}) e
      JOIN "ArticleVersion" v ON v."textSha256" = e."textSha256" AND v."redactedBy" IS NOT NULL
     ORDER BY e."id", v."projectId" = e."projectId" DESC, v."createdAt" DESC`;
}

/**
 * A query of the articles of their project that have the addresses of texts ("id", "articleId"), with http or https, with
 * or without a slash at its end: `rows` is a query of the texts asked about, "id", "projectId" and "url".
 */
export function addressesOf(rows: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT DISTINCT ON (e."id") e."id", a."id" AS "articleId"
      FROM (${rows}) e
     CROSS JOIN LATERAL (SELECT regexp_replace(rtrim(e."url", '/'), '^https?://', '') AS bare) b
     CROSS JOIN LATERAL unnest(ARRAY['https://' || b.bare, 'https://' || b.bare || '/', 'http://' || b.bare, 'http://' || b.bare || '/']) u
     -- Each address is looked up by itself, however old the statistics are: OFFSET keeps the order, and the comparison of
     -- projects is one that no index serves.
     CROSS JOIN LATERAL (
       SELECT a."id", a."number" FROM "Article" a
        WHERE a."url" = u AND a."projectId" IS NOT DISTINCT FROM e."projectId" AND a."withdrawnAt" IS NULL OFFSET 0) a
     ORDER BY e."id", a."number" DESC`;
}

/**
 * A query of the earlier drafts of the batch of `d` that have its text, in parentheses. The text is looked up first,
 * whatever the statistics say: else each draft is held against all before it.
 */
export const earlierDrafts = Prisma.sql`(
  SELECT e."id", e."ordinal", e."draft"
    FROM (SELECT s."id", s."batchId", s."ordinal", s."draft" FROM "ImportDraft" s
           WHERE s."projectId" = d."projectId" AND s."textSha256" = d."textSha256" OFFSET 0) e
   WHERE e."batchId" = d."batchId" AND e."ordinal" < d."ordinal")`;

/** Joins what rows `d` are known by: the article of their address `a`, the decision `r`, and whoever decided in their project `u`. */
export const knownJoins = Prisma.sql`
      LEFT JOIN "Article" a ON a."id" = d."newerOfId"
      LEFT JOIN "Redaction" r ON r."id" = d."withdrawalId"
      LEFT JOIN "Article" w ON w."id" = r."subjectId" AND w."projectId" = d."projectId"
      LEFT JOIN "User" u ON u."id" = r."decidedById" AND w."id" IS NOT NULL`;

/** The cases of why rows `d` with their `knownJoins` are left out, each a sentence; reports keep it, so that it names nobody. */
export const knownReasons = Prisma.sql`
                WHEN d."withdrawalId" IS NOT NULL THEN 'This text was withdrawn for good on ' || to_char(r."decidedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD') || ' by an administrator.'
                WHEN a."id" IS NOT NULL THEN 'The project has an article with this address and another text: “' || a."title" || '” (' || a."id" || '). It can be added to that article as a newer version.'`;

/**
 * Notes what is known of a batch's drafts where nothing was: the article of the project with the very text; the decision
 * that withdrew the very text for good, in whatever project; and the article of the project with the same address and
 * another text. Returns how many drafts that concerns.
 */
export async function noteKnown(tx: Tx, batchId: string): Promise<number> {
  const here = await tx.$executeRaw`
    UPDATE "ImportDraft" d SET "duplicateOfId" = found."articleId"
      FROM (SELECT DISTINCT ON (e."id") e."id", v."articleId"
              FROM "ImportDraft" e
              JOIN "ArticleVersion" v ON v."projectId" = e."projectId" AND v."textSha256" = e."textSha256"
              JOIN "Article" a ON a."id" = v."articleId" AND a."withdrawnAt" IS NULL
             WHERE e."batchId" = ${batchId}::uuid AND e."duplicateOfId" IS NULL
             ORDER BY e."id", a."number") found
     WHERE d."id" = found."id"`;
  const withdrawn = await tx.$executeRaw`
    UPDATE "ImportDraft" d SET "withdrawalId" = found."redactedBy"
      FROM (${withdrawalsOf(Prisma.sql`
             SELECT e."id", e."projectId", e."textSha256" FROM "ImportDraft" e
              WHERE e."batchId" = ${batchId}::uuid AND e."withdrawalId" IS NULL`)}) found
     WHERE d."id" = found."id"`;
  return here + withdrawn + (await noteAddresses(tx, batchId));
}

/**
 * Notes which drafts have the address of an article of the project and another text: with http or https, with or without
 * a slash at its end; of one draft alone where it is said. Returns how many that newly concerns.
 */
export async function noteAddresses(tx: Tx, batchId: string, draftId?: string): Promise<number> {
  return tx.$executeRaw`
    UPDATE "ImportDraft" d SET "newerOfId" = found."articleId"
      FROM (${addressesOf(Prisma.sql`
             SELECT e."id", e."projectId", e."draft" -> 'facts' ->> 'url' AS "url" FROM "ImportDraft" e
              WHERE e."batchId" = ${batchId}::uuid AND e."newerOfId" IS NULL AND e."duplicateOfId" IS NULL
                AND (${draftId ?? null}::uuid IS NULL OR e."id" = ${draftId ?? null}::uuid)`)}) found
     WHERE d."id" = found."id"`;
}

const counted = z.tuple([z.object({ duplicates: z.number(), newer: z.number(), withdrawn: z.number() })]);

/**
 * Leaves out of a batch that was just read what is known: texts that the project or an earlier draft has, and unless
 * told to take them all the same, texts withdrawn for good and other texts of an article's address.
 */
export async function leaveOutKnown(tx: Tx, batchId: string, again: boolean): Promise<KnownBefore> {
  await noteKnown(tx, batchId);
  const rows = await tx.$queryRaw`
    WITH known AS (
      SELECT d."id", d."duplicateOfId" IS NOT NULL OR EXISTS ${earlierDrafts} AS here,
             d."withdrawalId" IS NOT NULL AS withdrawn, d."newerOfId" IS NOT NULL AS newer
        FROM "ImportDraft" d WHERE d."batchId" = ${batchId}::uuid),
    left_out AS (
      UPDATE "ImportDraft" d SET "isExcluded" = true FROM known k
       WHERE k."id" = d."id" AND (k.here OR (NOT ${again} AND (k.withdrawn OR k.newer))))
    SELECT count(*) FILTER (WHERE here)::int AS duplicates, count(*) FILTER (WHERE withdrawn AND NOT here)::int AS withdrawn,
           count(*) FILTER (WHERE newer AND NOT withdrawn AND NOT here)::int AS newer FROM known`;
  return counted.parse(rows)[0];
}

/** Leaves out what has become known since the batch was read, as it would have been left out then. */
export async function leaveOutNewcomers(tx: Tx, batchId: string): Promise<void> {
  const before = await tx.importDraft.findMany({
    where: {
      batchId,
      OR: [{ duplicateOfId: { not: null } }, { newerOfId: { not: null } }, { withdrawalId: { not: null } }],
    },
    select: { id: true, duplicateOfId: true, newerOfId: true, withdrawalId: true },
  });
  if ((await noteKnown(tx, batchId)) === 0) return;
  const knew = (field: "duplicateOfId" | "newerOfId" | "withdrawalId") => ({
    [field]: { not: null },
    id: { notIn: before.filter((draft) => draft[field] !== null).map((draft) => draft.id) },
  });
  await tx.importDraft.updateMany({
    where: { batchId, OR: [knew("duplicateOfId"), knew("newerOfId"), knew("withdrawalId")] },
    data: { isExcluded: true },
  });
}

/** Of a draft or record `d`: none for an article that is withdrawn for good, which may have the same title. */
export const namesNoWithdrawn = Prisma.sql`
  NOT EXISTS (SELECT 1 FROM "Redaction" g WHERE g."kind" = 'article' AND g."subjectId" = d."newerOfId")`;

/** The drafts of a batch that are left out, with why, in order. */
export async function listLeftOut(tx: Tx, batchId: string): Promise<BatchReport["leftOut"]> {
  const rows = await tx.$queryRaw`
    SELECT d."draft" -> 'facts' ->> 'title' AS title, d."fileName",
           CASE WHEN d."duplicateOfId" IS NOT NULL THEN 'The project has this text already.'
                WHEN EXISTS ${earlierDrafts} THEN 'The batch has this text twice.'
                ${knownReasons}
                ELSE 'Left out by hand.' END AS reason
      FROM "ImportDraft" d
      ${knownJoins}
     WHERE d."batchId" = ${batchId}::uuid AND d."isExcluded" AND ${namesNoWithdrawn} ORDER BY d."ordinal"`;
  return z.array(z.object({ title: z.string(), fileName: z.string(), reason: z.string() })).parse(rows);
}
