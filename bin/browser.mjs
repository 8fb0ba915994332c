import { spawnSync } from "node:child_process";
import { accessSync, closeSync, constants, existsSync, openSync, readdirSync, readSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { ClearError } from "./clear-error.mjs";
import { ROOT } from "./ensure.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const FIXED = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/opt/google/chrome/chrome",
];
const INSTALLERS = [
  ["apt-get", ["install", "-y", "--no-install-recommends", "chromium"]],
  ["dnf", ["install", "-y", "chromium"]],
  ["apk", ["add", "chromium"]],
];
const HELP = "install Chromium or Chrome, or set CHROMIUM_PATH to one";

/**
 * The path of a Chromium or Chrome: CHROMIUM_PATH, else the system's, else Playwright's; null when there is none.
 * Throws a ClearError when CHROMIUM_PATH names no program.
 * @returns {string | null}
 */
export function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (isProgram(named)) return named;
    throw new ClearError(`CHROMIUM_PATH ${named} is no program: ${HELP}.`);
  }
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  const inPath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...inPath, ...FIXED, ...listPlaywright()].find(isProgram) ?? null;
}

/**
 * A browser for the tests, got from Playwright or from the system's package manager when there is none yet.
 * Throws a ClearError that says what to do when neither can.
 * @returns {string}
 */
export function ensureBrowser() {
  const present = findBrowser();
  if (present) return present;
  console.log("No Chromium or Chrome is installed; getting one …");
  const cli = path.join(ROOT, "node_modules", "playwright-core", "cli.js");
  run(process.execPath, [cli, "install", "chromium"], 180_000);
  if (!findBrowser() && process.getuid?.() === 0) {
    run("apt-get", ["update", "-qq"], 120_000);
    for (const [program, args] of INSTALLERS) if (!findBrowser()) run(program, args, 300_000);
  }
  const got = findBrowser();
  if (!got) throw new ClearError(`The tests need a browser and none could be got: ${HELP}.`);
  return got;
}

function run(program, args, timeout) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(program, args, { stdio: "ignore", timeout, env }).status === 0;
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    const start = Buffer.alloc(4000);
    const handle = openSync(file, "r");
    readSync(handle, start);
    closeSync(handle);
    // Ubuntu's package is a script that only asks for a snap.
    return !start.includes("snap install");
  } catch {
    return false;
  }
}

function listPlaywright() {
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ||
    path.join(homedir(), process.platform === "darwin" ? "Library/Caches" : ".cache", "ms-playwright");
  if (!existsSync(cache)) return [];
  const tails = [
    "chrome-linux64/chrome",
    "chrome-linux/chrome",
    "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
    "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
    "chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
  ];
  const builds = readdirSync(cache).filter((name) => /^chromium-\d+$/.test(name));
  return builds
    .sort()
    .reverse()
    .flatMap((name) => tails.map((tail) => path.join(cache, name, tail)));
}
