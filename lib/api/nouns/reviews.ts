import { z } from "zod";
import { bulkPreview, bulkResult, inAct } from "@/lib/api/nouns/bulk";
import { id, inProject, pageOf, under } from "@/lib/api/nouns/common";
import { none, type Operation, read, write } from "@/lib/api/operation";
import { attributeDefinition } from "@/lib/attributes/schema";
import { exampleInput } from "@/lib/guidelines/example-schema";
import { writeExample } from "@/lib/guidelines/examples";
import { layerObject } from "@/lib/layers/schema";
import { finishReview, releaseReview, returnArticle, signOff, startReview } from "@/lib/review/commands";
import { applyReviewCommand } from "@/lib/review/decide";
import { getReview, getReviewStanding } from "@/lib/review/queries";
import { countReviewQueue, listQueueChoices, listReviewQueue } from "@/lib/review/queue";
import { actOnQueue, previewQueueAct, undoQueueAct } from "@/lib/review/queue-acts";
import {
  type QueueChoices,
  type QueueCounts,
  type QueueItem,
  queueActInput,
  queueFilter,
} from "@/lib/review/queue-schema";
import {
  type ReviewDto,
  type ReviewStanding,
  returnInput,
  reviewChangeSchema,
  reviewCommandInput,
  signOffInput,
  unitSchema,
} from "@/lib/review/schema";

const named = z.strictObject({ id: z.string(), name: z.string() });
const refusal = z
  .strictObject({ code: z.enum(["own-work", "unsubmitted-work", "barred"]), message: z.string() })
  .nullable();

const standing = z.strictObject({
  articleId: z.string(),
  slug: z.string(),
  title: z.string(),
  state: z.enum(["open", "review", "reviewing", "done"]),
  reviewer: z.strictObject({ name: z.string(), isSelf: z.boolean() }).nullable(),
  mayTakeOver: z.boolean(),
  refusal,
  annotators: z.number(),
  settled: z.strictObject({ by: z.string(), isSelf: z.boolean(), at: z.string() }).nullable(),
  hasOtherReviewer: z.boolean(),
}) satisfies z.ZodType<ReviewStanding>;

const queueItem = z.strictObject({
  articleId: z.string(),
  title: z.string(),
  list: z.string(),
  since: z.string(),
  agreement: z.number().nullable(),
  conflicts: z.number().nullable(),
  annotators: z.number(),
  publisher: named.nullable(),
  assignee: named.extend({ isSelf: z.boolean() }).nullable(),
  refusal,
  layersOn: z.strictObject({ versions: z.array(z.number()), newest: z.number() }).nullable(),
  changed: z.strictObject({ list: z.string().nullable(), assignee: z.string().nullable() }).nullable(),
}) satisfies z.ZodType<QueueItem>;

const counts = z.strictObject({
  waiting: z.number(),
  reviewing: z.number(),
  mine: z.number(),
  signing: z.number(),
  returned: z.number(),
  disputed: z.number(),
  done: z.number(),
}) satisfies z.ZodType<QueueCounts>;

const choices = z.strictObject({
  people: z.array(named),
  publisher: named.nullable(),
}) satisfies z.ZodType<QueueChoices>;

/** A mark of a layer, as every answer about marks has it. */
export const markSchema = layerObject.options[0];

const review = z.strictObject({
  articleId: z.string(),
  versionId: z.string(),
  layerId: z.string(),
  kinds: z.array(z.string()),
  attributes: z.array(attributeDefinition),
  mayPrepare: z.boolean(),
  round: z.number(),
  layers: z.array(
    z.strictObject({
      id: z.string(),
      letter: z.string(),
      name: z.string(),
      marks: z.number(),
      isNothingToMark: z.boolean(),
    }),
  ),
  marks: z.array(
    markSchema.extend({
      layerId: z.string(),
      links: z.array(z.string()),
      ownLinks: z.array(z.strictObject({ id: z.string(), key: z.string(), text: z.string() })),
    }),
  ),
  units: z.array(unitSchema),
  steps: z.array(z.strictObject({ id: z.string(), undoes: z.string().nullable() })),
  signOff: z.strictObject({
    isSigning: z.boolean(),
    settledBy: z.string().nullable(),
    returned: z.strictObject({ by: z.string(), comment: z.string() }).nullable(),
  }),
}) satisfies z.ZodType<ReviewDto>;

const inArticle = under({ articleId: id });
const about = { tag: "Reviews", params: inArticle } as const;
const act = { tag: "Reviews", scope: "review", params: inProject } as const;
/** A step without its id, which the idempotency key is. */
const stepBody = z.union(
  reviewCommandInput.options.map((option) => {
    const { commandId: _id, ...fields } = option.shape;
    return z.strictObject(fields);
  }),
);

/** The review queue, and the review of an article. */
export const reviewOperations: Operation[] = [
  read({
    id: "listReviewQueue",
    path: "/projects/{slug}/reviews",
    may: "review.decide",
    tag: "Reviews",
    scope: "read",
    summary: "A list of the review queue, in an order and under filters",
    detail:
      "Ask for more with `at` set to what `next` said. `layersOn` names the versions that layers stand on where that is not the newest alone.",
    params: inProject,
    query: queueFilter,
    response: pageOf(queueItem).extend({ isPartial: z.boolean() }),
    handle: async ({ actor, params, query }) => {
      const { projectId: _id, ...page } = await listReviewQueue(actor, params.slug, query);
      return page;
    },
  }),
  read({
    id: "getQueueSummary",
    path: "/projects/{slug}/review-summary",
    may: "review.decide",
    tag: "Reviews",
    scope: "read",
    summary: "How many articles are in each list of the queue, and who can be asked for",
    params: inProject,
    query: none,
    response: choices.extend({ counts }),
    handle: async ({ actor, params }) => ({
      ...(await listQueueChoices(actor, params.slug, undefined)),
      counts: await countReviewQueue(actor, params.slug),
    }),
  }),
  write("POST", {
    ...act,
    id: "previewQueueAct",
    path: "/projects/{slug}/review-acts/preview",
    may: "review.decide",
    summary: "What an act on several articles of the queue would do; changes nothing",
    body: queueActInput.omit({ slug: true }),
    response: bulkPreview,
    repeats: "none",
    handle: async ({ actor, params, body }) => ({
      items: await previewQueueAct(actor, { ...params, ...body }),
    }),
  }),
  write("POST", {
    ...act,
    id: "actOnQueue",
    path: "/projects/{slug}/review-acts",
    may: "review.decide",
    summary: "Finish, return, release or assign several articles; each is done or refused by itself",
    detail: "The Idempotency-Key, a new UUID, becomes the act's id.",
    body: queueActInput.omit({ slug: true }),
    response: bulkResult,
    repeats: "command",
    handle: ({ actor, params, body, commandId }) => actOnQueue(actor, commandId, { ...params, ...body }),
  }),
  write("POST", {
    ...act,
    id: "undoQueueAct",
    path: "/projects/{slug}/review-acts/{actId}/undo",
    may: "review.decide",
    summary: "Undo an act on several articles, as far as nothing has happened since",
    params: inAct,
    body: none,
    response: bulkResult,
    repeats: "reserved",
    handle: ({ actor, params }) => undoQueueAct(actor, { slug: params.slug, id: params.actId }),
  }),
  read({
    ...about,
    id: "getReviewStanding",
    path: "/projects/{slug}/articles/{articleId}/review",
    may: "review.decide",
    scope: "read",
    summary: "How the review of an article stands, and whether one may take it",
    query: none,
    response: standing,
    handle: ({ actor, params }) => getReviewStanding(actor, params.articleId),
  }),
  read({
    ...about,
    id: "getReview",
    path: "/projects/{slug}/articles/{articleId}/review/places",
    may: "review.decide",
    scope: "review",
    summary: "Everything of an article that one reviews: layers, marks, places with their decisions",
    query: none,
    response: review,
    handle: ({ actor, params }) => getReview(actor, params.articleId),
  }),
  write("POST", {
    ...about,
    id: "startReview",
    path: "/projects/{slug}/articles/{articleId}/review",
    may: "review.decide",
    scope: "review",
    summary: "Begin to review an article, or take it over",
    body: z.strictObject({ takeOver: z.boolean().default(false) }),
    response: z.strictObject({ articleId: z.string(), round: z.number(), layerId: z.string() }),
    handle: ({ actor, params, body, tx }) => startReview(actor, params.articleId, body, tx),
  }),
  write("DELETE", {
    ...about,
    id: "releaseReview",
    path: "/projects/{slug}/articles/{articleId}/review",
    may: "review.decide",
    scope: "review",
    summary: "Give a review back to the queue",
    body: none,
    response: z.strictObject({ articleId: z.string() }),
    handle: ({ actor, params, tx }) => releaseReview(actor, params.articleId, tx),
  }),
  write("POST", {
    ...about,
    id: "decide",
    path: "/projects/{slug}/articles/{articleId}/review/commands",
    may: "review.decide",
    scope: "review",
    summary: "Decide a place, take all agreed ones, add a missed mark, or undo a step",
    detail: "The Idempotency-Key, a new UUID, is the step's id.",
    body: stepBody,
    response: reviewChangeSchema,
    repeats: "command",
    handle: ({ actor, params, body, commandId, tx }) =>
      applyReviewCommand(actor, params.articleId, reviewCommandInput.parse({ ...body, commandId }), tx),
  }),
  write("POST", {
    ...about,
    id: "finishReview",
    path: "/projects/{slug}/articles/{articleId}/review/finish",
    may: "review.decide",
    scope: "review",
    summary: "Finish a review: the marks become final, or wait for a second reviewer",
    body: none,
    response: z.strictObject({ articleId: z.string(), state: z.enum(["done", "settled"]) }),
    handle: ({ actor, params, tx }) => finishReview(actor, params.articleId, tx),
  }),
  write("POST", {
    ...about,
    id: "signOff",
    path: "/projects/{slug}/articles/{articleId}/review/sign-off",
    may: "review.decide",
    scope: "review",
    summary: "Confirm another's review, or return it with a comment",
    body: z.discriminatedUnion("verdict", [
      z.strictObject({ verdict: z.literal("confirmed") }),
      z.strictObject({ verdict: z.literal("returned"), comment: signOffInput.shape.comment }),
    ]),
    response: z.strictObject({ articleId: z.string(), state: z.enum(["done", "reviewing"]) }),
    handle: ({ actor, params, body, tx }) => signOff(actor, params.articleId, body, tx),
  }),
  write("POST", {
    ...about,
    id: "returnArticle",
    path: "/projects/{slug}/articles/{articleId}/review/return",
    may: "review.decide",
    scope: "review",
    summary: "Send a layer back to its person with a comment",
    body: returnInput.omit({ articleId: true }),
    response: z.strictObject({ articleId: z.string() }),
    handle: ({ actor, params, body, tx }) => returnArticle(actor, params.articleId, body, tx),
  }),
  write("POST", {
    ...about,
    id: "writeExample",
    path: "/projects/{slug}/articles/{articleId}/review/examples",
    may: "review.decide",
    scope: "review",
    summary: "Make a decided place an example under a rule of the guideline, or take one back",
    body: exampleInput,
    response: z.strictObject({ id: z.string(), isWithdrawn: z.boolean() }),
    handle: ({ actor, params, body, tx }) => writeExample(actor, params.articleId, body, tx),
  }),
];
