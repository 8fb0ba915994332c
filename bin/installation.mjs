import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { connect, deployMigrations, takeMigrationLock } from "../prisma/migrate.mjs";
import { ClearError } from "./clear-error.mjs";
import { makeDataDir, requireWritable } from "./data-dir.mjs";
import { ROOT } from "./ensure.mjs";
import { startPostgres } from "./postgres.mjs";
import { isAlive, lockDataDir, readRecord, stopProcess } from "./processes.mjs";
import { createSecret, deriveSecret } from "./secrets.mjs";
import { checkSettings } from "./settings.mjs";

const DATABASE = "sourcebench";
const OWNER = "sourcebench_owner";
/** A clean stop of PostgreSQL takes a fraction of a second; after this it is killed and recovers at the next start. */
const SERVER_LIMIT = 1500;
const GROUP = "sourcebench_app";

/**
 * Opens this installation's database, ready for the application: the server of DATABASE_URL, or else the embedded one
 * under DATA_DIR; checked, migrated, and with a login that has the application's rights only. Sets in process.env what
 * the application reads (DATABASE_URL, DATABASE_URL_DIRECT, AUTH_SECRET, DATA_DIR). Throws a ClearError that says what
 * to do.
 * @param {{ purpose: string, canJoin?: boolean, onExit?: () => void, onOpen?: (close: () => Promise<void>) => void }} options
 *   canJoin is for a command: it uses the embedded server that a running `npm start` holds, and makes no installation
 *   where none is (a ClearError with exit code 3); onExit hears of the server's unwanted end; onOpen gets what undoes everything before the first of it is done, for a signal that comes in between
 * @returns {Promise<{ dataDir: string, isEmbedded: boolean, ownerUrl: string, appUrl: string, close: () => Promise<void> }>}
 */
export async function openInstallation(options) {
  checkSettings(process.env);
  const dataDir = path.resolve(ROOT, process.env.DATA_DIR || ".data");
  // A command in the wrong folder must not make an empty installation there and find it in order.
  if (options.canJoin && !process.env.DATABASE_URL && !existsSync(path.join(dataDir, "postgres")))
    throw new ClearError(
      `There is no installation in ${dataDir}: set DATA_DIR or DATABASE_URL to those of yours, or make one with npm start.`,
      3,
    );
  makeDataDir(dataDir);
  // A command on a server elsewhere leaves nothing there.
  if (!options.canJoin || !process.env.DATABASE_URL) requireWritable(dataDir);
  process.env.DATA_DIR = dataDir;
  return process.env.DATABASE_URL ? openExternal(dataDir) : openEmbedded(dataDir, options);
}

async function openExternal(dataDir) {
  const secret = process.env.AUTH_SECRET;
  if (!secret || secret.length < 16)
    throw new ClearError(
      "With DATABASE_URL set, AUTH_SECRET must hold at least 16 random characters: make one with `openssl rand -base64 33` and keep it.",
    );
  const pooledUrl = process.env.DATABASE_URL;
  const ownerUrl = process.env.DATABASE_URL_DIRECT || pooledUrl;
  await deployMigrations(ownerUrl);
  const login = process.env.DATABASE_APP_URL
    ? readLogin(process.env.DATABASE_APP_URL)
    : await ensureAppLogin(ownerUrl, secret);
  const appUrl = process.env.DATABASE_APP_URL || withLogin(pooledUrl, login);
  process.env.DATABASE_URL = appUrl;
  process.env.DATABASE_URL_DIRECT = withLogin(ownerUrl, login);
  return { dataDir, isEmbedded: false, ownerUrl, appUrl, close: async () => undefined };
}

async function openEmbedded(dataDir, { purpose, canJoin, onExit, onOpen }) {
  const running = canJoin ? readRecord(path.join(dataDir, "postgres.json")) : undefined;
  if (isAlive(running) && isAlive(readRecord(path.join(dataDir, "run.json"))))
    return joinRunning(dataDir, running.port);
  const unlock = await lockDataDir(dataDir, purpose);
  let server;
  let isWanted = true;
  const close = async () => {
    isWanted = false;
    if (server) await stopProcess(server, "SIGINT", SERVER_LIMIT);
    rmSync(path.join(dataDir, "postgres.json"), { force: true });
    unlock();
  };
  onOpen?.(close);
  try {
    const postgres = await startPostgres(dataDir, {
      onExit: () => isWanted && onExit?.(),
      onSpawn: (record) => {
        server = record;
      },
    });
    const ownerUrl = await ensureDatabase(postgres);
    await deployMigrations(ownerUrl);
    const urls = await setAppEnvironment(dataDir, ownerUrl);
    return { dataDir, isEmbedded: true, ...urls, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function joinRunning(dataDir, port) {
  const password = createSecret(path.join(dataDir, "postgres-password"));
  const ownerUrl = `postgresql://${OWNER}:${deriveSecret(password, OWNER)}@127.0.0.1:${port}/${DATABASE}`;
  const urls = await setAppEnvironment(dataDir, ownerUrl);
  return { dataDir, isEmbedded: true, ...urls, close: async () => undefined };
}

async function setAppEnvironment(dataDir, ownerUrl) {
  process.env.AUTH_SECRET ||= createSecret(path.join(dataDir, "auth-secret"));
  const secret = createSecret(path.join(dataDir, "postgres-password"));
  const appUrl = withLogin(ownerUrl, await ensureAppLogin(ownerUrl, secret));
  process.env.DATABASE_URL = appUrl;
  process.env.DATABASE_URL_DIRECT = appUrl;
  return { ownerUrl, appUrl };
}

/**
 * Makes the database of an embedded server and its owner, an ordinary role that may create roles, and returns the
 * owner's address. Does nothing when both are there.
 * @param {{ port: number, password: string, url: (database: string) => string }} server
 * @param {string} [database]
 */
export async function ensureDatabase(server, database = DATABASE) {
  const password = deriveSecret(server.password, OWNER);
  const client = await connect(server.url("postgres"));
  try {
    if ((await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [OWNER])).rowCount === 0)
      await client.query(`CREATE ROLE "${OWNER}" LOGIN CREATEROLE CREATEDB PASSWORD '${password}'`);
    if ((await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [database])).rowCount === 0)
      await client.query(`CREATE DATABASE "${database}" OWNER "${OWNER}"`);
  } finally {
    await client.end();
  }
  return `postgresql://${OWNER}:${password}@127.0.0.1:${server.port}/${database}`;
}

/**
 * The login with which the application uses a migrated database: a member of the group role that the migrations
 * grant to, never the owner. Its password is drawn from `secret`, so several servers of one installation agree on it.
 * @param {string} ownerUrl
 * @param {string} secret
 * @returns {Promise<{ username: string, password: string }>}
 */
export async function ensureAppLogin(ownerUrl, secret) {
  const database = decodeURIComponent(new URL(ownerUrl).pathname.slice(1)) || "postgres";
  const username = `sourcebench_${database}`.slice(0, 57).concat("_login");
  const login = { username, password: deriveSecret(secret, `login ${username}`) };
  if (await canUse(withLogin(ownerUrl, login))) return login;
  const client = await connect(ownerUrl);
  try {
    const name = client.escapeIdentifier(username);
    await takeMigrationLock(client);
    const isThere = (await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [username])).rowCount;
    const password = client.escapeLiteral(login.password);
    await client.query(`${isThere ? "ALTER" : "CREATE"} ROLE ${name} LOGIN PASSWORD ${password}`);
    await client.query(`GRANT ${GROUP} TO ${name}`);
    return login;
  } catch (error) {
    // The migrations make it; a dump that was restored elsewhere does not bring it along.
    if (error.code === "42704")
      throw new ClearError(
        `This server has no role ${GROUP}, as after a copy from another server was restored: let an administrator run CREATE ROLE ${GROUP} NOLOGIN on it, restore the copy once more (its rights are missing too), and start again.`,
      );
    throw new ClearError(
      `The role of DATABASE_URL may not make the application's login (${error.message}): let an administrator run CREATE ROLE app LOGIN PASSWORD '…'; GRANT ${GROUP} TO app; and put that login's address into DATABASE_APP_URL.`,
    );
  } finally {
    await client.end();
  }
}

async function canUse(url) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query(`SELECT pg_has_role('${GROUP}', 'MEMBER') AS ok`)).rows[0].ok;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * The same address with another login.
 * @param {string} address
 * @param {{ username: string, password: string }} login
 */
export function withLogin(address, login) {
  const url = new URL(address);
  url.username = encodeURIComponent(login.username);
  url.password = encodeURIComponent(login.password);
  return url.toString();
}

function readLogin(address) {
  const url = new URL(address);
  return { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
}
