import { randomUUID } from "node:crypto";
import { db } from "@/lib/db";
import { actOnMarks } from "@/lib/marks/mark-acts";
import { markActInput } from "@/lib/marks/schema";
import { judgePair } from "@/lib/pairs/commands";
import { indexPassages } from "@/lib/passages/index-articles";
import { getOverview } from "@/lib/project-agreement/queries";
import { overviewQuery } from "@/lib/project-agreement/schema";
import { workOffAgreement } from "@/lib/project-agreement/work";
import { settleReuse } from "@/lib/reuse/settle";
import { finishReview, startReview } from "@/lib/review/commands";
import { raiseDispute } from "@/lib/review/disputes";
import { getReview } from "@/lib/review/queries";
import { actOnQueue } from "@/lib/review/queue-acts";
import { queueActInput } from "@/lib/review/queue-schema";
import { saveView } from "@/lib/views/commands";
import { actorFor, makeArticle, makeLayer, makeMember } from "../factories";
import { linkReuse, makeMark } from "../marks";
import { makeHandedIn, settleAll, unitOf } from "../reviewed";
import type { GoodCall, GoodCalls } from "./good-call";
import type { World } from "./world";

const on = ({ project }: World) => ({ slug: project.slug });
const people = ({ people }: World) => ({
  annotator: actorFor(people.annotator),
  reviewer: actorFor(people.reviewer),
  manager: actorFor(people.manager),
});

/** An article that two annotators handed in and that waits for review. */
async function waiting(world: World) {
  const other = actorFor(await makeMember(world.project, "annotator"));
  const { article, layers } = await makeHandedIn(world.project, [other, people(world).annotator]);
  const [first, own] = layers;
  if (!first || !own?.rain) throw new Error("Two layers are needed.");
  return {
    articleId: article.id,
    first,
    own,
    rain: own.rain,
    params: { ...on(world), articleId: article.id },
  };
}

async function begun(world: World) {
  const found = await waiting(world);
  await startReview(people(world).reviewer, found.articleId);
  const review = await getReview(people(world).reviewer, found.articleId);
  return { ...found, unitId: unitOf(review, found.rain).id, agreedId: unitOf(review, found.own.dam).id };
}

async function settled(world: World) {
  const found = await begun(world);
  await settleAll(people(world).reviewer, found.articleId, found.first.id);
  return found;
}

async function finished(world: World) {
  const found = await settled(world);
  await finishReview(people(world).reviewer, found.articleId);
  return found;
}

async function toSign(world: World) {
  await db().project.update({ where: { id: world.project.id }, data: { needsSignOff: true } });
  const found = await finished(world);
  await startReview(people(world).manager, found.articleId);
  return found;
}

async function disputed(world: World) {
  const { articleId, unitId } = await finished(world);
  const input = { articleId, unitId, body: "The forecast is in the text." };
  const { disputeId } = await raiseDispute(people(world).annotator, input);
  return { ...on(world), disputeId };
}

const byReviewer =
  (prepare: (world: World) => Promise<{ params: Record<string, string> }>, body?: unknown) =>
  async (world: World): Promise<GoodCall> => ({
    as: "reviewer",
    params: (await prepare(world)).params,
    body,
  });

async function queueAct(world: World): Promise<GoodCall> {
  const { articleId } = await waiting(world);
  const body = { act: "assign", articleIds: [articleId], comment: "", assigneeId: world.people.reviewer.id };
  return { as: "manager", params: on(world), body };
}

async function finalClaim(world: World): Promise<string> {
  const { articleId } = await finished(world);
  const mark = await db().annotation.findFirstOrThrow({
    where: { kind: "claim", deletedAt: null, layer: { articleId, kind: "adjudicated" } },
  });
  return mark.id;
}

async function markAct(world: World): Promise<GoodCall> {
  const annotationIds = [await finalClaim(world)];
  const body = { act: "relabel", annotationIds, value: "kind=assessment", comment: "" };
  return { as: "reviewer", params: on(world), body };
}

async function cluster(world: World) {
  const words = "About 600 people were rescued, the office said.";
  const one = await makeArticle(world.project, { text: words });
  const two = await makeArticle(world.project, { text: words });
  const layer = await makeLayer(two, { kind: "adjudicated" });
  const mark = await makeMark(layer, words, "duplicate", { body: words });
  await linkReuse(layer, mark, { versionId: one.versionId, text: words, quote: words }, "from-passage");
  await db().article.update({ where: { id: two.id }, data: { state: "done" } });
  await settleReuse();
  const found = await db().reuseCluster.findFirstOrThrow({ where: { projectId: world.project.id } });
  return { clusterId: found.id, articleId: two.id };
}

async function paired(world: World) {
  const words = "About 600 people were rescued from the flooded streets of Korva, the office said.";
  for (const title of ["One", "Two"]) await makeArticle(world.project, { text: words, title });
  await indexPassages();
  const pair = await db().passagePair.findFirstOrThrow({ where: { projectId: world.project.id } });
  return { pairId: pair.id, params: { ...on(world), pairId: pair.id } };
}

async function compared(world: World): Promise<{ params: Record<string, string> }> {
  await waiting(world);
  await getOverview(people(world).manager, world.project.slug, overviewQuery.parse({}));
  await workOffAgreement();
  const { pairs } = await getOverview(people(world).manager, world.project.slug, overviewQuery.parse({}));
  const [pair] = pairs;
  if (!pair) throw new Error("Nobody was compared.");
  return { params: { ...on(world), pairId: pair.pairId } };
}

const of =
  (as: GoodCall["as"], more: Partial<GoodCall> = {}) =>
  async (world: World): Promise<GoodCall> => ({ as, params: on(world), ...more });

/** Valid calls of the operations on reviews, outcomes, agreement, marks and reuse. */
export const reviewCalls: GoodCalls = {
  listReviewQueue: async (world) => {
    await waiting(world);
    return { as: "reviewer", params: on(world), query: { show: "waiting", sort: "agreement" } };
  },
  getQueueSummary: of("reviewer"),
  previewQueueAct: queueAct,
  actOnQueue: queueAct,
  undoQueueAct: async (world) => {
    const { body } = await queueAct(world);
    const input = queueActInput.parse({ ...on(world), ...Object(body) });
    const { id } = await actOnQueue(people(world).manager, randomUUID(), input);
    return { as: "manager", params: { ...on(world), actId: id } };
  },
  getReviewStanding: byReviewer(waiting),
  getReview: byReviewer(begun),
  startReview: byReviewer(waiting, { takeOver: false }),
  releaseReview: byReviewer(begun),
  decide: async (world) => {
    const { params, unitId } = await begun(world);
    return {
      as: "reviewer",
      params,
      body: { action: "reject", unitId, reason: "not-a-claim", comment: null },
    };
  },
  finishReview: byReviewer(settled),
  signOff: async (world) => ({
    as: "manager",
    params: (await toSign(world)).params,
    body: { verdict: "returned", comment: "Look at the second place again." },
  }),
  returnArticle: async (world) => {
    const { params, own } = await begun(world);
    return { as: "reviewer", params, body: { layerId: own.id, comment: "Look again." } };
  },
  writeExample: async (world) => {
    const { params, agreedId } = await settled(world);
    const body = { action: "add", id: randomUUID(), unitId: agreedId, anchor: "claim", note: "Typical." };
    return { as: "reviewer", params, body };
  },
  listFeedback: async (world) => {
    await finished(world);
    return { as: "annotator", params: on(world), query: { show: "all" } };
  },
  getTrends: async (world) => {
    await finished(world);
    return { as: "annotator", params: on(world) };
  },
  getOutcome: async (world) => ({ as: "annotator", params: (await finished(world)).params }),
  raiseDispute: async (world) => {
    const { params, unitId } = await finished(world);
    return { as: "annotator", params, body: { unitId, body: "The forecast is in the text." } };
  },
  listDisputes: async (world) => {
    await disputed(world);
    return { as: "reviewer", params: on(world) };
  },
  getDispute: async (world) => ({ as: "reviewer", params: await disputed(world) }),
  replyToDispute: async (world) => ({
    as: "annotator",
    params: await disputed(world),
    body: { body: "And it is news." },
  }),
  withdrawDispute: async (world) => ({ as: "annotator", params: await disputed(world) }),
  answerDispute: async (world) => ({
    as: "reviewer",
    params: await disputed(world),
    body: { body: "It is no claim.", decision: "keep" },
  }),
  getAgreement: async (world) => {
    const { params } = await compared(world);
    return { as: "manager", params: { slug: params.slug ?? "" }, query: { show: "position" } };
  },
  getPair: async (world) => ({ as: "manager", params: (await compared(world)).params }),
  getPlaces: async (world) => ({ as: "manager", params: (await compared(world)).params }),
  exportAgreement: async (world) => {
    const { params } = await compared(world);
    return { as: "manager", params: { slug: params.slug ?? "" }, query: { part: "pairs" } };
  },
  refreshAgreement: of("reviewer"),
  setShowsAgreement: of("manager", { body: { shows: "on" } }),
  listMarks: async (world) => {
    await finished(world);
    return { as: "viewer", params: on(world), query: { kind: "claim", sort: "left" } };
  },
  listMarkChoices: of("viewer"),
  exportMarks: async (world) => {
    await finished(world);
    return { as: "viewer", params: on(world) };
  },
  previewMarkAct: markAct,
  actOnMarks: markAct,
  undoMarkAct: async (world) => {
    const { body } = await markAct(world);
    const input = markActInput.parse({ ...on(world), ...Object(body) });
    const { id } = await actOnMarks(people(world).reviewer, randomUUID(), input);
    return { as: "reviewer", params: { ...on(world), actId: id } };
  },
  listViews: of("viewer", { query: { place: "marks" } }),
  saveView: of("annotator", {
    body: { place: "marks", name: "My claims", query: "kind=claim", isShared: false },
  }),
  deleteView: async (world) => {
    const input = {
      ...on(world),
      place: "marks",
      name: "Mine",
      query: "kind=claim",
      isShared: false,
    } as const;
    const { id } = await saveView(people(world).annotator, input);
    return { as: "annotator", params: { ...on(world), viewId: id } };
  },
  listClusters: async (world) => {
    await cluster(world);
    return { as: "viewer", params: on(world), query: { sort: "passages" } };
  },
  getCluster: async (world) => {
    const { clusterId } = await cluster(world);
    return { as: "viewer", params: { ...on(world), clusterId } };
  },
  listPassagePairs: async (world) => {
    await paired(world);
    return { as: "reviewer", params: on(world), query: { show: "open" } };
  },
  judgePassagePair: async (world) => {
    const { params } = await paired(world);
    return { as: "reviewer", params, body: { commandId: randomUUID(), verdict: "verbatim", revision: 0 } };
  },
  undoPassagePair: async (world) => {
    const { params } = await paired(world);
    const commandId = randomUUID();
    const input = { commandId, verdict: "no", revision: 0 } as const;
    await judgePair(people(world).reviewer, params, input);
    return { as: "reviewer", params, body: { commandId: randomUUID(), undoesId: commandId } };
  },
  exportClusters: async (world) => {
    await cluster(world);
    return { as: "viewer", params: on(world) };
  },
  listArticleClusters: async (world) => {
    const { articleId } = await cluster(world);
    return { as: "viewer", params: { ...on(world), articleId } };
  },
};
