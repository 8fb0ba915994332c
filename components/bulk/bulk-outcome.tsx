"use client";

import { useState, useTransition } from "react";
import { BulkItems } from "@/components/bulk/bulk-items";
import type { FormAction } from "@/components/forms/action-form";
import { reaching } from "@/components/forms/reaching";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import type { BulkResult } from "@/lib/bulk/schema";

/** What an act on many rows did, with its one undo; stays until it is closed. */
export function BulkOutcome({
  slug,
  result,
  undo,
  onUndone,
  onClose,
}: {
  slug: string;
  result: BulkResult;
  undo: FormAction<BulkResult>;
  onUndone: (result: BulkResult) => void;
  onClose: () => void;
}) {
  const [problem, setProblem] = useState<string>();
  const [isPending, startTransition] = useTransition();
  function takeBack() {
    startTransition(async () => {
      const data = new FormData();
      data.set("slug", slug);
      data.set("id", result.id);
      const answer = await reaching(undo)(null, data);
      if (answer.ok) onUndone(answer.data);
      else setProblem(answer.message);
    });
  }
  const shown = result.undone ?? result.items;
  const done = shown.filter((item) => item.isDone).length;
  const refused = shown.length - done;
  const verb = result.undone ? "Undone" : "Done";
  return (
    <div role="status" className="mb-4">
      <ErrorNote
        tone="info"
        title={`${verb}: ${done} ${done === 1 ? "row" : "rows"}${refused > 0 ? `, ${refused} passed over` : ""}.`}
        action={
          <span className="flex gap-2">
            {result.undoable > 0 && (
              <Button size="sm" isPending={isPending} onClick={takeBack}>
                Undo {result.undoable === done ? "" : `${result.undoable} `}
              </Button>
            )}
            <Button size="sm" variant="ghost" onClick={onClose}>
              Close
            </Button>
          </span>
        }
      >
        {problem}
        <details className="mt-1 text-sm">
          <summary className="cursor-pointer text-ink-muted">Row by row</summary>
          <div className="mt-2">
            <BulkItems items={shown} />
          </div>
        </details>
      </ErrorNote>
    </div>
  );
}
