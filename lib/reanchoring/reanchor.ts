import type { Alignment, KeptRun } from "@/lib/reanchoring/align";
import { isJoinedAt, substanceOf } from "@/lib/reanchoring/words";
import { codePointToUtf16, spanFromUtf16 } from "@/lib/text/code-points";
import { hullOf, type Span } from "@/lib/text/span";

/**
 * Where a span of the older text stands in the newer one, in code points. `exact`: whole, at the same offsets; `moved`:
 * whole, at others; `orphaned`: something inside it changed, it is gone, or it cannot be told which place is meant.
 * `near` is where the words that replaced it stand.
 */
export type ReanchoredSpan = { how: "exact" | "moved"; span: Span } | { how: "orphaned"; near: Span | null };

/** Where the spans of a mark stand; it is as bad as its worst one. Of an orphaned mark `spans` holds what did anchor. */
export type ReanchoredMark =
  | { how: "exact" | "moved"; spans: Span[] }
  | { how: "orphaned"; spans: (Span | null)[]; near: Span | null };

/** UTF-16 units at either side of a span that say whether its surroundings stayed. */
const SURROUNDINGS = 80;

/** Letters that a stretch needs to be told apart wherever it stands. */
const UNMISTAKABLE = 12;

/** Units of surroundings looked for together with words that stand in several places. */
const WIDER = [0, 8, 24, 64];

/** A passage longer than this tells nobody where to look. */
const LONGEST_NEAR = 1_000;

/** Finds a span of the older text in the newer; one that is empty or inverted is orphaned, one outside the text a RangeError. */
export function reanchorSpan(alignment: Alignment, span: Span): ReanchoredSpan {
  const start = codePointToUtf16(alignment.before, span.start);
  const end = codePointToUtf16(alignment.before, span.end);
  if (start >= end) return { how: "orphaned", near: null };
  const at = keptPlace(alignment, start, end) ?? placeElsewhere(alignment, start, end);
  if (at === null) return { how: "orphaned", near: nearOf(alignment, start, end) };
  const found = spanFromUtf16(alignment.after, at, at + end - start);
  return { how: found.start === span.start && found.end === span.end ? "exact" : "moved", span: found };
}

/** Finds the spans of a mark of the older text in the newer; a mark without spans is exact. */
export function reanchorMark(alignment: Alignment, spans: readonly Span[]): ReanchoredMark {
  const found = spans.map((span) => reanchorSpan(alignment, span));
  const kept = found.flatMap((one) => (one.how === "orphaned" ? [] : [one.span]));
  if (kept.length === found.length)
    return { how: found.every((one) => one.how === "exact") ? "exact" : "moved", spans: kept };
  const near = hullOf(found.flatMap((one) => (one.how === "orphaned" && one.near ? [one.near] : [])));
  return { how: "orphaned", spans: found.map((one) => (one.how === "orphaned" ? null : one.span)), near };
}

/** Where the alignment keeps the stretch, if it is kept whole, in surroundings that mostly stayed, and could stand nowhere else as well. */
function keptPlace(alignment: Alignment, start: number, end: number): number | null {
  const place = runAt(alignment, start);
  const run = alignment.runs[place];
  if (!run || run.before + run.length < end || start < run.before) return null;
  const at = start + run.after - run.before;
  if (isCutAnew(alignment, start, end, at) || isBesideItsCopy(alignment, place, run, start, end)) return null;
  return isAtHome(alignment, start, end, at) ? at : null;
}

/** True when a word was lengthened at a border of the stretch: "600" is no longer said where "6000" stands. */
function isCutAnew({ before, after }: Alignment, start: number, end: number, at: number): boolean {
  const isNewlyJoined = (old: number, now: number) =>
    !isJoinedAt(before.text, old) && isJoinedAt(after.text, now);
  return isNewlyJoined(start, at) || isNewlyJoined(end, at + end - start);
}

/** True when the same words were put in right before or after the stretch, so that either copy may be the old one. */
function isBesideItsCopy(
  alignment: Alignment,
  place: number,
  run: KeptRun,
  start: number,
  end: number,
): boolean {
  const { before, after, runs } = alignment;
  const next = runs[place + 1] ?? { before: before.text.length, after: after.text.length };
  const previous = runs[place - 1] ?? { before: 0, after: 0, length: 0 };
  const runEnd = run.before + run.length;
  const afterEnd = run.after + run.length;
  const isCopied = (from: number, to: number, at: number) =>
    at >= 0 && before.text.slice(from, to) === after.text.slice(at, at + to - from);
  if (
    next.before === runEnd &&
    next.after > afterEnd &&
    isCopied(start, runEnd, next.after - (runEnd - start))
  )
    return true;
  const inserted = previous.after + previous.length;
  return (
    previous.before + previous.length === run.before &&
    inserted < run.after &&
    isCopied(run.before, end, inserted)
  );
}

/**
 * True when the surroundings stayed: half of them in both texts, or nearly all in one, where things were only put in or
 * only taken out. Common words meet by chance in texts that have nothing to do with each other.
 */
function isAtHome(alignment: Alignment, start: number, end: number, at: number): boolean {
  const share = (text: string, from: number, to: number, side: "before" | "after") => {
    const [first, last] = [Math.max(0, from - SURROUNDINGS), Math.min(text.length, to + SURROUNDINGS)];
    return (keptUpTo(alignment, last, side) - keptUpTo(alignment, first, side)) / (last - first);
  };
  const old = share(alignment.before.text, start, end, "before");
  const now = share(alignment.after.text, at, at + end - start, "after");
  return (old >= 0.5 && now >= 0.5) || old >= 0.9 || now >= 0.9;
}

/**
 * Where the same words stand, wherever that is: with as much of the surroundings in their paragraph as it takes for them
 * to occur once in either text. Words too short to be told apart are never found so.
 */
function placeElsewhere(alignment: Alignment, start: number, end: number): number | null {
  const { before, after } = alignment;
  const lineStart = start === 0 ? 0 : before.text.lastIndexOf("\n", start - 1) + 1;
  const lineBreak = before.text.indexOf("\n", end);
  const lineEnd = lineBreak < 0 ? before.text.length : lineBreak;
  for (const margin of WIDER) {
    const from = Math.min(start, Math.max(lineStart, start - margin));
    const words = before.text.slice(from, Math.max(end, Math.min(lineEnd, end + margin)));
    const found = after.text.indexOf(words);
    if (found < 0) return null;
    if (substanceOf(words) < UNMISTAKABLE) continue;
    if (after.text.indexOf(words, found + 1) >= 0) continue;
    if (before.text.indexOf(words) !== from || before.text.indexOf(words, from + 1) >= 0) continue;
    const at = found + start - from;
    return isCutAnew(alignment, start, end, at) ? null : at;
  }
  return null;
}

/** The stretch of the newer text between what was kept before and after the borders, without blanks around it; null when nothing is there or too much. */
function nearOf(alignment: Alignment, start: number, end: number): Span | null {
  const { after, runs } = alignment;
  const first = runs[runAt(alignment, start)];
  const last = runs[runAt(alignment, end - 1)];
  const next = runs[runAt(alignment, end - 1) + 1];
  let from = first ? first.after + Math.min(first.length, start - first.before) : 0;
  let to =
    last && end <= last.before + last.length
      ? last.after + end - last.before
      : (next?.after ?? after.text.length);
  while (from < to && /\s/.test(after.text.charAt(from))) from++;
  while (to > from && /\s/.test(after.text.charAt(to - 1))) to--;
  if (from >= to || to - from > LONGEST_NEAR + 3 * (end - start)) return null;
  return spanFromUtf16(after, from, to);
}

/** Index of the last run that begins at or before a unit of the older text; -1 before the first. */
function runAt({ runs }: Alignment, at: number, side: "before" | "after" = "before"): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle]?.[side] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Units of a text before a position that were kept. */
function keptUpTo(alignment: Alignment, at: number, side: "before" | "after"): number {
  const place = runAt(alignment, at, side);
  const run = alignment.runs[place];
  return run ? (alignment.keptSoFar[place] ?? 0) + Math.min(run.length, at - run[side]) : 0;
}
