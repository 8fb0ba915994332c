import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import type { OwnLimits } from "@/lib/slots/schema";

const limitRows = z.array(
  z.object({
    mostOpen: z.number().nullable(),
    mostPerWeek: z.number().nullable(),
    languages: z.array(z.string()),
    goldPercent: z.number(),
  }),
);
const usedRows = z.tuple([z.object({ open: z.number(), week: z.number() })]);

/** What limits a person's pulls in a project: their own numbers, else the project's; null is no limit. */
export type Limits = z.infer<typeof limitRows>[number];

/** The actor's limits in a project; an administrator without a membership has the project's. */
export async function readLimits(tx: Tx, actor: Actor, projectId: string): Promise<Limits> {
  const rows = await tx.$queryRaw`
    SELECT coalesce(m."mostOpen", p."mostOpen") AS "mostOpen", coalesce(m."mostPerWeek", p."mostPerWeek") AS "mostPerWeek",
           coalesce(m."languages", '{}') AS languages, p."goldPercent"
      FROM "Project" p LEFT JOIN "Member" m ON m."projectId" = p."id" AND m."userId" = ${actor.userId}::uuid
     WHERE p."id" = ${projectId}::uuid`;
  return limitRows.parse(rows)[0] ?? { mostOpen: null, mostPerWeek: null, languages: [], goldPercent: 0 };
}

/** How many articles the actor has in hand, and has taken since Monday (UTC), those given back left out. */
export async function countTaken(
  tx: Tx,
  actor: Actor,
  projectId: string,
): Promise<{ open: number; week: number }> {
  const rows = await tx.$queryRaw`
    SELECT (SELECT count(*)::int FROM "Slot" s WHERE s."personId" = ${actor.userId}::uuid
               AND s."state" IN ('taken', 'returned', 'stalled') AND s."projectId" = ${projectId}::uuid) AS open,
           (SELECT count(*)::int FROM "Slot" s WHERE s."personId" = ${actor.userId}::uuid AND s."projectId" = ${projectId}::uuid
               AND s."state" <> 'skipped' AND s."takenAt" >= date_trunc('week', now())) AS week`;
  return usedRows.parse(rows)[0];
}

/** Which limit the actor has reached, the one on articles in hand first; null where another article may be taken. */
export async function reachedLimit(
  tx: Tx,
  actor: Actor,
  projectId: string,
  limits: Limits,
): Promise<"most-open" | "most-per-week" | null> {
  if (limits.mostOpen === null && limits.mostPerWeek === null) return null;
  const used = await countTaken(tx, actor, projectId);
  if (limits.mostOpen !== null && used.open >= limits.mostOpen) return "most-open";
  if (limits.mostPerWeek !== null && used.week >= limits.mostPerWeek) return "most-per-week";
  return null;
}

/** The actor's limits in a project and how much of them is used. Throws notFound, forbidden. */
export async function getOwnLimits(actor: Actor, slug: string): Promise<OwnLimits> {
  const { projectId } = await requireProject(actor, slug, "layer.annotate");
  const { mostOpen, mostPerWeek } = await readLimits(db(), actor, projectId);
  return { mostOpen, mostPerWeek, ...(await countTaken(db(), actor, projectId)) };
}
