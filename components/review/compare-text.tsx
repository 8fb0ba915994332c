"use client";

import "./compare-text.css";
import { type Ref, useEffect, useImperativeHandle, useMemo, useRef } from "react";
import type { DrawnSegment } from "@/components/editor/drawn-text";
import { listLines, tagBlocks } from "@/components/editor/drawn-text";
import { StaticText } from "@/components/editor/static-text";
import { scrollInPane } from "@/components/review/scroll-in-pane";
import type { ArticleText, BlockDto } from "@/lib/articles/text-schema";
import { countCodePoints } from "@/lib/text/code-points";
import { flattenMarks, type MarkSpan } from "@/lib/text/segments";
import type { Span } from "@/lib/text/span";

type RoleSpan = Span & { role: string };
/**
 * What is drawn of a place: each person's spans in a lane (the first above the line, the second below, the third above
 * the first …), at most six, and what will be saved.
 */
export type Drawn = {
  kind: string;
  lanes: readonly { letter: string; spans: readonly RoleSpan[] }[];
  final: readonly Span[];
  span: Span | null;
};

/**
 * The article with one place lit. The place comes into view when `placeId` changes; what a person selects in the text is
 * told by `onSelect` as code points.
 */
export function CompareText({
  text,
  blocks,
  placeId,
  drawn,
  onSelect,
  selectedRef,
}: {
  text: ArticleText;
  /** The text's blocks as they are now; their tags stand in the margin. */
  blocks: readonly BlockDto[];
  placeId: string | null;
  drawn: Drawn;
  onSelect: (span: Span) => void;
  /** Asks for what is selected at this moment. */
  selectedRef: Ref<() => Span | null>;
}) {
  const root = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => listLines(text.text), [text.text]);
  const segments = useMemo(() => drawPlace(drawn), [drawn]);
  useEffect(() => {
    if (placeId && root.current) showPlace(root.current);
  }, [placeId]);
  useEffect(() => {
    // Told late: a key pressed right after the mouse asks `selectedRef` itself.
    const told = () => {
      const span = root.current && selectedIn(root.current, lines);
      if (span) onSelect(span);
    };
    document.addEventListener("selectionchange", told);
    return () => document.removeEventListener("selectionchange", told);
  }, [lines, onSelect]);
  useImperativeHandle(selectedRef, () => () => root.current && selectedIn(root.current, lines), [lines]);
  const drawnBlocks = useMemo(() => tagBlocks(blocks), [blocks]);
  return (
    <div ref={root} className={`compare lanes-${Math.max(1, Math.ceil(drawn.lanes.length / 2))}`}>
      <StaticText text={text.text} lang={text.lang} dir={text.dir} segments={segments} blocks={drawnBlocks} />
    </div>
  );
}

/** What is selected in the text, as code points; null for nothing, or for something elsewhere. */
function selectedIn(root: HTMLElement, lines: readonly Span[]): Span | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const start = offsetOf(root, lines, range.startContainer, range.startOffset);
  if (start === null) return null;
  // A triple click reaches to the beginning of what comes after the paragraph.
  const own = lines.find((line) => line.start <= start && start <= line.end);
  const reached = offsetOf(root, lines, range.endContainer, range.endOffset) ?? own?.end ?? start;
  const end = lines.some((line) => line.start === reached) ? reached - 1 : reached;
  return end > start ? { start, end } : null;
}

/** Scrolls the pane, and nothing around it, so that the words of the place that is lit stand in its upper half. */
function showPlace(root: HTMLElement) {
  const place = root.querySelector(".place.is-main") ?? root.querySelector(".place");
  if (place) scrollInPane(place, 0.35, true);
}

/** The code-point offset of a place in the page, null outside the text. */
function offsetOf(root: HTMLElement, lines: readonly Span[], node: Node, offset: number): number | null {
  const element = node instanceof Element ? node : node.parentElement;
  const paragraph = element?.closest("p");
  if (!paragraph || !root.contains(paragraph)) return null;
  const line = lines[[...root.querySelectorAll("p")].indexOf(paragraph)];
  if (!line) return null;
  const range = document.createRange();
  range.setStart(paragraph, 0);
  range.setEnd(node, offset);
  return line.start + countCodePoints(range.toString());
}

/** Disjoint stretches of a place with the classes of everybody's lines and of their ends, lane by lane. */
function drawPlace({ kind, lanes, final, span }: Drawn): DrawnSegment[] {
  const marks: MarkSpan[] = [
    ...lanes.flatMap(({ spans }, lane) =>
      spans.map(({ start, end, role }) => ({ start, end, id: `lane-${lane}-${role}` })),
    ),
    ...final.map((one) => ({ start: one.start, end: one.end, id: "place-final" })),
    ...(span ? [{ ...span, id: "lit" }] : []),
  ];
  return flattenMarks(marks).map(({ start, end, ids }) => {
    const classes = ["place", `is-${kind}`, ...ids.filter((id) => id !== "lit")];
    if (ids.some((id) => id.endsWith("-content") || id.endsWith("-body"))) classes.push("is-main");
    lanes.forEach(({ spans }, lane) => {
      if (spans.some((one) => one.start === start)) classes.push(`opens-${lane}`);
      if (spans.some((one) => one.end === end)) classes.push(`closes-${lane}`);
    });
    return { start, end, ids, className: classes.join(" ") };
  });
}
