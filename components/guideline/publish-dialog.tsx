"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import type { ActionResult } from "@/lib/action-result";

/** Publishes the saved draft, with a note on what is new; only a draft that is saved and says something new can be. */
export function PublishDialog({
  isDisabled,
  onPublish,
}: {
  isDisabled: boolean;
  onPublish: (note: string) => Promise<ActionResult<null>>;
}) {
  const [note, setNote] = useState("");
  async function confirm(): Promise<string | undefined> {
    const result = await onPublish(note);
    return result.ok ? undefined : result.message;
  }
  return (
    <ConfirmDialog
      trigger={
        <Button variant="primary" disabled={isDisabled}>
          Publish…
        </Button>
      }
      title="Publish this guideline?"
      description="It becomes the next version and can never be changed; a later version can replace it."
      confirmLabel="Publish"
      onConfirm={confirm}
    >
      <Field label="What is new" help="A line for the list of versions." isOptional>
        {(control) => (
          <TextInput
            {...control}
            value={note}
            maxLength={500}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
