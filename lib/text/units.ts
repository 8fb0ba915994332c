import { listClauses } from "@/lib/text/clauses";
import { type CodePointIndex, countCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { listQuotations } from "@/lib/text/quotations";
import { listSentences } from "@/lib/text/sentences";
import { containsSpan, isOverlapping, isSameSpan, type Span } from "@/lib/text/span";

/** The ladder of reading units, from the widest to the narrowest. */
export const unitLevels = ["sentence", "clause", "quotation"] as const;
export type UnitLevel = (typeof unitLevels)[number];

/** One reading unit; offsets are code points. */
export type Unit = { level: UnitLevel; span: Span };

/** The sentences and quotations of one text, found once; clauses are found as they are asked for. */
export type ReadingUnits = { index: CodePointIndex; sentences: readonly Span[]; quotations: readonly Span[] };

/**
 * Finds the reading units of a text in a language (a BCP 47 tag; an unknown one takes the root rules). Sentences end
 * at the borders of the spans that stand `apart`, as a dateline does from the sentence it opens.
 */
export function readingUnits(index: CodePointIndex, lang: string, apart: readonly Span[] = []): ReadingUnits {
  const borders = apart.flatMap((span) => [span.start, span.end]).toSorted((a, b) => a - b);
  const sentences = listSentences(index, lang).flatMap((sentence) => cutAt(index, sentence, borders));
  return { index, sentences, quotations: listQuotations(index) };
}

/** The span's pieces between the borders inside it, without the spaces around them. */
function cutAt(index: CodePointIndex, span: Span, borders: readonly number[]): Span[] {
  const inside = borders.filter((at) => at > span.start && at < span.end);
  if (inside.length === 0) return [span];
  return [...inside, span.end].flatMap((end, number) => {
    const start = inside[number - 1] ?? span.start;
    const words = sliceCodePoints(index, { start, end });
    const from = start + countCodePoints(words) - countCodePoints(words.trimStart());
    const length = countCodePoints(words.trim());
    return length > 0 ? [{ start: from, end: from + length }] : [];
  });
}

/**
 * The units at an offset from wide to narrow: its sentence, its clause when the sentence has several, and the
 * innermost quotation around the offset (else the first that begins after it in the sentence, else the first
 * that touches the sentence). An offset between sentences belongs to the next one, after the last to the last.
 */
export function ladderAt(units: ReadingUnits, offset: number): Unit[] {
  const sentence = units.sentences[sentenceNumberAt(units, offset)];
  if (!sentence) return [];
  const ladder: Unit[] = [{ level: "sentence", span: sentence }];
  const clause = pick(listClauses(units.index, sentence), offset);
  if (clause && !isSameSpan(clause, sentence)) ladder.push({ level: "clause", span: clause });
  const quotation = quotationAt(units, sentence, offset);
  if (quotation && !ladder.some((unit) => isSameSpan(unit.span, quotation))) {
    ladder.push({ level: "quotation", span: quotation });
  }
  return ladder;
}

/** The unit of one level at an offset, or null where the text there has none of that level. */
export function unitAt(units: ReadingUnits, offset: number, level: UnitLevel): Unit | null {
  return ladderAt(units, offset).find((unit) => unit.level === level) ?? null;
}

/** The next narrower unit at the offset, or the same one when it is the narrowest. */
export function narrower(units: ReadingUnits, current: Unit, offset = current.span.start): Unit {
  const depth = unitLevels.indexOf(current.level);
  return ladderAt(units, offset).find((unit) => unitLevels.indexOf(unit.level) > depth) ?? current;
}

/** The next wider unit at the offset, or the same one when it is the widest. */
export function wider(units: ReadingUnits, current: Unit, offset = current.span.start): Unit {
  const depth = unitLevels.indexOf(current.level);
  return ladderAt(units, offset).findLast((unit) => unitLevels.indexOf(unit.level) < depth) ?? current;
}

/** The unit of the same level after (+1) or before (-1) the current one, or null at the text's end. */
export function adjacentUnit(units: ReadingUnits, current: Unit, direction: 1 | -1): Unit | null {
  const spans = current.level === "quotation" ? units.quotations : siblings(units, current);
  const found =
    direction === 1
      ? spans.find((span) => span.start > current.span.start)
      : spans.findLast((span) => span.start < current.span.start);
  return found ? { level: current.level, span: found } : null;
}

function siblings(units: ReadingUnits, current: Unit): readonly Span[] {
  if (current.level === "sentence") return units.sentences;
  const number = sentenceNumberAt(units, current.span.start);
  return units.sentences
    .slice(Math.max(0, number - 1), number + 2)
    .flatMap((sentence) => listClauses(units.index, sentence));
}

function sentenceNumberAt(units: ReadingUnits, offset: number): number {
  let low = 0;
  let high = units.sentences.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((units.sentences[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

function pick(spans: readonly Span[], offset: number): Span | undefined {
  return spans.find((span) => offset < span.end) ?? spans.at(-1);
}

function quotationAt(units: ReadingUnits, sentence: Span, offset: number): Span | undefined {
  const near = units.quotations.filter((span) => isOverlapping(span, sentence));
  const around = near.filter((span) => containsSpan(span, { start: offset, end: offset + 1 }));
  return around.at(-1) ?? near.find((span) => span.start >= offset) ?? near[0];
}
