"use client";

import { useState, useTransition } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { labelOf } from "@/lib/vocabulary";

/** Handing in: what is still open is listed and does not stop it; an article without marks must be said to have none. */
export function SubmitDialog({
  desk,
  onSubmit,
}: {
  desk: Desk;
  /** Answers why it did not work. */
  onSubmit: (nothingToMark: boolean) => Promise<string | null>;
}) {
  const [isNothing, setIsNothing] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [isPending, start] = useTransition();
  const isOpen = desk.ui.dialog === "submit";
  const { status, waiting } = desk.view.outbox;
  const isEmpty = desk.marks.length === 0;
  const byMessage = new Map<string, number>();
  for (const problem of desk.problems)
    byMessage.set(
      messageOf(problem.code, problem.message),
      (byMessage.get(messageOf(problem.code, problem.message)) ?? 0) + 1,
    );
  const counts = desk.view.model.kinds.map((kind) => {
    const n = desk.marks.filter((mark) => mark.annotation.kind === kind).length;
    return `${n} ${labelOf(kind).toLowerCase()}${n === 1 ? "" : "s"}`;
  });
  function close() {
    desk.patch({ dialog: null });
    setFailure(null);
    setIsNothing(false);
  }
  return (
    <Dialog
      title="Submit this article?"
      description={
        isEmpty ? "Nothing is marked." : `${counts.join(", ")}. You can recall it until a reviewer begins.`
      }
      isOpen={isOpen}
      onOpenChange={(next) => !next && close()}
      footer={
        <>
          <DialogClose>
            <Button>Not yet</Button>
          </DialogClose>
          <Button
            variant="primary"
            isPending={isPending}
            disabled={status !== "saved" || (isEmpty && !isNothing)}
            onClick={() =>
              start(async () => {
                const problem = await onSubmit(isEmpty);
                if (problem) setFailure(problem);
                else close();
              })
            }
          >
            Submit
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {status !== "saved" && (
          <ErrorNote title="Not everything is saved yet.">
            {waiting.length} {waiting.length === 1 ? "change waits" : "changes wait"}. This can be submitted
            once they are on the server.
          </ErrorNote>
        )}
        {isEmpty && (
          <Checkbox
            label="I have read it, and there is nothing to mark"
            help="That counts as an annotation like any other."
            checked={isNothing}
            onChange={(event) => setIsNothing(event.target.checked)}
          />
        )}
        {byMessage.size > 0 && (
          <div>
            <h3 className="mb-1 text-sm font-semibold">Still open</h3>
            <ul className="flex flex-col gap-1 text-sm text-ink-muted">
              {[...byMessage].map(([message, count]) => (
                <li key={message} className="flex gap-2">
                  <span className="w-6 shrink-0 text-right tabular-nums">{count}</span>
                  {message}
                </li>
              ))}
            </ul>
            <button
              type="button"
              className="link mt-2 text-sm"
              onClick={() => desk.patch({ dialog: null, sideTab: "problems", narrowPanel: "side" })}
            >
              Look at them
            </button>
          </div>
        )}
        {failure && <ErrorNote title="It was not submitted.">{failure}</ErrorNote>}
      </div>
    </Dialog>
  );
}

/** Problems that name their own words are counted together. */
function messageOf(code: string, message: string): string {
  return code === "unresolved" ? "Sources that are not resolved." : message;
}
