"use client";

import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormRadioGroup } from "@/components/forms/form-radio-group";
import { FormSelect } from "@/components/forms/form-select";
import { FormTextArea } from "@/components/forms/form-text-area";
import { FormTextInput } from "@/components/forms/form-text-input";
import { gradeOptions } from "@/components/ratings/grade-options";
import { RatingRecord } from "@/components/ratings/rating-record";
import { SubmitButton } from "@/components/ui/submit-button";
import type { SourceRecordDto } from "@/lib/ratings/schema";
import { labelOf, ratingRoles, reliabilityScheme, termOf } from "@/lib/vocabulary";

/** The grade with its definitions, the reason, and the evidence with the record to pick it from: what every rating asks. */
export function GradeFields({ record }: { record: SourceRecordDto }) {
  return (
    <div className="grid gap-6 xl:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <FormRadioGroup
          name="grade"
          legend="Reliability of the source"
          help={`${reliabilityScheme.version.replaceAll("-", " ")}. About the source, not about any one claim.`}
          options={gradeOptions()}
          isRequired
        />
        <FormTextArea
          name="rationale"
          label="What the grade rests on"
          help="Its record: what it said before, what proved right or wrong, what it corrected."
          required
          rows={3}
        />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <RatingRecord record={record} isPickable />
        <FreeQuote record={record} />
      </div>
    </div>
  );
}

function FreeQuote({ record }: { record: SourceRecordDto }) {
  const articles = new Map(
    [...record.claims, ...record.dropped, ...record.corrections].map((one) => [
      one.articleId,
      one.articleTitle,
    ]),
  );
  if (articles.size === 0) return null;
  return (
    <details>
      <summary className="text-sm font-medium">Words that nobody has marked (optional)</summary>
      <div className="mt-2 flex flex-col gap-3">
        <FormSelect name="quoteArticleId" label="Article" defaultValue="">
          <option value="">None</option>
          {[...articles].map(([id, title]) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </FormSelect>
        <FormTextArea name="quote" label="Its words, copied exactly" rows={2} />
      </div>
    </details>
  );
}

/** The form that rates a source on its own page. */
export function RatingForm({
  sourceId,
  defaultRole,
  record,
  action,
}: {
  sourceId: string;
  defaultRole: (typeof ratingRoles)[number];
  record: SourceRecordDto;
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
      <GradeFields record={record} />
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
