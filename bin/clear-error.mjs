/** An error whose message alone tells the person at the terminal what happened and what to do. */
export class ClearError extends Error {}

/**
 * Prints an error as one line (a ClearError) or with its stack (anything else) and ends with exit code 1.
 * @param {unknown} error
 */
export function exitWith(error) {
  if (error instanceof ClearError) console.error(`\n${error.message}`);
  else console.error(error);
  process.exit(1);
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
