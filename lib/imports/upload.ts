import { readBundle, readPastedBytes } from "@/lib/imports/read-bundle";
import type { IntakeItem } from "@/lib/intake/draft";

/** What a person sent: files, or the bytes of a pasted text. */
export type Upload =
  | { kind: "files"; files: { name: string; bytes: Uint8Array }[] }
  | { kind: "paste"; bytes: Uint8Array };

/** The articles of an upload, one after another as they are read. */
export async function* readUpload(upload: Upload): AsyncGenerator<IntakeItem> {
  if (upload.kind === "paste") yield readPastedBytes(upload.bytes);
  else yield* readBundle(upload.files.map((file) => ({ name: file.name, read: () => [file.bytes] })));
}
