"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { formAction } from "@/lib/action";
import { createProjectInvitation, revokeInvitation } from "@/lib/invitations/commands";
import { projectInvitationInput } from "@/lib/invitations/schema";
import { addMember, changeRole, removeMember, setMemberLimits } from "@/lib/members/commands";
import {
  addMemberInput,
  changeRoleInput,
  memberLimitsInput,
  removeMemberInput,
  roleTerms,
} from "@/lib/members/schema";
import { setBar } from "@/lib/review/bars";
import { barInput } from "@/lib/review/bars-schema";

function refresh(slug: string): void {
  revalidatePath(`/projects/${slug}`, "layout");
}

/** Adds somebody who has an account here. */
export const addMemberAction = formAction(addMemberInput, async (actor, input) => {
  const member = await addMember(actor, input);
  refresh(input.slug);
  return { data: null, message: `${member.name} is a member now.` };
});

/** Gives a member another role. */
export const changeRoleAction = formAction(changeRoleInput, async (actor, input) => {
  const member = await changeRole(actor, input);
  refresh(input.slug);
  return { data: null, message: `${member.name}: ${roleTerms[input.role].label}.` };
});

/** Sets a member's own limits and languages. */
export const saveLimitsAction = formAction(memberLimitsInput, async (actor, input) => {
  const member = await setMemberLimits(actor, input);
  refresh(input.slug);
  return { data: null, message: `Saved for ${member.name}.` };
});

/** Says that one may not review what another annotated, or takes that back. */
export const setBarAction = formAction(barInput, async (actor, input) => {
  await setBar(actor, input);
  refresh(input.slug);
  return { data: null };
});

/** Takes somebody out of the project. */
export const removeMemberAction = formAction(removeMemberInput, async (actor, input) => {
  await removeMember(actor, input);
  refresh(input.slug);
  return { data: null };
});

/** Makes an invitation link; its secret is in the answer, this once. */
export const inviteAction = formAction(
  projectInvitationInput.extend({ slug: z.string() }),
  async (actor, { slug, ...input }) => {
    const { projectId } = await requireProject(actor, slug, "project.members");
    const created = await createProjectInvitation(actor, { ...input, projectId });
    refresh(slug);
    return { data: created };
  },
);

/** Makes an invitation link worthless. */
export const revokeInvitationAction = formAction(
  z.object({ slug: z.string(), invitationId: z.string() }),
  async (actor, { slug, invitationId }) => {
    await revokeInvitation(actor, invitationId);
    refresh(slug);
    return { data: null };
  },
);
