import type { Cursor } from "@/components/annotate/cursor";
import { marksOver } from "@/components/annotate/mark-lookup";
import { type Mark, mainRole, shorten, wordsOf } from "@/components/annotate/marks";
import { roleLabel } from "@/components/annotate/segments";
import { type CodePointIndex, sliceCodePoints } from "@/lib/text/code-points";
import { isOverlapping, type Span } from "@/lib/text/span";

/** More marks than this at one place are counted, not named. */
const MOST_NAMED = 6;
const LONGEST = 60;

/**
 * What a screen reader is told of where the reader is: the current mark with its words, else the words at the cursor and
 * of each mark on them whether it begins or ends there or goes on through. Empty where there is no cursor.
 */
export function spokenPlace(
  current: Mark | null,
  cursor: Cursor | null,
  index: CodePointIndex,
  marks: readonly Mark[],
): string {
  if (current) {
    const { annotation } = current;
    const role = mainRole(annotation);
    return `${roleLabel(annotation, role)}: ${wordsOf(annotation, role)}`;
  }
  if (!cursor) return "";
  const words = sliceCodePoints(index, cursor.span);
  const borders = marksOver(marks, cursor.span).flatMap(({ annotation }) =>
    annotation.spans.flatMap((span) =>
      isOverlapping(span, cursor.span)
        ? [`${roleLabel(annotation, span.role)} ${courseOf(span, cursor.span)}`]
        : [],
    ),
  );
  return borders.length === 0 ? words : `${words} (${named(borders)})`;
}

function courseOf(span: Span, place: Span): string {
  const isBegun = span.start < place.start;
  const goesOn = span.end > place.end;
  if (isBegun && goesOn) return "goes on";
  if (isBegun) return "ends here";
  return goesOn ? "begins here" : "is here";
}

/** What a caret that went from one offset to another came into and left: "into Claim: …", "out of Claim". Code points. */
export function spokenBorders(marks: readonly Mark[], from: number, to: number): string {
  const isIn = (span: Span, at: number) => span.start <= at && at < span.end;
  const [first, last] = from < to ? [from, to] : [to, from];
  const borders = marksOver(marks, { start: first, end: last + 1 }).flatMap(({ annotation }) =>
    annotation.spans.flatMap((span) => {
      const label = roleLabel(annotation, span.role);
      if (isIn(span, to) && !isIn(span, from)) return [`into ${label}: ${shorten(span.quote, LONGEST)}`];
      return isIn(span, from) && !isIn(span, to) ? [`out of ${label}`] : [];
    }),
  );
  return named(borders);
}

function named(borders: readonly string[]): string {
  const rest = borders.length - MOST_NAMED;
  const all = borders.slice(0, MOST_NAMED).join("; ");
  return rest > 0 ? `${all}; and ${rest} more` : all;
}
