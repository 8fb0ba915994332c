import "server-only";
import { z } from "zod";
import { eventHash } from "@/lib/audit";
import { db } from "@/lib/db";
import { merkleRoot, noPredecessor, sealHash } from "@/lib/seals/merkle";

/** The newest seal's hash in hexadecimal, and how many events no seal covers yet. */
export type AuditHead = { head: string | null; seals: number; unsealed: number };

/** What a verification found; `problems` is empty when every event and seal is as it was written. */
export type AuditReport = AuditHead & { events: number; redacted: number; problems: string[] };

const tailRows = z.array(z.object({ count: z.coerce.number() }));

/** The head of the chain of seals. */
export async function auditHead(): Promise<AuditHead> {
  const last = await db().eventSeal.findFirst({ orderBy: { id: "desc" } });
  const tail = tailRows.parse(
    await db().$queryRaw`SELECT count(*) AS count FROM "Event" e
      WHERE (e."position", e."id") > (${last?.toPosition ?? -1n}, ${last?.toEventId ?? -1n})`,
  );
  return {
    head: last ? Buffer.from(last.hash).toString("hex") : null,
    seals: await db().eventSeal.count(),
    unsealed: tail[0]?.count ?? 0,
  };
}

const eventRows = z.array(
  z.object({
    id: z.bigint(),
    at: z.date(),
    type: z.string(),
    actorId: z.string().nullable(),
    projectId: z.string().nullable(),
    articleId: z.string().nullable(),
    layerId: z.string().nullable(),
    subjectId: z.string(),
    commandId: z.string().nullable(),
    payload: z.unknown(),
    salt: z.instanceof(Uint8Array),
    hash: z.instanceof(Uint8Array),
    redactedBy: z.string().nullable(),
  }),
);
type StoredEvent = z.infer<typeof eventRows>[number];

/**
 * Proves the chain: every event's content against its hash (a redacted one keeps its hash and is counted), every seal's
 * root against its events, and every seal against its predecessor. With `head` (hexadecimal) a seal of that hash must be
 * in the chain, which a truncation would have removed.
 */
export async function verifyAudit(head?: string): Promise<AuditReport> {
  const problems: string[] = [];
  let previous: Uint8Array = noPredecessor;
  const decisions = await readDecisions();
  let [events, redacted, isHeadFound] = [0, 0, false];
  let [position, eventId] = [-1n, -1n];
  for await (const seal of allSeals()) {
    const name = `seal ${seal.id}`;
    if (!isSame(seal.previousHash, previous)) problems.push(`${name} does not follow the seal before it`);
    if (!isSame(sealHash(seal), seal.hash)) problems.push(`${name} is not what it was when it was made`);
    const sealed = await eventsBetween(position, eventId, seal.toPosition, seal.toEventId);
    if (sealed.length !== seal.count)
      problems.push(`${name} covers ${seal.count} events, ${sealed.length} are there`);
    if (!isSame(merkleRoot(sealed.map((event) => event.hash)), seal.merkleRoot))
      problems.push(`${name} does not match its events`);
    for (const event of sealed) problems.push(...checkEvent(event, decisions));
    events += sealed.length;
    redacted += sealed.filter((event) => event.redactedBy !== null).length;
    previous = seal.hash;
    position = seal.toPosition;
    eventId = seal.toEventId;
    isHeadFound ||= head !== undefined && Buffer.from(seal.hash).toString("hex") === head.toLowerCase();
  }
  if (head !== undefined && !isHeadFound)
    problems.push(`no seal has the hash ${head}: the chain was cut or is another one`);
  const tail = await eventsBetween(position, eventId, null, null);
  for (const event of tail) problems.push(...checkEvent(event, decisions));
  return { ...(await auditHead()), events: events + tail.length, redacted, problems };
}

/** The articles that recorded decisions withdraw, by decision. */
async function readDecisions(): Promise<ReadonlyMap<string, string>> {
  const rows = await db().redaction.findMany({
    where: { kind: "article" },
    select: { id: true, subjectId: true },
  });
  return new Map(rows.map((row) => [row.id, row.subjectId]));
}

function checkEvent(event: StoredEvent, decisions: ReadonlyMap<string, string>): string[] {
  if (event.redactedBy !== null) {
    const articleId = decisions.get(event.redactedBy);
    const isCovered = articleId !== undefined && (event.articleId === null || event.articleId === articleId);
    const isBlank = event.payload === null;
    return isCovered && isBlank
      ? []
      : [`event ${event.id} (${event.type}) says it was blanked by a decision that does not cover it`];
  }
  const content = {
    ...event,
    at: event.at.toISOString(),
    payload: event.payload ?? null,
    salt: Buffer.from(event.salt).toString("hex"),
  };
  return eventHash(content) === Buffer.from(event.hash).toString("hex")
    ? []
    : [`event ${event.id} (${event.type}) is not what it was when it was written`];
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

async function* allSeals() {
  let id = 0n;
  for (;;) {
    const page = await db().eventSeal.findMany({
      where: { id: { gt: id } },
      orderBy: { id: "asc" },
      take: 500,
    });
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    id = last.id;
  }
}

/** Events after one place and up to another, both as (position, id); without an end all that follow, in pages of a seal's size. */
async function eventsBetween(
  fromPosition: bigint,
  fromId: bigint,
  toPosition: bigint | null,
  toId: bigint | null,
): Promise<StoredEvent[]> {
  const rows = await db().$queryRaw`
    SELECT e."id", e."at", e."type", e."actorId", e."projectId", e."articleId", e."layerId", e."subjectId", e."commandId",
           e."payload", e."salt", e."hash", e."redactedBy"
      FROM "Event" e
     WHERE (e."position", e."id") > (${fromPosition}, ${fromId})
       AND (${toPosition}::bigint IS NULL OR (e."position", e."id") <= (${toPosition}::bigint, ${toId}::bigint))
     ORDER BY e."position", e."id"`;
  return eventRows.parse(rows);
}
