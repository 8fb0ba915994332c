import { conflict, forbidden } from "@/lib/errors";
import { type Actor, can } from "@/lib/policy";

/** What decides whether somebody may write to a layer; `role` is theirs in its project. */
export type Writable = { kind: string; ownerId: string | null; state: string; role: string };

/** Throws 403 where a layer is not the actor's (nor everybody's) to mark, 409 `layer-closed` where it is submitted or closed. */
export function requireWritable(actor: Actor, { kind, ownerId, state, role }: Writable): void {
  const isPersons = kind === "person" || kind === "measured";
  if (isPersons ? ownerId !== actor.userId : kind !== "shared" && kind !== "gold")
    throw forbidden("This layer is not yours to change.");
  if (!can(role, kind === "gold" ? "article.assign" : "layer.annotate")) throw forbidden();
  if (state !== "open" && state !== "returned")
    throw conflict("layer-closed", "This layer has been submitted. Recall it to go on.");
}
