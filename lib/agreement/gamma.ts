import { bestAlignment } from "@/lib/agreement/alignment";
import type { GammaContinuum, GammaParameters, GammaUnit } from "@/lib/agreement/dissimilarity";
import { type Measured, measured, undefinedBecause } from "@/lib/agreement/measured";
import { seededRandom } from "@/lib/agreement/random";

/** `seed` fixes the chance continua, `samples` is how many are drawn (30 as published). */
export type GammaOptions = { seed: number; samples?: number; parameters?: GammaParameters };

/**
 * γ and its parts. `between` holds γ for certain, as far as these samples go: one point when every alignment was proved
 * best (`isExact`), else the range that the bounds of the others leave. Null where γ is undefined or the bounds say nothing.
 */
export type Gamma = {
  gamma: Measured;
  observed: number | null;
  expected: number | null;
  isExact: boolean;
  between: readonly [number, number] | null;
  samples: number;
};

const published: GammaParameters = { alpha: 1, beta: 1, deltaEmpty: 1 };

/**
 * γ = 1 − observed disorder ÷ expected disorder (Mathet, Widlöcher & Métivier, The Unified and Holistic Method Gamma,
 * Computational Linguistics 41(3), 2015): agreement on position and category together, for units that may overlap. The
 * expectation is the mean over seeded samples, each of which gives every annotator the units of one drawn at random,
 * turned round the continuum by a random distance (section 5.2). Undefined for fewer than two annotators, without a
 * unit, and when chance itself has no disorder. Takes long for many units: run it in a thread (gamma-in-thread.ts).
 */
export async function gammaOf(continuum: GammaContinuum, options: GammaOptions): Promise<Gamma> {
  const { seed, samples = 30, parameters = published } = options;
  const none = (reason: string): Gamma => ({
    gamma: undefinedBecause(reason),
    observed: null,
    expected: null,
    isExact: true,
    between: null,
    samples: 0,
  });
  if (continuum.length < 2) return none("there are fewer than two annotators");
  const alignment = await bestAlignment(continuum, parameters);
  if (!alignment) return none("nobody marked anything");

  const random = seededRandom(seed);
  let [expected, expectedAtLeast, isExact] = [0, 0, alignment.isExact];
  for (let sample = 0; sample < samples; sample++) {
    const chance = await bestAlignment(chanceContinuum(continuum, random), parameters);
    if (!chance) continue;
    expected += chance.disorder / samples;
    expectedAtLeast += chance.atLeast / samples;
    isExact &&= chance.isExact;
  }
  if (expected === 0) return { ...none("chance has no disorder"), observed: alignment.disorder, expected: 0 };
  return {
    gamma: measured(1 - alignment.disorder / expected),
    observed: alignment.disorder,
    expected,
    isExact,
    between:
      expectedAtLeast > 0
        ? [1 - alignment.disorder / expectedAtLeast, 1 - alignment.atLeast / expected]
        : null,
    samples,
  };
}

/** Units that stick out over the end after the turn are kept whole. Drawn again while it came out empty. */
function chanceContinuum(continuum: GammaContinuum, random: () => number): GammaContinuum {
  const units = continuum.flat();
  const first = units.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY);
  const last = units.reduce((most, { end }) => Math.max(most, end), 0);
  const length = Math.max(1, last - first);
  for (;;) {
    const turned = continuum.map(() => {
      const source = continuum[Math.floor(random() * continuum.length)] ?? [];
      const pivot = first + Math.floor(random() * length);
      return source.map((unit): GammaUnit => {
        const shift = unit.start < pivot ? length - (pivot - first) : -(pivot - first);
        return { ...unit, start: unit.start + shift, end: unit.end + shift };
      });
    });
    if (turned.some((own) => own.length > 0)) return turned;
  }
}
