import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/ui/submit-button";

/** Whether annotators see the agreement of the pairs they belong to, said and changed by a manager. */
export function ShowingForm({
  slug,
  showsAgreement,
  action,
}: {
  slug: string;
  showsAgreement: boolean;
  action: FormAction<null>;
}) {
  return (
    <section aria-labelledby="showing" className="mt-10 border-t border-border pt-6">
      <h2 id="showing" className="text-base font-semibold">
        Who sees this
      </h2>
      <p className="mt-1 max-w-3xl text-sm text-ink-muted text-pretty">
        Managers and reviewers.{" "}
        {showsAgreement
          ? "Annotators see the pairs they belong to, with both one’s words, on finished articles."
          : "Annotators do not. They could see the pairs they belong to, with both one’s words, on finished articles."}
      </p>
      <ActionForm action={action} label="Who sees this" className="mt-3 flex flex-wrap items-center gap-3">
        <input type="hidden" name="slug" value={slug} />
        <input type="hidden" name="shows" value={showsAgreement ? "off" : "on"} />
        <SubmitButton variant="secondary" size="sm">
          {showsAgreement ? "Hide it from annotators" : "Show annotators their own pairs"}
        </SubmitButton>
      </ActionForm>
    </section>
  );
}
