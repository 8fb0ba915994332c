"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { publicFormAction } from "@/lib/action";
import { beginSession } from "@/lib/auth/begin-session";
import { clientInfo } from "@/lib/auth/client-info";
import { knownDevice, rememberDevice } from "@/lib/auth/known-device";
import { localPath } from "@/lib/auth/local-path";
import { signInWithPassword } from "@/lib/auth/sign-in";
import { signInInput } from "@/lib/users/schema";

/** Signs in by e-mail address and password and goes on to the page that was asked for. */
export const signInAction = publicFormAction(signInInput, async (input) => {
  const client = clientInfo(await headers());
  const userId = await signInWithPassword(input, client, await knownDevice(input.email));
  await beginSession(userId);
  await rememberDevice(input.email);
  redirect(localPath(input.next));
});
