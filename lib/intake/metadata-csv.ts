import { z } from "zod";
import { badInput } from "@/lib/errors";
import { readCsvRows } from "@/lib/intake/csv";
import type { ArticleFacts, IntakeProblem, IntakeWarning } from "@/lib/intake/draft";
import { knownFields, readFacts } from "@/lib/intake/record";

/** The name of the file that gives the facts of the others in its folder. */
export const metadataFileName = "metadata.csv";

export type MetadataRow = { facts: ArticleFacts; line: number; warnings: IntakeWarning[] };
export type FolderMetadata = { rows: Map<string, MetadataRow>; problems: IntakeProblem[] };

/**
 * Reads a folder's metadata.csv: a row a file, keyed by the column `file`, with any of headline, byline, published,
 * language, original language, url, publisher, credit (several between semicolons), translated and derivation. A row
 * without a file name, or with one named before, is a problem; so is a missing `file` column.
 */
export async function readMetadataCsv(bytes: Uint8Array): Promise<FolderMetadata> {
  const rows = new Map<string, MetadataRow>();
  const problems: IntakeProblem[] = [];
  function report(line: number | null, { code, message }: { code: string; message: string }) {
    problems.push({ fileName: metadataFileName, line, code, message });
  }
  for await (const item of readCsvRows([bytes], "file")) {
    if (item.kind === "fault") {
      report(item.line, item.fault);
      continue;
    }
    const { line, cells } = item.row;
    const known = knownFields(cells);
    const file = metadataKey(z.string().catch("").parse(known.get("file")));
    if (file === "") report(line, badInput("missing-file-name", `Line ${line} names no file.`));
    else if (rows.has(file))
      report(line, badInput("duplicate-file", `Line ${line} names ${file} a second time.`));
    else rows.set(file, { ...readFacts(known, line), line });
  }
  return { rows, problems };
}

/** How a file's name is looked up in the metadata: without its folders, in NFC. */
export function metadataKey(path: string): string {
  return (path.trim().split(/[\\/]/).at(-1) ?? "").normalize("NFC");
}
