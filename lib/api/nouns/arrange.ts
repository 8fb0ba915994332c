import { z } from "zod";
import { cursor, id, inProject, listOf, pageOf, under } from "@/lib/api/nouns/common";
import { goldPerson } from "@/lib/api/nouns/work";
import { none, type Operation, read, write } from "@/lib/api/operation";
import { setCalibration, setPriorities } from "@/lib/slots/arrange";
import {
  type Assigned,
  type Assignee,
  type AssignmentPlan,
  assignInput,
  calibrationInput,
  priorityInput,
  unassignInput,
} from "@/lib/slots/arrange-schema";
import { assignArticles, listAssignees, previewAssignment, unassignSlots } from "@/lib/slots/assign";
import { endGold, finishGold, makeGold } from "@/lib/slots/gold";
import { listGold, listGoldPeople } from "@/lib/slots/gold-queries";
import type { GoldArticle } from "@/lib/slots/gold-schema";

const plan = z.strictObject({
  given: z.array(
    z.strictObject({
      articleId: z.string(),
      title: z.string(),
      personId: z.string(),
      person: z.string(),
    }),
  ),
  refused: z.array(
    z.strictObject({
      articleId: z.string(),
      title: z.string(),
      reason: z.enum(["not-open", "gold", "no-place", "has-it", "has-seen", "language"]),
    }),
  ),
}) satisfies z.ZodType<AssignmentPlan>;

const assigned = plan.extend({ slotIds: z.array(z.string()) }) satisfies z.ZodType<Assigned>;

const assignee = z.strictObject({
  userId: z.string(),
  name: z.string(),
  inHand: z.number(),
}) satisfies z.ZodType<Assignee>;

const goldArticle = z.strictObject({
  articleId: z.string(),
  title: z.string(),
  layerId: z.string(),
  isInUse: z.boolean(),
  marks: z.number(),
  measured: z.number(),
  exact: z.number().nullable(),
}) satisfies z.ZodType<GoldArticle>;

const inArticle = under({ articleId: id });
const aboutGold = { tag: "Work", scope: "manage", params: inArticle, body: none } as const;

/** Who annotates what: assignments, order, calibration and gold, for managers. */
export const arrangeOperations: Operation[] = [
  read({
    id: "listAssignees",
    path: "/projects/{slug}/assignees",
    may: "article.assign",
    tag: "Work",
    scope: "manage",
    summary: "Who can be given articles, with how many are in hand",
    params: inProject,
    query: none,
    response: listOf(assignee),
    handle: async ({ actor, params }) => ({ items: await listAssignees(actor, params.slug) }),
  }),
  write("POST", {
    id: "previewAssignment",
    path: "/projects/{slug}/assignments/preview",
    may: "article.assign",
    tag: "Work",
    scope: "manage",
    summary: "Who would get which articles; changes nothing",
    params: inProject,
    body: assignInput.omit({ slug: true }),
    response: plan,
    repeats: "none",
    handle: ({ actor, params, body }) => previewAssignment(actor, { ...params, ...body }),
  }),
  write("POST", {
    id: "assignArticles",
    path: "/projects/{slug}/assignments",
    may: "article.assign",
    tag: "Work",
    scope: "manage",
    summary: "Keep places on articles for people, dealt evenly",
    params: inProject,
    body: assignInput.omit({ slug: true }),
    response: assigned,
    handle: ({ actor, params, body, tx }) => assignArticles(actor, { ...params, ...body }, tx),
  }),
  write("DELETE", {
    id: "unassignSlots",
    path: "/projects/{slug}/assignments",
    may: "article.assign",
    tag: "Work",
    scope: "manage",
    summary: "Take assignments back as far as they have not been begun",
    params: inProject,
    body: unassignInput.omit({ slug: true }),
    response: z.strictObject({ count: z.number() }),
    handle: ({ actor, params, body, tx }) => unassignSlots(actor, { ...params, ...body }, tx),
  }),
  write("PUT", {
    id: "setPriorities",
    path: "/projects/{slug}/priorities",
    may: "article.assign",
    tag: "Work",
    scope: "manage",
    summary: "Set which articles come sooner; answers what they were",
    params: inProject,
    body: priorityInput.omit({ slug: true }),
    response: z.strictObject({
      before: z.array(z.strictObject({ articleId: z.string(), priority: z.number() })),
    }),
    handle: ({ actor, params, body, tx }) => setPriorities(actor, { ...params, ...body }, tx),
  }),
  write("PUT", {
    id: "setCalibration",
    path: "/projects/{slug}/calibration",
    may: "article.assign",
    tag: "Work",
    scope: "manage",
    summary: "Give articles to every annotator, or make them ordinary again",
    params: inProject,
    body: calibrationInput.omit({ slug: true }),
    response: z.strictObject({ changed: z.array(z.string()) }),
    handle: ({ actor, params, body, tx }) => setCalibration(actor, { ...params, ...body }, tx),
  }),
  read({
    id: "listGold",
    path: "/projects/{slug}/gold",
    may: "article.assign",
    tag: "Work",
    scope: "manage",
    summary: "Articles with gold, and how people did on each",
    params: inProject,
    query: z.strictObject({ cursor }),
    response: pageOf(goldArticle),
    handle: ({ actor, params, query }) => listGold(actor, params.slug, query.cursor),
  }),
  read({
    id: "listGoldPeople",
    path: "/projects/{slug}/gold/people",
    may: "article.assign",
    tag: "Work",
    scope: "manage",
    summary: "How each person did on gold",
    params: inProject,
    query: none,
    response: listOf(goldPerson),
    handle: async ({ actor, params }) => ({ items: await listGoldPeople(actor, params.slug) }),
  }),
  write("POST", {
    ...aboutGold,
    id: "makeGold",
    path: "/projects/{slug}/articles/{articleId}/gold",
    may: "article.assign",
    summary: "Begin an article's gold: its final marks, or a layer to annotate",
    response: z.strictObject({ layerId: z.string(), isInUse: z.boolean() }),
    handle: ({ actor, params, tx }) => makeGold(actor, params, tx),
  }),
  write("POST", {
    ...aboutGold,
    id: "finishGold",
    path: "/projects/{slug}/articles/{articleId}/gold/finish",
    may: "article.assign",
    summary: "Put an article's gold to use",
    response: z.strictObject({ layerId: z.string() }),
    handle: ({ actor, params, tx }) => finishGold(actor, params, tx),
  }),
  write("DELETE", {
    ...aboutGold,
    id: "endGold",
    path: "/projects/{slug}/articles/{articleId}/gold",
    may: "article.assign",
    summary: "Use an article's gold no longer",
    response: z.strictObject({ articleId: z.string() }),
    handle: ({ actor, params, tx }) => endGold(actor, params, tx),
  }),
];
