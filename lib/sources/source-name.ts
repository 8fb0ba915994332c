import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";

const rows = z.array(z.object({ id: z.string(), name: z.string() }));

/** The name of the source that stands for an id after merges; null where the actor sees none. The id stays the one asked for. */
export async function getSourceName(
  actor: Actor,
  sourceId: string,
  tx: Tx = db(),
): Promise<{ id: string; name: string } | null> {
  const found = rows.parse(
    await tx.$queryRaw`
      SELECT ${sourceId}::uuid AS id, s."name" FROM seen_sources(${actor.userId}::uuid) s
       WHERE s."id" = canonical_source(${sourceId}::uuid)`,
  );
  return found[0] ?? null;
}
