"use client";

import { NewPasswordField } from "@/components/auth/new-account-fields";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormTextInput } from "@/components/forms/form-text-input";
import { SubmitButton } from "@/components/ui/submit-button";
import type { AccountDto } from "@/lib/users/schema";

/** The current password (where there is one) and the new one, twice; emptied once it is changed. */
export function PasswordForm({ action, account }: { action: FormAction<null>; account: AccountDto }) {
  return (
    <ActionForm action={action} label="Password" resetOnSuccess>
      <div className="flex max-w-sm flex-col gap-4">
        {/* For password managers, which want to know whose password it is. */}
        <input type="text" autoComplete="username" value={account.email ?? ""} readOnly hidden />
        {account.hasPassword && (
          <FormTextInput
            name="current"
            type="password"
            label="Current password"
            autoComplete="current-password"
            required
          />
        )}
        <NewPasswordField label="New password" />
        <FormTextInput
          name="again"
          type="password"
          label="New password again"
          autoComplete="new-password"
          required
        />
      </div>
      <div>
        <SubmitButton variant="secondary">
          {account.hasPassword ? "Change password" : "Set password"}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
