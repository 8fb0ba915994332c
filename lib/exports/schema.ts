import { z } from "zod";

export const exportLayerKinds = ["adjudicated", "person", "shared", "imported", "gold", "surplus"] as const;
export type ExportLayerKind = (typeof exportLayerKinds)[number];
const defaultLayers: ExportLayerKind[] = ["adjudicated", "person"];
export const exportStates = ["open", "review", "reviewing", "done"] as const;
export type ExportState = (typeof exportStates)[number];

const day = z.iso.date();
/** One value, several, or several in one text with commas, as forms, addresses and the command line give them. */
function listOf<const T extends readonly [string, ...string[]]>(values: T) {
  const split = (value: unknown) =>
    value === undefined
      ? undefined
      : [value].flat().flatMap((item) => (typeof item === "string" ? item.split(",") : [item]));
  return z.preprocess(
    (value) => split(value)?.filter((item) => item !== ""),
    z.array(z.enum(values)).optional(),
  );
}

/** Several values, or one text with commas; blank ones are none. */
function listIn<S extends z.ZodType<string>>(item: S, most: number) {
  return z.preprocess(
    (value) =>
      value === undefined
        ? undefined
        : [value]
            .flat()
            .flatMap((one) => (typeof one === "string" ? one.split(",") : [one]))
            .filter((one) => one !== ""),
    z.array(item).max(most).default([]),
  );
}

/**
 * What an export holds. States: none named means every one. Layers: by default the final ones and people's. Unfinished
 * layers (open or returned) leave only when asked for. Dates are days (UTC) on which articles came in, both inclusive.
 */
export const exportFilter = z.object({
  states: listOf(exportStates).transform((states) => states ?? []),
  layers: listOf(exportLayerKinds).transform((kinds) => kinds ?? defaultLayers),
  unfinished: z
    .union([z.boolean(), z.enum(["true", "on", ""]).transform((value) => value !== "")])
    .default(false),
  since: z
    .union([day, z.literal("").transform(() => null)])
    .nullable()
    .default(null),
  until: z
    .union([day, z.literal("").transform(() => null)])
    .nullable()
    .default(null),
  ids: z
    .preprocess(
      (value) => (typeof value === "string" ? value.split(",") : value),
      z.array(z.uuid()).max(10_000),
    )
    .nullable()
    .default(null),
  /** Languages of articles as they stand in their facts; none named means every one, the unknown too. */
  languages: listIn(z.string().min(1).max(40), 200),
  /** Publishers, by the sources that stand for them; none named means every one, the unknown too. */
  sources: listIn(z.uuid(), 1_000),
  offsets: z.enum(["stored", "raw"]).default("stored"),
  rawBytes: z
    .union([z.boolean(), z.enum(["true", "on", ""]).transform((value) => value !== "")])
    .default(false),
  /** Threads of comments on the articles, as far as whoever exports reads them. */
  threads: z
    .union([z.boolean(), z.enum(["true", "on", ""]).transform((value) => value !== "")])
    .default(false),
});
export type ExportFilter = z.output<typeof exportFilter>;

/** What leaves the house: `people` are those behind layers, marks and decisions, as pseudonyms. */
export type ExportCounts = { articles: number; layers: number; annotations: number; people: number };

/** What an export would hold, and what in it is not annotated or not finished. */
export type ExportPreview = ExportCounts & {
  /** Articles that match but carry none of the layers asked for. */
  articlesWithoutLayer: number;
  /** Layers of the kinds asked for that are still open or returned, and so left out unless asked for. */
  unfinishedLayers: number;
  /** Layers with nothing in them by an explicit submission. */
  nothingToMark: number;
  /** Marks in people's layers that no decision has read. */
  notReviewed: number;
  /** The kinds of mark that this project does not ask for at all. */
  kindsNotMarked: string[];
  /** Articles that the actor still annotates, whose other layers are hidden from them. */
  articlesBlind: number;
  /** Articles with others' layers, which the actor cannot be given to annotate after this export. */
  articlesSeenByThis: number;
};

/** How screens name the kinds of layer, and what each holds. */
export const layerTerms: Record<ExportLayerKind, { label: string; help: string }> = {
  adjudicated: { label: "Final", help: "What review settled on." },
  person: { label: "People's own", help: "What each annotator handed in, with how it was reviewed." },
  shared: { label: "Shared", help: "One layer that everybody worked in." },
  imported: { label: "Imported", help: "What came in with a file, told as its own." },
  gold: { label: "Gold", help: "Reference layers, for managers alone." },
  surplus: { label: "Surplus", help: "What arrived after its place had gone to somebody else." },
};

/** How screens name the states of an article. */
export const stateLabels: Record<ExportState, string> = {
  open: "Being annotated",
  review: "Waiting for review",
  reviewing: "In review",
  done: "Done",
};

/** A filter as fields of a form or an address: lists with commas, what is not asked for left empty. */
export function filterFields(filter: ExportFilter): Record<string, string> {
  const { states, layers, unfinished, since, until, ids, languages, sources, offsets, rawBytes, threads } =
    filter;
  return {
    states: states.join(","),
    layers: layers.join(","),
    unfinished: unfinished ? "true" : "",
    since: since ?? "",
    until: until ?? "",
    ...(ids ? { ids: ids.join(",") } : {}),
    ...(languages.length > 0 ? { languages: languages.join(",") } : {}),
    ...(sources.length > 0 ? { sources: sources.join(",") } : {}),
    offsets,
    rawBytes: rawBytes ? "true" : "",
    ...(threads ? { threads: "true" } : {}),
  };
}
