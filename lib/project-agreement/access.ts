import "server-only";
import { z } from "zod";
import { type ProjectAccess, requireProject } from "@/lib/access";
import { db } from "@/lib/db";
import { forbidden } from "@/lib/errors";
import { type Actor, can } from "@/lib/policy";
import type { Freshness } from "@/lib/project-agreement/schema";
import { hiddenName } from "@/lib/review/hidden-name";
import { Prisma } from "@/prisma/generated/client";

/** How a project's agreement is seen by somebody: all of it, or the pairs they belong to (`isOwnOnly`). */
export type AgreementAccess = ProjectAccess & {
  kinds: string[];
  isOwnOnly: boolean;
  showsAgreement: boolean;
  nameOf: (id: string, name: string) => string;
};

/** The project, where its agreement may be seen; throws notFound, and forbidden where annotators are not shown theirs. */
export async function requireAgreement(actor: Actor, slug: string): Promise<AgreementAccess> {
  const access = await requireProject(actor, slug, "agreement.own");
  const { kinds, hideNames, showsAgreement } = await db().project.findUniqueOrThrow({
    where: { id: access.projectId },
    select: { kinds: true, hideNames: true, showsAgreement: true },
  });
  const isOwnOnly = !can(access.role, "agreement.view");
  if (isOwnOnly && !showsAgreement) throw forbidden();
  const isHidden = hideNames && access.role !== "manager";
  return {
    ...access,
    kinds,
    isOwnOnly,
    showsAgreement,
    nameOf: (id, name) => (isHidden && id !== actor.userId ? hiddenName(access.projectId, id) : name),
  };
}

/** The stored report that a viewer may read, null while there is none; and how fresh it is. */
export type ReportAccess = { reportId: string | null; summary: unknown; freshness: Freshness };

const reportRows = z.array(
  z.object({
    id: z.string(),
    computedAt: z.date().nullable(),
    articles: z.number(),
    done: z.number(),
    total: z.number(),
    hasFailed: z.boolean(),
    isOwnOnly: z.boolean(),
    isWanted: z.boolean(),
    isRunning: z.boolean(),
    isStaleForViewer: z.boolean(),
    newer: z.number(),
    summary: z.unknown(),
  }),
);
const boolRows = z.tuple([z.object({ is: z.boolean() })]);
const MOST_NEWER = 100;

/**
 * The report a viewer reads. Whoever annotates here reads one of their own, made without the articles on which they are
 * blind; it is not shown once they have become blind on another article since (DESIGN: blind means blind), and computed anew.
 * All others read the common one. What is missing or old is put to the job.
 */
export async function openReport(actor: Actor, access: AgreementAccess): Promise<ReportAccess> {
  const { projectId, isOwnOnly } = access;
  const isOwn = isOwnOnly || (await isAnnotatorHere(actor, projectId));
  const viewerId = isOwn ? actor.userId : null;
  const row = await readReport(actor, projectId, viewerId);
  const isUsable =
    row !== undefined && row.computedAt !== null && !row.isStaleForViewer && row.isOwnOnly === isOwnOnly;
  // A report of one's own is computed when it is looked at, so that nobody's is who has stopped looking.
  const isOld = isOwn && row !== undefined && row.newer > 0;
  const isAsked = row === undefined || (!row.isWanted && !row.hasFailed && (!isUsable || isOld));
  if (isAsked) await wantReport(projectId, viewerId);
  return {
    reportId: isUsable ? row.id : null,
    summary: isUsable ? row.summary : {},
    freshness: {
      computedAt: isUsable ? (row.computedAt?.toISOString() ?? null) : null,
      articles: isUsable ? row.articles : 0,
      newer: Math.min(row?.newer ?? 0, MOST_NEWER),
      isMoreNewer: (row?.newer ?? 0) > MOST_NEWER,
      isWanted: isAsked || (row?.isWanted ?? false),
      isRunning: row?.isRunning ?? false,
      done: row?.done ?? 0,
      total: row?.total ?? 0,
      hasFailed: row?.hasFailed ?? false,
      isOwn,
    },
  };
}

/** Whether somebody has been given an article here, and so may be blind on some. */
async function isAnnotatorHere(actor: Actor, projectId: string): Promise<boolean> {
  const [{ is }] = boolRows.parse(
    await db().$queryRaw`
      SELECT EXISTS (SELECT 1 FROM "Slot" s WHERE s."personId" = ${actor.userId}::uuid AND s."projectId" = ${projectId}::uuid)
          OR EXISTS (SELECT 1 FROM "Layer" l WHERE l."ownerId" = ${actor.userId}::uuid AND l."projectId" = ${projectId}::uuid
                        AND l."kind" = 'person') AS "is"`,
  );
  return is;
}

async function readReport(actor: Actor, projectId: string, viewerId: string | null) {
  const whose = viewerId ? Prisma.sql`r."viewerId" = ${viewerId}::uuid` : Prisma.sql`r."viewerId" IS NULL`;
  // The clocks of two transactions may stand a transaction's length apart: the index narrows, the snapshot decides.
  const since = Prisma.sql`
    x."projectId" = r."projectId" AND x."changedAt" > r."computedAt" - interval '70 seconds'
      AND NOT pg_visible_in_snapshot(x."changedIn"::text::xid8, r."snapshot"::pg_snapshot)`;
  const rows = await db().$queryRaw`
    SELECT r."id", r."computedAt", r."articles", r."done", r."total", r."hasFailed", r."isOwnOnly", r."summary",
           coalesce(r."wantedAt" <= now() + interval '5 seconds', false) AS "isWanted", r."startedAt" IS NOT NULL AS "isRunning",
           (SELECT count(*)::int FROM (SELECT 1 FROM "AgreementArticle" x WHERE ${since} LIMIT ${MOST_NEWER + 1}) n) AS "newer",
           EXISTS (SELECT 1 FROM "AgreementArticle" x
                     JOIN "Article" a ON a."id" = x."articleId"
                     JOIN "Layer" l ON l."articleId" = x."articleId" AND l."ownerId" = ${actor.userId}::uuid AND l."kind" IN ('person', 'measured')
                    WHERE ${since} AND (l."state" IN ('open', 'returned') OR (l."state" = 'submitted' AND a."state" = 'review'))
                  ) AS "isStaleForViewer"
      FROM "AgreementReport" r WHERE r."projectId" = ${projectId}::uuid AND ${whose}`;
  return reportRows.parse(rows)[0];
}

/** Asks the job for a report now; the common one (null) or a viewer's. */
export async function wantReport(projectId: string, viewerId: string | null): Promise<void> {
  if (viewerId === null)
    await db().$executeRaw`
      INSERT INTO "AgreementReport" ("id", "projectId", "wantedAt") VALUES (gen_random_uuid(), ${projectId}::uuid, now())
      ON CONFLICT ("projectId") WHERE "viewerId" IS NULL DO UPDATE SET "wantedAt" = now(), "hasFailed" = false`;
  else
    await db().$executeRaw`
      INSERT INTO "AgreementReport" ("id", "projectId", "viewerId", "wantedAt")
      VALUES (gen_random_uuid(), ${projectId}::uuid, ${viewerId}::uuid, now())
      ON CONFLICT ("projectId", "viewerId") WHERE "viewerId" IS NOT NULL DO UPDATE SET "wantedAt" = now(), "hasFailed" = false`;
}

/** Which of the two reports a refresh by this person means. */
export async function ownReport(actor: Actor, access: AgreementAccess): Promise<string | null> {
  return access.isOwnOnly || (await isAnnotatorHere(actor, access.projectId)) ? actor.userId : null;
}
