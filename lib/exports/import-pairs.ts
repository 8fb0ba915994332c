import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import { idOfName, makeNames } from "@/lib/exports/import-names";
import { findVersion } from "@/lib/exports/import-passages";
import { type PairEnd, type PairItem, pairItem } from "@/lib/formats/dataset-items";
import { startFreshPlans } from "@/lib/fresh-plans";
import { startPace } from "@/lib/pace";
import type { Actor } from "@/lib/policy";

const chunkRows = 200;
const stagedRows = z.array(z.object({ ordinal: z.number(), content: z.string() }));
const endRows = z.array(z.object({ articleId: z.string(), quote: z.string() }));
const hereRows = z.array(z.object({ id: z.string() }));

export type ImportedPairCounts = { pairs: number; pairsHere: number; pairsLeftOut: number };

/**
 * Stores the staged pairs of a batch with everything that was answered about them, people as identities of the batch:
 * they are a file's, never answers of ours, and join no cluster. `versions` says what the file's versions became; else the
 * text of the same hash is meant. One that is here already, our own, of an earlier import or further up in the files, is
 * passed over, and one whose passages do not stand here as quoted is left out.
 */
export async function importPairs(
  tx: Tx,
  actor: Actor,
  { projectId, batchId }: { projectId: string; batchId: string },
  versions: ReadonlyMap<string, string>,
  onProgress: (done: number) => Promise<void>,
): Promise<ImportedPairCounts> {
  const names = makeNames(tx, actor, { projectId, batchId });
  const refresh = startFreshPlans(tx);
  const rest = startPace();
  const counts = { pairs: 0, pairsHere: 0, pairsLeftOut: 0 };
  for (let after = 0; ; ) {
    const rows = stagedRows.parse(
      await tx.importRecord.findMany({
        where: { batchId, ordinal: { gt: after }, item: "pair" },
        orderBy: { ordinal: "asc" },
        take: chunkRows,
        select: { ordinal: true, content: true },
      }),
    );
    const last = rows.at(-1);
    if (!last) return counts;
    after = last.ordinal;
    const all = rows.map(({ content }) => pairItem.parse(JSON.parse(content)));
    const here = await findHere(tx, projectId, all.map(firstId));
    for (const { a, b, ...pair } of all) {
      if (here.has(firstId(pair))) {
        counts.pairsHere += 1;
        continue;
      }
      const [first, second] = [
        await placeOf(tx, projectId, a, versions),
        await placeOf(tx, projectId, b, versions),
      ];
      if (!first || !second) {
        counts.pairsLeftOut += 1;
        continue;
      }
      // One statement a pair, not one a name: a pair can have thousands of answers.
      const said = pair.answers.map(({ by }) => by);
      const people = await names.identityIds(pair.by === null ? said : [...said, pair.by]);
      const answers = pair.answers.map(({ id, verdict, undoes, by, at }) => {
        return { id, verdict, undoes, identityId: idOfName(people, by), at };
      });
      const origin = pair.origin ?? {
        id: firstId(pair),
        pseudonymKey: pair.pseudonymKey,
        a: { article: a.article, articleVersion: a.articleVersion },
        b: { article: b.article, articleVersion: b.articleVersion },
        settled: pair.settled,
      };
      await tx.importedPair.create({
        data: {
          ...{ id: randomUUID(), projectId, batchId, score: pair.score, method: pair.method },
          ...{ articleA: first.articleId, versionA: first.versionId, startA: a.start, endA: a.end },
          ...{ articleB: second.articleId, versionB: second.versionId, startB: b.start, endB: b.end },
          verdict: pair.verdict,
          identityId: pair.by === null ? null : idOfName(people, pair.by),
          judgedAt: pair.at,
          ...{ answers, importedFrom: origin },
        },
      });
      here.add(firstId(pair));
      counts.pairs += 1;
      await refresh();
      await rest();
    }
    await onProgress(counts.pairs + counts.pairsHere + counts.pairsLeftOut);
  }
}

async function placeOf(
  tx: Tx,
  projectId: string,
  end: PairEnd,
  versions: ReadonlyMap<string, string>,
): Promise<{ articleId: string; versionId: string } | null> {
  const versionId = await findVersion(
    tx,
    projectId,
    { version: end.articleVersion, sha256: end.sha256 },
    versions,
  );
  if (versionId === null) return null;
  const [row] = endRows.parse(
    await tx.$queryRaw`
      SELECT v."articleId", CASE WHEN ${end.end}::int <= v."length" THEN quote_of(v."id", ${end.start}::int, ${end.end}::int) ELSE '' END AS quote
        FROM "ArticleVersion" v WHERE v."id" = ${versionId}::uuid`,
  );
  return row?.quote === end.quote ? { articleId: row.articleId, versionId } : null;
}

/** The id that a pair has where it was judged, in small letters as the database writes it. */
function firstId({ id, origin }: Pick<PairItem, "id" | "origin">): string {
  return (origin?.id ?? id).toLowerCase();
}

/** Which of these pairs the project judged itself, or has by an import. */
async function findHere(tx: Tx, projectId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw`
    SELECT w.id::text FROM unnest(${[...ids]}::uuid[]) AS w(id)
     WHERE EXISTS (SELECT 1 FROM "PassagePair" p WHERE p."id" = w.id AND p."projectId" = ${projectId}::uuid)
        OR EXISTS (SELECT 1 FROM "ImportedPair" i WHERE i."projectId" = ${projectId}::uuid AND i."withdrawnAt" IS NULL
                      AND lower(i."importedFrom" ->> 'id') = w.id::text)`;
  return new Set(hereRows.parse(rows).map(({ id }) => id));
}
