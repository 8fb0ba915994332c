"use client";

import { useState } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormSelect } from "@/components/forms/form-select";
import { FormTextInput } from "@/components/forms/form-text-input";
import { RoleOptions } from "@/components/members/role-options";
import { LinkOnce } from "@/components/people/link-once";
import { SubmitButton } from "@/components/ui/submit-button";
import { type CreatedInvitation, invitationDays } from "@/lib/invitations/schema";

/** Makes a link that lets one person join with a role; the link is shown here, this once. */
export function InviteForm({ slug, action }: { slug: string; action: FormAction<CreatedInvitation> }) {
  const [made, setMade] = useState<CreatedInvitation>();
  return (
    <div className="flex flex-col gap-4">
      <ActionForm action={action} label="Make an invitation link" resetOnSuccess onSuccess={setMade}>
        <input type="hidden" name="slug" value={slug} />
        <FormTextInput
          name="email"
          type="email"
          label="E-mail address"
          help="If given, the new account gets this address."
          autoComplete="off"
          isOptional
        />
        <div className="grid grid-cols-2 gap-3">
          <FormSelect name="role" label="Role" defaultValue="annotator">
            <RoleOptions />
          </FormSelect>
          <FormTextInput
            name="days"
            type="number"
            label="Days it works"
            min={1}
            max={invitationDays.most}
            defaultValue={invitationDays.usual}
          />
        </div>
        <div>
          <SubmitButton>Make a link</SubmitButton>
        </div>
      </ActionForm>
      {made && <LinkOnce key={made.path} path={made.path} expiresAt={made.expiresAt} />}
    </div>
  );
}
