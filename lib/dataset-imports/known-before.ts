import "server-only";
import { z } from "zod";
import { placeOf } from "@/lib/dataset-imports/place";
import { type DatasetReport, type KnownRecord, knownRecord } from "@/lib/dataset-imports/schema";
import type { Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { toStoredRecord } from "@/lib/formats/raw-offsets";
import { type ExportRecord, recordSchema } from "@/lib/formats/sourcebench-jsonl-schema";
import {
  addressesOf,
  knownJoins,
  knownReasons,
  namesNoWithdrawn,
  withdrawalsOf,
} from "@/lib/imports/known-before";
import { Prisma } from "@/prisma/generated/client";

/** The most that a page or a report names one by one; all of it is counted. */
const mostNamed = 100;

// A value and no join, so that each row's text is looked up by its hash, however old the statistics are.
const isHere = Prisma.sql`coalesce((
    SELECT true FROM "ArticleVersion" v JOIN "Article" h ON h."id" = v."articleId" AND h."withdrawnAt" IS NULL
     WHERE v."projectId" = d."projectId" AND v."textSha256" = d."textSha256" LIMIT 1), false)`;

const isKnown = Prisma.sql`(d."newerOfId" IS NOT NULL OR d."withdrawalId" IS NOT NULL)`;

/** Of what was known of: none whose address was that of an article which has been withdrawn since. */
const isKnownStill = Prisma.sql`(d."withdrawalId" IS NOT NULL OR EXISTS (
    SELECT 1 FROM "Article" n WHERE n."id" = d."newerOfId" AND n."withdrawnAt" IS NULL))`;

/**
 * Notes anew what is known of a batch's articles whose texts the project has not: the decision that withdrew the very text
 * for good, in whatever project, or else the article of the project with the same address and another text. Where the
 * project has the text, its layers may be attached, and nothing stands against it.
 */
export async function noteKnownRecords(tx: Tx, batchId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE "ImportRecord" d SET "withdrawalId" = NULL, "newerOfId" = NULL WHERE d."batchId" = ${batchId}::uuid AND ${isKnown}`;
  const fresh = Prisma.sql`
    SELECT d."id", d."projectId", d."textSha256", d."url" FROM "ImportRecord" d
     WHERE d."batchId" = ${batchId}::uuid AND d."textSha256" IS NOT NULL AND d."withdrawalId" IS NULL AND NOT ${isHere}`;
  await tx.$executeRaw`
    UPDATE "ImportRecord" d SET "withdrawalId" = found."redactedBy" FROM (${withdrawalsOf(fresh)}) found WHERE d."id" = found."id"`;
  await tx.$executeRaw`
    UPDATE "ImportRecord" d SET "newerOfId" = found."articleId" FROM (${addressesOf(fresh)}) found WHERE d."id" = found."id"`;
}

const counted = z.tuple([z.object({ withdrawn: z.number(), newer: z.number(), hereSince: z.number() })]);

/** How many of a batch's articles are known of, each way, and how many of those that were have come to be here since. */
export async function countKnownRecords(
  tx: Tx,
  batchId: string,
): Promise<DatasetReport["known"] & { hereSince: number }> {
  const rows = await tx.$queryRaw`
    SELECT count(*) FILTER (WHERE k."withdrawalId" IS NOT NULL AND NOT k.here)::int AS withdrawn,
           count(*) FILTER (WHERE k."newerOfId" IS NOT NULL AND k.still AND NOT k.here)::int AS newer,
           count(*) FILTER (WHERE k.here)::int AS "hereSince"
      FROM (SELECT d."withdrawalId", d."newerOfId", ${isHere} AS here, ${isKnownStill} AS still FROM "ImportRecord" d
             WHERE d."batchId" = ${batchId}::uuid AND ${isKnown}) k`;
  return counted.parse(rows)[0];
}

/** The first of a batch's articles that are known of, in the order of their files. */
export async function listKnownRecords(tx: Tx, batchId: string): Promise<KnownRecord[]> {
  const rows = await tx.$queryRaw`
    SELECT d."id", coalesce(d."title", '') AS title, d."file", d."line",
           CASE WHEN a."id" IS NOT NULL THEN jsonb_build_object('articleId', a."id", 'title', a."title") END AS "newerOf",
           CASE WHEN r."id" IS NOT NULL THEN jsonb_build_object('by', u."name",
             'at', to_char(r."decidedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END AS withdrawn
      FROM "ImportRecord" d ${knownJoins}
     WHERE d."batchId" = ${batchId}::uuid AND ${isKnown} AND ${isKnownStill} AND NOT ${isHere}
     ORDER BY d."ordinal" LIMIT ${mostNamed}`;
  return z.array(knownRecord).parse(rows);
}

const leftOutRows = z.array(
  z.object({
    title: z.string(),
    file: z.string(),
    line: z.number().nullable(),
    reason: z.string(),
    total: z.number(),
  }),
);

/** What of a batch its plan leaves out, the first of it with why; `noteKnownRecords` goes before. */
export async function listLeftOutRecords(
  tx: Tx,
  batchId: string,
  { takesNewer, takesWithdrawn }: DatasetReport["plan"],
): Promise<{ leftOut: DatasetReport["leftOut"]; count: number }> {
  const rows = leftOutRows.parse(
    await tx.$queryRaw`
      SELECT coalesce(d."title", '') AS title, d."file", d."line", CASE ${knownReasons} ELSE '' END AS reason,
             count(*) OVER ()::int AS total
        FROM "ImportRecord" d ${knownJoins}
       WHERE d."batchId" = ${batchId}::uuid AND ${isKnown} AND ${namesNoWithdrawn}
         AND ((d."withdrawalId" IS NOT NULL AND NOT ${takesWithdrawn}) OR (d."newerOfId" IS NOT NULL AND NOT ${takesNewer}))
       ORDER BY d."ordinal" LIMIT ${mostNamed}`,
  );
  return {
    leftOut: rows.map(({ title, reason, ...place }) => ({ title, reason, fileName: placeOf(place) })),
    count: rows[0]?.total ?? 0,
  };
}

const contentRow = z.object({ content: z.string() });

/** An article that waits in a batch, offsets stored ones; throws notFound. Whoever asks has seen to it that the batch may be seen. */
export async function readWaitingRecord(tx: Tx, batchId: string, recordId: string): Promise<ExportRecord> {
  const row = await tx.importRecord.findFirst({
    where: { id: recordId, batchId, textSha256: { not: null } },
    select: { content: true },
  });
  if (!row) throw notFound();
  return toStoredRecord(recordSchema.parse(JSON.parse(contentRow.parse(row).content)), () => undefined);
}
