import { z } from "zod";
import { type AttributeColumn, cellOf, columnPrefix } from "@/lib/attributes/columns";
import { type DraftArticle, type DraftLayer, type DraftMark, emptyLayer } from "@/lib/formats/draft";
import { linkShapes } from "@/lib/formats/link-shapes";
import { readExtras } from "@/lib/formats/mark-extras";
import type { ParquetField } from "@/lib/formats/parquet-schema";
import type { ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { annotationKinds, derivations, sourceKinds, spanRoles, translatedStates } from "@/lib/vocabulary";

const text = (name: string): ParquetField => ({ name, type: "string" });
const texts = (...names: string[]): ParquetField[] => names.map(text);
const offsets: ParquetField[] = [
  { name: "start", type: "int32" },
  { name: "end", type: "int32" },
];

const columnFields = {
  text: { type: "string" },
  number: { type: "float64" },
  texts: { list: "string" },
} as const;

/**
 * The columns of a row, in this order; docs/formats/README.md says what stands in each. Attributes of a project's own are
 * columns of the marks, behind the others.
 */
export function huggingFaceFields(columns: readonly AttributeColumn[]): ParquetField[] {
  const own = columns.map(({ key, type }) => ({ name: `${columnPrefix}${key}`, ...columnFields[type] }));
  return rowFields(own);
}

const rowFields = (own: readonly ParquetField[]): ParquetField[] => [
  ...texts("article_id", "title", "text", "language", "url", "byline", "published_at", "published_text"),
  ...texts(
    "publisher_id",
    "publisher",
    "publisher_kind",
    "original_language",
    "translated",
    "derivation",
    "licence",
  ),
  { name: "credits", list: texts("name", "source_id", "source", "source_kind") },
  ...texts("layer_id", "layer_kind", "annotator"),
  { name: "nothing_to_mark", type: "bool" },
  {
    name: "annotations",
    list: [
      ...texts("id", "kind"),
      { name: "spans", list: [text("role"), ...offsets, text("quote")] },
      ...texts("attributes", "nested_in", "review"),
      ...own,
    ],
  },
  { name: "claim_links", list: texts("attribution", "claim", "role", "stance") },
  { name: "attribution_sources", list: texts("attribution", "source_id", "source", "source_kind") },
  {
    name: "rests_on",
    list: [
      ...texts("attribution", "target", "source_id", "source", "source_kind", "description", "kind"),
      { name: "claims", list: "string" },
    ],
  },
  {
    name: "reuse_links",
    list: [
      ...texts("annotation", "degree", "direction", "evidence", "state"),
      { name: "lost", list: "string" },
      ...texts("passage_id", "passage_article", "passage_version", "passage_sha256", "passage_url"),
      text("passage_quote"),
      { name: "passage_spans", list: [...offsets, text("quote")] },
    ],
  },
];

const word = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const offset = z.int().min(0);
const id = z.string().min(1);
/** Lists that a writer left empty may be missing. */
function listOf<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}
const named = { source_id: word, source: word, source_kind: word };

/** A row as it is read: what the columns above hold, and any others passed over. Only `text` must be there. */
export const huggingFaceRow = z.object({
  article_id: word,
  title: word,
  text: z.string(),
  language: word,
  url: word,
  byline: word,
  published_at: word,
  published_text: word,
  publisher_id: word,
  publisher: word,
  publisher_kind: word,
  original_language: word,
  translated: z.enum(translatedStates).nullish(),
  derivation: z.enum(derivations).nullish(),
  licence: word,
  credits: listOf(z.object({ name: id, ...named })),
  layer_id: word,
  annotator: word,
  nothing_to_mark: z.boolean().nullish(),
  annotations: listOf(
    z
      .object({
        id,
        kind: z.enum(annotationKinds),
        spans: listOf(z.object({ role: z.enum(spanRoles), start: offset, end: offset })),
        attributes: word,
        nested_in: word,
      })
      .catchall(z.unknown()),
  ),
  claim_links: listOf(linkShapes.claimLink),
  attribution_sources: listOf(z.object({ attribution: id, ...named })),
  rests_on: listOf(
    z.object({
      ...linkShapes.restsOn.omit({ source: true, claims: true }).shape,
      target: word,
      description: word,
      ...named,
      claims: listOf(id),
    }),
  ),
  reuse_links: listOf(
    z.object({
      ...linkShapes.reuseLink.omit({ passage: true, lost: true }).shape,
      evidence: word,
      lost: listOf(linkShapes.reuseLink.shape.lost.element),
      passage_id: z.uuid(),
      passage_article: word,
      passage_version: word,
      passage_sha256: word,
      passage_url: word,
      passage_quote: z.string(),
      passage_spans: listOf(z.object({ start: offset, end: offset, quote: z.string() })),
    }),
  ),
});
export type HuggingFaceRow = z.infer<typeof huggingFaceRow>;

type Source = { id: string; name: string; kind: string } | null;
function flatSource(source: Source) {
  return {
    source_id: source?.id ?? null,
    source: source?.name ?? null,
    source_kind: source?.kind ?? null,
  };
}

/** The row of one layer, or of an article that has none. */
export function rowOf(
  { article, articleVersion }: ExportRecord,
  layer: ExportedLayer | null,
  columns: readonly AttributeColumn[] = [],
): Record<string, unknown> {
  const { publisher } = article;
  return {
    article_id: article.id,
    title: article.title,
    text: articleVersion.text,
    language: article.language,
    url: article.url,
    byline: article.byline,
    published_at: article.publishedAt,
    published_text: article.publishedText,
    publisher_id: publisher?.id ?? null,
    publisher: publisher?.name ?? null,
    publisher_kind: publisher?.kind ?? null,
    original_language: article.originalLanguage,
    translated: article.translated,
    derivation: article.derivation,
    licence: article.licence ?? null,
    credits: article.credits.map(({ name, source }) => ({ name, ...flatSource(source) })),
    layer_id: layer?.id ?? null,
    layer_kind: layer?.kind ?? null,
    annotator: layer?.annotator ?? null,
    nothing_to_mark: layer?.nothingToMark ?? null,
    ...listsOf(layer, columns),
  };
}

function listsOf(
  layer: ExportedLayer | null,
  columns: readonly AttributeColumn[],
): Record<string, unknown[]> {
  return {
    annotations: (layer?.annotations ?? []).map((mark) => ({
      id: mark.id,
      kind: mark.kind,
      spans: mark.spans.map(({ role, start, end, quote }) => ({ role, start, end, quote })),
      attributes: JSON.stringify(mark.attributes),
      nested_in: mark.nestedIn,
      review: mark.review.status,
      ...Object.fromEntries(
        columns.map((column) => [
          `${columnPrefix}${column.key}`,
          cellOf(column, mark.attributes[column.key]),
        ]),
      ),
    })),
    claim_links: (layer?.claimLinks ?? []).map(({ attribution, claim, role, stance }) => {
      return { attribution, claim, role, stance };
    }),
    attribution_sources: (layer?.attributionSources ?? []).map(({ attribution, source }) => {
      return { attribution, ...flatSource(source) };
    }),
    rests_on: (layer?.restsOn ?? []).map(({ attribution, target, source, description, kind, claims }) => {
      return { attribution, target, ...flatSource(source), description, kind, claims };
    }),
    reuse_links: (layer?.reuseLinks ?? []).map(({ passage, ...link }) => ({
      annotation: link.annotation,
      degree: link.degree,
      direction: link.direction,
      evidence: link.evidence,
      state: link.state,
      lost: link.lost,
      passage_id: passage.id,
      passage_article: passage.article,
      passage_version: passage.version,
      passage_sha256: passage.sha256,
      passage_url: passage.url,
      passage_quote: passage.quote,
      passage_spans: passage.spans.map(({ start, end, quote }) => ({ start, end, quote })),
    })),
  };
}

function readSource(row: { source_id: string | null; source: string | null; source_kind: string | null }) {
  const kind = sourceKinds.find((one) => one === row.source_kind);
  const isWhole = row.source_id !== null && row.source !== null && kind !== undefined;
  return isWhole ? { id: row.source_id ?? "", name: row.source ?? "", kind } : null;
}

/** The facts of a row's article. */
export function factsOfRow(row: HuggingFaceRow): DraftArticle["facts"] {
  const publisher = readSource({
    source_id: row.publisher_id,
    source: row.publisher,
    source_kind: row.publisher_kind,
  });
  return {
    ...(z.uuid().safeParse(row.article_id).success && row.article_id !== null ? { id: row.article_id } : {}),
    title: row.title ?? "",
    language: row.language,
    url: row.url,
    byline: row.byline,
    publishedAt: z.iso.datetime().safeParse(row.published_at).success ? row.published_at : null,
    publishedText: row.published_text,
    publisher,
    originalLanguage: row.original_language,
    translated: row.translated ?? "unsure",
    derivation: row.derivation ?? null,
    ...(row.licence ? { licence: row.licence } : {}),
    credits: row.credits.map((credit) => ({ name: credit.name, source: readSource(credit) })),
  };
}

const ownValue = z.union([z.string(), z.number(), z.array(z.string()).min(1)]);

/** A mark's fields with what the columns of attributes say beside, for files of others that have no JSON. */
function withOwn(
  fields: DraftMark["attributes"],
  mark: Readonly<Record<string, unknown>>,
): DraftMark["attributes"] {
  const own = Object.entries(mark).flatMap(([name, value]) => {
    const key = name.startsWith(columnPrefix) ? name.slice(columnPrefix.length) : "";
    const parsed = ownValue.safeParse(value);
    return key !== "" && !Object.hasOwn(fields, key) && parsed.success ? [[key, parsed.data] as const] : [];
  });
  return { ...fields, ...Object.fromEntries(own) };
}

/** The layer of a row; null where the row is an article alone. Fields that are no JSON of ours are told to `lose`. */
export function layerOfRow(row: HuggingFaceRow, lose: (what: string) => void): DraftLayer | null {
  if (row.layer_id === null && row.annotations.length === 0 && row.annotator === null) return null;
  const fields = (attributes: string | null) => {
    const read = attributes === null ? {} : readExtras(`{"attributes":${attributes}}`)?.attributes;
    if (read === undefined) lose("fields of marks that are no JSON object");
    return read ?? {};
  };
  return {
    ...emptyLayer(row.annotator),
    nothingToMark: row.nothing_to_mark ?? false,
    marks: row.annotations.map(
      (mark): DraftMark => ({
        id: mark.id,
        kind: mark.kind,
        attributes: withOwn(fields(mark.attributes), mark),
        spans: mark.spans,
        nestedIn: mark.nested_in,
      }),
    ),
    claimLinks: row.claim_links,
    attributionSources: row.attribution_sources.flatMap((link) => {
      const source = readSource(link);
      return source ? [{ attribution: link.attribution, source }] : [];
    }),
    restsOn: row.rests_on.map(({ attribution, target, description, claims, kind, ...source }) => {
      return { attribution, target, source: readSource(source), description, claims, kind };
    }),
    reuseLinks: row.reuse_links.map((link) => ({
      annotation: link.annotation,
      degree: link.degree,
      direction: link.direction,
      evidence: link.evidence,
      lost: link.lost,
      state: link.state,
      passage: {
        id: link.passage_id,
        article: link.passage_article,
        version: link.passage_version,
        sha256: link.passage_sha256,
        url: link.passage_url,
        quote: link.passage_quote,
        spans: link.passage_spans,
      },
    })),
  };
}
