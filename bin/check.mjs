import { spawnSync } from "node:child_process";
import path from "node:path";
import { exitWith } from "./clear-error.mjs";
import { ensure, ROOT } from "./ensure.mjs";

const inModules = (...parts) => path.join(ROOT, "node_modules", ...parts);

/** Cheapest first, so that a slip of the pen is told in seconds; the build is the one that `npm start` serves. */
const STEPS = [
  ["Format and lint", [inModules("@biomejs", "biome", "bin", "biome"), "check", "."]],
  ["Types", [inModules("typescript", "bin", "tsc"), "--noEmit"]],
  ["Migrations", [path.join(ROOT, "prisma", "migrate.mjs"), "check"]],
  ["Build", [path.join(ROOT, "bin", "build.mjs")]],
  ["Tests", [path.join(ROOT, "bin", "test.mjs")]],
];

try {
  ensure();
  const failed = STEPS.filter(([name, command]) => {
    console.log(`\n— ${name}`);
    return spawnSync(process.execPath, command, { cwd: ROOT, stdio: "inherit" }).status !== 0;
  });
  const names = failed.map(([name]) => name.toLowerCase());
  console.log(names.length > 0 ? `\nFailed: ${names.join(", ")}.` : "\nAll is well.");
  process.exitCode = names.length > 0 ? 1 : 0;
} catch (error) {
  exitWith(error);
}
