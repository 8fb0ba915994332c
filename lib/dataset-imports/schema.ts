import { z } from "zod";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { isMeaning } from "@/lib/dataset-imports/meanings";
import { batchStates, newerOfSchema } from "@/lib/imports/schema";
import { type Producer, producerInput } from "@/lib/suggestions/schema";

/** The most bytes that one upload of a dataset may have; larger ones go through the command line. */
export const maxDatasetBytes = 64 * 1024 * 1024;

/** The formats that come in; `csv-ratings` is a table of ratings of sources, all others hold annotated articles. */
export const datasetFormats = [
  "jsonl",
  "brat",
  "web-annotation",
  "webanno-tsv",
  "cas-json",
  "label-studio",
  "doccano",
  "conll",
  "huggingface",
  "csv-ratings",
] as const;
export type DatasetFormat = (typeof datasetFormats)[number];

const count = z.int().min(0).default(0);
const fault = z.object({
  file: z.string(),
  line: z.number().nullable(),
  message: z.string(),
  isQuote: z.boolean().optional(),
});
export type Fault = z.infer<typeof fault>;

/** A label that no kind of ours has, on how many spans, and what it meant the last time. */
const label = z.object({ label: z.string(), spans: z.number(), proposed: z.string().nullable() });
export type UnknownLabel = z.infer<typeof label>;

const plan = z.object({
  /** The code of a meaning by label. */
  labels: z.record(z.string(), z.string()).default({}),
  present: z.enum(["attach", "skip"]).nullable().default(null),
  leavesBad: z.boolean().default(false),
  /** Whether other texts of an article's address come in all the same, as articles of their own. */
  takesNewer: z.boolean().default(false),
  /** Whether texts that were withdrawn for good come in all the same. */
  takesWithdrawn: z.boolean().default(false),
});
export type ImportPlan = z.infer<typeof plan>;

/** What a dataset's dry run found, and later what became of it, in ImportBatch.report. */
export const datasetReportSchema = z.object({
  format: z.enum(datasetFormats).nullable().default(null),
  isChosen: z.boolean().default(false),
  /** The program whose suggestions these are; null for layers of people and ratings. */
  producer: producerInput.nullable().default(null),
  files: z
    .object({ count, bytes: z.number().default(0), names: z.array(z.string()).default([]) })
    .prefault({}),
  /** How many files came in which encoding, and how many replacement characters stand in them, in how many files. */
  encodings: z.array(z.object({ encoding: z.string(), files: z.number() })).default([]),
  replaced: z.object({ count, files: z.array(z.string()).default([]) }).prefault({}),
  offsets: z.string().default(""),
  counts: z
    .object({
      records: count,
      articlesHere: count,
      layers: count,
      layersHere: count,
      claims: count,
      attributions: count,
      duplicates: count,
      spans: count,
      claimLinks: count,
      attributionSources: count,
      restsOn: count,
      reuseLinks: count,
      ratings: count,
      cards: count,
      pairs: count,
      sources: count,
      /** What of the known labels would be suggested. */
      suggestions: count,
    })
    .prefault({}),
  /** What was read and went before it was imported: it is of an article withdrawn for good meanwhile, or quotes one. */
  withdrawn: z.object({ records: count, pairs: count }).prefault({}),
  /** What was known before: texts withdrawn for good, and other texts of an article's address. */
  known: z.object({ withdrawn: count, newer: count }).prefault({}),
  /** What of that was left out at the import, the first of it with why. */
  leftOut: z.array(z.object({ title: z.string(), fileName: z.string(), reason: z.string() })).default([]),
  newSources: z
    .array(z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]))
    .default([]),
  newSourceCount: count,
  people: z.array(z.object({ name: z.string(), layers: z.number() })).default([]),
  peopleCount: count,
  labels: z.array(label).default([]),
  faults: z.array(fault).default([]),
  faultCount: count,
  quoteCount: count,
  losses: z.array(z.object({ what: z.string(), why: z.string(), count: z.number() })).default([]),
  plan: plan.prefault({}),
  startedAt: z.string().optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  /** What the import did. */
  outcome: z
    .object({
      articles: count,
      attached: count,
      skipped: count,
      layers: count,
      annotations: count,
      alreadyHere: count,
      linksLeftOut: count,
      ratings: count,
      pairs: count,
      pairsLeftOut: count,
      /** What waited and went with an article withdrawn for good before it could come in. */
      withdrawn: count,
      /** Texts withdrawn for good, and other texts of an article's address, that were left out. */
      leftOut: count,
      /** Texts withdrawn for good that came in all the same. */
      again: count,
      sources: count,
      suggestions: count,
      /** Articles that have some of them. */
      suggestedOn: count,
    })
    .nullable()
    .default(null),
});
export type DatasetReport = z.infer<typeof datasetReportSchema>;

/** How much of a dry run waits to be imported, what is known before among it. */
export function countWaiting({ counts, withdrawn }: Pick<DatasetReport, "counts" | "withdrawn">): number {
  return counts.records + counts.ratings + counts.pairs - withdrawn.records - withdrawn.pairs;
}

/** How much of what was known before a plan leaves out. */
export function countLeftOut(
  { withdrawn, newer }: DatasetReport["known"],
  { takesNewer, takesWithdrawn }: Pick<ImportPlan, "takesNewer" | "takesWithdrawn">,
): number {
  return (takesWithdrawn ? 0 : withdrawn) + (takesNewer ? 0 : newer);
}

/** An article of a dry run that is known before: its address is an article's here, or its text was withdrawn for good. */
export const knownRecord = z.object({
  id: z.string(),
  title: z.string(),
  file: z.string(),
  line: z.number().nullable(),
  newerOf: newerOfSchema,
  /** When it was withdrawn, and by whom where that was in this project. */
  withdrawn: z.object({ at: z.string(), by: z.string().nullable() }).nullable(),
});
export type KnownRecord = z.infer<typeof knownRecord>;

/** What of a dry run does not come in because of a withdrawal, and why, as a sentence; null where all of it does. */
export function withdrawnWords({
  withdrawn: { records, pairs },
}: Pick<DatasetReport, "withdrawn">): string | null {
  const parts = [
    records > 0 ? `${records.toLocaleString("en")} ${records === 1 ? "article" : "articles"}` : "",
    pairs > 0
      ? `${pairs.toLocaleString("en")} ${pairs === 1 ? "pair of passages" : "pairs of passages"}`
      : "",
  ].filter((part) => part !== "");
  if (parts.length === 0) return null;
  const isOne = records + pairs === 1;
  return `${parts.join(" and ")} of these files ${isOne ? "was" : "were"} left out: an article was withdrawn for good since they were read, and ${isOne ? "it is that article or quotes it" : "they are that article or quote it"}.`;
}

/** What an upload says about its files; with producer and version they are suggestions of that program. */
export const datasetReadQuery = z
  .strictObject({
    label: z.string().trim().min(1).max(300).default("Dataset"),
    format: z.enum(datasetFormats).optional(),
    producer: producerInput.shape.producer.optional(),
    version: producerInput.shape.version.optional(),
  })
  .refine(({ producer, version }) => (producer === undefined) === (version === undefined), {
    message: "Name both the program and its version.",
    path: ["version"],
  });

/** The program that an upload names; null for layers of people and ratings. */
export function producerOf({ producer, version }: z.output<typeof datasetReadQuery>): Producer | null {
  return producer === undefined || version === undefined ? null : { producer, version };
}

/** What somebody decided about a batch before it is imported. */
export const importPlanInput = z.strictObject({
  labels: z
    .record(z.string().max(200), z.string().refine(isMeaning, "No such meaning."))
    .refine((labels) => Object.keys(labels).length <= 2_000, "Too many labels.")
    .default({}),
  present: z.enum(["attach", "skip"]).nullable().default(null),
  leavesBad: z.boolean().default(false),
  takesNewer: z.boolean().default(false),
  takesWithdrawn: z.boolean().default(false),
});
export type ImportPlanInput = z.infer<typeof importPlanInput>;

/** What somebody said that a label means; undefined for one not asked about, be it named like what every object has. */
export function saidOf(labels: Readonly<Record<string, string>>, label: string): string | undefined {
  return Object.hasOwn(labels, label) ? labels[label] : undefined;
}

/** A dataset's batch as its page shows it. */
export type DatasetDto = {
  id: string;
  label: string;
  state: (typeof batchStates)[number];
  /** Whether it failed while its files were still read, so that they have to be sent again. */
  isUnread: boolean;
  total: number;
  done: number;
  report: DatasetReport;
  /** What is known before of an import that waits, the first of it; `report.known` counts all. */
  known: KnownRecord[];
  /** The project's own attributes, whose choices labels may mean. */
  attributes: AttributeDefinition[];
  failure: string | null;
  createdAt: string;
  createdBy: string;
  committedAt: string | null;
  withdrawnAt: string | null;
};

export const datasetProgressSchema = z.object({
  state: z.enum(batchStates),
  total: z.number(),
  done: z.number(),
});
/** How far a batch is: kilobytes while it is read, records while it is imported. */
export type DatasetProgress = z.infer<typeof datasetProgressSchema>;

export const restingWorkSchema = z.object({
  rows: z.array(z.object({ href: z.string().nullable(), title: z.string(), reasons: z.array(z.string()) })),
  count: z.number(),
});
/** What rests on a batch that is to be undone: an article or card with its address, and why. */
export type RestingRow = z.infer<typeof restingWorkSchema>["rows"][number];
