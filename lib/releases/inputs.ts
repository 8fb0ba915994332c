import { z } from "zod";
import { attributeColumn } from "@/lib/attributes/columns";
import { releaseOptions } from "@/lib/releases/schema";

const pair = z.object({
  first: z.string(),
  second: z.string(),
  articles: z.number(),
  marksOfFirst: z.number(),
  marksOfSecond: z.number(),
  exact: z.number(),
  f1: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

/**
 * Everything but the records that a release's files are made of, as of the moment of its snapshot. Files are a function
 * of this and of the records alone.
 */
export const releaseInputs = z.object({
  project: z.object({ slug: z.string(), name: z.string() }),
  name: z.string(),
  version: z.string(),
  versionReason: z.string(),
  options: releaseOptions,
  notes: z.string(),
  takenAt: z.string(),
  /** PostgreSQL's snapshot, and the newest event in it. */
  snapshot: z.object({ transactions: z.string(), eventPosition: z.string(), eventId: z.string() }),
  auditHead: z.string().nullable(),
  pseudonymKey: z.string(),
  records: z.object({ sha256: z.string(), bytes: z.number() }),
  counts: z.object({ articles: z.number(), layers: z.number(), annotations: z.number(), people: z.number() }),
  /** Articles whose other layers were hidden from whoever built it, who still annotated there. */
  hiddenArticles: z.number(),
  guidelines: z.array(
    z.object({ number: z.number(), publishedAt: z.string(), sha256: z.string(), layers: z.number() }),
  ),
  /** SHA-256 of the definition of each kind's fields. */
  attributes: z.record(z.string(), z.string()),
  /** Columns of the project's own attributes, in tables; absent where there is none. */
  columns: z.array(attributeColumn).optional(),
  licences: z.array(
    z.object({
      source: z.object({ id: z.string(), name: z.string() }).nullable(),
      licence: z.string(),
      articles: z.number(),
    }),
  ),
  agreement: z
    .object({ computedAt: z.string(), articles: z.number(), kinds: z.record(z.string(), z.array(pair)) })
    .nullable(),
});
export type ReleaseInputs = z.output<typeof releaseInputs>;
