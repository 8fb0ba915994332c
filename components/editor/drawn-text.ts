import type { BlockDto } from "@/lib/articles/text-schema";
import { overlapLength, type Span } from "@/lib/text/span";
import { labelOf } from "@/lib/vocabulary";

/** A stretch of text to draw: disjoint from all others of its list, with the marks on it. Code points. */
export type DrawnSegment = Span & {
  ids: string[];
  className: string;
  /** The name by which an address leads to it. */
  anchor?: string;
};

/** A block to draw: its tag stands in the margin unless it is empty. */
export type DrawnBlock = Span & { kind: string; tag: string };

/** Blocks with the tags that stand in the margin; the body, which most of an article is, has none. */
export function tagBlocks(blocks: readonly BlockDto[]): (BlockDto & DrawnBlock)[] {
  return blocks.map((block) => ({ ...block, tag: block.kind === "body" ? "" : labelOf(block.kind) }));
}

/** Everything drawn over a text; the text itself never changes. */
export type DrawnLayers = {
  segments: readonly DrawnSegment[];
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
