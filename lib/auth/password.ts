import "server-only";
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** scrypt at 128 MiB and about a third of a second (OWASP Password Storage Cheat Sheet: N = 2^17, r = 8, p = 1). */
const costs = { N: 2 ** 17, r: 8, p: 1 } as const;
const keyBytes = 32;
const saltBytes = 16;

const stored = z
  .string()
  .regex(/^scrypt\$\d{1,8}\$\d{1,3}\$\d{1,3}\$[\w-]{8,}\$[\w-]{16,}$/)
  .transform((text) => {
    const [, n, r, p, salt, key] = text.split("$");
    return {
      costs: { N: Number(n), r: Number(r), p: Number(p) },
      salt: Buffer.from(salt ?? "", "base64url"),
      key: Buffer.from(key ?? "", "base64url"),
    };
  });

type Costs = { N: number; r: number; p: number };

/** Computed in the thread pool of libuv, never in the event loop. */
function derive(password: string, salt: Buffer, bytes: number, cost: Costs): Promise<Buffer> {
  // 128·N·r bytes are needed; the limit leaves as much again for what the library adds.
  const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r };
  // The same password typed on two keyboards may come composed or not.
  const typed = password.normalize("NFKC");
  return new Promise((resolve, reject) => {
    scrypt(typed, salt, bytes, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** A new password's hash as `scrypt$N$r$p$salt$key`, so that its costs can rise without breaking older ones. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const key = await derive(password, salt, keyBytes, costs);
  const { N, r, p } = costs;
  return ["scrypt", N, r, p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/**
 * Whether `password` is the one of `hash`; without a hash (nobody of that name, or no password set) it does the same
 * work and answers false. Throws when the hash is not one that hashPassword wrote.
 */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  if (hash === null) {
    await derive(password, randomBytes(saltBytes), keyBytes, costs);
    return false;
  }
  const { costs: then, salt, key } = stored.parse(hash);
  return timingSafeEqual(await derive(password, salt, key.length, then), key);
}
