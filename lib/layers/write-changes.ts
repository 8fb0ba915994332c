import "server-only";
import { z } from "zod";
import { type EventInput, eventRows } from "@/lib/audit";
import { ask, type Tx } from "@/lib/db";
import type { Change } from "@/lib/layers/plan";
import type { LayerObject, LayerObjectType } from "@/lib/layers/schema";
import { Prisma } from "@/prisma/generated/client";

/** Where changes are written: the layer at the revision that was read, and whose command they are. */
export type WriteTarget = {
  layerId: string;
  versionId: string;
  projectId: string;
  articleId: string;
  revision: number;
  actorId: string | null;
  command: { id: string; bodyHash: string; undoes: string | null } | null;
  /** The decision that makes the annotations of an adjudicated layer. */
  decidedById?: string | null;
  /** A final layer that stays closed: what it links to has moved. */
  isClosed?: boolean;
};

const revisions = z.array(z.object({ revision: z.number() }));

type Of<T extends LayerObjectType> = Extract<LayerObject, { type: T }>;

function pick<T extends LayerObjectType>(changes: readonly Change[], type: T, made: boolean): Of<T>[] {
  return changes
    .filter((change) => (change.before === null) === made && change.after.type === type)
    .map((change) => change.after)
    .filter((after): after is Of<T> => after.type === type);
}

/**
 * Writes changes, the command and one event a change in a single statement, only if the layer still has the revision
 * that was read and is open (or keeps what comes late, or is named closed), in `tx` where one is given; returns the new revision, or null if it has moved on (read again and retry).
 */
export async function writeChanges(
  tx: Tx | undefined,
  target: WriteTarget,
  changes: readonly Change[],
): Promise<number | null> {
  const parts: Prisma.Sql[] = [
    Prisma.sql`bumped AS (
      UPDATE "Layer" SET "revision" = "revision" + 1
       WHERE "id" = ${target.layerId}::uuid AND "revision" = ${target.revision} AND ("state" IN ('open', 'returned') OR "kind" = 'surplus' OR ${target.isClosed ?? false})
      RETURNING "id", "versionId", "projectId", "revision", "slotId")`,
    // A save keeps the slot, or wins a stalled one back: renewed only when half of the lease is gone, so that most saves do not write it.
    Prisma.sql`lease AS (
      UPDATE "Slot" s SET "leaseUntil" = now() + make_interval(mins => p."leaseMinutes"),
             "state" = CASE WHEN s."state" = 'stalled' THEN 'taken' ELSE s."state" END
        FROM bumped JOIN "Project" p ON p."id" = bumped."projectId"
       WHERE s."id" = bumped."slotId"
         AND (s."state" = 'stalled' OR s."leaseUntil" < now() + make_interval(mins => p."leaseMinutes" / 2)))`,
    ...objectParts(target, changes),
    eventPart(target, changes),
  ];
  if (target.command)
    parts.push(Prisma.sql`command AS (
      INSERT INTO "Command" ("actorId", "id", "layerId", "bodyHash", "layerRevision", "undoes")
      SELECT ${target.actorId}::uuid, ${target.command.id}::uuid, b."id", decode(${target.command.bodyHash}, 'hex'), b."revision",
             ${target.command.undoes}::uuid FROM bumped b)`);
  const rows = await ask(Prisma.sql`WITH ${Prisma.join(parts, ", ")} SELECT "revision" FROM bumped`, tx);
  return revisions.parse(rows)[0]?.revision ?? null;
}

function objectParts(target: WriteTarget, changes: readonly Change[]): Prisma.Sql[] {
  const parts: Prisma.Sql[] = [];
  const add = (rows: readonly unknown[], part: (json: string) => Prisma.Sql) => {
    if (rows.length > 0) parts.push(part(JSON.stringify(rows)));
  };
  const annotation = Prisma.sql`AS x("id" uuid, "kind" "AnnotationKind", "attributes" jsonb, "nestedInId" uuid, "revision" int, "deleted" boolean)`;
  add(
    pick(changes, "annotation", true).map(toRow),
    (json) => Prisma.sql`annotations_made AS (
    INSERT INTO "Annotation" ("id", "layerId", "versionId", "projectId", "kind", "attributes", "nestedInId", "revision", "createdById", "decidedById", "deletedAt")
    SELECT x."id", b."id", b."versionId", b."projectId", x."kind", x."attributes", x."nestedInId", x."revision", ${target.actorId}::uuid,
           ${target.decidedById ?? null}::uuid, CASE WHEN x."deleted" THEN now() END
      FROM bumped b, jsonb_to_recordset(${json}::jsonb) ${annotation})`,
  );
  add(
    pick(changes, "annotation", false).map(toRow),
    (json) => Prisma.sql`annotations_changed AS (
    UPDATE "Annotation" a SET "kind" = x."kind", "attributes" = x."attributes", "nestedInId" = x."nestedInId", "revision" = x."revision",
           "updatedAt" = now(), "deletedAt" = CASE WHEN x."deleted" THEN now() END
      FROM bumped b, jsonb_to_recordset(${json}::jsonb) ${annotation}
     WHERE a."id" = x."id" AND a."layerId" = b."id")`,
  );
  const respanned = changes.filter(
    ({ before, after }) =>
      after.type === "annotation" &&
      (before?.type !== "annotation" || JSON.stringify(before.spans) !== JSON.stringify(after.spans)),
  );
  const replaced = respanned.filter((change) => change.before).map((change) => change.after.id);
  if (replaced.length > 0)
    parts.push(Prisma.sql`spans_gone AS (
      DELETE FROM "AnnotationSpan" s USING bumped b WHERE s."layerId" = b."id" AND s."annotationId" = ANY(${replaced}::uuid[]))`);
  add(
    respanned.flatMap(({ after }) =>
      after.type === "annotation" ? after.spans.map((span) => ({ ...span, annotationId: after.id })) : [],
    ),
    (json) => Prisma.sql`spans_made AS (
    INSERT INTO "AnnotationSpan" ("annotationId", "layerId", "versionId", "role", "start", "end", "quote")
    SELECT x."annotationId", b."id", b."versionId", x."role", x."start", x."end", x."quote"
      FROM bumped b, jsonb_to_recordset(${json}::jsonb) AS x("annotationId" uuid, "role" text, "start" int, "end" int, "quote" text))`,
  );
  addTable(add, changes, "claimLink", "ClaimLink", [
    ["attributionId", "uuid"],
    ["claimId", "uuid"],
    ["role", "text"],
    ["stance", "text"],
  ]);
  addTable(add, changes, "attributionSource", "AttributionSource", [
    ["attributionId", "uuid"],
    ["sourceId", "uuid"],
  ]);
  addTable(add, changes, "restsOn", "RestsOn", [
    ["attributionId", "uuid"],
    ["targetId", "uuid"],
    ["sourceId", "uuid"],
    ["description", "text"],
    ["claimIds", "uuid[]"],
    ["type", "text"],
  ]);
  const passages = pick(changes, "reuseLink", true).map((link) => link.passage);
  const newer = changes.flatMap(({ before, after }) =>
    before?.type === "reuseLink" && after.type === "reuseLink" && before.passage.id !== after.passage.id
      ? [after.passage]
      : [],
  );
  add(
    [...passages, ...newer],
    (json) => Prisma.sql`passages_made AS (
    INSERT INTO "Passage" ("id", "projectId", "versionId", "url", "quote")
    SELECT x."id", b."projectId", x."versionId", x."url", x."quote"
      FROM bumped b, jsonb_to_recordset(${json}::jsonb) AS x("id" uuid, "versionId" uuid, "url" text, "quote" text)
      ON CONFLICT ("id") DO NOTHING RETURNING "id")`,
  );
  add(
    [...passages, ...newer].flatMap((passage) =>
      passage.spans.map((span) => ({ ...span, passageId: passage.id, versionId: passage.versionId })),
    ),
    (json) => Prisma.sql`passage_spans_made AS (
    INSERT INTO "PassageSpan" ("passageId", "versionId", "start", "end", "quote")
    SELECT x."passageId", x."versionId", x."start", x."end", x."quote"
      FROM passages_made m JOIN jsonb_to_recordset(${json}::jsonb) AS x("passageId" uuid, "versionId" uuid, "start" int, "end" int, "quote" text)
        ON x."passageId" = m."id")`,
  );
  addTable(add, changes, "reuseLink", "ReuseLink", [
    ["annotationId", "uuid"],
    ["passageId", "uuid"],
    ["degree", "text"],
    ["direction", "text"],
    ["evidence", "text"],
    ["lost", "text[]"],
    ["state", "text"],
  ]);
  addTable(add, changes, "suggestionAnswer", "SuggestionAnswer", [
    ["suggestionId", "uuid"],
    ["annotationId", "uuid"],
    ["producer", "text"],
    ["version", "text"],
    ["score", "float8"],
  ]);
  return parts;
}

type Column = [name: string, type: string];

/** The two statements, insert and update, of a table of links whose columns are named as in the object. */
function addTable(
  add: (rows: readonly unknown[], part: (json: string) => Prisma.Sql) => void,
  changes: readonly Change[],
  type: Exclude<LayerObjectType, "annotation">,
  table: string,
  columns: Column[],
): void {
  const names = columns.map(([name]) => Prisma.raw(`"${name}"`));
  const record = Prisma.raw(
    `AS x("id" uuid, ${columns.map(([name, sort]) => `"${name}" ${sort.endsWith("[]") ? "jsonb" : sort}`).join(", ")}, "revision" int, "deleted" boolean)`,
  );
  const value = ([name, sort]: Column) =>
    Prisma.raw(
      sort.endsWith("[]") ? `ARRAY(SELECT jsonb_array_elements_text(x."${name}"))::${sort}` : `x."${name}"`,
    );
  const quoted = Prisma.raw(`"${table}"`);
  add(
    pick(changes, type, true).map(toRow),
    (json) => Prisma.sql`${Prisma.raw(`${table}_made`)} AS (
    INSERT INTO ${quoted} ("id", "layerId", "projectId", ${Prisma.join(names)}, "revision", "deletedAt")
    SELECT x."id", b."id", b."projectId", ${Prisma.join(columns.map(value))}, x."revision", CASE WHEN x."deleted" THEN now() END
      FROM bumped b, jsonb_to_recordset(${json}::jsonb) ${record})`,
  );
  add(
    pick(changes, type, false).map(toRow),
    (json) => Prisma.sql`${Prisma.raw(`${table}_changed`)} AS (
    UPDATE ${quoted} t SET ${Prisma.join(columns.map((column) => Prisma.sql`${Prisma.raw(`"${column[0]}"`)} = ${value(column)}`))},
           "revision" = x."revision", "deletedAt" = CASE WHEN x."deleted" THEN now() END
      FROM bumped b, jsonb_to_recordset(${json}::jsonb) ${record}
     WHERE t."id" = x."id" AND t."layerId" = b."id")`,
  );
}

/** An object's columns: spans have a table of their own, and two columns another name than in the object. */
function toRow(object: LayerObject): Record<string, unknown> {
  if (object.type === "annotation") return { ...object, spans: undefined };
  if (object.type === "restsOn") return { ...object, type: object.kind };
  if (object.type === "reuseLink") return { ...object, passageId: object.passage.id };
  return object;
}

const verbs = { made: "created", changed: "changed", gone: "deleted", back: "restored" } as const;

function verbOf({ before, after }: Change): string {
  if (!before) return verbs.made;
  if (after.deleted) return verbs.gone;
  return before.deleted ? verbs.back : verbs.changed;
}

function eventPart(target: WriteTarget, changes: readonly Change[]): Prisma.Sql {
  const inputs: EventInput[] = changes.map((change) => ({
    type: `${change.after.type}.${verbOf(change)}`,
    actorId: target.actorId,
    projectId: target.projectId,
    articleId: target.articleId,
    layerId: target.layerId,
    subjectId: change.after.id,
    commandId: target.command?.id ?? null,
    payload: change,
  }));
  // What all of them share is said once, beside the rows.
  const at = new Date();
  const rows = eventRows(inputs, at).map(({ type, subjectId, payload, salt, hash }) => ({
    type,
    subjectId,
    payload,
    salt,
    hash,
  }));
  return Prisma.sql`events AS (
    INSERT INTO "Event" ("position", "at", "type", "actorId", "projectId", "articleId", "layerId", "subjectId", "commandId", "payload", "salt", "hash")
    SELECT "position", ${at.toISOString()}::timestamptz, e."type", ${target.actorId}::uuid, ${target.projectId}::uuid, ${target.articleId}::uuid,
           ${target.layerId}::uuid, e."subjectId", ${target.command?.id ?? null}::uuid, e."payload", decode(e."salt", 'hex'), decode(e."hash", 'hex')
      FROM bumped, event_position() AS "position", jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS e("type" text, "subjectId" uuid, "payload" jsonb, "salt" text, "hash" text))`;
}
