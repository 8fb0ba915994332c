"use client";

import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormRadioGroup } from "@/components/forms/form-radio-group";
import { FormTextArea } from "@/components/forms/form-text-area";
import { FormTextInput } from "@/components/forms/form-text-input";
import { Checkbox } from "@/components/ui/checkbox";
import { SubmitButton } from "@/components/ui/submit-button";
import {
  labelOf,
  ratingRoles,
  reliabilityDefinitions,
  reliabilityGrades,
  reliabilityScheme,
  termOf,
} from "@/lib/vocabulary";

export type EvidenceOption = { annotationId: string; quote: string };

/** The grade with its definitions, the reason, and the evidence: what every rating asks. */
export function GradeFields({ evidence }: { evidence: readonly EvidenceOption[] }) {
  return (
    <>
      <FormRadioGroup
        name="grade"
        legend="Reliability of the source"
        help={`${reliabilityScheme.version.replaceAll("-", " ")}. About the source, not about any one claim.`}
        options={reliabilityGrades.map((grade) => ({
          value: grade,
          label: `${grade} · ${reliabilityDefinitions[grade].name}`,
          help: reliabilityDefinitions[grade].text,
        }))}
        isRequired
      />
      <FormTextArea
        name="rationale"
        label="What the grade rests on"
        help="Its record: what it said before, what proved right or wrong, what it corrected."
        required
        rows={3}
      />
      {evidence.length > 0 && (
        <details>
          <summary className="text-sm font-medium">Evidence from its record here (optional)</summary>
          <div className="mt-2 flex flex-col gap-1.5">
            {evidence.map((one) => (
              <Checkbox
                key={one.annotationId}
                name="evidence"
                value={one.annotationId}
                label={`“${one.quote}”`}
              />
            ))}
          </div>
        </details>
      )}
    </>
  );
}

/** The form that rates a source on its own page. */
export function RatingForm({
  sourceId,
  defaultRole,
  evidence,
  action,
}: {
  sourceId: string;
  defaultRole: (typeof ratingRoles)[number];
  evidence: readonly EvidenceOption[];
  action: FormAction<null>;
}) {
  return (
    <ActionForm action={action} label="Rate this source" resetOnSuccess>
      <input type="hidden" name="sourceId" value={sourceId} />
      <FormRadioGroup
        name="role"
        legend="What is rated"
        defaultValue={defaultRole}
        options={ratingRoles.map((role) => ({ value: role, label: labelOf(role), help: termOf(role).help }))}
        isRequired
      />
      <GradeFields evidence={evidence} />
      <div className="grid gap-3 sm:grid-cols-3">
        <FormTextInput name="topic" label="Topic" isOptional help="Leave empty for all topics." />
        <FormTextInput name="periodFrom" type="date" label="Covers from" isOptional />
        <FormTextInput name="periodTo" type="date" label="Covers until" isOptional />
      </div>
      <div>
        <SubmitButton>Save my rating</SubmitButton>
      </div>
    </ActionForm>
  );
}
