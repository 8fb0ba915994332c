import { z } from "zod";
import { type ExportCounts, type ExportPreview, exportFilter, filterFields } from "@/lib/exports/schema";
import { type FormatName, formatNames } from "@/lib/formats/carries";
import { type TagScheme, tagSchemes } from "@/lib/formats/conversion";
import { semanticVersion } from "@/lib/releases/semver";
import { balanceKinds, parseRatio, splitOptions, togetherKinds } from "@/lib/splits/schema";
import { textFreeLimits } from "@/lib/text-free/schema";
import { annotationKinds } from "@/lib/vocabulary";

/** How a release goes: it waits, is built, is done for good, or failed and may be tried again. */
export const releaseStates = ["queued", "building", "done", "failed"] as const;
export type ReleaseState = (typeof releaseStates)[number];

function listOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.preprocess(
    (value) =>
      value === undefined
        ? undefined
        : [value]
            .flat()
            .flatMap((item) => (typeof item === "string" ? item.split(",") : [item]))
            .filter((item) => item !== ""),
    z.array(z.enum(values)).optional(),
  );
}

const flag = z
  .union([
    z.boolean(),
    z.enum(["true", "on", "false", ""]).transform((value) => value === "true" || value === "on"),
  ])
  .default(false);

const defaultFormats: FormatName[] = ["jsonl"];

/** What of a release the manager chooses beside the rows: unfinished layers and e-mail addresses cannot be chosen. */
const choices = {
  /** Kinds of mark; none named means every one. */
  kinds: listOf(annotationKinds).transform((kinds) => kinds ?? []),
  formats: listOf(formatNames).transform((names) =>
    names && names.length > 0 ? [...new Set(names)] : defaultFormats,
  ),
  scheme: z.enum(tagSchemes).default("iob2"),
  /** Claim cards behind the articles: mentions, origins, judgements, evidence. */
  cards: flag,
  /** Grades that people gave the sources, under pseudonyms; those of persons only where asked for, too. */
  ratings: flag,
  personRatings: flag,
  /** What reviewers wrote to their decisions, annotators' own notes on marks, and threads of comments. */
  comments: flag,
  /** Marks that annotators took from a program as they were stay in the house, with their links. */
  leavesUntouched: flag,
};

/** What a release holds and in which shape, as it is stored. */
export const releaseOptions = z.object({
  filter: exportFilter.transform((filter) => ({ ...filter, unfinished: false, offsets: "stored" as const })),
  ...choices,
  /** Sides with copies on one of them (docs/formats/splits.md); null for none. */
  split: splitOptions.nullable().default(null),
  /** The texts stay in the house: then there is the text-free file alone (docs/formats/text-free.md). */
  textFree: textFreeLimits.nullable().default(null),
});
export type ReleaseOptions = z.output<typeof releaseOptions>;

/** A split and the limits of the text-free variant as the builder's form says them: each only where it is switched on. */
const switches = {
  split: flag,
  seed: z.coerce.number().int().min(0).max(4_294_967_295).catch(1),
  ratio: z
    .string()
    .max(40)
    .default("80:10:10")
    .transform((text, context) => {
      const ratio = parseRatio(text);
      if (!ratio)
        context.addIssue({
          code: "custom",
          message: "Write shares as 80:10:10, or 80:20 for train and test.",
        });
      return ratio ?? z.NEVER;
    }),
  by: z.enum(["seed", "time"]).catch("seed"),
  undated: z.enum(["refuse", "leave-out"]).catch("refuse"),
  together: listOf(togetherKinds).transform((kinds) => kinds ?? []),
  balance: listOf(balanceKinds).transform((kinds) => kinds ?? [...balanceKinds]),
  /** Articles that share twelve words may come to different sides, which the report then lists. */
  apartShared: flag,
  /** Shared words count outside the story, too: bylines, appeals and the like. */
  countBoilerplate: flag,
  /** Passages that may stand on two sides, one a line, and why. */
  allow: z.string().max(20_000).default(""),
  allowReason: z.string().trim().max(1_000).default(""),
  textFree: flag,
  /** Per cent of an article's characters that may be shown, and characters of the longest quote. */
  share: z.coerce.number().min(0).max(100).catch(10),
  quote: z.coerce.number().int().min(0).max(10_000).catch(200),
};

/** The same as the builder's address and form say it, flat. */
export const releaseQuery = exportFilter.extend({ ...choices, ...switches }).transform((flat) => {
  const { kinds, formats, scheme, cards, ratings, personRatings, comments, leavesUntouched, ...others } =
    flat;
  const { split, seed, ratio, by, undated, together, balance, textFree, share, quote, ...left } = others;
  const { apartShared, countBoilerplate, allow, allowReason, ...filter } = left;
  const dealt = { seed, ratio, by, undated, together, balance };
  const shared = { joinShared: !apartShared, allowBoilerplate: !countBoilerplate };
  return releaseOptions.parse({
    ...{ filter, kinds, formats, scheme, cards, ratings, personRatings, comments, leavesUntouched },
    split: split ? { ...dealt, ...shared, allow: allowances(allow, allowReason) } : null,
    textFree: textFree ? { share: share / 100, quote } : null,
  });
});

/** What is said of a passage that may stand on two sides where nobody says why. */
const unsaidReason = "allowed by who built the release";

function allowances(passages: string, reason: string) {
  return passages
    .split(/\r?\n/)
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map((text) => ({ text, reason: reason === "" ? unsaidReason : reason }));
}

/** A release's choices as fields of a form or an address. */
export function optionFields(options: ReleaseOptions): Record<string, string> {
  const { filter, kinds, formats, scheme, cards, ratings, personRatings, comments, split, textFree } =
    options;
  return {
    ...filterFields(filter),
    kinds: kinds.join(","),
    formats: formats.join(","),
    scheme,
    ratings: String(ratings),
    personRatings: String(personRatings),
    comments: String(comments),
    leavesUntouched: String(options.leavesUntouched),
    cards: String(cards),
    split: String(split !== null),
    ...(split && {
      ...{ seed: String(split.seed), by: split.by, undated: split.undated },
      ratio: [split.ratio.train, split.ratio.dev, split.ratio.test].join(":"),
      ...{ together: split.together.join(","), balance: split.balance.join(",") },
      ...{ apartShared: String(!split.joinShared), countBoilerplate: String(!split.allowBoilerplate) },
      allow: split.allow.flatMap(({ text }) => text ?? []).join("\n"),
      allowReason: split.allow.find(({ reason }) => reason !== unsaidReason)?.reason ?? "",
    }),
    textFree: String(textFree !== null),
    ...(textFree && {
      share: String(Math.round(textFree.share * 10_000) / 100),
      quote: String(textFree.quote),
    }),
  };
}

/** What names a release and tells of it. */
export const releaseNaming = z.object({
  name: z.string().trim().min(1, "Name the release.").max(120, "At most 120 characters."),
  version: semanticVersion,
  versionReason: z.string().trim().max(1_000).default(""),
  /** What was not annotated, as `notes.md` will say it; generated where nothing is given. */
  notes: z.string().max(50_000).default(""),
});
export type ReleaseNaming = z.output<typeof releaseNaming>;

export const withdrawInput = z.object({
  slug: z.string(),
  releaseId: z.string(),
  reason: z.string().trim().min(1, "Say why it is withdrawn.").max(1_000),
});

/** A row of a project's list of releases. */
export type ReleaseRow = ExportCounts & {
  id: string;
  name: string;
  version: string;
  state: ReleaseState;
  stage: string;
  done: number;
  total: number;
  failure: string | null;
  createdAt: string;
  createdBy: string;
  finishedAt: string | null;
  files: number;
  bytes: number;
  isWithdrawn: boolean;
};

/** What a format left out, as the manifest tells it. */
export const lossSummaries = z.array(
  z.object({ what: z.string(), why: z.string(), count: z.number(), articles: z.array(z.string()) }),
);
export type ReleaseLosses = Partial<Record<FormatName, z.infer<typeof lossSummaries>>>;

const sides = z.object({ train: z.number(), dev: z.number(), test: z.number() });
const splitSummary = z.object({
  groups: z.object({ all: z.number(), largest: z.number(), sides }),
  articles: sides,
  cuts: z.array(z.object({ side: z.string(), from: z.string() })),
  leftOut: z.number(),
  isClean: z.boolean(),
  leakCount: z.number(),
  allowedCount: z.number(),
  runsCompared: z.number(),
});
const textFreeSummary = z.object({
  limits: textFreeLimits,
  articles: z.number(),
  items: z.number(),
  characters: z.number(),
  shown: z.number(),
  quotes: z.number(),
  quotesWithheld: z.number(),
  texts: z.number(),
  textsWithheld: z.number(),
  lost: z.number(),
  largestShare: z.number(),
  articlesWithheld: z.number(),
});
export type SplitSummary = z.infer<typeof splitSummary>;

/** What a building found out: what each format left out, how the split came out, how much of the texts is shown. */
export const releaseReport = z.object({
  losses: z.partialRecord(z.enum(formatNames), lossSummaries).default({}),
  split: splitSummary.nullable().default(null),
  textFree: textFreeSummary.nullable().default(null),
});
export type ReleaseReport = z.infer<typeof releaseReport>;

export type ReleaseFileDto = {
  path: string;
  bytes: number;
  sha256: string;
  format: FormatName | null;
  split: string | null;
};

/** A release as its page shows it; what tells of others' work is null for whoever may not look at it yet. */
export type ReleaseDto = ReleaseRow & {
  versionReason: string;
  options: ReleaseOptions;
  notes: string;
  sha256: string | null;
  auditHead: string | null;
  pseudonymKey: string;
  takenAt: string | null;
  withdrawnAt: string | null;
  withdrawnWhy: string | null;
  /** Why its files may not be taken by this reader, in a sentence; null where they may. */
  closedBecause: string | null;
  report: ReleaseReport | null;
  inputs: ReleaseFacts | null;
  /** Releases before it in time that it can be compared with, the newest first. */
  earlier: { id: string; title: string }[];
};

/** What is told of a release beside its records. */
export type ReleaseFacts = {
  guidelines: { number: number; publishedAt: string; sha256: string; layers: number }[];
  attributes: Record<string, string>;
  licences: LicenceNote[];
  agreement: ReleaseAgreement | null;
  hiddenArticles: number;
};

/** A publisher whose texts are in a release, and under which terms they may be passed on. */
export type LicenceNote = { source: { id: string; name: string } | null; licence: string; articles: number };
/** The same in the builder, with how many of the articles have terms of their own, which stand before these. */
export type PublisherTerms = LicenceNote & { ownTerms: number };

/** One pair's figures in a release's agreement, the people as the release's pseudonyms. */
export type AgreementPair = {
  first: string;
  second: string;
  articles: number;
  marksOfFirst: number;
  marksOfSecond: number;
  exact: number;
  f1: number | null;
  low: number | null;
  high: number | null;
};
export type ReleaseAgreement = {
  computedAt: string;
  articles: number;
  kinds: Record<string, AgreementPair[]>;
};

/** What the builder shows before anything is built. */
export type BuilderDto = {
  preview: ExportPreview;
  licences: PublisherTerms[];
  isMoreLicences: boolean;
  languages: string[];
  names: string[];
  suggestedName: string;
  suggestedVersion: string;
  notes: string;
  hasAgreement: boolean;
  /** Publishers of the project to choose from, whatever is chosen now. */
  publishers: { id: string; name: string; articles: number }[];
  isMorePublishers: boolean;
};

export type { FormatName, TagScheme };
