import {
  type DatasetRequest,
  type ImportedDataset,
  importDataset,
} from "@/lib/dataset-imports/import-dataset";
import { fileOfBytes, type SourceFile } from "@/lib/dataset-imports/source-files";
import type { Actor } from "@/lib/policy";

/** Files of a dataset by name, as text or bytes. */
export function sourceFiles(files: Readonly<Record<string, string | Uint8Array>>): SourceFile[] {
  return Object.entries(files).map(([name, content]) => {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    return fileOfBytes(name, () => bytes, bytes.length);
  });
}

/** Lines of the complete format imported in one go, layers attached where the text is here already. */
export async function importJsonl(
  actor: Actor,
  slug: string,
  lines: readonly (string | Uint8Array)[],
  options: Partial<DatasetRequest> = {},
): Promise<ImportedDataset & { done: NonNullable<ImportedDataset["outcome"]> }> {
  const content = Buffer.concat(lines.map((line) => (typeof line === "string" ? Buffer.from(line) : line)));
  const imported = await importDataset(actor, slug, {
    label: "all.jsonl",
    format: "jsonl",
    files: sourceFiles({ "all.jsonl": content }),
    present: "attach",
    ...options,
  });
  if (!imported.outcome) throw new Error("A dry run imports nothing.");
  return { ...imported, done: imported.outcome };
}
