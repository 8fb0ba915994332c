import { isSpansMatch, type PairedF1, pairedF1, type SpansMatch } from "@/lib/agreement/paired-f1";
import type { Span } from "@/lib/text/span";

/** One link between two marks: the spans at both ends, and what it says (its role, its stance). */
export type Link = { from: readonly Span[]; to: readonly Span[]; label: string };

/**
 * F1 between two people's links, over the largest one-to-one matching (Hripcsak & Rothschild 2005): links are the same
 * when both their ends are, equal or by `overlap`, and, unless `isLabelled` is false, when they say the same. An end that was not
 * marked alike counts against the link, as no link can be right between wrong things. Undefined when nobody linked.
 */
export function linkF1(
  a: readonly Link[],
  b: readonly Link[],
  { overlap, isLabelled = true }: SpansMatch & { isLabelled?: boolean } = {},
): PairedF1 {
  return pairedF1(
    a,
    b,
    (one, other) =>
      (!isLabelled || one.label === other.label) &&
      isSpansMatch(one.from, other.from, { overlap }) &&
      isSpansMatch(one.to, other.to, { overlap }),
  );
}
