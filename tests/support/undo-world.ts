import { randomUUID } from "node:crypto";
import { linkTwin } from "@/components/annotate/operations";
import { db } from "@/lib/db";
import { applyCommand } from "@/lib/layers/commands";
import { getLayer } from "@/lib/layers/queries";
import type { LayerObject, LayerObjectType, ObjectInput } from "@/lib/layers/schema";
import type { Actor } from "@/lib/policy";
import { getLayerSuggestions } from "@/lib/suggestions/queries";
import { receiveSuggestions } from "@/lib/suggestions/receive";
import { pushInput, type SuggestionDto } from "@/lib/suggestions/schema";
import {
  actorFor,
  type MadeProject,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
  makeSource,
} from "./factories";
import { attribution, claim, claimLink, command, duplicate, put, restsOn, spanOf } from "./operations";

export const undoText =
  "About 600 people 👩‍👩‍👧 were rescued, the mayor said, citing the harbour office. Forty houses were flooded. Zoe denied it.";
/** A shared project with two sources, and a way to make layers in it that hold an object of every type. */
export async function makeUndoProject() {
  const project = await makeProject({ layerMode: "shared" });
  await db().project.update({ where: { id: project.id }, data: { showSuggestions: "from-beginning" } });
  const manager = actorFor(await makeMember(project, "manager"));
  const mayor = await makeSource({ name: "The mayor" });
  const office = await makeSource({ name: "Harbour office" });
  return { mayor, office, makeWorld: () => makeWorld({ project, manager, mayor, office }) };
}

type Desk = { project: MadeProject; manager: Actor; mayor: { id: string }; office: { id: string } };

async function makeWorld({ project, manager, mayor, office }: Desk) {
  const text = undoText;
  const article = await makeArticle(project, { text });
  const layer = await makeLayer(article, { kind: "shared" });
  const [actor, other] = [
    actorFor(await makeMember(project, "annotator")),
    actorFor(await makeMember(project, "annotator")),
  ];
  const { versionId } = article;
  const items = [
    claim([spanOf(text, "Forty houses were flooded")]),
    attribution([spanOf(text, "denied", "cue"), spanOf(text, "it", "content", text.indexOf("denied"))]),
  ].map((object, at) => ({ versionId, object, score: 0.9 - at / 10 }));
  await receiveSuggestions(
    manager,
    project.slug,
    pushInput.parse({ producer: "claim-spotter", version: "1.4", items }),
  );
  const [rescued, flooded, said, denied, copy] = [
    claim([spanOf(text, "About 600 people 👩‍👩‍👧 were rescued")], {
      attributes: { kind: "factual", origin: "attributed", quantities: [] },
    }),
    claim([spanOf(text, "Forty houses")], {
      attributes: { kind: "factual", origin: "none-given", quantities: [], note: "Two rows of houses." },
    }),
    attribution([
      spanOf(text, "the mayor", "source"),
      spanOf(text, "said", "cue"),
      spanOf(text, "About 600 people 👩‍👩‍👧 were rescued", "content"),
    ]),
    attribution([spanOf(text, "denied", "cue"), spanOf(text, "houses", "content")]),
    duplicate([spanOf(text, "flooded")]),
  ];
  const link = claimLink(said.id, rescued.id);
  const basis = restsOn(said.id, { sourceId: office.id });
  const source: ObjectInput = {
    type: "attributionSource",
    id: randomUUID(),
    attributionId: said.id,
    sourceId: mayor.id,
  };
  const outside = { url: "https://wire.example/1", quote: "flooded" };
  const twin = linkTwin(copy.id, { link: randomUUID(), passage: randomUUID() }, outside);
  const suggestions = async () => (await getLayerSuggestions(actor, layer.id)).items;
  await applyCommand(
    actor,
    layer.id,
    command(...[rescued, flooded, said, denied, copy, link, basis, source].map((one) => put(one)), twin),
  );
  const objects = async () =>
    new Map((await getLayer(actor, layer.id)).objects.map((object) => [object.id, object]));
  const find = async <T extends LayerObjectType>(type: T, id?: string) => {
    for (const object of (await objects()).values())
      if (isOf(object, type) && (id === undefined || object.id === id)) return object;
    throw new Error(`There is no ${type}.`);
  };
  return {
    ...{ actor, other, layer, objects, suggestions, versionId },
    rescued: () => find("annotation", rescued.id),
    flooded: () => find("annotation", flooded.id),
    said: () => find("annotation", said.id),
    denied: () => find("annotation", denied.id),
    copy: () => find("annotation", copy.id),
    only: <T extends LayerObjectType>(type: T) => find(type),
  };
}
/** A layer that two people share, with what stands in it. */
export type UndoWorld = Awaited<ReturnType<typeof makeWorld>>;

function isOf<T extends LayerObjectType>(
  object: LayerObject,
  type: T,
): object is Extract<LayerObject, { type: T }> {
  return object.type === type;
}

/** An answer to a suggestion: the mark it became, or null for none. */
export function answerTo(
  { id, producer, version, score }: SuggestionDto,
  annotationId: string | null,
): ObjectInput {
  return {
    type: "suggestionAnswer",
    id: randomUUID(),
    suggestionId: id,
    annotationId,
    ...{ producer, version, score },
  };
}

/** An answer that stands already, for what changes one or takes it away. */
export async function rejectFirst(w: UndoWorld): Promise<Extract<LayerObject, { type: "suggestionAnswer" }>> {
  const [first] = await w.suggestions();
  if (!first) throw new Error("There is no suggestion.");
  await applyCommand(w.actor, w.layer.id, command(put(answerTo(first, null))));
  return w.only("suggestionAnswer");
}
