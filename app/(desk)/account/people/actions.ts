"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { createSiteInvitation, revokeInvitation } from "@/lib/invitations/commands";
import { siteInvitationInput } from "@/lib/invitations/schema";
import { forgetPerson } from "@/lib/redaction/commands";
import { forgetPersonInput } from "@/lib/redaction/schema";
import { setUserDisabled } from "@/lib/users/commands";

const page = "/account/people";
const disableInput = z.object({ userId: z.uuid(), isDisabled: z.stringbool() });
const revokeInput = z.object({ invitationId: z.uuid() });

export const inviteAction = formAction(siteInvitationInput, async (actor, input) => {
  const invitation = await createSiteInvitation(actor, input);
  revalidatePath(page);
  return { data: invitation };
});

export const revokeInvitationAction = formAction(revokeInput, async (actor, { invitationId }) => {
  await revokeInvitation(actor, invitationId);
  revalidatePath(page);
  return { data: null };
});

export const setDisabledAction = formAction(disableInput, async (actor, input) => {
  await setUserDisabled(actor, input);
  revalidatePath(page);
  return { data: null };
});

export const forgetAction = formAction(forgetPersonInput, async (actor, input) => {
  await forgetPerson(actor, input);
  revalidatePath(page);
  return { data: null };
});
