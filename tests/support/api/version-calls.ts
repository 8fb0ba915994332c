import { inTransaction } from "@/lib/db";
import { closeArticle, openAdjudicatedLayer } from "@/lib/review/enter-review";
import { submitLayer } from "@/lib/slots/commands";
import { listCarried } from "@/lib/versions/carried-queries";
import { letGo } from "@/lib/versions/settle-orphans";
import { actorFor, makeArticle, makeLayer } from "../factories";
import { findSpan, makeMark } from "../marks";
import { add } from "../versions";
import type { GoodCall, GoodCalls } from "./good-call";
import type { World } from "./world";

const text = "The mayor said the bridge is safe. Forty houses were flooded.";
const newer = "The mayor said the bridge is safe. Thirty houses were flooded.";

/** A finished article with one claim in its final layer. */
async function finished({ project, people }: World) {
  const article = await makeArticle(project, { text });
  const annotator = actorFor(people.annotator);
  const layer = await makeLayer(article, { ownerId: annotator.userId });
  await makeMark(layer, text, "claim", { body: "Forty houses were flooded" });
  await submitLayer(annotator, layer.id, { nothingToMark: false });
  const final = await inTransaction(undefined, (tx) => openAdjudicatedLayer(tx, article.id));
  await makeMark(final, text, "claim", { body: "Forty houses were flooded" });
  await inTransaction(undefined, (tx) => closeArticle(tx, project.id, article.id, final.id, null));
  return article;
}

async function onArticle(world: World, more: Partial<GoodCall> = {}): Promise<GoodCall> {
  const article = await finished(world);
  const { params, ...rest } = more;
  return { as: "reviewer", params: { slug: world.project.slug, articleId: article.id, ...params }, ...rest };
}

async function onOrphan(world: World, more: Partial<GoodCall> = {}) {
  const article = await finished(world);
  const annotator = actorFor(world.people.annotator);
  const reviewer = actorFor(world.people.reviewer);
  const { layerId } = await add(reviewer, article.id, newer, { annotatorId: annotator.userId });
  const [orphan] = (await listCarried(annotator, layerId)).items;
  const params = { slug: world.project.slug, carriedId: orphan?.id ?? "" };
  return { call: { as: "annotator", params, ...more } satisfies GoodCall, annotator, layerId };
}

const { start, end } = findSpan(newer, "Thirty houses were flooded");

/** Valid calls of the operations on the texts of articles. */
export const versionCalls: GoodCalls = {
  listVersions: (world) => onArticle(world),
  getVersion: (world) => onArticle(world, { params: { number: "1" } }),
  compareVersions: (world) => onArticle(world, { query: { from: "1", to: "1" } }),
  previewVersion: (world) => onArticle(world, { body: { text: newer, change: "update" } }),
  addVersion: (world) => {
    const base64 = Buffer.from(newer, "utf8").toString("base64");
    return onArticle(world, { body: { file: { name: "bridge.txt", base64 }, change: "correction" } });
  },
  listCarried: async (world) => {
    const { layerId } = await onOrphan(world);
    return { as: "annotator", params: { slug: world.project.slug, layerId } };
  },
  placeOrphan: async (world) =>
    (await onOrphan(world, { body: { spans: [{ role: "body", start, end }] } })).call,
  letOrphanGo: async (world) => (await onOrphan(world, { body: { reason: "It says thirty now." } })).call,
  bringOrphanBack: async (world) => {
    const { call, annotator } = await onOrphan(world);
    await letGo(annotator, { carriedId: call.params.carriedId, reason: "It says thirty now." });
    return call;
  },
};
