"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { formAction, madeId } from "@/lib/action";
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
import { pressSecret } from "@/lib/presses";
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

/** Makes an invitation link; its secret is in the answer, this once. Pressed again after a lost answer, a link takes its place. */
export const inviteAction = formAction(
  projectInvitationInput.extend({ slug: z.string() }),
  async (actor, { slug, ...input }, press) => {
    const { projectId } = await requireProject(actor, slug, "project.members");
    const created = await pressSecret(
      { ...press, actor, name: "project invitation" },
      madeId,
      (tx) => createProjectInvitation(actor, { ...input, projectId }, tx),
      (tx, { id }) => revokeInvitation(actor, id, tx),
    );
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
