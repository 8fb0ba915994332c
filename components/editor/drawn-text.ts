import type { BlockDto } from "@/lib/articles/text-schema";
import { overlapLength, type Span } from "@/lib/text/span";
import { labelOf } from "@/lib/vocabulary";

/** A stretch of text to draw: disjoint from all others of its list, with the marks on it. Code points. */
export type DrawnSegment = Span & {
  ids: string[];
  className: string;
  /** What a screen reader is told of it. */
  description?: string;
  /** The name by which an address leads to it. */
  anchor?: string;
};

/** A mark's span to draw, overlapping others freely. Code points. */
export type DrawnSpan = Span & {
  id: string;
  /** How its line looks. */
  look: DrawnLook;
  /** What it is, in a reader's words. */
  label: string;
  /** Classes besides those of its look: the current mark's tint. */
  className: string;
};

/** The looks of marks' lines, each with a style of its own. */
export type DrawnLook = "claim" | "content" | "source" | "cue" | "duplicate" | "proposed";

/** What lies on each stretch of a text, by its number; a stretch's list is another one only when something on it changed. */
export type StretchSpans = readonly (readonly DrawnSpan[])[];

/** A block to draw: its tag stands in the margin unless it is empty. */
export type DrawnBlock = Span & { kind: string; tag: string };

/** Blocks with the tags that stand in the margin; the body, which most of an article is, has none. */
export function tagBlocks(blocks: readonly BlockDto[]): (BlockDto & DrawnBlock)[] {
  return blocks.map((block) => ({ ...block, tag: block.kind === "body" ? "" : labelOf(block.kind) }));
}

/** Everything drawn over a text; the text itself never changes. */
export type DrawnLayers = {
  spans: StretchSpans;
  blocks: readonly DrawnBlock[];
  /** The reading unit that is lit. */
  lit: Span | null;
  /** A span selected by hand. */
  selected: Span | null;
  /** Places with a dot in the margin (a twin exists). */
  dots: readonly number[];
};

/** The paragraphs of a text as code-point spans without their line ends, in order. */
export function listLines(text: string): (Span & { text: string })[] {
  let start = 0;
  return text.split("\n").map((line) => {
    const end = start + [...line].length;
    const span = { start, end, text: line };
    start = end + 1;
    return span;
  });
}

/** Of blocks in reading order, which do not overlap, those that touch a line. */
export function blocksNear<B extends Span>(line: Span, blocks: readonly B[]): readonly B[] {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.end ?? 0) < line.start) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while (last < blocks.length && (blocks[last]?.start ?? 0) <= line.end) last += 1;
  return blocks.slice(low, last);
}

/** The class of a line, that of the block which holds most of it, and the tags of all blocks that begin on it. */
export function blockOfLine(line: Span, blocks: readonly DrawnBlock[]): { className: string; tag: string } {
  const own = blocks.reduce<DrawnBlock | null>(
    (best, block) => (overlapLength(block, line) > (best ? overlapLength(best, line) : 0) ? block : best),
    blocks.find((block) => block.start <= line.start && line.start < block.end) ?? null,
  );
  const begun = blocks.filter((block) => line.start <= block.start && block.start <= line.end);
  const tags = new Set(begun.map((block) => block.tag).filter((tag) => tag !== ""));
  return { className: own ? `block block-${own.kind}` : "block", tag: [...tags].join(" · ") };
}
