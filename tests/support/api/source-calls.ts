import { randomUUID } from "node:crypto";
import { rateSource } from "@/lib/ratings/commands";
import { closeRound, createRound } from "@/lib/ratings/rounds";
import { rateSourceInput } from "@/lib/ratings/schema";
import { createSource, mergeSource } from "@/lib/sources/commands";
import { addAffiliation, addAlias, addDomain } from "@/lib/sources/ties";
import { actorFor, makeSource } from "../factories";
import type { GoodCall, GoodCalls } from "./good-call";
import type { World } from "./world";

const manager = ({ people }: World) => actorFor(people.manager);
const domain = () => `${randomUUID().slice(0, 8)}.example.org`;

const onSource =
  (as: GoodCall["as"], more: Partial<GoodCall> = {}) =>
  async (): Promise<GoodCall> => ({ as, params: { sourceId: (await makeSource()).id }, ...more });

async function proposal({ people }: World): Promise<string> {
  const name = `Zq ${randomUUID().replaceAll("-", " ")}`;
  const made = await createSource(actorFor(people.annotator), { name, kind: "outlet", note: "" });
  return made.id;
}

async function affiliation(world: World) {
  const [source, parent] = [await makeSource(), await makeSource()];
  const input = { sourceId: source.id, parentId: parent.id, fromDate: null, toDate: null };
  const { id } = await addAffiliation(manager(world), input);
  return { sourceId: source.id, affiliationId: id };
}

const rating = { grade: "B", role: "publisher", rationale: "Ten stories checked." };

async function round(world: World) {
  const source = await makeSource();
  const { id } = await createRound(manager(world), {
    name: "Spring",
    sourceIds: [source.id],
    raterIds: [world.people.annotator.id],
  });
  return { roundId: id, sourceId: source.id };
}

const plain =
  (as: GoodCall["as"], more: Partial<GoodCall> = {}) =>
  async (): Promise<GoodCall> => ({
    as,
    ...more,
  });

/** Valid calls of the operations on sources and their ratings. */
export const sourceCalls: GoodCalls = {
  noteLicence: onSource("manager", { body: { licence: "By agreement of March." } }),
  getTeamDiagonal: plain("annotator"),
  listSources: async () => {
    await makeSource();
    return { as: "viewer", query: { kind: "outlet" } };
  },
  exportSources: async () => {
    await makeSource();
    return { as: "viewer" };
  },
  searchSources: async () => ({ as: "viewer", query: { q: (await makeSource()).name, limit: "5" } }),
  suggestSources: async () => ({ as: "viewer", query: { q: (await makeSource()).name } }),
  listProposals: async (world) => {
    await proposal(world);
    return { as: "reviewer" };
  },
  createSource: async () => ({
    as: "annotator",
    body: { name: `Qx ${randomUUID().replaceAll("-", " ")}`, kind: "outlet", note: "A paper." },
  }),
  getSource: onSource("viewer"),
  editSource: onSource("reviewer", {
    revision: 1,
    body: { name: "A better name", kind: "agency", note: "" },
  }),
  registerSource: async (world) => ({ as: "reviewer", params: { sourceId: await proposal(world) } }),
  refuseSource: async (world) => ({
    as: "reviewer",
    params: { sourceId: await proposal(world) },
    body: { reason: "It is no source." },
  }),
  mergeSource: async () => ({
    as: "reviewer",
    params: { sourceId: (await makeSource()).id },
    body: { intoId: (await makeSource()).id, reason: "They are one." },
  }),
  unmergeSource: async (world) => {
    const [source, into] = [await makeSource(), await makeSource()];
    await mergeSource(manager(world), { sourceId: source.id, intoId: into.id, reason: "They are one." });
    return { as: "reviewer", params: { sourceId: source.id }, body: { reason: "They are two." } };
  },
  addAlias: onSource("reviewer", { body: { name: "The Post", kind: "name" } }),
  removeAlias: async (world) => {
    const { id: sourceId } = await makeSource();
    const { id } = await addAlias(manager(world), { sourceId, name: "The Post", kind: "name" });
    return { as: "reviewer", params: { sourceId, aliasId: id } };
  },
  addDomain: async () => ({
    as: "reviewer",
    params: { sourceId: (await makeSource()).id },
    body: { domain: domain() },
  }),
  removeDomain: async (world) => {
    const { id: sourceId } = await makeSource();
    const added = await addDomain(manager(world), { sourceId, domain: domain() });
    return { as: "reviewer", params: { sourceId, domain: added.domain } };
  },
  addAffiliation: async () => ({
    as: "reviewer",
    params: { sourceId: (await makeSource()).id },
    body: { parentId: (await makeSource()).id, fromDate: "2020-01-01", toDate: null },
  }),
  editAffiliation: async (world) => ({
    as: "reviewer",
    params: await affiliation(world),
    body: { fromDate: "2021-01-01", toDate: "2022-01-01" },
  }),
  removeAffiliation: async (world) => ({ as: "reviewer", params: await affiliation(world) }),
  listSourceArticles: onSource("viewer"),
  listSourceAttributions: onSource("viewer"),
  listFaredCards: onSource("viewer"),
  listSourceObservations: onSource("viewer"),
  listSourceEvents: async (world) => {
    const { id: sourceId } = await makeSource();
    await addAlias(manager(world), { sourceId, name: "The Post", kind: "name" });
    return { as: "viewer", params: { sourceId } };
  },
  getSourceRatings: async (world) => {
    const { id: sourceId } = await makeSource();
    await rateSource(manager(world), rateSourceInput.parse({ ...rating, sourceId }));
    return { as: "manager", params: { sourceId } };
  },
  rateSource: onSource("annotator", {
    body: { ...rating, periodFrom: "2025-01-01", periodTo: "2025-12-31" },
  }),
  decideHouseGrade: async (world) => {
    const { id: sourceId } = await makeSource();
    const { id } = await rateSource(manager(world), rateSourceInput.parse({ ...rating, sourceId }));
    return { as: "manager", params: { sourceId }, body: { ...rating, ratingIds: [id] } };
  },
  listRounds: async (world) => {
    await round(world);
    return { as: "manager" };
  },
  createRound: async ({ people }) => ({
    as: "manager",
    body: {
      name: "Autumn",
      sourceIds: [(await makeSource()).id],
      raterIds: [people.annotator.id],
      dueOn: "2027-01-01",
    },
  }),
  getRound: async (world) => ({ as: "manager", params: { roundId: (await round(world)).roundId } }),
  extendRound: async (world) => ({
    as: "manager",
    params: { roundId: (await round(world)).roundId },
    body: { sourceIds: [(await makeSource()).id], raterIds: [], dueOn: null },
  }),
  closeRound: async (world) => ({ as: "manager", params: { roundId: (await round(world)).roundId } }),
  reopenRound: async (world) => {
    const { roundId } = await round(world);
    await closeRound(manager(world), roundId);
    return { as: "manager", params: { roundId } };
  },
  getRoundSource: async (world) => ({ as: "annotator", params: await round(world) }),
  rateInRound: async (world) => ({
    as: "annotator",
    params: await round(world),
    body: { grade: "B", rationale: "Ten stories checked." },
  }),
  listRaters: plain("manager"),
  getRatingRules: plain("manager"),
  setPersonRating: plain("admin", { body: { ratesPersons: true } }),
};
