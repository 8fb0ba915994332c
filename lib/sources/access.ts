import "server-only";
import { z } from "zod";
import { highestRole } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { forbidden, notFound } from "@/lib/errors";
import { type Actor, canOnRegister, type ProjectRoleName, type RegisterAction } from "@/lib/policy";

/** The actor's role on the register, refused unless it may do `action`; throws forbidden. */
export async function requireRegister(
  actor: Actor,
  action: RegisterAction,
  tx: Tx = db(),
): Promise<ProjectRoleName> {
  const role = await highestRole(actor, tx);
  if (role === null || !canOnRegister(role, action)) throw forbidden();
  return role;
}

const rows = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    isProposal: z.boolean(),
    createdById: z.string().nullable(),
    canonicalId: z.string().nullable(),
    refusedAt: z.date().nullable(),
    revision: z.number(),
  }),
);

export type SeenSource = z.infer<typeof rows>[number];

/** A source of the register that the actor may see (`seen_sources`), locked where `lock` is asked; throws notFound. */
export async function requireSource(
  actor: Actor,
  sourceId: string,
  tx: Tx = db(),
  lock = false,
): Promise<SeenSource> {
  if (!z.uuid().safeParse(sourceId).success) throw notFound();
  // Locked by itself: a lock cannot be taken through the function that decides who sees the row.
  if (lock) await tx.$queryRaw`SELECT 1 FROM "Source" WHERE "id" = ${sourceId}::uuid FOR UPDATE`;
  const found = rows.parse(
    await tx.$queryRaw`
      SELECT s."id", s."name", s."kind", s."isProposal", s."createdById", s."canonicalId", s."refusedAt", s."revision"
        FROM seen_sources(${actor.userId}::uuid) s WHERE s."id" = ${sourceId}::uuid`,
  );
  const source = found[0];
  if (!source) throw notFound();
  return source;
}

/** A source the actor may change, locked: any for who may edit the register, one's own proposal for its maker; throws notFound, forbidden. */
export async function requireEditable(actor: Actor, sourceId: string, tx: Tx): Promise<SeenSource> {
  const role = await requireRegister(actor, "source.view", tx);
  const source = await requireSource(actor, sourceId, tx, true);
  const isOwnProposal =
    source.isProposal && source.createdById === actor.userId && canOnRegister(role, "source.propose");
  if (!canOnRegister(role, "source.edit") && !isOwnProposal) throw forbidden();
  return source;
}
