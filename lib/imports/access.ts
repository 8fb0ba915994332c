import "server-only";
import { z } from "zod";
import { type ProjectAccess, requireProject } from "@/lib/access";
import type { Db, Tx } from "@/lib/db";
import { conflict, notFound } from "@/lib/errors";
import { type BatchState, batchReportSchema, batchStates } from "@/lib/imports/schema";
import type { Actor } from "@/lib/policy";

/** A batch's row but for its report, whose shape depends on what it brings. */
export const batchRow = z.object({
  id: z.string(),
  label: z.string(),
  /** As stored; a process that died leaves `reading` or `committing`. */
  state: z.enum(batchStates),
  total: z.number(),
  done: z.number(),
  createdAt: z.date(),
  committedAt: z.date().nullable(),
  withdrawnAt: z.date().nullable(),
  createdById: z.string(),
  /** Whether a transaction is committing this batch right now, in any process. */
  isLocked: z.boolean(),
});
const shape = batchRow.extend({ report: batchReportSchema });
export type BatchRow = z.infer<typeof shape>;

/** A commit takes its lock at once; before this many milliseconds a batch without one is not called dead. */
const grace = 10_000;

/** The two integers of the advisory lock that a commit of a batch holds. */
export function batchLock(batchId: string): [number, number] {
  return [0x1a9027, Number.parseInt(batchId.slice(-8), 16) | 0];
}

/**
 * What an import reports of the project's articles, and an article withdrawn for good, come one after the other until the
 * transaction ends. Taken after the drafts, which both delete, so that neither waits for the other in a circle.
 */
export async function lockReports(tx: Tx, projectId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`import reports ${projectId}`}, 0))`;
}

/**
 * A batch of articles of a project in which the actor may import; `lock` keeps it from changing until the transaction
 * ends. Throws notFound, also for a batch of another project, and forbidden.
 */
export async function requireBatch(
  actor: Actor,
  slug: string,
  batchId: string,
  tx: Tx,
  lock = false,
): Promise<{ project: ProjectAccess; batch: BatchRow }> {
  const { project, row } = await readBatchRow(actor, slug, { batchId, kind: "articles" }, tx, lock);
  const batch = shape.optional().parse(row);
  if (!batch) throw notFound();
  const { state, isLocked, report } = batch;
  return { project, batch: { ...batch, state: liveState({ state, isLocked, startedAt: report.startedAt }) } };
}

/**
 * The row of a batch of one kind in a project into which the actor may import, undefined where there is none; `lock`
 * keeps it from changing until the transaction ends. Throws notFound, forbidden.
 */
export async function readBatchRow(
  actor: Actor,
  slug: string,
  { batchId, kind }: { batchId: string; kind: "articles" | "annotations" },
  tx: Tx | Db,
  lock: boolean,
): Promise<{ project: ProjectAccess; row: unknown }> {
  const project = await requireProject(actor, slug, "article.import", tx);
  if (!z.uuid().safeParse(batchId).success) throw notFound();
  if (lock) await tx.$queryRaw`SELECT 1 FROM "ImportBatch" WHERE "id" = ${batchId}::uuid FOR NO KEY UPDATE`;
  const [first, second] = batchLock(batchId);
  const rows = z.array(z.unknown()).parse(
    await tx.$queryRaw`
      SELECT b."id", b."label", b."state", b."total", coalesce(p."done", 0) AS "done", b."report", b."createdAt", b."committedAt", b."withdrawnAt", b."createdById",
             EXISTS (SELECT 1 FROM pg_locks l
                      WHERE l."locktype" = 'advisory' AND l."database" = (SELECT "oid" FROM pg_database WHERE "datname" = current_database())
                        AND l."classid"::bigint = ${first}::bigint AND l."objid"::bigint = ${second >>> 0}::bigint AND l."objsubid" = 2) AS "isLocked"
        FROM "ImportBatch" b LEFT JOIN "ImportProgress" p ON p."batchId" = b."id"
       WHERE b."id" = ${batchId}::uuid AND b."projectId" = ${project.projectId}::uuid AND b."kind" = ${kind}`,
  );
  return { project, row: rows[0] };
}

/**
 * What a batch of a project into which the actor may import brings; null where the project has no such batch. Throws
 * notFound, where there is no such project for the actor, and forbidden.
 */
export async function findBatchKind(
  actor: Actor,
  slug: string,
  batchId: string,
  tx: Tx | Db,
): Promise<"articles" | "annotations" | null> {
  const { projectId } = await requireProject(actor, slug, "article.import", tx);
  if (!z.uuid().safeParse(batchId).success) return null;
  const row = await tx.importBatch.findFirst({ where: { id: batchId, projectId }, select: { kind: true } });
  return row && z.enum(["articles", "annotations"]).parse(row.kind);
}

/** A batch whose commit died with its process is failed: it says that it is committing and no transaction is. */
export function liveState(batch: { state: BatchState; startedAt?: string; isLocked: boolean }): BatchState {
  if (batch.state !== "committing" && batch.state !== "reading") return batch.state;
  if (batch.isLocked) return batch.state;
  const startedAt = batch.startedAt ? Date.parse(batch.startedAt) : 0;
  return Date.now() - startedAt < grace ? batch.state : "failed";
}

/** Refuses a change of a batch that is no longer, or not now, in preparation; throws conflict `batch-not-open`. */
export function requireOpen(batch: BatchRow): void {
  if (batch.state === "draft" || batch.state === "failed") return;
  const why = {
    reading: "is still being read",
    committing: "is being imported right now",
    committed: "has been imported already",
    discarded: "has been discarded",
    withdrawn: "has been withdrawn",
  }[batch.state];
  throw conflict("batch-not-open", `This batch ${why}. Load the page again.`);
}
