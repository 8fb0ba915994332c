import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { StatusDot } from "@/components/ui/status-dot";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { InvitationDto, InvitationState } from "@/lib/invitations/schema";
import { roleTerms } from "@/lib/members/schema";
import { projectRoles } from "@/lib/policy";

const stateTones = { open: "accent", accepted: "success", revoked: "neutral", expired: "neutral" } as const;
const stateLabels: Record<InvitationState, string> = {
  open: "Open",
  accepted: "Accepted",
  revoked: "Withdrawn",
  expired: "Run out",
};

function roleLabel(role: string | null): string {
  const known = projectRoles.find((name) => name === role);
  return known ? roleTerms[known].label : "Member";
}

/** The invitation links of a project, newest first, with what became of them; open ones can be withdrawn. */
export function InvitationList({
  slug,
  invitations,
  revoke,
}: {
  slug: string;
  invitations: readonly InvitationDto[];
  revoke: FormAction<null>;
}) {
  if (invitations.length === 0) return null;
  return (
    <section className="mt-8">
      <h2 className="mb-2 text-base font-semibold">Invitation links</h2>
      <ul className="flex flex-col divide-y divide-border border-y border-border">
        {invitations.map((invitation) => (
          <li
            key={invitation.id}
            className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 py-2 text-sm"
          >
            <span className="w-24">
              <StatusDot tone={stateTones[invitation.state]}>{stateLabels[invitation.state]}</StatusDot>
            </span>
            <span className="min-w-0 grow basis-48 break-words">
              {roleLabel(invitation.role)}
              {invitation.email && <>, {invitation.email}</>}{" "}
              <span className="text-ink-muted">
                by {invitation.createdBy}
                {invitation.state === "accepted" && invitation.acceptedBy && (
                  <>, accepted by {invitation.acceptedBy}</>
                )}
                {invitation.state === "open" && (
                  <>
                    , until <Time value={invitation.expiresAt} format="datetime" />
                  </>
                )}
              </span>
            </span>
            {invitation.state === "open" && (
              <ActionForm action={revoke} label={`Withdraw the link by ${invitation.createdBy}`} className="">
                <input type="hidden" name="slug" value={slug} />
                <input type="hidden" name="invitationId" value={invitation.id} />
                <SubmitButton size="sm" variant="secondary">
                  Withdraw
                </SubmitButton>
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
