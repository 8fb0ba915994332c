"use client";

import { type KeyboardEvent, useId, useState } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { Keys } from "@/components/annotate/help-dialog";
import { canPerform, perform } from "@/components/annotate/perform";
import { scrollInside } from "@/components/editor/scroll-inside";
import { Dialog } from "@/components/ui/dialog";
import { TextInput } from "@/components/ui/text-input";
import type { Shortcut } from "@/lib/shortcuts/table";

/** Every command that would do something now, found by typing; from the one table of keys. */
export function CommandPalette({ desk }: { desk: Desk }) {
  const isOpen = desk.ui.dialog === "palette";
  return (
    <Dialog
      title="Find a command"
      isOpen={isOpen}
      onOpenChange={(next) => !next && desk.patch({ dialog: null })}
    >
      {isOpen && <Commands desk={desk} />}
    </Dialog>
  );
}

function Commands({ desk }: { desk: Desk }) {
  const listId = useId();
  const [text, setText] = useState("");
  const [place, setPlace] = useState(0);
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  const found = desk.shortcuts.filter(
    (shortcut) =>
      shortcut.action !== "palette" &&
      canPerform(desk, shortcut.action) &&
      words.every((word) => `${shortcut.label} ${shortcut.group}`.toLowerCase().includes(word)),
  );
  const at = Math.min(place, found.length - 1);
  const current = found[at];
  const optionId = (shortcut: Shortcut) => `${listId}-${shortcut.action}`;

  function run(shortcut: Shortcut | undefined) {
    if (!shortcut) return;
    desk.patch({ dialog: null });
    // After the dialog has given the focus back: a command may put it into a field.
    requestAnimationFrame(() => {
      const text = document.getElementById("article-text");
      text?.focus({ preventScroll: true });
      perform(desk, [shortcut.action]);
    });
  }
  function move(to: number) {
    const next = found[Math.max(0, Math.min(found.length - 1, to))];
    setPlace(Math.max(0, Math.min(found.length - 1, to)));
    const row = next && document.getElementById(optionId(next));
    if (row) scrollInside(row, "nearest");
  }
  function keyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) move(at + step);
    else if (event.key === "Enter") run(current);
    else return;
    event.preventDefault();
  }
  return (
    <div className="flex flex-col gap-3">
      <TextInput
        role="combobox"
        aria-label="Command"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={current && optionId(current)}
        aria-autocomplete="list"
        autoComplete="off"
        placeholder="What to do"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setPlace(0);
        }}
        onKeyDown={keyDown}
      />
      {found.length === 0 && (
        <p className="text-sm text-ink-muted">No command by these words that would do something now.</p>
      )}
      <div id={listId} role="listbox" aria-label="Commands" className="max-h-80 overflow-y-auto">
        {found.map((shortcut, number) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field above
          <div
            key={shortcut.action}
            id={optionId(shortcut)}
            role="option"
            tabIndex={-1}
            aria-selected={number === at}
            onClick={() => run(shortcut)}
            className="flex cursor-pointer items-center gap-3 rounded-sm px-2 py-1.5 text-sm hover:bg-surface-hover aria-selected:bg-accent-soft"
          >
            <span className="min-w-0 grow">{shortcut.label}</span>
            <span className="text-xs text-ink-muted">{shortcut.group}</span>
            <span className="flex gap-1">
              <Keys shortcut={{ keys: shortcut.keys.slice(0, 1) }} hasSingleKeys={desk.hasSingleKeys} />
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
