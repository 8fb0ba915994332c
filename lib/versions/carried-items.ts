import type { SpanDto } from "@/lib/layers/schema";
import type { Alignment } from "@/lib/reanchoring/align";
import { reanchorMark } from "@/lib/reanchoring/reanchor";
import { sliceCodePoints } from "@/lib/text/code-points";
import { hullOf, type Span } from "@/lib/text/span";
import type { PlannedMark } from "@/lib/versions/plan-carry";
import type { CarriedHow, CarriedItemDto } from "@/lib/versions/schema";

const order: Record<CarriedHow, number> = { orphaned: 0, moved: 1, exact: 2 };

/** Orphans first, then what moved, each in reading order of the earlier text. */
export function worstFirst(a: CarriedItemDto, b: CarriedItemDto): number {
  return order[a.how] - order[b.how] || (hullOf(a.before)?.start ?? 0) - (hullOf(b.before)?.start ?? 0);
}

/** Planned marks as a preview names them; `alignment` is of the two texts. */
export function carriedItems(marks: readonly PlannedMark[], alignment: Alignment): CarriedItemDto[] {
  return marks.map(({ former, how, after, near }) => ({
    id: former.id,
    kind: former.kind,
    quote: former.spans.map((span) => span.quote).join(" … "),
    before: former.spans.map(bare),
    after: after ? after.spans.map(bare) : null,
    parts: partsOf(former.spans, alignment),
    how,
    near: near ? { span: near, text: sliceCodePoints(alignment.after, near) } : null,
    annotationId: null,
    settledAs: null,
    reason: "",
  }));
}

function bare({ start, end }: Span): Span {
  return { start, end };
}

/** The spans of a former mark one by one, each where it stands in the newer text, or null. */
export function partsOf(spans: readonly SpanDto[], alignment: Alignment): CarriedItemDto["parts"] {
  const found = reanchorMark(alignment, spans);
  return spans.map((span, at) => ({
    role: span.role,
    quote: span.quote,
    before: bare(span),
    after: found.spans[at] ?? null,
  }));
}
