import "server-only";
import { forbidden, notFound, redirect } from "next/navigation";
import { requireActor } from "@/lib/auth/require-actor";
import { AppError } from "@/lib/errors";
import type { Actor } from "@/lib/policy";

/**
 * What a page reads, for the person signed in (anybody else is sent to sign in). A refusal becomes the page that
 * says so: not found 404, no permission 403; an address with a cursor of no list goes back to `firstPage` if given.
 */
export async function pageData<T>(read: (actor: Actor) => Promise<T>, firstPage?: string): Promise<T> {
  const actor = await requireActor();
  try {
    return await read(actor);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.status === 404) notFound();
    if (error.status === 403) forbidden();
    if (error.status === 401) redirect("/sign-in");
    if (error.code === "bad-cursor" && firstPage) redirect(firstPage);
    throw error;
  }
}
