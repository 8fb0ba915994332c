import { z } from "zod";
import { cursor, id, pageOf } from "@/lib/api/nouns/common";
import { inSource } from "@/lib/api/nouns/sources";
import { none, nothing, type Operation, read, write } from "@/lib/api/operation";
import { listSourceObservations } from "@/lib/observations/queries";
import { observationSchema } from "@/lib/observations/schema";
import { listSourceEvents } from "@/lib/sources/events";
import { listFaredCards } from "@/lib/sources/fared";
import { listSourceArticles, listSourceAttributions } from "@/lib/sources/record";
import {
  addAliasInput,
  addDomainInput,
  type FaredCardDto,
  type SourceArticleDto,
  type SourceAttributionDto,
  type SourceEventDto,
} from "@/lib/sources/schema";
import * as ties from "@/lib/sources/ties";

const article = z.strictObject({
  id: z.string(),
  projectSlug: z.string(),
  projectName: z.string(),
  title: z.string(),
  publishedAt: z.string().nullable(),
  relation: z.enum(["publisher", "credit"]),
}) satisfies z.ZodType<SourceArticleDto>;

const attribution = z.strictObject({
  annotationId: z.string(),
  articleId: z.string(),
  layerId: z.string(),
  projectSlug: z.string(),
  articleTitle: z.string(),
  source: z.string(),
  cue: z.string(),
  content: z.string(),
  isFinal: z.boolean(),
}) satisfies z.ZodType<SourceAttributionDto>;

const fared = z.strictObject({
  cardId: z.string(),
  projectSlug: z.string(),
  projectName: z.string(),
  statement: z.string(),
  type: z.string(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  credibilities: z.array(z.string()),
  verdicts: z.array(z.string()),
  hasGraded: z.boolean(),
}) satisfies z.ZodType<FaredCardDto>;

const event = z.strictObject({
  id: z.string(),
  type: z.string(),
  at: z.string(),
  actorName: z.string(),
  other: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  detail: z.string(),
}) satisfies z.ZodType<SourceEventDto>;

const day = z.iso.date().nullable().default(null);
const dates = z
  .strictObject({ fromDate: day, toDate: day })
  .refine(({ fromDate, toDate }) => !fromDate || !toDate || fromDate <= toDate, {
    path: ["toDate"],
    message: "The end is before the beginning.",
  });
const newAffiliation = z
  .strictObject({ parentId: id, fromDate: day, toDate: day })
  .refine(({ fromDate, toDate }) => !fromDate || !toDate || fromDate <= toDate, {
    path: ["toDate"],
    message: "The end is before the beginning.",
  });

const about = { tag: "Sources", scope: "review" } as const;
const list = { tag: "Sources", scope: "read", params: inSource, query: z.strictObject({ cursor }) } as const;
const inAffiliation = z.strictObject({ sourceId: id, affiliationId: id });

/** A source's names, domains and affiliations, and what it did here. */
export const sourceTieOperations: Operation[] = [
  write("POST", {
    ...about,
    id: "addAlias",
    path: "/sources/{sourceId}/aliases",
    may: "source.edit",
    summary: "Add another name of a source",
    params: inSource,
    body: addAliasInput.omit({ sourceId: true }),
    response: z.strictObject({ id: z.string() }),
    status: 201,
    handle: ({ actor, params, body, tx }) => ties.addAlias(actor, { ...params, ...body }, tx),
  }),
  write("DELETE", {
    ...about,
    id: "removeAlias",
    path: "/sources/{sourceId}/aliases/{aliasId}",
    may: "source.edit",
    summary: "Remove another name of a source",
    params: z.strictObject({ sourceId: id, aliasId: id }),
    body: none,
    response: nothing,
    handle: ({ actor, params, tx }) => ties.removeAlias(actor, params, tx),
  }),
  write("POST", {
    ...about,
    id: "addDomain",
    path: "/sources/{sourceId}/domains",
    may: "source.edit",
    summary: "Add a domain under which a source publishes",
    params: inSource,
    body: addDomainInput.omit({ sourceId: true }),
    response: z.strictObject({ domain: z.string() }),
    status: 201,
    handle: ({ actor, params, body, tx }) => ties.addDomain(actor, { ...params, ...body }, tx),
  }),
  write("DELETE", {
    ...about,
    id: "removeDomain",
    path: "/sources/{sourceId}/domains/{domain}",
    may: "source.edit",
    summary: "Remove a domain of a source",
    params: z.strictObject({ sourceId: id, domain: z.string().min(1).max(300) }),
    body: none,
    response: nothing,
    handle: ({ actor, params, tx }) => ties.removeDomain(actor, params, tx),
  }),
  write("POST", {
    ...about,
    id: "addAffiliation",
    path: "/sources/{sourceId}/affiliations",
    may: "source.edit",
    summary: "Say what a source belongs to, from when until when",
    params: inSource,
    body: newAffiliation,
    response: z.strictObject({ id: z.string() }),
    status: 201,
    handle: ({ actor, params, body, tx }) => ties.addAffiliation(actor, { ...params, ...body }, tx),
  }),
  write("PUT", {
    ...about,
    id: "editAffiliation",
    path: "/sources/{sourceId}/affiliations/{affiliationId}",
    may: "source.edit",
    summary: "Correct the dates of an affiliation",
    params: inAffiliation,
    body: dates,
    response: nothing,
    handle: ({ actor, params, body, tx }) => ties.editAffiliation(actor, { ...params, ...body }, tx),
  }),
  write("DELETE", {
    ...about,
    id: "removeAffiliation",
    path: "/sources/{sourceId}/affiliations/{affiliationId}",
    may: "source.edit",
    summary: "Remove an affiliation",
    params: inAffiliation,
    body: none,
    response: nothing,
    handle: ({ actor, params, tx }) => ties.removeAffiliation(actor, params, tx),
  }),
  read({
    ...list,
    id: "listSourceArticles",
    path: "/sources/{sourceId}/articles",
    may: "source.view",
    summary: "Articles that a source published or is credited in",
    response: pageOf(article),
    handle: ({ actor, params, query }) => listSourceArticles(actor, params.sourceId, query.cursor),
  }),
  read({
    ...list,
    id: "listSourceAttributions",
    path: "/sources/{sourceId}/attributions",
    may: "source.view",
    summary: "What a source is reported to have said",
    response: pageOf(attribution),
    handle: ({ actor, params, query }) => listSourceAttributions(actor, params.sourceId, query.cursor),
  }),
  read({
    ...list,
    id: "listFaredCards",
    path: "/sources/{sourceId}/claims",
    may: "source.view",
    summary: "How the claims fared that a source is an origin of",
    response: pageOf(fared),
    handle: ({ actor, params, query }) => listFaredCards(actor, params.sourceId, query.cursor),
  }),
  read({
    ...list,
    id: "listSourceObservations",
    path: "/sources/{sourceId}/observations",
    may: "source.view",
    summary: "What was noticed about a source",
    response: pageOf(z.strictObject(observationSchema.shape)),
    handle: ({ actor, params, query }) => listSourceObservations(actor, params.sourceId, query.cursor),
  }),
  read({
    ...list,
    id: "listSourceEvents",
    path: "/sources/{sourceId}/history",
    may: "source.view",
    summary: "What was changed about a source, newest first",
    response: pageOf(event),
    handle: ({ actor, params, query }) => listSourceEvents(actor, params.sourceId, query.cursor),
  }),
];
