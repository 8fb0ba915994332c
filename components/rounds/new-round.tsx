"use client";

import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormSelect } from "@/components/forms/form-select";
import { FormTextInput } from "@/components/forms/form-text-input";
import { type Rater, RaterChecks } from "@/components/rounds/rater-checks";
import { SourcePicker } from "@/components/sources/source-picker";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import type { RatingRulesDto } from "@/lib/ratings/schema";
import { labelOf, ratingRoles } from "@/lib/vocabulary";

/** The form for a round: its name, its sources and its raters, and what exactly is asked. */
export function NewRound({
  raters,
  rules,
  project,
  action,
}: {
  raters: readonly Rater[];
  rules: RatingRulesDto;
  /** The project whose bar stays, by its name in addresses; null for the house's rounds. */
  project: string | null;
  action: FormAction<null>;
}) {
  return (
    <div className="max-w-xl">
      <PageHeader
        breadcrumb={
          <Breadcrumb
            items={[{ href: project ? `/projects/${project}/rounds` : "/rounds", label: "Rating rounds" }]}
          />
        }
        title="New rating round"
        lead={`Each rater answers alone and sees the others' answers after saving their own.${rules.ratesPersons ? "" : " Persons are not rated."}`}
      />
      <ActionForm action={action} label="New rating round">
        {project && <input type="hidden" name="project" value={project} />}
        <FormTextInput name="name" label="Name" required autoComplete="off" />
        <SourcePicker
          name="sourceIds"
          label="Sources to rate"
          isMultiple
          exceptKind={rules.ratesPersons ? undefined : "person"}
        />
        <RaterChecks raters={raters} legend="Raters" />
        <FormSelect
          name="role"
          label="Rated as"
          defaultValue=""
          help="By its kind: outlets and agencies as publishers, documents as origins, everybody else as speakers."
        >
          <option value="">What its kind suggests</option>
          {ratingRoles.map((role) => (
            <option key={role} value={role}>
              {labelOf(role)}
            </option>
          ))}
        </FormSelect>
        <FormTextInput
          name="topic"
          label="Topic"
          isOptional
          help="Leave empty for all topics."
          autoComplete="off"
        />
        <div className="grid gap-3 sm:grid-cols-3">
          <FormTextInput name="periodFrom" type="date" label="Covers from" isOptional />
          <FormTextInput name="periodTo" type="date" label="Covers until" isOptional />
          <FormTextInput name="dueOn" type="date" label="Due on" isOptional />
        </div>
        <div>
          <SubmitButton>Start the round</SubmitButton>
        </div>
      </ActionForm>
    </div>
  );
}
