import "server-only";
import { constants, setPriority } from "node:os";
import { z } from "zod";
import { isCutOff } from "@/lib/database-trouble";
import { db, inLongTransaction } from "@/lib/db";
import { log } from "@/lib/log";
import { startPace } from "@/lib/pace";
import { listStale, setSettled, settleArticle } from "@/lib/project-agreement/parts";
import { computeReport, type WantedReport } from "@/lib/project-agreement/report";
import { Prisma } from "@/prisma/generated/client";

/** The advisory lock that makes this work, in however many processes, one at a time. */
const AGREEMENT_LOCK = 7_270_736_905n;
const AT_ONCE = 20;
/** A report whose computing took a while is computed again only after this many times as long. */
const RARER = 20;

/** Rows of AgreementReport that are to be computed now; the column rounds to milliseconds, so that this very moment may lie ahead. */
const dueNow = Prisma.sql`"wantedAt" <= now() + interval '1 millisecond'`;

const lockRows = z.tuple([z.object({ ok: z.boolean() })]);
const wantedRows = z.array(
  z.object({ id: z.string(), projectId: z.string(), viewerId: z.string().nullable() }),
);
const dueRows = z.tuple([z.object({ isDue: z.boolean() })]);

/** Whether there is anything to compare or to compute; a bounded read. */
export async function isAgreementDue(): Promise<boolean> {
  const [{ isDue }] = dueRows.parse(
    await db().$queryRaw`
      SELECT EXISTS (SELECT 1 FROM "AgreementArticle" WHERE "isDirty")
          OR EXISTS (SELECT 1 FROM "AgreementReport" WHERE ${dueNow}) AS "isDue"`,
  );
  return isDue;
}

/**
 * Compares what has changed and computes the reports that are due, one process at a time; returns at once where another
 * is at work. What is under way when the process ends stays noted. In a thread the thread's priority is lowered, so that
 * saves find the processor free.
 */
export async function workOffAgreement({ isThread = false } = {}): Promise<void> {
  // On Linux process 0 means the calling thread, which is the one that computes.
  if (isThread) setPriority(0, constants.priority.PRIORITY_LOW);
  await inLongTransaction(async (tx) => {
    const [{ ok }] = lockRows.parse(
      await tx.$queryRaw`SELECT pg_try_advisory_xact_lock(${AGREEMENT_LOCK}) AS ok`,
    );
    if (ok) await workOff();
  });
}

async function workOff(): Promise<void> {
  const rest = startPace();
  const projects = new Set<string>();
  for (;;) {
    const stale = await listStale(AT_ONCE);
    for (const article of stale) {
      try {
        await settleArticle(article);
      } catch (error) {
        if (isCutOff(error)) throw error;
        // The others do not wait behind an article that cannot be compared.
        log().error(
          { articleId: article.articleId, error: error instanceof Error ? error.stack : "unknown" },
          "an article cannot be compared",
        );
        await setSettled(article);
      }
      projects.add(article.projectId);
      await rest();
    }
    if (stale.length < AT_ONCE) break;
  }
  for (const projectId of projects) await wantCommonReport(projectId);
  for (const report of await listDue()) {
    try {
      await computeReport(report, rest);
    } catch (error) {
      if (isCutOff(error)) throw error;
      log().error(
        { projectId: report.projectId, error: error instanceof Error ? error.stack : "unknown" },
        "agreement cannot be computed",
      );
      await db().agreementReport.updateMany({
        where: { id: report.id },
        data: { hasFailed: true, startedAt: null },
      });
    }
  }
}

async function wantCommonReport(projectId: string): Promise<void> {
  await db().$executeRaw`
    INSERT INTO "AgreementReport" ("id", "projectId", "wantedAt") VALUES (gen_random_uuid(), ${projectId}::uuid, now())
    ON CONFLICT ("projectId") WHERE "viewerId" IS NULL DO UPDATE
      SET "wantedAt" = coalesce("AgreementReport"."wantedAt",
            greatest(now(), "AgreementReport"."computedAt" + "AgreementReport"."durationMs" * ${RARER} * interval '1 millisecond'))`;
}

async function listDue(): Promise<WantedReport[]> {
  return wantedRows.parse(
    await db().$queryRaw`
      SELECT "id", "projectId", "viewerId" FROM "AgreementReport" WHERE ${dueNow} ORDER BY "wantedAt" LIMIT 100`,
  );
}
