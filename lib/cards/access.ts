import "server-only";
import { z } from "zod";
import { type ProjectAccess, requireProjectById } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import type { Actor, ProjectAction } from "@/lib/policy";

const rows = z.array(
  z.object({
    id: z.string(),
    projectId: z.string(),
    statement: z.string(),
    type: z.enum(["content", "speech-act"]),
    revision: z.number(),
    createdAt: z.date(),
  }),
);

export type SeenCard = z.infer<typeof rows>[number];

/** A card that the actor may see (`seen_cards`), refused unless their role in its project may do `action`; throws notFound, forbidden. */
export async function requireCard(
  actor: Actor,
  cardId: string,
  action: ProjectAction,
  tx: Tx = db(),
  lock = false,
): Promise<{ card: SeenCard; project: ProjectAccess }> {
  if (!z.uuid().safeParse(cardId).success) throw notFound();
  // Locked by itself: a lock cannot be taken through the function that decides who sees the row.
  if (lock) await tx.$queryRaw`SELECT 1 FROM "ClaimCard" WHERE "id" = ${cardId}::uuid FOR UPDATE`;
  const found = rows.parse(
    await tx.$queryRaw`
      SELECT c."id", c."projectId", c."statement", c."type", c."revision", c."createdAt"
        FROM seen_cards(${actor.userId}::uuid) c WHERE c."id" = ${cardId}::uuid`,
  );
  const card = found[0];
  if (!card) throw notFound();
  return { card, project: await requireProjectById(actor, card.projectId, action, tx) };
}
