import { type AppError, badInput, tooLarge } from "@/lib/errors";
import { maxUploadBytes } from "@/lib/imports/schema";
import type { Upload } from "@/lib/imports/upload";
import { articleTooLarge, maxArticleBytes } from "@/lib/intake/complete";

/** Room for the names and borders around the files. */
const envelopeBytes = 512 * 1024;
const maxFiles = 2_000;

export type ReceivedUpload = { upload: Upload; label: string; skipBad: boolean; again: boolean };

/**
 * Reads the form of an upload: `file` (several) or `paste`, `skipBad` and `again`. Gives up as soon as the bytes pass
 * `maxUploadBytes`. Throws tooLarge, badInput `invalid-upload`, `nothing-to-import`, `too-many-files`.
 */
export async function receiveUpload(request: Request): Promise<ReceivedUpload> {
  const form = await readForm(request);
  const skipBad = form.get("skipBad") === "on";
  const again = form.get("again") === "on";
  const paste = form.get("paste");
  if (paste instanceof File) {
    if (paste.size > maxArticleBytes) throw articleTooLarge();
    const bytes = new Uint8Array(await paste.arrayBuffer());
    return { upload: { kind: "paste", bytes }, label: "Pasted text", skipBad, again };
  }
  // A file field that was left empty still sends a file without a name.
  const sent = form.getAll("file").filter((entry) => entry instanceof File && entry.name !== "");
  if (sent.length === 0) throw badInput("nothing-to-import", "Paste a text or choose a file first.");
  if (sent.length > maxFiles)
    throw badInput(
      "too-many-files",
      `At most ${maxFiles} files at once. The command line takes whole folders.`,
    );
  const files: { name: string; bytes: Uint8Array }[] = [];
  for (const entry of sent) {
    if (!(entry instanceof File)) continue;
    files.push({ name: cleanName(entry.name), bytes: new Uint8Array(await entry.arrayBuffer()) });
  }
  const [first] = files;
  const label = files.length === 1 && first ? first.name : `${files.length} files`;
  return { upload: { kind: "files", files }, label, skipBad, again };
}

async function readForm(request: Request): Promise<FormData> {
  return parseForm(await readUploadBytes(request, maxUploadBytes), request.headers.get("content-type") ?? "");
}

/** The body of a request as it comes, given up as soon as it passes `most` bytes of files; throws tooLarge. */
export async function readUploadBytes(request: Request, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const limit = most + envelopeBytes;
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw uploadTooLarge(most);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > limit) throw uploadTooLarge(most);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The form in a body of that content type; throws badInput `invalid-upload` for one that is cut off or no form. */
export async function parseForm(body: Uint8Array<ArrayBuffer>, contentType: string): Promise<FormData> {
  try {
    return await new Response(body, { headers: { "content-type": contentType } }).formData();
  } catch {
    throw badInput("invalid-upload", "The upload is incomplete. Send it again.");
  }
}

function uploadTooLarge(most: number): AppError {
  return tooLarge(
    `An upload has at most ${most / 1024 / 1024} MB. Send fewer files at once, or import the folder from the command line.`,
  );
}

/** A file's name without what no name should hold. */
export function cleanName(name: string): string {
  return name
    .toWellFormed()
    .replace(/\p{Cc}/gu, "")
    .normalize("NFC")
    .slice(0, 500);
}
