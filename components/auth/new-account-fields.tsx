import { FormTextInput } from "@/components/forms/form-text-input";
import { passwordLimits } from "@/lib/users/schema";

/** Name, e-mail address and a new password; an address that is settled already is shown and sent along. */
export function NewAccountFields({ email }: { email?: string | null }) {
  return (
    <>
      <FormTextInput
        name="name"
        label="Your name"
        help="As the others will see it."
        autoComplete="name"
        required
      />
      <FormTextInput
        name="email"
        type="email"
        label="E-mail address"
        autoComplete="username"
        defaultValue={email ?? undefined}
        readOnly={Boolean(email)}
        required
      />
      <NewPasswordField label="Password" />
    </>
  );
}

/** A new password, with what is asked of it. */
export function NewPasswordField({ label }: { label: string }) {
  return (
    <FormTextInput
      name="password"
      type="password"
      label={label}
      help={`At least ${passwordLimits.fewest} characters. Several words are easy to keep in mind.`}
      autoComplete="new-password"
      required
    />
  );
}
