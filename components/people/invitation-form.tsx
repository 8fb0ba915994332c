"use client";

import { useState } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormTextInput } from "@/components/forms/form-text-input";
import { LinkOnce } from "@/components/people/link-once";
import { SubmitButton } from "@/components/ui/submit-button";
import { type CreatedInvitation, invitationDays } from "@/lib/invitations/schema";

/** Makes a link for one person; the link is shown here, this once. */
export function InvitationForm({ action }: { action: FormAction<CreatedInvitation> }) {
  const [made, setMade] = useState<CreatedInvitation>();
  return (
    <div className="flex flex-col gap-4">
      <ActionForm action={action} label="Make a link" resetOnSuccess onSuccess={setMade}>
        <div className="flex flex-wrap items-end gap-3">
          <FormTextInput
            name="email"
            type="email"
            label="E-mail address"
            autoComplete="off"
            className="min-w-56 grow"
            required
          />
          <FormTextInput
            name="days"
            type="number"
            label="Days it works"
            min={1}
            max={invitationDays.most}
            defaultValue={invitationDays.usual}
            className="w-28"
          />
          <SubmitButton>Make a link</SubmitButton>
        </div>
      </ActionForm>
      {made && <LinkOnce key={made.path} path={made.path} expiresAt={made.expiresAt} />}
    </div>
  );
}
