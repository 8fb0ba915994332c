import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { attributeDefinitions } from "@/lib/attributes/schema";
import { canonicalJson } from "@/lib/canonical-json";
import { databaseRefusal } from "@/lib/database-errors";
import { ask } from "@/lib/db";
import { AppError, conflict, notFound } from "@/lib/errors";
import { applyLateCommand } from "@/lib/layers/late-command";
import { layerAttributesSql, layerObjectsSql, type ObjectFilter } from "@/lib/layers/object-sql";
import {
  type Change,
  planChanges,
  planUndo,
  referencedIds,
  referencedSources,
  touchedIds,
} from "@/lib/layers/plan";
import { closedReason, closedReasons, requireWritable } from "@/lib/layers/require-writable";
import {
  type CommandInput,
  type CommandResult,
  type LayerObject,
  layerObject,
  type Operation,
} from "@/lib/layers/schema";
import { writeChanges } from "@/lib/layers/write-changes";
import { announceCommit } from "@/lib/live/announce";
import { type Actor, can } from "@/lib/policy";
import { Prisma } from "@/prisma/generated/client";

const MOST_TRIES = 8;

const changeShape = z.object({ before: layerObject.nullable(), after: layerObject });

const situationShape = z.object({
  versionId: z.string(),
  projectId: z.string(),
  articleId: z.string(),
  revision: z.number(),
  state: z.string(),
  kind: z.string(),
  ownerId: z.string().nullable(),
  role: z.string(),
  closedReason: closedReasons,
  textLength: z.number(),
  kinds: z.array(z.string()),
  attributes: attributeDefinitions,
  recorded: z
    .object({
      layerId: z.string(),
      bodyHash: z.string(),
      layerRevision: z.number(),
      undoes: z.string().nullable(),
    })
    .nullable(),
  done: z.array(changeShape),
  objects: z.array(layerObject),
  sources: z.array(z.string()),
});
type Situation = z.infer<typeof situationShape>;

const situations = z.array(situationShape);
const layerIdShape = z.uuid();

/**
 * Applies a command to a layer, all of it or nothing, and returns what it changed. A repeat with the same body returns
 * the recorded result before anything else is looked at; what comes after one's place was released goes to a surplus
 * layer (`applyLateCommand`). Throws 404; 403 for a layer that is seen but not one's own;
 * 409 `command-reused`, `layer-closed`, `stale-revision`, `undo-conflict`, `id-taken`; 400 as `planChanges` says.
 */
export async function applyCommand(
  actor: Actor,
  layerId: string,
  input: CommandInput,
): Promise<CommandResult> {
  if (!layerIdShape.safeParse(layerId).success) throw notFound();
  const bodyHash = createHash("sha256").update(canonicalJson({ layerId, input })).digest("hex");
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const situation = await readSituation(actor, layerId, input);
    if (isLate(actor, situation) && situation.recorded?.layerId !== layerId)
      return applyLateCommand(actor, layerId, input, bodyHash, situation);
    if (situation.recorded) return repeat(situation, layerId, input, bodyHash);
    requireWritable(actor, situation);
    const changes = plan(situation, input);
    const undoes = "undoes" in input ? input.undoes : null;
    const target = {
      ...situation,
      layerId,
      actorId: actor.userId,
      command: { id: input.commandId, bodyHash, undoes },
    };
    const revision = await writeOnce(target, changes);
    if (revision !== null) {
      announceCommit();
      return {
        commandId: input.commandId,
        undoes,
        layerRevision: revision,
        objects: changes.map((change) => change.after),
      };
    }
  }
  throw conflict("busy", "Too many writes to this layer at once. Try again.");
}

/** Whether the actor's place was released meanwhile: their layer is closed, and what they still send is kept apart. */
function isLate(actor: Actor, situation: Situation): boolean {
  const isPersons = situation.kind === "person" || situation.kind === "measured";
  return (
    isPersons &&
    situation.ownerId === actor.userId &&
    situation.state === "closed" &&
    can(situation.role, "layer.annotate")
  );
}

/** Null, so that the caller reads again, also where the same command was recorded by another request meanwhile. */
async function writeOnce(
  target: Parameters<typeof writeChanges>[1],
  changes: Change[],
): Promise<number | null> {
  try {
    return await writeChanges(undefined, target, changes);
  } catch (error) {
    const refusal = databaseRefusal(error);
    if (refusal?.code === "already-exists" && String(error).includes("Command_pkey")) return null;
    if (refusal?.code === "busy") return null;
    throw refusal ?? error;
  }
}

function plan(situation: Situation, input: CommandInput): Change[] {
  const objects = new Map<string, LayerObject>(situation.objects.map((object) => [object.id, object]));
  if ("operations" in input) return planChanges({ ...situation, objects }, input.operations);
  if (situation.done.length === 0)
    throw conflict("undo-conflict", "There is no such command of yours in this layer.");
  return planUndo(situation.done, objects);
}

function repeat(situation: Situation, layerId: string, input: CommandInput, bodyHash: string): CommandResult {
  const { recorded } = situation;
  if (recorded?.layerId !== layerId || recorded.bodyHash !== bodyHash)
    throw new AppError(409, "command-reused", "This command id was used for another change.");
  return {
    commandId: input.commandId,
    undoes: recorded.undoes,
    layerRevision: recorded.layerRevision,
    objects: situation.done.map((change) => change.after),
  };
}

/** Everything a command needs to know, in one statement: the layer, the command if it is recorded, the objects. */
async function readSituation(actor: Actor, layerId: string, input: CommandInput): Promise<Situation> {
  const past = "undoes" in input ? input.undoes : input.commandId;
  const layer = Prisma.sql`${layerId}::uuid`;
  const rows = await ask(Prisma.sql`
    SELECT l."versionId", l."projectId", l."articleId", l."revision", l."state"::text, ${closedReason} AS "closedReason", l."kind"::text, l."ownerId", v."length" AS "textLength",
           p."kinds", ${layerAttributesSql} AS attributes, project_role(${actor.userId}::uuid, l."projectId") AS role,
           (SELECT jsonb_build_object('layerId', c."layerId", 'bodyHash', encode(c."bodyHash", 'hex'), 'layerRevision', c."layerRevision",
                     'undoes', c."undoes")
              FROM "Command" c WHERE c."actorId" = ${actor.userId}::uuid AND c."id" = ${input.commandId}::uuid) AS recorded,
           ${doneSql(actor, layer, past, input.commandId)} AS done,
           ${objectsSql(actor, layer, input)} AS objects,
           ${sourcesSql(actor, input)} AS sources
      FROM seen_layers(${actor.userId}::uuid) l
      JOIN "ArticleVersion" v ON v."id" = l."versionId"
      JOIN "Project" p ON p."id" = l."projectId"
     WHERE l."id" = ${layer}`);
  const row = situations.parse(rows)[0];
  if (!row) throw notFound();
  return row;
}

/** The sources that a command names, as far as the actor sees them. */
function sourcesSql(actor: Actor, input: CommandInput): Prisma.Sql {
  const named = "operations" in input ? referencedSources(input.operations) : [];
  if (named.length === 0) return Prisma.sql`'[]'::jsonb`;
  return Prisma.sql`coalesce((
    SELECT jsonb_agg(s."id") FROM seen_sources(${actor.userId}::uuid) s WHERE s."id" = ANY(${named}::uuid[])), '[]')`;
}

/** The changes of the command itself if it is recorded already, else those of the command to be undone. */
function doneSql(actor: Actor, layer: Prisma.Sql, past: string, commandId: string): Prisma.Sql {
  return Prisma.sql`coalesce((
    SELECT jsonb_agg(e."payload" ORDER BY e."id") FROM "Event" e
     WHERE e."actorId" = ${actor.userId}::uuid AND e."layerId" = ${layer} AND e."commandId" = coalesce((
       SELECT c."id" FROM "Command" c WHERE c."actorId" = ${actor.userId}::uuid AND c."id" = ${commandId}::uuid), ${past}::uuid)), '[]')`;
}

function objectsSql(actor: Actor, layer: Prisma.Sql, input: CommandInput): Prisma.Sql {
  const filter = "operations" in input ? namedBy(input.operations) : undoneBy(actor, layer, input.undoes);
  return Prisma.sql`coalesce((
    SELECT jsonb_agg(o."object") FROM (${layerObjectsSql({ ...filter, layerId: layer, withAnswers: true })}) o), '[]')`;
}

function namedBy(operations: Operation[]): Omit<ObjectFilter, "layerId"> {
  const touched = touchedIds(operations);
  const withChains = operations.some(
    (item) =>
      item.op === "put" &&
      ((item.object.type === "annotation" && item.object.nestedInId !== null) ||
        (item.object.type === "restsOn" && item.object.targetId !== null)),
  );
  return {
    ids: Prisma.sql`${referencedIds(operations)}::uuid[]`,
    touching: touched.length > 0 ? Prisma.sql`${touched}::uuid[]` : undefined,
    withChains,
  };
}

/** What a command changed, what those objects refer to, and what refers to them. */
function undoneBy(actor: Actor, layer: Prisma.Sql, undoes: string): Omit<ObjectFilter, "layerId"> {
  const events = Prisma.sql`FROM "Event" e
    WHERE e."actorId" = ${actor.userId}::uuid AND e."commandId" = ${undoes}::uuid AND e."layerId" = ${layer}`;
  const touching = Prisma.sql`(ARRAY(SELECT e."subjectId" ${events}) || ARRAY(
    SELECT (e."payload" -> 'before' ->> 'attributionId')::uuid ${events}
       AND jsonb_array_length(coalesce(e."payload" -> 'before' -> 'claimIds', '[]')) > 0))`;
  const ends = ["attributionId", "claimId", "targetId", "annotationId", "nestedInId"];
  return {
    ids: Prisma.sql`(${touching} || ARRAY(
      SELECT (e."payload" -> 'before' ->> k.key)::uuid FROM unnest(${ends}::text[]) AS k(key), LATERAL (
        SELECT e."payload" ${events}) e WHERE e."payload" -> 'before' ->> k.key IS NOT NULL) || ARRAY(
      SELECT c.id::uuid FROM (SELECT e."payload" ${events}) e,
             LATERAL jsonb_array_elements_text(coalesce(e."payload" -> 'before' -> 'claimIds', '[]')) AS c(id)))`,
    touching,
    withChains: true,
  };
}
