"use client";

import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { focusText } from "@/components/annotate/focus-text";
import { type Mark, mainRole, shorten, wordsOf } from "@/components/annotate/marks";
import { selectMark } from "@/components/annotate/move-actions";
import { classOf } from "@/components/annotate/segments";
import { useRowWindow } from "@/components/annotate/use-row-window";
import { labelOf } from "@/lib/vocabulary";

/**
 * All marks in reading order, each a button that leads to it. Only the rows near the visible part are in the page; each
 * says its place among all. The list is one stop of the Tab key: arrows, Home and End go through it.
 */
export function MarkList({ desk }: { desk: Desk }) {
  const { marks, problems } = desk;
  const { currentId } = desk.ui;
  const list = useRef<HTMLOListElement>(null);
  const currentPlace = useMemo(
    () => (currentId ? marks.findIndex((mark) => mark.annotation.id === currentId) : -1),
    [marks, currentId],
  );
  const { first, last, show } = useRowWindow(list, marks.length);
  const [stop, setStop] = useState<number | null>(null);
  const wantsFocus = useRef(false);
  const open = useMemo(() => new Set(problems.map((problem) => problem.markId)), [problems]);
  const tabStop = Math.min(stop ?? Math.max(0, currentPlace), marks.length - 1);

  useEffect(() => {
    if (currentPlace < 0) return;
    setStop(null);
    show(currentPlace);
  }, [currentPlace, show]);
  useLayoutEffect(() => {
    const button = list.current?.querySelector<HTMLElement>(`[data-row="${tabStop}"]`);
    if (!wantsFocus.current || !button) return;
    wantsFocus.current = false;
    button.focus({ preventScroll: true });
  });

  function go(event: KeyboardEvent) {
    const places: Record<string, number> = {
      ArrowDown: tabStop + 1,
      ArrowUp: tabStop - 1,
      Home: 0,
      End: marks.length - 1,
    };
    const to = places[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const place = Math.min(marks.length - 1, Math.max(0, to));
    wantsFocus.current = true;
    setStop(place);
    show(place);
  }

  return (
    <section aria-label="Marks" className="border-t border-border">
      <h2 className="sticky top-0 z-10 flex items-center gap-2 border-b border-border bg-surface px-4 py-1.5 text-sm font-semibold">
        Marks <span className="font-normal text-ink-muted tabular-nums">{marks.length}</span>
      </h2>
      {marks.length === 0 && <p className="px-4 py-3 text-sm text-ink-muted">None yet.</p>}
      <ol ref={list} onKeyDown={go}>
        {marks.slice(first, last).map((mark, number) => (
          <Row
            key={mark.annotation.id}
            mark={mark}
            place={first + number}
            of={marks.length}
            isCurrent={mark.annotation.id === currentId}
            isStop={first + number === tabStop}
            hasProblem={open.has(mark.annotation.id)}
            onOpen={() => {
              selectMark(desk, mark);
              focusText();
            }}
          />
        ))}
      </ol>
    </section>
  );
}

function Row({
  mark,
  place,
  of,
  isCurrent,
  isStop,
  hasProblem,
  onOpen,
}: {
  mark: Mark;
  place: number;
  of: number;
  isCurrent: boolean;
  isStop: boolean;
  hasProblem: boolean;
  onOpen: () => void;
}) {
  const { annotation } = mark;
  return (
    <li aria-posinset={place + 1} aria-setsize={of}>
      <button
        type="button"
        data-row={place}
        tabIndex={isStop ? 0 : -1}
        aria-current={isCurrent || undefined}
        onClick={onOpen}
        className="flex h-7 w-full items-center gap-2 border-l-2 border-transparent px-4 text-left text-sm hover:bg-surface-hover focus-visible:-outline-offset-2 aria-[current]:border-accent aria-[current]:bg-accent-soft"
      >
        <span className="w-16 shrink-0 text-xs text-ink-muted">
          <span className={`mark ${classOf(annotation, mainRole(annotation))}`}>
            {labelOf(annotation.kind)}
          </span>
        </span>
        <span className="min-w-0 grow truncate" dir="auto">
          {lineOf(mark)}
        </span>
        {hasProblem && (
          <span title="Something is open" className="size-1.5 shrink-0 rounded-full bg-warning">
            <span className="sr-only">Something is open</span>
          </span>
        )}
      </button>
    </li>
  );
}

function lineOf({ annotation }: Mark): string {
  const source = wordsOf(annotation, "source");
  const words = shorten(wordsOf(annotation, mainRole(annotation)), 90);
  return source ? `${shorten(source, 30)}: ${words}` : words;
}
