"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction, madeId } from "@/lib/action";
import { createSiteInvitation, revokeInvitation } from "@/lib/invitations/commands";
import { siteInvitationInput } from "@/lib/invitations/schema";
import { pressSecret } from "@/lib/presses";
import { forgetPerson } from "@/lib/redaction/commands";
import { forgetPersonInput } from "@/lib/redaction/schema";
import { setUserDisabled } from "@/lib/users/commands";

const page = "/account/people";
const disableInput = z.object({ userId: z.uuid(), isDisabled: z.stringbool() });
const revokeInput = z.object({ invitationId: z.uuid() });

/** Makes an invitation link; its secret is in the answer, this once. Pressed again after a lost answer, a link takes its place. */
export const inviteAction = formAction(siteInvitationInput, async (actor, input, press) => {
  const invitation = await pressSecret(
    { ...press, actor, name: "site invitation" },
    madeId,
    (tx) => createSiteInvitation(actor, input, tx),
    (tx, { id }) => revokeInvitation(actor, id, tx),
  );
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
