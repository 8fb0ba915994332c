import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";

const rows = z.array(z.object({ id: z.string(), name: z.string() }));

/** The names of those of the sources that the actor may see, by id. */
export async function listSourceNames(
  actor: Actor,
  sourceIds: readonly string[],
  tx: Tx = db(),
): Promise<Record<string, string>> {
  if (sourceIds.length === 0) return {};
  const found = await tx.$queryRaw`
    SELECT s."id", s."name" FROM seen_sources(${actor.userId}::uuid) s WHERE s."id" = ANY(${[...sourceIds]}::uuid[])`;
  return Object.fromEntries(rows.parse(found).map((row) => [row.id, row.name]));
}
