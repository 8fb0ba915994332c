"use client";

import { useState } from "react";
import { AttributeFields } from "@/components/attributes/attribute-fields";
import { Card } from "@/components/ui/card";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import type { AttributeValue } from "@/lib/attributes/values";
import { annotationKinds, labelOf } from "@/lib/vocabulary";

/** The form as annotators will have it beside the text, to be tried; nothing of it is kept. */
export function AttributePreviewCard({ definitions }: { definitions: readonly AttributeDefinition[] }) {
  const kinds = annotationKinds.filter((kind) =>
    definitions.some((one) => one.kind === kind && !one.isRetired),
  );
  const [chosen, setChosen] = useState<(typeof annotationKinds)[number]>();
  const [values, setValues] = useState<Record<string, AttributeValue | undefined>>({});
  const kind = kinds.find((one) => one === chosen) ?? kinds[0];
  if (!kind) return null;
  return (
    <Card title="As it will be asked" lead="Try it: nothing here is kept.">
      <div className="flex flex-col gap-4">
        {kinds.length > 1 && (
          <SegmentedControl
            label="Kind of mark"
            options={kinds.map((value) => ({ value, label: labelOf(value) }))}
            value={kind}
            onChange={(next) => {
              setChosen(next);
              setValues({});
            }}
          />
        )}
        <AttributeFields
          key={kind}
          definitions={definitions}
          kind={kind}
          attributes={values}
          onChange={(key, value) => setValues((now) => ({ ...now, [key]: value }))}
        />
      </div>
    </Card>
  );
}
