import "server-only";
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { env } from "@/lib/env";
import { badInput } from "@/lib/errors";

const NONCE = 12;
const TAG = 16;

function key(): Buffer {
  return Buffer.from(hkdfSync("sha256", env().AUTH_SECRET, "", "cursor", 32));
}

/**
 * A cursor of `encodeCursor` that nobody can read or make up, for lists whose keys tell what their reader may not know;
 * it opens for the same `scope` (whose it is, and of which list) alone. AES-256-GCM under a key from AUTH_SECRET.
 */
export function sealCursor(cursor: string, scope: string): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", key(), nonce).setAAD(Buffer.from(scope));
  const sealed = Buffer.concat([cipher.update(Buffer.from(cursor, "base64url")), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** The cursor that was sealed for `scope`; undefined for none. Throws badInput `bad-cursor` for anything else. */
export function openCursor(text: string | undefined, scope: string): string | undefined {
  if (!text) return undefined;
  try {
    const bytes = Buffer.from(text, "base64url");
    const decipher = createDecipheriv("aes-256-gcm", key(), bytes.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAAD(Buffer.from(scope)).setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString(
      "base64url",
    );
  } catch {
    throw badInput(
      "bad-cursor",
      "This page's address is not complete. Go back to the first page of the list.",
    );
  }
}
