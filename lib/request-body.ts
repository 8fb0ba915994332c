import { AppError, badInput, tooLarge } from "@/lib/errors";
import { findUnstorable, unstorableMessages } from "@/lib/text/unstorable";

const MEGABYTE = 1024 * 1024;

/** Refuses a request whose content type does not begin with `wanted`; throws 415 `wrong-content-type`. */
export function requireContentType(request: Request, wanted: string): void {
  const type = (request.headers.get("content-type") ?? "").toLowerCase();
  if (!type.startsWith(wanted)) throw new AppError(415, "wrong-content-type", `Send this as ${wanted}.`);
}

/**
 * A request's JSON, of at most `maxBytes` (1 MiB unless told). Throws 415 `wrong-content-type`, 413 `too-large`, 400
 * `invalid-encoding`, `invalid-json`, and what `refuseUnstorable` throws.
 */
export async function readJson(request: Request, maxBytes = MEGABYTE): Promise<unknown> {
  requireContentType(request, "application/json");
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > maxBytes) throw tooLarge(`At most ${maxBytes} bytes.`);
  // Node reads no further than the length that was declared.
  const bytes = declared > 0 ? await request.arrayBuffer() : await readLimited(request, maxBytes);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw badInput("invalid-encoding", "The body is not UTF-8.");
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badInput("invalid-json", "The body is not JSON.");
  }
  refuseUnstorable(value);
  return value;
}

/** Refuses texts that the database cannot keep, wherever they stand in `value`. Throws badInput with their code. */
export function refuseUnstorable(value: unknown): void {
  const unstorable = findUnstorable(value);
  if (unstorable) throw badInput(unstorable, unstorableMessages[unstorable]);
}

/** The body's bytes, given up as soon as they pass the limit. Throws 413 `too-large`. */
export async function readLimited(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (!request.body) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body) {
    size += part.byteLength;
    if (size > maxBytes) throw tooLarge(`At most ${maxBytes} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
