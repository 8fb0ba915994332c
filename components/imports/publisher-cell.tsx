"use client";

import { ChevronDown } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { z } from "zod";
import { requestJson } from "@/components/annotate/request-json";
import { classNames } from "@/components/ui/class-names";
import { controlClass } from "@/components/ui/control-class";
import { Popover } from "@/components/ui/popover";
import { TextInput } from "@/components/ui/text-input";
import type { PublisherChoice } from "@/lib/imports/schema";
import { labelOf, sourceKinds } from "@/lib/vocabulary";

const answer = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string(), matched: z.string() })),
});
type Match = z.infer<typeof answer>["items"][number];

/** Who publishes an article: a source of the register by search, one to be registered at the import, or nobody known. */
export function PublisherCell({
  label,
  value,
  isDisabled,
  onChange,
}: {
  label: string;
  value: PublisherChoice;
  isDisabled: boolean;
  onChange: (choice: PublisherChoice) => void;
}) {
  const [isOpen, setIsOpen] = useState(false);
  function choose(choice: PublisherChoice) {
    setIsOpen(false);
    onChange(choice);
  }
  return (
    <div className="flex flex-col gap-1">
      <Popover
        label={label}
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        trigger={
          <button
            type="button"
            disabled={isDisabled}
            aria-label={`${label}: ${value.kind === "unknown" ? "unknown" : value.name}`}
            className={classNames(
              controlClass,
              "flex h-8 items-center gap-1 pr-1.5 pl-2.5 text-left max-md:h-10",
            )}
          >
            <span className={classNames("grow truncate", value.kind === "unknown" && "text-ink-muted")}>
              {value.kind === "unknown" ? "Unknown" : value.name}
            </span>
            <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-ink-muted" />
          </button>
        }
      >
        <PublisherSearch onChoose={choose} />
      </Popover>
      {value.kind === "new" && <NewSource value={value} isDisabled={isDisabled} onChange={onChange} />}
    </div>
  );
}

/** The offer to register a publisher that the register does not know: taken unless the tick is removed. */
function NewSource({
  value,
  isDisabled,
  onChange,
}: {
  value: Extract<PublisherChoice, { kind: "new" }>;
  isDisabled: boolean;
  onChange: (choice: PublisherChoice) => void;
}) {
  const id = useId();
  return (
    <span className="flex items-center gap-1.5 text-xs text-ink-muted">
      <input
        id={id}
        type="checkbox"
        checked
        disabled={isDisabled}
        onChange={() => onChange({ kind: "unknown" })}
        className="size-3.5 accent-accent"
      />
      <label htmlFor={id} className="whitespace-nowrap">
        register as
      </label>
      <select
        aria-label={`Kind of ${value.name}`}
        value={value.sourceKind}
        disabled={isDisabled}
        onChange={(event) => {
          const kind = sourceKinds.find((one) => one === event.target.value);
          if (kind) onChange({ ...value, sourceKind: kind });
        }}
        className="min-w-0 rounded-sm bg-transparent py-0.5 text-ink"
      >
        {sourceKinds.map((kind) => (
          <option key={kind} value={kind}>
            {labelOf(kind).toLowerCase()}
          </option>
        ))}
      </select>
    </span>
  );
}

function PublisherSearch({ onChoose }: { onChoose: (choice: PublisherChoice) => void }) {
  const [text, setText] = useState("");
  const [found, setFound] = useState<{ text: string; items: Match[]; problem?: string }>();
  const wanted = text.trim();
  useEffect(() => {
    if (wanted === "") return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const path = `/api/sources/search?q=${encodeURIComponent(wanted)}&limit=6`;
      const reply = await requestJson(path, answer, { signal: stop.signal });
      if (stop.signal.aborted) return;
      setFound(
        reply.ok
          ? { text: wanted, items: reply.data.items }
          : { text: wanted, items: [], problem: reply.error.message },
      );
    }, 150);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [wanted]);
  const isFresh = wanted !== "" && found?.text === wanted;
  const items = isFresh ? found.items : [];
  const isKnown = items.some((item) => item.matched.toLowerCase() === wanted.toLowerCase());
  const rowClass = "w-full rounded-sm px-2 py-1.5 text-left text-sm hover:bg-surface-hover";
  return (
    <div className="flex flex-col gap-2">
      <TextInput
        aria-label="Search the register"
        placeholder="Search the register"
        value={text}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          const first = items[0];
          if (event.key !== "Enter" || !first) return;
          event.preventDefault();
          onChoose({ kind: "source", sourceId: first.id, name: first.name });
        }}
      />
      <ul className="flex flex-col" aria-live="polite">
        {items.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              className={rowClass}
              onClick={() => onChoose({ kind: "source", sourceId: item.id, name: item.name })}
            >
              {item.name} <span className="text-ink-muted">{labelOf(item.kind)}</span>
              {item.matched !== item.name && <span className="text-ink-muted"> · as “{item.matched}”</span>}
            </button>
          </li>
        ))}
        {isFresh && found.problem && <li className="px-2 py-1.5 text-sm text-danger">{found.problem}</li>}
        {isFresh && !found.problem && !isKnown && (
          <li>
            <button
              type="button"
              className={rowClass}
              onClick={() => onChoose({ kind: "new", name: wanted, sourceKind: "outlet" })}
            >
              Register “{wanted}” as a new source
            </button>
          </li>
        )}
        <li>
          <button type="button" className={rowClass} onClick={() => onChoose({ kind: "unknown" })}>
            Unknown publisher
          </button>
        </li>
      </ul>
    </div>
  );
}
