import type { Span } from "@/lib/text/span";

/** One stretch that an annotator marked, with its category. */
export type GammaUnit = Span & { category: string };

/** What each annotator marked; an annotator who marked nothing still counts. */
export type GammaContinuum = readonly (readonly GammaUnit[])[];

/** The weights of position and category, and what it costs to leave a unit without a partner; 1 each by default. */
export type GammaParameters = { alpha: number; beta: number; deltaEmpty: number };

/** A unit with the number of its annotator and its category as a number. */
export type Item = Span & { annotator: number; category: number };

/**
 * The dissimilarity of two units: α × position + β × category (Mathet, Widlöcher & Métivier, The Unified and Holistic
 * Method Gamma, Computational Linguistics 41(3), 2015, section 4): position is the square of the borders' distances over
 * the lengths together, category 0 for the same and 1 for another; both times Δ∅. Two empty units differ by position
 * only when they lie apart, and then without limit.
 */
export function dissimilarity(a: Item, b: Item, { alpha, beta, deltaEmpty }: GammaParameters): number {
  const apart = Math.abs(a.start - b.start) + Math.abs(a.end - b.end);
  const position = apart === 0 ? 0 : (apart / (a.end - a.start + b.end - b.start)) ** 2;
  return (alpha * position + (a.category === b.category ? 0 : beta)) * deltaEmpty;
}

/** All units of a continuum in one list, in reading order. */
export function itemsOf(continuum: GammaContinuum): Item[] {
  const categories = new Map<string, number>();
  const numberOf = (category: string) => {
    const number = categories.get(category) ?? categories.size;
    categories.set(category, number);
    return number;
  };
  return continuum
    .flatMap((units, annotator) =>
      units.map(({ start, end, category }) => ({ start, end, annotator, category: numberOf(category) })),
    )
    .toSorted((a, b) => a.start - b.start || a.end - b.end || a.annotator - b.annotator);
}
