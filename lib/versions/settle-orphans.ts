import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { canonicalJson } from "@/lib/canonical-json";
import { inTransaction, type Tx } from "@/lib/db";
import { AppError, badInput, conflict, notFound } from "@/lib/errors";
import { type Change, planChanges } from "@/lib/layers/plan";
import { closedReason, closedReasons, requireWritable } from "@/lib/layers/require-writable";
import { type CommandResult, type LayerObject, layerObject, type Operation } from "@/lib/layers/schema";
import { writeChanges } from "@/lib/layers/write-changes";
import { announceCommit } from "@/lib/live/announce";
import type { Actor } from "@/lib/policy";
import { objectsOfLayer } from "@/lib/review/submitted-objects";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { readItems } from "@/lib/versions/carried-queries";
import { isOpenOrphan } from "@/lib/versions/open-orphans";
import { placementOf } from "@/lib/versions/placement";
import type { BringBackInput, LetGoInput, PlaceOrphanInput, SettledOrphanDto } from "@/lib/versions/schema";

const orphanRows = z.array(
  z.object({
    id: z.string(),
    formerId: z.string(),
    outcome: z.string(),
    annotationId: z.string().nullable(),
    isOpen: z.boolean(),
    layerId: z.string(),
    formerLayerId: z.string(),
    versionId: z.string(),
    projectId: z.string(),
    articleId: z.string(),
    kind: z.string(),
    closedReason: closedReasons,
    ownerId: z.string().nullable(),
    revision: z.number(),
    role: z.string(),
    text: z.string(),
    kinds: z.array(z.string()),
  }),
);
type Orphan = z.infer<typeof orphanRows>[number];

/**
 * Places an orphan where it stands in the newer text: the mark is made there with its kind, attributes and sources, and
 * with its links to those marks that are there. A repeat of the same command changes nothing; the layer's ordinary undo
 * takes the mark back, and the orphan is open again. Throws notFound, forbidden, 409 `layer-closed`, `already-placed`,
 * `command-reused`, 400 `not-an-orphan` and as `planChanges` says.
 */
export function placeOrphan(actor: Actor, input: PlaceOrphanInput, tx?: Tx): Promise<SettledOrphanDto> {
  return inTransaction(tx, async (t) => {
    const orphan = await lockOrphan(t, actor, input.carriedId);
    const commandId = input.commandId ?? randomUUID();
    const bodyHash = hashOf({ layerId: orphan.layerId, ...input, commandId });
    const recorded = await t.command.findUnique({
      where: { actorId_id: { actorId: actor.userId, id: commandId } },
    });
    if (recorded) {
      if (recorded.layerId !== orphan.layerId || Buffer.from(recorded.bodyHash).toString("hex") !== bodyHash)
        throw new AppError(409, "command-reused", "This command id was used for another change.");
      return answer(t, orphan, await readSaved(t, actor, recorded));
    }
    requireSettleable(actor, orphan);
    if (!orphan.isOpen && orphan.annotationId)
      throw conflict("already-placed", "This mark has a place already. Take it away there first.");
    const index = indexCodePoints(orphan.text);
    const spans = input.spans.map((span) => {
      if (span.end > index.length || span.start >= span.end)
        throw badInput("span-outside-text", "Select words of this text.");
      return { ...span, quote: sliceCodePoints(index, span) };
    });
    const present = await objectsOfLayer(t, orphan.layerId);
    const former = await objectsOfLayer(t, orphan.formerLayerId);
    const standIns = await readStandIns(t, orphan.layerId);
    const operations = placementOf(orphan.formerId, spans, former, present, standIns, randomUUID);
    const changes = plan(orphan, present, former, operations);
    const saved = await write(t, actor, orphan, changes, { commandId, bodyHash });
    const made = changes.find(({ after }) => after.type === "annotation")?.after.id ?? null;
    await settle(t, actor, orphan, { as: "placed", annotationId: made, reason: "" });
    return answer(t, orphan, saved);
  });
}

/** Says that an orphan has no place in the newer text, and why. Throws notFound, forbidden, 409 `layer-closed`, `already-placed`, 400 `not-an-orphan`. */
export function letGo(actor: Actor, input: LetGoInput, tx?: Tx): Promise<SettledOrphanDto> {
  return inTransaction(tx, async (t) => {
    const orphan = await lockOrphan(t, actor, input.carriedId);
    requireSettleable(actor, orphan);
    if (!orphan.isOpen && orphan.annotationId)
      throw conflict("already-placed", "This mark has a place already. Take it away there first.");
    await settle(t, actor, orphan, { as: "let-go", annotationId: null, reason: input.reason });
    return answer(t, orphan, null);
  });
}

/**
 * Opens a settled orphan again; the mark that it was placed as goes, with its links. One that is open stays so. Throws
 * notFound, forbidden, 409 `layer-closed`, 400 `not-an-orphan`.
 */
export function bringBack(actor: Actor, input: BringBackInput, tx?: Tx): Promise<SettledOrphanDto> {
  return inTransaction(tx, async (t) => {
    const orphan = await lockOrphan(t, actor, input.carriedId);
    requireSettleable(actor, orphan);
    const present = await objectsOfLayer(t, orphan.layerId);
    const placed = present.find((object) => object.id === orphan.annotationId);
    let saved: CommandResult | null = null;
    if (placed) {
      const commandId = input.commandId ?? randomUUID();
      const bodyHash = hashOf({ layerId: orphan.layerId, ...input, commandId });
      const changes = plan(orphan, present, [], [{ op: "delete", id: placed.id, revision: placed.revision }]);
      saved = await write(t, actor, orphan, changes, { commandId, bodyHash });
    }
    await settle(t, actor, orphan, null);
    return answer(t, orphan, saved);
  });
}

async function lockOrphan(t: Tx, actor: Actor, carriedId: string): Promise<Orphan> {
  // The layer first, as a save and a submission lock it; what is read after it cannot change.
  await t.$queryRaw`
    SELECT 1 FROM "Layer" WHERE "id" = (
      SELECT c."layerId" FROM "CarriedMark" c JOIN seen_layers(${actor.userId}::uuid) l ON l."id" = c."layerId"
       WHERE c."id" = ${carriedId}::uuid) FOR UPDATE`;
  const [orphan] = orphanRows.parse(
    await t.$queryRaw`
      SELECT c."id", c."formerId", c."outcome", c."annotationId", ${isOpenOrphan} AS "isOpen", l."id" AS "layerId",
             n."layerId" AS "formerLayerId", l."versionId", l."projectId", l."articleId", l."kind"::text, ${closedReason} AS "closedReason", l."ownerId",
             l."revision", project_role(${actor.userId}::uuid, l."projectId") AS role, v."text", p."kinds"
        FROM "CarriedMark" c
        JOIN seen_layers(${actor.userId}::uuid) l ON l."id" = c."layerId"
        JOIN "ArticleVersion" v ON v."id" = l."versionId"
        JOIN "Annotation" n ON n."id" = c."formerId"
        JOIN "Project" p ON p."id" = l."projectId"
       WHERE c."id" = ${carriedId}::uuid`,
  );
  if (!orphan) throw notFound();
  return orphan;
}

function requireSettleable(actor: Actor, orphan: Orphan): void {
  requireWritable(actor, orphan);
  if (orphan.outcome !== "orphaned")
    throw badInput("not-an-orphan", "This mark has its place in the newer text: change it there.");
}

function plan(
  orphan: Orphan,
  present: readonly LayerObject[],
  former: readonly LayerObject[],
  operations: readonly Operation[],
): Change[] {
  const context = {
    textLength: indexCodePoints(orphan.text).length,
    // What was final may be of a kind that the project marks no more; it stays what it was.
    kinds: [
      ...orphan.kinds,
      ...former.flatMap((object) => (object.type === "annotation" ? object.kind : [])),
    ],
    said: former.flatMap((object) => (object.type === "annotation" ? [object.attributes] : [])),
    objects: new Map(present.map((object) => [object.id, object])),
  };
  return planChanges(context, operations);
}

async function write(
  t: Tx,
  actor: Actor,
  orphan: Orphan,
  changes: Change[],
  { commandId, bodyHash }: { commandId: string; bodyHash: string },
): Promise<CommandResult> {
  const command = { id: commandId, bodyHash, undoes: null };
  const revision = await writeChanges(t, { ...orphan, actorId: actor.userId, command }, changes);
  if (revision === null) throw conflict("busy", "Somebody wrote to this layer just now. Try again.");
  announceCommit();
  return { commandId, undoes: null, layerRevision: revision, objects: changes.map(({ after }) => after) };
}

const doneRows = z.array(z.object({ payload: z.object({ after: layerObject }) }));

/** What a recorded command did, as it was answered then. */
async function readSaved(
  t: Tx,
  actor: Actor,
  { id, layerId, layerRevision }: { id: string; layerId: string; layerRevision: number },
): Promise<CommandResult> {
  const events = await t.event.findMany({
    where: { actorId: actor.userId, layerId, commandId: id },
    orderBy: { id: "asc" },
    select: { payload: true },
  });
  const objects = doneRows.parse(events).map(({ payload }) => payload.after);
  return { commandId: id, undoes: null, layerRevision, objects };
}

const pairRows = z.array(z.object({ formerId: z.string(), annotationId: z.string() }));

/** The marks of a layer that former ones became and that are still there. */
async function readStandIns(t: Tx, layerId: string): Promise<Map<string, string>> {
  const rows = pairRows.parse(
    await t.$queryRaw`
      SELECT c."formerId", c."annotationId" FROM "CarriedMark" c
        JOIN "Annotation" n ON n."id" = c."annotationId" AND n."deletedAt" IS NULL
       WHERE c."layerId" = ${layerId}::uuid`,
  );
  return new Map(rows.map((row) => [row.formerId, row.annotationId]));
}

async function settle(
  t: Tx,
  actor: Actor,
  orphan: Orphan,
  how: { as: "placed" | "let-go"; annotationId: string | null; reason: string } | null,
): Promise<void> {
  await t.carriedMark.update({
    where: { id: orphan.id },
    data: {
      settledAs: how?.as ?? null,
      annotationId: how?.annotationId ?? null,
      reason: how?.reason ?? "",
      settledById: how ? actor.userId : null,
      settledAt: how ? new Date() : null,
    },
  });
  await recordEvents(t, [
    {
      type: how ? (how.as === "placed" ? "carried.placed" : "carried.let-go") : "carried.reopened",
      actorId: actor.userId,
      projectId: orphan.projectId,
      articleId: orphan.articleId,
      layerId: orphan.layerId,
      subjectId: orphan.id,
      payload: {
        formerId: orphan.formerId,
        annotationId: how?.annotationId ?? null,
        reason: how?.reason ?? "",
      },
    },
  ]);
}

async function answer(t: Tx, orphan: Orphan, saved: CommandResult | null): Promise<SettledOrphanDto> {
  const [carried] = await readItems(t, orphan.layerId, [orphan.id]);
  if (!carried) throw notFound();
  return { carried, layerRevision: saved?.layerRevision ?? orphan.revision, saved };
}

function hashOf(body: unknown): string {
  return createHash("sha256").update(canonicalJson(body)).digest("hex");
}
