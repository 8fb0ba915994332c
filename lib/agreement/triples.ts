import { f1Of, isSpansMatch, type PairedF1, pairedF1, type SpansMatch } from "@/lib/agreement/paired-f1";
import type { Span } from "@/lib/text/span";

/** One attribution: the spans of each role in code points, none where the role is missing. */
export type Triple = { source: readonly Span[]; cue: readonly Span[]; content: readonly Span[] };

/**
 * `whole`: attributions alike in all three roles. By role: of the attributions that have it, those whose contents (for
 * one without content, its cues) are the same by half and whose spans of that role match.
 */
export type TripleAgreement = { whole: PairedF1; source: PairedF1; cue: PairedF1; content: PairedF1 };

const HALF: SpansMatch = { overlap: 0.5 };

/**
 * How far two people's attributions agree as triples of source, cue and content (the roles of PARC 3.0, Pareti 2016,
 * and PolNeAR, Newell, Margolin & Ruths 2018), as F1 over the largest one-to-one matching (Hripcsak & Rothschild 2005).
 * Roles match when equal, or by `overlap`; a role that both leave out matches. Each F1 has a matching of its own, so
 * that all are the same from either side. Undefined where neither has such a thing.
 */
export function tripleAgreement(
  a: readonly Triple[],
  b: readonly Triple[],
  match: SpansMatch = {},
): TripleAgreement {
  const role = (name: keyof Triple) =>
    pairedF1(
      a.filter((one) => one[name].length > 0),
      b.filter((one) => one[name].length > 0),
      (one, other) => isSpansMatch(one[name], other[name], match) && isSameAttribution(one, other),
    );
  return {
    whole: pairedF1(
      a,
      b,
      (one, other) =>
        isSpansMatch(one.content, other.content, match) &&
        isSpansMatch(one.cue, other.cue, match) &&
        isSpansMatch(one.source, other.source, match),
    ),
    source: role("source"),
    cue: role("cue"),
    content: role("content"),
  };
}

/** Agreement over several articles: counts are added up, as every attribution counts alike. */
export function sumTriples(parts: readonly TripleAgreement[]): TripleAgreement {
  const sum = (name: keyof TripleAgreement) =>
    f1Of(
      parts.reduce((all, part) => all + part[name].matched, 0),
      parts.reduce((all, part) => all + part[name].a, 0),
      parts.reduce((all, part) => all + part[name].b, 0),
    );
  return { whole: sum("whole"), source: sum("source"), cue: sum("cue"), content: sum("content") };
}

function isSameAttribution(one: Triple, other: Triple): boolean {
  return one.content.length === 0 && other.content.length === 0
    ? isSpansMatch(one.cue, other.cue, HALF)
    : isSpansMatch(one.content, other.content, HALF);
}
