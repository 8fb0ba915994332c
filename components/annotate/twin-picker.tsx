"use client";

import { useState } from "react";
import type { Desk, Picker } from "@/components/annotate/desk-state";
import { chooseTwin, openOutside } from "@/components/annotate/link-actions";
import { showChoice } from "@/components/annotate/twin-beside";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { Skeleton } from "@/components/ui/skeleton";
import { TextArea } from "@/components/ui/text-area";
import { TextInput } from "@/components/ui/text-input";
import { sliceCodePoints } from "@/lib/text/code-points";

/** Passages that resemble the selection, found by their text; nothing is linked until one is chosen. */
export function TwinPicker({ desk, picker }: { desk: Desk; picker: Extract<Picker, { type: "twin" }> }) {
  const { candidates, failure, preview } = picker;
  const compared = preview === null ? undefined : candidates?.[preview];
  return (
    <section aria-label="Choose the twin" className="flex flex-col gap-3">
      <h2 className="text-base font-semibold">Which passage is its twin?</h2>
      {failure && <ErrorNote title="The search did not work.">{failure}</ErrorNote>}
      {!candidates && !failure && <Skeleton className="h-24" />}
      {candidates?.length === 0 && (
        <p className="text-sm text-ink-muted">
          Nothing like it in the articles you can see, by its words or by its names and numbers. Give its
          address, or mark the duplicate now and its twin later.
        </p>
      )}
      <ol className="flex flex-col gap-2">
        {candidates?.map((candidate, place) => (
          <li
            key={`${candidate.versionId} ${candidate.start}`}
            aria-current={place === preview || undefined}
            className="rounded-md border border-border aria-[current]:border-accent aria-[current]:bg-accent-soft"
          >
            <button
              type="button"
              onClick={() => chooseTwin(desk, { candidate })}
              className="flex w-full gap-2.5 rounded-md p-2.5 text-left hover:bg-surface-hover"
            >
              <Kbd>{place + 1}</Kbd>
              <span className="min-w-0 grow text-sm">
                <span className="mb-0.5 flex gap-2 text-ink-muted">
                  <span className="truncate" dir="auto">
                    {candidate.isSameArticle ? "In this article" : candidate.title}
                    {candidate.project !== null && ` (${candidate.project})`}
                  </span>
                  <span className="ml-auto whitespace-nowrap tabular-nums">
                    {candidate.ground === "names" ? "same names" : `${Math.round(candidate.score * 100)} %`}
                  </span>
                </span>
                <span className="text-ink-muted">{candidate.before && `…${candidate.before}`}</span>
                <span className="mark mark-duplicate">{candidate.quote}</span>
                <span className="text-ink-muted">{candidate.after && `${candidate.after}…`}</span>
              </span>
            </button>
            <div className="flex justify-end px-2.5 pb-2">
              <Button
                size="sm"
                variant="ghost"
                aria-label={`Compare passage ${place + 1} with the text`}
                aria-pressed={place === preview}
                onClick={() => showChoice(desk, place === preview ? null : place)}
              >
                {place === preview ? "Close" : "Compare"}
              </Button>
            </div>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => openOutside(desk)}>
          Outside <Kbd>{desk.keyOf("outside")}</Kbd>
        </Button>
        {compared && (
          <Button size="sm" variant="primary" onClick={() => chooseTwin(desk, { candidate: compared })}>
            Link the one compared <Kbd>Enter</Kbd>
          </Button>
        )}
        {picker.markId === null && (
          <Button size="sm" onClick={() => chooseTwin(desk, null)}>
            Mark without a twin {!compared && <Kbd>Enter</Kbd>}
          </Button>
        )}
        <Button size="sm" variant="ghost" onClick={() => desk.patch({ picker: null })}>
          Leave <Kbd>Esc</Kbd>
        </Button>
      </div>
    </section>
  );
}

/** A twin outside this project: its address and its words. */
export function OutsideForm({ desk, picker }: { desk: Desk; picker: Extract<Picker, { type: "outside" }> }) {
  const [url, setUrl] = useState("https://");
  const [quote, setQuote] = useState(() => sliceCodePoints(desk.index, picker.span));
  const [problem, setProblem] = useState<string | null>(null);
  function save() {
    const address = URL.canParse(url.trim()) ? new URL(url.trim()) : null;
    if (!address || !/^https?:$/.test(address.protocol) || !address.hostname.includes("."))
      return setProblem("Give the whole address, with https://.");
    if (quote.trim() === "") return setProblem("Give the words of the twin.");
    chooseTwin(desk, { url: address.href, quote: quote.trim().normalize("NFC") });
  }
  return (
    <form
      aria-label="Twin outside"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h2 className="text-base font-semibold">A twin outside</h2>
      <Field label="Address" errors={problem ? [problem] : []}>
        {(control) => (
          <TextInput
            {...control}
            autoFocus
            value={url}
            inputMode="url"
            onChange={(event) => setUrl(event.target.value)}
          />
        )}
      </Field>
      <Field label="Its words there" help="As they stand on that page; change them where they differ.">
        {(control) => (
          <TextArea {...control} rows={5} value={quote} onChange={(event) => setQuote(event.target.value)} />
        )}
      </Field>
      <div className="flex gap-2">
        <Button size="sm" variant="primary" type="submit">
          Link
        </Button>
        <Button size="sm" variant="ghost" onClick={() => desk.patch({ picker: null })}>
          Leave
        </Button>
      </div>
    </form>
  );
}
