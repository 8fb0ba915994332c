import { AppError } from "@/lib/errors";

/**
 * Runs a command that goes from files to files: `prepare` reads its words and answers "help", a sentence on what is wrong
 * with them, or what to do. Answers the exit code: 2 for wrong use, 1 for what was refused or cannot be read or written.
 */
export async function runFileCommand(
  help: string,
  prepare: () => "help" | string | (() => Promise<number>),
): Promise<number> {
  const run = prepared(prepare);
  if (typeof run === "string") {
    if (run === "help") console.log(help);
    else console.error(`${run}\n\n${help}`);
    return run === "help" ? 0 : 2;
  }
  try {
    return await run();
  } catch (error) {
    const isSystem = error instanceof Error && "syscall" in error;
    // Whoever reads our output has enough of it, as `head` has.
    if (isSystem && error.message.includes("EPIPE")) return 0;
    if (error instanceof AppError) console.error(error.message);
    else if (isSystem) console.error(`It cannot be read or written: ${error.message}.`);
    else throw error;
    return 1;
  }
}

function prepared(prepare: () => string | (() => Promise<number>)): string | (() => Promise<number>) {
  try {
    return prepare();
  } catch (error) {
    return error instanceof Error ? error.message : "Wrong use.";
  }
}
