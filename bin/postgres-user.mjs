import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { ClearError } from "./clear-error.mjs";

/**
 * How to run PostgreSQL's programs from this account: they refuse to run as root, so root runs them as `postgres`
 * or `nobody`, and where that account cannot reach the files (a checkout under /root) with the one capability that
 * lets it read them. `uid` is null for an ordinary account.
 * @param {string} clusterDir folder of the cluster; if it is there its owner is kept
 * @param {string} program absolute path of a program that must be reachable
 * @returns {{ uid: number | null, gid: number | null, wrap: (program: string, args: string[]) => [string, string[]], spawn: { uid?: number, gid?: number } }}
 */
export function choosePostgresUser(clusterDir, program) {
  const plain = (name, args) => /** @type {[string, string[]]} */ ([name, args]);
  if (process.platform === "win32" || process.getuid?.() !== 0)
    return { uid: null, gid: null, wrap: plain, spawn: {} };
  const { uid, gid } = findAccount(clusterDir);
  if (isReachable(program, uid, gid) && isReachable(path.dirname(clusterDir), uid, gid))
    return { uid, gid, wrap: plain, spawn: { uid, gid } };
  const flags = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
  flags.push("--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--");
  try {
    execFileSync("setpriv", [...flags, program, "--version"], { stdio: "ignore" });
  } catch {
    throw new ClearError(
      `PostgreSQL refuses to run as root, and account ${uid} cannot read ${program}: move the checkout and DATA_DIR out of root's home, or run as an ordinary user, or set DATABASE_URL.`,
    );
  }
  return { uid, gid, wrap: (name, args) => ["setpriv", [...flags, name, ...args]], spawn: {} };
}

function findAccount(clusterDir) {
  if (existsSync(clusterDir)) {
    const owner = statSync(clusterDir);
    if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  }
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const account = ["postgres", "nobody"].map((name) => accounts.find((row) => row[0] === name)).find(Boolean);
  if (!account)
    throw new ClearError(
      "PostgreSQL refuses to run as root and this system has neither account postgres nor nobody: run as an ordinary user, or set DATABASE_URL.",
    );
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

function isReachable(target, uid, gid) {
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    const { mode, uid: owner, gid: group } = statSync(folder);
    const bits = owner === uid ? mode >> 6 : group === gid ? mode >> 3 : mode;
    if ((bits & 1) === 0) return false;
    if (folder === path.dirname(folder)) break;
  }
  try {
    accessSync(target, constants.F_OK);
    return true;
  } catch {
    return false;
  }
}
