import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ClearError, exitWith } from "./clear-error.mjs";
import { ensure, ROOT } from "./ensure.mjs";

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);
/** Everything is stopped within 5 s of a signal; what has not ended by then is left to the next start. */
const STOP_LIMIT = 4800;

/** What to undo on the way out, newest first. */
const closers = [];
let isStopping = false;

async function stop(code) {
  if (isStopping) return;
  isStopping = true;
  setTimeout(() => process.exit(code || 1), STOP_LIMIT).unref();
  for (const close of closers.reverse()) await Promise.resolve(close()).catch(() => undefined);
  if (code === 0) console.log("\nStopped.");
  process.exit(code);
}

/** A child that ends with us; `watch` makes it one of the things to undo. */
function watch(child) {
  closers.push(() => child.kill("SIGTERM"));
}

function readSettings() {
  const host = process.env.HOST || "127.0.0.1";
  const port = Number(process.env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new ClearError(`PORT is "${process.env.PORT}": set it to a number from 1 to 65535.`);
  return { host, port, isDev: process.argv.includes("--dev") };
}

/**
 * Demo logins are printed on the terminal and their passwords lie in a file, so they are for this machine alone.
 * @param {string} host
 * @param {string} ownerUrl
 */
async function refuseOpenDemo(host, ownerUrl) {
  if (LOOPBACK.has(host)) return;
  const { connect } = await import("../prisma/migrate.mjs");
  const client = await connect(ownerUrl);
  const { rows } = await client
    .query('SELECT count(*)::int AS n FROM "User" WHERE "isDemo" AND "disabledAt" IS NULL')
    .finally(() => client.end());
  if (rows[0].n > 0)
    throw new ClearError(
      `HOST ${host} is refused while demo logins exist: use 127.0.0.1, or disable the demo accounts, or set DATABASE_URL to a database without them.`,
    );
}

/** Puts the demo project in, once per data folder; a seed that was killed half-way is run again. */
async function seed(dataDir) {
  const stamp = path.join(dataDir, "seeded");
  if (existsSync(stamp) || !existsSync(path.join(ROOT, "prisma", "seed.ts"))) return;
  console.log("Putting the demo project in …");
  const args = ["--import", "tsx", "--conditions=react-server", "prisma/seed.ts"];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  watch(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
    });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0 && !isStopping) throw new ClearError(`The demo project could not be put in:\n${output}`);
  if (code === 0) writeFileSync(stamp, new Date().toISOString(), { mode: 0o600 });
}

/** On a real database without a user, the code that the set-up page asks for; undefined later. */
async function readSetupCode(dataDir, ownerUrl) {
  const file = path.join(dataDir, "setup-code");
  process.env.SETUP_CODE_FILE = file;
  const { connect } = await import("../prisma/migrate.mjs");
  const client = await connect(ownerUrl);
  const { rows } = await client.query('SELECT 1 FROM "User" LIMIT 1').finally(() => client.end());
  if (rows.length > 0) return rmSync(file, { force: true });
  const { createSecret } = await import("./secrets.mjs");
  return createSecret(file);
}

function printDemoLogins(file) {
  if (!existsSync(file)) return;
  const logins = JSON.parse(readFileSync(file, "utf8"));
  const width = Math.max(...logins.map((login) => login.email.length));
  console.log("\nDemo logins (this machine only):");
  for (const { email, password, role } of logins)
    console.log(`  ${email.padEnd(width)}  ${password}  ${role ?? ""}`);
}

/** npm may die without passing the signal on; a server nobody can reach by Ctrl-C must not stay behind. */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(0), 1000).unref();
}

async function main() {
  ensure();
  const { host, port, isDev } = readSettings();
  stopWithNpm();
  const { checkPort, serve } = await import("./serve.mjs");
  const { openInstallation } = await import("./installation.mjs");
  const installation = await openInstallation({
    purpose: "npm start",
    onOpen: (close) => closers.push(close),
    onExit: () => {
      console.error(
        `\nPostgreSQL ended by itself, ${process.env.DATA_DIR}/postgres.log says why: start again, and it recovers what was saved.`,
      );
      stop(1);
    },
  });
  await checkPort(host, port);
  const { dataDir, isEmbedded, ownerUrl } = installation;
  process.env.PORT = String(port);
  process.env.HOST = host;
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const address = `http://${shown.includes(":") ? `[${shown}]` : shown}:${port}`;
  process.env.NEXTAUTH_URL ||= address;
  const loginsFile = path.join(dataDir, "demo-logins.json");
  if (isEmbedded) {
    process.env.DEMO_LOGINS_FILE = loginsFile;
    await seed(dataDir);
  }
  await refuseOpenDemo(host, ownerUrl);
  const setupCode = await readSetupCode(dataDir, ownerUrl);
  if (!isDev) {
    const { ensureBuild } = await import("./build.mjs");
    await ensureBuild({ onChild: watch });
  }
  const server = await serve({ host, port, isDev });
  closers.push(server.close);
  console.log(`\nSourcebench is at ${process.env.NEXTAUTH_URL}`);
  if (isEmbedded) printDemoLogins(loginsFile);
  if (setupCode) console.log(`\nSet it up at ${address}/set-up with the code ${setupCode}`);
  console.log("\nCtrl-C stops it.");
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(0));
main().catch(async (error) => {
  if (isStopping) return;
  isStopping = true;
  for (const close of closers.reverse()) await Promise.resolve(close()).catch(() => undefined);
  exitWith(error);
});
