import { z } from "zod";
import { cursor, id, inProject, pageOf, under } from "@/lib/api/nouns/common";
import { none, type Operation, read, write } from "@/lib/api/operation";
import { createRelease } from "@/lib/releases/commands";
import { getReleaseProgress, listReleases } from "@/lib/releases/queries";
import { type ReleaseRow, releaseNaming, releaseOptions, releaseStates } from "@/lib/releases/schema";

const row = z.strictObject({
  articles: z.number(),
  layers: z.number(),
  annotations: z.number(),
  people: z.number(),
  id: z.string(),
  name: z.string(),
  version: z.string(),
  state: z.enum(releaseStates),
  stage: z.string(),
  done: z.number(),
  total: z.number(),
  failure: z.string().nullable(),
  createdAt: z.string(),
  createdBy: z.string(),
  finishedAt: z.string().nullable(),
  files: z.number(),
  bytes: z.number(),
  isWithdrawn: z.boolean(),
}) satisfies z.ZodType<ReleaseRow>;

const about = { tag: "Datasets", scope: "release" } as const;

/** Releases: asking for one, and how far its building is. */
export const releaseOperations: Operation[] = [
  read({
    ...about,
    id: "listReleases",
    path: "/projects/{slug}/releases",
    may: "dataset.export",
    summary: "The releases of a project, newest first",
    params: inProject,
    query: z.strictObject({ cursor }),
    response: pageOf(row),
    handle: ({ actor, params, query }) => listReleases(actor, params.slug, query.cursor),
  }),
  write("POST", {
    ...about,
    id: "createRelease",
    path: "/projects/{slug}/releases",
    may: "dataset.export",
    summary: "Ask for a release, which a background job builds",
    params: inProject,
    body: z.strictObject({ ...releaseNaming.shape, options: releaseOptions }),
    response: z.strictObject({ id: z.string(), name: z.string(), version: z.string() }),
    status: 201,
    repeats: "reserved",
    handle: ({ actor, params, body: { options, ...naming } }) =>
      createRelease(actor, params.slug, naming, options),
  }),
  read({
    ...about,
    id: "getRelease",
    path: "/projects/{slug}/releases/{releaseId}",
    may: "dataset.export",
    summary: "How far a release is",
    params: under({ releaseId: id }),
    query: none,
    response: row,
    handle: ({ actor, params }) => getReleaseProgress(actor, params.slug, params.releaseId),
  }),
];
