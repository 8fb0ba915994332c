import { NewAccountFields, NewPasswordField } from "@/components/auth/new-account-fields";
import { OrLine } from "@/components/auth/or-line";
import { SignOnButton } from "@/components/auth/sign-on-button";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { AuthShell } from "@/components/shell/auth-shell";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { InvitationState, OpenInvitation } from "@/lib/invitations/schema";

type Ways = {
  invitation: OpenInvitation;
  token: string;
  signedInAs: string | null;
  signOnName: string | null;
  accept: FormAction<unknown>;
  acceptAsNew: FormAction<unknown>;
  acceptNewPassword: FormAction<unknown>;
  prepareSignOn: () => Promise<void>;
};

const closedTitles: Record<Exclude<InvitationState, "open">, string> = {
  accepted: "This invitation has been used",
  revoked: "This invitation has been withdrawn",
  expired: "This invitation has run out",
};

/** An invitation and the ways to accept it, or why it can no longer be accepted. */
export function InvitationView(props: Ways) {
  const { invitation } = props;
  if (invitation.state !== "open")
    return (
      <AuthShell
        title={closedTitles[invitation.state]}
        lead={`A link works once. Ask ${invitation.invitedBy} for a new one, or sign in if you have an account.`}
      >
        <LinkButton href="/sign-in" variant="primary" className="w-full">
          Go to sign in
        </LinkButton>
      </AuthShell>
    );
  return (
    <AuthShell
      title={titleOf(invitation)}
      lead={<Lead invitation={invitation} />}
      footer={
        <>
          The link works once, until <Time value={invitation.expiresAt} format="datetime" />.
        </>
      }
    >
      {invitation.isPasswordReset ? <NewPassword {...props} /> : <Accept {...props} />}
    </AuthShell>
  );
}

function titleOf({ isPasswordReset, project }: OpenInvitation): string {
  if (isPasswordReset) return "Choose a new password";
  return `Join ${project?.name ?? "Sourcebench"}`;
}

function Lead({ invitation: { isPasswordReset, invitedBy, role, email } }: { invitation: OpenInvitation }) {
  if (isPasswordReset) return <>For {email}. You are signed out everywhere else.</>;
  return (
    <>
      {invitedBy} invites you{role ? ` as ${role}` : ""}.
    </>
  );
}

function NewPassword({ invitation, token, acceptNewPassword }: Ways) {
  return (
    <ActionForm action={acceptNewPassword} label="New password">
      <input type="hidden" name="token" value={token} />
      <input type="hidden" autoComplete="username" value={invitation.email ?? ""} />
      <NewPasswordField label="New password" />
      <SubmitButton className="w-full">Save and sign in</SubmitButton>
    </ActionForm>
  );
}

function Accept({ invitation, token, signedInAs, signOnName, accept, acceptAsNew, prepareSignOn }: Ways) {
  if (signedInAs)
    return (
      <ActionForm action={accept} label="Accept">
        <input type="hidden" name="token" value={token} />
        <SubmitButton className="w-full">Accept as {signedInAs}</SubmitButton>
      </ActionForm>
    );
  return (
    <>
      <ActionForm action={acceptAsNew} label="New account">
        <input type="hidden" name="token" value={token} />
        <NewAccountFields email={invitation.email} />
        <SubmitButton className="w-full">Make an account and join</SubmitButton>
      </ActionForm>
      <OrLine />
      <div className="flex flex-col gap-2">
        {signOnName && (
          <SignOnButton label={`Continue with ${signOnName}`} next="/projects" prepare={prepareSignOn} />
        )}
        <LinkButton href={`/sign-in?next=${encodeURIComponent(`/invite/${token}`)}`} className="w-full">
          I have an account
        </LinkButton>
      </div>
    </>
  );
}
