"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { perform } from "@/components/annotate/perform";
import type { AnnotatedTextHandle } from "@/components/editor/text-handle";
import { Kbd } from "@/components/ui/kbd";
import type { ActionId } from "@/lib/shortcuts/table";
import { labelOf } from "@/lib/vocabulary";

const makers = ["claim", "attribution", "duplicate"] as const satisfies readonly ActionId[];

/** What can be made of a span just drawn with mouse or finger; it stands above the span, or below where there is no room. */
export function FloatingToolbar({ desk, text }: { desk: Desk; text: RefObject<AnnotatedTextHandle | null> }) {
  const bar = useRef<HTMLDivElement>(null);
  const { ui, current } = desk;
  const span = ui.cursor?.span;
  useLayoutEffect(() => {
    const own = bar.current;
    // Without a bar to place nothing is measured, which would lay the text out.
    const rect = own && span && text.current?.rectOf(span);
    if (!rect) return;
    const height = own.offsetHeight;
    const isTouch = ui.cursor?.isNative === true;
    // A phone shows its own menu above a selection.
    const isBelow = isTouch || rect.top - height - 8 < 110;
    const top = isBelow
      ? Math.min(rect.bottom + (isTouch ? 28 : 8), innerHeight - height - 96)
      : rect.top - height - 8;
    const middle = rect.left + rect.width / 2 - own.offsetWidth / 2;
    own.style.top = `${top}px`;
    own.style.left = `${Math.max(8, Math.min(middle, innerWidth - own.offsetWidth - 8))}px`;
    own.style.visibility = "visible";
  }, [span, text, ui.cursor]);
  if (!ui.hasToolbar || !span || !desk.isEditable) return null;
  const roles = current?.annotation.kind === "attribution" ? (["source", "cue", "content"] as const) : [];
  const button =
    "flex h-8 items-center gap-1.5 rounded-sm px-2 text-sm font-medium hover:bg-surface-hover max-md:h-11";
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label="Mark the selection"
      className="invisible fixed z-20 flex max-w-[calc(100vw-1rem)] flex-wrap items-center rounded-lg border border-border bg-surface-raised p-1 shadow-lg"
    >
      {makers
        .filter((kind) => desk.view.model.kinds.includes(kind))
        .map((kind) => (
          <button key={kind} type="button" className={button} onClick={() => perform(desk, [kind])}>
            <span className={`mark ${kind === "attribution" ? "mark-attribution-content" : `mark-${kind}`}`}>
              {labelOf(kind)}
            </span>
            <Kbd>{desk.keyOf(kind)}</Kbd>
          </button>
        ))}
      <button
        type="button"
        className={button}
        title="Note something about a source"
        onClick={() => perform(desk, ["pin"])}
      >
        Pin<Kbd>{desk.keyOf("pin")}</Kbd>
      </button>
      {current && (
        <div className="flex flex-wrap items-center border-l border-border pl-1">
          {roles.map((role) => (
            <button key={role} type="button" className={button} onClick={() => perform(desk, [role])}>
              {labelOf(role)}
              <Kbd>{desk.keyOf(role)}</Kbd>
            </button>
          ))}
          {roles.length === 0 && (
            <button type="button" className={button} onClick={() => perform(desk, ["respan"])}>
              Move mark here<Kbd>{desk.keyOf("respan")}</Kbd>
            </button>
          )}
          <button type="button" className={button} onClick={() => perform(desk, ["fragment"])}>
            Add<Kbd>{desk.keyOf("fragment")}</Kbd>
          </button>
        </div>
      )}
    </div>
  );
}
