import "server-only";
import { z } from "zod";
import { requireCard } from "@/lib/cards/access";
import type { CandidateDto } from "@/lib/cards/schema";
import { db, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { escapeLike } from "@/lib/sources/queries";
import { Prisma } from "@/prisma/generated/client";

/** Postings read for one word: what makes the search cost the same among a thousand claims and among a million. */
const perWord = 64;
/** Words (and pairs of words) looked up, the longest first. */
const mostWords = 120;
/** Claims whose likeness is measured. */
const mostMeasured = 80;

const candidateRows = z.array(
  z.object({
    claimId: z.string(),
    quote: z.string(),
    kind: z.string(),
    articleId: z.string(),
    articleTitle: z.string(),
    publishedAt: z.date().nullable(),
    cards: z.array(z.object({ id: z.string(), statement: z.string() })),
  }),
);

/**
 * Claims of final layers that a card has no answer about yet, at most 20, likest first: by the trigrams they share with
 * the statement or one of the card's newest mentions; with `q`, those that hold or resemble it. Among the claims that
 * share a word, those are measured whose shared words (and pairs of words) are rare; of a word that is in many claims
 * the newest count. Throws notFound, forbidden.
 */
export async function listCandidates(
  actor: Actor,
  cardId: string,
  q: string,
  tx: Tx = db(),
): Promise<CandidateDto[]> {
  const { card } = await requireCard(actor, cardId, "card.edit", tx);
  const rows = candidateRows.parse(
    await tx.$queryRaw(candidatesSql(actor.userId, card, q.trim().normalize("NFC"))),
  );
  return rows.map((row) => ({ ...row, publishedAt: row.publishedAt?.toISOString() ?? null }));
}

/** The statement behind `listCandidates`, for measuring what it reads. */
export function candidatesSql(
  viewerId: string,
  card: { id: string; projectId: string; statement: string },
  q: string,
): Prisma.Sql {
  const viewer = Prisma.sql`${viewerId}::uuid`;
  const likeness = Prisma.sql`
    greatest(similarity(f."quote", w.words), 0.8 * word_similarity(w.words, f."quote"),
             CASE WHEN ${q} <> '' AND f."quote" ILIKE ${`%${escapeLike(q)}%`} THEN 1 ELSE 0 END)`;
  // What is being typed may be the beginning of a word.
  const end =
    q === "" ? Prisma.sql`' '` : Prisma.sql`CASE WHEN char_length(k.word) < 6 THEN chr(1114111) ELSE ' ' END`;
  return Prisma.sql`
    WITH wanted AS MATERIALIZED (
        SELECT ${q || card.statement}::text AS words
      UNION
        (SELECT f."quote" FROM "Mention" m
           JOIN "FinalClaim" f ON f."claimId" = m."claimId"
           JOIN final_layers(${viewer}) l ON l."id" = f."layerId"
          WHERE ${q} = '' AND m."cardId" = ${card.id}::uuid AND m."isSame" AND m."deletedAt" IS NULL
          ORDER BY m."id" DESC LIMIT 8)),
    keys AS MATERIALIZED (
      SELECT DISTINCT char_length(word) AS length, word FROM wanted, claim_words(wanted.words) word
       ORDER BY 1 DESC, 2 LIMIT ${mostWords}),
    hits AS MATERIALIZED (
      SELECT h."number", 1.0 / count(*) OVER (PARTITION BY k.word) AS weight
        FROM keys k CROSS JOIN LATERAL (
          SELECT p."number" FROM "FinalClaimWord" p
           WHERE p."projectId" = ${card.projectId}::uuid AND p."word" >= k.word COLLATE "C" AND p."word" < k.word || ${end} COLLATE "C"
           ORDER BY p."word" DESC, p."number" DESC LIMIT ${perWord}) h),
    near AS MATERIALIZED (
      SELECT "number" FROM hits GROUP BY "number" ORDER BY sum(weight) DESC, "number" DESC LIMIT ${mostMeasured})
    SELECT f."claimId", f."quote", coalesce(n."attributes"->>'kind', 'factual') AS kind, a."id" AS "articleId",
           a."title" AS "articleTitle", a."publishedAt",
           coalesce((SELECT jsonb_agg(DISTINCT jsonb_build_object('id', c."id", 'statement', c."statement"))
                       FROM "Mention" m JOIN seen_cards(${viewer}) c ON c."id" = m."cardId"
                      WHERE m."claimId" = f."claimId" AND m."isSame" AND m."deletedAt" IS NULL), '[]'::jsonb) AS cards
      FROM near
      JOIN "FinalClaim" f ON f."number" = near."number" AND f."projectId" = ${card.projectId}::uuid
      JOIN "Annotation" n ON n."id" = f."claimId"
      JOIN final_layers(${viewer}) l ON l."id" = f."layerId"
      JOIN "Article" a ON a."id" = l."articleId"
     CROSS JOIN LATERAL (SELECT max(${likeness}) AS likeness FROM wanted w) k
     WHERE k.likeness > 0.2
       AND NOT EXISTS (SELECT 1 FROM "Mention" m
                        WHERE m."cardId" = ${card.id}::uuid AND m."claimId" = f."claimId" AND m."deletedAt" IS NULL)
     ORDER BY k.likeness DESC, a."number" DESC, f."start", f."claimId" LIMIT 20`;
}
