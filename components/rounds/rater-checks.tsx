"use client";

import { useFormField } from "@/components/forms/form-context";
import { Checkbox } from "@/components/ui/checkbox";

export type Rater = { id: string; name: string };

/** The people who may be asked, to tick. */
export function RaterChecks({ raters, legend }: { raters: readonly Rater[]; legend: string }) {
  const { id, errors } = useFormField("raterIds");
  return (
    <fieldset id={id} tabIndex={-1} className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      {raters.length === 0 && (
        <p className="text-sm text-ink-muted">Everybody who may rate is asked already.</p>
      )}
      {raters.map((rater) => (
        <Checkbox key={rater.id} name="raterIds" value={rater.id} label={rater.name} />
      ))}
      {errors.length > 0 && <p className="text-sm text-danger">{errors.join(" ")}</p>}
    </fieldset>
  );
}
