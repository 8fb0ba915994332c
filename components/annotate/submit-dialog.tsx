"use client";

import { useState, useTransition } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { nextAfterSubmission } from "@/components/annotate/layer-banner";
import { OrphanProblems } from "@/components/annotate/orphan-choices";
import { ProblemList } from "@/components/annotate/problem-list";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { labelOf } from "@/lib/vocabulary";

/**
 * Handing in: what is still open is listed and leads to its mark; it stops the submission only where the project says
 * so. An article without marks must be said to have none. Once it is handed in, the focus is on what comes next.
 */
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
  const blocking = desk.problems.filter((problem) => problem.isBlocking);
  const others = desk.problems.filter((problem) => !problem.isBlocking);
  const counts = (isOpen ? desk.view.model.kinds : []).map((kind) => {
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
      focusAfter={nextAfterSubmission}
      footer={
        <>
          <DialogClose>
            <Button>Not yet</Button>
          </DialogClose>
          <Button
            variant="primary"
            isPending={isPending}
            disabled={
              status !== "saved" ||
              blocking.length > 0 ||
              desk.carried.openCount > 0 ||
              (isEmpty && !isNothing)
            }
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
            once {waiting.length === 1 ? "it is" : "they are"} on the server.
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
        <OrphanProblems desk={desk} onJump={close} />
        {blocking.length > 0 && (
          <ErrorNote
            title={
              blocking.length === 1
                ? "One thing has to be settled first."
                : `${blocking.length} things have to be settled first.`
            }
          >
            This project insists on it. Each of them leads to its mark.
          </ErrorNote>
        )}
        {blocking.length > 0 && (
          <section aria-label="To settle first" className="-mx-3">
            <ProblemList desk={desk} problems={blocking} onJump={close} />
          </section>
        )}
        {others.length > 0 && (
          <section aria-label="Still open" className="-mx-3">
            <h3 className="px-3 text-sm font-semibold">
              Still open <span className="font-normal text-ink-muted">{others.length}, and no obstacle</span>
            </h3>
            <ProblemList desk={desk} problems={others} onJump={close} />
          </section>
        )}
        {failure && <ErrorNote title="It was not submitted.">{failure}</ErrorNote>}
      </div>
    </Dialog>
  );
}
