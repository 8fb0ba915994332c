"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { z } from "zod";
import { useAnswers } from "@/components/cards/use-answers";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorNote } from "@/components/ui/error-note";
import { KeyHint } from "@/components/ui/kbd";
import { Link } from "@/components/ui/link";
import { TextInput } from "@/components/ui/text-input";
import { labelOf } from "@/lib/vocabulary";

const listSchema = z.object({
  items: z.array(
    z.object({
      claimId: z.string(),
      quote: z.string(),
      kind: z.string(),
      articleId: z.string(),
      articleTitle: z.string(),
      cards: z.array(z.object({ id: z.string(), statement: z.string() })),
    }),
  ),
});
type Candidate = z.infer<typeof listSchema>["items"][number];

/** Claims that may say the same: likest first, or by a search; `y` same, `n` not the same, `l` later, arrows to move. */
export function CandidatePanel({ cardId, projectSlug }: { cardId: string; projectSlug: string }) {
  const [q, setQ] = useState("");
  const [found, setFound] = useState<{ q: string; items: Candidate[] | null }>();
  const { answer } = useAnswers(cardId);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(
      async () => {
        try {
          const address = `/api/cards/${cardId}/candidates?${new URLSearchParams({ q })}`;
          const response = await fetch(address, { signal: stop.signal });
          if (!response.ok) throw new Error(String(response.status));
          setFound({ q, items: listSchema.parse(await response.json()).items });
        } catch {
          if (!stop.signal.aborted) setFound({ q, items: null });
        }
      },
      q === "" ? 0 : 200,
    );
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [cardId, q]);

  async function say(candidate: Candidate, isSame: boolean, row: number) {
    if (!(await answer(candidate.claimId, isSame))) return;
    setFound((now) => now && { ...now, items: now.items?.filter((one) => one !== candidate) ?? null });
    // The row after the answered one takes its place and the focus.
    requestAnimationFrame(() => focusRow(row));
  }
  /** Puts a candidate at the end, unanswered; it is asked again on the next visit. */
  function putOff(candidate: Candidate, row: number) {
    setFound((now) => {
      if (!now?.items) return now;
      return { ...now, items: [...now.items.filter((one) => one !== candidate), candidate] };
    });
    requestAnimationFrame(() => focusRow(row));
  }
  function focusRow(row: number) {
    const rows = list.current?.querySelectorAll<HTMLElement>("li") ?? [];
    rows[Math.max(0, Math.min(row, rows.length - 1))]?.focus();
  }
  function press(event: KeyboardEvent, candidate: Candidate, row: number) {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "y") void say(candidate, true, row);
    else if (event.key === "n") void say(candidate, false, row);
    else if (event.key === "l") putOff(candidate, row);
    else if (event.key === "ArrowDown") focusRow(row + 1);
    else if (event.key === "ArrowUp") focusRow(row - 1);
    else return;
    event.preventDefault();
  }

  const items = found?.items ?? [];
  return (
    <Card
      title="Do these say the same?"
      lead="Claims of finished articles that resemble the card's, likest first. “Not the same” is kept as an answer; “Later” puts a claim off for this visit."
      isFlush
    >
      <div className="flex flex-wrap items-center gap-3 px-5 pb-3">
        <TextInput
          type="search"
          aria-label="Search claims"
          placeholder="Search claims"
          value={q}
          onChange={(event) => setQ(event.target.value)}
          className="max-w-72"
        />
        <KeyHint keys={["y"]}>same</KeyHint>
        <KeyHint keys={["n"]}>not the same</KeyHint>
        <KeyHint keys={["l"]}>later</KeyHint>
        <KeyHint keys={["↑", "↓"]}>move</KeyHint>
      </div>
      {found?.items === null && (
        <ErrorNote className="mx-5 mb-5">The candidates could not be read. Load the page again.</ErrorNote>
      )}
      {found?.items?.length === 0 && (
        <p className="px-5 pb-5 text-base text-ink-muted">
          {found.q === ""
            ? "No claim resembles this card's any more. Search for others by their words."
            : "No claim without an answer holds or resembles these words."}
        </p>
      )}
      <ul
        ref={list}
        aria-label="Candidates"
        aria-busy={!found}
        className="border-t border-border empty:hidden"
      >
        {items.map((candidate, row) => (
          <li
            key={candidate.claimId}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the row takes the keys y and n
            tabIndex={0}
            onKeyDown={(event) => press(event, candidate, row)}
            className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b border-border px-5 py-2.5 -outline-offset-2 last:border-0 focus:bg-lit"
          >
            <div className="min-w-0 flex-1 basis-64">
              <p className="text-base break-words">{candidate.quote}</p>
              <p className="text-sm text-ink-muted">
                <Link
                  className="link"
                  href={`/projects/${projectSlug}/outcome/${candidate.articleId}#mark-${candidate.claimId}`}
                >
                  {candidate.articleTitle}
                </Link>{" "}
                {labelOf(candidate.kind)}
              </p>
              {candidate.cards.length > 0 && (
                <p className="text-sm text-warning">
                  On another card already:{" "}
                  {candidate.cards.map((card, place) => (
                    <span key={card.id}>
                      {place > 0 && ", "}
                      <Link className="link" href={`/projects/${projectSlug}/claims/${card.id}`}>
                        {card.statement}
                      </Link>
                    </span>
                  ))}
                </p>
              )}
            </div>
            <div className="flex gap-1.5">
              <Button size="sm" onClick={() => say(candidate, true, row)}>
                Same
              </Button>
              <Button size="sm" variant="ghost" onClick={() => say(candidate, false, row)}>
                Not the same
              </Button>
              <Button size="sm" variant="ghost" onClick={() => putOff(candidate, row)}>
                Later
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
