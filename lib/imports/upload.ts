import { readBundle, readPastedBytes } from "@/lib/imports/read-bundle";
import { type FetchedPage, readPages } from "@/lib/imports/read-pages";
import type { IntakeItem } from "@/lib/intake/draft";

/** What a person sent: files, the bytes of a pasted text, or pages fetched for them. */
export type Upload =
  | { kind: "files"; files: { name: string; bytes: Uint8Array }[] }
  | { kind: "paste"; bytes: Uint8Array }
  | { kind: "pages"; pages: FetchedPage[] };

/** The articles of an upload, one after another as they are read. */
export async function* readUpload(upload: Upload): AsyncGenerator<IntakeItem> {
  if (upload.kind === "paste") yield readPastedBytes(upload.bytes);
  else if (upload.kind === "pages") yield* readPages(upload.pages);
  else yield* readBundle(upload.files.map((file) => ({ name: file.name, read: () => [file.bytes] })));
}
