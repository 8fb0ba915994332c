import { type ParseArgsConfig, parseArgs } from "node:util";
import { z } from "zod";
import { AppError, badInput } from "@/lib/errors";

/** What every command's exit code means; the table that `--help` prints. */
export const exitCodes = {
  done: 0,
  failed: 1,
  wrongUse: 2,
  notFound: 3,
} as const;

const HELP_WIDTH = 100;

/** A text in lines of at most a hundred characters, broken between words; lines after the first begin after `indent` blanks. */
export function inLines(text: string, indent = 0): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    const room = HELP_WIDTH - (lines.length > 1 ? 0 : indent);
    if (line !== "" && line.length + 1 + word.length > room) lines.push(" ".repeat(indent) + word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.join("\n");
}

/** The exit codes in words, for the end of a command's help; `failed` says what fails here. */
export function exitCodeLines(done: string, failed: string): string {
  return inLines(
    `Exit codes: 0 ${done}, 1 ${failed}, 2 wrong use, 3 something named is not there, or this account may not see or do it.`,
  );
}

const wrongUseCode = "wrong-use";

/** The refusal of words that a command does not understand: its message, then how it is called, and exit code 2. */
export function wrongUse(message: string): AppError {
  return badInput(wrongUseCode, message);
}

/** The words of a command by its options; an unknown option or a missing value is wrong use. */
export function readWords<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    // Node goes on about words that begin with a hyphen; the help says enough.
    const said = error instanceof Error ? error.message : "Wrong use.";
    throw wrongUse(said.replace(/\. To specify a positional argument .*$/s, "."));
  }
}

/** What a schema makes of a command's values; the first that is wrong is wrong use, by its option's name. */
export function readValues<T extends z.ZodType>(schema: T, values: unknown): z.output<T> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0] ?? "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw wrongUse(`${name === "" ? "" : `--${name}: `}${issue?.message ?? "Wrong use."}`);
}

/** What commands that work in a project say where it is not to be seen. */
export const unseenProject = "There is no such project, or this account may not see it.";

export type Command = {
  help: string;
  run: (words: string[]) => Promise<number>;
  /** What is said where the thing named is not there, or not to be seen. */
  unseen?: string;
  /** Closes what it opened, whatever came of it. */
  close?: () => Promise<void>;
};

/**
 * Runs a command and answers its exit code. `--help` prints the help on standard output; a refusal is a sentence on
 * standard error; a reader of our output that has had enough is no failure. What nobody foresaw is thrown on.
 */
export async function runCommand({ help, run, unseen, close }: Command, words: string[]): Promise<number> {
  bearClosedReaders();
  const end = words.indexOf("--");
  const own = end < 0 ? words : words.slice(0, end);
  if (own.includes("--help") || own.includes("-h")) {
    console.log(help);
    return exitCodes.done;
  }
  try {
    return await run(words);
  } catch (error) {
    return explain(error, help, unseen ?? "There is no such thing, or this account may not see it.");
  } finally {
    await close?.();
  }
}

/** What is printed line by line meets a reader's end outside of any call, as an event that would end the process. */
function bearClosedReaders(): void {
  for (const stream of [process.stdout, process.stderr])
    if (!stream.listeners("error").includes(bearClosedReader)) stream.on("error", bearClosedReader);
}

function bearClosedReader(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

const systemError = z.object({ code: z.string(), message: z.string(), path: z.string().optional() });

/** What the system said of a file, in a sentence; null for an error that is not the system's. */
export function systemSentence(error: unknown): string | null {
  const system = error instanceof Error && "syscall" in error ? systemError.safeParse(error) : null;
  return system?.success ? sentenceOf(system.data) : null;
}

function sentenceOf({ code, path, message }: z.infer<typeof systemError>): string {
  const place = path ?? "what was named";
  if (code === "ENOENT" || code === "ENOTDIR") return `There is no file or folder ${place}.`;
  if (code === "EISDIR") return `${place} is a folder: name a file.`;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return `${place} may not be read or written by whoever runs this command.`;
  if (code === "ENOSPC") return "The disk is full.";
  return `It cannot be read or written: ${message}.`;
}

/** Nothing of that name, or not for us. */
const notThere = new Set(["ENOENT", "ENOTDIR", "EISDIR", "EACCES", "EPERM", "EROFS"]);
const notThereCodes = new Set(["unreadable-file", "no-such-file", "no-such-user", "no-administrator"]);

/** The lines of a help that say how the command is called, without what follows: a message must not drown in it. */
function synopsisOf(help: string): string {
  return help.split("\n\n", 1)[0] ?? help;
}

function explain(error: unknown, help: string, unseen: string): number {
  if (error instanceof AppError) {
    const { code, status } = error;
    if (code === wrongUseCode) {
      console.error(`${error.message}\n\n${synopsisOf(help)}\n\n--help says more.`);
      return exitCodes.wrongUse;
    }
    console.error(code === "not-found" ? unseen : error.message);
    const isOut = status === 401 || status === 403 || status === 404 || notThereCodes.has(code);
    return isOut ? exitCodes.notFound : exitCodes.failed;
  }
  const system = error instanceof Error && "syscall" in error ? systemError.safeParse(error) : null;
  if (!system?.success) throw error;
  if (system.data.code === "EPIPE") return exitCodes.done;
  console.error(sentenceOf(system.data));
  return notThere.has(system.data.code) ? exitCodes.notFound : exitCodes.failed;
}
