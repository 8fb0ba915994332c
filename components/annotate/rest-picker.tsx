"use client";

import { useEffect, useState } from "react";
import { z } from "zod";
import type { Desk, Picker } from "@/components/annotate/desk-state";
import { MarkOptions } from "@/components/annotate/mark-options";
import { requestJson } from "@/components/annotate/request-json";
import { chooseRest, type RestTarget } from "@/components/annotate/rest-actions";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { TextInput } from "@/components/ui/text-input";
import { labelOf } from "@/lib/vocabulary";

const matches = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
});
const PAUSE = 150;
const MOST_SOURCES = 6;
const MOST_WORDS = 500;

/** What an attribution rests on: a near attribution by its digit, a source of the register, or a few words. */
export function RestPicker({
  desk,
  picker,
  sourceNames,
  onNamed,
}: {
  desk: Desk;
  picker: Extract<Picker, { type: "rest" }>;
  sourceNames: Readonly<Record<string, string>>;
  onNamed: (id: string, name: string) => void;
}) {
  const [text, setText] = useState("");
  const { found, problem } = useSources(text.trim(), desk.article.projectId);
  const words = text.trim().normalize("NFC");

  function choose(target: RestTarget, name?: string) {
    if ("sourceId" in target && name) onNamed(target.sourceId, name);
    chooseRest(desk, target);
    document.getElementById("article-text")?.focus({ preventScroll: true });
  }
  return (
    <section aria-label="What does it rest on" className="flex flex-col gap-3">
      <h2 className="text-base font-semibold">What does it rest on?</h2>
      {picker.options.length > 0 && (
        <MarkOptions
          desk={desk}
          options={picker.options}
          at={picker.at}
          sourceNames={sourceNames}
          onChoose={(id) => choose({ targetId: id })}
        />
      )}
      <Field
        label="Or a source of the register, or a few words"
        errors={problem ? [problem] : []}
        help="f comes here. Enter keeps the words (“media reports”); Alt and a digit take a source."
      >
        {(control) => (
          <TextInput
            {...control}
            autoFocus={picker.options.length === 0}
            value={text}
            maxLength={MOST_WORDS}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && words !== "") {
                event.preventDefault();
                return choose({ description: words });
              }
              const place = event.altKey ? Number(event.code.replace("Digit", "")) : 0;
              const source = found[place - 1];
              if (!source) return;
              event.preventDefault();
              choose({ sourceId: source.id }, source.name);
            }}
          />
        )}
      </Field>
      {found.length > 0 && (
        <ol aria-label="Sources" className="flex flex-col gap-1">
          {found.map((source, place) => (
            <li key={source.id}>
              <button
                type="button"
                onClick={() => choose({ sourceId: source.id }, source.name)}
                className="flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-left text-sm hover:bg-surface-hover"
              >
                <Kbd>Alt {place + 1}</Kbd>
                <span className="min-w-0 grow truncate">{source.name}</span>
                <span className="text-ink-muted">{labelOf(source.kind)}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" disabled={words === ""} onClick={() => choose({ description: words })}>
          Keep as words <Kbd>Enter</Kbd>
        </Button>
        <Button size="sm" variant="ghost" onClick={() => desk.patch({ picker: null })}>
          Leave <Kbd>Esc</Kbd>
        </Button>
      </div>
    </section>
  );
}

/** Sources of the register that a text may mean, asked for once the typing pauses. */
function useSources(wanted: string, projectId: string) {
  const [found, setFound] = useState<z.infer<typeof matches>["items"]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (wanted === "") return setFound([]);
    const cancel = new AbortController();
    const timer = setTimeout(async () => {
      const query = new URLSearchParams({ q: wanted.slice(0, 200), projectId });
      const answer = await requestJson(`/api/sources/search?${query}`, matches, { signal: cancel.signal });
      if (cancel.signal.aborted) return;
      setProblem(answer.ok ? null : answer.error.message);
      if (answer.ok) setFound(answer.data.items.slice(0, MOST_SOURCES));
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      cancel.abort();
    };
  }, [wanted, projectId]);
  return { found, problem };
}
