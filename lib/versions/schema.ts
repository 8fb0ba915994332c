import { z } from "zod";
import { blankIsNone, publishedTime } from "@/lib/articles/facts-schema";
import { draftOfBatch } from "@/lib/imports/schema";
import type { CommandResult } from "@/lib/layers/schema";
import type { Span } from "@/lib/text/span";
import {
  type AnnotationKindCode,
  annotationKinds,
  type SpanRole,
  spanRoles,
  type VersionChange,
  versionChanges,
} from "@/lib/vocabulary";

/** Where a new text comes from: pasted, a file as bytes whose name ends in .txt, .html or .htm, or the words of an article that waits in an import. */
export const versionContent = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("paste"), text: z.string() }),
  z.strictObject({
    kind: z.literal("file"),
    name: z.string().min(1).max(500),
    bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  }),
  z.strictObject({ kind: z.literal("waiting"), text: z.string(), waiting: draftOfBatch }),
]);
export type VersionContent = z.output<typeof versionContent>;

const about = {
  articleId: z.uuid(),
  change: z.enum(versionChanges, "Choose what kind of change it is."),
  note: z
    .string()
    .trim()
    .transform((text) => text.normalize("NFC"))
    .refine((text) => Array.from(text).length <= 2_000, "At most 2,000 characters.")
    .default(""),
  /** When its publisher changed it, by the page; a time without zone stays so. */
  changedAt: publishedTime.default(null),
  /** Who looks the carried marks through; null is whoever adds it. Only asked of a finished article. */
  annotatorId: z.preprocess(blankIsNone, z.uuid().nullable()).default(null),
};

/** A new text of an article: the input of `previewVersion` (which writes nothing) and of `addVersion`. */
export const newVersionInput = z.strictObject({ ...about, content: versionContent });
export type NewVersionInput = z.output<typeof newVersionInput>;

/** The same as a form sends it: `file` or, where none is chosen, `text`. */
export const newVersionForm = z
  .object({
    ...about,
    ...draftOfBatch.shape,
    text: z.string().default(""),
    file: z.custom<File>((value) => value === undefined || value === null || value instanceof File).nullish(),
  })
  .refine((form) => (form.file?.size ?? 0) > 0 || form.text.trim() !== "", {
    error: "Paste the new text or choose a file.",
    path: ["text"],
  });

/** What a form sent, with its file's bytes read. */
export async function readVersionForm(form: z.output<typeof newVersionForm>): Promise<NewVersionInput> {
  const { file, text, batch, draft, record, ...rest } = form;
  if (!file || file.size === 0)
    return {
      ...rest,
      content: batch ? { kind: "waiting", text, waiting: { batch, draft, record } } : { kind: "paste", text },
    };
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { ...rest, content: { kind: "file", name: file.name, bytes } };
}

/** How a mark of the former text stands in the new one: as it was, elsewhere, or nowhere that can be told. */
export const carriedHows = ["exact", "moved", "orphaned"] as const;
export type CarriedHow = (typeof carriedHows)[number];

/** How many marks came over each way. */
export type CarriedCounts = Record<CarriedHow, number>;

/** A text of an article, without the text itself. */
export type VersionDto = {
  id: string;
  number: number;
  /** Null of the first one. */
  change: VersionChange | null;
  note: string;
  /** When its publisher changed it: an instant in UTC, or the local date or time without zone as it was given. */
  changedAt: string | null;
  addedAt: string;
  /** Null of one that came with an import. */
  addedBy: { id: string; name: string } | null;
  /** In code points. */
  length: number;
  /** Of the text in UTF-8, hex. */
  sha256: string;
  isNewest: boolean;
  /** How the former version's marks came over, and how many orphans are unsettled; null where none were carried, or while the reader may not know. */
  marks: (CarriedCounts & { open: number }) | null;
  /** Marks were carried over to it, but are hidden from the reader while somebody works on it. */
  marksAreHidden: boolean;
  /** Its text was blanked when the article was withdrawn for good. */
  isRedacted: boolean;
};

const span = z.object({ start: z.number(), end: z.number() });

/** A mark of the former text and what became of it, as the endpoints of a layer answer. */
export const carriedItem = z.object({
  /** The former mark's id in a preview, the carried row's in a list. */
  id: z.string(),
  kind: z.enum(annotationKinds),
  quote: z.string(),
  before: z.array(span),
  /** Null of an orphan until it is placed. */
  after: z.array(span).nullable(),
  /** Its spans one by one, in reading order: of an orphan some may have kept their place, so that only the others are looked for. */
  parts: z.array(
    z.object({ role: z.enum(spanRoles), quote: z.string(), before: span, after: span.nullable() }),
  ),
  how: z.enum(carriedHows),
  /** Where the words that took the place of an orphan's stand. */
  near: z.object({ span, text: z.string() }).nullable(),
  /** The mark in the new layer; null of an orphan that is not placed, and in a preview. */
  annotationId: z.string().nullable(),
  settledAs: z.enum(["placed", "let-go"]).nullable(),
  reason: z.string(),
});
export type CarriedItemDto = z.infer<typeof carriedItem>;

/** What became of the marks that a layer began with. */
export const carriedList = z.object({
  layerId: z.string(),
  articleId: z.string(),
  /** The numbers of the text that the marks come from and of the one they came to. */
  from: z.number(),
  to: z.number(),
  counts: z.object({ exact: z.number(), moved: z.number(), orphaned: z.number() }),
  /** Orphans that are neither placed nor let go; a submission waits for them. */
  open: z.number(),
  /** A page of: the orphans that are open, those that are settled, then what moved; each in reading order. */
  items: z.array(carriedItem),
  /** The cursor of the page after this one; null on the last. */
  next: z.string().nullable(),
});
export type CarriedListDto = z.infer<typeof carriedList>;

/** The most carried marks of one page. */
export const mostCarried = 500;

/** What could not come along because one of its ends did not, by kind. */
export type LinksLost = {
  claimLinks: number;
  sources: number;
  restsOn: number;
  nested: number;
  reuse: number;
};

/** What adding a text would do; nothing is written. */
export type VersionPreviewDto = {
  isSameText: boolean;
  length: number;
  counts: CarriedCounts;
  linksLost: LinksLost;
  /** Orphaned first, then moved, then exact; at most 200. */
  items: CarriedItemDto[];
  /** Remarks on reading the file, as an import gives them. */
  warnings: string[];
  /** Who may be asked to look it through, the former annotators first; empty where nobody is needed. */
  people: { id: string; name: string; annotatedBefore: boolean }[];
  /** Why it cannot be added as things stand; null where it can. */
  refusal: { code: string; message: string } | null;
};

/** What adding a text did; `layerId` is the layer to look through, null of an article that nobody had annotated. */
export type AddedVersionDto = {
  articleId: string;
  versionId: string;
  number: number;
  layerId: string | null;
  annotatorId: string | null;
  counts: CarriedCounts;
  linksLost: LinksLost;
};

/** A version with its text, and the marks of its final layer as far as the reader may see them. */
export type VersionTextDto = {
  version: VersionDto;
  text: string;
  lang: string | null;
  dir: "ltr" | "rtl";
  blocks: { id: string; kind: string; start: number; end: number }[];
  marks: { id: string; kind: AnnotationKindCode; spans: (Span & { role: SpanRole; quote: string })[] }[];
};

/** Two texts of one article, the older first. */
export type VersionComparisonDto = {
  articleTitle: string;
  lang: string | null;
  dir: "ltr" | "rtl";
  from: VersionDto & { text: string };
  to: VersionDto & { text: string };
};

const spanInput = z.strictObject({
  role: z.enum(spanRoles),
  start: z.int().min(0).max(50_000_000),
  end: z.int().min(1).max(50_000_000),
});

const versionNumber = z.coerce.number().int().min(1).max(1_000_000).optional().catch(undefined);

/** The two texts that an address asks to compare, by their numbers; what is no number is not asked for. */
export const comparedVersions = z.object({ from: versionNumber, to: versionNumber });

/** Where an orphan stands in the new text: its spans by role, in code points; the quotes are the text's. */
export const placeOrphanInput = z.strictObject({
  carriedId: z.uuid(),
  spans: z.array(spanInput).min(1).max(100),
  /** Names the write, so that a repeat is none and the layer's ordinary undo takes it back; made up where absent. */
  commandId: z.uuid().optional(),
});
export type PlaceOrphanInput = z.output<typeof placeOrphanInput>;

/** That an orphan has no place in the new text, and why. */
export const letGoInput = z.strictObject({
  carriedId: z.uuid(),
  reason: z
    .string()
    .trim()
    .min(1, "Say why: the reason stays with the article.")
    .max(500)
    .transform((text) => text.normalize("NFC")),
});
export type LetGoInput = z.output<typeof letGoInput>;

/** That a settled orphan is open again; the mark it was placed as goes. */
export const bringBackInput = z.strictObject({ carriedId: z.uuid(), commandId: z.uuid().optional() });
export type BringBackInput = z.output<typeof bringBackInput>;

/** An orphan as it now stands, the layer's revision, and what was written to it as a save answers (null where nothing was). */
export type SettledOrphanDto = {
  carried: CarriedItemDto;
  layerRevision: number;
  saved: CommandResult | null;
};
