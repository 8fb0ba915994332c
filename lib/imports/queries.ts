import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { batchLock, liveState, requireBatch } from "@/lib/imports/access";
import { earlierDrafts } from "@/lib/imports/known-before";
import {
  type BatchDto,
  type BatchProgress,
  type BatchSummary,
  batchReportSchema,
  batchStates,
  type DraftRow,
  draftFactsSchema,
  newerOfSchema,
} from "@/lib/imports/schema";
import { intakeWarningSchema } from "@/lib/intake/draft";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";

const batchKey = z.tuple([z.iso.datetime(), z.uuid()]);

const summaryRows = z.array(
  z.object({
    id: z.string(),
    label: z.string(),
    state: z.enum(batchStates),
    total: z.number(),
    done: z.number(),
    report: batchReportSchema.pick({ skipped: true, startedAt: true }),
    kind: z.enum(["articles", "annotations", "suggestions"]),
    createdAt: z.date(),
    createdBy: z.string(),
  }),
);

/** The imports of articles and of datasets into a project, newest first; discarded ones are not listed. Throws notFound, forbidden. */
export async function listBatches(
  actor: Actor,
  slug: string,
  filter: { cursor?: string | null },
  tx: Tx = db(),
): Promise<Page<BatchSummary>> {
  const { projectId } = await requireProject(actor, slug, "article.import", tx);
  const cursor = decodeCursor(batchKey, filter.cursor);
  const isBackward = cursor?.side === "before";
  const [at, id] = cursor?.key ?? [null, null];
  const rows = summaryRows.parse(
    await tx.$queryRaw`
      SELECT b."id", b."label", b."state", b."total", coalesce(p."done", 0) AS "done", b."report", b."createdAt", u."name" AS "createdBy",
             CASE WHEN b."report" -> 'producer' ->> 'version' IS NULL THEN b."kind" ELSE 'suggestions' END AS kind
        FROM "ImportBatch" b JOIN "User" u ON u."id" = b."createdById" LEFT JOIN "ImportProgress" p ON p."batchId" = b."id"
       WHERE b."projectId" = ${projectId}::uuid AND b."state" <> 'discarded'
         AND (${at}::timestamptz IS NULL
           OR (NOT ${isBackward} AND (b."createdAt", b."id") < (${at}::timestamptz, ${id}::uuid))
           OR (${isBackward} AND (b."createdAt", b."id") > (${at}::timestamptz, ${id}::uuid)))
       ORDER BY CASE WHEN ${isBackward} THEN b."createdAt" END ASC, CASE WHEN ${isBackward} THEN b."id" END ASC,
                b."createdAt" DESC, b."id" DESC
       LIMIT ${pageSize + 1}`,
  );
  const locks = await heldLocks(tx);
  const page = makePage(rows, cursor, (row) => [row.createdAt.toISOString(), row.id]);
  return {
    ...page,
    items: page.items.map(({ report, createdAt, ...row }) => ({
      ...row,
      state: liveState({
        state: row.state,
        startedAt: report.startedAt,
        isLocked: locks.has(batchLock(row.id)[1]),
      }),
      createdAt: createdAt.toISOString(),
      skipped: report.skipped.length,
    })),
  };
}

/** The second halves of the commit locks that are held in this database. */
async function heldLocks(tx: Tx): Promise<Set<number>> {
  const rows = await tx.$queryRaw`
    SELECT "objid"::bigint::float8 AS id FROM pg_locks
     WHERE "locktype" = 'advisory' AND "objsubid" = 2 AND "classid"::bigint = ${batchLock("00000000")[0]}::bigint
       AND "database" = (SELECT "oid" FROM pg_database WHERE "datname" = current_database())`;
  return new Set(
    z
      .array(z.object({ id: z.number() }))
      .parse(rows)
      .map((row) => row.id | 0),
  );
}

const countRows = z.array(
  z.object({
    included: z.number(),
    excluded: z.number(),
    duplicates: z.number(),
    newer: z.number(),
    withdrawn: z.number(),
    newSources: z.array(z.string()).nullable(),
  }),
);

/** A batch with what its commit would do; throws notFound, also for a batch of another project, and forbidden. */
export async function getBatch(
  actor: Actor,
  slug: string,
  batchId: string,
  tx: Tx = db(),
): Promise<BatchDto> {
  const { batch } = await requireBatch(actor, slug, batchId, tx);
  const counts = countRows.parse(
    await tx.$queryRaw`
      SELECT count(*) FILTER (WHERE NOT d."isExcluded")::int AS included,
             count(*) FILTER (WHERE d."isExcluded")::int AS excluded,
             count(*) FILTER (WHERE d."duplicateOfId" IS NOT NULL OR EXISTS ${earlierDrafts})::int AS duplicates,
             count(*) FILTER (WHERE d."newerOfId" IS NOT NULL AND d."withdrawalId" IS NULL AND d."duplicateOfId" IS NULL)::int AS newer,
             count(*) FILTER (WHERE d."withdrawalId" IS NOT NULL AND d."duplicateOfId" IS NULL)::int AS withdrawn,
             array_agg(DISTINCT d."draft" -> 'facts' -> 'publisher' ->> 'name') FILTER (
               WHERE NOT d."isExcluded" AND d."draft" -> 'facts' -> 'publisher' ->> 'kind' = 'new') AS "newSources"
        FROM "ImportDraft" d WHERE d."batchId" = ${batchId}::uuid`,
  )[0];
  const maker = await tx.user.findUnique({ where: { id: batch.createdById }, select: { name: true } });
  return {
    id: batch.id,
    label: batch.label,
    state: batch.state,
    total: batch.total,
    done: batch.done,
    report: batch.report,
    createdAt: batch.createdAt.toISOString(),
    createdBy: maker?.name ?? "",
    committedAt: batch.committedAt?.toISOString() ?? null,
    withdrawnAt: batch.withdrawnAt?.toISOString() ?? null,
    skipped: batch.report.skipped.length,
    included: counts?.included ?? 0,
    excluded: counts?.excluded ?? 0,
    duplicates: counts?.duplicates ?? 0,
    newer: counts?.newer ?? 0,
    withdrawn: counts?.withdrawn ?? 0,
    newSources: counts?.newSources ?? [],
  };
}

/** How far a batch is; throws as getBatch. */
export async function getBatchProgress(
  actor: Actor,
  slug: string,
  batchId: string,
  tx: Tx = db(),
): Promise<BatchProgress> {
  const { batch } = await requireBatch(actor, slug, batchId, tx);
  const error = batch.state === "failed" ? (batch.report.error?.message ?? interrupted) : null;
  return { state: batch.state, total: batch.total, done: batch.done, error };
}

/** What is said of a batch whose process ended in the middle of it. */
export const interrupted =
  "Sourcebench was stopped in the middle of this import. Nothing of it was imported; try again.";

const draftKey = z.int32();
const draftRows = z.array(
  z.object({
    id: z.string(),
    ordinal: z.number(),
    fileName: z.string(),
    line: z.number().nullable(),
    facts: draftFactsSchema,
    warnings: z.array(intakeWarningSchema),
    isExcluded: z.boolean(),
    blocks: z.number(),
    length: z.number(),
    articleId: z.string().nullable(),
    articleTitle: z.string().nullable(),
    earlierId: z.string().nullable(),
    earlierTitle: z.string().nullable(),
    newerOf: newerOfSchema,
    withdrawn: z.object({ at: z.string(), by: z.string().nullable() }).nullable(),
  }),
);

/** The drafts of a batch in the order of their files, without their texts; throws as getBatch. */
export async function listDrafts(
  actor: Actor,
  slug: string,
  batchId: string,
  filter: { cursor?: string | null },
  tx: Tx = db(),
): Promise<Page<DraftRow>> {
  await requireBatch(actor, slug, batchId, tx);
  const cursor = decodeCursor(draftKey, filter.cursor);
  const isBackward = cursor?.side === "before";
  const from = cursor?.key ?? 0;
  const rows = draftRows.parse(
    await tx.$queryRaw`
      SELECT d."id", d."ordinal", d."fileName", (d."draft" ->> 'line')::int AS line, d."draft" -> 'facts' AS facts,
             d."draft" -> 'warnings' AS warnings, d."isExcluded", jsonb_array_length(d."draft" -> 'blocks') AS blocks,
             char_length(d."text") AS length, a."id" AS "articleId", a."title" AS "articleTitle",
             e."id" AS "earlierId", e."title" AS "earlierTitle",
             CASE WHEN n."id" IS NOT NULL AND a."id" IS NULL THEN jsonb_build_object('articleId', n."id", 'title', n."title") END AS "newerOf",
             CASE WHEN r."id" IS NOT NULL THEN jsonb_build_object('at', to_char(r."decidedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
               'by', (SELECT u."name" FROM "User" u JOIN "Article" w ON w."id" = r."subjectId" AND w."projectId" = d."projectId"
                       WHERE u."id" = r."decidedById")) END AS withdrawn
        FROM "ImportDraft" d
        LEFT JOIN "Article" a ON a."id" = d."duplicateOfId"
        LEFT JOIN "Article" n ON n."id" = d."newerOfId"
        LEFT JOIN "Redaction" r ON r."id" = d."withdrawalId"
        LEFT JOIN LATERAL (
          SELECT o."id", o."draft" -> 'facts' ->> 'title' AS title FROM ${earlierDrafts} o
           ORDER BY o."ordinal" LIMIT 1) e ON true
       WHERE d."batchId" = ${batchId}::uuid
         AND CASE WHEN ${isBackward} THEN d."ordinal" < ${from} ELSE d."ordinal" > ${from} END
       ORDER BY CASE WHEN ${isBackward} THEN -d."ordinal" ELSE d."ordinal" END
       LIMIT ${pageSize + 1}`,
  );
  const page = makePage(rows, cursor, (row) => row.ordinal);
  return {
    ...page,
    items: page.items.map(({ articleId, articleTitle, earlierId, earlierTitle, ...row }) => ({
      ...row,
      duplicateOf: articleId
        ? { where: "project", articleId, title: articleTitle ?? "" }
        : earlierId
          ? { where: "batch", draftId: earlierId, title: earlierTitle ?? "" }
          : null,
    })),
  };
}
