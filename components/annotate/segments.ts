import type { Mark } from "@/components/annotate/marks";
import type { DrawnSegment } from "@/components/editor/drawn-text";
import type { LayerObject } from "@/lib/layers/schema";
import { flattenMarks, type MarkSpan } from "@/lib/text/segments";
import type { Span } from "@/lib/text/span";
import type { SpanRole } from "@/lib/vocabulary";

/** What the program proposes for a mark and nobody has taken yet. */
export type ProposedSpans = { markId: string; source: Span | null; cue: Span | null };

/**
 * The disjoint stretches to draw for a layer's marks: each with the ids of the marks on it and the classes of their
 * kinds and roles. The selected mark is tinted, proposals are dotted.
 */
export function drawSegments(
  marks: readonly Mark[],
  selectedId: string | null,
  proposed: ProposedSpans | null,
): DrawnSegment[] {
  const spans: MarkSpan[] = [];
  for (const { annotation } of marks)
    for (const span of annotation.spans)
      spans.push({
        start: span.start,
        end: span.end,
        id: `${annotation.id} ${classOf(annotation, span.role)}`,
      });
  if (proposed)
    for (const role of ["source", "cue"] as const) {
      const span = proposed[role];
      if (span) spans.push({ ...span, id: `${proposed.markId} mark-attribution-${role} mark-proposed` });
    }
  return flattenMarks(spans).map((segment) => {
    const ids = new Set<string>();
    const classes = new Set(["mark"]);
    for (const key of segment.ids) {
      const [id = "", ...own] = key.split(" ");
      ids.add(id);
      for (const name of own) classes.add(name);
      if (id === selectedId) classes.add("mark-selected");
    }
    return { start: segment.start, end: segment.end, ids: [...ids], className: [...classes].join(" ") };
  });
}

/** The class of a mark's line by its kind and role; a duplicate without a twin has one of its own. */
export function classOf(annotation: Extract<LayerObject, { type: "annotation" }>, role: SpanRole): string {
  return annotation.kind === "attribution" ? `mark-attribution-${role}` : `mark-${annotation.kind}`;
}
