import { dissimilarity, type GammaParameters, type Item } from "@/lib/agreement/dissimilarity";

/**
 * Units whose best alignment can be found apart from all others. `pairCost` is the dissimilarity of two of them, by
 * their places. `annotators` counts all annotators of the continuum, `pairs` the pairs of them, `empty` is Δ∅.
 */
export type Component = {
  items: readonly Item[];
  annotators: number;
  pairs: number;
  empty: number;
  pairCost: (a: number, b: number) => number;
};

/**
 * Splits units into components that no best alignment joins. A tuple costs the mean over all pairs of annotators, Δ∅
 * for a pair with an empty side; joining two tuples saves one Δ∅ and at most what their close pairs save, so nothing is
 * lost between groups whose pairs all cost (pairs + 1) × Δ∅ or more: the null cost of two units left alone.
 */
export function componentsOf(
  items: readonly Item[],
  annotators: number,
  parameters: GammaParameters,
): Component[] {
  const pairs = (annotators * (annotators - 1)) / 2;
  const nullCost = (pairs + 1) * parameters.deltaEmpty;
  const parents = items.map((_, place) => place);
  for (const [i, a] of items.entries())
    for (let j = i + 1; j < items.length; j++) {
      const b = items[j];
      if (!b || b.annotator === a.annotator || rootOf(parents, i) === rootOf(parents, j)) continue;
      if (dissimilarity(a, b, parameters) < nullCost) parents[rootOf(parents, j)] = rootOf(parents, i);
    }
  const groups = new Map<number, Item[]>();
  for (const [place, item] of items.entries()) {
    const root = rootOf(parents, place);
    const group = groups.get(root);
    if (group) group.push(item);
    else groups.set(root, [item]);
  }
  return [...groups.values()].map((group) => ({
    items: group,
    annotators,
    pairs,
    empty: parameters.deltaEmpty,
    pairCost: costTable(group, parameters),
  }));
}

function rootOf(parents: number[], place: number): number {
  let root = place;
  for (let parent = parents[root] ?? root; parent !== root; parent = parents[root] ?? root) {
    parents[root] = parents[parent] ?? parent;
    root = parent;
  }
  return root;
}

function costTable(items: readonly Item[], parameters: GammaParameters): Component["pairCost"] {
  const size = items.length;
  const table = new Float64Array(size * size);
  for (const [i, a] of items.entries())
    for (const [j, b] of items.entries()) table[i * size + j] = dissimilarity(a, b, parameters);
  return (a, b) => table[a * size + b] ?? 0;
}

/** What a tuple costs: the mean over all pairs of annotators, Δ∅ where a side is empty (Mathet et al. 2015, 4.3). */
export function tupleCost(component: Component, tuple: readonly number[]): number {
  const { pairs, empty, pairCost } = component;
  let saved = 0;
  for (const [i, a] of tuple.entries())
    for (let j = i + 1; j < tuple.length; j++) saved += empty - pairCost(a, tuple[j] ?? a);
  return empty - saved / pairs;
}
