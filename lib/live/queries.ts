import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import type { LiveNews, Topics } from "@/lib/live/schema";
import type { Actor } from "@/lib/policy";

/** An event as far as live streams need it. */
const newsRows = z.array(
  z.object({
    position: z.bigint(),
    id: z.bigint(),
    type: z.string(),
    layerId: z.string().nullable(),
    subjectId: z.string(),
    commandId: z.string().nullable(),
  }),
);
export type NewsRow = z.output<typeof newsRows>[number];

/** A place in the order of events: a transaction's position, and an id within it. */
export type EventCursor = { position: bigint; id: bigint };

/** `123.45` as a cursor. */
export function parseCursor(text: string): EventCursor {
  const [position = "0", id = "0"] = text.split(".");
  return { position: BigInt(position), id: BigInt(id) };
}

/** A cursor as text. */
export function cursorText(cursor: EventCursor): string {
  return `${cursor.position}.${cursor.id}`;
}

const headRows = z.tuple([z.object({ position: z.bigint() })]);

/** The end of what is settled now: every later event has a greater cursor. */
export async function settledEnd(tx: Tx = db()): Promise<EventCursor> {
  const [row] = headRows.parse(
    await tx.$queryRaw`
      SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + i."positionOffset" AS position FROM "Installation" i WHERE i."id" = 1`,
  );
  return { position: row.position, id: 0n };
}

/**
 * At most `limit` events after a cursor, in order, of transactions older than any that still runs: an event with a
 * smaller id that commits late is never skipped. A transaction that runs long holds back what came after it.
 */
export async function readNews(after: EventCursor, limit: number, tx: Tx = db()): Promise<NewsRow[]> {
  return newsRows.parse(
    await tx.$queryRaw`
      SELECT e."position", e."id", e."type", e."layerId", e."subjectId", e."commandId" FROM "Event" e
       WHERE (e."position", e."id") > (${after.position}, ${after.id})
         AND e."position" < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                            + (SELECT i."positionOffset" FROM "Installation" i WHERE i."id" = 1)
       ORDER BY e."position", e."id" LIMIT ${limit}`,
  );
}

const seenRows = z.tuple([
  z.object({
    isSignedIn: z.boolean(),
    layers: z.array(z.string()),
    articles: z.array(z.string()),
    sources: z.array(z.string()),
    hasNotifications: z.boolean(),
  }),
]);

/**
 * What of some events a person is told who watches `topics`: the same rules as on every page (`seen_layers`,
 * `seen_threads`, `seen_comments`), asked when it is told. Null where the session has ended.
 */
export async function seenNews(
  actor: Actor,
  topics: Topics,
  rows: readonly NewsRow[],
  tx: Tx = db(),
): Promise<Omit<LiveNews, "cursor" | "isReset"> | null> {
  const changed = [...new Set(rows.flatMap((row) => (row.layerId ? [row.layerId] : [])))];
  const layers = changed.filter((id) => topics.layers.includes(id));
  const said = idsOf(rows, "comment.");
  const settled = idsOf(rows, "thread.");
  const viewer = actor.userId;
  const [seen] = seenRows.parse(
    await tx.$queryRaw`
      WITH talk AS (
        SELECT t."articleId", t."sourceId" FROM "Comment" c JOIN "CommentThread" t ON t."id" = c."threadId"
         WHERE c."id" = ANY (${said}::uuid[])
           AND (t."articleId" = ANY (${topics.articles}::uuid[]) OR t."sourceId" = ANY (${topics.sources}::uuid[]))
           AND EXISTS (SELECT 1 FROM seen_comments(${viewer}::uuid) s WHERE s."id" = c."id")
        UNION
        SELECT t."articleId", t."sourceId" FROM seen_threads(${viewer}::uuid) t
         WHERE t."id" = ANY (${settled}::uuid[])
           AND (t."articleId" = ANY (${topics.articles}::uuid[]) OR t."sourceId" = ANY (${topics.sources}::uuid[])))
      SELECT (${actor.sessionId}::uuid IS NULL OR EXISTS (
               SELECT 1 FROM "Session" s JOIN "User" u ON u."id" = s."userId"
                WHERE s."id" = ${actor.sessionId}::uuid AND s."revokedAt" IS NULL AND s."expiresAt" > now()
                  AND u."disabledAt" IS NULL)) AS "isSignedIn",
             ARRAY(SELECT l."id"::text FROM seen_layers(${viewer}::uuid) l WHERE l."id" = ANY (${layers}::uuid[])) AS layers,
             ARRAY(SELECT "articleId"::text FROM talk WHERE "articleId" IS NOT NULL) AS articles,
             ARRAY(SELECT "sourceId"::text FROM talk WHERE "sourceId" IS NOT NULL) AS sources,
             EXISTS (SELECT 1 FROM "Notification" n WHERE n."userId" = ${viewer}::uuid AND n."commentId" = ANY (${said}::uuid[])
                        AND EXISTS (SELECT 1 FROM seen_comments(${viewer}::uuid) s WHERE s."id" = n."commentId")) AS "hasNotifications"`,
  );
  if (!seen.isSignedIn) return null;
  return {
    layers: seen.layers.map((id) => ({
      id,
      commandIds: [
        ...new Set(rows.flatMap((row) => (row.layerId === id && row.commandId ? [row.commandId] : []))),
      ],
    })),
    articles: seen.articles,
    sources: seen.sources,
    hasNotifications: seen.hasNotifications,
  };
}

function idsOf(rows: readonly NewsRow[], prefix: string): string[] {
  return rows.filter((row) => row.type.startsWith(prefix)).map((row) => row.subjectId);
}
