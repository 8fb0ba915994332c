import { createHash } from "node:crypto";
import type { SplitGroup } from "@/lib/splits/groups";
import {
  type SideCounts,
  type SplitOptions,
  type SplitSide,
  sharesOf,
  splitSides,
} from "@/lib/splits/schema";

/** Which side each group goes to, by group id; with a cut by date also the first moment of each later side. */
export type Dealt = { sides: Map<string, SplitSide>; cuts: { side: SplitSide; from: string }[] };

/** What a group brings, by stratum: articles, articles of a source, marks of a kind in units of an average article. */
type Load = { group: SplitGroup; order: string; strata: Map<string, number> };

/** A stratum's name for articles as such. */
const ALL = "articles";

/**
 * Deals groups to sides by seed. Large groups first, equal ones in an order that the seed and the group's id give, each to
 * the side where the sum over its strata of (share wanted of what was dealt so far − what it has) is greatest, so that
 * every stratum stays near its shares (greedy vector balancing). A group goes to a side only where it is at most half of
 * what that side shall hold and does not overfill it, as long as there is such a side. The order of groups changes nothing.
 */
export function dealBySeed(groups: readonly SplitGroup[], options: SplitOptions): Dealt {
  const shares = sharesOf(options.ratio);
  const wanted = splitSides.filter((side) => shares[side] > 0);
  const loads = weigh(groups, options);
  const total = groups.reduce((sum, { items }) => sum + items.length, 0);
  const dealt = new Map<string, number>();
  const had = new Map<string, number>();
  const key = (side: SplitSide, stratum: string) => `${side} ${stratum}`;
  const sides = new Map<string, SplitSide>();
  for (const { group, strata } of loads) {
    for (const [name, weight] of strata) dealt.set(name, (dealt.get(name) ?? 0) + weight);
    const size = group.items.length;
    const has = (side: SplitSide) => had.get(key(side, ALL)) ?? 0;
    const fits = wanted.filter((side) => {
      const goal = shares[side] * total;
      return (size === 1 || size <= goal / 2) && has(side) + size <= Math.ceil(goal);
    });
    const roomiest = wanted.toSorted((a, b) => shares[b] * total - has(b) - (shares[a] * total - has(a)));
    let best: { side: SplitSide; score: number } | null = null;
    for (const side of fits.length > 0 ? fits : roomiest.slice(0, 1)) {
      let score = 0;
      for (const [name, weight] of strata)
        score += weight * (shares[side] * (dealt.get(name) ?? 0) - (had.get(key(side, name)) ?? 0));
      if (best === null || score > best.score + 1e-9) best = { side, score };
    }
    const side = best?.side ?? "train";
    sides.set(group.id, side);
    for (const [name, weight] of strata) had.set(key(side, name), (had.get(key(side, name)) ?? 0) + weight);
  }
  return { sides, cuts: [] };
}

function weigh(groups: readonly SplitGroup[], { seed, balance }: SplitOptions): Load[] {
  const articles = groups.flatMap(({ items }) => items);
  const marks = new Map<string, number>();
  for (const item of articles)
    for (const [kind, count] of Object.entries(item.marks)) marks.set(kind, (marks.get(kind) ?? 0) + count);
  const loads = groups.map((group): Load => {
    const strata = new Map([[ALL, group.items.length]]);
    const add = (name: string, weight: number) => strata.set(name, (strata.get(name) ?? 0) + weight);
    for (const item of group.items) {
      if (balance.includes("source")) add(`source ${item.publisher?.id ?? ""}`, 1);
      if (!balance.includes("kind")) continue;
      for (const [kind, count] of Object.entries(item.marks))
        add(`kind ${kind}`, (count * articles.length) / Math.max(1, marks.get(kind) ?? 0));
    }
    return { group, order: orderOf(seed, group.id), strata };
  });
  return loads.toSorted(
    (a, b) => b.group.items.length - a.group.items.length || (a.order < b.order ? -1 : 1),
  );
}

function orderOf(seed: number, id: string): string {
  return createHash("sha256").update(`${seed}\n${id}`).digest("hex");
}

/**
 * Cuts by date: a group stands at its latest article's moment, and groups in that order fill train, then dev, then test,
 * so that every article of a side is older than the cut of the next (copies of something older may stand behind a cut);
 * groups of one moment stay together. An article without a time counts as the oldest: whoever calls leaves such out.
 */
export function dealByTime(groups: readonly SplitGroup[], options: SplitOptions): Dealt {
  const shares = sharesOf(options.ratio);
  const total = groups.reduce((sum, { items }) => sum + items.length, 0);
  const timed = groups
    .map((group) => ({
      group,
      at: Math.max(...group.items.map(({ publishedAt }) => publishedAt ?? -Infinity)),
    }))
    .toSorted((a, b) => a.at - b.at || (a.group.id < b.group.id ? -1 : 1));
  const sides = new Map<string, SplitSide>();
  const cuts: Dealt["cuts"] = [];
  const wanted = splitSides.filter((side) => shares[side] > 0);
  let place = 0;
  let goal = shares[wanted[0] ?? "train"] * total;
  let done = 0;
  for (const [number, { group, at }] of timed.entries()) {
    const before = timed[number - 1];
    const isFull = done + group.items.length / 2 > goal && place + 1 < wanted.length;
    if (isFull && before !== undefined && before.at < at) {
      place += 1;
      goal += shares[wanted[place] ?? "test"] * total;
      cuts.push({ side: wanted[place] ?? "test", from: new Date(at).toISOString() });
    }
    sides.set(group.id, wanted[place] ?? "test");
    done += group.items.length;
  }
  return { sides, cuts };
}

/** How many groups, or articles, each side has. */
export function countSides(
  groups: readonly SplitGroup[],
  sides: ReadonlyMap<string, SplitSide>,
  of: (group: SplitGroup) => number,
): SideCounts {
  const counts: SideCounts = { train: 0, dev: 0, test: 0 };
  for (const group of groups) counts[sides.get(group.id) ?? "train"] += of(group);
  return counts;
}
