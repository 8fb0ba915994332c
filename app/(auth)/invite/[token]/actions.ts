"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction, publicFormAction } from "@/lib/action";
import { beginSession } from "@/lib/auth/begin-session";
import { keepSignOnPurpose } from "@/lib/auth/sign-on-purpose";
import { acceptInvitation, acceptInvitationAsNew, acceptNewPassword } from "@/lib/invitations/commands";
import { acceptAsNewInput, acceptNewPasswordInput } from "@/lib/invitations/schema";

const tokenInput = z.object({ token: z.string().max(200) });

function placeOf(slug: string | null): string {
  return slug ? `/projects/${slug}` : "/projects";
}

/** Accepts with a new account and signs in. */
export const acceptAsNewAction = publicFormAction(acceptAsNewInput, async (input) => {
  const { userId, slug } = await acceptInvitationAsNew(input);
  await beginSession(userId);
  redirect(placeOf(slug));
});

/** Sets the new password that the link is for, and signs in. */
export const acceptNewPasswordAction = publicFormAction(acceptNewPasswordInput, async (input) => {
  const { userId } = await acceptNewPassword(input);
  await beginSession(userId);
  redirect("/projects");
});

/** Accepts as the person who is signed in. */
export const acceptAction = formAction(tokenInput, async (actor, { token }) => {
  const { slug } = await acceptInvitation(actor, token);
  redirect(placeOf(slug));
});

/** Notes, before going to the sign-on provider, which invitation is being accepted. */
export async function prepareSignOn(token: string): Promise<void> {
  await keepSignOnPurpose({ kind: "invitation", ...tokenInput.parse({ token }) });
}
