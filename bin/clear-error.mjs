/** An error whose message alone tells the person at the terminal what happened and what to do. */
export class ClearError extends Error {
  /**
   * @param {string} message
   * @param {number} [exitCode] 1 unless given; 3 where something named is not there
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Prints an error as one line (a ClearError) or with its stack (anything else) and ends with its exit code, or 1.
 * @param {unknown} error
 */
export function exitWith(error) {
  if (error instanceof ClearError) console.error(`\n${error.message}`);
  else console.error(error);
  process.exit(error instanceof ClearError ? error.exitCode : 1);
}

/**
 * True when the module was started by `node file`, not imported by another.
 * @param {ImportMeta} meta
 */
export async function isMain(meta) {
  const { realpathSync } = await import("node:fs");
  const { fileURLToPath } = await import("node:url");
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(meta.url);
}
