import { db } from "@/lib/db";
import { receiveSuggestions } from "@/lib/suggestions/receive";
import { pushInput } from "@/lib/suggestions/schema";
import { actorFor, makeArticle, makeLayer } from "../factories";
import { claim, spanOf } from "../operations";
import type { GoodCalls } from "./good-call";
import type { World } from "./world";

const text = "The mayor said the bridge is safe. Forty houses were flooded.";

async function makePush(world: World) {
  const { versionId } = await makeArticle(world.project, { text });
  const object = claim([spanOf(text, "the bridge is safe")]);
  return { producer: "claim-spotter", version: "1.4", items: [{ versionId, score: 0.8, object }] };
}

/** An open layer of the annotator, in a project that shows suggestions as said. */
async function onLayer(world: World, showSuggestions: string) {
  await db().project.update({ where: { id: world.project.id }, data: { showSuggestions } });
  const article = await makeArticle(world.project, { text });
  const layer = await makeLayer(article, { ownerId: world.people.annotator.id });
  return { as: "annotator" as const, params: { slug: world.project.slug, layerId: layer.id } };
}

/** Valid calls of the operations on suggestions. */
export const suggestionCalls: GoodCalls = {
  pushSuggestions: async (world) => ({
    as: "manager",
    params: { slug: world.project.slug },
    body: await makePush(world),
  }),
  listSuggestionRuns: async (world) => {
    await receiveSuggestions(
      actorFor(world.people.manager),
      world.project.slug,
      pushInput.parse(await makePush(world)),
    );
    return { as: "manager", params: { slug: world.project.slug } };
  },
  withdrawSuggestionRun: async (world) => {
    const push = pushInput.parse(await makePush(world));
    const { runId } = await receiveSuggestions(actorFor(world.people.manager), world.project.slug, push);
    return { as: "manager", params: { slug: world.project.slug, runId } };
  },
  getLayerSuggestions: (world) => onLayer(world, "from-beginning"),
  finishFirstPass: (world) => onLayer(world, "after-first-pass"),
};
