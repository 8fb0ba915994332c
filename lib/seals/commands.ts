import "server-only";
import { z } from "zod";
import { db, inTransaction, type Tx } from "@/lib/db";
import { merkleRoot, noPredecessor, sealHash } from "@/lib/seals/merkle";

/** The most events one seal covers; a backlog is sealed by several seals in a row. */
const MOST_EVENTS = 5_000;
/** The advisory lock that makes sealers, in however many processes, one at a time. */
const SEALER_LOCK = 7_270_736_902n;

const eventRows = z.array(z.object({ id: z.bigint(), position: z.bigint(), hash: z.instanceof(Uint8Array) }));

/**
 * Seals the events that are settled (written by transactions older than any still running) and not sealed yet; returns
 * how many, 0 also when another sealer is at work.
 */
export function sealNext(): Promise<number> {
  return inTransaction(undefined, async (tx) => {
    const locked = z
      .array(z.object({ ok: z.boolean() }))
      .parse(await tx.$queryRaw`SELECT pg_try_advisory_xact_lock(${SEALER_LOCK}) AS ok`);
    if (!locked[0]?.ok) return 0;
    const last = await tx.eventSeal.findFirst({ orderBy: { id: "desc" } });
    const events = eventRows.parse(await settledEvents(tx, last?.toPosition ?? -1n, last?.toEventId ?? -1n));
    const [first, final] = [events[0], events.at(-1)];
    if (!first || !final) return 0;
    const content = {
      fromPosition: first.position,
      fromEventId: first.id,
      toPosition: final.position,
      toEventId: final.id,
      count: events.length,
      merkleRoot: Buffer.from(merkleRoot(events.map((event) => event.hash))),
      previousHash: Buffer.from(last?.hash ?? noPredecessor),
      sealedAt: new Date(),
    };
    await tx.eventSeal.create({ data: { ...content, hash: Buffer.from(sealHash(content)) } });
    return events.length;
  });
}

function settledEvents(tx: Tx, position: bigint, id: bigint): Promise<unknown> {
  return tx.$queryRaw`
    SELECT e."id", e."position", e."hash" FROM "Event" e
     WHERE (e."position", e."id") > (${position}, ${id})
       AND e."position" < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                          + (SELECT i."positionOffset" FROM "Installation" i WHERE i."id" = 1)
     ORDER BY e."position", e."id" LIMIT ${MOST_EVENTS}`;
}

/** Seals all that is settled when it is called; returns how many events. */
export async function sealAll(): Promise<number> {
  let total = 0;
  for (;;) {
    const sealed = await sealNext();
    total += sealed;
    // A seal with room left was given all there was: going on would make one of every few events while people work.
    if (sealed < MOST_EVENTS) return total;
  }
}

/**
 * Makes positions go on rising where the database was restored into a cluster whose transaction numbers are lower than
 * those of the events in it. Called before anything is written.
 */
export async function alignPositions(): Promise<void> {
  // This transaction's number is higher than that of every event it can see, unless those come from another cluster.
  await db().$executeRaw`
    UPDATE "Installation" SET "positionOffset" = e."newest" + 1 - pg_current_xact_id()::text::bigint
      FROM (SELECT coalesce(max("position"), 0) AS "newest" FROM "Event") e
     WHERE "id" = 1 AND "positionOffset" + pg_current_xact_id()::text::bigint <= e."newest"`;
}
