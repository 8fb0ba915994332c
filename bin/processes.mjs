import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ClearError } from "./clear-error.mjs";

/**
 * When a process started, as a text that no later process of the same number shares; null when it is not alive.
 * @param {number} pid
 * @returns {string | null}
 */
export function startedAt(pid) {
  try {
    if (process.platform === "linux") {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      // The name in parentheses may hold spaces, so fields are counted after the last one: state is the 3rd, start the 22nd.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (fields[0] === "Z" || fields[0] === "X") return null;
      return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[19]}`;
    }
    const answer = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
    return answer.trim() || null;
  } catch {
    return null;
  }
}

/**
 * The words of a process's command line; none when it is not alive.
 * @param {number} pid
 * @returns {string[]}
 */
export function readCommand(pid) {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" })
      .trim()
      .split(" ");
  } catch {
    return [];
  }
}

/**
 * True while the very process that was recorded is alive.
 * @param {{ pid: number, started: string } | undefined} record
 */
export function isAlive(record) {
  return record !== undefined && record.started === startedAt(record.pid);
}

/**
 * Sends a signal to a recorded process and waits until it is gone, then kills it outright.
 * @param {{ pid: number, started: string }} record
 * @param {NodeJS.Signals} signal
 * @param {number} patience milliseconds before SIGKILL
 */
export async function stopProcess(record, signal, patience) {
  for (const [name, wait] of [
    [signal, patience],
    ["SIGKILL", 2000],
  ]) {
    if (!isAlive(record)) return;
    try {
      process.kill(record.pid, name);
    } catch {
      return;
    }
    const end = Date.now() + wait;
    while (isAlive(record) && Date.now() < end) await delay(20);
  }
}

/**
 * Takes a data folder for this process, so that one server at a time works on it. A folder left by a process that
 * was killed is taken over: what it had started is stopped first. Throws a ClearError while another one works on it.
 * @param {string} dataDir
 * @param {string} purpose words for the message another process gets, such as "npm start"
 * @returns {Promise<() => void>} gives the folder back
 */
export async function lockDataDir(dataDir, purpose) {
  const file = path.join(dataDir, "run.json");
  const own = JSON.stringify({ pid: process.pid, started: startedAt(process.pid), purpose });
  for (let round = 0; round < 20; round += 1) {
    try {
      writeFileSync(file, own, { flag: "wx", mode: 0o600 });
      return () => {
        if (existsSync(file) && readFileSync(file, "utf8") === own) rmSync(file, { force: true });
      };
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = readRecord(file);
    if (isAlive(holder))
      throw new ClearError(
        `Sourcebench already works on ${dataDir} (process ${holder.pid}, ${holder.purpose}): stop it, or set another DATA_DIR and PORT.`,
      );
    rmSync(file, { force: true });
    await delay(5);
  }
  throw new ClearError(`${file} cannot be written: check that you may write to ${dataDir}.`);
}

/**
 * Reads a {pid, started} file; undefined when it is absent or cut short by a crash.
 * @param {string} file
 */
export function readRecord(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
