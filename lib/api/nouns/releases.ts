import { z } from "zod";
import { cursor, id, inProject, pageOf, under } from "@/lib/api/nouns/common";
import { sendFile } from "@/lib/api/nouns/file";
import { file, none, nothing, type Operation, read, write } from "@/lib/api/operation";
import { createRelease, retryRelease, withdrawRelease } from "@/lib/releases/commands";
import { streamDifferences } from "@/lib/releases/differences";
import { openReleaseArchive, openReleaseFile } from "@/lib/releases/files";
import { manifestFile } from "@/lib/releases/manifest";
import { getReleaseProgress, listReleaseFiles, listReleases } from "@/lib/releases/queries";
import {
  type ReleaseFileDto,
  type ReleaseRow,
  releaseNaming,
  releaseOptions,
  releaseStates,
  withdrawInput,
} from "@/lib/releases/schema";
import { trialDto } from "@/lib/releases/trial-schema";
import { cancelTrial, getTrial, startTrial } from "@/lib/releases/trials";

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

const releaseFile = z.strictObject(manifestFile.shape) satisfies z.ZodType<ReleaseFileDto>;
const oneRelease = under({ releaseId: id });
const taken = "Whoever takes it has seen others' work on its articles and is not given those to annotate.";

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
  read({
    ...about,
    id: "listReleaseFiles",
    path: "/projects/{slug}/releases/{releaseId}/files",
    may: "dataset.export",
    summary: "The files of a release by path, with their lengths and SHA-256",
    params: oneRelease,
    query: z.strictObject({ cursor }),
    response: pageOf(releaseFile),
    handle: ({ actor, params, query }) =>
      listReleaseFiles(actor, params.slug, params.releaseId, query.cursor),
  }),
  read({
    ...about,
    id: "getReleaseFile",
    path: "/projects/{slug}/releases/{releaseId}/file",
    may: "dataset.export",
    summary: "One file of a release, by its path",
    detail: taken,
    params: oneRelease,
    query: z.strictObject({ path: z.string().min(1).max(1_000) }),
    response: file,
    produces: "application/octet-stream",
    handle: async ({ actor, params, query }) => {
      const { fileName, content, bytes, sha256 } = await openReleaseFile(
        actor,
        params.slug,
        params.releaseId,
        query.path,
      );
      return sendFile(fileName, "application/octet-stream", content, {
        "content-length": String(bytes),
        "repr-digest": `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`,
      });
    },
  }),
  read({
    ...about,
    id: "getReleaseArchive",
    path: "/projects/{slug}/releases/{releaseId}/archive",
    may: "dataset.export",
    summary: "A whole release as one tar archive, which `sourcebench verify` checks",
    detail: taken,
    params: oneRelease,
    query: none,
    response: file,
    produces: "application/x-tar",
    handle: async ({ actor, params }) => {
      const { fileName, content } = await openReleaseArchive(actor, params.slug, params.releaseId);
      return sendFile(fileName, "application/x-tar", content);
    },
  }),
  read({
    ...about,
    id: "getReleaseDifferences",
    path: "/projects/{slug}/releases/{releaseId}/differences",
    may: "dataset.export",
    summary: "How a release differs from another one of the project, as one JSON document",
    detail: taken,
    params: oneRelease,
    query: z.strictObject({ from: id }),
    response: file,
    produces: "application/json",
    handle: async ({ actor, params, query }) => {
      const ids = { from: query.from, to: params.releaseId };
      const { fileName, pieces } = await streamDifferences(actor, params.slug, ids);
      return sendFile(fileName, "application/json", pieces);
    },
  }),
  write("POST", {
    ...about,
    id: "retryRelease",
    path: "/projects/{slug}/releases/{releaseId}/retry",
    may: "dataset.export",
    summary: "Have a release that failed built again",
    params: oneRelease,
    body: none,
    response: nothing,
    repeats: "reserved",
    handle: ({ actor, params }) => retryRelease(actor, params.slug, params.releaseId),
  }),
  write("POST", {
    ...about,
    id: "withdrawRelease",
    path: "/projects/{slug}/releases/{releaseId}/withdraw",
    may: "dataset.export",
    summary: "Note for good that a release is not to be used any more, and why; its files stay",
    params: oneRelease,
    body: z.strictObject({ reason: withdrawInput.shape.reason }),
    response: nothing,
    repeats: "reserved",
    handle: ({ actor, params, body }) => withdrawRelease(actor, params.slug, params.releaseId, body.reason),
  }),
  write("POST", {
    ...about,
    id: "startReleaseTrial",
    path: "/projects/{slug}/release-trials",
    may: "dataset.export",
    summary: "Try out what a release's split and its variant without texts would come to",
    detail:
      "A background job runs it. What is known for the same choices is answered at once unless `isAgain`.",
    params: inProject,
    body: z.strictObject({ options: releaseOptions, isAgain: z.boolean().default(false) }),
    response: trialDto,
    repeats: "reserved",
    handle: ({ actor, params, body }) => startTrial(actor, params.slug, body.options, body.isAgain),
  }),
  read({
    ...about,
    id: "getReleaseTrial",
    path: "/projects/{slug}/release-trials/{trialId}",
    may: "dataset.export",
    summary: "How a trial of one's own goes, and what came of it",
    params: under({ trialId: id }),
    query: none,
    response: trialDto,
    handle: ({ actor, params }) => getTrial(actor, params.slug, params.trialId),
  }),
  write("DELETE", {
    ...about,
    id: "cancelReleaseTrial",
    path: "/projects/{slug}/release-trials/{trialId}",
    may: "dataset.export",
    summary: "End a trial of one's own",
    params: under({ trialId: id }),
    body: none,
    response: trialDto,
    repeats: "none",
    handle: ({ actor, params }) => cancelTrial(actor, params.slug, params.trialId),
  }),
];
