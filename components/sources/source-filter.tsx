"use client";

import { useId, useState } from "react";
import { useSourceSearch } from "@/components/sources/use-source-search";
import { TextInput } from "@/components/ui/text-input";
import { labelOf } from "@/lib/vocabulary";

type Choice = { id: string; name: string };

/**
 * A filter by one source of the register in a form that makes an address: its name is looked for as it is typed, and the
 * arrow keys or Enter choose. An emptied field filters nothing. `others` are choices beside the register's, offered first.
 */
export function SourceFilter({
  name,
  label,
  chosen: initial,
  others = [],
}: {
  name: string;
  label: string;
  chosen: Choice | null;
  others?: readonly Choice[];
}) {
  const list = useId();
  const [chosen, setChosen] = useState(initial);
  const [text, setText] = useState(initial?.name ?? "");
  const [isOpen, setIsOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const isTyping = isOpen && text !== chosen?.name;
  const { items, isFresh, problem } = useSourceSearch(isTyping ? text : "");
  const wanted = text.trim().toLowerCase();
  const fitting = others.filter((one) => !isTyping || one.name.toLowerCase().startsWith(wanted));
  const offered = [...fitting.map((one) => ({ ...one, kind: "", matched: one.name })), ...items];
  const isNothing = isTyping && isFresh && offered.length === 0;
  const isShown = isOpen && (offered.length > 0 || isNothing);
  const current = at < 0 ? undefined : offered[Math.min(at, offered.length - 1)];
  function choose(item: Choice) {
    setChosen({ id: item.id, name: item.name });
    setText(item.name);
    setIsOpen(false);
  }
  function type(next: string) {
    setText(next);
    setIsOpen(true);
    setAt(0);
    // What is typed is looked for, and filters nothing until it is chosen.
    setChosen(null);
  }
  return (
    <div className="relative w-44 max-md:w-[calc(50%-0.25rem)]">
      {chosen && <input type="hidden" name={name} value={chosen.id} />}
      <TextInput
        role="combobox"
        aria-label={label}
        aria-expanded={isShown}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={isShown && current ? `${list}-${current.id}` : undefined}
        placeholder={`${label}: any`}
        autoComplete="off"
        value={text}
        onChange={(event) => type(event.target.value)}
        onFocus={() => {
          setIsOpen(others.length > 0 && text === "");
          setAt(-1);
        }}
        onBlur={() => setIsOpen(false)}
        onKeyDown={(event) => {
          if (event.key === "Escape") setIsOpen(false);
          if (!isShown) return;
          if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            const step = event.key === "ArrowDown" ? 1 : -1;
            const from = at < 0 && step < 0 ? 0 : Math.min(at, offered.length - 1);
            setAt((from + step + offered.length) % Math.max(offered.length, 1));
          }
          if (event.key === "Enter" && current) {
            event.preventDefault();
            choose(current);
          }
        }}
      />
      {isShown && (
        <div className="absolute top-full left-0 z-20 mt-1 w-72 max-w-[calc(100vw-2rem)] rounded-md border border-border-strong bg-surface p-1 shadow-lg">
          <div id={list} role="listbox" aria-label={label}>
            {offered.map((item) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active one
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field's keys choose
              <div
                key={item.id}
                id={`${list}-${item.id}`}
                role="option"
                aria-selected={item === current}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => choose(item)}
                className="cursor-pointer rounded-sm px-2 py-1 text-sm break-words hover:bg-surface-hover aria-selected:bg-accent-soft"
              >
                {item.name} {item.kind && <span className="text-ink-muted">{labelOf(item.kind)}</span>}
                {item.matched !== item.name && <span className="text-ink-muted"> · as “{item.matched}”</span>}
              </div>
            ))}
          </div>
          {isNothing && (
            <p role="status" className="px-2 py-1 text-sm text-ink-muted">
              {problem ?? "Nothing in the register matches."}
            </p>
          )}
        </div>
      )}
    </div>
  );
}
