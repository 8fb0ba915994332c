import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { ClearError } from "./clear-error.mjs";

/**
 * Makes a data folder that only its owner may look into, with the folders above it; nothing where it is there. Throws a
 * ClearError that says what to do.
 * @param {string} dataDir absolute
 */
export function makeDataDir(dataDir) {
  try {
    makeFolder(dataDir);
  } catch (error) {
    throw new ClearError(`DATA_DIR ${dataDir} cannot be made (${error.code}): set another one.`);
  }
}

/**
 * Throws a ClearError where this account may not write to a data folder.
 * @param {string} dataDir
 */
export function requireWritable(dataDir) {
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new ClearError(
      `This account may not write to DATA_DIR ${dataDir} (${error.code}): start as the account that owns it, or set another one.`,
    );
  }
}

/** One after another: Node's own `recursive` never comes back where a folder can neither be found nor made (under /proc). */
function makeFolder(folder) {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (path.dirname(folder) !== folder) makeFolder(path.dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another start may have made it meanwhile.
    if (error.code !== "EEXIST" || !statSync(folder).isDirectory()) throw error;
  }
}
