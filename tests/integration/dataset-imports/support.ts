import { beginDatasetCommit, runDatasetCommit } from "@/lib/dataset-imports/commit";
import type { DatasetFormat, DatasetReport, ImportPlanInput } from "@/lib/dataset-imports/schema";
import { beginDataset, readIntoBatch } from "@/lib/dataset-imports/stage";
import type { Actor } from "@/lib/policy";
import { actorFor, makeMember, makeProject } from "../../support/factories";
import { sourceFiles } from "../../support/import-jsonl";

/** A project with its manager. */
export async function makePlace() {
  const project = await makeProject();
  const manager = await makeMember(project, "manager");
  return { project, slug: project.slug, manager: actorFor(manager), user: manager };
}

/** Files read into a batch, as an upload is. */
export async function dryRun(
  actor: Actor,
  slug: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  format: DatasetFormat | null = null,
): Promise<{ batchId: string; report: DatasetReport }> {
  const { batchId } = await beginDataset(actor, slug, { label: Object.keys(files)[0] ?? "", format });
  const report = await readIntoBatch(actor, slug, batchId, async () => sourceFiles(files));
  return { batchId, report };
}

/** What somebody decides, everything left out unless said otherwise. */
export function planOf(plan: Partial<ImportPlanInput> = {}): ImportPlanInput {
  return { labels: {}, present: null, leavesBad: false, takesNewer: false, takesWithdrawn: false, ...plan };
}

/** A batch that was read, imported. */
export async function commit(
  actor: Actor,
  slug: string,
  batchId: string,
  plan: Partial<ImportPlanInput> = {},
) {
  await beginDatasetCommit(actor, slug, batchId, planOf(plan));
  return runDatasetCommit(actor, slug, batchId);
}

export const story = "The mayor said 🙂 the bridge is safe. Forty houses were flooded.";
/** A line of doccano's: a claim of ours, and two spans of somebody else's labels. */
export function doccano(text = story, by: string | null = "ada"): string {
  const entities = [
    { id: 1, label: "claim", start_offset: 17, end_offset: 36 },
    { id: 2, label: "PER", start_offset: 4, end_offset: 9 },
    { id: 3, label: "OPINION", start_offset: 37, end_offset: 62 },
  ];
  return `${JSON.stringify({ id: 1, text, entities, relations: [], annotator: by })}\n`;
}
