"use client";

import { useEffect, useId, useState } from "react";
import { z } from "zod";
import { useFormField } from "@/components/forms/form-context";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";

const answer = z.object({ items: z.array(z.object({ id: z.string(), statement: z.string() })) });
type Match = z.infer<typeof answer>["items"][number];

/** Chooses one card of the project by the words of its statement; sent as `name`. `exceptIds` are not offered. */
export function CardPicker({
  slug,
  name,
  label,
  exceptIds,
  onChoose,
}: {
  slug: string;
  name: string;
  label: string;
  exceptIds: readonly string[];
  onChoose?: (card: Match | null) => void;
}) {
  const { id, errors } = useFormField(name);
  const group = useId();
  const [text, setText] = useState("");
  const [found, setFound] = useState<{ items: Match[]; problem?: string }>();
  const [chosen, setChosen] = useState<Match | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const address = `/api/projects/${slug}/cards?${new URLSearchParams({ q: text.trim() })}`;
        const response = await fetch(address, { signal: stop.signal });
        if (!response.ok) throw new Error(String(response.status));
        setFound({ items: answer.parse(await response.json()).items });
      } catch {
        if (!stop.signal.aborted)
          setFound({ items: [], problem: "The search did not work. Type again to repeat it." });
      }
    }, 150);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [slug, text]);
  const offered = (found?.items ?? []).filter((card) => !exceptIds.includes(card.id));
  function choose(card: Match | null) {
    setChosen(card);
    onChoose?.(card);
    setText("");
  }
  return (
    <div className="flex flex-col gap-2">
      <Field id={id} label={label} errors={errors}>
        {(control) => (
          <TextInput
            {...control}
            value={text}
            autoComplete="off"
            placeholder="Words of its statement; Enter takes the first"
            aria-controls={group}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || text.trim() === "") return;
              event.preventDefault();
              const [first] = offered;
              if (first) choose(first);
            }}
          />
        )}
      </Field>
      {chosen ? (
        <p className="flex items-start justify-between gap-2 rounded-sm bg-accent-soft px-2 py-1 text-sm">
          <input type="hidden" name={name} value={chosen.id} />
          <span className="min-w-0 break-words">{chosen.statement}</span>
          <button type="button" className="link shrink-0" onClick={() => choose(null)}>
            Choose another
          </button>
        </p>
      ) : (
        <ul
          id={group}
          aria-label="Cards found"
          aria-live="polite"
          className="flex max-h-56 flex-col overflow-y-auto"
        >
          {offered.map((card) => (
            <li key={card.id}>
              <button
                type="button"
                onClick={() => choose(card)}
                className="w-full rounded-sm px-2 py-1 text-left text-sm break-words hover:bg-surface-hover"
              >
                {card.statement}
              </button>
            </li>
          ))}
          {found && offered.length === 0 && (
            <li className="px-2 py-1 text-sm text-ink-muted">
              {found.problem ??
                (text.trim() ? "No other card holds these words." : "There is no other card yet.")}
            </li>
          )}
        </ul>
      )}
    </div>
  );
}
