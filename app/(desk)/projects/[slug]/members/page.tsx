import type { Metadata } from "next";
import { z } from "zod";
import * as actions from "@/app/(desk)/projects/[slug]/members/actions";
import { MembersView } from "@/components/members/members-view";
import { requireProject } from "@/lib/access";
import { listInvitations } from "@/lib/invitations/queries";
import { listMembers } from "@/lib/members/queries";
import { pageData } from "@/lib/page-data";
import { listBars } from "@/lib/review/bars";
import { listAssignees } from "@/lib/slots/assign";

export const metadata: Metadata = { title: "Members" };

const query = z.object({
  cursor: z.string().optional().catch(undefined),
  invitations: z.string().optional().catch(undefined),
});
type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

/** Who works on a project and who is invited to it, for its managers. */
export default async function MembersPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const { cursor, invitations } = query.parse(await searchParams);
  const data = await pageData(async (actor) => {
    const { projectId } = await requireProject(actor, slug, "project.members");
    return {
      members: await listMembers(actor, { slug, cursor }),
      invitations: await listInvitations(actor, { projectId, cursor: invitations }),
      bars: await listBars(actor, slug),
      people: await listAssignees(actor, slug),
    };
  }, `/projects/${slug}/members`);
  return (
    <MembersView
      slug={slug}
      {...data}
      add={actions.addMemberAction}
      changeRole={actions.changeRoleAction}
      remove={actions.removeMemberAction}
      invite={actions.inviteAction}
      revoke={actions.revokeInvitationAction}
      saveLimits={actions.saveLimitsAction}
      setBar={actions.setBarAction}
    />
  );
}
