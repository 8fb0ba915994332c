import { type ChainEnd, type Chains, followChains } from "@/lib/corroboration/chains";
import { listClusters, type ReuseCluster } from "@/lib/corroboration/clusters";
import { suggestCredibility } from "@/lib/corroboration/credibility";
import {
  countIndependent,
  type JudgedPairs,
  judgePairs,
  type RootMerge,
} from "@/lib/corroboration/independence";
import { compareAllQuantities, type ValueRelation } from "@/lib/corroboration/quantities";
import type {
  CorroborationClaim,
  CorroborationInput,
  CorroborationMention,
} from "@/lib/corroboration/schema";

/** What a mention counts for: the range, the assessments, the denials, or nothing. */
export type MentionUse = "range" | "assessment" | "denial" | "question";

/** One step of the way from mentions to the range, in the order in which a reader can check it by hand. */
export type CorroborationStep =
  | { step: "cluster"; mentions: string[]; origins: string[]; direction: "known" | "unknown" }
  | {
      step: "chain";
      mention: string;
      use: MentionUse;
      path: string[];
      roots: string[];
      hasUnnamedEnd: boolean;
    }
  | { step: "root"; root: string; name: string; use: "range" | "assessment"; mentions: string[] }
  | ({ step: "merge"; use: "range" | "assessment" } & RootMerge)
  | { step: "unexamined"; a: string; b: string }
  | { step: "values"; relation: ValueRelation; conflicts: { a: string; b: string }[] };

/**
 * The corroboration of one claim. `mentions`, `articles`, `unnamed` (mentions without an identifiable origin)
 * and `denials` are raw counts, `clusters` the mentions after collapsing reuse; `roots` are the named origins of
 * what is asserted; `low` and `high` count independent ones; `assessments` independent opinions.
 */
export type Corroboration = {
  id: string;
  mentions: number;
  articles: number;
  clusters: number;
  unnamed: number;
  roots: number;
  low: number;
  high: number;
  unexaminedPairs: number;
  denials: number;
  assessments: number;
  suggestedCredibility: 1 | 2 | 3 | 6 | null;
  why: string;
  steps: CorroborationStep[];
};

/**
 * Independent corroboration of every claim of the input, in its order. Mentions are collapsed by reuse, each
 * attribution followed to its root, and connected components of named roots counted; a mention or cluster adds
 * at most one. Denials, questions and assessments stay outside the range. The order of anything in the input
 * but the claims changes nothing. Throws AttributionCycleError when attributions rest on each other in a circle.
 */
export function corroborate(input: CorroborationInput): Corroboration[] {
  const chains = followChains(input);
  const judged = judgePairs(input.dependencies);
  const names = new Map(input.roots.map((root) => [root.id, root.name ?? root.id]));
  return input.claims.map((claim) => corroborateClaim(claim, chains, judged, names));
}

function corroborateClaim(
  claim: CorroborationClaim,
  chains: Chains,
  judged: JudgedPairs,
  names: Map<string, string>,
): Corroboration {
  const clusters = listClusters(claim);
  const range = countFor("range", clusters, chains, judged, names);
  const assessed = countFor("assessment", clusters, chains, judged, names);
  const asserting = claim.mentions.filter((mention) => purposeOf(mention) === "range");
  const denying = claim.mentions.filter((mention) => purposeOf(mention) === "denial");
  const rangeSets = new Set(range.count.roots.map(range.count.lowSetOf));
  // A denial whose speaker cannot be named cannot be shown to depend on anybody either.
  const hasIndependentDenial = denying.some((mention) => {
    const { roots } = chains.endOf(mention.attribution);
    return !roots.some((root) => rangeSets.has(range.count.lowSetOf(root)));
  });
  const values = compareAllQuantities(
    asserting.flatMap(({ id, quantity }) => (quantity === null ? [] : [{ mention: id, quantity }])),
  );
  const unexaminedPairs = range.count.unexaminedPairs + assessed.count.unexaminedPairs;
  const suggestion = suggestCredibility({
    card: claim.card,
    asserting: asserting.length,
    assessments: assessed.count.low,
    low: range.count.low,
    high: range.count.high,
    unexaminedPairs,
    denials: denying.length,
    hasIndependentDenial,
    hasConflictingValues: values.relation === "conflict",
  });
  const steps: CorroborationStep[] = [
    ...clusters.filter((cluster) => cluster.mentions.length > 1).map(clusterStep),
    ...clusters
      .flatMap((cluster) => cluster.mentions)
      .toSorted(byId)
      .map((one) => chainStep(one, chains)),
    ...[range, assessed].flatMap(({ use, count, carriers }) => [
      ...count.roots.map((root): CorroborationStep => {
        return { step: "root", root, name: names.get(root) ?? root, use, mentions: carriers.get(root) ?? [] };
      }),
      ...count.merges.map((merge): CorroborationStep => ({ step: "merge", use, ...merge })),
      ...count.unexamined.map((pair): CorroborationStep => ({ step: "unexamined", ...pair })),
    ]),
  ];
  if (values.relation !== null) {
    steps.push({ step: "values", relation: values.relation, conflicts: values.conflicts });
  }
  const articles = new Set(claim.mentions.flatMap(({ article }) => (article === null ? [] : [article])));
  return {
    id: claim.id,
    mentions: claim.mentions.length,
    articles: articles.size,
    clusters: clusters.length,
    unnamed: claim.mentions.filter(({ attribution }) => chains.endOf(attribution).roots.length === 0).length,
    roots: new Set([...range.count.roots, ...assessed.count.roots]).size,
    low: range.count.low,
    high: range.count.high,
    unexaminedPairs,
    denials: denying.length,
    assessments: assessed.count.low,
    suggestedCredibility: suggestion.grade,
    why: suggestion.why,
    steps,
  };
}

function countFor(
  use: "range" | "assessment",
  clusters: readonly ReuseCluster[],
  chains: Chains,
  judged: JudgedPairs,
  names: Map<string, string>,
) {
  const carriers = new Map<string, string[]>();
  const possible = new Map<string, { a: string; b: string; why: string }>();
  const groups = clusters.flatMap((cluster) => {
    const origins = cluster.origins.filter((mention) => purposeOf(mention) === use);
    const ends = origins.map((mention): [CorroborationMention, ChainEnd] => [
      mention,
      chains.endOf(mention.attribution),
    ]);
    for (const [mention, end] of ends) {
      for (const root of end.roots) {
        const known = carriers.get(root);
        if (known) known.push(mention.id);
        else carriers.set(root, [mention.id]);
      }
      for (const { root, holder } of chains.holdersOf(end)) {
        const [a, b] = root < holder ? [root, holder] : [holder, root];
        const why = `${names.get(root) ?? root} worked from material of ${names.get(holder) ?? holder}`;
        possible.set(JSON.stringify([a, b, why]), { a, b, why });
      }
    }
    const roots = [...new Set(ends.flatMap(([, end]) => end.roots))].toSorted();
    const isReuse = cluster.mentions.length > 1;
    return roots.length === 0
      ? []
      : [{ roots, why: isReuse ? "joined by reuse" : "one mention, several origins" }];
  });
  return { use, carriers, count: countIndependent(groups, judged, [...possible.values()]) };
}

function purposeOf(mention: CorroborationMention): MentionUse {
  if (mention.stance === "denies") return "denial";
  if (mention.stance === "questions") return "question";
  return mention.kind === "assessment" ? "assessment" : "range";
}

function clusterStep(cluster: ReuseCluster): CorroborationStep {
  return {
    step: "cluster",
    mentions: cluster.mentions.map((mention) => mention.id),
    origins: cluster.origins.map((mention) => mention.id),
    direction: cluster.origins.length === 1 ? "known" : "unknown",
  };
}

function chainStep(mention: CorroborationMention, chains: Chains): CorroborationStep {
  const { roots, hasUnnamedEnd } = chains.endOf(mention.attribution);
  const path = chains.pathOf(mention.attribution);
  return {
    step: "chain",
    mention: mention.id,
    use: purposeOf(mention),
    path,
    roots: [...roots],
    hasUnnamedEnd,
  };
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}
