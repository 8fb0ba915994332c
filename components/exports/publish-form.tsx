import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormTextInput } from "@/components/forms/form-text-input";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";

/** Publishes what is chosen as a release: a file that is kept, with its checksum, and never changes. */
export function PublishForm({
  slug,
  fields,
  publish,
}: {
  slug: string;
  fields: Record<string, string>;
  publish: FormAction<null>;
}) {
  return (
    <Card
      title="Publish a release"
      lead="The same file, kept here under a name, with its checksum and the head of the record of all changes. It is never changed or taken back."
    >
      <ActionForm action={publish} label="Publish a release" resetOnSuccess>
        <input type="hidden" name="slug" value={slug} />
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <FormTextInput name="name" label="Name" placeholder="2026-06, first round" maxLength={120} required />
        <div>
          <SubmitButton variant="secondary" pendingText="Writing the file…">
            Publish
          </SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
