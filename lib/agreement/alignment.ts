import { bestAssignment } from "@/lib/agreement/assignment";
import { type Component, componentsOf, tupleCost } from "@/lib/agreement/component";
import { type GammaContinuum, type GammaParameters, type Item, itemsOf } from "@/lib/agreement/dissimilarity";
import { loadSolver, solvePartition, usefulTuples } from "@/lib/agreement/tuple-program";
import { searchAlignment } from "@/lib/agreement/tuple-search";

/**
 * An alignment of all units. `disorder` is that of the alignment found, `atLeast` what no alignment can fall below;
 * equal, and `isExact`, when the best one is proved. `tuples` say which units were taken for the same.
 */
export type Alignment = {
  disorder: number;
  atLeast: number;
  isExact: boolean;
  tuples: readonly (readonly Item[])[];
};

const EPSILON = 1e-9;

/**
 * The alignment of least disorder between all annotators (Mathet, Widlöcher & Métivier 2015, sections 4.3–4.4): the
 * costs of its tuples together over the mean number of units per annotator. Exact for two annotators at any size, and
 * for more wherever a component of units offers no more tuples than MOST_TUPLES; elsewhere the best found, with a bound.
 * Null when there are fewer than two annotators or no unit.
 */
export async function bestAlignment(
  continuum: GammaContinuum,
  parameters: GammaParameters,
): Promise<Alignment | null> {
  const items = itemsOf(continuum);
  if (continuum.length < 2 || items.length === 0) return null;
  const highs = continuum.length > 2 ? await loadSolver() : null;
  const perAnnotator = items.length / continuum.length;
  let [disorder, atLeast] = [0, 0];
  const tuples: Item[][] = [];
  for (const component of componentsOf(items, continuum.length, parameters)) {
    const found = alignComponent(component, highs);
    disorder += found.cost;
    atLeast += found.atLeast;
    for (const tuple of found.tuples)
      tuples.push(tuple.map((place) => component.items[place]).filter((item) => item !== undefined));
  }
  return {
    disorder: disorder / perAnnotator,
    atLeast: atLeast / perAnnotator,
    isExact: disorder - atLeast < EPSILON,
    tuples,
  };
}

type Aligned = { tuples: number[][]; cost: number; atLeast: number };

function alignComponent(component: Component, highs: Awaited<ReturnType<typeof loadSolver>> | null): Aligned {
  const places = component.items.map((_, place) => place);
  if (places.length === 1) return exact(component, [places]);
  if (!highs) return exact(component, alignTwo(component, 0, 1));
  const atLeast = meanOfPairs(component);
  const searched = searchAlignment(component);
  const cost = costOf(component, searched);
  if (cost - atLeast < EPSILON) return { tuples: searched, cost, atLeast: cost };
  const useful = usefulTuples(component);
  if (useful) return exact(component, solvePartition(highs, component, useful));
  return { tuples: searched, cost, atLeast };
}

function exact(component: Component, tuples: number[][]): Aligned {
  const cost = costOf(component, tuples);
  return { tuples, cost, atLeast: cost };
}

function costOf(component: Component, tuples: readonly number[][]): number {
  return tuples.reduce((sum, tuple) => sum + tupleCost(component, tuple), 0);
}

/** The best alignment of two of the annotators, with those of their units that stand alone. */
function alignTwo({ items, empty, pairCost }: Component, one: number, other: number): number[][] {
  const places = items.map((_, place) => place);
  const rows = places.filter((place) => items[place]?.annotator === one);
  const columns = places.filter((place) => items[place]?.annotator === other);
  const [less, more] = rows.length <= columns.length ? [rows, columns] : [columns, rows];
  const partners = bestAssignment(
    less.length,
    more.length,
    (row, column) => pairCost(less[row] ?? 0, more[column] ?? 0) - 2 * empty,
  );
  const taken = new Set(partners);
  const alone = more.filter((_, column) => !taken.has(column)).map((place) => [place]);
  return [
    ...less.map((place, row) => {
      const partner = more[partners[row] ?? -1];
      return partner === undefined ? [place] : [place, partner];
    }),
    ...alone,
  ];
}

/**
 * No alignment of all costs less than the mean of the best alignments of each two: a tuple costs the mean over the pairs
 * of annotators, and a pair pays at least Δ∅ for every tuple that holds a unit of one of them alone.
 */
function meanOfPairs(component: Component): number {
  const { annotators, pairs, empty, pairCost } = component;
  let sum = 0;
  for (let one = 0; one < annotators; one++)
    for (let other = one + 1; other < annotators; other++)
      for (const [a = 0, b] of alignTwo(component, one, other))
        sum += b === undefined ? empty : pairCost(a, b);
  return sum / pairs;
}
