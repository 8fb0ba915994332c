import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormSelect } from "@/components/forms/form-select";
import { FormTextInput } from "@/components/forms/form-text-input";
import { InvitationList } from "@/components/members/invitation-list";
import { InviteForm } from "@/components/members/invite-form";
import { LimitsDialog } from "@/components/members/limits-dialog";
import { MemberActions } from "@/components/members/member-actions";
import { ReviewBars } from "@/components/members/review-bars";
import { RoleOptions } from "@/components/members/role-options";
import { AvatarInitials } from "@/components/ui/avatar-initials";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { CreatedInvitation, InvitationDto } from "@/lib/invitations/schema";
import type { MemberDto } from "@/lib/members/schema";
import type { Page } from "@/lib/page";
import type { ReviewBarDto } from "@/lib/review/bars-schema";
import type { Assignee } from "@/lib/slots/arrange-schema";

/** A project's people: the list with roles, adding somebody who is here, links for somebody who is not yet. */
export function MembersView({
  slug,
  members,
  invitations,
  add,
  changeRole,
  remove,
  invite,
  revoke,
  saveLimits,
  bars,
  people,
  setBar,
}: {
  slug: string;
  members: Page<MemberDto>;
  invitations: Page<InvitationDto>;
  add: FormAction<null>;
  changeRole: FormAction<null>;
  remove: FormAction<null>;
  invite: FormAction<CreatedInvitation>;
  revoke: FormAction<null>;
  saveLimits: FormAction<null>;
  bars: readonly ReviewBarDto[];
  people: readonly Assignee[];
  setBar: FormAction<null>;
}) {
  const hrefOf = (name: string, cursor: string | null) =>
    cursor ? `/projects/${slug}/members?${name}=${encodeURIComponent(cursor)}` : undefined;
  return (
    <>
      <PageHeader title="Members" lead="What each person may do in this project, and nowhere else." />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0">
          <ul aria-label="Members" className="divide-y divide-border border-y border-border">
            {members.items.map((member) => (
              <li key={member.userId} className="flex flex-wrap items-center gap-x-6 gap-y-2 py-2.5">
                <div className="flex min-w-0 grow basis-64 items-center gap-2.5">
                  <AvatarInitials name={member.name} />
                  <div className="min-w-0">
                    <p className="flex flex-wrap items-center gap-2 text-base font-medium">
                      {member.name}
                      {member.isSelf && <Badge>You</Badge>}
                      {member.isDisabled && <Badge tone="warning">Disabled</Badge>}
                    </p>
                    {(member.languages.length > 0 ||
                      member.mostOpen !== null ||
                      member.mostPerWeek !== null) && (
                      <p className="text-sm text-ink-muted">{limitsText(member)}</p>
                    )}
                    <p className="flex flex-wrap gap-x-2 text-sm text-ink-muted">
                      <span className="min-w-0 break-words">{member.email ?? "no e-mail address"}</span>
                      <span className="whitespace-nowrap">
                        since <Time value={member.since} format="day" />
                      </span>
                    </p>
                  </div>
                </div>
                <span className="flex items-center gap-1">
                  <LimitsDialog slug={slug} member={member} save={saveLimits} />
                  <MemberActions slug={slug} member={member} changeRole={changeRole} remove={remove} />
                </span>
              </li>
            ))}
          </ul>
          <Pagination
            newerHref={hrefOf("cursor", members.previous)}
            olderHref={hrefOf("cursor", members.next)}
            newerLabel="Back"
            olderLabel="More"
          />
          <InvitationList slug={slug} invitations={invitations.items} revoke={revoke} />
          <Pagination
            newerHref={hrefOf("invitations", invitations.previous)}
            olderHref={hrefOf("invitations", invitations.next)}
          />
        </div>
        <div className="flex flex-col gap-6">
          <Card title="Add somebody who has an account here">
            <ActionForm action={add} label="Add a member" resetOnSuccess>
              <input type="hidden" name="slug" value={slug} />
              <FormTextInput name="email" type="email" label="E-mail address" autoComplete="off" required />
              <FormSelect name="role" label="Role" defaultValue="annotator">
                <RoleOptions />
              </FormSelect>
              <div>
                <SubmitButton>Add</SubmitButton>
              </div>
            </ActionForm>
          </Card>
          <Card
            title="Invite by link"
            lead="For somebody without an account yet, or whose address you do not know."
          >
            <InviteForm slug={slug} action={invite} />
          </Card>
          {people.length > 1 && <ReviewBars slug={slug} bars={bars} people={people} setBar={setBar} />}
        </div>
      </div>
    </>
  );
}

function limitsText({ mostOpen, mostPerWeek, languages }: MemberDto): string {
  return [
    ...(languages.length > 0 ? [`reads ${languages.join(", ")}`] : []),
    ...(mostOpen !== null ? [`at most ${mostOpen} in hand`] : []),
    ...(mostPerWeek !== null ? [`at most ${mostPerWeek} a week`] : []),
  ].join("; ");
}
