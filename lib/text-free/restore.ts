import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";
import { type Json, type JsonPath, mapMembers, pathKey } from "@/lib/text-free/leaves";
import { hashOf, isQuoted } from "@/lib/text-free/make";
import type { TextFreeItem, TextFreeRecord, TextPart } from "@/lib/text-free/schema";

/** The user's copies; of a line that is no article only `twin` is asked for: the line's text, its original before it was normalised, the imported bytes in base64, others' texts. */
export type OwnCopies = {
  text: string;
  raw: string | null;
  bytes: string | null;
  twin: (version: string, sha256: string) => string | null;
};

/** A string that is not back: `missing` says which copy it needs, else it is another than it was. */
export type NotRestored = { path: JsonPath; missing: "raw" | "bytes" | "twin" | "lost" | null; why: string };

/** The line as it was, or what is not back. */
export type Restored = { line: string } | { problems: NotRestored[] };

/**
 * Puts the texts back into a line. Every quote and every other text is held against its hash, and at the end the line
 * against its own: what comes back is the line of the full export, bit for bit, or a list of what is missing or differs.
 */
export function restoreLine(free: TextFreeRecord | TextFreeItem, copies: OwnCopies): Restored {
  const problems: NotRestored[] = [];
  const withheld = new Map(free.withheld.map((one) => [pathKey(one.path), one]));
  const own = indexCodePoints(copies.text);
  const twins = new Map<string, string | null>();
  const twin = (version: string, sha256: string) => {
    const known = twins.get(version) ?? copies.twin(version, sha256);
    twins.set(version, known);
    return known;
  };
  function put(parts: readonly TextPart[]): string | { missing: "raw" | "bytes" | "twin" } {
    let text = "";
    for (const part of parts) {
      if (typeof part === "string") text += part;
      else if ("whole" in part) {
        const copy = copies[part.whole];
        if (copy === null) return { missing: part.whole };
        text += copy;
      } else if ("version" in part) {
        const copy = twin(part.version, part.sha256);
        if (copy === null) return { missing: "twin" };
        text += cut(indexCodePoints(copy), part);
      } else text += cut(own, part);
    }
    return text;
  }
  const record = mapMembers("record" in free ? free.record : free.item, (value, path) => {
    if (value === null) {
      const one = withheld.get(pathKey(path));
      if (!one) return null;
      const text = one.parts === null ? { missing: "lost" as const } : put(one.parts);
      if (typeof text !== "string") {
        problems.push({ path, missing: text.missing, why: whyMissing[text.missing] });
        return null;
      }
      if (hashOf(text) !== one.sha256)
        problems.push({ path, missing: null, why: "the words there are others than they were" });
      return text;
    }
    if (typeof value !== "object" || Array.isArray(value) || !isQuoted(path)) return value;
    return withQuote(value, path);
  });
  function withQuote(value: { [key: string]: Json }, path: JsonPath): Json {
    const { quoteSha256, ...span } = value;
    if (span.quote === undefined) return span;
    const { start, end } = span;
    // A passage's quotes stand in another text; those of the marks are held against this one even where they are shown.
    const isOwn = path.includes("annotations") && typeof start === "number" && typeof end === "number";
    const quote = isOwn ? cut(own, { start, end }) : span.quote;
    if (typeof quote === "string" && hashOf(quote) !== quoteSha256)
      problems.push({
        path: [...path, "quote"],
        missing: null,
        why: `the quote ${start ?? ""}–${end ?? ""} is another than it was`,
      });
    return { ...span, quote };
  }
  if (problems.length > 0) return { problems };
  const line = `${JSON.stringify(record)}\n`;
  if (hashOf(line) === free.text.lineSha256) return { line };
  return {
    problems: [{ path: [], missing: null, why: "all parts fit, but the line is another: was it changed?" }],
  };
}

const whyMissing = {
  raw: "it needs the original text before it was normalised (its line ends or joined characters differ)",
  bytes: "it needs the file as it was imported",
  twin: "it quotes an article of which there is no copy",
  lost: "it cannot be put together from texts",
} as const;

/** The words of a span as far as the text has them. */
function cut(index: ReturnType<typeof indexCodePoints>, { start, end }: Span): string {
  const to = Math.min(end, index.length);
  return start >= to ? "" : sliceCodePoints(index, { start, end: to });
}
