import "server-only";
import { requireProject } from "@/lib/access";
import type { Gamma } from "@/lib/agreement/gamma";
import { gammaInThread } from "@/lib/agreement/gamma-in-thread";
import { undefinedBecause } from "@/lib/agreement/measured";
import { continuumOf, type KindReport, kindReport, type PairArticle } from "@/lib/agreement/pair-report";
import { ownMeasures } from "@/lib/attributes/measures";
import { readAttributes } from "@/lib/attributes/queries";
import { db } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { readPairs } from "@/lib/review/compared-pairs";
import { hiddenName } from "@/lib/review/hidden-name";

/** Every measure of one kind of mark for two people; γ takes the longest. */
export type AgreementLine = { first: string; second: string } & KindReport & { gamma: Gamma };

/** `seed` fixes intervals and samples; `onProgress` hears of the articles read. */
export type ReportOptions = { seed: number; onProgress?: (articles: number) => void };

/** γ over more marks than this takes minutes and much memory: it is left out, which it says. */
const MOST_GAMMA_MARKS = 3_000;

/**
 * How far each two people agree who annotated the same articles blind, by kind of mark, over all articles of the project
 * whose submitted layers the actor may compare (listComparable). Reads in portions, holds the marks in memory, and
 * computes γ in a thread; for the command line and jobs, not for a request. Throws notFound, forbidden.
 */
export async function* reportAgreement(
  actor: Actor,
  slug: string,
  { seed, onProgress }: ReportOptions,
): AsyncGenerator<AgreementLine> {
  const { projectId, role } = await requireProject(actor, slug, "agreement.view");
  const { kinds, hideNames } = await db().project.findUniqueOrThrow({
    where: { id: projectId },
    select: { kinds: true, hideNames: true },
  });
  const definitions = await readAttributes(db(), projectId);
  const isHidden = hideNames && role !== "manager";
  const name = (id: string, plain: string) => (isHidden ? hiddenName(projectId, id) : plain);
  for (const { firstId, secondId, names, articles } of await readPairs(actor, projectId, { onProgress })) {
    if (secondId === null) continue;
    const [first, second] = [name(firstId, names[0]), name(secondId, names[1])];
    for (const kind of kinds) {
      const gamma = await gammaOfPair(kind, articles, seed);
      yield { first, second, ...kindReport(kind, articles, seed, ownMeasures(definitions, kind)), gamma };
    }
  }
}

async function gammaOfPair(kind: string, articles: readonly PairArticle[], seed: number): Promise<Gamma> {
  const continuum = continuumOf(kind, articles);
  if (continuum.flat().length <= MOST_GAMMA_MARKS) return gammaInThread(continuum, { seed });
  return {
    gamma: undefinedBecause(`there are more than ${MOST_GAMMA_MARKS} marks`),
    observed: null,
    expected: null,
    isExact: false,
    between: null,
    samples: 0,
  };
}
