"use client";

import { useEffect, useRef } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { type Mark, mainRole, shorten, wordsOf } from "@/components/annotate/marks";
import { selectMark } from "@/components/annotate/move-actions";
import { classOf } from "@/components/annotate/segments";
import { scrollInside } from "@/components/editor/scroll-inside";
import { labelOf } from "@/lib/vocabulary";

/** All marks in reading order, each a button that leads to it. */
export function MarkList({ desk }: { desk: Desk }) {
  const current = useRef<HTMLButtonElement>(null);
  const { currentId } = desk.ui;
  useEffect(() => {
    if (currentId && current.current) scrollInside(current.current, "nearest");
  }, [currentId]);
  return (
    <section aria-label="Marks" className="border-t border-border">
      <h2 className="sticky top-0 z-10 flex items-center gap-2 border-b border-border bg-surface px-4 py-1.5 text-sm font-semibold">
        Marks <span className="font-normal text-ink-muted tabular-nums">{desk.marks.length}</span>
      </h2>
      {desk.marks.length === 0 && <p className="px-4 py-3 text-sm text-ink-muted">None yet.</p>}
      <ol>
        {desk.marks.map((mark) => {
          const { annotation } = mark;
          const isCurrent = annotation.id === currentId;
          const hasProblem = desk.problems.some((problem) => problem.markId === annotation.id);
          return (
            <li key={annotation.id}>
              <button
                ref={isCurrent ? current : undefined}
                type="button"
                aria-current={isCurrent || undefined}
                onClick={() => selectMark(desk, mark)}
                className="flex w-full items-baseline gap-2 border-l-2 border-transparent px-4 py-1 text-left text-sm hover:bg-surface-hover aria-[current]:border-accent aria-[current]:bg-accent-soft"
              >
                <span
                  title={labelOf(annotation.kind)}
                  className={`mark ${classOf(annotation, mainRole(annotation))} shrink-0 text-xs text-ink-muted`}
                >
                  {labelOf(annotation.kind).slice(0, 3)}
                </span>
                <span className="min-w-0 grow truncate">{lineOf(mark)}</span>
                {hasProblem && (
                  <span
                    title="Something is open"
                    className="size-1.5 shrink-0 self-center rounded-full bg-warning"
                  >
                    <span className="sr-only">Something is open</span>
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function lineOf({ annotation }: Mark): string {
  const source = wordsOf(annotation, "source");
  const words = shorten(wordsOf(annotation, mainRole(annotation)), 90);
  return source ? `${shorten(source, 30)}: ${words}` : words;
}
