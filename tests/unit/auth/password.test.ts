import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "@/lib/auth/password";

describe("passwords", () => {
  it("verify against their own hash only, and two hashes of one password differ", async () => {
    const [first, second] = await Promise.all([
      hashPassword("seven quiet herons"),
      hashPassword("seven quiet herons"),
    ]);
    expect(first).toMatch(/^scrypt\$131072\$8\$1\$/);
    expect(first).not.toBe(second);
    expect(await verifyPassword("seven quiet herons", first)).toBe(true);
    expect(await verifyPassword("Seven quiet herons", first)).toBe(false);
  });

  it("are the same however the keyboard composed them", async () => {
    const hash = await hashPassword("caf\u00e9 au lait");
    expect(await verifyPassword("cafe\u0301 au lait", hash)).toBe(true);
  });

  it("follow the costs that the hash says, so that older ones still work", async () => {
    const { scryptSync } = await import("node:crypto");
    const salt = Buffer.from("0123456789abcdef");
    const key = scryptSync("old words", salt, 32, { N: 1024, r: 8, p: 1 });
    const old = `scrypt$1024$8$1$${salt.toString("base64url")}$${key.toString("base64url")}`;
    expect(await verifyPassword("old words", old)).toBe(true);
    expect(await verifyPassword("new words", old)).toBe(false);
  });

  it("do the same work for nobody as for somebody, and leave the event loop free", async () => {
    const hash = await hashPassword("seven quiet herons");
    const time = async (work: () => Promise<boolean>) => {
      const started = performance.now();
      expect(await work()).toBe(false);
      return performance.now() - started;
    };
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 1);
    const known = await time(() => verifyPassword("wrong", hash));
    const unknown = await time(() => verifyPassword("wrong", null));
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(20);
    // Far from equal would tell a stranger who has an account; a busy machine may hold up either.
    expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(50);
  });

  it("refuse a hash that is none", async () => {
    await expect(verifyPassword("x", "plain")).rejects.toThrow();
  });
});
