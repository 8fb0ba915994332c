"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import type { ActionResult } from "@/lib/action-result";
import type { AttributePreview } from "@/lib/attributes/schema";

/** Shows what publishing does to open, handed in and finished articles, then publishes. */
export function PublishAttributes({
  isDisabled,
  onPreview,
  onPublish,
}: {
  isDisabled: boolean;
  onPreview: () => Promise<ActionResult<AttributePreview>>;
  /** Answers why it could not be. */
  onPublish: (note: string) => Promise<string | undefined>;
}) {
  const [shown, setShown] = useState<AttributePreview | null>(null);
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState<string>();
  const [isPending, start] = useTransition();
  function open() {
    start(async () => {
      const answer = await onPreview();
      setProblem(answer.ok ? (answer.data.refusal ?? undefined) : answer.message);
      setShown(answer.ok ? answer.data : { effects: [], refusal: answer.message });
    });
  }
  function confirm() {
    start(async () => {
      const refused = await onPublish(note);
      setProblem(refused);
      if (refused === undefined) {
        setShown(null);
        setNote("");
      }
    });
  }
  return (
    <>
      <Button variant="primary" disabled={isDisabled} isPending={isPending && shown === null} onClick={open}>
        Publish…
      </Button>
      <Dialog
        title="Publish these attributes?"
        description="They become the next version, which never changes; a later version can replace it."
        size="lg"
        isOpen={shown !== null}
        onOpenChange={(isOpen) => !isOpen && setShown(null)}
        footer={
          <>
            <DialogClose>
              <Button>Cancel</Button>
            </DialogClose>
            <Button
              variant="primary"
              isPending={isPending}
              disabled={shown?.refusal !== null}
              onClick={confirm}
            >
              Publish
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          {problem && <ErrorNote>{problem}</ErrorNote>}
          <ul className="flex flex-col gap-4">
            {shown?.effects.map((effect) => (
              <li key={effect.what} className="rounded-md border border-border p-3">
                <p className="font-medium">{effect.what}</p>
                <dl className="mt-2 grid grid-cols-[6rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
                  <dt className="text-ink-muted">Open</dt>
                  <dd>{effect.open}</dd>
                  <dt className="text-ink-muted">Handed in</dt>
                  <dd>{effect.submitted}</dd>
                  <dt className="text-ink-muted">Finished</dt>
                  <dd>{effect.finished}</dd>
                </dl>
              </li>
            ))}
          </ul>
          <Field label="What is new" help="A line for the history of this project." isOptional>
            {(control) => (
              <TextInput
                {...control}
                value={note}
                maxLength={500}
                onChange={(event) => setNote(event.currentTarget.value)}
              />
            )}
          </Field>
        </div>
      </Dialog>
    </>
  );
}
