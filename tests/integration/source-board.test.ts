import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { rateSource } from "@/lib/ratings/commands";
import { rateSourceInput } from "@/lib/ratings/schema";
import { listSourceBoard } from "@/lib/sources/board";
import { sourceBoardCsv } from "@/lib/sources/board-csv";
import { type SourceFilter, sourceFilter } from "@/lib/sources/schema";
import { workOff } from "@/lib/standings/work";
import { createDatabase } from "../support/database";
import { actorFor, makeLayer, makeMember, makeProject, makeSource, makeUser } from "../support/factories";
import { tellStory } from "../support/tell";

await createDatabase();
const project = await makeProject({ name: "Aardvark desk" });
const manager = actorFor(await makeMember(project, "manager"));
const reviewer = actorFor(await makeMember(project, "reviewer"));
const annotator = actorFor(await makeMember(project, "annotator"));
const viewer = actorFor(await makeMember(project, "viewer"));
const elsewhere = actorFor(await makeMember(await makeProject(), "manager"));

const read = (actor: Actor, filter: object = {}) => listSourceBoard(actor, sourceFilter.parse(filter));
const names = async (actor: Actor, filter: object = {}) =>
  (await read(actor, filter)).items.map((row) => row.name);
const row = async (actor: Actor, name: string) =>
  (await read(actor, { q: name })).items.find((one) => one.name === name);
const rate = (actor: Actor, sourceId: string, grade: string, more: object = {}) =>
  rateSource(
    actor,
    rateSourceInput.parse({ sourceId, grade, role: "publisher", rationale: "Checked.", ...more }),
  );

async function csv(actor: Actor, filter: Partial<SourceFilter> = {}): Promise<string> {
  let text = "";
  for await (const piece of sourceBoardCsv(actor, sourceFilter.parse(filter))) text += piece;
  return text;
}

describe("the board of sources", () => {
  it("counts uses in the reader's own projects and finds what is due, most used first", async () => {
    const [often, rarely, person] = [
      await makeSource(),
      await makeSource({ kind: "agency" }),
      await makeSource({ kind: "person" }),
    ];
    for (let time = 0; time < 3; time += 1)
      await tellStory(project, { speaker: "A", says: "it rains", sourceId: often.id });
    await tellStory(project, { speaker: "A", says: "it rains", sourceId: rarely.id, publisherId: often.id });
    await tellStory(project, { speaker: "A", says: "it rains", sourceId: person.id });
    await workOff();
    expect(await names(reviewer, { show: "due" })).toEqual([often.name, rarely.name]);
    expect(await names(reviewer, { show: "due", kind: "agency" })).toEqual([rarely.name]);
    expect(await row(reviewer, often.name)).toMatchObject({
      published: 1,
      attributed: 3,
      isDue: true,
      lastRatedAt: null,
    });
    expect(await row(elsewhere, often.name)).toMatchObject({ published: 0, attributed: 0 });
    expect(await names(elsewhere, { show: "due" })).toEqual([]);
    expect(await names(elsewhere, { show: "due", project: project.slug })).toEqual([]);
    await rate(reviewer, often.id, "B");
    await workOff();
    expect(await names(reviewer, { show: "due" })).toEqual([rarely.name]);
    expect(await names(viewer, { show: "rated" })).toEqual([often.name]);
    await expect(read(actorFor(await makeUser()))).rejects.toMatchObject({ status: 403 });
  });

  it("shows no grade of others, no spread and no house grade resting on them, until one's own is saved", async () => {
    const source = await makeSource();
    await rate(annotator, source.id, "A");
    const { id } = await rate(reviewer, source.id, "D");
    await workOff();
    await db().houseGrade.create({
      data: {
        sourceId: source.id,
        grade: "C",
        role: "publisher",
        rationale: "Between.",
        ratingIds: [id],
        decidedById: reviewer.userId,
      },
    });
    for (const rater of [annotator, reviewer]) {
      expect(await names(rater, { show: "contested" })).toEqual([source.name]);
      expect(await row(rater, source.name)).toMatchObject({
        spread: 3,
        houseGrades: [{ grade: "C", role: "publisher" }],
      });
    }
    for (const actor of [manager, viewer]) {
      expect(await names(actor, { show: "contested" })).toEqual([]);
      expect(await row(actor, source.name)).toMatchObject({ spread: null, ownGrades: [] });
      expect(await csv(actor, { show: "contested" })).not.toContain(source.name);
    }
    expect(await row(manager, source.name)).toMatchObject({ houseGrades: [] });
    expect(await csv(manager, { q: source.name })).toMatch(/,no,,,,no,no\r\n$/);
    await rate(manager, source.id, "B");
    await workOff();
    expect(await names(manager, { show: "contested" })).toEqual([source.name]);
    expect(await row(manager, source.name)).toMatchObject({
      spread: 3,
      ownGrades: [{ grade: "B", role: "publisher" }],
    });
  });

  it("hides a spread again at once where a round makes its rater blind", async () => {
    const source = await makeSource();
    await rate(reviewer, source.id, "A");
    const round = await db().ratingRound.create({
      data: {
        name: "Again",
        createdById: manager.userId,
        createdAt: new Date("2026-01-01"),
        sources: { create: { sourceId: source.id, role: "publisher" } },
      },
    });
    await db().ratingRoundRater.create({ data: { roundId: round.id, userId: annotator.userId } });
    await rate(annotator, source.id, "E");
    await workOff();
    expect(await names(reviewer, { show: "contested" })).toContain(source.name);
    expect(await names(annotator, { show: "contested" })).not.toContain(source.name);
    await db().ratingRound.update({ where: { id: round.id }, data: { closedAt: new Date() } });
    await workOff();
    expect(await names(annotator, { show: "contested" })).toContain(source.name);
    await db().ratingRound.update({ where: { id: round.id }, data: { closedAt: null } });
    expect(await names(annotator, { show: "contested" })).not.toContain(source.name);
  });

  it("pages every view through all sources, both ways", async () => {
    const own = await makeProject();
    const actor = actorFor(await makeMember(own, "reviewer"));
    const made = [];
    for (let place = 0; place < 70; place += 1)
      made.push(await makeSource({ kind: "document", name: `Paper ${place}` }));
    await workOff();
    for (const [place, { id }] of made.entries()) {
      await db().sourceUse.create({
        data: { projectId: own.id, sourceId: id, attributed: place % 4, uses: (place % 4) + 1, isDue: true },
      });
      await db().sourceStanding.update({
        where: { sourceId: id },
        data: { lastRatedAt: new Date(2026, 1, 1 + (place % 9)) },
      });
    }
    for (const show of [undefined, "rated", "due"]) {
      const filter = { kind: "document", show, project: own.slug };
      const first = await read(actor, filter);
      const second = await read(actor, { ...filter, cursor: first.next });
      expect([first.items.length, second.items.length, second.next]).toEqual([50, 20, null]);
      expect(new Set([...first.items, ...second.items].map((one) => one.id)).size).toBe(70);
      expect((await read(actor, { ...filter, cursor: second.previous })).items).toEqual(first.items);
      expect((await csv(actor, sourceFilter.parse(filter))).trim().split("\r\n")).toHaveLength(71);
    }
  });
});

it("who has still to hand in an article reads uses and what is due as if it were not finished", async () => {
  const own = await makeProject();
  const me = actorFor(await makeMember(own, "annotator"));
  const [a, b, c] = [await makeSource(), await makeSource(), await makeSource()];
  for (const source of [a, a, b, b, b])
    await tellStory(own, { speaker: "A", says: "it rains", sourceId: source.id });
  const hidden = [
    await tellStory(own, { speaker: "A", says: "it rains", sourceId: a.id }),
    await tellStory(own, { speaker: "A", says: "it rains", sourceId: a.id }),
    await tellStory(own, { speaker: "A", says: "it rains", sourceId: c.id }),
  ];
  await workOff();
  const all = async () => [
    await read(me, { show: "due", project: own.slug }),
    await csv(me, { project: own.slug }),
  ];
  const full = await all();
  expect(await names(me, { show: "due", project: own.slug })).toEqual([a.name, b.name, c.name]);
  for (const story of hidden) await makeLayer(story.article, { ownerId: me.userId });
  const blind = await all();
  expect(await names(me, { show: "due", project: own.slug })).toEqual([b.name, a.name]);
  expect(await row(me, a.name)).toMatchObject({ attributed: 2 });
  const ids = hidden.map((story) => story.article.id);
  await db().article.updateMany({ where: { id: { in: ids } }, data: { state: "reviewing" } });
  await workOff();
  expect(await all()).toEqual(blind);
  await db().layer.updateMany({ where: { ownerId: me.userId }, data: { state: "submitted" } });
  await db().article.updateMany({ where: { id: { in: ids } }, data: { state: "done" } });
  await workOff();
  expect(await all()).toEqual(full);
});
