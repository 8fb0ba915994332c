import type { z } from "zod";
import type { InputFile, ReadContext } from "@/lib/formats/conversion";
import { findUnstorable } from "@/lib/text/unstorable";

/** The most UTF-16 units of a line: one article with its marks. */
const LONGEST_LINE = 256 * 1024 * 1024;

/**
 * The lines of a file of JSON Lines that fit a schema, one by one, numbered from 1; blank ones are passed over, and one
 * that is not right is told to `context.problem`. A file that is not UTF-8 ends there.
 */
export async function* readJsonLines<T>(
  file: InputFile,
  schema: z.ZodType<T>,
  context: ReadContext,
): AsyncGenerator<{ number: number; value: T }> {
  let number = 0;
  for await (const line of lines(file)) {
    number += 1;
    const complain = (message: string) => context.problem({ file: file.path, line: number, message });
    if (line === null) complain("The bytes are not UTF-8, or the line is too long: not read from here on.");
    if (line === null || line.trim() === "") continue;
    const value = readJson(line, schema, complain);
    if (value !== null) yield { number, value: value.read };
  }
}

/** A text of JSON that fits a schema and can be stored; null, and told, for any other. */
export function readJson<T>(
  text: string,
  schema: z.ZodType<T>,
  complain: (message: string) => void,
): { read: T } | null {
  let plain: unknown;
  try {
    plain = JSON.parse(text);
  } catch {
    complain("This is not JSON: it may have been cut off.");
    return null;
  }
  const unstorable = findUnstorable(plain);
  const parsed = unstorable ? null : schema.safeParse(plain);
  if (parsed?.success) return { read: parsed.data };
  const issue = parsed?.error?.issues[0];
  const place = issue && issue.path.length > 0 ? `${issue.path.join(".")}: ` : "";
  complain(unstorable ? `It holds what cannot be stored (${unstorable}).` : `${place}${issue?.message}.`);
  return null;
}

async function* lines(file: InputFile): AsyncGenerator<string | null> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  try {
    for await (const piece of file.pieces()) {
      const parts = (rest + decoder.decode(piece, { stream: true })).split("\n");
      rest = parts.pop() ?? "";
      yield* parts;
      if (rest.length > LONGEST_LINE) {
        yield null;
        return;
      }
    }
    rest += decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    yield null;
    return;
  }
  if (rest !== "") yield rest;
}
