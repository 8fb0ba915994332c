import { randomUUID } from "node:crypto";
import { saveAttributeDraft } from "@/lib/attributes/commands";
import { attributeDefinitions } from "@/lib/attributes/schema";
import { db } from "@/lib/db";
import { saveGuidelineDraft } from "@/lib/guidelines/commands";
import { saveDraftInput } from "@/lib/guidelines/schema";
import { actorFor, makeArticle } from "../factories";
import type { GoodCall, GoodCalls } from "./good-call";
import type { World } from "./world";

const text = "The mayor said the bridge is safe.";

const on =
  (as: GoodCall["as"], more: Partial<GoodCall> = {}) =>
  async ({ project }: World): Promise<GoodCall> => {
    await makeArticle(project, { text });
    return { as, params: { slug: project.slug }, ...more };
  };

const filter = { states: "open", layers: "adjudicated,person", since: "2020-01-01", offsets: "stored" };

const guideline = {
  type: "doc",
  content: [
    { type: "heading", attrs: { level: 2, anchor: "claim" }, content: [{ type: "text", text: "Claims" }] },
    { type: "paragraph", content: [{ type: "text", text: "What a text asserts." }] },
  ],
};

const definitions = [
  {
    kind: "claim",
    key: "tone",
    type: "choice",
    label: "Tone",
    help: "How it sounds.",
    choices: [{ key: "calm", label: "Calm" }],
    unit: "",
  },
];

/** Valid calls of the operations on guidelines, attributes, datasets and the history. */
export const datasetCalls: GoodCalls = {
  getGuideline: on("viewer", { query: { number: "1" } }),
  listGuidelineVersions: on("viewer"),
  listExamples: on("viewer"),
  getGuidelineDraft: on("manager"),
  saveGuidelineDraft: on("manager", { revision: 1, body: { content: guideline } }),
  publishGuideline: async (world) => {
    const { content } = saveDraftInput.parse({ content: guideline, revision: 1 });
    const manager = actorFor(world.people.manager);
    const { revision } = await saveGuidelineDraft(manager, {
      slug: world.project.slug,
      content,
      revision: 1,
    });
    return { ...(await on("manager")(world)), revision, body: { note: "Claims." } };
  },
  listKeptMarks: on("manager", { query: { number: "1" } }),
  keepMarks: async (world) => {
    const { id: projectId } = world.project;
    const number = 1 + (await db().guidelineVersion.count({ where: { projectId } }));
    const publishedById = world.people.manager.id;
    await db().guidelineVersion.create({
      data: { projectId, number, content: guideline, changed: ["claim"], publishedById },
    });
    return on("manager", { body: { action: "keep", id: randomUUID(), number, anchor: "claim" } })(world);
  },
  listAttributes: on("viewer"),
  getAttributeDraft: on("manager"),
  previewAttributes: on("manager"),
  saveAttributeDraft: async (world) => ({
    ...(await on("manager", { body: { definitions } })(world)),
    revision: world.project.revision,
  }),
  publishAttributes: async (world) => {
    const { slug, revision } = world.project;
    const input = { slug, revision, definitions: attributeDefinitions.parse(definitions) };
    const saved = await saveAttributeDraft(actorFor(world.people.manager), input);
    return { ...(await on("manager")(world)), revision: saved.revision, body: { note: "Tone." } };
  },
  previewExport: on("manager", { query: filter }),
  exportProject: on("manager", { query: filter }),
  listFormats: on("manager"),
  exportFormat: async (world) => {
    const call = await on("manager", { query: { ...filter, scheme: "bioes", cards: "true" } })(world);
    return { ...call, params: { ...call.params, format: "conll" } };
  },
  listHistory: on("manager", { query: { noun: "project" } }),
};
