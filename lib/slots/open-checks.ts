import "server-only";
import { z } from "zod";
import { blockSchema } from "@/lib/articles/text-schema";
import { attributeDefinitions } from "@/lib/attributes/schema";
import { checkLayer } from "@/lib/checks/check-layer";
import { isBlocking } from "@/lib/checks/schema";
import type { Tx } from "@/lib/db";
import { conflict } from "@/lib/errors";
import { layerAttributesSql, layerObjectsSql } from "@/lib/layers/object-sql";
import { layerObject } from "@/lib/layers/schema";
import { Prisma } from "@/prisma/generated/client";

const rowShape = z.object({
  versionId: z.string(),
  kinds: z.array(z.string()),
  blockingChecks: z.array(z.string()),
  attributes: attributeDefinitions,
});
const layerShape = z.object({ blocks: z.array(blockSchema), objects: z.array(layerObject) });

/**
 * Refuses a submission with 409 `checks-open` while the layer holds something that its project wants settled first;
 * the details name each mark with the check's code and sentence. Reads the marks only where the project asks for any.
 */
export async function refuseOpenChecks(t: Tx, layerId: string): Promise<void> {
  const layer = Prisma.sql`${layerId}::uuid`;
  const [facts] = z.array(rowShape).parse(
    await t.$queryRaw`
      SELECT l."versionId", p."kinds", p."blockingChecks", ${layerAttributesSql} AS attributes FROM "Layer" l JOIN "Project" p ON p."id" = l."projectId"
       WHERE l."id" = ${layer}`,
  );
  if (!facts || facts.blockingChecks.length === 0) return;
  const [row] = z.array(layerShape).parse(
    await t.$queryRaw`
      SELECT coalesce((SELECT jsonb_agg(jsonb_build_object('id', b."id", 'kind', b."kind", 'start', b."start", 'end', b."end") ORDER BY b."start")
                         FROM "Block" b WHERE b."versionId" = ${facts.versionId}::uuid), '[]') AS blocks,
             coalesce((SELECT jsonb_agg(o."object") FROM (${layerObjectsSql({ layerId: layer })}) o), '[]') AS objects`,
  );
  const findings = checkLayer(row?.objects ?? [], { ...facts, blocks: row?.blocks ?? [] });
  const open = findings.filter((finding) => isBlocking(finding, facts.blockingChecks));
  const [first] = open;
  if (!first) return;
  const more = open.length === 1 ? "" : ` ${open.length - 1} more ${open.length === 2 ? "is" : "are"} open.`;
  throw conflict("checks-open", `This has to be settled first: ${first.message}${more}`, { findings: open });
}
