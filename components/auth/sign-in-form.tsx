import { OrLine } from "@/components/auth/or-line";
import { SignOnButton } from "@/components/auth/sign-on-button";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormTextInput } from "@/components/forms/form-text-input";
import { ErrorNote } from "@/components/ui/error-note";
import { SubmitButton } from "@/components/ui/submit-button";

/** E-mail address and password, and the sign-on provider where there is one. */
export function SignInForm({
  action,
  next,
  signOnName,
  problem,
}: {
  action: FormAction<unknown>;
  next: string;
  signOnName: string | null;
  problem?: string;
}) {
  return (
    <>
      {problem && <ErrorNote className="mb-4" title={problem} />}
      <ActionForm action={action} label="Sign in">
        <input type="hidden" name="next" value={next} />
        <FormTextInput
          name="email"
          type="email"
          label="E-mail address"
          autoComplete="username"
          required
          autoFocus
        />
        <FormTextInput
          name="password"
          type="password"
          label="Password"
          autoComplete="current-password"
          required
        />
        <SubmitButton className="w-full" pendingText="Signing in">
          Sign in
        </SubmitButton>
      </ActionForm>
      {signOnName && (
        <>
          <OrLine />
          <SignOnButton label={`Continue with ${signOnName}`} next={next} />
        </>
      )}
    </>
  );
}
