import "server-only";
import { createHmac } from "node:crypto";

const ours = /^person-[0-9a-f]{12}$/;

/** Gives people their pseudonyms in one export, and counts whom it met. */
export type Pseudonyms = {
  /** A user's pseudonym; null for nobody. */
  person: (userId: string | null) => string | null;
  /** An imported identity's: its name where that is a pseudonym of this form already, else a new one. */
  identity: (identityId: string, name: string) => string;
  count: () => number;
};

/**
 * Pseudonyms of the form `person-` and 12 hexadecimal digits: HMAC-SHA-256 (RFC 2104) of the export's key id and the
 * person's id under the installation's secret, cut to 48 bits. The same person has the same one under the same key id;
 * without the secret neither the person nor the link between two exports can be found.
 */
export function makePseudonyms(secret: Uint8Array, keyId: string): Pseudonyms {
  const known = new Map<string, string>();
  const digest = (id: string) => {
    const made =
      known.get(id) ??
      `person-${createHmac("sha256", secret).update(`${keyId}\n${id}`).digest("hex").slice(0, 12)}`;
    known.set(id, made);
    return made;
  };
  return {
    person: (userId) => (userId === null ? null : digest(userId)),
    identity: (identityId, name) => {
      if (!ours.test(name)) return digest(identityId);
      known.set(name, name);
      return name;
    },
    count: () => known.size,
  };
}
