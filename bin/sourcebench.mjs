#!/usr/bin/env node
import { spawn } from "node:child_process";
import path from "node:path";
import { exitWith } from "./clear-error.mjs";
import { ensure, ROOT } from "./ensure.mjs";

/** Every subcommand: its file in bin/cli, one line of help, and whether it needs the database (with these words). */
const COMMANDS = {
  import: { help: "put articles or annotations from files into a project", needsDatabase: true },
  "article-version": {
    help: "add a newer text to an article, see first what becomes of its marks, or list its texts",
    needsDatabase: true,
  },
  export: {
    help: "write a project's articles and annotations, complete or in another program's format",
    needsDatabase: true,
  },
  release: { help: "build, list, show and download dataset releases", needsDatabase: true },
  verify: {
    help: "check a release, or a file of annotations, against its checksums and its own texts",
    needsDatabase: (args) => args.includes("--audit"),
  },
  corroborate: { help: "count the independent origins of the claims in a JSON file", needsDatabase: false },
  agreement: {
    help: "say how far annotators agree, or compute worked examples from a file",
    needsDatabase: (args) => !args.some((word) => word === "--vectors" || word.startsWith("--vectors=")),
  },
  convert: {
    help: "convert annotated articles between formats, file to file",
    needsDatabase: false,
  },
  user: { help: "add, list, disable people, make administrators, give new passwords", needsDatabase: true },
  split: { help: "split a complete export into train, dev and test without leakage", needsDatabase: false },
  "text-free": { help: "write a complete export without its texts", needsDatabase: false },
  rehydrate: { help: "put texts back into a text-free file and verify them", needsDatabase: false },
  token: { help: "make, list or revoke tokens for programs that use the API", needsDatabase: true },
  audit: { help: "verify the chain of seals over all events, or print its head", needsDatabase: true },
};

function usage() {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, { help }]) => `  ${name.padEnd(width)}  ${help}`);
  return `Usage: node bin/sourcebench.mjs COMMAND [OPTIONS]

${lines.join("\n")}

COMMAND --help says more, with examples. Results go to standard output, all else to standard error.

Exit codes: 0 done; 1 a check failed, or something was refused or left out; 2 wrong use; 3 something
named is not there, or the account may not see or do it; 130 interrupted.`;
}

/** Runs a subcommand's TypeScript in a child, so that the environment is complete before anything reads it. */
function run(name, args) {
  const file = path.join(ROOT, "bin", "cli", `${name}.mts`);
  const child = spawn(process.execPath, ["--import", "tsx", "--conditions=react-server", file, ...args], {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, SOURCEBENCH_CWD: process.cwd(), LOG_LEVEL: process.env.LOG_LEVEL ?? "silent" },
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) =>
    child.once("close", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 1))),
  );
}

async function main() {
  const [name, ...args] = process.argv.slice(2);
  if (!name || name === "--help" || name === "-h") {
    (name ? console.log : console.error)(usage());
    process.exit(name ? 0 : 2);
  }
  if (!Object.hasOwn(COMMANDS, name)) {
    const what = name.startsWith("-") ? "option" : "command";
    console.error(`There is no ${what} "${name}".\n\n${usage()}`);
    process.exit(2);
  }
  ensure();
  const wantsHelp = args.includes("--help") || args.includes("-h");
  const { needsDatabase } = COMMANDS[name];
  const opensDatabase = typeof needsDatabase === "function" ? needsDatabase(args) : needsDatabase;
  if (wantsHelp || !opensDatabase) process.exit(await run(name, args));
  const { openInstallation } = await import("./installation.mjs");
  const installation = await openInstallation({ purpose: `sourcebench ${name}`, canJoin: true });
  const code = await run(name, args).finally(() => installation.close());
  process.exit(code);
}

main().catch(exitWith);
