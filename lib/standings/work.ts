import "server-only";
import { z } from "zod";
import { isCutOff } from "@/lib/database-trouble";
import { db, inLongTransaction, type Tx } from "@/lib/db";
import { lockStandings } from "@/lib/standings/access";
import { recomputeCard } from "@/lib/standings/card-standing";
import { largeCard, rawKinds } from "@/lib/standings/schema";
import { recomputeSources } from "@/lib/standings/source-standing";

/** Notes spread at once. */
const AT_ONCE = 200;

const idRows = z.array(z.object({ id: z.bigint() }));
const cardRows = z.array(z.object({ cardId: z.string(), mentions: z.number() }));

/**
 * Turns notes about articles, pairs and sources into notes about each card and source whose figures rest on them.
 * Returns how many were turned, 0 also where another process is at work.
 */
export function spreadNotes(): Promise<number> {
  return inLongTransaction(async (tx) => {
    if (!(await lockStandings(tx))) return 0;
    const found = idRows.parse(
      await tx.$queryRaw`
        SELECT "id" FROM "StandingWork" WHERE "kind" = ANY(${[...rawKinds]}) ORDER BY "id" LIMIT ${AT_ONCE}`,
    );
    const ids = found.map((one) => one.id);
    if (ids.length > 0) await spread(ids, tx);
    return ids.length;
  });
}

async function spread(ids: readonly bigint[], tx: Tx): Promise<void> {
  await tx.$executeRaw`
    WITH taken AS (
      DELETE FROM "StandingWork" WHERE "id" = ANY(${ids}::bigint[]) RETURNING "kind", "subjectId", "otherId"),
    subject AS (SELECT DISTINCT "kind", "subjectId" AS id, "otherId" AS other FROM taken),
    final AS (
      SELECT l."id" FROM subject t JOIN "Layer" l ON l."articleId" = t.id AND l."kind" = 'adjudicated' WHERE t."kind" = 'article')
    INSERT INTO "StandingWork" ("kind", "subjectId")
      SELECT 'card', m."cardId"
        FROM final f
        JOIN "Annotation" n ON n."layerId" = f."id" AND n."kind" = 'claim'
        JOIN "Mention" m ON m."claimId" = n."id" AND m."deletedAt" IS NULL
    UNION
      SELECT 'card', a."cardId"
        FROM subject t
        JOIN "CardSource" a ON a."sourceId" = canonical_source(t.id)
        JOIN "CardSource" b ON b."cardId" = a."cardId" AND b."sourceId" = canonical_source(t.other)
       WHERE t."kind" = 'pair'
    UNION
      SELECT 'card', c."cardId"
        FROM subject t JOIN "CardSource" c ON c."sourceId" IN (t.id, canonical_source(t.id)) WHERE t."kind" = 'source'
    UNION
      SELECT 'source-figures', i FROM subject t, unnest(ARRAY[t.id, canonical_source(t.id)]) i WHERE t."kind" = 'source'
    UNION
      SELECT 'source-figures', canonical_source(u."sourceId") FROM final f JOIN "AttributionSource" u ON u."layerId" = f."id"`;
}

/** Notes the sources whose last rating has grown old since; an index finds them. */
export async function noteSourcesFallenDue(): Promise<void> {
  await db().$executeRaw`
    INSERT INTO "StandingWork" ("kind", "subjectId")
    SELECT 'source-figures', t."sourceId" FROM "SourceStanding" t WHERE NOT t."isDue" AND t."dueFrom" <= now() LIMIT 1000`;
}

/** Lets cards whose computation failed be tried again: called when a process starts. */
export async function retryFailedCards(): Promise<void> {
  await db().$executeRaw`UPDATE "StandingWork" SET "kind" = 'card' WHERE "kind" = 'failed'`;
}

/** Sets a card aside whose computation failed, so that the others do not wait behind it. */
export async function setCardAside(cardId: string): Promise<void> {
  await db()
    .$executeRaw`UPDATE "StandingWork" SET "kind" = 'failed' WHERE "kind" = 'card' AND "subjectId" = ${cardId}::uuid`;
}

/** The noted card that has waited longest, and its mentions counted up to just above what is large; null for none. */
export async function nextCard(): Promise<{ cardId: string; isLarge: boolean } | null> {
  const rows = cardRows.parse(
    await db().$queryRaw`
      SELECT w."subjectId" AS "cardId",
             (SELECT count(*)::int FROM (SELECT 1 FROM "Mention" m WHERE m."cardId" = w."subjectId" LIMIT ${largeCard + 1}) x) AS mentions
        FROM (SELECT "subjectId" FROM "StandingWork" WHERE "kind" = 'card' ORDER BY "id" LIMIT 1) w`,
  );
  const row = rows[0];
  return row ? { cardId: row.cardId, isLarge: row.mentions > largeCard } : null;
}

/**
 * Works everything off that is noted; `compute` says how a card is computed (a large one elsewhere). Returns when nothing
 * is left or another process is at work; a card that fails is set aside and the failure told to `onFailure`.
 */
export async function workOff(
  compute: (card: { cardId: string; isLarge: boolean }) => Promise<boolean> = ({ cardId }) =>
    recomputeCard(cardId),
  onFailure: (cardId: string, error: unknown) => void = (_, error) => {
    throw error;
  },
): Promise<void> {
  for (;;) {
    while ((await spreadNotes()) > 0);
    if ((await recomputeSources()) > 0) continue;
    const card = await nextCard();
    if (!card) return;
    try {
      if (!(await compute(card))) return;
    } catch (error) {
      if (isCutOff(error)) throw error;
      await setCardAside(card.cardId);
      onFailure(card.cardId, error);
    }
  }
}
