import { useEffect, useRef } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { MarkSentence } from "@/components/annotate/mark-sentence";
import { Kbd } from "@/components/ui/kbd";

/** Marks to choose from, each under a digit; the one that the arrows point at is kept in sight. */
export function MarkOptions({
  desk,
  options,
  at,
  sourceNames,
  onChoose,
}: {
  desk: Desk;
  options: readonly string[];
  at: number | null;
  sourceNames: Readonly<Record<string, string>>;
  onChoose: (id: string) => void;
}) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (at !== null) list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <ol ref={list} className="flex flex-col gap-2">
      {options.map((id, place) => {
        const mark = desk.marks.find((one) => one.annotation.id === id);
        return mark ? (
          <li
            key={id}
            aria-current={place === at || undefined}
            className="rounded-md border border-border hover:border-border-strong aria-[current]:border-accent aria-[current]:bg-accent-soft"
          >
            <button
              type="button"
              onClick={() => onChoose(id)}
              className="flex w-full items-start gap-2.5 rounded-md p-2 text-left hover:bg-surface-hover"
            >
              <Kbd>{place + 1}</Kbd>
              <span className="min-w-0 grow">
                <MarkSentence mark={mark} marks={desk.marks} sourceNames={sourceNames} />
              </span>
            </button>
          </li>
        ) : null;
      })}
    </ol>
  );
}
