import "server-only";
import { hash, randomBytes } from "node:crypto";
import { canonicalJson } from "@/lib/canonical-json";
import type { Tx } from "@/lib/db";

/** What an event says happened; ids, never names or e-mail addresses. */
export type EventInput = {
  type: string;
  actorId: string | null;
  projectId?: string | null;
  articleId?: string | null;
  layerId?: string | null;
  subjectId: string;
  commandId?: string | null;
  payload?: unknown;
};

/** An event as it is stored: salted and hashed, bytes in hexadecimal. */
export type EventRow = {
  at: string;
  type: string;
  actorId: string | null;
  projectId: string | null;
  articleId: string | null;
  layerId: string | null;
  subjectId: string;
  commandId: string | null;
  payload: unknown;
  salt: string;
  hash: string;
};

const SALT_BYTES = 16;

/**
 * SHA-256 of the salt followed by the canonical JSON of everything an event says.
 * Its own id and position are left out: the seal over it fixes its place.
 */
export function eventHash(row: Omit<EventRow, "hash">): string {
  const content = canonicalJson({
    at: row.at,
    type: row.type,
    actorId: row.actorId,
    projectId: row.projectId,
    articleId: row.articleId,
    layerId: row.layerId,
    subjectId: row.subjectId,
    commandId: row.commandId,
    payload: row.payload ?? null,
  });
  return hash("sha256", Buffer.concat([Buffer.from(row.salt, "hex"), Buffer.from(content, "utf8")]), "hex");
}

/** Makes the rows of events, all of one time (milliseconds), without writing them. */
export function eventRows(inputs: EventInput[], at = new Date()): EventRow[] {
  const salts = randomBytes(SALT_BYTES * inputs.length);
  return inputs.map((input, index) => {
    const row = {
      at: at.toISOString(),
      type: input.type,
      actorId: input.actorId,
      projectId: input.projectId ?? null,
      articleId: input.articleId ?? null,
      layerId: input.layerId ?? null,
      subjectId: input.subjectId,
      commandId: input.commandId ?? null,
      payload: input.payload ?? null,
      salt: salts.toString("hex", index * SALT_BYTES, (index + 1) * SALT_BYTES),
    };
    return { ...row, hash: eventHash(row) };
  });
}

/** Writes events in the caller's transaction, in one statement, in the order given. */
export async function recordEvents(tx: Tx, inputs: EventInput[]): Promise<void> {
  if (inputs.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO "Event" ("at", "type", "actorId", "projectId", "articleId", "layerId", "subjectId", "commandId", "payload", "salt", "hash")
    SELECT e."at"::timestamptz, e."type", e."actorId", e."projectId", e."articleId", e."layerId", e."subjectId", e."commandId",
           e."payload", decode(e."salt", 'hex'), decode(e."hash", 'hex')
      FROM jsonb_to_recordset(${JSON.stringify(eventRows(inputs))}::jsonb)
        AS e("at" text, "type" text, "actorId" uuid, "projectId" uuid, "articleId" uuid, "layerId" uuid, "subjectId" uuid,
             "commandId" uuid, "payload" jsonb, "salt" text, "hash" text)`;
}
