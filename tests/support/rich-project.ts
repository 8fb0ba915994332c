import { randomUUID } from "node:crypto";
import { db } from "@/lib/db";
import {
  type MadeArticle,
  type MadeLayer,
  type MadeProject,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
  makeSource,
} from "./factories";
import { findSpan, linkClaim, linkReuse, makeMark, resolveSource } from "./marks";

const first =
  "🌊 Flood in Korva\nThe mayor said that “the bridge is safe”, citing engineers. Forty houses were flooded. 👩‍👩‍👧 مرحبا بالعالم";
const second = "Forty houses were flooded, a paper wrote. The mayor was silent.";

export type RichProject = {
  project: MadeProject;
  manager: { id: string; name: string };
  articles: [MadeArticle, MadeArticle];
  layers: [MadeLayer, MadeLayer];
  final: MadeLayer;
};

/** A project with everything an export can hold: two people's layers, links of every kind, review, a final layer. */
export async function makeRichProject(): Promise<RichProject> {
  const project = await makeProject({ annotatorsPerArticle: 2 });
  const manager = await makeMember(project, "manager", { name: "Ilse Brandt" });
  const outlet = await makeSource({ kind: "outlet" });
  const mayor = await makeSource({ kind: "person" });
  const engineers = await makeSource({ kind: "organisation" });
  const headline = findSpan(first, "🌊 Flood in Korva\n").end;
  const one = await makeArticle(project, {
    text: first,
    publisherId: outlet.id,
    publishedAt: new Date("2026-05-03T10:15:00.123Z"),
    blocks: [
      { kind: "headline", start: 0, end: headline },
      { kind: "body", start: headline, end: [...first].length },
    ],
  });
  const two = await makeArticle(project, { text: second, language: "de", translated: "machine" });
  await db().articleCredit.create({
    data: { articleId: one.id, name: "Northern Wire", sourceId: outlet.id },
  });
  await db().article.update({
    where: { id: two.id },
    data: { derivesFromId: one.id, derivation: "partially-derived" },
  });
  const layers: [MadeLayer, MadeLayer] = [
    await makeLayer(one, { state: "submitted" }),
    await makeLayer(one, { state: "submitted" }),
  ];
  const marks = [];
  for (const layer of layers)
    marks.push(await annotate(layer, { mayor: mayor.id, engineers: engineers.id, two }));
  await makeLayer(two, { state: "submitted" }).then(({ id }) =>
    db().layer.update({ where: { id }, data: { isNothingToMark: true } }),
  );
  const final = await review(one, layers, marks, manager.id);
  return { project, manager, articles: [one, two], layers, final };
}

async function annotate(
  layer: MadeLayer,
  known: { mayor: string; engineers: string; two: MadeArticle },
): Promise<string> {
  const claim = await makeMark(
    layer,
    first,
    "claim",
    { body: ["the bridge", "safe"] },
    { attributes: { kind: "factual", note: "ß 🙂" } },
  );
  const outer = await makeMark(layer, first, "attribution", {
    source: "The mayor",
    cue: "said",
    content: "the bridge is safe",
  });
  const inner = await makeMark(
    layer,
    first,
    "attribution",
    { source: "engineers", cue: "citing" },
    { nestedInId: outer },
  );
  const duplicate = await makeMark(layer, first, "duplicate", { body: "Forty houses were flooded" });
  await makeMark(layer, first, "claim", { body: "مرحبا" });
  await linkClaim(layer, outer, claim, { stance: "denies" });
  await resolveSource(layer, outer, known.mayor);
  const place = { layerId: layer.id, projectId: layer.projectId };
  await db().restsOn.createMany({
    data: [
      {
        id: randomUUID(),
        ...place,
        attributionId: outer,
        targetId: inner,
        claimIds: [claim],
        type: "relays",
      },
      { id: randomUUID(), ...place, attributionId: inner, sourceId: known.engineers, type: "analyses" },
      { id: randomUUID(), ...place, attributionId: inner, description: "shared footage", type: "relays" },
    ],
  });
  await linkReuse(
    layer,
    duplicate,
    { versionId: known.two.versionId, text: second, quote: "Forty houses were flooded" },
    "to-passage",
  );
  const passageId = randomUUID();
  await db().passage.create({
    data: {
      id: passageId,
      projectId: layer.projectId,
      url: "https://harbour.example/a",
      quote: "Vierzig Häuser",
    },
  });
  await db().reuseLink.create({
    data: {
      id: randomUUID(),
      ...place,
      annotationId: duplicate,
      passageId,
      degree: "translation",
      direction: "unknown",
      evidence: "time",
      lost: ["valueChanged"],
      state: "suggested",
    },
  });
  return claim;
}

/** One unit read by a decision that amends both claims, and the final mark it made. */
async function review(
  article: MadeArticle,
  layers: MadeLayer[],
  claims: string[],
  by: string,
): Promise<MadeLayer> {
  const final = await makeLayer(article, { kind: "adjudicated", state: "closed" });
  const unit = await db().reviewUnit.create({
    data: {
      projectId: article.projectId,
      articleId: article.id,
      ordinal: 1,
      kind: "claim",
      state: "agreed",
      members: layers.map(({ id }, place) => ({ layerId: id, annotationId: claims[place], revision: 1 })),
    },
  });
  const decision = await db().reviewDecision.create({
    data: {
      projectId: article.projectId,
      unitId: unit.id,
      verdict: "amend",
      reason: "wrong-span",
      comment: "both too narrow",
      result: { marks: [] },
      decidedById: by,
    },
  });
  await db().decisionInput.createMany({
    data: claims.map((annotationId) => ({ decisionId: decision.id, annotationId, revision: 1 })),
  });
  const mark = await makeMark(final, first, "claim", { body: "the bridge is safe" });
  await db().annotation.update({ where: { id: mark }, data: { decidedById: decision.id } });
  await db().article.update({
    where: { id: article.id },
    data: {
      state: "done",
      finishedAt: new Date("2026-06-01T08:00:00Z"),
      reviewAgreement: 0.75,
      reviewConflicts: 1,
    },
  });
  return final;
}
