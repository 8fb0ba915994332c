import type { Mark } from "@/components/annotate/marks";
import type { DrawnLook, DrawnSpan, StretchSpans } from "@/components/editor/drawn-text";
import { type Stretch, stretchesOf } from "@/components/editor/stretches";
import type { AnnotationDto } from "@/lib/layers/schema";
import type { Span } from "@/lib/text/span";
import { labelOf, type SpanRole } from "@/lib/vocabulary";

/** What the program proposes for a mark and nobody has taken yet. */
export type ProposedSpans = { markId: string; source: Span | null; cue: Span | null };

/** What was drawn last, kept so that the next drawing looks only at what changed. */
export type Drawing = {
  marks: readonly Mark[];
  selectedId: string | null;
  proposed: ProposedSpans | null;
  suggested: readonly DrawnSpan[];
  spans: StretchSpans;
};

/** Nothing drawn yet. */
export function noDrawing(stretches: readonly Stretch[]): Drawing {
  return {
    marks: [],
    selectedId: null,
    proposed: null,
    suggested: nothing,
    spans: stretches.map(() => nothing),
  };
}

const nothing: readonly DrawnSpan[] = [];

/**
 * What lies on each stretch of the text, made from the last drawing: only the stretches that a mark came to, left or
 * changed on get another list, so one mark more costs the same among ten as among ten thousand.
 */
export function drawMarks(
  last: Drawing,
  stretches: readonly Stretch[],
  marks: readonly Mark[],
  selectedId: string | null,
  proposed: ProposedSpans | null,
  suggested: readonly DrawnSpan[] = nothing,
): Drawing {
  const { gone, come } = differenceOf(last, { marks, selectedId });
  const touched = new Map<number, { gone: Set<string>; come: DrawnSpan[] }>();
  const at = (number: number) => {
    const known = touched.get(number) ?? { gone: new Set<string>(), come: [] };
    touched.set(number, known);
    return known;
  };
  const each = (span: Span, work: (number: number) => void) => {
    const { first, last: end } = stretchesOf(stretches, span);
    for (let number = first; number <= end; number += 1) work(number);
  };
  for (const mark of gone)
    for (const span of mark.annotation.spans) each(span, (number) => at(number).gone.add(mark.annotation.id));
  for (const mark of come)
    for (const span of drawnSpans(mark.annotation, selectedId))
      each(span, (number) => at(number).come.push(span));
  if (last.proposed !== proposed) {
    for (const span of proposedSpans(last.proposed)) each(span, (number) => at(number).gone.add(span.id));
    for (const span of proposedSpans(proposed)) each(span, (number) => at(number).come.push(span));
  }
  if (last.suggested !== suggested) {
    const [before, now] = [new Set(last.suggested), new Set(suggested)];
    for (const span of last.suggested)
      if (!now.has(span)) each(span, (number) => at(number).gone.add(span.id));
    for (const span of suggested) if (!before.has(span)) each(span, (number) => at(number).come.push(span));
  }
  if (touched.size === 0) return { marks, selectedId, proposed, suggested, spans: last.spans };
  const spans = [...last.spans];
  for (const [number, change] of touched) {
    const left = (spans[number] ?? nothing).filter((span) => !change.gone.has(span.id));
    spans[number] = [...left, ...change.come];
  }
  return { marks, selectedId, proposed, suggested, spans };
}

/** The marks that are drawn differently now: both lists are in the same order, so only those between their equal ends are looked at. */
function differenceOf(
  last: Pick<Drawing, "marks" | "selectedId">,
  now: Pick<Drawing, "marks" | "selectedId">,
): { gone: Mark[]; come: Mark[] } {
  let front = 0;
  let lastEnd = last.marks.length;
  let nowEnd = now.marks.length;
  while (front < lastEnd && front < nowEnd && isSame(last.marks[front], now.marks[front])) front += 1;
  while (lastEnd > front && nowEnd > front && isSame(last.marks[lastEnd - 1], now.marks[nowEnd - 1])) {
    lastEnd -= 1;
    nowEnd -= 1;
  }
  const before = last.marks.slice(front, lastEnd);
  const after = now.marks.slice(front, nowEnd);
  const [drawn, wanted] = [before, after].map((marks) => new Set(marks.map((mark) => mark.annotation)));
  const gone = before.filter((mark) => !wanted?.has(mark.annotation));
  const come = after.filter((mark) => !drawn?.has(mark.annotation));
  if (last.selectedId !== now.selectedId)
    for (const id of [last.selectedId, now.selectedId]) {
      const [old, fresh] = [last.marks, now.marks].map((marks) =>
        marks.find((mark) => mark.annotation.id === id),
      );
      if (old && !gone.includes(old)) gone.push(old);
      if (fresh && !come.includes(fresh)) come.push(fresh);
    }
  return { gone, come };
}

function isSame(a: Mark | undefined, b: Mark | undefined): boolean {
  return a !== undefined && (a === b || a.annotation === b?.annotation);
}

function drawnSpans(annotation: AnnotationDto, selectedId: string | null): DrawnSpan[] {
  const className = annotation.id === selectedId ? "mark-selected" : "";
  return annotation.spans.map(({ start, end, role }) => ({
    start,
    end,
    id: annotation.id,
    look: lookOf(annotation, role),
    label: roleLabel(annotation, role),
    className,
  }));
}

function proposedSpans(proposed: ProposedSpans | null): DrawnSpan[] {
  if (!proposed) return [];
  return (["source", "cue"] as const).flatMap((role) => {
    const span = proposed[role];
    if (!span) return [];
    // An id of its own: taking the proposal away must leave the mark it is for.
    const own = { id: `proposed-${proposed.markId}`, look: "proposed", className: "mark-proposed" } as const;
    return [{ start: span.start, end: span.end, ...own, label: `Proposed: ${labelOf(role)}` }];
  });
}

/** What a mark's words in one role are, for a reader: the kind, for an attribution with the role. */
export function roleLabel(annotation: AnnotationDto, role: SpanRole): string {
  const kind = labelOf(annotation.kind);
  return annotation.kind === "attribution" ? `${kind}, ${labelOf(role).toLowerCase()}` : kind;
}

/** How the line under a mark's words in one role looks. */
export function lookOf(annotation: AnnotationDto, role: SpanRole): DrawnLook {
  if (annotation.kind !== "attribution") return annotation.kind;
  return role === "body" ? "content" : role;
}

/** The class of a mark's line by its kind and role, where it stands alone. */
export function classOf(annotation: AnnotationDto, role: SpanRole): string {
  return annotation.kind === "attribution" ? `mark-attribution-${role}` : `mark-${annotation.kind}`;
}
