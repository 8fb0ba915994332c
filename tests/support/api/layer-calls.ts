import { randomUUID } from "node:crypto";
import { applyCommand } from "@/lib/layers/commands";
import { pinObservation } from "@/lib/observations/commands";
import { submitLayer } from "@/lib/slots/commands";
import { actorFor, makeArticle, makeLayer, makeSource } from "../factories";
import { claim, command, put, spanOf } from "../operations";
import type { GoodCall, GoodCalls } from "./good-call";
import type { World } from "./world";

const text = "The mayor said the bridge is safe. Forty houses were flooded.";

/** An open layer of the annotator with a mark in it. */
export async function openLayer(world: World) {
  const article = await makeArticle(world.project, { text });
  const layer = await makeLayer(article, { ownerId: world.people.annotator.id });
  const annotator = actorFor(world.people.annotator);
  const mark = claim([spanOf(text, "the bridge is safe")]);
  await applyCommand(annotator, layer.id, command(put(mark)));
  return { article, layer, annotator, mark };
}

async function onLayer(world: World, more: Partial<GoodCall> = {}): Promise<GoodCall> {
  const { layer } = await openLayer(world);
  return { as: "annotator", params: { slug: world.project.slug, layerId: layer.id }, ...more };
}

const words = () => spanOf(text, "The mayor said");

async function observationOn(world: World) {
  const { layer, annotator } = await openLayer(world);
  const source = await makeSource();
  const { start, end, quote } = words();
  const input = {
    id: randomUUID(),
    sourceId: source.id,
    layerId: layer.id,
    start,
    end,
    quote,
    note: "Late.",
  };
  await pinObservation(annotator, input);
  return { params: { slug: world.project.slug, layerId: layer.id }, id: input.id };
}

/** Valid calls of the operations on layers. */
export const layerCalls: GoodCalls = {
  getLayer: (world) => onLayer(world),
  getLayerGuideline: (world) => onLayer(world),
  listFindings: (world) => onLayer(world),
  listDeletedMarks: (world) => onLayer(world),
  listMarkHistory: async (world) => {
    const { layer, mark } = await openLayer(world);
    return { as: "annotator", params: { slug: world.project.slug, layerId: layer.id, markId: mark.id } };
  },
  applyCommand: (world) => {
    const { operations } = command(put(claim([spanOf(text, "Forty houses were flooded")])));
    return onLayer(world, { body: { operations } });
  },
  submitLayer: (world) => onLayer(world, { body: { nothingToMark: false } }),
  recallLayer: async (world) => {
    const { layer, annotator } = await openLayer(world);
    await submitLayer(annotator, layer.id, { nothingToMark: false });
    return { as: "annotator", params: { slug: world.project.slug, layerId: layer.id } };
  },
  skipLayer: (world) => onLayer(world, { body: { reason: "It is no news." } }),
  beat: (world) => onLayer(world, { body: { activeSeconds: 5 } }),
  listOwnObservations: async (world) => ({
    as: "annotator",
    params: (await observationOn(world)).params,
  }),
  pinObservation: async (world) => {
    const { start, end, quote } = words();
    const { id: sourceId } = await makeSource();
    return onLayer(world, { body: { id: randomUUID(), sourceId, start, end, quote, note: "Late." } });
  },
  removeObservation: async (world) => {
    const { params, id } = await observationOn(world);
    return { as: "annotator", params: { ...params, observationId: id } };
  },
};
