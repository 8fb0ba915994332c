import type { LayerMark } from "@/lib/agreement/article-layer";
import { bootstrapInterval, type Interval } from "@/lib/agreement/bootstrap";
import { krippendorffAlpha, type Level } from "@/lib/agreement/krippendorff-alpha";
import { type Measured, measured, undefinedBecause } from "@/lib/agreement/measured";
import { pairValues } from "@/lib/agreement/value-agreement";

/**
 * An attribute of a project's own as it is measured: by equality, by rank (the place of each value in `ranks`), or by
 * difference; `isDay` says that its values are days.
 */
export type OwnMeasure = {
  name: string;
  label: string;
  level: Extract<Level, "nominal" | "ordinal" | "interval">;
  ranks: readonly string[];
  isDay: boolean;
};

/** Two people's agreement on it; `pairs` counts the marks of both on which both answered. */
export type OwnAgreement = {
  measure: OwnMeasure;
  pairs: number;
  agreement: Measured;
  alpha: Measured;
  interval: Interval;
};

const DAY = 86_400_000;

/**
 * Krippendorff's α at the attribute's level over marks that overlap by half or more, each matched once, with a bootstrap
 * interval over the pairs, and the share of equal answers. A mark without an answer is missing, and so is a value that
 * has no place among the ranks or is no number.
 */
export function ownAgreement(
  articles: readonly { a: readonly LayerMark[]; b: readonly LayerMark[] }[],
  measure: OwnMeasure,
  seed: number,
): OwnAgreement {
  const pairs = pairValues(articles, measure.name).flatMap(([one, other]) => {
    const [x, y] = [toLevel(one, measure), toLevel(other, measure)];
    return x === null || y === null ? [] : [[x, y] as const];
  });
  const alphaOf = (sample: readonly (readonly (string | number)[])[]) =>
    krippendorffAlpha(sample, measure.level).alpha;
  const same = pairs.filter(([x, y]) => x === y).length;
  return {
    measure,
    pairs: pairs.length,
    agreement:
      pairs.length === 0 ? undefinedBecause("no unit has two values") : measured(same / pairs.length),
    alpha: alphaOf(pairs),
    interval: bootstrapInterval(pairs, (sample) => alphaOf(sample).value, { seed }),
  };
}

function toLevel(value: string, { level, ranks, isDay }: OwnMeasure): string | number | null {
  if (level === "nominal") return value;
  if (level === "ordinal") return ranks.includes(value) ? ranks.indexOf(value) + 1 : null;
  const number = isDay ? Date.parse(value) / DAY : Number(value);
  return Number.isFinite(number) ? number : null;
}
