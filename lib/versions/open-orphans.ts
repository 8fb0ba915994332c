import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import { conflict } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";

/** Whether a carried mark `c` is an orphan that is neither let go nor placed as a mark that is still there. */
export const isOpenOrphan = Prisma.sql`(c."outcome" = 'orphaned' AND (c."settledAs" IS NULL OR (c."settledAs" = 'placed' AND NOT EXISTS (
  SELECT 1 FROM "Annotation" p WHERE p."id" = c."annotationId" AND p."deletedAt" IS NULL))))`;

const rows = z.array(z.object({ id: z.string() }));

/**
 * Refuses a submission with 409 `orphans-open` while marks of the earlier text are neither placed in the newer one nor
 * let go with a reason, whatever the project's settings; the details name them.
 */
export async function refuseOpenOrphans(t: Tx, layerId: string): Promise<void> {
  const open = rows.parse(
    await t.$queryRaw`
      SELECT c."id" FROM "CarriedMark" c WHERE c."layerId" = ${layerId}::uuid AND ${isOpenOrphan} ORDER BY c."id"`,
  );
  if (open.length === 0) return;
  const marks = open.length === 1 ? "One mark" : `${open.length} marks`;
  throw conflict(
    "orphans-open",
    `${marks} of the earlier text found no place in this one. Place each, or let it go with a reason, then submit.`,
    { carriedIds: open.map((row) => row.id) },
  );
}
