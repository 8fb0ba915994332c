import "server-only";
import { z } from "zod";
import { ask } from "@/lib/db";
import { forbidden, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import type { TokenGrant } from "@/lib/tokens/schema";
import { Prisma } from "@/prisma/generated/client";

/** The tables of what stands under a project in a path, by the path's name for its id. */
const tables: Record<string, Prisma.Sql> = {
  articleId: Prisma.sql`"Article"`,
  versionId: Prisma.sql`"ArticleVersion"`,
  layerId: Prisma.sql`"Layer"`,
  markId: Prisma.sql`"Annotation"`,
  slotId: Prisma.sql`"Slot"`,
  cardId: Prisma.sql`"ClaimCard"`,
  batchId: Prisma.sql`"ImportBatch"`,
  datasetId: Prisma.sql`"ImportBatch"`,
  draftId: Prisma.sql`"ImportDraft"`,
  clusterId: Prisma.sql`"ReuseCluster"`,
  moveId: Prisma.sql`"CardMove"`,
  actId: Prisma.sql`"BulkAct"`,
  viewId: Prisma.sql`"SavedView"`,
  disputeId: Prisma.sql`"Dispute"`,
  observationId: Prisma.sql`"Observation"`,
  invitationId: Prisma.sql`"Invitation"`,
  carriedId: Prisma.sql`"CarriedMark"`,
};

const rows = z.array(z.object({ id: z.string(), isWhole: z.boolean() }));

/**
 * Checks that whatever a path names under a project belongs to it, and that the token may work there. Whether the actor
 * may see a thing, the query or command asks itself. Throws notFound; 403 `project-not-granted`.
 */
export async function requirePathProject(
  actor: Actor,
  grant: TokenGrant,
  params: Record<string, unknown>,
): Promise<void> {
  const { slug } = params;
  if (typeof slug !== "string") return;
  const parts = Object.entries(params).flatMap(([name, value]) => {
    const table = tables[name];
    return table && typeof value === "string"
      ? [
          Prisma.sql`AND EXISTS (SELECT 1 FROM ${table} t WHERE t."id" = ${value}::uuid AND t."projectId" = p."id")`,
        ]
      : [];
  });
  const found = rows.parse(
    await ask(Prisma.sql`
      SELECT p."id", (true ${parts.length > 0 ? Prisma.join(parts, " ") : Prisma.empty}) AS "isWhole"
        FROM seen_projects(${actor.userId}::uuid) p WHERE p."slug" = ${slug}`),
  );
  const row = found[0];
  if (!row) throw notFound();
  if (grant.projectId !== null && grant.projectId !== row.id)
    throw forbidden("This token works in another project.", "project-not-granted");
  if (!row.isWhole) throw notFound();
}
