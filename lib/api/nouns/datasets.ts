import { z } from "zod";
import { requireProject } from "@/lib/access";
import { inProject, listOf, under } from "@/lib/api/nouns/common";
import { sendFile } from "@/lib/api/nouns/file";
import { file, none, type Operation, read } from "@/lib/api/operation";
import { exportItems } from "@/lib/exports/dataset-items";
import { exportArchive } from "@/lib/exports/format-archive";
import { previewExport, startExport } from "@/lib/exports/queries";
import { type ExportPreview, exportFilter, exportLayerKinds, exportStates } from "@/lib/exports/schema";
import { carries, formatNames, parts } from "@/lib/formats/carries";
import { tagSchemes } from "@/lib/formats/conversion";
import { formats } from "@/lib/formats/formats";

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
  threads: z.enum(["true"]).optional(),
});
/** What stands beside the articles: nothing unless asked for. */
const beside = {
  cards: z.enum(["true"]).optional(),
  ratings: z.enum(["true"]).optional(),
  personRatings: z.enum(["true"]).optional(),
};
const askedItems = z.strictObject({ ...asked.shape, ...beside });
const askedFormat = askedItems.extend({
  scheme: z.enum(tagSchemes).default("iob2"),
  licence: z.string().min(1).max(200).optional(),
});

function choiceOf({
  cards,
  ratings,
  personRatings,
}: Partial<Record<keyof typeof beside, "true" | undefined>>) {
  return { cards: cards === "true", ratings: ratings === "true", personRatings: personRatings === "true" };
}

const filterDetail = `\`states\` (${exportStates.join(", ")}) and \`layers\` (${exportLayerKinds.join(", ")}) take several values with commas between.`;

const about = { tag: "Datasets", scope: "release", params: inProject } as const;
const lines = "application/x-ndjson";
const archive = "application/x-tar";

/** Datasets on their way out. */
export const datasetOperations: Operation[] = [
  read({
    ...about,
    id: "previewExport",
    path: "/projects/{slug}/export/preview",
    may: "dataset.export",
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
    may: "dataset.export",
    summary: "Texts and everything made on them as JSON Lines, an article a line, sent as it is read",
    detail: `${filterDetail} \`cards\` and \`ratings\` add claim cards and ratings behind the articles. People appear under pseudonyms. Articles with others' layers cannot be given to you to annotate afterwards.`,
    query: askedItems,
    response: file,
    produces: lines,
    handle: async ({ actor, params, query }) => {
      const exported = await startExport(actor, params.slug, exportFilter.parse(query), {
        items: (key) => exportItems(actor, params.slug, key, choiceOf(query)),
      });
      return sendFile(`${exported.slug}.jsonl`, `${lines}; charset=utf-8`, exported.lines);
    },
  }),
  read({
    ...about,
    id: "listFormats",
    path: "/projects/{slug}/export/formats",
    may: "dataset.export",
    summary: "The formats in which a project can be had, and what each carries",
    query: none,
    response: listOf(
      z.strictObject({
        format: z.enum(formatNames),
        title: z.string(),
        shape: z.enum(["file", "folder"]),
        carries: z.array(z.enum(parts)),
        isRead: z.boolean(),
      }),
    ),
    handle: async ({ actor, params }) => {
      await requireProject(actor, params.slug, "dataset.export");
      return {
        items: formatNames
          .filter((format) => formats[format].write)
          .map((format) => {
            const { title, shape, read: reads } = formats[format];
            return { format, title, shape, carries: [...carries[format]], isRead: reads !== undefined };
          }),
      };
    },
  }),
  read({
    ...about,
    id: "exportFormat",
    path: "/projects/{slug}/export/formats/{format}",
    params: under({ format: z.enum(formatNames) }),
    may: "dataset.export",
    summary: "A project in any format, as a tar archive with a report of what the format could not carry",
    detail: `${filterDetail} \`scheme\` is for CoNLL, \`licence\` for the dataset card of Hugging Face. The archive comes when all of it is written.`,
    query: askedFormat,
    response: file,
    produces: archive,
    handle: ({ actor, params: { slug, format }, query }) => {
      const { scheme, licence, ...rest } = query;
      const filter = exportFilter.parse(rest);
      const pieces = exportArchive(actor, slug, { format, scheme, licence, filter, items: choiceOf(rest) });
      return sendFile(`${slug}-${format}.tar`, archive, pieces);
    },
  }),
];
