import type { Editor } from "@tiptap/react";
import { useEffect, useRef } from "react";
import type { StretchSpans } from "@/components/editor/drawn-text";
import { markDecorationsKey } from "@/components/editor/extensions/mark-decorations";
import { scrollerOf } from "@/components/editor/scroll-inside";
import { firstOf, type Stretch } from "@/components/editor/stretches";
import { forgetIdle, whenIdle } from "@/components/editor/when-idle";

/** Spans drawn in one idle moment: a few milliseconds of work, so that a key pressed meanwhile does not wait. */
const AT_ONCE = 150;
/** How much of a screen above and below the visible part is drawn with it. */
const BESIDE = 0.75;
const FIRST = 6_000;

/** The stretches drawn with the view itself, before anybody can say what is visible: the beginning of the text. */
export function firstStretches(stretches: readonly Stretch[]): number[] {
  const after = stretches.findIndex((stretch) => stretch.start >= FIRST);
  return [...stretches.keys()].slice(0, after < 0 ? stretches.length : after);
}

/**
 * Draws the marks: what is near the visible part at once and in the same frame as a scroll, all else while the browser is
 * idle, so that in the end every mark is in the document. What had been drawn and has changed is `useRedraw`'s.
 */
export function useMarks(editor: Editor | null, stretches: readonly Stretch[], spans: StretchSpans) {
  const now = useRef(spans);
  // Before the effect below, which reads it.
  useEffect(() => {
    now.current = spans;
  }, [spans]);
  useEffect(() => {
    if (!editor || editor.isDestroyed) return;
    const { dom } = editor.view;
    const frame = scrollerOf(dom);
    let idle = 0;

    function drawNear() {
      if (!editor || editor.isDestroyed) return;
      const drawn = drawnOf(editor);
      const near = stretchesNear(dom, frame, stretches);
      draw(
        editor,
        near.filter((number) => drawn[number] === undefined),
      );
    }
    function fill() {
      if (!editor || editor.isDestroyed) return;
      const drawn = drawnOf(editor);
      const batch: number[] = [];
      let count = 0;
      for (let number = 0; number < stretches.length && count < AT_ONCE; number += 1) {
        if (drawn[number] !== undefined) continue;
        batch.push(number);
        count += now.current[number]?.length ?? 0;
      }
      draw(editor, batch);
      if (batch.length > 0) idle = whenIdle(fill);
    }

    drawNear();
    idle = whenIdle(fill);
    frame.addEventListener("scroll", drawNear, { passive: true });
    window.addEventListener("resize", drawNear);
    return () => {
      forgetIdle(idle);
      frame.removeEventListener("scroll", drawNear);
      window.removeEventListener("resize", drawNear);
    };
  }, [editor, stretches]);
}

function drawnOf(editor: Editor) {
  return markDecorationsKey.getState(editor.state)?.of ?? [];
}

function draw(editor: Editor, numbers: readonly number[]) {
  if (numbers.length > 0) editor.view.dispatch(editor.state.tr.setMeta(markDecorationsKey, numbers));
}

/** The numbers of the stretches in and around the visible part of the frame. */
function stretchesNear(root: Element, frame: Element, stretches: readonly Stretch[]): number[] {
  const box = frame.getBoundingClientRect();
  const bottom = Math.min(box.bottom, window.innerHeight);
  const beside = (bottom - box.top) * BESIDE;
  const from = box.top - beside;
  const to = bottom + beside;
  const lines = root.children;
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.getBoundingClientRect().bottom ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  let number = firstOf(stretches, low);
  const near: number[] = [];
  for (let stretch = stretches[number]; stretch; stretch = stretches[++number]) {
    const line = lines[stretch.line]?.getBoundingClientRect();
    if (!line) break;
    if (line.top > to) break;
    // Pieces of one long paragraph: about as much of its height each as of its text.
    const last = lastEnd(stretches, number);
    const start = stretches[firstOf(stretches, stretch.line)]?.start ?? stretch.start;
    const share = (at: number) => line.top + (line.height * (at - start)) / Math.max(1, last - start);
    if (share(stretch.end) >= from - beside && share(stretch.start) <= to + beside) near.push(number);
  }
  return near;
}

function lastEnd(stretches: readonly Stretch[], number: number): number {
  const line = stretches[number]?.line;
  let last = number;
  while (stretches[last + 1]?.line === line) last += 1;
  return stretches[last]?.end ?? 0;
}
