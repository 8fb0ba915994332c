import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { AppError, conflict } from "@/lib/errors";
import { layerObjectsSql } from "@/lib/layers/object-sql";
import { type Change, planChanges, planUndo } from "@/lib/layers/plan";
import {
  type CommandInput,
  type CommandResult,
  type LayerObject,
  layerObject,
  operation,
} from "@/lib/layers/schema";
import { writeChanges } from "@/lib/layers/write-changes";
import type { Actor } from "@/lib/policy";
import { Prisma } from "@/prisma/generated/client";

/** What the save already read of the closed layer: its text's length, what may be marked, and its revision. */
export type LateContext = {
  textLength: number;
  kinds: readonly string[];
  attributes: readonly AttributeDefinition[];
  sources: readonly string[];
  revision: number;
};

const surplusRows = z.tuple([
  z.object({
    layerId: z.string(),
    versionId: z.string(),
    projectId: z.string(),
    articleId: z.string(),
    revision: z.number(),
  }),
]);
type Surplus = z.infer<typeof surplusRows>[0];
const changeShape = z.object({ before: layerObject.nullable(), after: layerObject });
const recordedRows = z.array(
  z.object({ layerId: z.string(), bodyHash: z.string(), undoes: z.string().nullable() }),
);

/**
 * Keeps a command that reached a layer after its place was released: in a surplus layer of its own, which begins as a
 * copy of the closed one. Ids of the closed layer's objects are other ones in the copy and are translated both ways, so
 * that the browser goes on as if nothing had happened. Repeats are answered, other bodies refused, as in any layer.
 */
export function applyLateCommand(
  actor: Actor,
  closedId: string,
  input: CommandInput,
  bodyHash: string,
  context: LateContext,
): Promise<CommandResult> {
  return inTransaction(undefined, async (t) => {
    const surplus = await openSurplus(t, actor, closedId);
    const copies = await copiesOf(t, closedId, surplus.layerId);
    const originals = new Map([...copies].map(([original, copy]) => [copy, original]));
    const undoes = "undoes" in input ? input.undoes : null;
    const answer = (changes: readonly Change[], revision: number): CommandResult => ({
      commandId: input.commandId,
      undoes,
      layerRevision: context.revision + revision,
      objects: changes.map((change) => renamed(layerObject, change.after, originals)),
      isLate: true,
    });
    const recorded = recordedRows.parse(
      await t.$queryRaw`
        SELECT c."layerId", encode(c."bodyHash", 'hex') AS "bodyHash", c."undoes" FROM "Command" c
         WHERE c."actorId" = ${actor.userId}::uuid AND c."id" = ${input.commandId}::uuid`,
    )[0];
    if (recorded) {
      if (recorded.layerId !== surplus.layerId || recorded.bodyHash !== bodyHash)
        throw new AppError(409, "command-reused", "This command id was used for another change.");
      return answer(await doneBy(t, actor, [surplus.layerId], input.commandId), surplus.revision);
    }
    const objects = new Map((await allObjects(t, surplus.layerId)).map((object) => [object.id, object]));
    let changes: Change[];
    if ("operations" in input) {
      const operations = input.operations.map((item) => renamed(operation, item, copies));
      changes = planChanges({ ...context, objects }, operations);
    } else {
      const done = await doneBy(t, actor, [closedId, surplus.layerId], input.undoes);
      if (done.length === 0)
        throw conflict("undo-conflict", "There is no such command of yours in this layer.");
      changes = planUndo(
        done.map((change) => renamed(changeShape, change, copies)),
        objects,
      );
    }
    const command = { id: input.commandId, bodyHash, undoes };
    const revision = await writeChanges(t, { ...surplus, actorId: actor.userId, command }, changes);
    if (revision === null) throw conflict("busy", "Too many writes to this layer at once. Try again.");
    await t.$executeRaw`UPDATE "Layer" SET "submittedAt" = now() WHERE "id" = ${surplus.layerId}::uuid`;
    return answer(changes, revision);
  });
}

/** The surplus layer of a closed one, locked; the first time it is made, with copies of everything in the closed one. */
async function openSurplus(t: Tx, actor: Actor, closedId: string): Promise<Surplus> {
  const made = await t.$executeRaw`
    INSERT INTO "Layer" ("id", "projectId", "articleId", "versionId", "kind", "round", "state", "ownerId", "guidelineVersionId", "surplusOfId", "submittedAt")
    SELECT gen_random_uuid(), l."projectId", l."articleId", l."versionId", 'surplus', l."round", 'closed', l."ownerId", l."guidelineVersionId",
           l."id", now()
      FROM "Layer" l WHERE l."id" = ${closedId}::uuid
    ON CONFLICT ("surplusOfId") DO NOTHING`;
  const read = async () =>
    surplusRows.parse(
      await t.$queryRaw`
        SELECT "id" AS "layerId", "versionId", "projectId", "articleId", "revision" FROM "Layer"
         WHERE "surplusOfId" = ${closedId}::uuid FOR UPDATE`,
    )[0];
  const surplus = await read();
  if (made === 0) return surplus;
  const copies = await copiesOf(t, closedId, surplus.layerId);
  const changes = (await allObjects(t, closedId)).map((object) => ({
    before: null,
    after: renamed(layerObject, object, copies),
  }));
  const { projectId, articleId, layerId } = surplus;
  await recordEvents(t, [
    { type: "layer.surplus", actorId: actor.userId, projectId, articleId, layerId, subjectId: layerId },
  ]);
  if (changes.length > 0)
    await writeChanges(t, { ...surplus, actorId: actor.userId, command: null }, changes);
  return read();
}

const everyId = (layerId: string) => Prisma.sql`ARRAY(
  SELECT o."id" FROM "Annotation" o WHERE o."layerId" = ${layerId}::uuid
  UNION ALL SELECT o."id" FROM "ClaimLink" o WHERE o."layerId" = ${layerId}::uuid
  UNION ALL SELECT o."id" FROM "AttributionSource" o WHERE o."layerId" = ${layerId}::uuid
  UNION ALL SELECT o."id" FROM "RestsOn" o WHERE o."layerId" = ${layerId}::uuid
  UNION ALL SELECT o."id" FROM "ReuseLink" o WHERE o."layerId" = ${layerId}::uuid
  UNION ALL SELECT o."id" FROM "SuggestionAnswer" o WHERE o."layerId" = ${layerId}::uuid)`;

const objectRows = z.array(z.object({ object: layerObject }));

/** Every object of a layer, deleted ones too, which an undo may bring back. */
async function allObjects(t: Tx, layerId: string): Promise<LayerObject[]> {
  const rows = await t.$queryRaw(
    layerObjectsSql({ layerId: Prisma.sql`${layerId}::uuid`, ids: everyId(layerId), withAnswers: true }),
  );
  return objectRows.parse(rows).map((row) => row.object);
}

const idRows = z.array(z.object({ id: z.string() }));

/** The closed layer's ids, each with the one that its copy has: always the same for the same two layers. */
async function copiesOf(t: Tx, closedId: string, surplusId: string): Promise<Map<string, string>> {
  const ids = idRows.parse(await t.$queryRaw`SELECT x AS "id" FROM unnest(${everyId(closedId)}) AS x`);
  return new Map(ids.map(({ id }) => [id, copyId(surplusId, id)]));
}

/** A name-based UUID (RFC 9562, version 8) of an object's copy in a layer. */
function copyId(layerId: string, id: string): string {
  const hex = createHash("sha256").update(`${layerId} ${id}`).digest("hex").slice(0, 32);
  const text = `${hex.slice(0, 12)}8${hex.slice(13, 16)}8${hex.slice(17)}`;
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

async function doneBy(
  t: Tx,
  actor: Actor,
  layerIds: readonly string[],
  commandId: string,
): Promise<Change[]> {
  const rows = await t.$queryRaw`
    SELECT e."payload" FROM "Event" e
     WHERE e."actorId" = ${actor.userId}::uuid AND e."commandId" = ${commandId}::uuid AND e."layerId" = ANY(${[...layerIds]}::uuid[])
     ORDER BY e."id"`;
  return z
    .array(z.object({ payload: changeShape }))
    .parse(rows)
    .map((row) => row.payload);
}

/** The same value with ids replaced wherever they stand. */
function renamed<S extends z.ZodType>(
  schema: S,
  value: unknown,
  names: ReadonlyMap<string, string>,
): z.output<S> {
  return schema.parse(swap(value, names));
}

function swap(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => swap(item, names));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, swap(item, names)]));
}
