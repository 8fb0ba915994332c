"use client";

import { type KeyboardEvent, useId, useState } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { TEXT_ID } from "@/components/annotate/focus-text";
import { Keys } from "@/components/annotate/help-dialog";
import { canPerform, perform } from "@/components/annotate/perform";
import { scrollInside } from "@/components/editor/scroll-inside";
import { Dialog } from "@/components/ui/dialog";
import { TextInput } from "@/components/ui/text-input";

/** A command of a list: what it is called, and its keys. */
export type Command = { id: string; label: string; group: string; keys: readonly string[] };

/** Every command that would do something now, found by typing; from the one table of keys. */
export function CommandPalette({ desk }: { desk: Desk }) {
  const commands = desk.shortcuts
    .filter(({ action }) => action !== "palette" && canPerform(desk, action))
    .map((shortcut) => ({ ...shortcut, id: shortcut.action }));
  return (
    <CommandDialog
      isOpen={desk.ui.dialog === "palette"}
      commands={commands}
      hasSingleKeys={desk.hasSingleKeys}
      onClose={() => desk.patch({ dialog: null })}
      onRun={({ action }) => {
        document.getElementById(TEXT_ID)?.focus({ preventScroll: true });
        perform(desk, [action]);
      }}
    />
  );
}

/** A list of commands that is searched by typing; what is chosen runs after the list has closed. */
export function CommandDialog<C extends Command>({
  isOpen,
  onClose,
  ...list
}: {
  isOpen: boolean;
  commands: readonly C[];
  hasSingleKeys: boolean;
  onClose: () => void;
  onRun: (command: C) => void;
}) {
  return (
    <Dialog title="Find a command" isOpen={isOpen} onOpenChange={(next) => !next && onClose()}>
      {isOpen && <Commands {...list} onClose={onClose} />}
    </Dialog>
  );
}

function Commands<C extends Command>({
  commands,
  hasSingleKeys,
  onClose,
  onRun,
}: {
  commands: readonly C[];
  hasSingleKeys: boolean;
  onClose: () => void;
  onRun: (command: C) => void;
}) {
  const listId = useId();
  const [text, setText] = useState("");
  const [place, setPlace] = useState(0);
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  const found = commands.filter(({ label, group }) =>
    words.every((word) => `${label} ${group}`.toLowerCase().includes(word)),
  );
  const at = Math.min(place, found.length - 1);
  const current = found[at];
  const optionId = ({ id }: Command) => `${listId}-${id}`;

  function run(command: C | undefined) {
    if (!command) return;
    onClose();
    // After the dialog has given the focus back: a command may put it into a field.
    requestAnimationFrame(() => onRun(command));
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
            key={shortcut.id}
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
              <Keys shortcut={{ keys: shortcut.keys.slice(0, 1) }} hasSingleKeys={hasSingleKeys} />
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
