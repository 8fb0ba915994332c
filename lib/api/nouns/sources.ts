import { z } from "zod";
import { cursor, id, listOf, pageOf } from "@/lib/api/nouns/common";
import { csvType, sendFile } from "@/lib/api/nouns/file";
import { file, none, nothing, type Operation, read, write } from "@/lib/api/operation";
import { listSourceBoard } from "@/lib/sources/board";
import { sourceBoardCsv } from "@/lib/sources/board-csv";
import type { SourceBoardRow } from "@/lib/sources/board-schema";
import {
  createSource,
  editSource,
  mergeSource,
  refuseProposal,
  registerSource,
  unmergeSource,
} from "@/lib/sources/commands";
import { licenceInput, noteLicence } from "@/lib/sources/licence";
import { listProposals } from "@/lib/sources/proposals";
import { getSource, sourcePermissions } from "@/lib/sources/queries";
import {
  createSourceInput,
  mergeInput,
  type ProposalDto,
  refuseInput,
  type SourceDto,
  type SourceMatch,
  type SourcePermissions,
  sourceFilter,
  sourceSearch,
  sourceSuggestions,
  suggestQuery,
  unmergeInput,
} from "@/lib/sources/schema";
import { searchSources } from "@/lib/sources/search";
import { suggestSources } from "@/lib/sources/suggest";

const ref = z.strictObject({ id: z.string(), name: z.string(), kind: z.string() });
const graded = z.array(z.strictObject({ grade: z.string(), role: z.string() }));

const row = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  isProposal: z.boolean(),
  isMerged: z.boolean(),
  aliases: z.array(z.string()),
  published: z.number(),
  attributed: z.number(),
  lastRatedAt: z.string().nullable(),
  isDue: z.boolean(),
  houseGrades: graded,
  ownGrades: graded,
  spread: z.number().nullable(),
}) satisfies z.ZodType<SourceBoardRow>;

const affiliation = z.strictObject({
  id: z.string(),
  other: ref,
  fromDate: z.string().nullable(),
  toDate: z.string().nullable(),
});

const source = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  note: z.string(),
  licence: z.string(),
  isProposal: z.boolean(),
  isRefused: z.boolean(),
  isMine: z.boolean(),
  revision: z.number(),
  createdAt: z.string(),
  mergedInto: ref.nullable(),
  merged: z.array(ref),
  mergedNames: z.array(z.strictObject({ id: z.string(), name: z.string(), of: z.string() })),
  aliases: z.array(ref),
  domains: z.array(z.string()),
  parents: z.array(affiliation),
  children: z.array(affiliation),
}) satisfies z.ZodType<SourceDto>;

const match = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  isProposal: z.boolean(),
  matched: z.string(),
  similarity: z.number(),
}) satisfies z.ZodType<SourceMatch>;

const permissions = z.strictObject({
  canEdit: z.boolean(),
  canRate: z.boolean(),
  canDecideHouseGrade: z.boolean(),
  canPropose: z.boolean(),
}) satisfies z.ZodType<SourcePermissions>;

const proposal = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  note: z.string(),
  createdAt: z.string(),
  uses: z.array(
    z.strictObject({
      annotationId: z.string(),
      layerId: z.string(),
      projectSlug: z.string(),
      articleTitle: z.string(),
      words: z.string(),
    }),
  ),
  alike: z.array(ref),
}) satisfies z.ZodType<ProposalDto>;

const { name, kind, note } = createSourceInput.shape;
export const inSource = z.strictObject({ sourceId: id });
const about = { tag: "Sources", scope: "review", params: inSource } as const;
const listed = { tag: "Sources", scope: "read", params: none } as const;

/** The register of sources, one for the whole installation. */
export const sourceOperations: Operation[] = [
  read({
    ...listed,
    id: "listSources",
    path: "/sources",
    may: "source.view",
    summary: "The register of sources, by words and filters",
    query: sourceFilter,
    response: pageOf(row).extend({
      projects: z.array(z.strictObject({ slug: z.string(), name: z.string() })),
      chosen: z.string().nullable(),
    }),
    handle: ({ actor, query }) => listSourceBoard(actor, query),
  }),
  read({
    ...listed,
    id: "exportSources",
    path: "/sources.csv",
    may: "source.view",
    summary: "The register as CSV",
    query: sourceFilter.omit({ cursor: true }),
    response: file,
    produces: "text/csv",
    handle: ({ actor, query }) => sendFile("sources.csv", csvType, sourceBoardCsv(actor, query)),
  }),
  read({
    ...listed,
    id: "searchSources",
    path: "/sources/search",
    may: "source.view",
    summary: "Sources that a text may mean, best first",
    query: sourceSearch,
    response: listOf(match),
    handle: async ({ actor, query }) => ({
      items: await searchSources(actor, query.q, query.limit, query.projectId),
    }),
  }),
  read({
    ...listed,
    id: "suggestSources",
    path: "/sources/suggest",
    may: "source.view",
    summary: "Whom a mention may mean, and whose name sounds alike",
    detail:
      "`same` and `here` are ids with commas between: whom the same words meant, and who is in the article.",
    query: suggestQuery,
    response: sourceSuggestions,
    handle: ({ actor, query }) => suggestSources(actor, query),
  }),
  read({
    ...listed,
    id: "listProposals",
    path: "/sources/proposals",
    may: "source.edit",
    summary: "Sources that annotators proposed and nobody has settled, for reviewers",
    query: z.strictObject({ cursor }),
    response: pageOf(proposal),
    handle: ({ actor, query }) => listProposals(actor, query.cursor),
  }),
  write("POST", {
    tag: "Sources",
    scope: "annotate",
    params: none,
    id: "createSource",
    path: "/sources",
    may: "source.propose",
    summary: "Add a source; from an annotator it is a proposal",
    detail:
      "A name that sounds like a registered one is refused with 409 `sounds-alike`, unless `isDistinct` says that it is somebody else.",
    body: z.strictObject({ name, kind, note, isDistinct: z.boolean().optional() }),
    response: ref.extend({ isProposal: z.boolean() }),
    status: 201,
    handle: ({ actor, body, tx }) => createSource(actor, body, tx),
  }),
  read({
    ...about,
    scope: "read",
    id: "getSource",
    path: "/sources/{sourceId}",
    may: "source.view",
    summary: "A source with its names and ties, and what one may do with it",
    query: none,
    response: source.extend({ permissions }),
    hasRevision: true,
    handle: async ({ actor, params }) => ({
      ...(await getSource(actor, params.sourceId)),
      permissions: await sourcePermissions(actor),
    }),
  }),
  write("PUT", {
    id: "noteLicence",
    path: "/sources/{sourceId}/licence",
    may: "source.edit",
    tag: "Sources",
    scope: "manage",
    summary: "Note under which terms a source's texts may be passed on; empty for unknown",
    params: inSource,
    body: licenceInput.pick({ licence: true }),
    response: nothing,
    handle: ({ actor, params, body, tx }) => noteLicence(actor, { ...params, ...body }, tx),
  }),
  write("PUT", {
    ...about,
    id: "editSource",
    path: "/sources/{sourceId}",
    may: "source.edit",
    summary: "Correct a source's name, kind and note",
    body: z.strictObject({ name, kind, note }),
    response: z.strictObject({ revision: z.number() }),
    needsRevision: true,
    hasRevision: true,
    handle: ({ actor, params, body, revision, tx }) =>
      editSource(actor, { ...params, ...body, revision }, tx),
  }),
  write("POST", {
    ...about,
    id: "registerSource",
    path: "/sources/{sourceId}/register",
    may: "source.edit",
    summary: "Take a proposal into the register",
    body: none,
    response: nothing,
    handle: ({ actor, params, tx }) => registerSource(actor, params.sourceId, tx),
  }),
  write("POST", {
    ...about,
    id: "refuseSource",
    path: "/sources/{sourceId}/refuse",
    may: "source.edit",
    summary: "Refuse a proposal, with the reason",
    body: refuseInput.omit({ sourceId: true }),
    response: nothing,
    handle: ({ actor, params, body, tx }) => refuseProposal(actor, { ...params, ...body }, tx),
  }),
  write("POST", {
    ...about,
    id: "mergeSource",
    path: "/sources/{sourceId}/merge",
    may: "source.edit",
    summary: "Say that this source is another one",
    body: mergeInput.omit({ sourceId: true }),
    response: nothing,
    handle: ({ actor, params, body, tx }) => mergeSource(actor, { ...params, ...body }, tx),
  }),
  write("POST", {
    ...about,
    id: "unmergeSource",
    path: "/sources/{sourceId}/unmerge",
    may: "source.edit",
    summary: "Say that a merged source is one of its own after all",
    body: unmergeInput.omit({ sourceId: true }),
    response: nothing,
    handle: ({ actor, params, body, tx }) => unmergeSource(actor, { ...params, ...body }, tx),
  }),
];
