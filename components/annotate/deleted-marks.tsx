"use client";

import { Undo2 } from "lucide-react";
import { useEffect, useState } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { mainRole, shorten, wordsOf } from "@/components/annotate/marks";
import { requestJson } from "@/components/annotate/request-json";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { Time } from "@/components/ui/time";
import { type DeletedMark, deletedMarkPage } from "@/lib/layers/history-schema";
import { labelOf } from "@/lib/vocabulary";

/** The marks that were deleted from this layer, the last one first; each can be brought back with its links. */
export function DeletedMarks({ desk }: { desk: Desk }) {
  const [rows, setRows] = useState<DeletedMark[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const saved = desk.view.model.steps.length;
  const { layerId } = desk;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each save may have deleted one or brought one back
  useEffect(() => {
    let isLeft = false;
    void load(layerId, null).then((answer) => {
      if (isLeft) return;
      setFailure(answer.ok ? null : answer.error.message);
      if (!answer.ok) return;
      setRows(answer.data.items);
      setNext(answer.data.next);
    });
    return () => {
      isLeft = true;
    };
  }, [layerId, saved]);
  async function more() {
    const answer = await load(layerId, next);
    setFailure(answer.ok ? null : answer.error.message);
    if (!answer.ok) return;
    setRows((now) => [...(now ?? []), ...answer.data.items]);
    setNext(answer.data.next);
  }
  // One that was brought back a moment ago is in the text already.
  const shown = (rows ?? []).filter((row) => desk.view.model.objects.get(row.object.id)?.deleted !== false);
  return (
    <section aria-label="Deleted marks" className="flex flex-col">
      {failure && <ErrorNote className="m-3">{failure}</ErrorNote>}
      {!rows && !failure && <p className="px-3 py-3 text-sm text-ink-muted">Looking them up …</p>}
      {rows && shown.length === 0 && (
        <p className="px-3 py-3 text-sm text-ink-muted">
          Nothing has been deleted here. What you delete can be brought back from this list.
        </p>
      )}
      <ol className="divide-y divide-border">
        {shown.map((row) => (
          <li key={row.object.id} className="flex flex-wrap items-start gap-2 px-3 py-2 text-sm">
            <div className="min-w-0 grow basis-40">
              <p className="break-words">{lineOf(row)}</p>
              <p className="text-xs text-ink-muted">
                {row.who && `${row.who}, `}
                <Time value={row.at} />
                {row.links.length > 0 &&
                  `, with ${row.links.length} ${row.links.length === 1 ? "link" : "links"}`}
              </p>
            </div>
            <Button
              size="sm"
              icon={<Undo2 />}
              disabled={!desk.isEditable}
              aria-label={`Bring back: ${lineOf(row)}`}
              onClick={() => desk.restore(row)}
            >
              Bring back
            </Button>
          </li>
        ))}
      </ol>
      {next && (
        <Button size="sm" className="m-3" onClick={() => void more()}>
          Deleted earlier
        </Button>
      )}
    </section>
  );
}

function lineOf({ object }: DeletedMark): string {
  if (object.type !== "annotation") return labelOf(object.type);
  return `${labelOf(object.kind)}: “${shorten(wordsOf(object, mainRole(object)), 90)}”`;
}

function load(layerId: string, cursor: string | null) {
  const query = cursor ? `?${new URLSearchParams({ cursor })}` : "";
  return requestJson(`/api/layers/${layerId}/deleted${query}`, deletedMarkPage);
}
