import { z } from "zod";
import { inProject, under } from "@/lib/api/nouns/common";
import { csvType, sendFile } from "@/lib/api/nouns/file";
import { file, none, nothing, type Operation, read, write } from "@/lib/api/operation";
import { refreshAgreement, setShowsAgreement } from "@/lib/project-agreement/commands";
import { getOverview, getPair, getPlaces } from "@/lib/project-agreement/queries";
import {
  type ArticlePartDto,
  type DisagreementDto,
  type Freshness,
  measureSchema,
  monthSchema,
  type OverviewDto,
  overviewQuery,
  type PairDto,
  type PairPageDto,
  type PlaceDto,
  type PlacesDto,
  pairQuery,
  placesQuery,
  tableQuery,
} from "@/lib/project-agreement/schema";
import { tableCsv } from "@/lib/project-agreement/table-csv";

const freshness = z.strictObject({
  computedAt: z.string().nullable(),
  articles: z.number(),
  newer: z.number(),
  isMoreNewer: z.boolean(),
  isWanted: z.boolean(),
  isRunning: z.boolean(),
  done: z.number(),
  total: z.number(),
  hasFailed: z.boolean(),
  isOwn: z.boolean(),
}) satisfies z.ZodType<Freshness>;

const pair = z.strictObject({
  pairId: z.string(),
  first: z.string(),
  second: z.string(),
  isFinal: z.boolean(),
  articles: z.number(),
  a: z.number(),
  b: z.number(),
  exact: z.number(),
  f1: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  sameKind: measureSchema.nullable(),
  labelled: measureSchema.nullable(),
}) satisfies z.ZodType<PairDto>;

const place = z.strictObject({
  id: z.string(),
  articleId: z.string(),
  versionId: z.string(),
  title: z.string(),
  isDone: z.boolean(),
  first: z.string().nullable(),
  second: z.string().nullable(),
  lit: z.array(z.strictObject({ start: z.number(), end: z.number() })),
}) satisfies z.ZodType<PlaceDto>;

const disagreement = z.strictObject({
  pairId: z.string(),
  reason: z.string(),
  sentence: z.string(),
  count: z.number(),
  places: z.array(place),
}) satisfies z.ZodType<DisagreementDto>;

const overview = z.strictObject({
  kinds: z.array(z.string()),
  kind: z.string(),
  pairs: z.array(pair),
  isMore: z.boolean(),
  against: z.array(pair),
  months: z.array(monthSchema),
  disagreements: z.array(disagreement),
  freshness,
  waiting: z.number(),
  canSet: z.boolean(),
  showsAgreement: z.boolean(),
}) satisfies z.ZodType<OverviewDto>;

const part = z.strictObject({
  articleId: z.string(),
  title: z.string(),
  isDone: z.boolean(),
  a: z.number(),
  b: z.number(),
  exact: z.number(),
  overlap: z.number(),
}) satisfies z.ZodType<ArticlePartDto>;

const cursors = { next: z.string().nullable(), previous: z.string().nullable() };

const pairPage = z.strictObject({
  kinds: z.array(z.string()),
  kind: z.string(),
  pair,
  measures: z.array(measureSchema),
  reasons: z.array(
    z.strictObject({
      reason: z.string(),
      sentence: z.string(),
      count: z.number(),
      isDifference: z.boolean(),
    }),
  ),
  months: z.array(monthSchema),
  disagreements: z.array(disagreement),
  articles: z.strictObject({ items: z.array(part), ...cursors }),
  freshness,
}) satisfies z.ZodType<PairPageDto>;

const places = z.strictObject({
  kind: z.string(),
  reason: z.string(),
  sentence: z.string(),
  pairId: z.string(),
  first: z.string(),
  second: z.string(),
  items: z.array(place),
  ...cursors,
}) satisfies z.ZodType<PlacesDto>;

const inPair = under({ pairId: z.string().min(1).max(200) });

/** How far people agree, from stored figures. */
export const agreementOperations: Operation[] = [
  read({
    id: "getAgreement",
    path: "/projects/{slug}/agreement",
    may: "agreement.view",
    tag: "Agreement",
    scope: "read",
    summary: "How far people agree: pairs, months, commonest disagreements, as far as one may know",
    params: inProject,
    query: overviewQuery,
    response: overview,
    handle: ({ actor, params, query }) => getOverview(actor, params.slug, query),
  }),
  read({
    id: "getPair",
    path: "/projects/{slug}/agreement/pairs/{pairId}",
    may: "agreement.own",
    tag: "Agreement",
    scope: "read",
    summary: "Everything about how far two people agree, or one with the final layer",
    params: inPair,
    query: pairQuery,
    response: pairPage,
    handle: ({ actor, params, query }) => getPair(actor, { ...params, ...query }),
  }),
  read({
    id: "getPlaces",
    path: "/projects/{slug}/agreement/pairs/{pairId}/places",
    may: "agreement.own",
    tag: "Agreement",
    scope: "read",
    summary: "The marks that one number counts",
    params: inPair,
    query: placesQuery,
    response: places,
    handle: ({ actor, params, query }) => getPlaces(actor, { ...params, ...query }),
  }),
  read({
    id: "exportAgreement",
    path: "/projects/{slug}/agreement.csv",
    may: "agreement.view",
    tag: "Agreement",
    scope: "read",
    summary: "A table of the agreement as CSV",
    params: inProject,
    query: tableQuery,
    response: file,
    produces: "text/csv",
    handle: async ({ actor, params, query }) => {
      const table = await tableCsv(actor, params.slug, query);
      return sendFile(`${params.slug}-agreement-${query.part}.csv`, csvType, once(table));
    },
  }),
  write("POST", {
    id: "refreshAgreement",
    path: "/projects/{slug}/agreement/refresh",
    may: "agreement.view",
    tag: "Agreement",
    scope: "review",
    summary: "Have the figures computed again, soon",
    params: inProject,
    body: none,
    response: nothing,
    repeats: "none",
    handle: ({ actor, params }) => refreshAgreement(actor, params),
  }),
  write("PUT", {
    id: "setShowsAgreement",
    path: "/projects/{slug}/agreement/showing",
    may: "project.settings",
    tag: "Agreement",
    scope: "manage",
    summary: "Let annotators see how far they agree, or no longer",
    params: inProject,
    body: z.strictObject({ shows: z.enum(["on", "off"]) }),
    response: z.strictObject({ showsAgreement: z.boolean() }),
    handle: ({ actor, params, body, tx }) => setShowsAgreement(actor, { ...params, ...body }, tx),
  }),
];

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
