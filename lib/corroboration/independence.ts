import type { CorroborationInput } from "@/lib/corroboration/schema";
import { UnionFind } from "@/lib/corroboration/union-find";

/** Why two roots count as one: `known` in both counts, `possible` in the low one only. */
export type RootMerge = { level: "known" | "possible"; a: string; b: string; why: string | null };

/** Roots that one mention or reuse cluster leads to: they count as one. */
export type RootGroup = { roots: readonly string[]; why: string };

/** The judged pairs of an input, at most one entry per pair, the strongest. */
export type JudgedPairs = Map<
  string,
  { level: "known" | "possible" | "independent"; a: string; b: string; why: string | null }
>;

/** The independent origins of one set of mentions. */
export type Independence = {
  roots: string[];
  low: number;
  high: number;
  unexaminedPairs: number;
  /** The first unexamined pairs by id, at most `LISTED_PAIRS`. */
  unexamined: { a: string; b: string }[];
  merges: RootMerge[];
  /** The name of a root's set in the low count: equal names mean known or possible dependence. */
  lowSetOf: (root: string) => string;
};

/** More unexamined pairs than this are counted, not listed. */
export const LISTED_PAIRS = 200;

const strength = { known: 2, possible: 1, independent: 0 };

/** One entry per pair of roots, whichever way round; of several judgements the most dependent one holds. */
export function judgePairs(dependencies: CorroborationInput["dependencies"]): JudgedPairs {
  const pairs: JudgedPairs = new Map();
  for (const { a, b, level, why } of dependencies) {
    const [first, second] = a < b ? [a, b] : [b, a];
    const key = pairKey(first, second);
    const known = pairs.get(key);
    const gain = known ? strength[level] - strength[known.level] : 1;
    if (gain > 0 || (gain === 0 && (why ?? "") < (known?.why ?? ""))) {
      pairs.set(key, { level, a: first, b: second, why });
    }
  }
  return new Map([...pairs].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Counts connected components of roots: `high` after merging what shares a group or is known to depend, `low`
 * after merging possible dependencies too. Dependence is followed through roots outside the groups (two papers
 * of one owner). A pair is unexamined when nothing joins it and no judgement calls it independent. `possible`
 * are pairs found on the chains; an explicit judgement of the same pair takes their place.
 */
export function countIndependent(
  groups: readonly RootGroup[],
  judged: JudgedPairs,
  possible: readonly { a: string; b: string; why: string }[],
): Independence {
  const roots = [...new Set(groups.flatMap((group) => group.roots))].toSorted();
  const own = new Set(roots);
  const merges: RootMerge[] = [];
  const high = new UnionFind();
  for (const group of groups) {
    const [first, ...rest] = group.roots;
    if (first === undefined) continue;
    for (const other of rest) {
      if (high.join(first, other)) merges.push({ level: "known", a: first, b: other, why: group.why });
    }
  }
  for (const { a, b, level, why } of judged.values()) {
    if (level === "known" && high.join(a, b)) merges.push({ level, a, b, why });
  }
  const low = high.clone();
  const maybe = [
    ...[...judged.values()].filter((pair) => pair.level === "possible"),
    ...possible.filter((pair) => !judged.has(pairKey(pair.a, pair.b))),
  ].toSorted(
    (x, y) => compareText(x.a, y.a) || compareText(x.b, y.b) || compareText(x.why ?? "", y.why ?? ""),
  );
  for (const { a, b, why } of maybe) {
    if (low.join(a, b)) merges.push({ level: "possible", a, b, why });
  }

  const sets = groupBy(roots, (root) => low.find(root));
  const across = (roots.length ** 2 - [...sets.values()].reduce((sum, set) => sum + set.length ** 2, 0)) / 2;
  const settled = [...judged.values()].filter(
    ({ a, b }) => own.has(a) && own.has(b) && low.find(a) !== low.find(b),
  ).length;
  return {
    roots,
    low: sets.size,
    high: new Set(roots.map((root) => high.find(root))).size,
    unexaminedPairs: across - settled,
    unexamined: listUnexamined([...sets.values()], judged),
    merges: keepBetween(merges, own),
    lowSetOf: (root) => low.find(root),
  };
}

/** The merges on a way between two of the roots: the others join nothing that is counted. */
function keepBetween(merges: readonly RootMerge[], roots: ReadonlySet<string>): RootMerge[] {
  const degrees = new Map<string, number>();
  const edges = new Map<string, RootMerge[]>();
  for (const merge of merges) {
    for (const end of [merge.a, merge.b]) {
      degrees.set(end, (degrees.get(end) ?? 0) + 1);
      const known = edges.get(end);
      if (known) known.push(merge);
      else edges.set(end, [merge]);
    }
  }
  // Merges form a forest: cutting every loose end that is no root leaves the ways between roots.
  const gone = new Set<RootMerge>();
  const isLoose = (end: string) => !roots.has(end) && degrees.get(end) === 1;
  const loose = [...degrees.keys()].filter(isLoose);
  for (const end of loose) {
    const last = edges.get(end)?.find((merge) => !gone.has(merge));
    if (!last) continue;
    gone.add(last);
    const other = last.a === end ? last.b : last.a;
    degrees.set(other, (degrees.get(other) ?? 0) - 1);
    if (isLoose(other)) loose.push(other);
  }
  return merges.filter((merge) => !gone.has(merge));
}

function listUnexamined(sets: readonly string[][], judged: JudgedPairs): { a: string; b: string }[] {
  const pairs: { a: string; b: string }[] = [];
  for (const [place, set] of sets.entries()) {
    for (const a of set) {
      for (let next = place + 1; next < sets.length; next++) {
        for (const b of sets[next] ?? []) {
          if (pairs.length >= LISTED_PAIRS) return pairs;
          if (!judged.has(pairKey(a, b))) pairs.push(a < b ? { a, b } : { a: b, b: a });
        }
      }
    }
  }
  return pairs;
}

function groupBy(ids: readonly string[], nameOf: (id: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const id of ids) {
    const name = nameOf(id);
    const known = groups.get(name);
    if (known) known.push(id);
    else groups.set(name, [id]);
  }
  return groups;
}

function pairKey(a: string, b: string): string {
  return JSON.stringify(a < b ? [a, b] : [b, a]);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
