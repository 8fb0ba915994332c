"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { anchorsFor, anchorWords, readAnchor } from "@/lib/guidelines/anchors";
import type { GuidelineAnchor } from "@/lib/guidelines/schema";

/** What makes a place an example: the rule it stands under, and what it shows. */
export type ExampleWish = { anchor: GuidelineAnchor; note: string | null };

/** Asks under which rule a place becomes an example; for an open place it waits for the decision. */
export function ExampleDialog({
  anchor,
  attributes,
  isDecided,
  onClose,
  onAdd,
}: {
  anchor: GuidelineAnchor;
  /** The project's own attributes. */
  attributes: readonly AttributeDefinition[];
  isDecided: boolean;
  onClose: () => void;
  onAdd: (wish: ExampleWish) => void;
}) {
  const [chosen, setChosen] = useState(anchor);
  const [note, setNote] = useState("");
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Make it an example"
      description={
        isDecided
          ? "It stands under the rule with today's date. Annotators see it once this article is finished."
          : "It is added with your next decision about this place, and stands under the rule with the date."
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            data-aim=""
            onClick={() => onAdd({ anchor: chosen, note: note.trim() || null })}
          >
            Add the example
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="Rule">
          {(control) => (
            <Select
              {...control}
              value={chosen}
              onChange={(event) => setChosen(readAnchor(event.target.value) ?? anchor)}
            >
              {anchorsFor(attributes).map((one) => (
                <option key={one} value={one}>
                  {anchorWords(one, attributes)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="What it shows" isOptional>
          {(control) => (
            <TextArea
              {...control}
              rows={2}
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
