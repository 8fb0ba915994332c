import "server-only";
import { requireProject } from "@/lib/access";
import { storyLength, toStory } from "@/lib/agreement/article-layer";
import type { Gamma } from "@/lib/agreement/gamma";
import { gammaInThread } from "@/lib/agreement/gamma-in-thread";
import { undefinedBecause } from "@/lib/agreement/measured";
import { continuumOf, type KindReport, kindReport, type PairArticle } from "@/lib/agreement/pair-report";
import { db } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { hiddenName } from "@/lib/review/hidden-name";
import { listComparable, readSubmittedLayers } from "@/lib/review/submitted-layers";

/** Every measure of one kind of mark for two people; γ takes the longest. */
export type AgreementLine = { first: string; second: string } & KindReport & { gamma: Gamma };

/** `seed` fixes intervals and samples; `onProgress` hears of the articles read. */
export type ReportOptions = { seed: number; onProgress?: (articles: number) => void };

/** γ over more marks than this takes minutes and much memory: it is left out, which it says. */
const MOST_GAMMA_MARKS = 3_000;
const BATCH = 50;

type Pair = { names: [string, string]; articles: PairArticle[] };

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
  const isHidden = hideNames && role !== "manager";
  for (const { names, articles } of await readPairs(actor, projectId, isHidden, onProgress))
    for (const kind of kinds) {
      const [first, second] = names;
      const gamma = await gammaOfPair(kind, articles, seed);
      yield { first, second, ...kindReport(kind, articles, seed), gamma };
    }
}

async function readPairs(
  actor: Actor,
  projectId: string,
  isHidden: boolean,
  onProgress: ReportOptions["onProgress"],
): Promise<Pair[]> {
  const pairs = new Map<string, Pair>();
  let [after, done] = [0n, 0];
  for (;;) {
    const articles = await listComparable(actor, projectId, after, BATCH);
    const layers = await readSubmittedLayers(
      actor,
      articles.map(({ id }) => id),
    );
    const read = layers.map(({ layer, story, ...rest }) => ({
      ...rest,
      length: storyLength(story),
      story: toStory(layer, story),
    }));
    for (const [place, one] of read.entries())
      for (const other of read.slice(place + 1)) {
        // Marks of two versions of a text cannot be laid over one another.
        if (one.versionId !== other.versionId || one.ownerId === other.ownerId) continue;
        const [a, b] = one.ownerId < other.ownerId ? [one, other] : [other, one];
        const key = `${a.ownerId} ${b.ownerId}`;
        const name = (id: string, plain: string) => (isHidden ? hiddenName(projectId, id) : plain);
        const pair = pairs.get(key) ?? {
          names: [name(a.ownerId, a.name), name(b.ownerId, b.name)],
          articles: [],
        };
        pair.articles.push({ length: a.length, a: a.story, b: b.story });
        pairs.set(key, pair);
      }
    done += articles.length;
    onProgress?.(done);
    const last = articles.at(-1);
    if (!last || articles.length < BATCH) return [...pairs.values()];
    after = last.number;
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
