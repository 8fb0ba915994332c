import type { Alignment } from "@/lib/reanchoring/align";
import { reanchorMark, reanchorSpan } from "@/lib/reanchoring/reanchor";
import { codePointToUtf16, spanFromUtf16 } from "@/lib/text/code-points";
import { coveredLength, mergeSpans, type Span } from "@/lib/text/span";

/** A passage of which less than this share still stands is not the passage any more. */
const LEAST_KEPT = 0.5;

/**
 * Where a passage of the earlier text stands in the newer: its spans where they anchor; else those of its words that still
 * stand where they stood together, if they are at least half of it. Null where it is to stay on the earlier text.
 */
export function followSpans(alignment: Alignment, spans: readonly Span[]): Span[] | null {
  if (spans.length === 0) return null;
  const whole = reanchorMark(alignment, spans);
  if (whole.how !== "orphaned") return mergeSpans(whole.spans);
  const kept = spans.flatMap((span) =>
    piecesOf(alignment, span).flatMap((piece) => {
      const found = reanchorSpan(alignment, piece);
      return found.how === "orphaned" ? [] : [found.span];
    }),
  );
  return coveredLength(kept) < coveredLength(spans) * LEAST_KEPT ? null : mergeSpans(kept);
}

/** The stretches of a span that the alignment keeps, in code points of the earlier text. */
function piecesOf(alignment: Alignment, span: Span): Span[] {
  const start = codePointToUtf16(alignment.before, span.start);
  const end = codePointToUtf16(alignment.before, span.end);
  return alignment.runs.flatMap((run) => {
    const from = Math.max(start, run.before);
    const to = Math.min(end, run.before + run.length);
    if (from >= to || alignment.before.text.slice(from, to).trim() === "") return [];
    return [spanFromUtf16(alignment.before, from, to)];
  });
}
