"use client";

import { type RefObject, useEffect } from "react";
import { TEXT_ID } from "@/components/annotate/focus-text";
import { type Rail, stepScroll } from "@/components/annotate/step-scroll";
import { scrollerOf } from "@/components/editor/scroll-inside";
import type { AnnotatedTextHandle } from "@/components/editor/text-handle";
import type { Span } from "@/lib/text/span";

/** How far below the upper border passages are put at most, in px and as a part of what is seen. */
const LINE = 120;
const PART = 0.25;

/**
 * Lets the annotated text and a twin's text scroll in step, whichever is scrolled, and puts both passages beside each other
 * whenever `key` changes. `here` is the passage in the annotated text, the element with `data-passage` that of the twin.
 */
export function useStepScroll(
  key: string | null,
  text: RefObject<AnnotatedTextHandle | null>,
  twin: RefObject<HTMLElement | null>,
  here: Span | undefined,
) {
  const { start = 0, end = 0 } = here ?? {};
  useEffect(() => {
    const root = document.getElementById(TEXT_ID);
    const other = twin.current;
    if (key === null || !root || !other) return;
    const own = scrollerOf(root);
    const passage = () => other.querySelector("[data-passage]")?.getBoundingClientRect().top;
    const rails = () => railsOf(own, other, text.current?.rectOf({ start, end })?.top, passage());
    // What was set here comes back as a scroll like any other.
    const set = new Map<Element, number>();
    function put(frame: Element, top: number) {
      frame.scrollTo({ top, behavior: "instant" });
      set.set(frame, frame.scrollTop);
    }
    function follow(frame: Element, isOwn: boolean) {
      if (Math.abs((set.get(frame) ?? Number.NaN) - frame.scrollTop) < 2) return;
      set.delete(frame);
      const [first, second] = rails();
      if (isOwn) put(other ?? frame, stepScroll(frame.scrollTop, first, second));
      else put(own, stepScroll(frame.scrollTop, second, first));
    }
    const ownScrolled = () => follow(own, true);
    const otherScrolled = () => follow(other, false);
    // It tells at once when the columns have found their widths, and again when the window gets another.
    let width = -1;
    const sizes = new ResizeObserver(() => {
      const now = own.clientWidth + other.clientWidth;
      if (now === width) return;
      width = now;
      const [first, second] = rails();
      put(own, first.anchor);
      put(other, second.anchor);
    });
    sizes.observe(own);
    sizes.observe(other);
    own.addEventListener("scroll", ownScrolled, { passive: true });
    other.addEventListener("scroll", otherScrolled, { passive: true });
    return () => {
      sizes.disconnect();
      own.removeEventListener("scroll", ownScrolled);
      other.removeEventListener("scroll", otherScrolled);
    };
  }, [key, text, twin, start, end]);
}

/** Both texts as rails: beside each other on one line of the screen, below each other each on its own. */
function railsOf(
  own: Element,
  other: Element,
  hereTop: number | undefined,
  thereTop: number | undefined,
): [Rail, Rail] {
  const [a, b] = [own.getBoundingClientRect(), other.getBoundingClientRect()];
  const isBeside = b.left >= a.right - 1 || b.right <= a.left + 1;
  const top = Math.max(a.top, b.top);
  const [here, there] = [
    own.scrollTop + (hereTop ?? a.top) - a.top,
    other.scrollTop + (thereTop ?? b.top) - b.top,
  ];
  const [overA, overB] = isBeside ? [top - a.top, top - b.top] : [0, 0];
  const rail = (frame: Element, place: number): Rail => {
    const end = Math.max(0, frame.scrollHeight - frame.clientHeight);
    return { anchor: Math.min(end, Math.max(0, place)), most: end, view: frame.clientHeight };
  };
  const most = (frame: DOMRect) => Math.min(LINE, PART * frame.height);
  if (!isBeside) return [rail(own, here - most(a)), rail(other, there - most(b))];
  // As near the beginning as the passage that stands nearest to it, and where this text can be scrolled to.
  const line = Math.max(0, Math.min(most(a), most(b), here - overA, there - overB));
  const first = rail(own, here - overA - line);
  return [first, rail(other, there - overB - (here - overA - first.anchor))];
}
