import { z } from "zod";
import { inProject } from "@/lib/api/nouns/common";
import { sendFile } from "@/lib/api/nouns/file";
import { file, type Operation, read } from "@/lib/api/operation";
import { previewExport, startExport } from "@/lib/exports/queries";
import { type ExportPreview, exportFilter, exportLayerKinds, exportStates } from "@/lib/exports/schema";

const counts = {
  articles: z.number(),
  layers: z.number(),
  annotations: z.number(),
  people: z.number(),
};

const preview = z.strictObject({
  ...counts,
  articlesWithoutLayer: z.number(),
  unfinishedLayers: z.number(),
  nothingToMark: z.number(),
  notReviewed: z.number(),
  kindsNotMarked: z.array(z.string()),
  articlesBlind: z.number(),
  articlesSeenByThis: z.number(),
}) satisfies z.ZodType<ExportPreview>;

/** As the page's filter, in an address: several values have commas between. */
const words = z.string().min(1).max(400).optional();
const asked = z.strictObject({
  states: words,
  layers: words,
  unfinished: z.enum(["true"]).optional(),
  since: z.iso.date().optional(),
  until: z.iso.date().optional(),
  languages: words,
  sources: z.string().min(36).max(37_000).optional(),
  ids: z.string().min(36).max(370_000).optional(),
  offsets: z.enum(["stored", "raw"]).optional(),
  rawBytes: z.enum(["true"]).optional(),
});
const filterDetail = `\`states\` (${exportStates.join(", ")}) and \`layers\` (${exportLayerKinds.join(", ")}) take several values with commas between.`;

const about = { tag: "Datasets", scope: "release", params: inProject } as const;
const lines = "application/x-ndjson";

/** Datasets on their way out. */
export const datasetOperations: Operation[] = [
  read({
    ...about,
    id: "previewExport",
    path: "/projects/{slug}/export/preview",
    summary: "What an export would hold, and what in it is not finished",
    detail: filterDetail,
    query: asked,
    response: preview,
    handle: ({ actor, params, query }) => previewExport(actor, params.slug, exportFilter.parse(query)),
  }),
  read({
    ...about,
    id: "exportProject",
    path: "/projects/{slug}/export",
    summary: "Texts and everything made on them as JSON Lines, an article a line, sent as it is read",
    detail: `${filterDetail} People appear under pseudonyms. Articles with others' layers cannot be given to you to annotate afterwards.`,
    query: asked,
    response: file,
    produces: lines,
    handle: async ({ actor, params, query }) => {
      const exported = await startExport(actor, params.slug, exportFilter.parse(query));
      return sendFile(`${exported.slug}.jsonl`, `${lines}; charset=utf-8`, exported.lines);
    },
  }),
];
