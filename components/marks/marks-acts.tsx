"use client";

import { type ReactNode, useState } from "react";
import { type BulkActions, BulkDialog } from "@/components/bulk/bulk-dialog";
import { ValueOptions } from "@/components/marks/marks-filters";
import { SourcePicker } from "@/components/sources/source-picker";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import type { BulkResult } from "@/lib/bulk/schema";
import { type markActs, resolveWays } from "@/lib/marks/schema";
import { annotationKinds, labelOf } from "@/lib/vocabulary";

type Act = { label: string; title: string; description: string; fields: ReactNode };

const wayLabels: Record<(typeof resolveWays)[number], string> = {
  only: "The chosen ones only",
  also: "The chosen ones beside those it has",
  instead: "The chosen ones instead of one of those it has",
};

const actsOf = (attributes: readonly AttributeDefinition[]): Record<(typeof markActs)[number], Act> => ({
  relabel: {
    label: "Relabel",
    title: "Relabel marks",
    description: "Each becomes a further decision about its place; its annotators see it in their feedback.",
    fields: (
      <Field label="What the marks are to say">
        {(control) => (
          <Select {...control} name="value">
            <ValueOptions attributes={attributes} />
          </Select>
        )}
      </Field>
    ),
  },
  kind: {
    label: "Change kind",
    title: "Change the kind of marks",
    description:
      "The words stay. What only the old kind says is given up; a mark to which something is tied that the new kind has no place for stays as it is.",
    fields: (
      <Field label="What the marks are">
        {(control) => (
          <Select {...control} name="to">
            {annotationKinds.map((kind) => (
              <option key={kind} value={kind}>
                {labelOf(kind)}
              </option>
            ))}
          </Select>
        )}
      </Field>
    ),
  },
  resolve: {
    label: "Set source",
    title: "Set the source of attributions",
    description: "Each becomes a further decision about its place; its annotators see it in their feedback.",
    fields: <ResolveFields />,
  },
  comment: {
    label: "Comment",
    title: "Comment on marks",
    description:
      "A thread with your comment begins at the words of each mark. Whoever may read others' comments on its article can answer it.",
    fields: (
      <Field label="Comment" isRequired>
        {(control) => <TextArea {...control} name="comment" rows={3} maxLength={2_000} />}
      </Field>
    ),
  },
  return: {
    label: "Return articles",
    title: "Return the marks' articles",
    description: "Everybody who annotated them gets them back with your comment. A finished article stays.",
    fields: (
      <Field label="What to look at again" isRequired>
        {(control) => <TextArea {...control} name="comment" rows={3} maxLength={2_000} />}
      </Field>
    ),
  },
});

/** What can be done with the ticked marks, each behind a preview. */
export function MarksActs({
  slug,
  attributes,
  selected,
  actions,
  onDone,
}: {
  slug: string;
  /** The project's own attributes. */
  attributes: readonly AttributeDefinition[];
  selected: readonly string[];
  actions: BulkActions;
  onDone: (result: BulkResult) => void;
}) {
  return (
    <div role="toolbar" aria-label="With the ticked marks" className="flex flex-wrap gap-2">
      {Object.entries(actsOf(attributes)).map(([act, { label, title, description, fields }]) => (
        <BulkDialog
          key={act}
          trigger={
            <Button size="sm" disabled={selected.length === 0}>
              {label}
            </Button>
          }
          title={title}
          description={description}
          confirmLabel={label}
          hidden={[["slug", slug], ["act", act], ...selected.map((id) => ["annotationIds", id] as const)]}
          fields={fields}
          actions={actions}
          onDone={onDone}
        />
      ))}
    </div>
  );
}

function ResolveFields() {
  const [way, setWay] = useState("only");
  return (
    <>
      <Field label="What becomes of the sources it has">
        {(control) => (
          <Select {...control} name="way" value={way} onChange={(event) => setWay(event.target.value)}>
            {resolveWays.map((one) => (
              <option key={one} value={one}>
                {wayLabels[one]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {way === "instead" && <SourcePicker name="insteadOfId" label="Instead of" />}
      <SourcePicker name="sourceIds" label="Source" isMultiple />
    </>
  );
}
