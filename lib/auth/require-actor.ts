import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { currentActor } from "@/lib/auth/current-actor";
import { localPath, pathHeader } from "@/lib/auth/local-path";
import type { Actor } from "@/lib/policy";

/**
 * Who is signed in, for pages and layouts; anybody else is sent to sign in and comes back afterwards to the page
 * asked for. Only the path and query of this site are ever carried along.
 */
export async function requireActor(): Promise<Actor> {
  const actor = await currentActor();
  if (actor) return actor;
  const asked = localPath((await headers()).get(pathHeader));
  redirect(asked === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(asked)}`);
}
