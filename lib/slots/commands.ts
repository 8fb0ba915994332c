import "server-only";
import { z } from "zod";
import { requireProjectById } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, forbidden, notFound } from "@/lib/errors";
import { type Actor, can } from "@/lib/policy";
import { enterReview } from "@/lib/review/enter-review";
import { measureGold } from "@/lib/slots/measure-gold";
import { refuseOpenChecks } from "@/lib/slots/open-checks";
import { isEverythingIn, settleArticle } from "@/lib/slots/settle";
import { isOfNewestText } from "@/lib/versions/final-sql";
import { refuseOpenOrphans } from "@/lib/versions/open-orphans";

const stateShape = z.object({
  layerId: z.string(),
  projectId: z.string(),
  articleId: z.string(),
  kind: z.string(),
  ownerId: z.string().nullable(),
  layerState: z.string(),
  slotId: z.string().nullable(),
  slotState: z.string().nullable(),
  slotKind: z.string().nullable(),
  articleState: z.string(),
  role: z.string(),
  isOfNewestText: z.boolean(),
  isCarried: z.boolean(),
  marks: z.number(),
});
type WorkState = z.infer<typeof stateShape> & { slotId: string };

/** What a submission or recall leaves behind. */
export type SubmissionDto = { layerId: string; state: "open" | "submitted"; articleState: string };

/**
 * Hands in one's work on an article; when it was the last one wanted, the article enters review. Throws 404, 403,
 * 409 `layer-closed`, `earlier-text`, `checks-open` (what the project wants settled first, with the marks) or
 * `orphans-open` (marks of an earlier text that are neither placed nor let go), 400 `nothing-marked` (say
 * that there is nothing to mark) or `marks-exist`.
 */
export function submitLayer(
  actor: Actor,
  layerId: string,
  input: { nothingToMark: boolean },
  tx?: Tx,
): Promise<SubmissionDto> {
  return inTransaction(tx, async (t) => {
    const work = await lockOwnWork(t, actor, layerId);
    if (work.slotState !== "taken" && work.slotState !== "returned" && work.slotState !== "stalled")
      throw conflict("layer-closed", "This work has been handed in already.");
    if (work.marks === 0 && !input.nothingToMark)
      throw badInput("nothing-marked", "Nothing is marked. If there is nothing to mark, say so.");
    if (work.marks > 0 && input.nothingToMark && work.kind !== "shared")
      throw badInput("marks-exist", "There are marks. Delete them first, or submit them.");
    await refuseOpenChecks(t, layerId);
    await refuseOpenOrphans(t, layerId);
    await t.$executeRaw`
      UPDATE "Slot" SET "state" = 'submitted', "submittedAt" = now(), "leaseUntil" = NULL WHERE "id" = ${work.slotId}::uuid`;
    const isGold = work.slotKind === "gold";
    const isLast = !isGold && (await isEverythingIn(t, work.articleId));
    // A shared layer is everybody's until the last of its people has handed in.
    if (work.kind !== "shared" || isLast)
      await t.$executeRaw`
        UPDATE "Layer" SET "state" = 'submitted', "submittedAt" = now(), "revision" = "revision" + 1,
               "isNothingToMark" = ${work.marks === 0} WHERE "id" = ${layerId}::uuid`;
    await recordEvents(t, [
      event(actor, work, "layer.submitted", { nothingToMark: input.nothingToMark, marks: work.marks }),
    ]);
    if (isGold) await measureGold(t, { ...ids(work), userId: actor.userId });
    const articleState = isLast ? await enterReview(t, work.articleId) : work.articleState;
    return { layerId, state: "submitted", articleState };
  });
}

/**
 * Takes back what one handed in, as long as no reviewer has begun and one has not looked at others' work meanwhile.
 * Throws 404, 403, 409 `review-started`, `recall-after-viewing`, `not-submitted`.
 */
export function recallLayer(actor: Actor, layerId: string, tx?: Tx): Promise<SubmissionDto> {
  return inTransaction(tx, async (t) => {
    const work = await lockOwnWork(t, actor, layerId);
    if (work.slotState !== "submitted") throw conflict("not-submitted", "This work has not been handed in.");
    if (work.articleState === "reviewing" || work.articleState === "done")
      throw conflict(
        "review-started",
        "A reviewer has begun, so this can no longer be recalled. Ask for its return.",
      );
    const seen = await t.layerView.findUnique({
      where: { articleId_userId: { articleId: work.articleId, userId: actor.userId } },
    });
    // What was carried from an earlier text was final and never hidden, and nobody else marks the newer one.
    if (seen && work.kind !== "shared" && !work.isCarried)
      throw conflict(
        "recall-after-viewing",
        "You have seen others' work on this article since, so yours stays as it is.",
      );
    await t.$executeRaw`
      UPDATE "Slot" s SET "state" = 'taken', "submittedAt" = NULL, "leaseUntil" = now() + make_interval(mins => p."leaseMinutes")
        FROM "Project" p WHERE s."id" = ${work.slotId}::uuid AND p."id" = s."projectId"`;
    await t.$executeRaw`
      UPDATE "Layer" SET "state" = 'open', "submittedAt" = NULL, "isNothingToMark" = false, "revision" = "revision" + 1
       WHERE "id" = ${layerId}::uuid`;
    if (work.slotKind !== "gold")
      await t.$executeRaw`
        UPDATE "Article" SET "state" = 'open', "reviewAgreement" = NULL, "reviewConflicts" = NULL, "reviewReadyAt" = NULL
         WHERE "id" = ${work.articleId}::uuid`;
    await recordEvents(t, [event(actor, work, "layer.recalled")]);
    return { layerId, state: "open", articleState: "open" };
  });
}

/** Gives an article back without annotating it, with a reason; it goes to somebody else, and what was marked is kept, closed. */
export function skipSlot(
  actor: Actor,
  layerId: string,
  input: { reason: string },
  tx?: Tx,
): Promise<{ articleId: string }> {
  return inTransaction(tx, async (t) => {
    const work = await lockOwnWork(t, actor, layerId);
    if (work.slotState !== "taken" && work.slotState !== "stalled")
      throw conflict("layer-closed", "Only work in progress can be skipped.");
    await freeSlot(t, work, input.reason);
    await recordEvents(t, [event(actor, work, "slot.skipped", { reason: input.reason })]);
    return { articleId: work.articleId };
  });
}

/**
 * A manager's release of somebody's taken, stalled or returned slot: the work so far is kept, closed, and the place is
 * free again. Throws 404, 403, 409 `not-in-work`.
 */
export function releaseSlot(actor: Actor, slotId: string, tx?: Tx): Promise<{ articleId: string }> {
  return inTransaction(tx, async (t) => {
    if (!z.uuid().safeParse(slotId).success) throw notFound();
    const place = await t.slot.findUnique({
      where: { id: slotId },
      select: { projectId: true, articleId: true },
    });
    if (!place) throw notFound();
    await requireProjectById(actor, place.projectId, "article.assign", t);
    // Locked in the order of a submission and of a save, and read only then: its person may hand in at this moment.
    await t.$queryRaw`SELECT 1 FROM "Article" WHERE "id" = ${place.articleId}::uuid FOR UPDATE`;
    await t.$queryRaw`SELECT 1 FROM "Layer" WHERE "slotId" = ${slotId}::uuid FOR UPDATE`;
    await t.$queryRaw`SELECT 1 FROM "Slot" WHERE "id" = ${slotId}::uuid FOR UPDATE`;
    const slot = await t.slot.findUnique({
      where: { id: slotId },
      include: { layer: { select: { id: true } } },
    });
    if (!slot) throw notFound();
    if (slot.state !== "stalled" && slot.state !== "taken" && slot.state !== "returned")
      throw conflict("not-in-work", "Only work in progress can be released.");
    await freeSlot(
      t,
      { slotId, layerId: slot.layer?.id ?? null, articleId: slot.articleId },
      "released by a manager",
    );
    await recordEvents(t, [{ type: "slot.released", actorId: actor.userId, ...place, subjectId: slotId }]);
    return { articleId: slot.articleId };
  });
}

/** The slot stays as its person's, skipped, so that it is not offered to them again; a new one takes its place. */
async function freeSlot(
  t: Tx,
  work: { slotId: string; layerId: string | null; articleId: string },
  reason: string,
): Promise<void> {
  const skipped = await t.slot.update({
    where: { id: work.slotId },
    data: { state: "skipped", skipReason: reason, leaseUntil: null },
    select: { kind: true },
  });
  if (work.layerId)
    await t.$executeRaw`
      UPDATE "Layer" SET "state" = 'closed', "revision" = "revision" + 1 WHERE "id" = ${work.layerId}::uuid AND "kind" <> 'shared'`;
  // A place that was made for this person needs nobody else; without it the article may be complete.
  if (skipped.kind === "calibration") await settleArticle(t, work.articleId);
  if (skipped.kind !== "ordinary") return;
  await t.$executeRaw`
    INSERT INTO "Slot" ("id", "projectId", "articleId", "ordinal", "priority", "articleNumber")
    SELECT gen_random_uuid(), s."projectId", s."articleId", (SELECT max(o."ordinal") + 1 FROM "Slot" o WHERE o."articleId" = s."articleId"),
           s."priority", s."articleNumber"
      FROM "Slot" s WHERE s."id" = ${work.slotId}::uuid`;
}

/** One's own slot and layer, with the article locked first, so that the last of several submissions sees the others. */
async function lockOwnWork(t: Tx, actor: Actor, layerId: string): Promise<WorkState> {
  if (!z.uuid().safeParse(layerId).success) throw notFound();
  await t.$queryRaw`
    SELECT 1 FROM "Article" a WHERE a."id" = (
      SELECT l."articleId" FROM seen_layers(${actor.userId}::uuid) l WHERE l."id" = ${layerId}::uuid) FOR UPDATE`;
  await t.$queryRaw`SELECT 1 FROM "Layer" WHERE "id" = ${layerId}::uuid FOR UPDATE`;
  const rows = await t.$queryRaw`
    SELECT l."id" AS "layerId", l."projectId", l."articleId", l."kind"::text, l."ownerId", l."state"::text AS "layerState",
           s."id" AS "slotId", s."state"::text AS "slotState", s."kind" AS "slotKind",
           CASE WHEN s."kind" = 'gold' THEN 'open' ELSE a."state" END AS "articleState",
           project_role(${actor.userId}::uuid, l."projectId") AS role, ${isOfNewestText} AS "isOfNewestText",
           l."carriedFromId" IS NOT NULL AS "isCarried",
           (SELECT count(*)::int FROM "Annotation" n WHERE n."layerId" = l."id" AND n."deletedAt" IS NULL) AS marks
      FROM seen_layers(${actor.userId}::uuid) l
      JOIN "Article" a ON a."id" = l."articleId"
      LEFT JOIN "Slot" s ON s."articleId" = l."articleId" AND s."personId" = ${actor.userId}::uuid
     WHERE l."id" = ${layerId}::uuid`;
  const work = z.array(stateShape).parse(rows)[0];
  if (!work) throw notFound();
  const isPersons = work.kind === "person" || work.kind === "measured";
  if (isPersons ? work.ownerId !== actor.userId : work.kind !== "shared")
    throw forbidden("This layer is not yours.");
  if (!can(work.role, "layer.annotate") || !work.slotId) throw forbidden();
  if (!work.isOfNewestText)
    throw conflict(
      "earlier-text",
      "This work belongs to an earlier text of the article and stays as it was handed in.",
    );
  return { ...work, slotId: work.slotId };
}

function ids({ slotId, layerId, articleId, projectId }: WorkState) {
  return { slotId, layerId, articleId, projectId };
}

function event(actor: Actor, work: WorkState, type: string, payload?: unknown) {
  const { projectId, articleId, layerId } = work;
  return { type, actorId: actor.userId, projectId, articleId, layerId, subjectId: layerId, payload };
}
