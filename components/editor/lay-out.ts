import type { DrawnSegment, DrawnSpan } from "@/components/editor/drawn-text";
import { compareSpans, type Span } from "@/lib/text/span";

/** Lines under one another that are told apart; what lies deeper shares the last one, which then says "more". */
export const MOST_LANES = 8;

/** A stretch as it is drawn, and how many lines stand under one another on it. */
export type LaidOut = { segments: DrawnSegment[]; depth: number };

/**
 * Cuts the spans of a stretch into disjoint segments and gives each span a lane: the uppermost that is free where it
 * begins, so that nested, crossing and identical spans each have a line of their own, identical ones in the order of
 * their looks. A segment says the marks on it, from the one that begins first, and by classes which look each lane has;
 * it is `mixed` where one of them is not a claim's. Linear in the answer after sorting.
 */
export function layOut(stretch: Span, spans: readonly DrawnSpan[]): LaidOut {
  const own = spans
    .filter((span) => Math.min(span.end, stretch.end) > Math.max(span.start, stretch.start))
    .toSorted((a, b) => compareSpans(a, b) || compareTexts(a.look, b.look) || compareTexts(a.id, b.id));
  const laneEnds: number[] = [];
  const laid = own.map((span) => {
    const free = laneEnds.findIndex((end) => end <= span.start);
    const lane = free < 0 ? Math.min(laneEnds.length, MOST_LANES) : free;
    laneEnds[lane] = span.end;
    return { span, lane };
  });
  const borders = [...new Set(own.flatMap((span) => [clamp(span.start, stretch), clamp(span.end, stretch)]))];
  borders.sort((a, b) => a - b);
  const segments: DrawnSegment[] = [];
  let active: typeof laid = [];
  let next = 0;
  for (const [place, start] of borders.entries()) {
    const end = borders[place + 1];
    if (end === undefined) break;
    active = active.filter(({ span }) => span.end > start);
    for (let one = laid[next]; one && one.span.start <= start; one = laid[++next]) active.push(one);
    if (active.length > 0) segments.push(segmentOf({ start, end }, active));
  }
  return { segments, depth: laneEnds.length };
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function clamp(at: number, stretch: Span): number {
  return Math.min(stretch.end, Math.max(stretch.start, at));
}

function segmentOf(at: Span, active: readonly { span: DrawnSpan; lane: number }[]): DrawnSegment {
  const ids = new Set<string>();
  const classes = new Set<string>();
  let description = "";
  let deepest = 0;
  for (const { span, lane } of active) {
    ids.add(span.id);
    description = description ? `${description}; ${span.label}` : span.label;
    deepest = Math.max(deepest, lane);
    if (span.look !== "proposed") classes.add(nameOf(span.look));
    if (lane >= MOST_LANES) classes.add("ln-more");
    else {
      classes.add(`ln${lane}-${span.look}`);
      if (span.look !== "claim") classes.add("mixed");
    }
    if (span.className) classes.add(span.className);
  }
  const className = `mark laned to-${deepest + 1} ${[...classes].join(" ")}`;
  return { ...at, ids: [...ids], className, description };
}

function nameOf(look: Exclude<DrawnSpan["look"], "proposed">): string {
  return look === "claim" || look === "duplicate" ? `mark-${look}` : `mark-attribution-${look}`;
}
