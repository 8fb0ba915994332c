import type { GuidelineAnchor, GuidelineBlock, GuidelineInline } from "@/lib/guidelines/schema";

/** A heading, with what it is the rule for. */
export function heading(
  level: 1 | 2 | 3,
  text: string,
  anchor: GuidelineAnchor | null = null,
): GuidelineBlock {
  return { type: "heading", attrs: { level, anchor }, content: [{ type: "text", text }] };
}

/** A paragraph; `**strong**` and `_emphasis_` within the text become marks. */
export function paragraph(text: string): GuidelineBlock {
  return { type: "paragraph", content: inlines(text) };
}

/** A list with a point a line, written as `paragraph` is. */
export function bullets(...points: string[]): GuidelineBlock {
  return {
    type: "bulletList",
    content: points.map((point) => ({
      type: "listItem",
      content: [{ type: "paragraph", content: inlines(point) }],
    })),
  };
}

/** An example sentence, set apart. */
export function example(text: string): GuidelineBlock {
  return { type: "blockquote", content: [{ type: "paragraph", content: inlines(text) }] };
}

function inlines(text: string): GuidelineInline[] {
  return text
    .split(/(\*\*[^*]+\*\*|_[^_]+_)/)
    .filter((part) => part !== "")
    .map(inlineOf);
}

function inlineOf(part: string): GuidelineInline {
  if (part.startsWith("**")) return { type: "text", text: part.slice(2, -2), marks: [{ type: "bold" }] };
  if (part.startsWith("_")) return { type: "text", text: part.slice(1, -1), marks: [{ type: "italic" }] };
  return { type: "text", text: part };
}
