import "server-only";
import { createHash, randomBytes } from "node:crypto";

/** How a secret begins, so that scanners of leaked secrets know one. */
const MARK = "sbk_";
const PREFIX_BYTES = 6;
const SECRET_BYTES = 32;

/** A new secret and the beginning by which one recognises it: 48 bits to name it, 256 to prove it. */
export function createTokenSecret(): { secret: string; prefix: string } {
  const prefix = `${MARK}${randomBytes(PREFIX_BYTES).toString("hex")}`;
  return { prefix, secret: `${prefix}_${randomBytes(SECRET_BYTES).toString("base64url")}` };
}

/** What is stored of a secret: SHA-256, which for a random secret of this length needs no salt. */
export function hashTokenSecret(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(secret, "utf8").digest());
}
