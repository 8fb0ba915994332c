import type { LayerMark } from "@/lib/agreement/article-layer";
import { bootstrapInterval, type Interval } from "@/lib/agreement/bootstrap";
import { categoriesOf, tableOf } from "@/lib/agreement/categories";
import type { Measured } from "@/lib/agreement/measured";
import { matchByOverlap } from "@/lib/agreement/span-f1";
import { twoRaterCoefficients } from "@/lib/agreement/two-raters";

/** Two people's agreement on one attribute of the marks that both made; `pairs` counts those with both values. */
export type ValueAgreement = {
  pairs: number;
  agreement: Measured;
  alpha: Measured;
  cohen: Measured;
  scott: Measured;
  ac1: Measured;
  interval: Interval;
};

const HALF = 0.5;

/** What two people say of the marks that overlap by half or more, each matched once, where both say it. */
export function pairValues(
  articles: readonly { a: readonly LayerMark[]; b: readonly LayerMark[] }[],
  attribute: string,
): (readonly [string, string])[] {
  return articles.flatMap(({ a, b }) => {
    const toMark = ({ kind, body }: LayerMark) => ({ kind, spans: body });
    return [...matchByOverlap(a.map(toMark), b.map(toMark), HALF)].flatMap(([i, j]) => {
      const [one, other] = [a[i]?.values[attribute] ?? null, b[j]?.values[attribute] ?? null];
      return one === null || other === null ? [] : [[one, other] as const];
    });
  });
}

/**
 * How far two people give the same value to marks that overlap by half or more, each matched once: Krippendorff's α with
 * a bootstrap interval over the pairs, Cohen's κ, Scott's π and AC1 (see two-raters.ts). A mark without a value for the
 * attribute is missing.
 */
export function valueAgreement(
  articles: readonly { a: readonly LayerMark[]; b: readonly LayerMark[] }[],
  attribute: string,
  seed: number,
): ValueAgreement {
  const pairs = pairValues(articles, attribute);
  const categories = categoriesOf(pairs);
  const coefficients = (sample: readonly (readonly [string, string])[]) =>
    twoRaterCoefficients(tableOf(sample, categories));
  const { agreement, alpha, cohen, scott, gwet, units } = coefficients(pairs);
  return {
    pairs: units,
    agreement,
    alpha: alpha.coefficient,
    cohen: cohen.coefficient,
    scott: scott.coefficient,
    ac1: gwet.coefficient,
    interval: bootstrapInterval(pairs, (sample) => coefficients(sample).alpha.coefficient.value, { seed }),
  };
}
