import { createHash } from "node:crypto";

function hash(prefix: number, ...parts: Uint8Array[]): Buffer {
  const digest = createHash("sha256").update(Uint8Array.of(prefix));
  for (const part of parts) digest.update(part);
  return digest.digest();
}

/**
 * The Merkle tree hash of a list of leaves, in order (RFC 6962, section 2.1: leaves and inner nodes are prefixed with
 * 0x00 and 0x01, so that neither can pass for the other; an empty list is the hash of nothing).
 */
export function merkleRoot(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 0) return createHash("sha256").digest();
  let level = leaves.map((leaf) => hash(0, leaf));
  while (level.length > 1) {
    const next: Buffer[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = [level[i], level[i + 1]];
      // The last of an odd number rises unhashed, which is RFC 6962's largest-power-of-two split, bottom up.
      if (left) next.push(right ? hash(1, left, right) : left);
    }
    level = next;
  }
  return level[0] ?? Buffer.alloc(0);
}

/** What a seal says; positions and ids as digits, times in ISO 8601 with milliseconds, hashes in hexadecimal. */
export type SealContent = {
  fromPosition: bigint;
  fromEventId: bigint;
  toPosition: bigint;
  toEventId: bigint;
  count: number;
  merkleRoot: Uint8Array;
  previousHash: Uint8Array;
  sealedAt: Date;
};

/** SHA-256 over everything a seal says, the previous seal's hash included: the link of the chain. */
export function sealHash(seal: SealContent): Buffer {
  const text = [
    seal.fromPosition,
    seal.fromEventId,
    seal.toPosition,
    seal.toEventId,
    seal.count,
    Buffer.from(seal.merkleRoot).toString("hex"),
    Buffer.from(seal.previousHash).toString("hex"),
    seal.sealedAt.toISOString(),
  ].join("\n");
  return createHash("sha256").update(text, "utf8").digest();
}

/** What the first seal of a chain names as its predecessor. */
export const noPredecessor: Uint8Array = new Uint8Array(32);
