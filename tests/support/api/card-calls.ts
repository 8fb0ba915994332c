import { answerCandidate, createCard } from "@/lib/cards/commands";
import { addEvidence } from "@/lib/cards/evidence";
import { addCardLink } from "@/lib/cards/links";
import { splitCard } from "@/lib/cards/moves";
import { addEvidenceInput } from "@/lib/cards/schema";
import { db } from "@/lib/db";
import { actorFor, makeArticle, makeLayer, makeSource } from "../factories";
import { linkClaim, makeMark, resolveSource } from "../marks";
import type { GoodCall, GoodCalls } from "./good-call";
import type { World } from "./world";

const says = "the bridge was closed";
const text = `The office said ${says}.`;
const statement = "The bridge was closed.";
const reviewer = ({ people }: World) => actorFor(people.reviewer);

/** A claim of a finished article, said by a source of the register. */
async function tell(world: World) {
  const source = await makeSource();
  const article = await makeArticle(world.project, { text, publishedAt: new Date("2026-03-01") });
  const layer = await makeLayer(article, { kind: "adjudicated", state: "closed" });
  const claimId = await makeMark(layer, text, "claim", { body: says });
  const quotes = { source: "The office", cue: "said", content: says };
  const said = await makeMark(layer, text, "attribution", quotes);
  await linkClaim(layer, said, claimId);
  await resolveSource(layer, said, source.id);
  await db().article.update({ where: { id: article.id }, data: { state: "done" } });
  return { claimId, sourceId: source.id, articleId: article.id };
}

async function makeCard(world: World) {
  const { claimId, sourceId } = await tell(world);
  const { slug } = world.project;
  const { id } = await createCard(reviewer(world), slug, { claimId, statement, type: "content" });
  return { params: { slug, cardId: id }, claimId, sourceId };
}

const onCard =
  (as: GoodCall["as"], more: Partial<GoodCall> = {}) =>
  async (world: World): Promise<GoodCall> => ({ as, params: (await makeCard(world)).params, ...more });

const onProject =
  (as: GoodCall["as"], more: Partial<GoodCall> = {}) =>
  async (world: World): Promise<GoodCall> => {
    await tell(world);
    await makeCard(world);
    return { as, params: { slug: world.project.slug }, ...more };
  };

const evidence = {
  url: "https://records.example/closure",
  archivedUrl: null,
  readOn: "2026-03-02",
  quote: "Closed until further notice.",
  stance: "supports",
};

async function twoMentions(world: World) {
  const made = await makeCard(world);
  const { claimId } = await tell(world);
  await answerCandidate(reviewer(world), made.params.cardId, { claimId, isSame: true });
  const mentions = await db().mention.findMany({ where: { cardId: made.params.cardId, claimId } });
  return { ...made, mentionIds: mentions.map(({ id }) => id) };
}

/** Valid calls of the operations on claim cards. */
export const cardCalls: GoodCalls = {
  listFinalClaims: async (world) => {
    const { articleId } = await tell(world);
    return { as: "reviewer", params: { slug: world.project.slug, articleId } };
  },
  listCards: onProject("viewer", { query: { order: "mentions" } }),
  exportCards: onProject("viewer"),
  searchCards: onProject("viewer", { query: { q: "bridge" } }),
  listFreeClaims: onProject("reviewer"),
  createCard: async (world) => {
    const { claimId } = await tell(world);
    return {
      as: "reviewer",
      params: { slug: world.project.slug },
      body: { claimId, statement, type: "content" },
    };
  },
  getCard: onCard("viewer"),
  editCard: onCard("reviewer", { revision: 1, body: { statement: "The bridge was shut.", type: "content" } }),
  describeCard: onCard("reviewer", {
    revision: 1,
    body: { claimTypes: ["event-property"], verifiable: true, publicInterest: null, harm: false },
  }),
  listCandidates: async (world) => {
    await tell(world);
    return onCard("reviewer", { query: { q: "" } })(world);
  },
  answerCandidate: async (world) => {
    const { claimId } = await tell(world);
    return { ...(await onCard("reviewer")(world)), body: { claimId, isSame: true } };
  },
  withdrawAnswer: async (world) => {
    const { params, claimId } = await makeCard(world);
    return { as: "reviewer", params, body: { claimId, isRemoved: true } };
  },
  judgePair: async (world) => {
    const { params, sourceId } = await makeCard(world);
    const other = await makeSource();
    const body = { a: sourceId, b: other.id, level: "independent", reason: "They never met." };
    return { as: "reviewer", params, body };
  },
  rateCredibility: onCard("annotator", { body: { grade: "2", rationale: "Two saw it." } }),
  saveVerdict: async (world) => {
    await db().project.update({ where: { id: world.project.id }, data: { truthScale: "both" } });
    return onCard("annotator", { body: { verdict: "supported", rationale: "Two saw it." } })(world);
  },
  addEvidence: onCard("reviewer", { body: evidence }),
  withdrawEvidence: async (world) => {
    const { params } = await makeCard(world);
    const input = addEvidenceInput.parse({ ...evidence, cardId: params.cardId });
    const { id } = await addEvidence(reviewer(world), input);
    return { as: "reviewer", params: { ...params, evidenceId: id }, body: { isRemoved: true } };
  },
  setInterests: async (world) => {
    const { params, sourceId } = await makeCard(world);
    return { as: "reviewer", params: { ...params, sourceId }, body: { flags: ["party"] } };
  },
  addCardLink: async (world) => {
    const other = await makeCard(world);
    const body = { otherId: other.params.cardId, type: "related" };
    return { ...(await onCard("reviewer")(world)), body };
  },
  withdrawCardLink: async (world) => {
    const [one, other] = [await makeCard(world), await makeCard(world)];
    const input = { cardId: one.params.cardId, otherId: other.params.cardId, type: "related" } as const;
    const { id } = await addCardLink(reviewer(world), input);
    return { as: "reviewer", params: { ...one.params, linkId: id }, body: { isRemoved: true } };
  },
  splitCard: async (world) => {
    const { params, mentionIds } = await twoMentions(world);
    return { as: "reviewer", params, body: { mentionIds, statement: "Another one.", type: "content" } };
  },
  mergeCard: async (world) => {
    const into = await makeCard(world);
    return { ...(await onCard("reviewer")(world)), body: { intoId: into.params.cardId } };
  },
  undoMove: async (world) => {
    const { params, mentionIds } = await twoMentions(world);
    const input = { cardId: params.cardId, mentionIds, statement: "Another one.", type: "content" } as const;
    const { moveId } = await splitCard(reviewer(world), input);
    return { as: "reviewer", params: { ...params, moveId } };
  },
};
