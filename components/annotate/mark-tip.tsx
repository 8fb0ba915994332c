"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { TEXT_ID } from "@/components/annotate/focus-text";
import { marksById, marksOver } from "@/components/annotate/mark-lookup";
import { type Mark, mainRole, shorten, wordsOf } from "@/components/annotate/marks";
import { classOf, roleLabel } from "@/components/annotate/segments";
import type { AnnotatedTextHandle } from "@/components/editor/text-handle";
import { marksUnder } from "@/components/editor/use-drawing";
import { isOverlapping } from "@/lib/text/span";

const MOST = 6;
const none: Mark[] = [];

type Hover = { ids: readonly string[]; x: number; y: number };

/**
 * Which marks lie where the pointer is: their whole extent is tinted, and a note beside the pointer names them, the
 * smallest first as pressing goes. Without a pointer it only says in the margin how many overlap the current mark there,
 * where it covers no line.
 */
export function MarkTip({ desk, text }: { desk: Desk; text: RefObject<AnnotatedTextHandle | null> }) {
  const tip = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<Hover | null>(null);
  const { marks, current, ui } = desk;
  const isQuiet = ui.hasToolbar || ui.dialog !== null || ui.picker !== null;
  const hovered = hover && !isQuiet ? marksNamed(marks, hover.ids) : none;
  const beside = !hover && current && !isQuiet ? marksBeside(marks, current) : [];
  const shown = hovered.length > 0 ? hovered : beside.length > 1 ? beside : [];
  const span = hovered.length === 0 && current ? current.hull : null;

  useEffect(() => {
    const over = (event: PointerEvent) => {
      const root = document.getElementById(TEXT_ID);
      const ids =
        root && event.pointerType === "mouse" && event.buttons === 0 ? marksUnder(event.target, root) : [];
      setHover((now) => {
        if (ids.length === 0) return null;
        return now?.ids.join() === ids.join() ? now : { ids, x: event.clientX, y: event.clientY };
      });
    };
    const leave = () => setHover(null);
    document.addEventListener("pointerover", over);
    document.addEventListener("keydown", leave);
    document.addEventListener("scroll", leave, { capture: true, passive: true });
    return () => {
      document.removeEventListener("pointerover", over);
      document.removeEventListener("keydown", leave);
      document.removeEventListener("scroll", leave, { capture: true });
    };
  }, []);
  useEffect(() => {
    text.current?.tint(hovered.flatMap((mark) => mark.annotation.spans));
  }, [hovered, text]);
  useEffect(() => {
    if (!tip.current) return;
    // In the frame's own callback the marks have been drawn, and measuring costs no layout but the frame's.
    const frame = requestAnimationFrame(() => {
      const own = tip.current;
      if (!own) return;
      const rect = span ? text.current?.rectOf(span) : null;
      if (rect) putInMargin(own, rect);
      else if (hover) putBeside(own, hover);
    });
    return () => cancelAnimationFrame(frame);
  });
  if (shown.length === 0) return null;
  const place = shown.findIndex((mark) => mark.annotation.id === ui.currentId);
  return (
    <div
      ref={tip}
      data-tip
      aria-hidden="true"
      className="pointer-events-none invisible fixed z-10 max-w-[min(26rem,calc(100vw-1rem))] rounded-md border border-border bg-surface-raised px-2.5 py-1.5 text-sm shadow-md max-md:hidden"
    >
      {shown.length > 1 && (
        <p className="text-xs text-ink-muted">
          {place >= 0 ? `${place + 1} of ${shown.length} marks here` : `${shown.length} marks here`}
          {hovered.length > 0 && ". Press again for the next."}
        </p>
      )}
      {hovered.length > 0 && (
        <ul className="mt-1 first:mt-0">
          {shown.slice(0, MOST).map(({ annotation }) => {
            const role = mainRole(annotation);
            return (
              <li
                key={annotation.id}
                className={`flex items-baseline gap-2 ${annotation.id === ui.currentId ? "font-medium" : ""}`}
              >
                <span className={`mark ${classOf(annotation, role)} shrink-0 text-xs text-ink-muted`}>
                  {roleLabel(annotation, role).split(",")[0]}
                </span>
                <span className="truncate" dir="auto">
                  {shorten(wordsOf(annotation, role), 60)}
                </span>
              </li>
            );
          })}
        </ul>
      )}
      {hovered.length > MOST && <p className="mt-1 text-xs text-ink-muted">and {shown.length - MOST} more</p>}
    </div>
  );
}

/** Puts the note below the pointer, or above it where there is no room. */
function putBeside(own: HTMLElement, { x, y }: Hover) {
  const isBelow = y + own.offsetHeight + 40 < innerHeight;
  own.style.position = "fixed";
  own.style.top = `${isBelow ? y + 28 : y - own.offsetHeight - 20}px`;
  own.style.left = `${Math.max(8, Math.min(x, innerWidth - own.offsetWidth - 8))}px`;
  own.style.visibility = "visible";
}

/** Puts the note into the margin before a mark's first line, to scroll with it; a margin too narrow for it stays empty. */
function putInMargin(own: HTMLElement, mark: DOMRect) {
  const pane = own.closest("[data-scroll]");
  const lines = document.getElementById(TEXT_ID);
  if (!pane || !lines) return;
  const around = pane.getBoundingClientRect();
  const { left, right } = lines.getBoundingClientRect();
  const width = own.offsetWidth + 12;
  const isRight = getComputedStyle(lines).direction === "rtl";
  const at = (isRight ? right + 12 : left - width) - around.left;
  const hasRoom = at >= 4 && at + width <= around.width;
  own.style.position = "absolute";
  own.style.top = `${mark.top - around.top + pane.scrollTop}px`;
  own.style.left = `${at}px`;
  own.style.visibility = hasRoom ? "visible" : "hidden";
}

/** The marks with these ids, the smallest first: the order in which pressing goes through them. */
function marksNamed(marks: readonly Mark[], ids: readonly string[]): Mark[] {
  const all = marksById(marks);
  return bySize(ids.flatMap((id) => all.get(id) ?? []));
}

function marksBeside(marks: readonly Mark[], current: Mark): Mark[] {
  const main = current.annotation.spans.filter((span) => span.role === mainRole(current.annotation));
  return bySize(
    marksOver(marks, current.hull).filter((mark) =>
      mark.annotation.spans.some((span) => main.some((own) => isOverlapping(own, span))),
    ),
  );
}

function bySize(marks: Mark[]): Mark[] {
  return marks.sort((a, b) => a.hull.end - a.hull.start - (b.hull.end - b.hull.start));
}
