import { commitBatch } from "@/lib/imports/commit";
import { stageUpload } from "@/lib/imports/in-thread";
import { listDrafts } from "@/lib/imports/queries";
import type { DraftRow } from "@/lib/imports/schema";
import type { StagedBatch } from "@/lib/imports/stage";
import type { Actor } from "@/lib/policy";

export const firstText =
  "Bridge is safe, mayor says\n\nThe mayor said the bridge is safe. Forty houses were flooded.";
export const secondText =
  "Water falls in Port Elms\n\nThe water fell by two metres overnight, the harbour office said.";

/** Files by name as bytes or text, read as an upload is. */
export function stageFiles(
  actor: Actor,
  slug: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  skipBad = false,
): Promise<StagedBatch> {
  const sent = Object.entries(files).map(([name, content]) => ({
    name,
    bytes: typeof content === "string" ? new TextEncoder().encode(content) : content,
  }));
  const input = { label: Object.keys(files).join(", "), files: Object.keys(files), skipBad };
  return stageUpload(actor, slug, input, { kind: "files", files: sent });
}

/** A batch of these files, imported. */
export async function importFiles(actor: Actor, slug: string, files: Readonly<Record<string, string>>) {
  const { batchId } = await stageFiles(actor, slug, files);
  return { batchId, ...(await commitBatch(actor, slug, batchId)) };
}

/** The draft of a batch in a place, counted from 1. */
export async function draftAt(
  actor: Actor,
  slug: string,
  batchId: string,
  ordinal: number,
): Promise<DraftRow> {
  const { items } = await listDrafts(actor, slug, batchId, {});
  const draft = items.find((item) => item.ordinal === ordinal);
  if (!draft) throw new Error(`The batch has no draft ${ordinal}.`);
  return draft;
}
