"use client";

import { useEffect, useRef, useState } from "react";
import { type Difference, differencesOf } from "@/components/annotate/object-fields";
import { Button } from "@/components/ui/button";
import type { LayerObject, ObjectInput } from "@/lib/layers/schema";

/**
 * A mark that was changed here and on the server: each field in which the two differ, to be taken from one or the other.
 * What was not touched here is taken from there at first. The first field has the focus; arrows choose.
 */
export function ConflictFields({
  mine,
  theirs,
  base,
  wordsFor,
  isPending,
  onMerge,
}: {
  mine: ObjectInput;
  theirs: LayerObject;
  /** How it was before it was changed here; null where that is not known. */
  base: LayerObject | null;
  wordsFor: (id: string) => string;
  isPending: boolean;
  onMerge: (fromTheirs: ReadonlySet<string>) => void;
}) {
  const differences = differencesOf(mine, theirs, wordsFor);
  const touched = new Set(differencesOf(base, mine, wordsFor).map((difference) => difference.name));
  const [fromTheirs, setFromTheirs] = useState<ReadonlySet<string>>(
    () =>
      new Set(
        base ? differences.filter(({ name }) => !touched.has(name)).map((difference) => difference.name) : [],
      ),
  );
  const first = useRef<HTMLDivElement>(null);
  useEffect(() => {
    first.current?.querySelector<HTMLInputElement>("input:checked")?.focus();
  }, []);
  function choose(name: string, isTheirs: boolean) {
    const next = new Set(fromTheirs);
    if (isTheirs) next.add(name);
    else next.delete(name);
    setFromTheirs(next);
  }
  return (
    <div ref={first} className="flex flex-col gap-2">
      {differences.map((difference) => (
        <FieldChoice
          key={difference.name}
          difference={difference}
          isTheirs={fromTheirs.has(difference.name)}
          onChoose={(isTheirs) => choose(difference.name, isTheirs)}
        />
      ))}
      <div>
        <Button variant="primary" size="sm" isPending={isPending} onClick={() => onMerge(fromTheirs)}>
          Save as chosen
        </Button>
      </div>
    </div>
  );
}

function FieldChoice({
  difference,
  isTheirs,
  onChoose,
}: {
  difference: Difference;
  isTheirs: boolean;
  onChoose: (isTheirs: boolean) => void;
}) {
  const sides = [
    { isTheirs: false, title: "Yours", words: difference.before },
    { isTheirs: true, title: "On the server now", words: difference.after },
  ];
  return (
    <fieldset className="grid gap-2 sm:grid-cols-2">
      <legend className="mb-1 text-xs font-medium text-ink-muted">{difference.label}</legend>
      {sides.map((side) => (
        <label
          key={side.title}
          className="flex cursor-pointer items-start gap-2 rounded-md border border-border bg-surface p-2.5 text-sm has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={`conflict-${difference.name}`}
            className="mt-0.5 size-4 shrink-0"
            checked={isTheirs === side.isTheirs}
            onChange={() => onChoose(side.isTheirs)}
          />
          <span className="min-w-0 break-words">
            <span className="block text-xs text-ink-muted">{side.title}</span>
            {side.words ?? "Nothing said"}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
