import { type DatasetItem, itemNames } from "@/lib/formats/dataset-items";
import type { Loss } from "@/lib/formats/losses";
import type { ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";

/** Parts of a record that one format carries and another does not. */
export const parts = [
  "annotators",
  "discontinuous",
  "overlaps",
  "attributes",
  "nestedIn",
  "claimLinks",
  "restsOn",
  "attributionSources",
  "reuseLinks",
  "nothingToMark",
  "facts",
  "blocks",
  "layerStates",
  "markIds",
  "linkIds",
  "history",
  "suggestions",
  "threads",
  "cards",
  "ratings",
  "pairs",
] as const;
export type Part = (typeof parts)[number];

export const formatNames = [
  "jsonl",
  "brat",
  "web-annotation",
  "webanno-tsv",
  "cas-json",
  "label-studio",
  "doccano",
  "conll",
  "spacy",
  "huggingface",
  "csv",
  "averitec",
  "claimreview",
] as const;
export type FormatName = (typeof formatNames)[number];

const marks = ["annotators", "discontinuous", "overlaps", "markIds"] as const;
const links = [
  "attributes",
  "nestedIn",
  "claimLinks",
  "restsOn",
  "attributionSources",
  "reuseLinks",
] as const;

/** Which parts a format carries from writing to reading (to its readers, where we only write it). */
export const carries: Readonly<Record<FormatName, ReadonlySet<Part>>> = {
  jsonl: new Set(parts),
  brat: new Set(["annotators", "discontinuous", "overlaps", ...links]),
  "web-annotation": new Set(["annotators", "discontinuous", "overlaps", "markIds", ...links]),
  "webanno-tsv": new Set(["annotators", "discontinuous", "overlaps", "markIds", ...links]),
  "cas-json": new Set(["annotators", "discontinuous", "overlaps", "markIds", ...links]),
  "label-studio": new Set([...marks, "nothingToMark", "facts", ...links]),
  doccano: new Set([
    "annotators",
    "discontinuous",
    "overlaps",
    "nestedIn",
    "claimLinks",
    "nothingToMark",
    "facts",
  ]),
  conll: new Set([]),
  spacy: new Set(["overlaps", "markIds"]),
  huggingface: new Set([...marks, "nothingToMark", "facts", ...links]),
  csv: new Set([
    "annotators",
    "discontinuous",
    "overlaps",
    "markIds",
    "linkIds",
    "nothingToMark",
    "facts",
    "cards",
    "ratings",
    "pairs",
    ...links,
  ]),
  averitec: new Set(["cards"]),
  claimreview: new Set(["cards"]),
};

const whys: Readonly<Record<Part, string>> = {
  annotators: "the format does not say who marked what",
  discontinuous: "the format has no marks of several spans: each span became a mark of its own",
  overlaps: "the format holds one mark a token: of marks that overlap the longest was taken",
  attributes: "the format has no fields of marks",
  nestedIn: "the format has no link between two marks of one kind",
  claimLinks: "the format has no links",
  restsOn: "the format has no links of this kind",
  attributionSources: "the format has no register of sources",
  reuseLinks: "the format has no links into other texts",
  nothingToMark: "the format cannot say that somebody looked and found nothing",
  facts: "the format has no place for facts of an article",
  blocks: "the format has no blocks of a text",
  layerStates: "the format does not say what became of a person's work",
  markIds: "the format gives marks numbers of its own",
  linkIds: "the format gives links no ids, or numbers of its own",
  history: "the format has no times, revisions and reviews",
  suggestions: "the format does not say which marks programs suggested",
  threads: "the format has no comments on articles",
  cards: "the format has articles alone",
  ratings: "the format has articles alone",
  pairs: "the format has articles alone",
};

const names: Readonly<Record<Part, string>> = {
  annotators: "names of annotators",
  discontinuous: "marks of several spans",
  overlaps: "marks that overlap",
  attributes: "fields of marks",
  nestedIn: "attributions nested in others",
  claimLinks: "links from attributions to claims",
  restsOn: "what attributions rest on",
  attributionSources: "sources that attributions mean",
  reuseLinks: "twins of duplicates",
  nothingToMark: "layers with nothing to mark",
  facts: "facts of articles",
  blocks: "blocks of texts",
  layerStates: "kinds, states and guidelines of layers",
  markIds: "ids of marks",
  linkIds: "ids of links",
  history: "times, revisions and reviews of marks",
  suggestions: "programs that suggested marks",
  threads: "threads of comments",
  cards: itemNames.card,
  ratings: itemNames.rating,
  pairs: itemNames.pair,
};

/** What a format never has a place for, in words; what a writer leaves out of one export it counts besides. */
export function leftOutBy(format: FormatName): string[] {
  return parts.filter((part) => !carries[format].has(part)).map((part) => names[part]);
}

/** Parts that writers count themselves, since they depend on the tokens. */
const countedByWriter: ReadonlySet<Part> = new Set(["overlaps"]);

const itemParts = { card: "cards", rating: "ratings", pair: "pairs" } as const;

/** Tells that an item is left out, where the format does not carry its kind; answers whether it does. */
export function tellItemLoss(item: DatasetItem, format: FormatName, lose: (loss: Loss) => void): boolean {
  const part = itemParts[item.item];
  const isCarried = carries[format].has(part);
  const why = carries[format].has("cards") ? "the format has claims alone" : whys[part];
  if (!isCarried) lose({ what: names[part], why, article: "", count: 1 });
  return isCarried;
}

/** Tells what of a record the format does not carry, a line a part with how often it was there. */
export function tellLosses(record: ExportRecord, format: FormatName, lose: (loss: Loss) => void): void {
  for (const part of parts) {
    if (carries[format].has(part) || countedByWriter.has(part)) continue;
    lose({
      what: names[part],
      why: whys[part],
      article: record.article.title,
      count: countPart(record, part),
    });
  }
  const foreign = record.layers.filter(({ origin }) => origin?.foreign && origin.foreign.format !== format);
  if (format !== "jsonl")
    lose({
      what: "what another format left beside a layer",
      why: "only that format and the complete one know it",
      article: record.article.title,
      count: foreign.length,
    });
}

function countPart(record: ExportRecord, part: Part): number {
  const { layers } = record;
  const sum = (count: (layer: ExportedLayer) => number) =>
    layers.reduce((all, layer) => all + count(layer), 0);
  switch (part) {
    case "annotators":
      return layers.filter(({ annotator }) => annotator !== null).length;
    case "discontinuous":
      return sum(
        ({ annotations }) =>
          annotations.filter(({ spans }) => new Set(spans.map(({ role }) => role)).size < spans.length)
            .length,
      );
    case "attributes":
      return sum(({ annotations }) =>
        annotations.reduce((all, { attributes }) => all + Object.keys(attributes).length, 0),
      );
    case "nestedIn":
      return sum(({ annotations }) => annotations.filter(({ nestedIn }) => nestedIn !== null).length);
    case "claimLinks":
    case "restsOn":
    case "attributionSources":
    case "reuseLinks":
      return sum((layer) => layer[part].length);
    case "nothingToMark":
      return layers.filter(({ nothingToMark }) => nothingToMark).length;
    case "facts":
      return countFacts(record);
    case "blocks":
      return record.blocks.some(({ kind }) => kind !== "body") ? record.blocks.length : 0;
    case "layerStates":
      return layers.filter(({ kind, guideline }) => kind !== "imported" || guideline !== null).length;
    case "markIds":
      return sum(({ annotations }) => annotations.length);
    case "linkIds":
      return sum((layer) => countMarksAndLinks(layer) - layer.annotations.length);
    case "suggestions":
      return sum(({ annotations }) => annotations.filter(({ suggestion }) => suggestion).length);
    case "threads":
      return record.threads?.length ?? 0;
    case "history":
      return sum(countMarksAndLinks);
    default:
      return 0;
  }
}

function countMarksAndLinks(layer: ExportedLayer): number {
  const { annotations, claimLinks, attributionSources, restsOn, reuseLinks } = layer;
  return [annotations, claimLinks, attributionSources, restsOn, reuseLinks].reduce(
    (all, { length }) => all + length,
    0,
  );
}

function countFacts({ article }: ExportRecord): number {
  const { publisher, byline, url, publishedAt, publishedText, language, originalLanguage, derivation } =
    article;
  const single = [publisher, byline, url, publishedAt, publishedText, language, originalLanguage, derivation];
  const known =
    single.filter((fact) => fact !== null).length + article.credits.length + (article.licence ? 1 : 0);
  return known + (article.translated === "unsure" ? 0 : 1);
}
