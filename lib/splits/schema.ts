import { z } from "zod";

/** The sides of a split, in the order in which shares are written (`80:10:10`). */
export const splitSides = ["train", "dev", "test"] as const;
export type SplitSide = (typeof splitSides)[number];

/** What may be kept on one side beside copies: articles of one claim card, of one story, or of one publisher. */
export const togetherKinds = ["cards", "stories", "sources"] as const;
export type TogetherKind = (typeof togetherKinds)[number];
/** What each side should have its share of. */
export const balanceKinds = ["source", "kind"] as const;
export type BalanceKind = (typeof balanceKinds)[number];

const share = z.number().min(0).max(1_000_000);

/** Shares of the articles, in any unit: 80, 10, 10 is 8, 1, 1. A share of 0 means that there is no such side. */
export const splitRatio = z
  .object({ train: share, dev: share, test: share })
  .refine(
    ({ train, dev, test }) => [train, dev, test].filter((one) => one > 0).length >= 2,
    "At least two sides need a share above 0.",
  );
export type SplitRatio = z.infer<typeof splitRatio>;

/** A run of words that may stand on two sides, by its words, by its id in a report, or for the articles that share it. */
export const splitAllowance = z
  .object({
    reason: z.string().trim().min(1, "Say why it is allowed.").max(1000),
    text: z.string().min(1).optional(),
    run: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    articles: z.array(z.string().min(1)).min(2).optional(),
  })
  .strict()
  .refine(
    ({ text, run, articles }) => [text, run, articles].filter((one) => one !== undefined).length === 1,
    "Name one of text, run and articles.",
  );
export type SplitAllowance = z.infer<typeof splitAllowance>;

/**
 * How to split. `joinShared` puts articles that share a run of 12 words on one side, `allowBoilerplate` lets such runs
 * pass that lie in blocks outside the story; `by` is `time` for a cut by date, with undated articles refused or left out.
 */
export const splitOptions = z.object({
  seed: z.int().min(0).max(4_294_967_295).default(1),
  ratio: splitRatio.default({ train: 80, dev: 10, test: 10 }),
  by: z.enum(["seed", "time"]).default("seed"),
  together: z.array(z.enum(togetherKinds)).default([]),
  balance: z.array(z.enum(balanceKinds)).default(["source", "kind"]),
  undated: z.enum(["refuse", "leave-out"]).default("refuse"),
  joinShared: z.boolean().default(true),
  allowBoilerplate: z.boolean().default(true),
  allow: z.array(splitAllowance).max(10_000).default([]),
});
export type SplitOptions = z.output<typeof splitOptions>;
export type SplitInput = z.input<typeof splitOptions>;

const counts = z.object({ train: z.number(), dev: z.number(), test: z.number() });
export type SideCounts = z.infer<typeof counts>;

/** One thing that sides should have their share of: what was wanted and what came out, in articles or marks. */
const stratum = z.object({
  what: z.enum(["articles", "source", "kind"]),
  name: z.string(),
  total: z.number(),
  wanted: counts,
  got: counts,
});
export type Stratum = z.infer<typeof stratum>;

const place = z.object({
  article: z.string(),
  version: z.string(),
  side: z.enum(splitSides),
  start: z.int(),
  end: z.int(),
});
/** A longest run of words that stands on two sides; `run` is the SHA-256 of its words in lower case, joined by spaces. */
const sharedRun = z.object({
  run: z.string(),
  words: z.int(),
  quote: z.string(),
  placeCount: z.int(),
  places: z.array(place),
  allowed: z.string().nullable(),
});
export type SharedRun = z.infer<typeof sharedRun>;
export type SharedPlace = z.infer<typeof place>;

const leakReport = z.object({
  runLength: z.int(),
  rule: z.string(),
  articles: z.int(),
  words: z.int(),
  runsCompared: z.int(),
  isClean: z.boolean(),
  leakCount: z.int(),
  allowedCount: z.int(),
  /** Leaks first, each kind by number of places; at most `MOST_RUNS`. */
  runs: z.array(sharedRun),
});
export type LeakReport = z.infer<typeof leakReport>;

const assigned = z.object({ article: z.string(), side: z.enum(splitSides), group: z.string() });
export type Assigned = z.infer<typeof assigned>;

/** What a split is, as the command line writes it beside its files. */
export const splitResult = z.object({
  options: z.custom<SplitOptions>((value) => splitOptions.safeParse(value).success),
  /** By article id. */
  articles: z.array(assigned),
  leftOut: z.array(z.object({ article: z.string(), why: z.string() })),
  groups: z.object({
    /** How many independent groups there are before splitting, and how many articles the largest has. */
    all: z.int(),
    largest: z.int(),
    sides: counts,
    /** How many articles were put beside another, by what; each counts what it added to those before it. */
    joinedBy: z.object({
      text: z.int(),
      reuse: z.int(),
      derivation: z.int(),
      cards: z.int(),
      stories: z.int(),
      sources: z.int(),
      shared: z.int(),
    }),
  }),
  /** With `by: time`: the first moment of each side after the first. */
  cuts: z.array(z.object({ side: z.enum(splitSides), from: z.string() })),
  balance: z.array(stratum),
  leaks: leakReport,
});
export type SplitResult = z.infer<typeof splitResult>;

/** Shares that add up to 1. */
export function sharesOf({ train, dev, test }: SplitRatio): SideCounts {
  const all = train + dev + test;
  return { train: train / all, dev: dev / all, test: test / all };
}

/** A ratio from `80:10:10`, `8/1/1` or `0.8,0.2` (two numbers: train and test); null where it is none. */
export function parseRatio(text: string): SplitRatio | null {
  const parts = text.split(/[:/,]/).map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const [train, second, third] = parts;
  if (parts.length < 2 || parts.length > 3) return null;
  const ratio = parts.length === 2 ? { train, dev: 0, test: second } : { train, dev: second, test: third };
  return splitRatio.safeParse(ratio).data ?? null;
}
