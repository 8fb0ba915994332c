import type { Component } from "@/lib/agreement/component";

const EPSILON = 1e-12;

/**
 * A good alignment of a component, not always the best: joins the closest units first, then shares the units of any two
 * tuples anew while that lowers the cost. Every unit stands in exactly one tuple, and a tuple holds at most one unit
 * of an annotator. The same component always gets the same alignment.
 */
export function searchAlignment(component: Component): number[][] {
  const neighbours = neighboursOf(component);
  const tuples = component.items.map((_, place) => [place]);
  const tupleOf = component.items.map((_, place) => place);
  joinClosest(component, neighbours, tuples, tupleOf);
  let changed = new Set(tuples.keys());
  // Every change lowers the cost, so it ends by itself; in practice after few rounds.
  while (changed.size > 0) changed = improve(component, neighbours, tuples, tupleOf, changed);
  return tuples.filter((tuple) => tuple.length > 0);
}

function neighboursOf({ items, pairs, empty, pairCost }: Component): number[][] {
  const limit = (pairs + 1) * empty;
  return items.map((a, i) =>
    items
      .map((_, j) => j)
      .filter((j) => items[j]?.annotator !== a.annotator && pairCost(i, j) < limit)
      .toSorted((x, y) => pairCost(i, x) - pairCost(i, y) || x - y),
  );
}

function joinClosest(
  component: Component,
  neighbours: number[][],
  tuples: number[][],
  tupleOf: number[],
): void {
  const { pairCost } = component;
  const edges = neighbours.flatMap((others, i) => others.filter((j) => j > i).map((j) => [i, j] as const));
  edges.sort(([a, b], [c, d]) => pairCost(a, b) - pairCost(c, d) || a - c || b - d);
  for (const [a, b] of edges) join(component, tuples, tupleOf, tupleOf[a] ?? a, tupleOf[b] ?? b);
}

/** Joins two tuples of different annotators where that saves anything. */
function join(
  component: Component,
  tuples: number[][],
  tupleOf: number[],
  into: number,
  from: number,
): boolean {
  if (into === from) return false;
  const [one, other] = [tuples[into] ?? [], tuples[from] ?? []];
  const { items, empty, pairs, pairCost } = component;
  let saved = empty;
  for (const a of one)
    for (const b of other) {
      if (items[a]?.annotator === items[b]?.annotator) return false;
      saved += (empty - pairCost(a, b)) / pairs;
    }
  if (saved <= EPSILON) return false;
  for (const b of other) {
    one.push(b);
    tupleOf[b] = into;
  }
  other.length = 0;
  return true;
}

/** Looks at every two tuples that touch and of which one has changed since; the places that it changed. */
function improve(
  component: Component,
  neighbours: number[][],
  tuples: number[][],
  tupleOf: number[],
  changed: ReadonlySet<number>,
): Set<number> {
  const again = new Set<number>();
  for (const place of tuples.keys()) {
    const near = new Set(
      (tuples[place] ?? []).flatMap((unit) => neighbours[unit] ?? []).map((unit) => tupleOf[unit]),
    );
    const empty = tuples.findIndex((tuple) => tuple.length === 0);
    for (const other of [...near, ...(empty < 0 ? [] : [empty])]) {
      if (other === undefined || other === place) continue;
      if (!changed.has(place) && !changed.has(other) && !again.has(place) && !again.has(other)) continue;
      const better = recombine(component, tuples[place] ?? [], tuples[other] ?? []);
      if (!better) continue;
      for (const [at, tuple] of [
        [place, better[0]],
        [other, better[1]],
      ] as const) {
        tuples[at] = tuple;
        for (const unit of tuple) tupleOf[unit] = at;
        again.add(at);
      }
    }
  }
  return again;
}

/** Above this many annotators in two tuples, only one of them at a time changes sides. */
const MOST_AT_ONCE = 10;

/** The cheapest way to share the units of two tuples between two (one of which may be empty), or null for as it is. */
function recombine(
  { items, pairs, empty, pairCost }: Component,
  one: readonly number[],
  other: readonly number[],
): [number[], number[]] | null {
  const annotators = [...new Set([...one, ...other].map((unit) => items[unit]?.annotator ?? 0))];
  const unitIn = (tuple: readonly number[], annotator: number) =>
    tuple.find((unit) => items[unit]?.annotator === annotator) ?? -1;
  const left = annotators.map((annotator) => unitIn(one, annotator));
  const right = annotators.map((annotator) => unitIn(other, annotator));
  const saving = (a = -1, b = -1) => (a < 0 || b < 0 ? 0 : (empty - pairCost(a, b)) / pairs);
  const size = annotators.length;
  // What two annotators save when both stay or both change, less what they save when one of them changes.
  const gains = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = i + 1; j < size; j++)
      gains[i * size + j] =
        saving(left[i], left[j]) +
        saving(right[i], right[j]) -
        saving(left[i], right[j]) -
        saving(right[i], left[j]);
  const bits = (side: readonly number[]) =>
    side.reduce((all, unit, place) => (unit < 0 ? all : all | (1 << place)), 0);
  const [hasLeft, hasRight] = [bits(left), bits(right)];
  const tuplesOf = (swap: number) =>
    Number(((hasLeft & ~swap) | (hasRight & swap)) !== 0) +
    Number(((hasRight & ~swap) | (hasLeft & swap)) !== 0);
  let [best, least] = [0, -EPSILON];
  const tries = size <= MOST_AT_ONCE ? 1 << (size - 1) : size;
  for (let turn = 1; turn <= tries; turn++) {
    // The last annotator never changes where all ways are tried: changing all is the same as changing none.
    const swap = size <= MOST_AT_ONCE ? turn % tries : 1 << (turn - 1);
    if (swap === 0) continue;
    let cost = empty * (tuplesOf(swap) - tuplesOf(0));
    for (let i = 0; i < size; i++)
      for (let j = i + 1; j < size; j++)
        if (((swap >> i) & 1) !== ((swap >> j) & 1)) cost += gains[i * size + j] ?? 0;
    if (cost < least) [best, least] = [swap, cost];
  }
  if (best === 0) return null;
  const side = (stay: readonly number[], come: readonly number[]) =>
    annotators
      .map((_, place) => ((best >> place) & 1 ? come[place] : stay[place]) ?? -1)
      .filter((unit) => unit >= 0);
  return [side(left, right), side(right, left)];
}
