"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { currentActor } from "@/lib/auth/current-actor";
import { keepSignOnPurpose } from "@/lib/auth/sign-on-purpose";
import { dropSessionCookie } from "@/lib/auth/sign-out";
import { pressSecret } from "@/lib/presses";
import { revokeAllSessions, revokeOtherSessions, revokeSession } from "@/lib/sessions/commands";
import { changeShortcut, resetShortcuts, setSingleKeys } from "@/lib/shortcuts/commands";
import { shortcutInput, singleKeysInput } from "@/lib/shortcuts/schema";
import { createToken, revokeToken } from "@/lib/tokens/commands";
import { createTokenInput, tokenIdInput } from "@/lib/tokens/schema";
import { changeName, changePassword } from "@/lib/users/commands";
import { changeNameInput, changePasswordInput } from "@/lib/users/schema";

const sessionInput = z.object({ sessionId: z.uuid() });

export const changeNameAction = formAction(changeNameInput, async (actor, input) => {
  await changeName(actor, input);
  revalidatePath("/", "layout");
  return { data: null, message: "Saved." };
});

export const changePasswordAction = formAction(changePasswordInput, async (actor, input) => {
  const { revoked } = await changePassword(actor, input);
  revalidatePath("/account");
  const others = revoked === 1 ? "One other session was" : `${revoked} other sessions were`;
  return { data: null, message: `Changed. ${revoked > 0 ? `${others} signed out.` : ""}`.trim() };
});

export const revokeSessionAction = formAction(sessionInput, async (actor, { sessionId }) => {
  await revokeSession(actor, sessionId);
  revalidatePath("/account");
  return { data: null };
});

const keptToken = z.object({ token: z.object({ id: z.string() }) });

/** Makes a token; its secret is in the answer, this once. Pressed again after a lost answer, a token takes its place. */
export const createTokenAction = formAction(
  createTokenInput,
  async (actor, input, press) => {
    const created = await pressSecret(
      { ...press, actor, name: "token create" },
      keptToken,
      (tx) => createToken(actor, input, tx),
      async (tx, { token }) => void (await revokeToken(actor, token.id, tx)),
    );
    revalidatePath("/account");
    return { data: created };
  },
  ["scopes"],
);

export const revokeTokenAction = formAction(tokenIdInput, async (actor, { tokenId }) => {
  const { name } = await revokeToken(actor, tokenId);
  revalidatePath("/account");
  return { data: null, message: `${name} is revoked.` };
});

/** Gives an action another key, or back those it came with. */
export const changeShortcutAction = formAction(shortcutInput, async (actor, input) => {
  await changeShortcut(actor, input);
  revalidatePath("/account");
  return { data: null };
});

export const resetShortcutsAction = formAction(z.object({}), async (actor) => {
  await resetShortcuts(actor);
  revalidatePath("/account");
  return { data: null };
});

export const setSingleKeysAction = formAction(singleKeysInput, async (actor, input) => {
  await setSingleKeys(actor, input);
  revalidatePath("/account");
  return { data: null };
});

/** Ends every session but this one. */
export async function signOutOthers(): Promise<void> {
  const actor = await currentActor();
  if (!actor) redirect("/sign-in?next=/account");
  await revokeOtherSessions(actor);
  revalidatePath("/account");
}

/** Ends every session, this one too, and goes to the sign-in page. */
export async function signOutEverywhere(): Promise<void> {
  const actor = await currentActor();
  if (actor) await revokeAllSessions(actor);
  await dropSessionCookie();
  redirect("/sign-in");
}

/** Notes, before going to the sign-on provider, that its login is to be linked to this account. */
export async function prepareLink(): Promise<void> {
  const actor = await currentActor();
  if (actor?.sessionId) await keepSignOnPurpose({ kind: "link", sessionId: actor.sessionId });
}
