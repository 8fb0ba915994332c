import { type Mark, spanF1 } from "@/lib/agreement/span-f1";
import { PAIRING_OVERLAP } from "@/lib/review/pairing";

/** How often two people marked the same thing: counts over all their common articles. */
export type Tally = { a: number; b: number; exact: number; overlap: number };

/** What is counted for one kind of mark (or for all), with the reason where there is nothing to divide. */
export type KindAgreement = Tally & {
  kind: string;
  exactF1: number | null;
  overlapF1: number | null;
  undefinedBecause: "both empty" | null;
};

/** Two people's agreement on the articles that both annotated. */
export type PairAgreement = { articles: number; kinds: KindAgreement[] };

/**
 * Adds one article to a pair's tallies by kind. Marks are the same (exact) or overlap by at least half of what they
 * cover together (intersection over union ≥ 0.5), each matched once.
 */
export function addArticle(
  tallies: Map<string, Tally>,
  kinds: readonly string[],
  a: readonly Mark[],
  b: readonly Mark[],
): void {
  for (const kind of kinds) {
    const [own, other] = [a.filter((mark) => mark.kind === kind), b.filter((mark) => mark.kind === kind)];
    const before = tallies.get(kind) ?? { a: 0, b: 0, exact: 0, overlap: 0 };
    tallies.set(kind, {
      a: before.a + own.length,
      b: before.b + other.length,
      exact: before.exact + spanF1(own, other).matched,
      overlap: before.overlap + spanF1(own, other, { overlap: PAIRING_OVERLAP }).matched,
    });
  }
}

/** F1 over all articles together (2 × matched ÷ all marks of both), by kind; undefined where nobody marked any. */
export function agreementOf(articles: number, tallies: ReadonlyMap<string, Tally>): PairAgreement {
  const kinds = [...tallies].map(([kind, tally]): KindAgreement => {
    const marks = tally.a + tally.b;
    return {
      kind,
      ...tally,
      exactF1: marks === 0 ? null : (2 * tally.exact) / marks,
      overlapF1: marks === 0 ? null : (2 * tally.overlap) / marks,
      undefinedBecause: marks === 0 ? "both empty" : null,
    };
  });
  return { articles, kinds };
}

/** A figure between −1 and 1 as papers print it: two decimals without a leading zero, and 1 as 1.00. */
export function figure(value: number): string {
  return decimal(value).replace(/^(−?)0/, "$1");
}

/** A number with two decimals for people to read: a minus sign before what is below 0, none before what rounds to 0. */
export function decimal(value: number): string {
  const digits = Math.abs(value).toFixed(2);
  return value < 0 && Number(digits) > 0 ? `−${digits}` : digits;
}

/** An interval as papers print it; its dash would be read as a minus sign where an end is below 0. */
export function figureRange(low: number, high: number): string {
  return `${figure(low)}${low < 0 ? " to " : "–"}${figure(high)}`;
}

/** "7 times in 10" of a share; whole tenths, but never "10 in 10" or "0 in 10" for what is not all or none. */
export function inTen(share: number): string {
  if (share === 1) return "every time";
  if (share === 0) return "never";
  const tenths = Math.min(9, Math.max(1, Math.round(share * 10)));
  return tenths === 1 ? "once in 10 times" : `${tenths} times in 10`;
}
