import "server-only";
import { blockSchema } from "@/lib/articles/text-schema";
import { checkLayer } from "@/lib/checks/check-layer";
import { checkTerms, type Finding, isBlocking, type Severity } from "@/lib/checks/schema";
import { db, type Tx } from "@/lib/db";
import { getLayer } from "@/lib/layers/queries";
import type { Actor } from "@/lib/policy";

/** A finding with how serious it is, and whether the project has it stop a submission. */
export type LayerFinding = Finding & { severity: Severity; isBlocking: boolean };

/**
 * What is inconsistent or unfinished in a layer that the actor may see, in reading order of the marks, as the annotate
 * screen lists it. Throws notFound.
 */
export async function listFindings(actor: Actor, layerId: string, tx: Tx = db()): Promise<LayerFinding[]> {
  const layer = await getLayer(actor, layerId, tx);
  const [rows, project] = await Promise.all([
    tx.block.findMany({ where: { versionId: layer.versionId }, orderBy: { start: "asc" } }),
    tx.project.findUniqueOrThrow({ where: { id: layer.projectId }, select: { blockingChecks: true } }),
  ]);
  const blocks = rows.map((row) => blockSchema.parse(row));
  const { versionId, kinds, attributes, objects } = layer;
  return checkLayer(objects, { versionId, kinds, attributes, blocks }).map((finding) => ({
    ...finding,
    severity: checkTerms[finding.code].severity,
    isBlocking: isBlocking(finding, project.blockingChecks),
  }));
}
