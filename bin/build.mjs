import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ClearError, exitWith, isMain } from "./clear-error.mjs";
import { ROOT, requireOwn } from "./ensure.mjs";

const SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "prisma/schema.prisma",
  "prisma/migrations",
  "package-lock.json",
];
const ROOT_FILES = /^(next\.config|postcss\.config|proxy|instrumentation)[\w.-]*$/;
/** Compiling opens no database and signs nothing, but lib/env.ts wants its values; none of these is kept in a build. */
const PLACEHOLDERS = {
  DATABASE_URL: "postgresql://build:build@127.0.0.1:1/build",
  AUTH_SECRET: "only-for-compiling-never-used-to-sign",
  NEXTAUTH_URL: "http://127.0.0.1:3000",
};

/**
 * Builds the application into NEXT_DIST_DIR (`.next`) unless the build there was made from the very same sources.
 * Throws a ClearError with the compiler's words when it fails.
 * @param {{ distDir?: string, onChild?: (child: import("node:child_process").ChildProcess) => void }} [options]
 */
export async function ensureBuild(options = {}) {
  const distDir = options.distDir ?? process.env.NEXT_DIST_DIR ?? ".next";
  const stamp = path.join(ROOT, distDir, "source-hash");
  const wanted = hashSources();
  const isThere = existsSync(path.join(ROOT, distDir, "BUILD_ID")) && existsSync(stamp);
  if (isThere && readFileSync(stamp, "utf8") === wanted) return;
  requireOwn("build of its sources", path.join(ROOT, distDir));
  console.log("Building the application, which takes a minute or more …");
  const { code, output } = await runBuild(distDir, wanted, options.onChild);
  if (code !== 0) throw new ClearError(`The build failed:\n${output.trim()}`);
  writeFileSync(stamp, wanted);
}

function runBuild(distDir, sourceHash, onChild) {
  const next = path.join(ROOT, "node_modules", "next", "dist", "bin", "next");
  const env = { ...process.env, ...PLACEHOLDERS, NODE_ENV: "production", NEXT_DIST_DIR: distDir };
  const tsconfig = tsconfigFor(distDir);
  const child = spawn(process.execPath, [next, "build"], {
    cwd: ROOT,
    env: {
      ...env,
      NEXT_TSCONFIG: tsconfig,
      SOURCEBENCH_BUILD: sourceHash.slice(0, 16),
      NEXT_TELEMETRY_DISABLED: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onChild?.(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
    });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

/**
 * A hash over the content of everything the build reads, so that a fresh checkout of the same sources keeps its build.
 */
export function hashSources() {
  const hash = createHash("sha256");
  const roots = readdirSync(ROOT).filter((name) => ROOT_FILES.test(name));
  for (const name of [...SOURCES, ...roots.sort()]) addToHash(hash, name);
  return hash.update(process.versions.node.split(".")[0] ?? "").digest("hex");
}

function addToHash(hash, name) {
  const target = path.join(ROOT, name);
  const entry = statSync(target, { throwIfNoEntry: false });
  if (!entry) return;
  if (entry.isDirectory()) {
    for (const child of readdirSync(target).sort()) addToHash(hash, `${name}/${child}`);
    return;
  }
  hash.update(`${name}\0${entry.size}\0`).update(readFileSync(target));
}

/**
 * Next writes its own settings into the tsconfig it builds with. A build folder other than `.next` gets a copy that
 * extends the real one, so that the checkout stays as it was.
 */
function tsconfigFor(distDir) {
  if (distDir === ".next") return "tsconfig.json";
  const folder = path.join("node_modules", ".cache", "sourcebench");
  const file = path.join(folder, `tsconfig.${distDir.replace(/[^\w.-]/g, "_")}.json`);
  mkdirSync(path.join(ROOT, folder), { recursive: true });
  if (!existsSync(path.join(ROOT, file)))
    writeFileSync(path.join(ROOT, file), JSON.stringify({ extends: "../../../tsconfig.json" }));
  return file;
}

if (await isMain(import.meta)) await ensureBuild().catch(exitWith);
