"use client";

import { useEffect, useId, useState } from "react";
import { z } from "zod";
import { useFormField } from "@/components/forms/form-context";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { labelOf } from "@/lib/vocabulary";

const answer = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string(), matched: z.string() })),
});
type Match = z.infer<typeof answer>["items"][number];

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
  const [found, setFound] = useState<{ text: string; items: Match[]; problem?: string }>();
  const [chosen, setChosen] = useState<Match[]>([]);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === "") return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const response = await fetch(`/api/sources/search?q=${encodeURIComponent(wanted)}&limit=8`, {
          signal: stop.signal,
        });
        if (!response.ok) throw new Error(String(response.status));
        const { items } = answer.parse(await response.json());
        setFound({ text: wanted, items });
      } catch {
        if (!stop.signal.aborted)
          setFound({ text: wanted, items: [], problem: "The search did not work. Type again to repeat it." });
      }
    }, 150);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  const isFresh = found?.text === text.trim();
  const offered = (isFresh ? found.items : []).filter(
    (item) => item.id !== exceptId && item.kind !== exceptKind && !chosen.some((one) => one.id === item.id),
  );
  function choose(item: Match) {
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
            {found.problem ?? "Nothing in the register matches, or it cannot be chosen here."}
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
