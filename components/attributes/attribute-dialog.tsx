"use client";

import { useState } from "react";
import { ChoicesEditor } from "@/components/attributes/choices-editor";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import { TextInput } from "@/components/ui/text-input";
import {
  type AttributeDefinition,
  attributeDefinitions,
  attributeTypes,
  attributeTypeTerms,
  hasChoices,
  keyFrom,
} from "@/lib/attributes/schema";
import { readNumber } from "@/lib/attributes/values";
import { annotationKinds, labelOf } from "@/lib/vocabulary";

/** One attribute: made, or changed as far as what is published allows (its kind, key and type stay). */
export function AttributeDialog({
  kinds,
  definition,
  others,
  published,
  onDone,
  onClose,
}: {
  /** The kinds that the project marks. */
  kinds: readonly string[];
  definition: AttributeDefinition | null;
  others: readonly AttributeDefinition[];
  published: AttributeDefinition | null;
  onDone: (definition: AttributeDefinition) => void;
  onClose: () => void;
}) {
  const first = annotationKinds.find((kind) => kinds.includes(kind)) ?? "claim";
  const [draft, setDraft] = useState<AttributeDefinition>(definition ?? emptyAttribute(first));
  const [bounds, setBounds] = useState({ min: textOf(draft.min), max: textOf(draft.max) });
  const [isKeyOwn, setIsKeyOwn] = useState(definition !== null);
  const [errors, setErrors] = useState<Record<string, string[]>>({});
  const patch = (part: Partial<AttributeDefinition>) => setDraft((now) => ({ ...now, ...part }));

  function done() {
    const isNumber = draft.type === "number";
    const [min, max] = [bounds.min, bounds.max].map((typed) =>
      isNumber && typed.trim() !== "" ? readNumber(typed) : null,
    );
    const wrong: Record<string, string[]> = {};
    if (isNumber && bounds.min.trim() !== "" && min === null) wrong.min = ["This is not a number."];
    if (isNumber && bounds.max.trim() !== "" && max === null) wrong.max = ["This is not a number."];
    const next = {
      ...draft,
      min: min ?? null,
      max: max ?? null,
      unit: isNumber ? draft.unit : "",
      choices: hasChoices(draft) ? draft.choices : [],
      isOrdered: draft.type === "choice" && draft.isOrdered,
    };
    const parsed = attributeDefinitions.safeParse([...others, next]);
    for (const issue of parsed.error?.issues ?? []) {
      const [at, field] = issue.path;
      if (at !== others.length) continue;
      const name = String(field ?? "label");
      wrong[name] = [...(wrong[name] ?? []), issue.message];
    }
    setErrors(wrong);
    const made = parsed.data?.at(-1);
    if (made && Object.keys(wrong).length === 0) onDone(made);
  }
  const { type } = draft;
  return (
    <Dialog
      title={definition ? `Edit “${definition.label}”` : "A new attribute"}
      description={
        published
          ? "It was published: its kind, key and type stay as they are, and its choices can be retired."
          : undefined
      }
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant="primary" onClick={done}>
            {definition ? "Change it" : "Add it"}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          done();
        }}
      >
        <Field label="Name" errors={errors.label} isRequired>
          {(control) => (
            <TextInput
              {...control}
              value={draft.label}
              maxLength={80}
              onChange={(event) => {
                const label = event.currentTarget.value;
                patch({ label, ...(isKeyOwn ? {} : { key: keyFrom(label) }) });
              }}
            />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Asked of each">
            {(control) => (
              <Select
                {...control}
                value={draft.kind}
                disabled={published !== null}
                onChange={(event) => {
                  const kind = annotationKinds.find((one) => one === event.currentTarget.value);
                  if (kind) patch({ kind });
                }}
              >
                {annotationKinds.map((kind) => (
                  <option key={kind} value={kind}>
                    {labelOf(kind)}
                    {!kinds.includes(kind) && " (not marked in this project)"}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Type" help={attributeTypeTerms[type].help}>
            {(control) => (
              <Select
                {...control}
                value={type}
                disabled={published !== null}
                onChange={(event) => {
                  const next = attributeTypes.find((one) => one === event.currentTarget.value);
                  if (next) patch({ type: next });
                }}
              >
                {attributeTypes.map((one) => (
                  <option key={one} value={one}>
                    {attributeTypeTerms[one].label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        <Field
          label="Key"
          errors={errors.key}
          help="What stands in marks and files. It never changes once published."
        >
          {(control) => (
            <TextInput
              {...control}
              value={draft.key}
              maxLength={40}
              disabled={published !== null}
              onChange={(event) => {
                setIsKeyOwn(true);
                patch({ key: event.currentTarget.value });
              }}
            />
          )}
        </Field>
        <Field label="Help" errors={errors.help} help="A line under the field: when to say what." isOptional>
          {(control) => (
            <TextArea
              {...control}
              rows={2}
              value={draft.help}
              maxLength={500}
              onChange={(event) => patch({ help: event.currentTarget.value })}
            />
          )}
        </Field>
        {hasChoices(draft) && (
          <ChoicesEditor
            choices={draft.choices}
            published={published?.choices ?? []}
            errors={errors.choices ?? []}
            onChange={(choices) => patch({ choices })}
          />
        )}
        {type === "choice" && (
          <Checkbox
            label="The choices stand in a rank"
            help="From least to most, as above. Agreement then counts how far two answers are apart."
            checked={draft.isOrdered}
            onChange={(event) => patch({ isOrdered: event.currentTarget.checked })}
          />
        )}
        {type === "number" && (
          <div className="grid gap-4 sm:grid-cols-3">
            {(["min", "max"] as const).map((border) => (
              <Field
                key={border}
                label={border === "min" ? "Lowest" : "Highest"}
                errors={errors[border]}
                isOptional
              >
                {(control) => (
                  <TextInput
                    {...control}
                    inputMode="decimal"
                    value={bounds[border]}
                    onChange={(event) => setBounds({ ...bounds, [border]: event.currentTarget.value })}
                  />
                )}
              </Field>
            ))}
            <Field label="Unit" errors={errors.unit} isOptional>
              {(control) => (
                <TextInput
                  {...control}
                  value={draft.unit}
                  maxLength={40}
                  onChange={(event) => patch({ unit: event.currentTarget.value })}
                />
              )}
            </Field>
          </div>
        )}
        <Checkbox
          label="Must be answered"
          help="Whatever lacks it is listed among the problems; the settings say whether that stops a submission."
          checked={draft.isRequired}
          onChange={(event) => patch({ isRequired: event.currentTarget.checked })}
        />
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}

function emptyAttribute(kind: AttributeDefinition["kind"]): AttributeDefinition {
  return {
    kind,
    key: "",
    type: "choice",
    label: "",
    help: "",
    isRequired: false,
    isRetired: false,
    isOrdered: false,
    choices: [],
    min: null,
    max: null,
    unit: "",
  };
}

function textOf(value: number | null): string {
  return value === null ? "" : String(value);
}
