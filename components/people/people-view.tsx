import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { InvitationForm } from "@/components/people/invitation-form";
import { DecisionList } from "@/components/redaction/decision-list";
import { ForgetPerson } from "@/components/redaction/forget-person";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SubmitButton } from "@/components/ui/submit-button";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { CreatedInvitation, InvitationDto } from "@/lib/invitations/schema";
import type { Page } from "@/lib/page";
import type { RedactionDto } from "@/lib/redaction/schema";
import type { UserDto } from "@/lib/users/schema";

function hrefOf(cursor: string | null): string | undefined {
  return cursor ? `/account/people?people=${encodeURIComponent(cursor)}` : undefined;
}

/** Everybody with an account here and the links that are still open, for administrators. */
export function PeopleView({
  users,
  invitations,
  decisions,
  ownId,
  invite,
  revokeInvitation,
  setDisabled,
  forget,
}: {
  users: Page<UserDto>;
  invitations: Page<InvitationDto>;
  decisions: Page<RedactionDto>;
  ownId: string;
  invite: FormAction<CreatedInvitation>;
  revokeInvitation: FormAction<null>;
  setDisabled: FormAction<null>;
  forget: FormAction<null>;
}) {
  const open = invitations.items.filter((invitation) => invitation.state === "open");
  return (
    <>
      <PageHeader
        title="People"
        lead="Everybody with an account here. Who works on a project is set on that project's members page."
        breadcrumb={<Breadcrumb items={[{ label: "Account", href: "/account" }]} />}
      />
      <Card
        title="Invite somebody, or give a new password"
        lead="The link lets a new person make an account. For an address that is here already it sets a new password."
        className="mb-6 max-w-2xl"
      >
        <InvitationForm action={invite} />
        {open.length > 0 && (
          <ul
            aria-label="Open links"
            className="mt-4 flex flex-col divide-y divide-border border-t border-border"
          >
            {open.map((invitation) => (
              <li key={invitation.id} className="flex flex-wrap items-center justify-between gap-3 py-2">
                <span className="min-w-0 break-words">
                  {invitation.email}{" "}
                  <span className="text-sm text-ink-muted">
                    by {invitation.createdBy}, until <Time value={invitation.expiresAt} format="datetime" />
                  </span>
                </span>
                <ActionForm
                  action={revokeInvitation}
                  label={`Withdraw the link for ${invitation.email}`}
                  className=""
                >
                  <input type="hidden" name="invitationId" value={invitation.id} />
                  <SubmitButton size="sm" variant="secondary">
                    Withdraw
                  </SubmitButton>
                </ActionForm>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Table caption="People" className="max-md:min-w-0!">
        <TableHead>
          <TableHeadCell>Name</TableHeadCell>
          <TableHeadCell className="max-md:hidden">E-mail address</TableHeadCell>
          <TableHeadCell className="max-md:hidden">Since</TableHeadCell>
          <TableHeadCell>
            <span className="sr-only">Actions</span>
          </TableHeadCell>
        </TableHead>
        <TableBody>
          {users.items.map((user) => (
            <TableRow key={user.id}>
              <TableCell isRowHead className="max-md:w-full max-md:max-w-none!">
                <span className="flex flex-wrap items-center gap-2">
                  {user.name}
                  {user.isAdmin && <Badge>Administrator</Badge>}
                  {user.isDisabled && <Badge tone="warning">Disabled</Badge>}
                </span>
                <p className="mt-0.5 font-normal break-all text-ink-muted md:hidden">
                  {user.email ?? "none"}
                </p>
              </TableCell>
              <TableCell className="max-w-80 truncate max-md:hidden" title={user.email ?? undefined}>
                {user.email ?? "none"}
              </TableCell>
              <TableCell className="whitespace-nowrap max-md:hidden">
                <Time value={user.createdAt} format="day" />
              </TableCell>
              <TableCell className="text-right">
                {user.id !== ownId && (
                  <span className="flex justify-end gap-1 max-md:flex-col max-md:items-end">
                    <ForgetPerson userId={user.id} name={user.name} action={forget} />
                    <ActionForm action={setDisabled} label={`Access of ${user.name}`} className="">
                      <input type="hidden" name="userId" value={user.id} />
                      <input type="hidden" name="isDisabled" value={String(!user.isDisabled)} />
                      <SubmitButton size="sm" variant="secondary">
                        {user.isDisabled ? "Enable" : "Disable"}
                      </SubmitButton>
                    </ActionForm>
                  </span>
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <Pagination newerHref={hrefOf(users.previous)} olderHref={hrefOf(users.next)} />
      <DecisionList decisions={decisions} />
    </>
  );
}
