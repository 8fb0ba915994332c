"use server";

import { redirect } from "next/navigation";
import { publicFormAction } from "@/lib/action";
import { beginSession } from "@/lib/auth/begin-session";
import { env } from "@/lib/env";
import { setUpInstallation } from "@/lib/installation/commands";
import { setUpInput } from "@/lib/installation/schema";

/** Makes the first administrator and signs them in. */
export const setUpAction = publicFormAction(setUpInput, async (input) => {
  await beginSession(await setUpInstallation(input, env().SETUP_CODE_FILE));
  redirect("/projects");
});
