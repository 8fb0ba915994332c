"use client";

import { useState } from "react";
import { z } from "zod";
import type { Desk } from "@/components/annotate/desk-state";
import { chooseSource } from "@/components/annotate/link-actions";
import { wordsOf } from "@/components/annotate/marks";
import { proposedKind, resolvedHere } from "@/components/annotate/mentions";
import { requestJson } from "@/components/annotate/request-json";
import { SuggestionList } from "@/components/annotate/suggestion-list";
import { useSuggestions } from "@/components/annotate/use-suggestions";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { bareName, compoundParts } from "@/lib/sources/bare-name";
import type { SoundingAlike } from "@/lib/sources/schema";
import { labelOf, sourceKinds } from "@/lib/vocabulary";

const nobody = { same: [], here: [] };
const proposed = z.object({ id: z.string(), name: z.string() });

/**
 * Who an attribution's source is: suggestions for its words, a question where a name sounds like another's, and a
 * proposal where the register has nobody. Nothing is resolved without a choice; Shift keeps the question open for the
 * rest of a compound source.
 */
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
  const words = mark ? wordsOf(mark.annotation, "source") : "";
  const parts = compoundParts(words);
  const [text, setText] = useState(words);
  const [kind, setKind] = useState<string>(mark ? proposedKind(mark) : "organisation");
  const [problem, setProblem] = useState<string | null>(null);
  const { projectId } = desk.article;
  // Whoever types another name looks for that one, not for those of the article.
  const near = text === words ? resolvedHere(desk.marks, markId) : nobody;
  const { found, isFresh, problem: searchProblem } = useSuggestions(text, projectId, near);
  const name = bareName(text);

  function choose(source: { id: string; name: string }, isMore = false) {
    onNamed(source.id, source.name);
    chooseSource(desk, source, isMore);
    if (isMore) return setText("");
    document.getElementById("article-text")?.focus({ preventScroll: true });
  }
  async function chooseAsSpelling(source: SoundingAlike) {
    const body = { sourceId: source.id, name, kind: "transliteration" };
    const answer = await requestJson("/api/sources/aliases", z.object({ id: z.string() }), {
      method: "POST",
      body,
    });
    choose(source);
    if (answer.ok) desk.say(`“${name}” is now a transliteration of ${source.name}.`);
    else desk.say(answer.error.message, "danger");
  }
  async function propose() {
    const answer = await requestJson("/api/sources", proposed, {
      method: "POST",
      // Whom it sounds like stands above, and was passed over.
      body: { name: text.trim(), kind, isDistinct: found.sounds.length > 0 },
    });
    if (answer.ok) choose(answer.data);
    else setProblem(answer.error.message);
  }
  const errors = [problem, searchProblem].filter((one) => one !== null);
  return (
    <section aria-label="Who is the source" className="flex flex-col gap-3">
      <h2 className="text-base font-semibold">Who is the source?</h2>
      {parts.length > 1 && (
        <div className="flex flex-wrap items-center gap-1.5 text-sm">
          <span className="text-ink-muted">One at a time:</span>
          {parts.map((part) => (
            <Button key={part} size="sm" onClick={() => setText(part)}>
              {part}
            </Button>
          ))}
        </div>
      )}
      <Field
        label="Name"
        errors={errors}
        help="Alt and a digit choose, Enter takes the first; with Shift the next of several follows. A spokesperson without a name is the organisation."
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
              const chosen = found.items[place - 1];
              if (place < 1) return;
              event.preventDefault();
              // Where a question is open, Enter alone must not pass it by for somebody who is merely near.
              const isAsked = found.sounds.length > 0 && event.key === "Enter";
              if (isAsked && ["here", "like"].includes(chosen?.why ?? "")) return;
              if (chosen && isFresh) choose(chosen, event.shiftKey);
            }}
          />
        )}
      </Field>
      {mark && mark.sources.length > 0 && (
        <p className="text-sm text-ink-muted">
          {mark.sources.length === 1 ? "One source is chosen already." : `${mark.sources.length} are chosen.`}
        </p>
      )}
      {found.sounds.map((source) => (
        <div
          key={source.id}
          className="flex flex-col gap-2 rounded-md border border-border-strong bg-accent-soft p-2.5"
        >
          <p className="text-sm">
            Is “{name}” {source.name}? The names sound alike
            {source.matched !== source.name && <> (“{source.matched}”)</>}.
          </p>
          <div className="flex flex-wrap gap-2">
            {found.mayAddAlias && (
              <Button size="sm" variant="primary" onClick={() => void chooseAsSpelling(source)}>
                Yes, add as transliteration
              </Button>
            )}
            <Button
              size="sm"
              variant={found.mayAddAlias ? "secondary" : "primary"}
              onClick={() => choose(source)}
            >
              Yes, only here
            </Button>
          </div>
        </div>
      ))}
      <SuggestionList items={found.items} onChoose={(source) => choose(source)} />
      {text.trim() !== "" && (
        <div className="flex flex-col gap-2 rounded-md border border-border p-2.5">
          <p className="text-sm">
            {found.sounds.length > 0 ? "Somebody else?" : "Not there?"} Propose “{text.trim()}” as a new
            source.
          </p>
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
        {mark && mark.sources.length > 0 ? "Done" : "Leave"} <Kbd>Esc</Kbd>
      </Button>
    </section>
  );
}
