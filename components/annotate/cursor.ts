import type { CodePointIndex } from "@/lib/text/code-points";
import { sliceCodePoints } from "@/lib/text/code-points";
import { type Move, moveBorder } from "@/lib/text/moves";
import { isSameSpan, type Span } from "@/lib/text/span";
import { adjacentUnit, ladderAt, narrower, type ReadingUnits, type UnitLevel, wider } from "@/lib/text/units";

/**
 * Where the reader is: a span of the text (code points), and the reading unit it stands for; `level` is null for a
 * span drawn or adjusted by hand. `isNative` while the browser's own selection shows it.
 */
export type Cursor = { span: Span; level: UnitLevel | null; isNative?: boolean };

/** The first sentence; null for a text without any. */
export function firstCursor(units: ReadingUnits): Cursor | null {
  const span = units.sentences[0];
  return span ? { span, level: "sentence" } : null;
}

/** The unit of the same level after or before; from a hand-drawn span, the sentence beside it. Stays at either end. */
export function stepCursor(units: ReadingUnits, cursor: Cursor | null, direction: 1 | -1): Cursor | null {
  if (!cursor) return firstCursor(units);
  const level = cursor.level ?? "sentence";
  const from = cursor.level ? cursor.span : (ladderAt(units, cursor.span.start)[0]?.span ?? cursor.span);
  const next = adjacentUnit(units, { level, span: from }, direction);
  return next ? { span: next.span, level: next.level } : { ...cursor, isNative: false };
}

/**
 * One rung down (clause, then quotation) or up the ladder of units. A span without a level (drawn, adjusted, or a mark's)
 * is first taken as the unit it covers; going narrower where it covers none, as the widest unit that is shorter.
 */
export function resizeCursor(
  units: ReadingUnits,
  cursor: Cursor | null,
  how: "narrower" | "wider",
): Cursor | null {
  if (!cursor) return firstCursor(units);
  if (!cursor.level) {
    const ladder = ladderAt(units, cursor.span.start);
    const length = cursor.span.end - cursor.span.start;
    const same = ladder.find((one) => isSameSpan(one.span, cursor.span));
    const shorter = ladder.find((one) => one.span.end - one.span.start < length);
    const isWhole = same?.level === "sentence";
    const down = same && !isWhole ? same : (shorter ?? ladder.at(-1));
    const unit = how === "wider" ? ladder[0] : down;
    return unit ? { span: unit.span, level: unit.level } : cursor;
  }
  const unit = { level: cursor.level, span: cursor.span };
  const next = how === "narrower" ? narrower(units, unit) : wider(units, unit);
  return { span: next.span, level: next.level };
}

/** The span with one border moved by a word or a character. */
export function adjustCursor(index: CodePointIndex, cursor: Cursor, move: Move, lang: string): Cursor {
  return { span: moveBorder(index, cursor.span, move, lang), level: null };
}

/** A span drawn by hand without the white space at its borders; null when nothing visible is left. */
export function drawnCursor(index: CodePointIndex, drawn: Span, isNative: boolean): Cursor | null {
  const text = sliceCodePoints(index, drawn);
  const lead = [...(/^\s+/u.exec(text)?.[0] ?? "")].length;
  const tail = [...(/\s+$/u.exec(text)?.[0] ?? "")].length;
  const span = { start: drawn.start + lead, end: drawn.end - tail };
  return span.end > span.start ? { span, level: null, isNative } : null;
}
