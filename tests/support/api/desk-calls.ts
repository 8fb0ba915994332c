import { db } from "@/lib/db";
import { getDraftText } from "@/lib/imports/get-draft-text";
import { applyCommand } from "@/lib/layers/commands";
import { makeGold } from "@/lib/slots/gold";
import { draftAt, importFiles, stageFiles } from "../../integration/imports/support";
import { actorFor, makeArticle, makeLayer } from "../factories";
import { claim, command, put, spanOf } from "../operations";
import type { GoodCall, GoodCalls } from "./good-call";
import type { World } from "./world";

const text = "The mayor said the bridge is safe. Forty houses were flooded.";

function uploadOf(words: string): FormData {
  const form = new FormData();
  form.set("paste", new Blob([words], { type: "text/plain" }), "paste.txt");
  return form;
}

async function stage(world: World) {
  const { slug } = world.project;
  const manager = actorFor(world.people.manager);
  const { batchId } = await stageFiles(manager, slug, { "one.txt": `A title\n\n${text}` });
  const draft = await draftAt(manager, slug, batchId, 1);
  return { params: { slug, batchId }, draft };
}

async function aboutArticle(world: World, more: Partial<GoodCall> = {}): Promise<GoodCall> {
  const article = await makeArticle(world.project, { text });
  const params = { slug: world.project.slug, articleId: article.id };
  return { as: "manager", params, ...more };
}

async function reserve(world: World, person: "annotator" | "reviewer") {
  const article = await makeArticle(world.project, { text });
  const [slotId = ""] = article.slotIds;
  await db().slot.update({ where: { id: slotId }, data: { reservedForId: world.people[person].id } });
  return { article, slotId };
}

const byManager = async ({ project }: World): Promise<GoodCall> => ({
  as: "manager",
  params: { slug: project.slug },
});

/** Valid calls of the operations on articles and their blocks, on imports, and on who works on what. */
export const deskCalls: GoodCalls = {
  listArticles: async (world) => {
    await makeArticle(world.project, { text });
    return { ...(await byManager(world)), query: { language: "en", stage: "open" } };
  },
  listArticleFilters: byManager,
  getArticle: (world) => aboutArticle(world),
  updateFacts: (world) =>
    aboutArticle(world, {
      revision: 1,
      body: {
        title: "A better title",
        publisher: null,
        credits: ["Northern Wire"],
        byline: null,
        url: "https://example.org/a",
        published: "2026-03-01",
        language: "en",
        originalLanguage: null,
        translated: "no",
        derivation: null,
        derivesFrom: null,
      },
    }),
  editBlock: async (world) => {
    const call = await aboutArticle(world);
    const block = await db().block.findFirstOrThrow({
      where: { version: { articleId: call.params?.articleId ?? "" } },
    });
    const seen = { kind: "body", start: block.start, end: block.end };
    return { ...call, body: { op: "kind", blockId: block.id, seen, kind: "caption" } };
  },
  getVersionText: async ({ project }) => {
    const { versionId } = await makeArticle(project, { text });
    return { as: "viewer", params: { slug: project.slug, versionId } };
  },
  searchPassages: async ({ project }) => {
    const { versionId } = await makeArticle(project, { text });
    await makeArticle(project, { text });
    return {
      as: "viewer",
      params: { slug: project.slug, versionId },
      query: { start: "0", end: "30" },
    };
  },
  stageImport: async ({ project }) => ({
    as: "manager",
    params: { slug: project.slug },
    form: uploadOf(`A pasted title\n\n${text}`),
  }),
  listImports: async (world) => ({ as: "manager", params: { slug: (await stage(world)).params.slug } }),
  getImport: async (world) => ({ as: "manager", params: (await stage(world)).params }),
  getImportProgress: async (world) => ({ as: "manager", params: (await stage(world)).params }),
  listDrafts: async (world) => ({ as: "manager", params: (await stage(world)).params }),
  getDraft: async (world) => {
    const { params, draft } = await stage(world);
    return { as: "manager", params: { ...params, draftId: draft.id } };
  },
  editDraft: async (world) => {
    const { params, draft } = await stage(world);
    return {
      as: "manager",
      params: { ...params, draftId: draft.id },
      body: { facts: { title: "A better title" }, isExcluded: false },
    };
  },
  editDraftBlock: async (world) => {
    const { params, draft } = await stage(world);
    const manager = actorFor(world.people.manager);
    const { blocks } = await getDraftText(manager, params.slug, params.batchId, draft.id);
    return {
      as: "manager",
      params: { ...params, draftId: draft.id },
      body: { op: "kind", seen: blocks[0], kind: "caption" },
    };
  },
  commitImport: async (world) => ({ as: "manager", params: (await stage(world)).params }),
  discardImport: async (world) => ({ as: "manager", params: (await stage(world)).params }),
  withdrawImport: async ({ project, people }) => {
    const manager = actorFor(people.manager);
    const { batchId } = await importFiles(manager, project.slug, { "one.txt": `A title\n\n${text}` });
    return { as: "manager", params: { slug: project.slug, batchId } };
  },
  takeNext: async ({ project }) => {
    await makeArticle(project, { text });
    return { as: "annotator", params: { slug: project.slug } };
  },
  listWork: async ({ project, people }) => {
    await makeLayer(await makeArticle(project, { text }), { ownerId: people.annotator.id });
    return { as: "annotator", params: { slug: project.slug }, query: { show: "open" } };
  },
  listOwnTime: async ({ project }) => ({ as: "annotator", params: { slug: project.slug } }),
  getOwnFigures: async ({ project }) => ({ as: "annotator", params: { slug: project.slug } }),
  listKept: async (world) => {
    await reserve(world, "annotator");
    return { as: "annotator", params: { slug: world.project.slug } };
  },
  takeKept: async (world) => {
    const { slotId } = await reserve(world, "annotator");
    return { as: "annotator", params: { slug: world.project.slug, slotId } };
  },
  releaseSlot: async ({ project, people }) => {
    const article = await makeArticle(project, { text });
    await makeLayer(article, { ownerId: people.annotator.id });
    const [slotId = ""] = article.slotIds;
    return { as: "manager", params: { slug: project.slug, slotId } };
  },
  getTeamWork: async (world) => {
    await makeLayer(await makeArticle(world.project, { text }), { ownerId: world.people.annotator.id });
    return byManager(world);
  },
  listStalled: byManager,
  listWorkTime: byManager,
  getWeekSums: byManager,
  exportWorkTime: byManager,
  listAssignees: byManager,
  previewAssignment: (world) => assignment(world),
  assignArticles: (world) => assignment(world),
  unassignSlots: async (world) => {
    const { slotId } = await reserve(world, "annotator");
    return { ...(await byManager(world)), body: { slotIds: [slotId] } };
  },
  setPriorities: async (world) => {
    const { id } = await makeArticle(world.project, { text });
    return { ...(await byManager(world)), body: { items: [{ articleId: id, priority: 5 }] } };
  },
  setCalibration: async (world) => {
    const { id } = await makeArticle(world.project, { text });
    return { ...(await byManager(world)), body: { articleIds: [id], isCalibration: true } };
  },
  listGold: byManager,
  listGoldPeople: byManager,
  makeGold: (world) => aboutArticle(world),
  finishGold: (world) => aboutGold(world),
  endGold: (world) => aboutGold(world),
};

async function assignment(world: World): Promise<GoodCall> {
  const { id } = await makeArticle(world.project, { text });
  const body = { articleIds: [id], personIds: [world.people.annotator.id] };
  return { ...(await byManager(world)), body };
}

async function aboutGold(world: World): Promise<GoodCall> {
  const call = await aboutArticle(world);
  const manager = actorFor(world.people.manager);
  const { slug } = world.project;
  const { layerId } = await makeGold(manager, { slug, articleId: call.params?.articleId ?? "" });
  await applyCommand(manager, layerId, command(put(claim([spanOf(text, "the bridge is safe")]))));
  return call;
}
