import { z } from "zod";
import { defined } from "@/lib/intake/complete";
import { parsePublished } from "@/lib/intake/dates";
import {
  type ArticleFacts,
  derivationSchema,
  type IntakeWarning,
  translatedSchema,
} from "@/lib/intake/draft";
import { canonicalLanguage } from "@/lib/intake/language";

const nameSchema = z.object({ name: z.string() });
const wordsSchema = z.union([z.string(), nameSchema.transform((named) => named.name)]);
const listSchema = z.union([wordsSchema, z.array(wordsSchema)]);

/** Which names of a JSON member or CSV column mean which fact; names are compared without case, space, `_` or `-`. */
export const fieldNames = {
  text: ["text", "body", "content", "articletext"],
  file: ["file", "filename"],
  headline: ["headline", "title"],
  byline: ["byline", "author", "authors"],
  published: ["published", "publishedat", "date", "datepublished", "publisheddate", "publicationdate"],
  language: ["language", "lang", "inlanguage"],
  originalLanguage: ["originallanguage", "translatedfrom"],
  url: ["url", "canonicalurl", "link"],
  publisher: ["publisher", "publishername", "outlet", "sitename"],
  credit: ["credit", "credits", "creditnames", "agency"],
  translated: ["translated"],
  derivation: ["derivation"],
} as const;
export type FieldName = keyof typeof fieldNames;

/** The fact that a JSON member's or CSV column's name stands for, or null. */
export function fieldOf(name: string): FieldName | null {
  const bare = name.toLowerCase().replace(/[\s_-]/g, "");
  for (const field of fieldKeys) if (fieldNames[field].some((one) => one === bare)) return field;
  return null;
}

const fieldKeys: readonly FieldName[] = [
  "text",
  "file",
  "headline",
  "byline",
  "published",
  "language",
  "originalLanguage",
  "url",
  "publisher",
  "credit",
  "translated",
  "derivation",
];

/** The known members of a record by fact; where two names mean the same, the first that is not empty counts. */
export function knownFields(record: Readonly<Record<string, unknown>>): Map<FieldName, unknown> {
  const known = new Map<FieldName, unknown>();
  for (const [name, value] of Object.entries(record)) {
    const field = fieldOf(name);
    const isEmpty = value === null || value === undefined || value === "";
    if (field && !isEmpty && !known.has(field)) known.set(field, value);
  }
  return known;
}

/**
 * Reads an article's facts from the known members of a JSON object or CSV row. A value that cannot be read is left
 * out with the warning `unreadable-value` that names it; it is never guessed.
 */
export function readFacts(
  known: ReadonlyMap<FieldName, unknown>,
  line: number | null,
): { facts: ArticleFacts; warnings: IntakeWarning[] } {
  const warnings: IntakeWarning[] = [];
  function read<T>(field: FieldName, convert: (value: unknown) => T | null, expected: string): T | undefined {
    if (!known.has(field)) return undefined;
    const value = convert(known.get(field));
    if (value !== null) return value;
    const message = `“${field}” is left out: ${expected} was expected.`;
    warnings.push({ code: "unreadable-value", message, line });
    return undefined;
  }
  const published = read("published", (value) => mapWords(value, parsePublished), "an ISO 8601 date or time");
  const byline = read("byline", (value) => list(value)?.join(", ") ?? null, "a name or a list of names");
  const facts: ArticleFacts = defined({
    headline: read("headline", oneLine, "a text"),
    byline: byline === "" ? undefined : byline,
    publishedAt: published?.publishedAt,
    publishedHasZone: published?.publishedHasZone,
    language: read(
      "language",
      (value) => mapWords(value, canonicalLanguage),
      "a language tag such as en or pt-BR",
    ),
    originalLanguage: read(
      "originalLanguage",
      (value) => mapWords(value, canonicalLanguage),
      "a language tag",
    ),
    canonicalUrl: read("url", (value) => mapWords(value, webAddress), "an address with http or https"),
    publisherName: read("publisher", oneLine, "a name"),
    creditNames: read("credit", creditList, "a name or a list of names"),
    translated: read("translated", translatedValue, "no, human, machine or unsure"),
    derivation: read(
      "derivation",
      (value) => derivationSchema.safeParse(value).data ?? null,
      derivationSchema.options.join(", "),
    ),
  });
  return { facts, warnings };
}

/** An http or https address in its standard form, or null. */
export function webAddress(value: string): string | null {
  const text = value.trim();
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
}

/** An address in its standard form where it is one of the web, else as it is written: the form in which addresses are kept and compared. */
export function standardAddress(value: string | null): string | null {
  return value === null ? null : (webAddress(value) ?? value);
}

function mapWords<T>(value: unknown, convert: (words: string) => T | null): T | null {
  const words = z.string().safeParse(value);
  return words.success ? convert(words.data) : null;
}

function oneLine(value: unknown): string | null {
  const words = wordsSchema.safeParse(value);
  return words.success ? words.data.trim().replace(/\s+/gu, " ") || null : null;
}

function list(value: unknown): string[] | null {
  const parsed = listSchema.safeParse(value);
  if (!parsed.success) return null;
  return [parsed.data]
    .flat()
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** In one cell of a table several names stand between semicolons. */
function creditList(value: unknown): string[] | null {
  return (
    list(value)
      ?.flatMap((names) => names.split(";").map((name) => name.trim()))
      .filter(Boolean) ?? null
  );
}

function translatedValue(value: unknown) {
  if (value === false || value === "false") return "no";
  return (
    translatedSchema.safeParse(typeof value === "string" ? value.trim().toLowerCase() : value).data ?? null
  );
}
