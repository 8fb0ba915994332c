import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { discardBatch, editDrafts } from "@/lib/imports/commands";
import { commitBatch } from "@/lib/imports/commit";
import { listBatches, listDrafts } from "@/lib/imports/queries";
import { readBundle } from "@/lib/imports/read-bundle";
import { stageBatch } from "@/lib/imports/stage";
import type { Actor } from "@/lib/policy";

/** The seed runs from the checkout's folder. */
const folder = path.resolve("prisma", "samples");
const label = "The Brannik dam: ten sample articles";

/** The order in which the articles are given out, so that reports come before what was copied from them. */
const firstFiles = [
  "nordwire-brannik-dam-breach.txt",
  "courier-600-rescued-after-dam-fails.txt",
  "teln-valley-post-the-night-on-the-roofs.txt",
  "velmora-business-daily-operator-rejects-claims.txt",
  "oberland-bote-600-menschen-gerettet.txt",
  "valley24-six-hundred-souls-saved.txt",
  "meridian-daily-flood-disaster-in-korva.txt",
  // What nobody has begun: whoever presses "Next article" first gets one in English.
  "riverside-letters-what-the-water-took.txt",
  "sarnes-review-brannik-will-not-be-the-last.txt",
];
const agencies = ["Nordwire"];

/** Imports the samples through the same steps as a person would; does nothing when they are there. */
export async function importSamples(actor: Actor, slug: string): Promise<void> {
  const batches = (await listBatches(actor, slug, {})).items.filter((batch) => batch.label === label);
  if (batches.some((batch) => batch.state === "committed" || batch.state === "withdrawn")) return;
  for (const { id } of batches) await discardBatch(actor, slug, id);
  const names = readdirSync(folder).sort();
  const ordered = [...firstFiles, ...names.filter((name) => !firstFiles.includes(name))];
  const files = ordered.map((name) => ({ name, read: () => [readFileSync(path.join(folder, name))] }));
  const { batchId } = await stageBatch(
    actor,
    slug,
    { label, files: ordered, skipBad: false },
    readBundle(files),
  );
  for (const draft of (await listDrafts(actor, slug, batchId, {})).items) {
    const { publisher } = draft.facts;
    if (publisher.kind !== "new" || !agencies.includes(publisher.name)) continue;
    const facts = { publisher: { ...publisher, sourceKind: "agency" as const } };
    await editDrafts(actor, slug, batchId, { draftId: draft.id, facts, fillDown: false });
  }
  await commitBatch(actor, slug, batchId);
}
