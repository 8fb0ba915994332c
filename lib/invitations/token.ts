import "server-only";
import { createHash, randomBytes } from "node:crypto";

/** A new secret for a link: 256 random bits as 43 characters of base64url. */
export function createInvitationToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored of a link's secret: SHA-256, which for a random secret of this length needs no salt. */
export function hashInvitationToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(token, "utf8").digest());
}
