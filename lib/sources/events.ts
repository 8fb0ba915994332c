import "server-only";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { db, type Tx } from "@/lib/db";
import { decodeCursor, makePage, type Page } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { requireRegister, requireSource } from "@/lib/sources/access";
import type { SourceEventDto } from "@/lib/sources/schema";
import { Prisma } from "@/prisma/generated/client";

const historySize = 30;

/** Writes what happened to a source's entry, in the caller's transaction. */
export function recordSource(
  tx: Tx,
  actor: Actor,
  type: string,
  subjectId: string,
  payload: unknown,
): Promise<void> {
  return recordEvents(tx, [{ type, actorId: actor.userId, subjectId, payload }]);
}

const rows = z.array(
  z.object({
    id: z.bigint(),
    type: z.string(),
    at: z.date(),
    actor: z.string().nullable(),
    payload: z.unknown(),
    otherId: z.string().nullable(),
    other: z.string().nullable(),
  }),
);
const payloadShape = z.object({
  name: z.string().optional(),
  domain: z.string().optional(),
  reason: z.string().optional(),
  fromDate: z.string().nullish(),
  toDate: z.string().nullish(),
});

/**
 * What happened to a source's entry (never ratings, which have their own rules), newest first. A merge stands in the
 * history of both; one with a source that the actor may not see is left out there. Throws notFound.
 */
export async function listSourceEvents(
  actor: Actor,
  sourceId: string,
  cursorText?: string,
  tx: Tx = db(),
): Promise<Page<SourceEventDto>> {
  await requireRegister(actor, "source.view", tx);
  const source = await requireSource(actor, sourceId, tx);
  const cursor = decodeCursor(z.string().regex(/^\d{1,18}$/), cursorText);
  const isBackward = cursor?.side === "before";
  const order = isBackward ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const from = cursor
    ? Prisma.sql`AND e."id" ${isBackward ? Prisma.sql`>` : Prisma.sql`<`} ${BigInt(cursor.key)}`
    : Prisma.empty;
  const found = rows.parse(
    await tx.$queryRaw`
      SELECT e."id", e."type", e."at", u."name" AS actor, e."payload", s."id" AS "otherId", s."name" AS other
        FROM "Event" e
        LEFT JOIN "User" u ON u."id" = e."actorId"
        LEFT JOIN LATERAL (
          SELECT s."id", s."name" FROM seen_sources(${actor.userId}::uuid) s
           WHERE s."id" = coalesce(e."payload"->>'intoId', e."payload"->>'fromId', e."payload"->>'parentId', e."payload"->>'sourceId')::uuid) s ON true
       WHERE e."subjectId" = ${source.id}::uuid AND e."type" LIKE 'source.%'
         AND (e."type" NOT IN ('source.took-in', 'source.let-go') OR s."id" IS NOT NULL) ${from}
       ORDER BY e."id" ${order} LIMIT ${historySize + 1}`,
  );
  const page = makePage(found, cursor, (row) => String(row.id), historySize);
  return { ...page, items: page.items.map(toDto) };
}

function toDto(row: z.infer<typeof rows>[number]): SourceEventDto {
  const payload = payloadShape.safeParse(row.payload ?? {}).data ?? {};
  const { fromDate, toDate } = payload;
  const period = [fromDate && `from ${fromDate}`, toDate && `until ${toDate}`].filter(Boolean).join(" ");
  const details = [payload.name ?? payload.domain, period, payload.reason].filter(Boolean);
  return {
    id: String(row.id),
    type: row.type,
    at: row.at.toISOString(),
    actorName: row.actor ?? "Somebody",
    other: row.otherId && row.other ? { id: row.otherId, name: row.other } : null,
    detail: details.join(": "),
  };
}
