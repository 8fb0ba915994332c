import { fileOfBytes, type SourceFile } from "@/lib/dataset-imports/source-files";
import { badInput } from "@/lib/errors";
import { cleanName, parseForm } from "@/lib/imports/receive-upload";

const mostFiles = 5_000;

/**
 * The files (`file`, several, named by their path in a folder) of an upload's body. Throws badInput `invalid-upload`,
 * `nothing-to-import`, `too-many-files`.
 */
export async function filesOfForm(body: Uint8Array, contentType: string): Promise<SourceFile[]> {
  const form = await parseForm(new Uint8Array(body), contentType);
  const files: SourceFile[] = [];
  for (const entry of form.getAll("file")) {
    // A file field that was left empty still sends a file without a name.
    if (!(entry instanceof File) || entry.name === "") continue;
    const bytes = new Uint8Array(await entry.arrayBuffer());
    files.push(fileOfBytes(cleanName(entry.name), () => bytes, bytes.length));
  }
  if (files.length === 0) throw badInput("nothing-to-import", "Choose a file first.");
  if (files.length > mostFiles)
    throw badInput("too-many-files", `At most ${mostFiles} files at once. Pack them as one ZIP.`);
  return files;
}
