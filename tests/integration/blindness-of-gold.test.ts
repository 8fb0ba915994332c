import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { listBoard } from "@/lib/cards/board";
import { boardFilter } from "@/lib/cards/board-schema";
import { answerCandidate, createCard } from "@/lib/cards/commands";
import { db } from "@/lib/db";
import { listMarks } from "@/lib/marks/list-marks";
import { markFilter } from "@/lib/marks/schema";
import type { Actor } from "@/lib/policy";
import { listClusters } from "@/lib/reuse/list-clusters";
import { settleReuse } from "@/lib/reuse/settle";
import { raiseDispute } from "@/lib/review/disputes";
import { recallLayer, submitLayer } from "@/lib/slots/commands";
import { endGold, makeGold } from "@/lib/slots/gold";
import { getOwnGold, listGoldPeople } from "@/lib/slots/gold-queries";
import { takeNextSlot } from "@/lib/slots/take-slot";
import { listSourceBoard } from "@/lib/sources/board";
import { sourceFilter } from "@/lib/sources/schema";
import { workOff } from "@/lib/standings/work";
import { createDatabase } from "../support/database";
import { actorFor, makeMember, makeProject, makeSource } from "../support/factories";
import { linkReuse, makeMark } from "../support/marks";
import { tellStory } from "../support/tell";

await createDatabase();

/** Two finished articles that say the same, one copied from the other; both on a card. Nobody has gold yet. */
async function makeDesk() {
  const project = await makeProject();
  const mia = actorFor(await makeMember(project, "manager"));
  const ana = actorFor(await makeMember(project, "annotator"));
  const staff = await makeSource({ kind: "government" });
  const told = { speaker: "The staff", says: "about 600 soldiers were captured", sourceId: staff.id };
  const one = await tellStory(project, told);
  const two = await tellStory(project, told);
  const copy = await makeMark(two.layer, two.text, "duplicate", { body: two.text });
  const twin = { versionId: one.article.versionId, text: one.text, quote: one.text };
  await linkReuse(two.layer, copy, twin, "from-passage");
  const card = { claimId: one.claimId, statement: "About 600 were captured", type: "content" as const };
  const { id } = await createCard(mia, project.slug, card);
  await answerCandidate(mia, id, { claimId: two.claimId, isSame: true });
  await settle();
  await db().project.update({ where: { id: project.id }, data: { goldPercent: 50 } });
  return { project, slug: project.slug, mia, ana, staff, one, two };
}

async function settle(): Promise<void> {
  await settleReuse();
  await workOff();
}

/** What the boards and the list of clusters tell of the two articles, as numbers. */
async function told(actor: Actor, slug: string, source: { name: string }) {
  const [card] = (await listBoard(actor, slug, boardFilter.parse({}))).items;
  const sources = await listSourceBoard(actor, sourceFilter.parse({ q: source.name }));
  const clusters = await listClusters(actor, slug, { sort: "newest" });
  return {
    mentions: card?.mentions ?? 0,
    attributed: sources.items[0]?.attributed ?? 0,
    clusters: clusters.items.length,
  };
}

/** Pulls until the chance falls on the article with gold. */
async function takeGold(actor: Actor, slug: string) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const taken = await takeNextSlot(actor, slug);
    if (taken) return taken;
  }
  throw new Error("Gold should have come.");
}

const all = { mentions: 2, attributed: 2, clusters: 1 };
const without = { mentions: 1, attributed: 1, clusters: 0 };

it("what boards and clusters count of an article with gold is hidden from who may be measured on it, and who is", async () => {
  const { slug, mia, ana, staff, two } = await makeDesk();
  expect(await told(ana, slug, staff)).toEqual(all);
  await makeGold(mia, { slug, articleId: two.article.id });
  await settle();
  expect(await told(ana, slug, staff)).toEqual(without);
  const taken = await takeGold(ana, slug);
  expect(await told(ana, slug, staff)).toEqual(without);
  await endGold(mia, { slug, articleId: two.article.id });
  await settle();
  expect(await told(ana, slug, staff)).toEqual(without);
  expect(await told(mia, slug, staff)).toEqual(all);
  await submitLayer(ana, taken.layerId, { nothingToMark: true });
  expect(await told(ana, slug, staff)).toEqual(all);
});

it("a dispute about an article with gold is refused as about one whose review has not ended", async () => {
  const { slug, mia, ana, two } = await makeDesk();
  await makeGold(mia, { slug, articleId: two.article.id });
  const taken = await takeGold(ana, slug);
  await submitLayer(ana, taken.layerId, { nothingToMark: true });
  const input = { articleId: two.article.id, unitId: randomUUID(), body: "I disagree." };
  await expect(raiseDispute(ana, input)).rejects.toMatchObject({ status: 409, code: "not-finished" });
});

it("who has read an article's final marks among all marks is not measured on it later", async () => {
  const { slug, mia, ana, two } = await makeDesk();
  // Lines are made of a layer as its revision closes.
  await db().layer.update({ where: { id: two.layer.id }, data: { revision: { increment: 1 } } });
  expect((await listMarks(ana, slug, markFilter.parse({}))).items.length).toBeGreaterThan(0);
  await makeGold(mia, { slug, articleId: two.article.id });
  for (let attempt = 0; attempt < 60; attempt += 1) expect(await takeNextSlot(ana, slug)).toBeNull();
});

it("work taken back and handed in again is not measured anew, and tells its person nothing meanwhile", async () => {
  const { project, slug, mia, ana, two } = await makeDesk();
  await db().project.update({ where: { id: project.id }, data: { showsGoldResults: true } });
  await makeGold(mia, { slug, articleId: two.article.id });
  const { layerId } = await takeGold(ana, slug);
  await submitLayer(ana, layerId, { nothingToMark: true });
  expect(await getOwnGold(ana, slug)).toMatchObject({ articles: 1, exact: 0 });
  await recallLayer(ana, layerId);
  expect(await getOwnGold(ana, slug)).toBeNull();
  const layer = await db().layer.findUniqueOrThrow({ where: { id: layerId } });
  await makeMark(layer, two.text, "claim", { body: "about 600 soldiers were captured" });
  await submitLayer(ana, layerId, { nothingToMark: false });
  expect(await getOwnGold(ana, slug)).toMatchObject({ articles: 1, exact: 0 });
  expect(await listGoldPeople(mia, slug)).toMatchObject([{ articles: 1, exact: 0 }]);
});
