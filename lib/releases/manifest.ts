import { z } from "zod";
import { formatNames } from "@/lib/formats/carries";
import { releaseInputs } from "@/lib/releases/inputs";
import { releaseReport } from "@/lib/releases/schema";

export const manifestName = "manifest.json";
export const checksumsName = "SHA256SUMS";
export const releaseFormat = "sourcebench-release";
/** Rises when a reader of the version before would misread a manifest; a new optional key does not. */
export const releaseFormatVersion = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "not a SHA-256 in hexadecimal");

export const manifestFile = z.object({
  path: z.string().min(1),
  bytes: z.int().min(0),
  sha256,
  format: z.enum(formatNames).nullable(),
  split: z.string().nullable(),
});
export type ManifestFile = z.infer<typeof manifestFile>;

/** `manifest.json`: what a release is, and the SHA-256 and length of every other file in it. */
export const manifestSchema = z.object({
  format: z.literal(releaseFormat),
  version: z.literal(releaseFormatVersion),
  release: releaseInputs.omit({ agreement: true, notes: true }),
  ...releaseReport.shape,
  files: z.array(manifestFile),
});
export type Manifest = z.infer<typeof manifestSchema>;
