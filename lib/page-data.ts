import "server-only";
import { forbidden, notFound, redirect, unstable_rethrow } from "next/navigation";
import { requireActor } from "@/lib/auth/require-actor";
import { databaseRefusal } from "@/lib/database-errors";
import { describeError } from "@/lib/error-response";
import { AppError } from "@/lib/errors";
import type { Actor } from "@/lib/policy";

/**
 * What a page reads, for the person signed in (anybody else is sent to sign in). A refusal becomes the page that
 * says so: not found 404 (also where the address holds what cannot be stored), no permission 403; an address with a
 * cursor of no list goes back to `firstPage` if given. The unexpected is logged under an id, which the page shows.
 */
export async function pageData<T>(read: (actor: Actor) => Promise<T>, firstPage?: string): Promise<T> {
  const actor = await requireActor();
  try {
    return await read(actor);
  } catch (error) {
    unstable_rethrow(error);
    const known = error instanceof AppError ? error : databaseRefusal(error);
    if (!known) throw unexpected(error);
    if (known.status === 404 || known.code === "nul-byte") notFound();
    if (known.status === 403) forbidden();
    if (known.status === 401) redirect("/sign-in");
    if (known.code === "bad-cursor" && firstPage) redirect(firstPage);
    throw known;
  }
}

/** What Next prints instead of the error itself, whose message and cause may quote text or values; `database-away` needs no id. */
function unexpected(error: unknown): Error {
  const { errorId, code } = describeError(error).body;
  const name = errorId ?? code;
  return Object.assign(new Error(`unexpected error ${name}`), { digest: name });
}
