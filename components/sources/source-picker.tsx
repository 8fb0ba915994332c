"use client";

import { useId, useState } from "react";
import { useFormField } from "@/components/forms/form-context";
import { type SourceMatch, useSourceSearch } from "@/components/sources/use-source-search";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { labelOf } from "@/lib/vocabulary";

/**
 * Chooses sources of the register by name: a search, its answers as a list to tick, and what is ticked kept below it.
 * One answer unless `isMultiple`. `exceptId` and `exceptKind` are not offered.
 */
export function SourcePicker({
  name,
  label,
  help,
  isMultiple = false,
  exceptId,
  exceptKind,
}: {
  name: string;
  label: string;
  help?: string;
  isMultiple?: boolean;
  exceptId?: string;
  exceptKind?: string;
}) {
  const { id, errors } = useFormField(name);
  const group = useId();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<SourceMatch[]>([]);
  const { items, isFresh, problem } = useSourceSearch(text);
  const offered = items.filter(
    (item) => item.id !== exceptId && item.kind !== exceptKind && !chosen.some((one) => one.id === item.id),
  );
  function choose(item: SourceMatch) {
    setChosen(isMultiple ? [...chosen, item] : [item]);
    setText("");
  }
  return (
    <div className="flex flex-col gap-2">
      <Field id={id} label={label} help={help} errors={errors}>
        {(control) => (
          <TextInput
            {...control}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || text.trim() === "") return;
              event.preventDefault();
              const first = offered[0];
              if (first) choose(first);
            }}
            placeholder="Type a name; Enter takes the first"
            autoComplete="off"
            aria-controls={group}
          />
        )}
      </Field>
      <ul id={group} aria-label="Found" aria-live="polite" className="flex flex-col empty:hidden">
        {text.trim() !== "" &&
          offered.map((item) => (
            <li key={item.id}>
              <button
                type="button"
                onClick={() => choose(item)}
                className="w-full rounded-sm px-2 py-1 text-left text-sm hover:bg-surface-hover"
              >
                {item.name} <span className="text-ink-muted">{labelOf(item.kind)}</span>
                {item.matched !== item.name && <span className="text-ink-muted"> · as “{item.matched}”</span>}
              </button>
            </li>
          ))}
        {text.trim() !== "" && isFresh && offered.length === 0 && (
          <li className="px-2 py-1 text-sm text-ink-muted">
            {problem ?? "Nothing in the register matches, or it cannot be chosen here."}
          </li>
        )}
      </ul>
      {chosen.length > 0 && (
        <ul aria-label="Chosen" className="flex flex-wrap gap-1.5">
          {chosen.map((item) => (
            <li
              key={item.id}
              className="flex items-center gap-1 rounded-sm bg-accent-soft px-2 py-0.5 text-sm"
            >
              <input type="hidden" name={name} value={item.id} />
              {item.name}
              <button
                type="button"
                aria-label={`Do not choose ${item.name}`}
                onClick={() => setChosen(chosen.filter((one) => one.id !== item.id))}
                className="px-1 text-ink-muted hover:text-ink"
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
