import { afterEach, expect, it, vi } from "vitest";

const words = process.argv;
afterEach(() => {
  process.argv = words;
  vi.unstubAllEnvs();
});

async function engineFor(...command: string[]): Promise<string | undefined> {
  vi.resetModules();
  vi.stubEnv("PRISMA_SCHEMA_ENGINE_BINARY", undefined);
  process.argv = ["node", "prisma", ...command];
  await import("../../../prisma.config");
  return process.env.PRISMA_SCHEMA_ENGINE_BINARY;
}

it("Prisma's own commands get a stand-in for the engine only where they never run it", async () => {
  expect(await engineFor("generate")).toBe("/bin/true");
  expect(await engineFor("validate")).toBe("/bin/true");
  // With a stand-in these would apply nothing and report success.
  expect(await engineFor("migrate", "deploy")).toBeUndefined();
  expect(await engineFor("db", "push")).toBeUndefined();
});
