import { createHmac, randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/**
 * The secret kept in a file of mode 0600, made at random (256 bits) the first time.
 * @param {string} file
 */
export function createSecret(file) {
  if (!existsSync(file)) writePrivate(file, randomBytes(32).toString("base64url"));
  return readFileSync(file, "utf8").trim();
}

/**
 * Writes a file only its owner can read, whole or not at all.
 * @param {string} file
 * @param {string} text
 */
export function writePrivate(file, text) {
  const fresh = `${file}.${process.pid}.new`;
  writeFileSync(fresh, text, { mode: 0o600 });
  renameSync(fresh, file);
}

/**
 * A secret for one purpose drawn from another, so that it need not be stored.
 * @param {string} secret
 * @param {string} purpose
 */
export function deriveSecret(secret, purpose) {
  return createHmac("sha256", secret).update(purpose).digest("base64url");
}
