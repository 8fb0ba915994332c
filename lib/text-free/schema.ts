import { z } from "zod";
import type { Json } from "@/lib/text-free/leaves";

/** The name of the format, the first key of every line. */
export const textFreeFormat = "sourcebench-text-free";
export const textFreeVersion = 1;

/** A run of at least so many code points that stands in an article is words of it, in whatever field it is. */
export const RUN_POINTS = 12;

/**
 * How much of an article's text may leave the house: at most `share` of its code points over all fields, each counted
 * once, and no more than `quote` code points at a stretch. Beyond it there are offsets and hashes only.
 */
export const textFreeLimits = z.object({
  share: z.number().min(0).max(1).default(0.1),
  quote: z.int().min(0).max(10_000).default(200),
});
export type TextFreeLimits = z.output<typeof textFreeLimits>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const offset = z.int().min(0);

/**
 * What a withheld text is made of, in order: words that are none of the article's; a span (code points) of the line's own
 * text, or of another version's; the original before it was normalised; the imported bytes in base64.
 */
const part = z.union([
  z.string(),
  z.object({ start: offset, end: offset }).strict(),
  z.object({ version: z.string(), sha256, start: offset, end: offset }).strict(),
  z.object({ whole: z.enum(["raw", "bytes"]) }).strict(),
]);
export type TextPart = z.infer<typeof part>;

/** A text that was left out: where it stands in `record`, its hash and length in code points, and what it is made of. */
const withheld = z.object({
  path: z.array(z.union([z.string(), z.int().min(0)])),
  sha256,
  length: offset,
  /** Null where it cannot be put together from texts. */
  parts: z.array(part).nullable(),
});
export type Withheld = z.infer<typeof withheld>;

const coverage = z.object({
  /** Code points of the text, and how many of them may be shown and are. */
  characters: offset,
  limit: offset,
  shown: offset,
  quotes: offset,
  quotesWithheld: offset,
  /** Other texts (titles, notes, statements) that hold words of the article. */
  texts: offset,
  textsWithheld: offset,
  /** Withheld texts that no text can give back. */
  lost: offset,
});
export type TextFreeCoverage = z.infer<typeof coverage>;

/** A line: the complete record without its texts. */
export const textFreeRecord = z.object({
  format: z.literal(textFreeFormat),
  version: z.literal(textFreeVersion),
  limits: textFreeLimits,
  /** The hash of the line's text as it is quoted (stored, or raw where the record's offsets are), and of the whole line. */
  text: z.object({ sha256, length: offset, rawSha256: sha256.nullable(), lineSha256: sha256 }),
  coverage,
  // What JSON.parse made of it is JSON; what it says is checked when its texts are back.
  record: z.custom<Record<string, Json>>((value) => typeof value === "object" && value !== null),
  withheld: z.array(withheld),
});
export type TextFreeRecord = z.infer<typeof textFreeRecord>;

/** A line of a claim card or a rating without the words of articles that are over their limit. */
export const textFreeItem = z.object({
  format: z.literal(textFreeFormat),
  version: z.literal(textFreeVersion),
  text: z.object({ lineSha256: sha256 }),
  item: z.custom<Record<string, Json>>((value) => typeof value === "object" && value !== null),
  withheld: z.array(withheld),
});
export type TextFreeItem = z.infer<typeof textFreeItem>;

/** What a whole file shows, as the builder prints it. */
export type TextFreeSummary = Omit<TextFreeCoverage, "limit"> & {
  articles: number;
  /** Lines of claim cards and ratings. */
  items: number;
  limits: TextFreeLimits;
  /** The greatest share of an article that is shown, 0 to 1, and of how many articles something is withheld. */
  largestShare: number;
  articlesWithheld: number;
};
