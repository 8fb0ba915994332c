"use client";

import { Archive, ArchiveRestore, ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { TextInput } from "@/components/ui/text-input";
import { type AttributeChoice, keyFrom, mostChoices } from "@/lib/attributes/schema";

/** The choices of an attribute in their order: Enter in the last line adds one; what was published is retired. */
export function ChoicesEditor({
  choices,
  published,
  errors,
  onChange,
}: {
  choices: readonly AttributeChoice[];
  published: readonly AttributeChoice[];
  errors: readonly string[];
  onChange: (choices: AttributeChoice[]) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState("");
  function add() {
    const label = typed.trim();
    if (label === "" || choices.length >= mostChoices) return;
    onChange([...choices, { key: freeKey(label, choices), label, isRetired: false }]);
    setTyped("");
  }
  const change = (at: number, part: Partial<AttributeChoice>) =>
    onChange(choices.map((one, place) => (place === at ? { ...one, ...part } : one)));
  const move = (at: number, by: 1 | -1) => {
    const next = [...choices];
    const [moved] = next.splice(at, 1);
    if (moved) next.splice(at + by, 0, moved);
    onChange(next);
  };
  return (
    <fieldset aria-describedby={errors.length > 0 ? `${id}-error` : undefined}>
      <legend className="pb-1.5 text-sm font-medium">Choices</legend>
      <ol className="flex flex-col gap-1.5">
        {choices.map((choice, at) => {
          const isPublished = published.some((one) => one.key === choice.key);
          return (
            <li key={choice.key} className="flex items-center gap-1">
              <TextInput
                aria-label={`Choice ${at + 1}`}
                value={choice.label}
                maxLength={80}
                className={choice.isRetired ? "text-ink-muted line-through" : undefined}
                onChange={(event) => change(at, { label: event.currentTarget.value })}
              />
              <IconButton
                label={`${choice.label}: earlier`}
                size="sm"
                icon={<ArrowUp />}
                disabled={at === 0}
                onClick={() => move(at, -1)}
              />
              <IconButton
                label={`${choice.label}: later`}
                size="sm"
                icon={<ArrowDown />}
                disabled={at === choices.length - 1}
                onClick={() => move(at, 1)}
              />
              {isPublished ? (
                <IconButton
                  label={choice.isRetired ? `Offer ${choice.label} again` : `Retire ${choice.label}`}
                  size="sm"
                  icon={choice.isRetired ? <ArchiveRestore /> : <Archive />}
                  onClick={() => change(at, { isRetired: !choice.isRetired })}
                />
              ) : (
                <IconButton
                  label={`Remove ${choice.label}`}
                  size="sm"
                  icon={<Trash2 />}
                  onClick={() => onChange(choices.filter((_, place) => place !== at))}
                />
              )}
            </li>
          );
        })}
      </ol>
      <div className="mt-1.5 flex items-center gap-2">
        <TextInput
          aria-label="New choice"
          placeholder="New choice"
          value={typed}
          maxLength={80}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            // Enter adds a choice here; it would send the form.
            event.preventDefault();
            add();
          }}
        />
        <Button size="sm" icon={<Plus />} disabled={typed.trim() === ""} onClick={add}>
          Add
        </Button>
      </div>
      {errors.length > 0 && (
        <p id={`${id}-error`} role="alert" className="mt-1.5 text-sm text-danger">
          {errors.join(" ")}
        </p>
      )}
    </fieldset>
  );
}

/** A key for a choice, made of its name; of two alike the later gets a number. */
function freeKey(label: string, choices: readonly AttributeChoice[]): string {
  const base = keyFrom(label) || "choice";
  const taken = new Set(choices.map((choice) => choice.key));
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? base : `${base.slice(0, 36)}_${number}`;
    if (!taken.has(key)) return key;
  }
}
