"use client";

import { type FormEvent, useState, useTransition } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";

const FORM = "skip-article";

/** Giving the article back with a reason; it goes to somebody else, and what was marked is kept but not counted. */
export function SkipDialog({
  desk,
  onSkip,
}: {
  desk: Desk;
  /** Answers why it did not work. */
  onSkip: (reason: string) => Promise<string | null>;
}) {
  const [reason, setReason] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const [isPending, start] = useTransition();
  const marks = desk.marks.length;
  const isSaved = desk.view.outbox.status === "saved";
  function close() {
    desk.patch({ dialog: null });
    setFailure(null);
  }
  function skip(event: FormEvent) {
    event.preventDefault();
    start(async () => setFailure(await onSkip(reason)));
  }
  return (
    <Dialog
      title="Skip this article?"
      description="It goes to somebody else, and you will not be given it again."
      isOpen={desk.ui.dialog === "skip"}
      onOpenChange={(next) => !next && close()}
      footer={
        <>
          <DialogClose>
            <Button>Keep it</Button>
          </DialogClose>
          <Button
            type="submit"
            form={FORM}
            variant="danger"
            isPending={isPending}
            disabled={!isSaved || reason.trim() === ""}
          >
            Skip
          </Button>
        </>
      }
    >
      <form id={FORM} onSubmit={skip} className="flex flex-col gap-4">
        {marks > 0 && (
          <ErrorNote
            tone="warning"
            title={`${marks} ${marks === 1 ? "mark" : "marks"} will be closed with it.`}
          >
            They are kept in the history and take no part in the review.
          </ErrorNote>
        )}
        <Field
          label="Reason"
          help="The manager reads it: not my language, I know the author, the text is broken …"
          isRequired
        >
          {(control) => (
            <TextArea
              {...control}
              rows={3}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {failure && <ErrorNote title="It was not skipped.">{failure}</ErrorNote>}
      </form>
    </Dialog>
  );
}
