import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormTextArea } from "@/components/forms/form-text-area";
import { FormTextInput } from "@/components/forms/form-text-input";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { BuilderDto } from "@/lib/releases/schema";

/** Names what is chosen and has it built; the notes on what was not annotated are the manager's to edit before. */
export function BuildForm({
  slug,
  fields,
  built,
  create,
}: {
  slug: string;
  fields: Record<string, string>;
  built: BuilderDto;
  create: FormAction<null>;
}) {
  if (built.preview.articles === 0)
    return (
      <Card title="Build">
        <p className="text-base text-ink-muted">
          No article matches: change what to take, and this can be built.
        </p>
      </Card>
    );
  return (
    <Card title="Build" lead="It goes on in the background. Once built it is never changed or taken back.">
      <ActionForm action={create} label="Build a release">
        <input type="hidden" name="slug" value={slug} />
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_10rem]">
          <FormTextInput
            name="name"
            label="Name"
            defaultValue={built.suggestedName}
            maxLength={120}
            required
            list="release-names"
            help="Releases of one name are its versions."
          />
          <FormTextInput
            name="version"
            label="Version"
            defaultValue={built.suggestedVersion}
            maxLength={60}
            required
            help="Such as 1.0.0"
          />
        </div>
        <datalist id="release-names">
          {built.names.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <FormTextInput
          name="versionReason"
          label="Why the version is not greater"
          isOptional
          maxLength={1_000}
          help="Only where it comes before one that exists, as when an older line is mended."
        />
        <FormTextArea
          key={built.notes}
          name="notes"
          label="What was not annotated"
          rows={14}
          defaultValue={built.notes}
          help="notes.md of the release, in Markdown. Proposed from the project; say what else a user must know."
          className="[&_textarea]:font-mono [&_textarea]:text-sm"
        />
        <div>
          <SubmitButton pendingText="Asking…">Build the release</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
