import "server-only";
import { z } from "zod";
import { db } from "@/lib/db";
import type { Pseudonyms } from "@/lib/exports/pseudonyms";
import { type PairItem, pairItem } from "@/lib/formats/dataset-items";
import { startPace } from "@/lib/pace";
import { pairVerdicts } from "@/lib/pairs/schema";
import type { Actor } from "@/lib/policy";
import { Prisma } from "@/prisma/generated/client";

const PAIRS_AT_ONCE = 200;
const nobody = "00000000-0000-0000-0000-000000000000";

const verdict = z.enum(pairVerdicts).nullable();
const told = {
  id: z.string(),
  score: z.number(),
  method: pairItem.shape.method,
  verdict,
  settled: z.boolean(),
  at: z.date().nullable(),
  a: pairItem.shape.a,
  b: pairItem.shape.b,
};
const ownRows = z.array(
  z.object({
    ...told,
    byId: z.string().nullable(),
    answers: z.array(
      z.object({
        id: z.string(),
        verdict,
        undoes: z.string().nullable(),
        byId: z.string(),
        at: z.coerce.date(),
      }),
    ),
  }),
);
const identity = z.object({ id: z.string(), name: z.string() });
/** What ImportedPair keeps of each answer. */
export const keptAnswers = z.array(
  z.object({
    id: z.string(),
    verdict,
    undoes: z.string().nullable(),
    identityId: z.string(),
    at: z.string(),
  }),
);
const importedRows = z.array(
  z.object({
    ...told,
    number: z.bigint(),
    identityId: z.string().nullable(),
    answers: keptAnswers,
    identities: z.array(identity),
    origin: pairItem.shape.origin.unwrap(),
  }),
);

type Told = Omit<PairItem, "format" | "version" | "pseudonymKey" | "item">;

/**
 * What was answered about pairs of passages in a project, as the actor sees it (`seen_pairs`, `seen_imported_pairs`): our
 * own answers in the order in which the pairs were found, then those that came in from files, in theirs. `whichIncluded` says
 * which of a page's articles are in the dataset: pairs with another one are left out, and those about which nobody ever said anything.
 */
export async function* listJudgedPairs(
  actor: Actor,
  projectId: string,
  people: Pseudonyms,
  whichIncluded: (articleIds: readonly string[]) => Promise<ReadonlySet<string>>,
): AsyncGenerator<Told> {
  const rest = startPace();
  async function wantedOf(pairs: readonly Pick<Told, "a" | "b">[]) {
    if (pairs.length === 0) return () => false;
    const ids = await whichIncluded([...new Set(pairs.flatMap(({ a, b }) => [a.article, b.article]))]);
    return ({ a, b }: Pick<Told, "a" | "b">) => ids.has(a.article) && ids.has(b.article);
  }
  for (let after = nobody; ; ) {
    const page = ownRows.parse(
      await db().$queryRaw`
        SELECT p."id", p."score", p."method", p."verdict", p."judgedById" AS "byId", p."judgedAt" AS at, ${settled}, ${ends},
               (SELECT coalesce(jsonb_agg(jsonb_build_object('id', v."id", 'verdict', v."verdict", 'undoes', v."undoesId", 'byId', v."byId",
                         'at', v."at") ORDER BY v."number"), '[]') FROM "PairVerdict" v WHERE v."pairId" = p."id") AS answers
          FROM seen_pairs(${actor.userId}::uuid) p ${joined}
         WHERE p."projectId" = ${projectId}::uuid AND p."revision" > 0 AND p."id" > ${after}::uuid
         ORDER BY p."id" LIMIT ${PAIRS_AT_ONCE}`,
    );
    const isWanted = await wantedOf(page);
    for (const { byId, at, answers, ...pair } of page) {
      after = pair.id;
      if (!isWanted(pair)) continue;
      const said = answers.map(({ byId, at, ...answer }) => ({
        ...answer,
        by: people.person(byId) ?? "",
        at: at.toISOString(),
      }));
      yield inOrder({
        ...pair,
        by: people.person(byId),
        at: at?.toISOString() ?? null,
        answers: said,
        origin: null,
      });
    }
    await rest();
    if (page.length < PAIRS_AT_ONCE) break;
  }
  for (let after = 0n; ; ) {
    const page = importedRows.parse(
      await db().$queryRaw`
        SELECT p."id", p."number", p."score", p."method", p."verdict", p."identityId", p."judgedAt" AS at, p."answers",
               p."importedFrom" AS origin, false AS settled, ${ends},
               (SELECT coalesce(jsonb_agg(jsonb_build_object('id', i."id", 'name', i."name")), '[]') FROM "ImportedIdentity" i
                 WHERE i."id" = p."identityId" OR i."id" = ANY (ARRAY(
                   SELECT (w ->> 'identityId')::uuid FROM jsonb_array_elements(p."answers") w))) AS identities
          FROM seen_imported_pairs(${actor.userId}::uuid) p ${joined}
         WHERE p."projectId" = ${projectId}::uuid AND p."number" > ${after}
         ORDER BY p."number" LIMIT ${PAIRS_AT_ONCE}`,
    );
    const isWanted = await wantedOf(page);
    for (const { number, identityId, identities, at, answers, ...pair } of page) {
      after = number;
      if (!isWanted(pair)) continue;
      const names = new Map(identities.map(({ id, name }) => [id, people.identity(id, name)]));
      const said = answers.map(({ identityId, at, ...answer }) => ({
        ...answer,
        by: names.get(identityId) ?? "",
        at,
      }));
      yield inOrder({
        ...pair,
        by: identityId === null ? null : (names.get(identityId) ?? null),
        at: at?.toISOString() ?? null,
        answers: said,
      });
    }
    await rest();
    if (page.length < PAIRS_AT_ONCE) return;
  }
}

const settled = Prisma.sql`(ta."state" = 'done' AND tb."state" = 'done') AS settled`;
const joined = Prisma.sql`
  JOIN "ArticleVersion" va ON va."id" = p."versionA" JOIN "Article" ta ON ta."id" = p."articleA"
  JOIN "ArticleVersion" vb ON vb."id" = p."versionB" JOIN "Article" tb ON tb."id" = p."articleB"`;
const ends = Prisma.sql`${endOf("A", "va")} AS a, ${endOf("B", "vb")} AS b`;

function endOf(end: "A" | "B", version: "va" | "vb"): Prisma.Sql {
  const of = (name: string) => Prisma.raw(`p."${name}${end}"`);
  return Prisma.sql`jsonb_build_object('article', ${of("article")}, 'articleVersion', ${of("version")},
    'sha256', encode(${Prisma.raw(version)}."textSha256", 'hex'), 'start', ${of("start")}, 'end', ${of("end")},
    'quote', quote_of(${of("version")}, ${of("start")}, ${of("end")}))`;
}

/** Keys in the order of the schema, so that equal pairs are equal bytes. */
function inOrder({ id, a, b, score, method, verdict, by, at, settled, answers, origin }: Told): Told {
  const said = answers.map(({ id, verdict, undoes, by, at }) => ({ id, verdict, undoes, by, at }));
  const own = origin && pairItem.shape.origin.parse(origin);
  return {
    id,
    a: pairItem.shape.a.parse(a),
    b: pairItem.shape.b.parse(b),
    ...{ score, method, verdict, by, at, settled },
    answers: said,
    origin: own,
  };
}
