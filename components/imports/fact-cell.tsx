"use client";

import { ArrowDownToLine } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { TextInput } from "@/components/ui/text-input";

/**
 * A cell of the grid: its label where there is no head above it, the control, and the way to give every article below
 * the same value (Ctrl+D or ⌘D, as in a spreadsheet).
 */
export function FactCell({
  label,
  onFillDown,
  className,
  children,
}: {
  label: string;
  onFillDown?: () => void;
  className?: string;
  children: ReactNode;
}) {
  function onKeyDown(event: KeyboardEvent) {
    if (!onFillDown || event.key !== "d" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const control = event.target;
    // Leaving the control saves what is still being typed in it.
    if (control instanceof HTMLElement) control.blur();
    onFillDown();
    if (control instanceof HTMLElement) control.focus();
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the button inside, heard while any control has the focus
    <div className={classNames("group/cell relative min-w-0", className)} onKeyDown={onKeyDown}>
      <span className="mb-1 block text-xs font-medium text-ink-muted lg:sr-only">{label}</span>
      {children}
      {onFillDown && (
        <button
          type="button"
          title={`The same ${label.toLowerCase()} for all below (Ctrl+D)`}
          aria-label={`The same ${label.toLowerCase()} for all below`}
          onClick={onFillDown}
          className="absolute -right-1 -bottom-2.5 z-10 flex size-6 items-center justify-center rounded-full border border-border-strong bg-surface-raised text-ink-muted opacity-0 shadow-sm transition-opacity hover:text-ink focus-visible:opacity-100 group-focus-within/cell:opacity-100 group-hover/cell:opacity-100"
        >
          <ArrowDownToLine aria-hidden="true" className="size-3.5" />
        </button>
      )}
    </div>
  );
}

/** A text of the grid, saved when it is left or Enter is pressed, which goes on to the same field of the next article. */
export function FactInput({
  label,
  field,
  value,
  placeholder,
  isDisabled,
  lang,
  className,
  onSave,
}: {
  label: string;
  field: string;
  value: string;
  placeholder?: string;
  isDisabled?: boolean;
  lang?: string;
  className?: string;
  onSave: (value: string) => void;
}) {
  const [typed, setTyped] = useState<string>();
  function save() {
    if (typed !== undefined && typed.trim() !== value) onSave(typed.trim());
    setTyped(undefined);
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === "Escape") setTyped(undefined);
    if (event.key !== "Enter") return;
    event.preventDefault();
    const all = [
      ...document.querySelectorAll<HTMLInputElement>(`input[data-field="${field}"]:not(:disabled)`),
    ];
    save();
    all[all.indexOf(event.currentTarget) + (event.shiftKey ? -1 : 1)]?.focus();
  }
  return (
    <TextInput
      aria-label={label}
      data-field={field}
      value={typed ?? value}
      title={value}
      placeholder={placeholder}
      disabled={isDisabled}
      lang={lang}
      dir="auto"
      autoComplete="off"
      onChange={(event) => setTyped(event.target.value)}
      onBlur={save}
      onKeyDown={onKeyDown}
      className={className}
    />
  );
}
