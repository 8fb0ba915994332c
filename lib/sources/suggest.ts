import "server-only";
import { z } from "zod";
import { requireProjectById } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { type Actor, canOnRegister } from "@/lib/policy";
import { requireRegister } from "@/lib/sources/access";
import type { SourceSuggestions, suggestQuery } from "@/lib/sources/schema";
import { searchSources } from "@/lib/sources/search";
import { findSoundingAlike } from "@/lib/sources/sounds";

const mostOffered = 9;

const rows = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    isProposal: z.boolean(),
    matched: z.string(),
    aliasKind: z.string().nullable(),
  }),
);
const hereRows = z.array(
  z.object({
    askedId: z.string(),
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    isProposal: z.boolean(),
  }),
);

/**
 * Whom a mention's words may mean, at most nine: who has exactly this name or alias (a metonym too); then whom the same
 * words meant elsewhere in this article (`same`, nearest first); then the article's other sources (`here`), people
 * before the rest; then names that resemble it. Apart from them, under `sounds`, whom it may be another spelling of: to
 * be asked about, never taken. Nothing is resolved by it. Throws forbidden, notFound.
 */
export async function suggestSources(
  actor: Actor,
  { q, projectId, same, here }: z.output<typeof suggestQuery>,
  tx: Tx = db(),
): Promise<SourceSuggestions> {
  const role = await requireRegister(actor, "source.view", tx);
  if (projectId) await requireProjectById(actor, projectId, "project.view", tx);
  const words = q.normalize("NFC");
  const exact = await findExact(actor, words, tx);
  const near = await findThese(actor, [...same, ...here], tx);
  const inArticle = (ids: readonly string[]) =>
    ids.flatMap((id) => near.find((one) => one.askedId === id)?.source ?? []);
  const people = inArticle(here).sort((a, b) => Number(b.kind === "person") - Number(a.kind === "person"));
  const like = await searchSources(actor, words, mostOffered, projectId, tx);
  // A surname is no other spelling of the full name: who is found by the words themselves is offered, not asked about.
  const named = [...exact, ...like.filter((one) => hasWords(one.matched, words))];
  const sounds = (await findSoundingAlike(actor, words, tx)).filter(
    (one) => !named.some((other) => other.id === one.id),
  );
  const offered = [
    ...exact.map(({ aliasKind, ...one }) => ({ ...one, why: aliasKind ?? "is" })),
    ...inArticle(same).map((one) => ({ ...one, matched: one.name, why: "same-words" })),
    ...people.map((one) => ({ ...one, matched: one.name, why: "here" })),
    ...like
      .filter((one) => !sounds.some((other) => other.id === one.id))
      .map(({ similarity: _similarity, ...one }) => ({ ...one, why: "like" })),
  ];
  const items = offered.filter((one, place) => offered.findIndex((other) => other.id === one.id) === place);
  return { items: items.slice(0, mostOffered), sounds, mayAddAlias: canOnRegister(role, "source.edit") };
}

/** Whether a name holds the words, the last of them perhaps begun only; capitals apart. */
function hasWords(name: string, words: string): boolean {
  const sought = words.trim().toLowerCase();
  return sought !== "" && ` ${name.toLowerCase()}`.includes(` ${sought}`);
}

/** Sources that a text names exactly (capitals and a leading "the" apart), persons and names before metonyms. */
async function findExact(actor: Actor, words: string, tx: Tx) {
  const bare = words.replace(/^the\s+/iu, "");
  if (bare === "") return [];
  const found = await tx.$queryRaw`
    WITH hits AS (
        SELECT s."id", s."name" AS matched, NULL AS "aliasKind" FROM "Source" s WHERE lower(s."name") IN (lower(${words}), lower(${bare}))
      UNION ALL
        SELECT a."sourceId", a."name", a."kind" FROM "SourceAlias" a WHERE lower(a."name") IN (lower(${words}), lower(${bare})))
    SELECT DISTINCT ON (rank, c."name", c."id") c."id", c."name", c."kind", c."isProposal", h.matched, h."aliasKind",
           CASE WHEN h."aliasKind" IS NULL THEN 0 WHEN h."aliasKind" = 'metonym' THEN 2 ELSE 1 END AS rank
      FROM hits h
      JOIN seen_sources(${actor.userId}::uuid) m ON m."id" = h."id"
      JOIN seen_sources(${actor.userId}::uuid) c ON c."id" = canonical_source(h."id") AND c."refusedAt" IS NULL
     ORDER BY rank, c."name", c."id" LIMIT ${mostOffered}`;
  return rows.parse(found);
}

/** The sources of some ids as those that stand for them now, in no order; those out of the actor's view are left out. */
async function findThese(actor: Actor, ids: readonly string[], tx: Tx) {
  const found = hereRows.parse(
    await tx.$queryRaw`
      SELECT i.id AS "askedId", c."id", c."name", c."kind", c."isProposal"
        FROM unnest(${[...new Set(ids)]}::uuid[]) AS i(id)
        JOIN seen_sources(${actor.userId}::uuid) c ON c."id" = canonical_source(i.id)`,
  );
  return found.map(({ askedId, ...source }) => ({ askedId, source }));
}
