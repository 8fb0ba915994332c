import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import { decodeCursor, makePage, type Page } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { requireRegister, requireSource } from "@/lib/sources/access";
import type { FaredCardDto } from "@/lib/sources/schema";
import { Prisma } from "@/prisma/generated/client";

const faredSize = 20;

const rows = z.array(
  z.object({
    cardId: z.string(),
    projectSlug: z.string(),
    projectName: z.string(),
    statement: z.string(),
    type: z.string(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    credibilities: z.array(z.string()),
    verdicts: z.array(z.string()),
    hasGraded: z.boolean(),
  }),
);

/**
 * The cards on which a source (or one merged into it) is an origin, by the figures kept beside the cards, newest card
 * first: what they say, how many independent origins they have, and how they were judged. Only cards the actor sees with
 * a final mention that the actor sees, and none that rests on an article the actor has still to hand in; grades by `seen_credibilities` and `seen_verdicts`, so that others' stay folded
 * until one's own is saved, one a person. Throws notFound, forbidden.
 */
export async function listFaredCards(
  actor: Actor,
  sourceId: string,
  cursorText?: string,
  tx: Tx = db(),
): Promise<Page<FaredCardDto>> {
  await requireRegister(actor, "source.view", tx);
  const source = await requireSource(actor, sourceId, tx);
  const viewer = Prisma.sql`${actor.userId}::uuid`;
  const cursor = decodeCursor(z.uuid(), cursorText);
  const isBackward = cursor?.side === "before";
  const order = isBackward ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const from = cursor
    ? Prisma.sql`AND k."cardId" ${isBackward ? Prisma.sql`>` : Prisma.sql`<`} ${cursor.key}::uuid`
    : Prisma.empty;
  const latest = (table: Prisma.Sql, column: Prisma.Sql) => Prisma.sql`
    ARRAY(SELECT x.value FROM (
      SELECT DISTINCT ON (g."raterId") g.${column}::text AS value FROM ${table}(${viewer}) g
       WHERE g."cardId" = c."id" ORDER BY g."raterId", g."number" DESC) x ORDER BY x.value)`;
  const found = rows.parse(
    await tx.$queryRaw`
      WITH origin AS (
        SELECT x."cardId" FROM source_family(${source.id}::uuid) f
         CROSS JOIN LATERAL (
          SELECT k."cardId" FROM "CardSource" k
            JOIN seen_cards(${viewer}) c ON c."id" = k."cardId"
           WHERE k."sourceId" = f AND k."isOrigin" ${from}
             AND k."cardId" NOT IN (SELECT b.id FROM blind_cards(${viewer}) b(id))
             AND EXISTS (SELECT 1 FROM "Mention" m
                           JOIN "Annotation" n ON n."id" = m."claimId"
                           JOIN final_layers(${viewer}) l ON l."id" = n."layerId"
                          WHERE m."cardId" = k."cardId" AND m."isSame" AND m."deletedAt" IS NULL)
           ORDER BY k."cardId" ${order} LIMIT ${faredSize + 1}) x
         GROUP BY x."cardId" ORDER BY x."cardId" ${order} LIMIT ${faredSize + 1})
      SELECT c."id" AS "cardId", p."slug" AS "projectSlug", p."name" AS "projectName", c."statement", c."type",
             t."low", t."high",
             ${latest(Prisma.sql`seen_credibilities`, Prisma.sql`"grade"`)} AS credibilities,
             ${latest(Prisma.sql`seen_verdicts`, Prisma.sql`"verdict"`)} AS verdicts,
             EXISTS (SELECT 1 FROM "Credibility" g WHERE g."cardId" = c."id" AND g."raterId" = ${viewer})
               OR EXISTS (SELECT 1 FROM "Verdict" g WHERE g."cardId" = c."id" AND g."raterId" = ${viewer}) AS "hasGraded"
        FROM origin o
        JOIN "ClaimCard" c ON c."id" = o."cardId"
        JOIN "Project" p ON p."id" = c."projectId"
        LEFT JOIN "CardStanding" t ON t."cardId" = c."id"
       ORDER BY c."id" ${order}`,
  );
  return makePage(found, cursor, (row) => row.cardId, faredSize);
}
