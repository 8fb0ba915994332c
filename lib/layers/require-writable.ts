import "server-only";
import { z } from "zod";
import { conflict, forbidden } from "@/lib/errors";
import { type Actor, can } from "@/lib/policy";
import { isOfNewestText } from "@/lib/versions/final-sql";
import { Prisma } from "@/prisma/generated/client";

/** Why a layer that is not in work cannot be written to. */
export const closedReasons = z.enum(["submitted", "in-review", "earlier-text", "ended"]).nullable();

/** The same of layer `l`, as a column; whoever is measured by gold is not told by it how the article stands. */
export const closedReason = Prisma.sql`CASE
  WHEN l."state" = 'closed' THEN 'ended' WHEN l."state" <> 'submitted' THEN NULL
  WHEN NOT ${isOfNewestText} THEN 'earlier-text' WHEN l."kind" = 'measured' THEN 'submitted'
  WHEN (SELECT a."state" FROM "Article" a WHERE a."id" = l."articleId") IN ('open', 'review') THEN 'submitted' ELSE 'in-review' END`;

const sentences = {
  submitted: "This layer has been submitted. Recall it to go on.",
  "in-review": "This layer has been submitted and its review has begun. A reviewer can return it.",
  "earlier-text": "This work belongs to an earlier text of the article and stays as it was handed in.",
  ended:
    "This work has ended: it was given back, or a newer text took its place. Nothing is written to it any more.",
} as const;

/** What decides whether somebody may write to a layer; `role` is theirs in its project. */
export type Writable = {
  kind: string;
  ownerId: string | null;
  role: string;
  closedReason: z.output<typeof closedReasons>;
};

/** Throws 403 where a layer is not the actor's (nor everybody's) to mark, 409 `layer-closed` with what to do where it is submitted or closed. */
export function requireWritable(actor: Actor, { kind, ownerId, closedReason: why, role }: Writable): void {
  const isPersons = kind === "person" || kind === "measured";
  if (isPersons ? ownerId !== actor.userId : kind !== "shared" && kind !== "gold")
    throw forbidden("This layer is not yours to change.");
  if (!can(role, kind === "gold" ? "article.assign" : "layer.annotate")) throw forbidden();
  if (why) throw conflict("layer-closed", sentences[why]);
}
