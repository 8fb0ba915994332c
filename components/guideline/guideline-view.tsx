import { Fragment, type ReactNode } from "react";
import type {
  GuidelineAnchor,
  GuidelineBlock,
  GuidelineDocument,
  GuidelineInline,
  GuidelineListItem,
} from "@/lib/guidelines/schema";

/**
 * A guideline drawn from its nodes; nothing of it is ever taken as HTML. A heading's anchor is its element's id.
 * `underRule` gives what stands at the end of an anchored heading's own part, before the next heading.
 */
export function GuidelineView({
  document,
  underRule,
}: {
  document: Pick<GuidelineDocument, "content">;
  underRule?: (anchor: GuidelineAnchor) => ReactNode;
}) {
  const ends = new Map<number, GuidelineAnchor>();
  let open: GuidelineAnchor | null = null;
  document.content.forEach((block, index) => {
    if (block.type === "heading") open = block.attrs.anchor;
    const next = document.content[index + 1];
    if (open && (!next || next.type === "heading")) ends.set(index, open);
  });
  return (
    <div className="guideline">
      {document.content.map((block, index) => {
        const anchor = ends.get(index);
        const drawn = drawBlock(block, index);
        if (!anchor || !underRule) return drawn;
        return (
          <Fragment key={anchor}>
            {drawn}
            {underRule(anchor)}
          </Fragment>
        );
      })}
    </div>
  );
}

function drawBlock(block: GuidelineBlock, index: number): ReactNode {
  switch (block.type) {
    case "heading":
      return <Heading key={index} block={block} />;
    case "paragraph":
      return <p key={index}>{drawInlines(block.content)}</p>;
    case "bulletList":
      return <ul key={index}>{block.content.map(drawItem)}</ul>;
    case "orderedList":
      return (
        <ol key={index} start={block.attrs?.start ?? 1}>
          {block.content.map(drawItem)}
        </ol>
      );
    case "blockquote":
      return <blockquote key={index}>{block.content.map(drawBlock)}</blockquote>;
  }
}

function Heading({ block }: { block: Extract<GuidelineBlock, { type: "heading" }> }) {
  const { level, anchor } = block.attrs;
  // The page's own h1 stands above, so that a guideline's first level is an h2.
  const Tag = ({ 1: "h2", 2: "h3", 3: "h4" } as const)[level === 1 || level === 2 ? level : 3];
  return (
    <Tag id={anchor ? `rule-${anchor}` : undefined} data-level={level}>
      {drawInlines(block.content)}
    </Tag>
  );
}

function drawItem(item: GuidelineListItem, index: number): ReactNode {
  return <li key={index}>{item.content.map(drawBlock)}</li>;
}

function drawInlines(inlines: readonly GuidelineInline[] | undefined): ReactNode {
  return (inlines ?? []).map((inline, index) => {
    const key = `${index}-${inline.type}`;
    if (inline.type === "hardBreak") return <br key={key} />;
    const marks = new Set(inline.marks?.map((mark) => mark.type));
    let drawn: ReactNode = inline.text;
    if (marks.has("code")) drawn = <code>{drawn}</code>;
    if (marks.has("italic")) drawn = <em>{drawn}</em>;
    if (marks.has("bold")) drawn = <strong>{drawn}</strong>;
    return <span key={key}>{drawn}</span>;
  });
}
