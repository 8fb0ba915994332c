"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { endCurrentSession } from "@/lib/auth/sign-out";
import { parseTheme, type Theme, themeCookie } from "@/lib/theme";

const year = 365 * 24 * 60 * 60;

/** Keeps the choice of theme in this browser. */
export async function setTheme(theme: Theme): Promise<void> {
  (await cookies()).set(themeCookie, parseTheme(theme), { path: "/", maxAge: year, sameSite: "lax" });
}

/** Signs this browser out and goes to the sign-in page. */
export async function signOut(): Promise<void> {
  await endCurrentSession();
  redirect("/sign-in");
}
