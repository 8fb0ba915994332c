import { statfsSync } from "node:fs";

const IN_MEMORY = "/dev/shm";
const TMPFS = 0x01021994;
const WANTED_FOLDER = 3 * 2 ** 30;
const WANTED_MEMORY = 6 * 2 ** 30;

/**
 * Where the tests of this machine put what they throw away: in memory where there is plenty of it (a run takes a third of
 * a gigabyte), or undefined for the system's own folder. A database is a thousand files, and each test file copies one: on
 * a disk that alone took a sixth of the run. The soak writes more than memory should hold.
 * @returns {string | undefined}
 */
export function findScratch() {
  if (process.env.SOAK || process.platform !== "linux" || process.availableMemory() < WANTED_MEMORY)
    return undefined;
  try {
    const { type, bavail, bsize } = statfsSync(IN_MEMORY);
    return type === TMPFS && bavail * bsize >= WANTED_FOLDER ? IN_MEMORY : undefined;
  } catch {
    return undefined;
  }
}
