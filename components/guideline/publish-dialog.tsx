"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import type { ActionResult } from "@/lib/action-result";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { anchorWords } from "@/lib/guidelines/anchors";
import type { GuidelineAnchor } from "@/lib/guidelines/schema";

/** Publishes the saved draft, with a note on what is new; only a draft that is saved and says something new can be. */
export function PublishDialog({
  isDisabled,
  proposed,
  attributes,
  onPublish,
}: {
  isDisabled: boolean;
  /** The rules whose words differ from the version in use. */
  proposed: readonly GuidelineAnchor[];
  /** The project's own attributes. */
  attributes: readonly AttributeDefinition[];
  onPublish: (note: string, changed: readonly GuidelineAnchor[]) => Promise<ActionResult<null>>;
}) {
  const [note, setNote] = useState("");
  const [changed, setChanged] = useState(proposed);
  async function confirm(): Promise<string | undefined> {
    const result = await onPublish(note, changed);
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
      {proposed.length > 0 && (
        <fieldset className="mb-4">
          <legend className="pb-1 text-sm font-medium">Which rules ask something else now?</legend>
          <p className="mb-2 text-sm text-ink-muted">
            The version's page then leads to the marks made under the old ones. Untick what was only worded
            better.
          </p>
          <div className="flex flex-col gap-1.5">
            {proposed.map((anchor) => (
              <Checkbox
                key={anchor}
                label={anchorWords(anchor, attributes)}
                checked={changed.includes(anchor)}
                onChange={() =>
                  setChanged(
                    changed.includes(anchor) ? changed.filter((one) => one !== anchor) : [...changed, anchor],
                  )
                }
              />
            ))}
          </div>
        </fieldset>
      )}
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
