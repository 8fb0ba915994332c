import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { findScratch } from "./tests/support/scratch.mjs";

const root = fileURLToPath(new URL("./", import.meta.url));
const setupFiles = ["tests/support/console.ts", "tests/support/properties.ts"];
const withRows = [...setupFiles, "tests/support/fresh-process.ts"];

// Before any process of the run is started, which all take it over.
const scratch = findScratch();
if (scratch) process.env.TMPDIR = scratch;

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      { find: /^server-only$/, replacement: `${root}node_modules/server-only/empty.js` },
    ],
  },
  test: {
    maxWorkers: 2,
    // Processes that live for minutes, with memory to spare, need not collect their garbage every few megabytes.
    execArgv: ["--max-semi-space-size=64"],
    // Groups run one after another: browsers beside twenty databases would measure the machine, not the code.
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.{ts,tsx}"],
          setupFiles,
          // What is pure keeps nothing from one file to the next, so the modules are loaded once.
          isolate: false,
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "architecture",
          include: ["tests/architecture/**/*.test.ts"],
          setupFiles,
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          setupFiles: withRows,
          isolate: false,
          globalSetup: ["tests/support/postgres.ts"],
          testTimeout: process.env.SOAK ? 1_800_000 : 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          setupFiles: withRows,
          isolate: false,
          globalSetup: ["tests/support/postgres.ts", "tests/support/build.ts"],
          testTimeout: process.env.SOAK ? 1_800_000 : 180_000,
          hookTimeout: 120_000,
          // As long as a journey waits for anything else: the default of a second is a slow machine's answer to one save.
          expect: { poll: { timeout: 45_000 } },
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
