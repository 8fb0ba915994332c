import "server-only";
import { z } from "zod";
import { createArticles, type NewArticle } from "@/lib/articles/create-articles";
import { recordEvents } from "@/lib/audit";
import { inLongTransaction, inTransaction, type Tx } from "@/lib/db";
import { AppError, badInput, conflict } from "@/lib/errors";
import { startFreshPlans } from "@/lib/fresh-plans";
import { batchLock, lockReports, requireBatch, requireOpen } from "@/lib/imports/access";
import { publishedColumns, textOfDraft } from "@/lib/imports/draft-facts";
import { leaveOutNewcomers, listLeftOut } from "@/lib/imports/known-before";
import { matchNames, nameKey } from "@/lib/imports/match-sources";
import { setDone, startNotes } from "@/lib/imports/progress";
import { type BatchReport, type PublisherChoice, storedDraftSchema } from "@/lib/imports/schema";
import { startPace } from "@/lib/pace";
import type { Actor } from "@/lib/policy";
import { createSource } from "@/lib/sources/commands";

const chunkSize = 20;

export type CommittedBatch = { articles: number; leftOut: number; newSources: number };

/**
 * Says that a batch is being imported, so that nobody changes it meanwhile; runCommit does the work. Throws notFound,
 * forbidden, conflict `batch-not-open`, badInput `nothing-to-import` when every article is left out.
 */
export async function beginCommit(actor: Actor, slug: string, batchId: string): Promise<{ bytes: number }> {
  return inTransaction(undefined, async (tx) => {
    const { project, batch } = await requireBatch(actor, slug, batchId, tx, true);
    requireOpen(batch);
    const size = await tx.$queryRaw`
      SELECT count(*)::int AS n, coalesce(sum(octet_length("text")), 0)::float8 AS bytes
        FROM "ImportDraft" WHERE "batchId" = ${batchId}::uuid AND NOT "isExcluded"`;
    const included = z.array(z.object({ n: z.number(), bytes: z.number() })).parse(size)[0];
    if (!included || included.n === 0)
      throw badInput("nothing-to-import", "Every article of this batch is left out. Tick at least one.");
    const { error: _error, ...report } = batch.report;
    await tx.importBatch.update({
      where: { id: batchId },
      data: {
        state: "committing",
        total: included.n,
        report: { ...report, startedAt: new Date().toISOString() },
      },
    });
    await setDone(tx, batchId, 0);
    await recordEvents(tx, [
      {
        type: "import.commit-begun",
        actorId: actor.userId,
        projectId: project.projectId,
        subjectId: batchId,
      },
    ]);
    return { bytes: included.bytes };
  });
}

/**
 * Imports what beginCommit announced: sources, articles and events in one transaction, all or nothing. `done` of the
 * batch rises meanwhile. When it fails the batch is `failed`, says why and can be tried again; the error is thrown on.
 */
export async function runCommit(
  actor: Actor,
  slug: string,
  batchId: string,
  onProgress?: (done: number, total: number) => void,
): Promise<CommittedBatch> {
  try {
    return await inLongTransaction((tx) => commitIn(tx, actor, slug, batchId, onProgress));
  } catch (error) {
    await recordFailure(actor, slug, batchId, error);
    throw error;
  }
}

/** The whole import of a batch, for callers that can wait. */
export async function commitBatch(
  actor: Actor,
  slug: string,
  batchId: string,
  onProgress?: (done: number, total: number) => void,
): Promise<CommittedBatch> {
  await beginCommit(actor, slug, batchId);
  return runCommit(actor, slug, batchId, onProgress);
}

async function commitIn(
  tx: Tx,
  actor: Actor,
  slug: string,
  batchId: string,
  onProgress: ((done: number, total: number) => void) | undefined,
): Promise<CommittedBatch> {
  const [first, second] = batchLock(batchId);
  const locked = await tx.$queryRaw`SELECT pg_try_advisory_xact_lock(${first}::int, ${second}::int) AS ok`;
  const isMine = z.array(z.object({ ok: z.boolean() })).parse(locked)[0]?.ok;
  const { project, batch } = await requireBatch(actor, slug, batchId, tx);
  if (!isMine || batch.state !== "committing")
    throw conflict("batch-not-open", "This batch is being imported by another process.");
  const { annotatorsPerArticle } = await tx.project.findUniqueOrThrow({
    where: { id: project.projectId },
    select: { annotatorsPerArticle: true },
  });
  await leaveOutNewcomers(tx, batchId);
  const publishers = await registerPublishers(tx, actor, batchId);
  const target = {
    projectId: project.projectId,
    batchId,
    actorId: actor.userId,
    slots: annotatorsPerArticle,
  };
  let done = 0;
  const note = startNotes(batchId, (count) => onProgress?.(count, batch.total));
  const refresh = startFreshPlans(tx);
  const rest = startPace();
  for (let after = 0; ; ) {
    const rows = await readDrafts(tx, batchId, after);
    const last = rows.at(-1);
    if (!last) break;
    after = last.ordinal;
    const credits = await matchNames(
      actor,
      rows.flatMap((row) => row.draft.facts.credits),
      tx,
    );
    await createArticles(
      tx,
      target,
      rows.map((row) => toArticle(row, publishers, credits)),
    );
    done += rows.length;
    await note(done);
    await refresh(rows.length);
    await rest();
  }
  await note(done, true);
  await tx.$queryRaw`SELECT 1 FROM "ImportDraft" WHERE "batchId" = ${batchId}::uuid ORDER BY "id" FOR UPDATE`;
  await lockReports(tx, project.projectId);
  const leftOut = await listLeftOut(tx, batchId);
  const again = await tx.importDraft.count({
    where: { batchId, isExcluded: false, withdrawalId: { not: null } },
  });
  await tx.importDraft.deleteMany({ where: { batchId } });
  const report: BatchReport = { ...batch.report, leftOut: leftOut.slice(0, 1_000) };
  await tx.importBatch.update({
    where: { id: batchId },
    data: { state: "committed", committedAt: new Date(), total: done, report },
  });
  const newSources = publishers.made;
  await recordEvents(tx, [
    {
      type: "import.committed",
      actorId: actor.userId,
      projectId: project.projectId,
      subjectId: batchId,
      payload: { articles: done, leftOut: leftOut.length, newSources, again },
    },
  ]);
  return { articles: done, leftOut: leftOut.length, newSources };
}

const draftRows = z.array(
  z.object({
    ordinal: z.number(),
    fileName: z.string(),
    bytes: z.instanceof(Uint8Array),
    text: z.string(),
    draft: storedDraftSchema,
  }),
);
type DraftToCommit = z.infer<typeof draftRows>[number];

async function readDrafts(tx: Tx, batchId: string, after: number): Promise<DraftToCommit[]> {
  return draftRows.parse(
    await tx.importDraft.findMany({
      where: { batchId, isExcluded: false, ordinal: { gt: after } },
      orderBy: { ordinal: "asc" },
      take: chunkSize,
      select: { ordinal: true, fileName: true, bytes: true, text: true, draft: true },
    }),
  );
}

type Publishers = { byKey: Map<string, string>; made: number };

/** Registers the publishers that the grid still offers as new: one source a name, as first spelt, or the one registered since. */
async function registerPublishers(tx: Tx, actor: Actor, batchId: string): Promise<Publishers> {
  const rows = await tx.$queryRaw`
    SELECT "draft" -> 'facts' -> 'publisher' ->> 'name' AS name,
           coalesce("draft" -> 'facts' -> 'publisher' ->> 'sourceKind', 'outlet') AS kind
      FROM "ImportDraft"
     WHERE "batchId" = ${batchId}::uuid AND NOT "isExcluded" AND "draft" -> 'facts' -> 'publisher' ->> 'kind' = 'new'
     GROUP BY 1, 2 ORDER BY min("ordinal")`;
  const wanted = z.array(z.object({ name: z.string(), kind: sourceKind })).parse(rows);
  const found = await matchNames(
    actor,
    wanted.map((one) => one.name),
    tx,
  );
  const byKey = new Map([...found].map(([key, source]) => [key, source.id]));
  let made = 0;
  for (const { name, kind } of wanted) {
    if (byKey.has(nameKey(name))) continue;
    const source = await createSource(actor, { name, kind, note: "" }, tx);
    byKey.set(nameKey(name), source.id);
    made += 1;
  }
  return { byKey, made };
}

const sourceKind = z.enum(["outlet", "agency", "organisation", "government", "person", "document"]);

function publisherId(choice: PublisherChoice, { byKey }: Publishers): string | null {
  if (choice.kind === "unknown") return null;
  return choice.kind === "source" ? choice.sourceId : (byKey.get(nameKey(choice.name)) ?? null);
}

function toArticle(
  row: DraftToCommit,
  publishers: Publishers,
  credits: ReadonlyMap<string, { id: string }>,
): NewArticle {
  const { facts } = row.draft;
  return {
    title: facts.title,
    publisherId: publisherId(facts.publisher, publishers),
    credits: facts.credits.map((name) => ({ name, sourceId: credits.get(nameKey(name))?.id ?? null })),
    byline: facts.byline,
    url: facts.url,
    ...publishedColumns(facts.published),
    language: facts.language,
    originalLanguage: facts.originalLanguage,
    translated: facts.translated,
    derivation: facts.derivation,
    ...textOfDraft(row),
  };
}

async function recordFailure(actor: Actor, slug: string, batchId: string, error: unknown): Promise<void> {
  const known = error instanceof AppError ? error : null;
  const code = known?.code ?? "unexpected";
  const message = known?.message ?? "Something went wrong on our side. Nothing was imported.";
  await inTransaction(undefined, async (tx) => {
    const { project, batch } = await requireBatch(actor, slug, batchId, tx, true);
    if (batch.state !== "committing" || batch.isLocked) return;
    await tx.importBatch.update({
      where: { id: batchId },
      data: { state: "failed", report: { ...batch.report, error: { code, message } } },
    });
    await setDone(tx, batchId, 0);
    await recordEvents(tx, [
      {
        type: "import.failed",
        actorId: actor.userId,
        projectId: project.projectId,
        subjectId: batchId,
        payload: { code },
      },
    ]);
  });
}
