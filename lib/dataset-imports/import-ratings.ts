import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import { idOfName, makeNames } from "@/lib/exports/import-names";
import { type FileRating, fileRating } from "@/lib/formats/ratings-csv";
import { startFreshPlans } from "@/lib/fresh-plans";
import { startPace } from "@/lib/pace";
import type { Actor } from "@/lib/policy";
import { createSource } from "@/lib/sources/commands";

const chunkRows = 500;
const stagedRows = z.array(z.object({ ordinal: z.number(), content: z.string() }));
const foundRows = z.array(z.object({ name: z.string(), given: z.string().nullable(), id: z.string() }));

/**
 * Stores the staged ratings of a batch, with their raters as identities of the batch: they are a file's, never ratings
 * of ours, and count in no agreement, round or house grade. A source is the one of the row's id where that is here under
 * the same name, else one of that name, else a new one. One that is here already, our own or of an earlier import, is
 * passed over. Answers how many ratings and new sources, and how many were here.
 */
export async function importRatings(
  tx: Tx,
  actor: Actor,
  { projectId, batchId }: { projectId: string; batchId: string },
  onProgress: (done: number) => Promise<void>,
): Promise<{ ratings: number; sources: number; alreadyHere: number }> {
  const made = new Map<string, string>();
  const names = makeNames(tx, actor, { projectId, batchId });
  const refresh = startFreshPlans(tx);
  const rest = startPace();
  let ratings = 0;
  let alreadyHere = 0;
  for (let after = 0; ; ) {
    const rows = stagedRows.parse(
      await tx.importRecord.findMany({
        where: { batchId, ordinal: { gt: after }, textSha256: null, item: null },
        orderBy: { ordinal: "asc" },
        take: chunkRows,
        select: { ordinal: true, content: true },
      }),
    );
    const last = rows.at(-1);
    if (!last) return { ratings, sources: made.size, alreadyHere };
    after = last.ordinal;
    const all = rows.map(({ content }) => fileRating.parse(JSON.parse(content)));
    const here = await findHere(tx, { projectId, batchId }, all);
    const read = all.filter((_, place) => !here.has(place));
    alreadyHere += all.length - read.length;
    const known = await findSources(tx, actor, read);
    for (const { sourceId, sourceName, sourceKind } of read) {
      if (known(sourceId, sourceName) || made.has(sourceName)) continue;
      const source = await createSource(actor, { name: sourceName, kind: sourceKind, note: "" }, tx);
      made.set(sourceName, source.id);
    }
    const identities = await names.identityIds(read.map(({ rater }) => rater));
    await tx.importedRating.createMany({
      data: read.map(({ sourceId, sourceName, sourceKind: _, rater, ...rating }) => ({
        ...rating,
        id: randomUUID(),
        projectId,
        batchId,
        sourceId: known(sourceId, sourceName) ?? made.get(sourceName) ?? "",
        identityId: idOfName(identities, rater),
      })),
    });
    ratings += read.length;
    await onProgress(ratings);
    await refresh(read.length);
    await rest();
  }
}

const placeRows = z.array(z.object({ place: z.number() }));

/** The places in the list of ratings that the installation made itself or that an earlier import of the project brought. */
async function findHere(
  tx: Tx,
  { projectId, batchId }: { projectId: string; batchId: string },
  ratings: readonly FileRating[],
): Promise<Set<number>> {
  const asked = ratings.map(({ details, ...rating }, place) => ({
    ...rating,
    place,
    own: details.rating ?? null,
  }));
  const rows = await tx.$queryRaw`
    SELECT w."place" FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
             AS w("place" int, "own" text, "round" text, "sourceName" text, "rater" text, "grade" text, "reason" text, "ratedAt" timestamptz)
     WHERE EXISTS (SELECT 1 FROM "SourceRating" o WHERE o."id" = CASE WHEN w."own" ~ '^[0-9a-f-]{36}$' THEN w."own"::uuid END)
        OR EXISTS (SELECT 1 FROM "ImportedRating" r JOIN "ImportedIdentity" i ON i."id" = r."identityId"
                    JOIN "Source" s ON s."id" = r."sourceId"
                   WHERE i."projectId" = ${projectId}::uuid AND i."name" = w."rater" AND r."withdrawnAt" IS NULL
                     AND r."batchId" <> ${batchId}::uuid AND s."name" = w."sourceName" AND r."grade" = w."grade"
                     AND r."round" = w."round" AND r."reason" = w."reason" AND r."ratedAt" IS NOT DISTINCT FROM w."ratedAt")`;
  return new Set(placeRows.parse(rows).map((row) => row.place));
}

async function findSources(
  tx: Tx,
  actor: Actor,
  wanted: readonly { sourceId: string | null; sourceName: string }[],
): Promise<(id: string | null, name: string) => string | undefined> {
  const pairs = wanted.map(({ sourceId, sourceName }) => ({ given: sourceId, name: sourceName }));
  const rows = foundRows.parse(
    await tx.$queryRaw`
      SELECT DISTINCT ON (w."name", w."given") w."name", w."given"::text, s."id"
        FROM jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) AS w("given" uuid, "name" text)
        JOIN seen_sources(${actor.userId}::uuid) s ON s."name" = w."name"
       ORDER BY w."name", w."given", s."id" = w."given" DESC NULLS LAST, s."isProposal", s."number"`,
  );
  const byKey = new Map(rows.map(({ given, name, id }) => [`${given} ${name}`, id]));
  return (id, name) => byKey.get(`${id} ${name}`);
}
