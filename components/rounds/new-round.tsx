"use client";

import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { useFormField } from "@/components/forms/form-context";
import { FormTextInput } from "@/components/forms/form-text-input";
import { SourcePicker } from "@/components/sources/source-picker";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Checkbox } from "@/components/ui/checkbox";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";

type Rater = { id: string; name: string };

/** The form for a round: its name, its sources and its raters. */
export function NewRound({ raters, action }: { raters: readonly Rater[]; action: FormAction<null> }) {
  return (
    <div className="max-w-xl">
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ href: "/rounds", label: "Rating rounds" }]} />}
        title="New rating round"
        lead="Outlets and agencies are rated as publishers, documents as origins, everybody else as speakers. Persons are not rated."
      />
      <ActionForm action={action} label="New rating round">
        <FormTextInput name="name" label="Name" required autoComplete="off" />
        <SourcePicker name="sourceIds" label="Sources to rate" isMultiple exceptKind="person" />
        <Raters raters={raters} />
        <div>
          <SubmitButton>Start the round</SubmitButton>
        </div>
      </ActionForm>
    </div>
  );
}

function Raters({ raters }: { raters: readonly Rater[] }) {
  const { id, errors } = useFormField("raterIds");
  return (
    <fieldset id={id} tabIndex={-1} className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">Raters</legend>
      {raters.map((rater) => (
        <Checkbox key={rater.id} name="raterIds" value={rater.id} label={rater.name} />
      ))}
      {errors.length > 0 && <p className="text-sm text-danger">{errors.join(" ")}</p>}
    </fieldset>
  );
}
