import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormSelect } from "@/components/forms/form-select";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ReviewBarDto } from "@/lib/review/bars-schema";
import type { Assignee } from "@/lib/slots/arrange-schema";

/** Who may not review whom, with a way to say so and to take it back. */
export function ReviewBars({
  slug,
  bars,
  people,
  setBar,
}: {
  slug: string;
  bars: readonly ReviewBarDto[];
  people: readonly Assignee[];
  setBar: FormAction<null>;
}) {
  const options = people.map((person) => (
    <option key={person.userId} value={person.userId}>
      {person.name}
    </option>
  ));
  return (
    <Card title="Who may not review whom" lead="Nobody reviews their own work anyway.">
      {bars.length > 0 && (
        <ul className="mb-4 flex flex-col divide-y divide-border border-y border-border">
          {bars.map((bar) => (
            <li
              key={`${bar.reviewerId} ${bar.annotatorId}`}
              className="flex flex-wrap items-center justify-between gap-2 py-2 text-sm"
            >
              <span className="min-w-0 break-words">
                {bar.reviewer} does not review {bar.annotator}
              </span>
              <ActionForm
                action={setBar}
                label={`Let ${bar.reviewer} review ${bar.annotator}`}
                className="flex flex-col items-end gap-2"
              >
                <input type="hidden" name="slug" value={slug} />
                <input type="hidden" name="reviewerId" value={bar.reviewerId} />
                <input type="hidden" name="annotatorId" value={bar.annotatorId} />
                <input type="hidden" name="isBarred" value="false" />
                <SubmitButton size="sm" variant="secondary">
                  Take back
                </SubmitButton>
              </ActionForm>
            </li>
          ))}
        </ul>
      )}
      <ActionForm action={setBar} label="Who may not review whom">
        <input type="hidden" name="slug" value={slug} />
        <input type="hidden" name="isBarred" value="true" />
        <FormSelect name="reviewerId" label="Reviewer">
          {options}
        </FormSelect>
        <FormSelect name="annotatorId" label="Does not review what was annotated by">
          {options}
        </FormSelect>
        <div>
          <SubmitButton>Add</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
