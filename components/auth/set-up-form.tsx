import { NewAccountFields } from "@/components/auth/new-account-fields";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormTextInput } from "@/components/forms/form-text-input";
import { SubmitButton } from "@/components/ui/submit-button";

/** The code from the terminal and the first administrator's account. */
export function SetUpForm({ action }: { action: FormAction<unknown> }) {
  return (
    <ActionForm action={action} label="Set up">
      <FormTextInput
        name="code"
        label="One-time code"
        help="It was printed in the terminal when Sourcebench started."
        autoComplete="off"
        spellCheck={false}
        className="font-mono"
        required
        autoFocus
      />
      <NewAccountFields />
      <SubmitButton className="w-full" pendingText="Setting up">
        Set up and sign in
      </SubmitButton>
    </ActionForm>
  );
}
