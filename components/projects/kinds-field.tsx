"use client";

import { useFormField } from "@/components/forms/form-context";
import { Checkbox } from "@/components/ui/checkbox";
import { annotationKinds, termOf } from "@/lib/vocabulary";

/** Which kinds of mark a project makes: a checkbox each, at least one of them ticked. */
export function KindsField({ chosen }: { chosen: readonly string[] }) {
  const { id, errors } = useFormField("kinds");
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      aria-describedby={errors.length > 0 ? `${id}-error` : undefined}
      className="flex flex-col gap-2"
    >
      <legend className="mb-1.5 text-sm font-medium">Kinds of mark</legend>
      {annotationKinds.map((kind) => (
        <Checkbox
          key={kind}
          name="kinds"
          value={kind}
          defaultChecked={chosen.includes(kind)}
          label={termOf(kind).label}
          help={termOf(kind).help}
        />
      ))}
      {errors.length > 0 && (
        <p id={`${id}-error`} className="text-sm text-danger">
          {errors.join(" ")}
        </p>
      )}
    </fieldset>
  );
}
