import { z } from "zod";
import { cursor, id, inProject, pageOf, under } from "@/lib/api/nouns/common";
import { markSchema } from "@/lib/api/nouns/reviews";
import { none, type Operation, read, write } from "@/lib/api/operation";
import { attributeDefinition } from "@/lib/attributes/schema";
import { getDispute, listDisputes } from "@/lib/review/dispute-queries";
import {
  answerInput,
  type DisputeDto,
  type DisputeItem,
  type DisputePage,
  disputeFilters,
  disputeStates,
  raiseInput,
  replyInput,
} from "@/lib/review/dispute-schema";
import { answerDispute, raiseDispute, replyToDispute, withdrawDispute } from "@/lib/review/disputes";
import { type FeedbackItem, feedbackFilters, type Trends } from "@/lib/review/feedback";
import { getTrends, listFeedback } from "@/lib/review/feedback-queries";
import { getOutcome, type OutcomeDto } from "@/lib/review/outcome-queries";
import { decisionSchema } from "@/lib/review/schema";

const dispute = z.strictObject({
  id: z.string(),
  articleId: z.string(),
  unitId: z.string(),
  state: z.enum(disputeStates),
  isOwn: z.boolean(),
  messages: z.array(
    z.strictObject({
      id: z.string(),
      author: z.string(),
      isSelf: z.boolean(),
      body: z.string(),
      answer: z.enum(["kept", "changed"]).nullable(),
      createdAt: z.string(),
    }),
  ),
}) satisfies z.ZodType<DisputeDto>;

const disputePage = dispute.extend({
  slug: z.string(),
  title: z.string(),
  versionId: z.string(),
  kind: z.string(),
  attributes: z.array(attributeDefinition),
  decision: decisionSchema.nullable(),
  candidates: z.array(
    z.strictObject({
      layerId: z.string(),
      name: z.string(),
      letter: z.string(),
      isRaiser: z.boolean(),
      marks: z.array(markSchema),
      links: z.array(z.array(z.string())),
    }),
  ),
}) satisfies z.ZodType<DisputePage>;

const disputeItem = z.strictObject({
  id: z.string(),
  articleId: z.string(),
  title: z.string(),
  state: z.enum(disputeStates),
  raisedBy: z.string(),
  firstWords: z.string(),
  createdAt: z.string(),
}) satisfies z.ZodType<DisputeItem>;

const feedback = z.strictObject({
  articleId: z.string(),
  title: z.string(),
  taken: z.number(),
  changed: z.number(),
  rejected: z.number(),
  missed: z.number(),
  f1: z.number().nullable(),
  isNews: z.boolean(),
  finishedAt: z.string(),
  disputes: z.number(),
  answered: z.number(),
}) satisfies z.ZodType<FeedbackItem>;

const trends = z.strictObject({
  weeks: z.array(z.strictObject({ week: z.string(), articles: z.number(), f1: z.number().nullable() })),
  reasons: z.array(z.strictObject({ reason: z.string(), count: z.number() })),
  articles: z.number(),
  f1: z.number().nullable(),
}) satisfies z.ZodType<Trends>;

const outcome = z.strictObject({
  articleId: z.string(),
  versionId: z.string(),
  title: z.string(),
  slug: z.string(),
  state: z.enum(["open", "review", "reviewing", "done"]),
  reviewer: z.string().nullable(),
  finishedAt: z.string().nullable(),
  layers: z.array(z.strictObject({ id: z.string(), name: z.string(), isOwn: z.boolean() })),
  shownId: z.string().nullable(),
  mayDispute: z.boolean(),
  attributes: z.array(attributeDefinition),
  places: z.array(
    z.strictObject({
      key: z.string(),
      outcome: z.enum(["taken", "changed", "rejected", "missed"]),
      span: z.strictObject({ start: z.number(), end: z.number() }).nullable(),
      own: z.array(markSchema),
      final: z.array(markSchema),
      changed: z.array(z.string()),
      word: z
        .strictObject({
          unitId: z.string(),
          verdict: z.string(),
          reason: z.string().nullable(),
          comment: z.string().nullable(),
        })
        .nullable(),
      ownLinks: z.array(z.string()),
      finalLinks: z.array(z.string()),
      dispute: dispute.nullable(),
    }),
  ),
}) satisfies z.ZodType<OutcomeDto>;

const step = z.strictObject({ disputeId: z.string(), articleId: z.string(), state: z.string() });
const inDispute = under({ disputeId: id });
const { body: answerText, decision, layerId, reason } = answerInput.shape;

/** What became of one's marks, and objections to it. */
export const outcomeOperations: Operation[] = [
  read({
    id: "listFeedback",
    path: "/projects/{slug}/outcomes",
    may: "layer.annotate",
    tag: "Outcomes",
    scope: "read",
    summary: "One's own finished articles with how one's marks came out, newest first",
    params: inProject,
    query: z.strictObject({ show: z.enum(feedbackFilters).default("all"), cursor }),
    response: pageOf(feedback),
    handle: ({ actor, params, query }) => listFeedback(actor, params.slug, query.show, query.cursor),
  }),
  read({
    id: "getTrends",
    path: "/projects/{slug}/outcomes/trends",
    may: "layer.annotate",
    tag: "Outcomes",
    scope: "read",
    summary: "One's own agreement with the final marks by week, and the reasons given",
    params: inProject,
    query: none,
    response: trends,
    handle: ({ actor, params }) => getTrends(actor, params.slug),
  }),
  read({
    id: "getOutcome",
    path: "/projects/{slug}/articles/{articleId}/outcome",
    may: "project.view",
    tag: "Outcomes",
    scope: "read",
    summary: "The final marks of a finished article beside one's own, or beside those of a layer",
    detail: "Looking is noted, as looking at any layer of others is.",
    params: under({ articleId: id }),
    query: z.strictObject({ layer: id.optional() }),
    response: outcome,
    handle: ({ actor, params, query }) => getOutcome(actor, params.articleId, query.layer),
  }),
  write("POST", {
    id: "raiseDispute",
    path: "/projects/{slug}/articles/{articleId}/disputes",
    may: "layer.annotate",
    tag: "Outcomes",
    scope: "annotate",
    summary: "Object to what became of a place",
    params: under({ articleId: id }),
    body: raiseInput.omit({ articleId: true }),
    response: step,
    status: 201,
    handle: ({ actor, params, body, tx }) =>
      raiseDispute(actor, { ...body, articleId: params.articleId }, tx),
  }),
  read({
    id: "listDisputes",
    path: "/projects/{slug}/disputes",
    may: "review.decide",
    tag: "Outcomes",
    scope: "review",
    summary: "Objections, for reviewers",
    params: inProject,
    query: z.strictObject({ show: z.enum(disputeFilters).default("open"), cursor }),
    response: pageOf(disputeItem),
    handle: ({ actor, params, query }) => listDisputes(actor, params.slug, query.show, query.cursor),
  }),
  read({
    id: "getDispute",
    path: "/projects/{slug}/disputes/{disputeId}",
    may: "project.view",
    tag: "Outcomes",
    scope: "review",
    summary: "An objection with what it is about",
    params: inDispute,
    query: none,
    response: disputePage,
    handle: ({ actor, params }) => getDispute(actor, params.disputeId),
  }),
  write("POST", {
    id: "replyToDispute",
    path: "/projects/{slug}/disputes/{disputeId}/messages",
    may: "layer.annotate",
    tag: "Outcomes",
    scope: "annotate",
    summary: "Write in an objection",
    params: inDispute,
    body: replyInput.omit({ disputeId: true }),
    response: step,
    status: 201,
    handle: ({ actor, params, body, tx }) =>
      replyToDispute(actor, { ...body, disputeId: params.disputeId }, tx),
  }),
  write("DELETE", {
    id: "withdrawDispute",
    path: "/projects/{slug}/disputes/{disputeId}",
    may: "layer.annotate",
    tag: "Outcomes",
    scope: "annotate",
    summary: "Withdraw one's objection",
    params: inDispute,
    body: none,
    response: step,
    handle: ({ actor, params, tx }) => withdrawDispute(actor, params.disputeId, tx),
  }),
  write("POST", {
    id: "answerDispute",
    path: "/projects/{slug}/disputes/{disputeId}/answer",
    may: "review.decide",
    tag: "Outcomes",
    scope: "review",
    summary: "Answer an objection: keep the decision, or change it",
    params: inDispute,
    body: z.strictObject({ body: answerText, decision, layerId, reason }),
    response: step,
    handle: ({ actor, params, body, tx }) =>
      answerDispute(actor, answerInput.parse({ ...body, disputeId: params.disputeId }), tx),
  }),
];
