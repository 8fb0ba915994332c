"use client";

import { useEffect, useState } from "react";
import { z } from "zod";
import type { Desk, Picker } from "@/components/annotate/desk-state";
import { shorten } from "@/components/annotate/marks";
import { requestJson } from "@/components/annotate/request-json";
import { SuggestionList } from "@/components/annotate/suggestion-list";
import { useSuggestions } from "@/components/annotate/use-suggestions";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { TextArea } from "@/components/ui/text-area";
import { TextInput } from "@/components/ui/text-input";
import { type ObservationDto, observationSchema } from "@/lib/observations/schema";
import { sliceCodePoints } from "@/lib/text/code-points";

const listed = z.object({ items: z.array(observationSchema) });

/** Pins what somebody noticed about a source to the selected words; below it, what one has pinned in this article. */
export function ObservationForm({
  desk,
  picker,
  sourceNames,
  onNamed,
}: {
  desk: Desk;
  picker: Extract<Picker, { type: "observe" }>;
  sourceNames: Readonly<Record<string, string>>;
  onNamed: (id: string, name: string) => void;
}) {
  const { layerId } = desk;
  const [id] = useState(desk.newId);
  const [text, setText] = useState("");
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [pinned, setPinned] = useState<ObservationDto[]>([]);
  const here = [...new Set(desk.marks.flatMap((mark) => mark.sources.map((link) => link.sourceId)))];
  const { found, isFresh } = useSuggestions(text, desk.article.projectId, {
    same: [],
    here: text === "" ? here : [],
  });
  const quote = sliceCodePoints(desk.index, picker.span);
  const { sourceId } = picker;

  useEffect(() => {
    void requestJson(`/api/observations?layerId=${layerId}`, listed).then((answer) => {
      if (answer.ok) setPinned(answer.data.items);
    });
  }, [layerId]);

  async function pin() {
    if (!sourceId) return setProblem("Choose the source first.");
    if (note.trim() === "") return setProblem("Say what you noticed.");
    const body = { id, sourceId, layerId, ...picker.span, quote, note };
    const answer = await requestJson("/api/observations", observationSchema, { method: "POST", body });
    if (!answer.ok) return setProblem(answer.error.message);
    desk.patch({ picker: null });
    desk.say(`Pinned to ${answer.data.sourceName}.`);
    document.getElementById("article-text")?.focus({ preventScroll: true });
  }
  async function remove(one: ObservationDto) {
    const answer = await requestJson(`/api/observations/${one.id}`, z.unknown(), { method: "DELETE" });
    if (answer.ok) setPinned(pinned.filter((other) => other.id !== one.id));
    else setProblem(answer.error.message);
  }
  return (
    <section aria-label="Pin an observation" className="flex flex-col gap-3">
      <h2 className="text-base font-semibold">What did you notice about a source?</h2>
      <p className="text-sm" dir="auto">
        “{shorten(quote, 120)}”
      </p>
      {sourceId ? (
        <p className="flex items-center gap-2 text-sm">
          <span className="grow">About {sourceNames[sourceId] ?? "a source of the register"}</span>
          <Button
            size="sm"
            variant="ghost"
            onClick={() => desk.patch({ picker: { ...picker, sourceId: null } })}
          >
            Another
          </Button>
        </p>
      ) : (
        <>
          <Field label="About whom">
            {(control) => (
              <TextInput
                {...control}
                autoFocus
                value={text}
                autoComplete="off"
                onChange={(event) => setText(event.target.value)}
                onKeyDown={(event) => {
                  const first = found.items[0] ?? found.sounds[0];
                  if (event.key !== "Enter") return;
                  event.preventDefault();
                  if (!first || !isFresh) return;
                  onNamed(first.id, first.name);
                  desk.patch({ picker: { ...picker, sourceId: first.id } });
                }}
              />
            )}
          </Field>
          <SuggestionList
            items={[
              ...found.items,
              ...found.sounds.map((one) => ({ ...one, isProposal: false, why: "like" })),
            ]}
            onChoose={(one) => {
              onNamed(one.id, one.name);
              desk.patch({ picker: { ...picker, sourceId: one.id } });
            }}
          />
        </>
      )}
      <Field
        label="Observation"
        errors={problem ? [problem] : []}
        help="A remark, not a grade. It shows on the source's page to whoever may see this work."
      >
        {(control) => (
          <TextArea
            {...control}
            key={sourceId}
            autoFocus={sourceId !== null}
            rows={3}
            value={note}
            maxLength={4_000}
            onChange={(event) => setNote(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              void pin();
            }}
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button size="sm" variant="primary" onClick={() => void pin()}>
          Pin
        </Button>
        <Button size="sm" variant="ghost" onClick={() => desk.patch({ picker: null })}>
          Leave <Kbd>Esc</Kbd>
        </Button>
      </div>
      {pinned.length > 0 && (
        <div>
          <h3 className="mb-1 text-sm font-medium">Pinned by you in this article</h3>
          <ul className="flex flex-col gap-2">
            {pinned.map((one) => (
              <li key={one.id} className="flex items-start gap-2 text-sm">
                <span className="min-w-0 grow">
                  {one.note}
                  <span className="block truncate text-ink-muted" dir="auto">
                    {one.sourceName}: “{shorten(one.quote, 60)}”
                  </span>
                </span>
                <Button size="sm" variant="ghost" onClick={() => void remove(one)}>
                  Take back
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
