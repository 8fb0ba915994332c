"use client";

import { X } from "lucide-react";
import { useEffect, useState } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { mainRole, shorten, wordsOf } from "@/components/annotate/marks";
import { differencesOf } from "@/components/annotate/object-fields";
import { requestJson } from "@/components/annotate/request-json";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { IconButton } from "@/components/ui/icon-button";
import { Time } from "@/components/ui/time";
import { type MarkEvent, markEventPage } from "@/lib/layers/history-schema";
import type { LayerObject, LayerObjectType } from "@/lib/layers/schema";

const nouns: Partial<Record<LayerObjectType, string>> = {
  claimLink: "a link",
  attributionSource: "who the source is",
  restsOn: "what it rests on",
  reuseLink: "the twin",
};
const verbs: Record<string, string> = {
  created: "made",
  changed: "changed",
  deleted: "deleted",
  restored: "brought back",
};

/** Who changed a mark and what hangs on it, when, and how it was before and after; what waits to be saved is not in it yet. */
export function MarkHistory({
  desk,
  markId,
  sourceNames,
}: {
  desk: Desk;
  markId: string;
  sourceNames: Readonly<Record<string, string>>;
}) {
  const [events, setEvents] = useState<MarkEvent[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const saved = desk.view.model.steps.length;
  const { layerId } = desk;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each save may be one more line
  useEffect(() => {
    let isLeft = false;
    void load(layerId, markId, null).then((answer) => {
      if (isLeft) return;
      setFailure(answer.ok ? null : answer.error.message);
      if (!answer.ok) return;
      setEvents(answer.data.items);
      setNext(answer.data.next);
    });
    return () => {
      isLeft = true;
    };
  }, [layerId, markId, saved]);
  async function more() {
    const answer = await load(layerId, markId, next);
    setFailure(answer.ok ? null : answer.error.message);
    if (!answer.ok) return;
    setEvents((now) => [...(now ?? []), ...answer.data.items]);
    setNext(answer.data.next);
  }
  const wordsFor = (id: string) => {
    const mark = desk.marks.find((one) => one.annotation.id === id);
    return mark
      ? `“${shorten(wordsOf(mark.annotation, mainRole(mark.annotation)), 60)}”`
      : (sourceNames[id] ?? "");
  };
  const waiting = desk.view.outbox.waiting.length;
  return (
    <section aria-label="History of this mark" className="flex flex-col gap-3">
      <div className="flex items-center gap-2">
        <h2 className="grow text-sm font-semibold">History of this mark</h2>
        <IconButton
          label="Leave the history"
          size="sm"
          icon={<X />}
          onClick={() => desk.patch({ picker: null })}
        />
      </div>
      {failure && <ErrorNote>{failure}</ErrorNote>}
      {waiting > 0 && <p className="text-sm text-ink-muted">What is not saved yet comes when it is.</p>}
      {!events && !failure && <p className="text-sm text-ink-muted">Looking it up …</p>}
      <ol className="flex flex-col divide-y divide-border border-y border-border">
        {(events ?? []).map((event) => (
          <Line key={event.id} event={event} wordsFor={wordsFor} />
        ))}
      </ol>
      {next && (
        <Button size="sm" onClick={() => void more()}>
          Earlier changes
        </Button>
      )}
    </section>
  );
}

function Line({ event, wordsFor }: { event: MarkEvent; wordsFor: (id: string) => string }) {
  const { change } = event;
  const visible = (object: LayerObject | null) => (object && !object.deleted ? object : null);
  const differences = change ? differencesOf(visible(change.before), visible(change.after), wordsFor) : [];
  const noun = change && nouns[change.after.type];
  const verb = verbs[event.type.split(".").at(-1) ?? ""] ?? "changed";
  return (
    <li className="py-2 text-sm">
      <p>
        <span className="font-medium">{event.isOwn ? "You" : event.who}</span> {verb} {noun ?? "it"}
        {event.isUndo && " by undo or redo"}
        {" · "}
        <Time value={event.at} className="text-ink-muted" />
      </p>
      {!change && (
        <p className="text-ink-muted">What it said was blanked by a decision of the administrator.</p>
      )}
      <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5">
        {differences.map((difference) => (
          <div key={difference.name} className="contents">
            <dt className="text-ink-muted">{difference.label}</dt>
            <dd className="break-words">
              {difference.before !== null && (
                <del className="text-ink-muted">
                  <span className="sr-only">before: </span>
                  {difference.before}
                </del>
              )}
              {difference.before !== null && difference.after !== null && " → "}
              {difference.after !== null && (
                <ins className="no-underline">
                  <span className="sr-only">after: </span>
                  {difference.after}
                </ins>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function load(layerId: string, markId: string, cursor: string | null) {
  const query = cursor ? `?${new URLSearchParams({ cursor })}` : "";
  return requestJson(`/api/layers/${layerId}/marks/${markId}/history${query}`, markEventPage);
}
