import { type Component, tupleCost } from "@/lib/agreement/component";

const EPSILON = 1e-12;

/**
 * A good alignment of a component, not always the best: joins the closest units first, then moves and exchanges units
 * between tuples while that lowers the cost. Every unit stands in exactly one tuple, and a tuple holds at most one unit
 * of an annotator. The same component always gets the same alignment.
 */
export function searchAlignment(component: Component): number[][] {
  const neighbours = neighboursOf(component);
  const tuples = component.items.map((_, place) => [place]);
  const tupleOf = component.items.map((_, place) => place);
  joinClosest(component, neighbours, tuples, tupleOf);
  // Each round costs about as much as the first; in practice few are needed.
  for (let round = 0; round < 50 && improve(component, neighbours, tuples, tupleOf); round++);
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

function improve(
  component: Component,
  neighbours: number[][],
  tuples: number[][],
  tupleOf: number[],
): boolean {
  let isBetter = false;
  for (const [unit, others] of neighbours.entries()) {
    const tried = new Set<number>();
    for (const other of others) {
      const target = tupleOf[other] ?? other;
      if (tried.has(target) || target === tupleOf[unit]) continue;
      tried.add(target);
      if (
        join(component, tuples, tupleOf, target, tupleOf[unit] ?? unit) ||
        move(component, tuples, tupleOf, unit, target)
      )
        isBetter = true;
    }
    if (leave(component, tuples, tupleOf, unit)) isBetter = true;
  }
  return isBetter;
}

/** Moves a unit into another tuple; whoever of its annotator stands there takes its place, or stands alone after. */
function move(
  component: Component,
  tuples: number[][],
  tupleOf: number[],
  unit: number,
  target: number,
): boolean {
  const { items } = component;
  const source = tupleOf[unit] ?? unit;
  const [from, to] = [tuples[source] ?? [], tuples[target] ?? []];
  const rival = to.find((other) => items[other]?.annotator === items[unit]?.annotator);
  const rest = from.filter((other) => other !== unit);
  const joined = [...to.filter((other) => other !== rival), unit];
  const before = tupleCost(component, from) + tupleCost(component, to);
  const exchanged = rival === undefined ? rest : [...rest, rival];
  const after = tupleCost(component, joined) + (exchanged.length > 0 ? tupleCost(component, exchanged) : 0);
  if (after >= before - EPSILON) return false;
  tuples[source] = exchanged;
  tuples[target] = joined;
  tupleOf[unit] = target;
  if (rival !== undefined) tupleOf[rival] = source;
  return true;
}

/** Lets a unit stand alone where its tuple is better off without it. */
function leave(component: Component, tuples: number[][], tupleOf: number[], unit: number): boolean {
  const source = tupleOf[unit] ?? unit;
  const from = tuples[source] ?? [];
  if (from.length < 2) return false;
  const rest = from.filter((other) => other !== unit);
  if (tupleCost(component, rest) + component.empty >= tupleCost(component, from) - EPSILON) return false;
  const free = tuples.findIndex((tuple) => tuple.length === 0);
  tuples[source] = rest;
  tuples[free] = [unit];
  tupleOf[unit] = free;
  return true;
}
