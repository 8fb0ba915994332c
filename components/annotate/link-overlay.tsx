"use client";

import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { type Joint, jointsOf } from "@/components/annotate/joints";
import type { AnnotatedTextHandle } from "@/components/editor/text-handle";
import type { Span } from "@/lib/text/span";

type Point = { x: number; top: number; bottom: number };
type Line = { joint: Joint; path: string; head: string; x: number; y: number };

const nothing: readonly Joint[] = [];
const none: readonly Line[] = [];
const LIFT = 11;
const ONE_LINE = 44;

const strokes = {
  role: "stroke-kind-attribution-cue",
  claim: "stroke-kind-claim",
  nested: "stroke-kind-attribution-source",
  rests: "stroke-kind-attribution-source",
} as const;
const fills = {
  role: "fill-kind-attribution-cue",
  claim: "fill-kind-claim",
  nested: "fill-kind-attribution-source",
  rests: "fill-kind-attribution-source",
} as const;

/**
 * The lines that join the current mark's parts and links, drawn over the text and away with it. For the eye alone: the
 * mark's sentence beside the text says the same in words.
 */
export function LinkOverlay({ desk, text }: { desk: Desk; text: RefObject<AnnotatedTextHandle | null> }) {
  const svg = useRef<SVGSVGElement>(null);
  const [lines, setLines] = useState(none);
  const { current, marks, ui, blocks } = desk;
  const joints = useMemo(
    () => (current ? jointsOf(current, marks, ui.proposal) : nothing),
    [current, marks, ui.proposal],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: blocks change how the lines of the text lie
  useEffect(() => {
    const frame = svg.current?.parentElement;
    if (!frame) return;
    if (joints.length === 0) return setLines(none);
    function draw() {
      const origin = svg.current?.getBoundingClientRect();
      const rectOf = text.current?.rectOf;
      if (!origin || !rectOf) return;
      setLines(
        joints.flatMap((joint) => {
          const from = pointOf(joint.from, rectOf, origin);
          const to = pointOf(joint.to, rectOf, origin);
          return from && to ? [{ joint, ...curve(from, to) }] : [];
        }),
      );
    }
    draw();
    const observer = new ResizeObserver(draw);
    for (const child of frame.children) observer.observe(child);
    return () => observer.disconnect();
  }, [joints, blocks, text]);
  return (
    <svg
      ref={svg}
      aria-hidden="true"
      data-links={joints.length}
      width="1"
      height="1"
      className="pointer-events-none absolute top-0 left-0 z-[1] overflow-visible"
    >
      {lines.map(({ joint, path, head, x, y }) => (
        <g key={joint.key} data-joint={joint.kind}>
          <path
            d={path}
            strokeWidth="1.5"
            strokeDasharray={joint.isProposed ? "2 3" : joint.kind === "rests" ? "6 3" : undefined}
            className={`fill-none ${strokes[joint.kind]}`}
          />
          <path d={head} className={fills[joint.kind]} />
          {joint.label && (
            <text
              x={x}
              y={y}
              textAnchor="middle"
              strokeWidth="4"
              className="fill-ink stroke-surface text-xs [paint-order:stroke]"
            >
              {joint.label}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

/** The middle of a span of one line, or just after the beginning of a longer one. */
function pointOf(span: Span, rectOf: (span: Span) => DOMRect | null, origin: DOMRect): Point | null {
  const whole = rectOf(span);
  if (!whole) return null;
  const isShort = whole.height < ONE_LINE;
  const rect = isShort ? whole : rectOf({ start: span.start, end: span.start + 1 });
  if (!rect) return null;
  const x = isShort ? rect.left + rect.width / 2 : rect.left + Math.min(16, whole.width / 2);
  return { x: x - origin.left, top: rect.top - origin.top, bottom: rect.bottom - origin.top };
}

/** An arc above a line of text, or a curve from one line to another; with an arrow's head where it ends. */
function curve(from: Point, to: Point): Omit<Line, "joint"> {
  const isSameLine = Math.abs(from.top - to.top) < 8;
  if (isSameLine) {
    const top = from.top + 3;
    const lift = Math.min(LIFT + 6, LIFT + Math.abs(to.x - from.x) / 60);
    const path = `M ${from.x} ${top} C ${from.x} ${top - lift}, ${to.x} ${top - lift}, ${to.x} ${top}`;
    return { path, head: headAt(to.x, top, 1), x: (from.x + to.x) / 2, y: top - lift * 0.75 };
  }
  const isDown = to.top > from.top;
  const [start, end] = isDown ? [from.bottom - 2, to.top + 3] : [from.top + 3, to.bottom - 2];
  const bend = Math.max(10, Math.abs(end - start) / 2) * (isDown ? 1 : -1);
  const path = `M ${from.x} ${start} C ${from.x} ${start + bend}, ${to.x} ${end - bend}, ${to.x} ${end}`;
  return { path, head: headAt(to.x, end, isDown ? 1 : -1), x: (from.x + to.x) / 2, y: (start + end) / 2 + 4 };
}

function headAt(x: number, y: number, way: 1 | -1): string {
  return `M ${x} ${y} l -3.5 ${-6 * way} l 7 0 z`;
}
