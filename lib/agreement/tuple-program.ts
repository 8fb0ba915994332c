import loadHighs, { type Highs } from "highs";
import { type Component, tupleCost } from "@/lib/agreement/component";

/** The most tuples that one component may offer to the solver; above it, an alignment is a bound. */
export const MOST_TUPLES = 20_000;
/** The most combinations that are looked at to find them. */
const MOST_STEPS = 2_000_000;

let loading: Promise<Highs> | undefined;

/** The solver for mixed integer programs, loaded once a thread. */
export function loadSolver(): Promise<Highs> {
  loading ??= loadHighs();
  return loading;
}

/**
 * Every tuple of two units or more that a best alignment can need: one that is cheaper than its units left alone, and
 * from which no single unit is better taken out. Null when there are more than the solver takes.
 */
export function usefulTuples(component: Component): number[][] | null {
  const { items, annotators, pairs, empty, pairCost } = component;
  const byAnnotator = Array.from({ length: annotators }, (_, annotator) =>
    items.map((_, place) => place).filter((place) => items[place]?.annotator === annotator),
  ).filter((places) => places.length > 0);
  const found: number[][] = [];
  let steps = 0;

  function extend(level: number, tuple: readonly number[], apart: number): boolean {
    if (++steps > MOST_STEPS || found.length > MOST_TUPLES) return false;
    const most = tuple.length + byAnnotator.length - level;
    // Even if all that may follow lay exactly on the tuple, its units would do better alone.
    if (apart >= empty * (pairs * (most - 1) + (most * (most - 1)) / 2)) return true;
    if (level === byAnnotator.length) {
      if (isUseful(component, tuple)) found.push([...tuple]);
      return true;
    }
    if (!extend(level + 1, tuple, apart)) return false;
    for (const place of byAnnotator[level] ?? []) {
      const added = tuple.reduce((sum, other) => sum + pairCost(other, place), 0);
      if (!extend(level + 1, [...tuple, place], apart + added)) return false;
    }
    return true;
  }
  return extend(0, [], 0) && found.length <= MOST_TUPLES ? found : null;
}

function isUseful({ pairs, empty, pairCost }: Component, tuple: readonly number[]): boolean {
  if (tuple.length < 2) return false;
  const limit = empty * (pairs + tuple.length - 1);
  return tuple.every((unit) => {
    let apart = 0;
    for (const other of tuple) if (other !== unit) apart += pairCost(unit, other);
    return apart < limit;
  });
}

/**
 * The best alignment of a component as a set partition over its useful tuples and its single units, solved to proof of
 * optimality by HiGHS (Huangfu & Hall 2018). Throws when the solver ends without that proof.
 */
export function solvePartition(highs: Highs, component: Component, useful: readonly number[][]): number[][] {
  const tuples = [...component.items.map((_, place) => [place]), ...useful];
  const starts = new Int32Array(tuples.length + 1);
  for (const [place, tuple] of tuples.entries()) starts[place + 1] = (starts[place] ?? 0) + tuple.length;
  const indices = Int32Array.from(tuples.flat());
  const rows = component.items.length;
  const { constants } = highs;
  return highs.withModel(
    {
      numCols: tuples.length,
      numRows: rows,
      sense: constants.objectiveSense.minimize,
      colCost: Float64Array.from(tuples, (tuple) => tupleCost(component, tuple)),
      colLower: new Float64Array(tuples.length),
      colUpper: new Float64Array(tuples.length).fill(1),
      rowLower: new Float64Array(rows).fill(1),
      rowUpper: new Float64Array(rows).fill(1),
      integrality: tuples.map(() => constants.variableType.integer),
      matrix: {
        format: "csc",
        numRows: rows,
        numCols: tuples.length,
        starts,
        indices,
        values: new Float64Array(indices.length).fill(1),
      },
    },
    (model) => {
      model.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: 1e-9 });
      model.run();
      if (model.getModelStatus() !== constants.modelStatus.optimal)
        throw new Error("The solver found no proof for a best alignment.");
      const taken = model.getSolution().colValue;
      return tuples.filter((_, place) => (taken[place] ?? 0) > 0.5);
    },
  );
}
