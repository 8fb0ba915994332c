import type { Span } from "@/lib/text/span";

/** A sentence of the text at hand and one of another text that shares telling words with it. */
export type SentencePair = { own: Span; versionId: string; other: Span; shared: number };

/** The longest run that is one candidate, in code points: more is read as several. */
const LONGEST_RUN = 1_200;
/** Code points between two sentences that still follow each other. */
const GAP = 40;

/**
 * Pairs of sentences as pairs of passages: where the next sentence of one text pairs with the next of the other, both are
 * one passage, up to 1,200 code points. `shared` adds up. In reading order of the text at hand.
 */
export function joinPairs(pairs: readonly SentencePair[]): SentencePair[] {
  const sorted = pairs.toSorted((a, b) => a.own.start - b.own.start || a.other.start - b.other.start);
  const runs: SentencePair[] = [];
  for (const pair of sorted) {
    const run = runs.findLast(
      (one) =>
        one.versionId === pair.versionId &&
        follows(one.own, pair.own) &&
        follows(one.other, pair.other) &&
        pair.own.end - one.own.start <= LONGEST_RUN &&
        pair.other.end - one.other.start <= LONGEST_RUN,
    );
    if (!run) runs.push(pair);
    else
      runs[runs.indexOf(run)] = {
        ...run,
        own: { start: run.own.start, end: pair.own.end },
        other: { start: run.other.start, end: pair.other.end },
        shared: run.shared + pair.shared,
      };
  }
  return runs;
}

function follows(before: Span, after: Span): boolean {
  return after.start >= before.end && after.start - before.end <= GAP;
}
