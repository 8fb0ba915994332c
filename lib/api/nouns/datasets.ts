import { z } from "zod";
import { cursor, id, inProject, pageOf, under } from "@/lib/api/nouns/common";
import { sendFile } from "@/lib/api/nouns/file";
import { file, none, type Operation, read, write } from "@/lib/api/operation";
import { publishRelease } from "@/lib/exports/commands";
import { previewExport, startExport } from "@/lib/exports/queries";
import { listReleases, openRelease } from "@/lib/exports/releases";
import {
  type ExportPreview,
  exportFilter,
  exportLayerKinds,
  exportStates,
  type ReleaseDto,
  releaseInput,
} from "@/lib/exports/schema";

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
  articlesSeenByThis: z.number(),
}) satisfies z.ZodType<ExportPreview>;

const filter = z.strictObject({
  states: z.array(z.enum(exportStates)),
  layers: z.array(z.enum(exportLayerKinds)),
  unfinished: z.boolean(),
  since: z.string().nullable(),
  until: z.string().nullable(),
  ids: z.array(z.string()).nullable(),
  offsets: z.enum(["stored", "raw"]),
  rawBytes: z.boolean(),
});

const release = z.strictObject({
  ...counts,
  id: z.string(),
  name: z.string(),
  filter,
  createdAt: z.string(),
  createdBy: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  auditHead: z.string().nullable(),
  pseudonymKey: z.string(),
}) satisfies z.ZodType<ReleaseDto>;

/** As the page's filter, in an address: several values have commas between. */
const words = z.string().min(1).max(400).optional();
const asked = z.strictObject({
  states: words,
  layers: words,
  unfinished: z.enum(["true"]).optional(),
  since: z.iso.date().optional(),
  until: z.iso.date().optional(),
  ids: z.string().min(36).max(370_000).optional(),
  offsets: z.enum(["stored", "raw"]).optional(),
  rawBytes: z.enum(["true"]).optional(),
});
const filterDetail = `\`states\` (${exportStates.join(", ")}) and \`layers\` (${exportLayerKinds.join(", ")}) take several values with commas between.`;

const releaseBody = z.strictObject({
  name: releaseInput.shape.name,
  states: z.array(z.enum(exportStates)).default([]),
  layers: z.array(z.enum(exportLayerKinds)).default(["adjudicated", "person"]),
  unfinished: z.boolean().default(false),
  since: z.iso.date().nullable().default(null),
  until: z.iso.date().nullable().default(null),
  ids: z.array(id).max(10_000).nullable().default(null),
  offsets: z.enum(["stored", "raw"]).default("stored"),
  rawBytes: z.boolean().default(false),
});

const about = { tag: "Datasets", scope: "release", params: inProject } as const;
const lines = "application/x-ndjson";

/** Datasets on their way out: exports and releases. */
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
  read({
    ...about,
    id: "listReleases",
    path: "/projects/{slug}/releases",
    summary: "The releases of a project, newest first",
    query: z.strictObject({ cursor }),
    response: pageOf(release),
    handle: ({ actor, params, query }) => listReleases(actor, params.slug, query.cursor),
  }),
  write("POST", {
    ...about,
    id: "publishRelease",
    path: "/projects/{slug}/releases",
    summary: "Publish a release: an export under a name, kept as it is",
    body: releaseBody,
    response: release,
    status: 201,
    repeats: "reserved",
    handle: ({ actor, params, body }) => publishRelease(actor, params.slug, body),
  }),
  read({
    ...about,
    id: "getReleaseFile",
    path: "/projects/{slug}/releases/{releaseId}/file",
    summary: "The file of a release",
    params: under({ releaseId: id }),
    query: none,
    response: file,
    produces: lines,
    handle: async ({ actor, params }) => {
      const found = await openRelease(actor, params.slug, params.releaseId);
      return sendFile(found.fileName, `${lines}; charset=utf-8`, found.content, {
        "content-length": String(found.bytes),
        "repr-digest": `sha-256=:${Buffer.from(found.sha256, "hex").toString("base64")}:`,
      });
    },
  }),
];
