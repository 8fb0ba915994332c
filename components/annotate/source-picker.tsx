"use client";

import { useEffect, useState } from "react";
import { z } from "zod";
import type { Desk } from "@/components/annotate/desk-state";
import { chooseSource } from "@/components/annotate/link-actions";
import { wordsOf } from "@/components/annotate/marks";
import { requestJson } from "@/components/annotate/request-json";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { labelOf, sourceKinds } from "@/lib/vocabulary";

const matches = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string(), isProposal: z.boolean() })),
});
const proposed = z.object({ id: z.string(), name: z.string() });
const PAUSE = 150;

/** Who an attribution's source is: a search in the register as one types, and a proposal where it has nobody. */
export function SourcePicker({
  desk,
  markId,
  onNamed,
}: {
  desk: Desk;
  markId: string;
  onNamed: (id: string, name: string) => void;
}) {
  const mark = desk.marks.find((one) => one.annotation.id === markId);
  const [text, setText] = useState(mark ? wordsOf(mark.annotation, "source") : "");
  const [found, setFound] = useState<z.infer<typeof matches>["items"] | null>(null);
  const [kind, setKind] = useState("organisation");
  const [problem, setProblem] = useState<string | null>(null);
  const { projectId } = desk.article;

  useEffect(() => {
    const wanted = text.trim();
    if (wanted === "") return setFound([]);
    const cancel = new AbortController();
    const timer = setTimeout(async () => {
      const query = new URLSearchParams({ q: wanted.slice(0, 200), projectId });
      const answer = await requestJson(`/api/sources/search?${query}`, matches, { signal: cancel.signal });
      if (cancel.signal.aborted) return;
      setProblem(answer.ok ? null : answer.error.message);
      if (answer.ok) setFound(answer.data.items.slice(0, 9));
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      cancel.abort();
    };
  }, [text, projectId]);

  function choose(id: string, name: string) {
    onNamed(id, name);
    chooseSource(desk, id);
    document.getElementById("article-text")?.focus({ preventScroll: true });
  }
  async function propose() {
    const answer = await requestJson("/api/sources", proposed, {
      method: "POST",
      body: { name: text.trim(), kind },
    });
    if (answer.ok) choose(answer.data.id, answer.data.name);
    else setProblem(answer.error.message);
  }
  return (
    <section aria-label="Who is the source" className="flex flex-col gap-3">
      <h2 className="text-base font-semibold">Who is the source?</h2>
      <Field
        label="Name"
        errors={problem ? [problem] : []}
        help="Alt and a digit choose; Enter takes the first."
      >
        {(control) => (
          <TextInput
            {...control}
            autoFocus
            value={text}
            onChange={(event) => setText(event.target.value)}
            onFocus={(event) => event.target.select()}
            onKeyDown={(event) => {
              const place =
                event.key === "Enter" ? 1 : event.altKey ? Number(event.code.replace("Digit", "")) : 0;
              const chosen = found?.[place - 1];
              if (!chosen) return;
              event.preventDefault();
              choose(chosen.id, chosen.name);
            }}
          />
        )}
      </Field>
      <ol className="flex flex-col gap-1">
        {found?.map((source, place) => (
          <li key={source.id}>
            <button
              type="button"
              onClick={() => choose(source.id, source.name)}
              className="flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-left text-sm hover:bg-surface-hover"
            >
              <Kbd>{place + 1}</Kbd>
              <span className="min-w-0 grow truncate">{source.name}</span>
              <span className="text-ink-muted">
                {labelOf(source.kind)}
                {source.isProposal && ", proposed"}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {text.trim() !== "" && (
        <div className="flex flex-col gap-2 rounded-md border border-border p-2.5">
          <p className="text-sm">Not there? Propose “{text.trim()}” as a new source.</p>
          <div className="flex gap-2">
            <div className="grow">
              <Select aria-label="What it is" value={kind} onChange={(event) => setKind(event.target.value)}>
                {sourceKinds.map((code) => (
                  <option key={code} value={code}>
                    {labelOf(code)}
                  </option>
                ))}
              </Select>
            </div>
            <Button onClick={() => void propose()}>Propose</Button>
          </div>
        </div>
      )}
      <Button size="sm" variant="ghost" className="self-start" onClick={() => desk.patch({ picker: null })}>
        Leave <Kbd>Esc</Kbd>
      </Button>
    </section>
  );
}
