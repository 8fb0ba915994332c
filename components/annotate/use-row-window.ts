import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from "react";
import { scrollerOf } from "@/components/editor/scroll-inside";

/** Height of a row in pixels; rows are `h-7`. */
const ROW = 28;
/** Rows kept above and below the visible ones. */
const BESIDE = 20;
const FIRST = 60;

/**
 * Which rows of a long list of equal rows to render (`first` up to before `last`): those near the visible part of the
 * list's scroller. The list keeps the height of all; `show` brings a row into view.
 */
export function useRowWindow(list: RefObject<HTMLElement | null>, count: number) {
  const [from, setFrom] = useState(0);
  const [size, setSize] = useState(FIRST);
  const first = Math.max(0, Math.min(from, count - size));
  const last = Math.min(count, first + size);

  useEffect(() => {
    const own = list.current;
    if (!own) return;
    const frame = scrollerOf(own);
    const look = () => {
      const above = (frame.getBoundingClientRect().top - own.getBoundingClientRect().top) / ROW;
      const visible = Math.ceil(frame.clientHeight / ROW);
      // In steps, so that not every pixel renders.
      setFrom(Math.max(0, Math.floor(above / 10) * 10 - BESIDE));
      setSize(visible + 2 * BESIDE + 10);
    };
    look();
    frame.addEventListener("scroll", look, { passive: true });
    window.addEventListener("resize", look);
    return () => {
      frame.removeEventListener("scroll", look);
      window.removeEventListener("resize", look);
    };
  }, [list]);
  useLayoutEffect(() => {
    const own = list.current;
    if (!own) return;
    own.style.paddingTop = `${first * ROW}px`;
    own.style.paddingBottom = `${(count - last) * ROW}px`;
  }, [list, first, last, count]);
  const show = useCallback(
    (place: number) => {
      const own = list.current;
      if (!own) return;
      const frame = scrollerOf(own);
      const room = frame.getBoundingClientRect();
      const top = own.getBoundingClientRect().top + place * ROW;
      // The list's heading sticks to the upper border.
      if (top < room.top + ROW * 1.5) frame.scrollBy({ top: top - room.top - ROW * 1.5 });
      else if (top + ROW > room.bottom) frame.scrollBy({ top: top + ROW - room.bottom });
    },
    [list],
  );
  return { first, last, show };
}
