import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { listBoard } from "@/lib/cards/board";
import { boardCsv } from "@/lib/cards/board-csv";
import { type BoardFilter, boardFilter } from "@/lib/cards/board-schema";
import { answerCandidate, createCard, rateCredibility } from "@/lib/cards/commands";
import { getCard } from "@/lib/cards/queries";
import { db } from "@/lib/db";
import { readCsvRows } from "@/lib/intake/csv";
import type { Actor } from "@/lib/policy";
import { workOff } from "@/lib/standings/work";
import { createDatabase } from "../support/database";
import { actorFor, makeLayer, makeMember, makeProject, makeSource, makeUser } from "../support/factories";
import { type Told, tellStory } from "../support/tell";

await createDatabase();

type World = { project: { id: string; slug: string }; reviewer: Actor; annotator: Actor; viewer: Actor };

async function makeWorld(): Promise<World> {
  const project = await makeProject();
  return {
    project,
    reviewer: actorFor(await makeMember(project, "reviewer")),
    annotator: actorFor(await makeMember(project, "annotator")),
    viewer: actorFor(await makeMember(project, "viewer")),
  };
}

/** A card of so many told stories. */
async function follow(
  { project, reviewer }: World,
  statement: string,
  told: Told[],
  type: "content" | "speech-act" = "content",
) {
  const stories = [];
  for (const one of told) stories.push(await tellStory(project, one));
  const [first, ...more] = stories;
  const { id } = await createCard(reviewer, project.slug, { claimId: first?.claimId ?? "", statement, type });
  for (const { claimId } of more) await answerCandidate(reviewer, id, { claimId, isSame: true });
  return { id, stories };
}

const read = (actor: Actor, world: World, filter: Partial<BoardFilter> = {}) =>
  listBoard(actor, world.project.slug, boardFilter.parse(filter));
const names = async (actor: Actor, world: World, filter: Partial<BoardFilter> = {}) =>
  (await read(actor, world, filter)).items.map((row) => row.statement);

async function csv(actor: Actor, world: World, filter: Partial<BoardFilter> = {}): Promise<string> {
  let text = "";
  for await (const piece of boardCsv(actor, world.project.slug, boardFilter.parse(filter))) text += piece;
  return text;
}

const says = "about 600 soldiers were captured";
const count = (value: number) => ({
  quantities: [
    {
      counted: "soldiers",
      min: value,
      max: value,
      unit: "",
      qualifier: "exact",
      words: String(value),
      asOf: "",
      method: "",
    },
  ],
});

describe("the board of claims", () => {
  it("orders its views by what is stored, and filters them", async () => {
    const world = await makeWorld();
    const { reviewer } = world;
    const [staff, mayor] = [
      await makeSource({ kind: "government" }),
      await makeSource({ kind: "organisation" }),
    ];
    const by = (source: { id: string }, more: object = {}): Told => ({
      speaker: "The staff",
      says,
      sourceId: source.id,
      ...more,
    });
    await follow(world, "one origin twice", [by(staff), by(staff)]);
    await follow(world, "two origins", [by(staff), by(mayor), by(mayor)]);
    await follow(world, "nobody named", [{ says }, { says }]);
    await follow(world, "denied", [by(staff), by(mayor, { stance: "denies" })]);
    await follow(world, "single", [by(staff, { publishedAt: new Date("2026-06-05") })]);
    await follow(world, "a promise", [by(mayor), by(mayor)], "speech-act");
    expect((await read(reviewer, world)).items.every((row) => row.isPending)).toBe(true);
    await workOff();
    expect((await read(reviewer, world)).items.some((row) => row.isPending)).toBe(false);
    expect(await names(reviewer, world)).toEqual([
      "a promise",
      "single",
      "denied",
      "nobody named",
      "two origins",
      "one origin twice",
    ]);
    expect((await names(reviewer, world, { order: "mentions" }))[0]).toBe("two origins");
    expect(await names(reviewer, world, { order: "dependent" })).toEqual([
      "nobody named",
      "denied",
      "one origin twice",
      "two origins",
    ]);
    expect(await names(reviewer, world, { order: "contested" })).toEqual(["denied"]);
    expect((await names(reviewer, world, { order: "unsettled" }))[0]).toBe("two origins");
    expect(await names(reviewer, world, { order: "unsettled" })).not.toContain("nobody named");
    expect(await names(reviewer, world, { type: "speech-act" })).toEqual(["a promise"]);
    expect(await names(reviewer, world, { credibility: "6" })).toEqual(["nobody named"]);
    expect(await names(reviewer, world, { credibility: "none" })).toEqual(["a promise", "denied"]);
    expect(await names(reviewer, world, { with: "denials" })).toEqual(["denied"]);
    expect(await names(reviewer, world, { with: "unexamined" })).toEqual(["two origins"]);
    expect(await names(reviewer, world, { with: "unnamed" })).toEqual(["nobody named"]);
    expect(await names(reviewer, world, { origin: mayor.id })).toEqual(["a promise", "two origins"]);
    expect(await names(reviewer, world, { from: "2026-06-05" })).toEqual(["single"]);
    expect(await names(reviewer, world, { to: "2026-06-04" })).not.toContain("single");
    expect(await names(reviewer, world, { q: "ORIGIN" })).toEqual(["two origins", "one origin twice"]);
    expect(await names(reviewer, world, { q: "100%" })).toEqual([]);
    expect((await read(reviewer, world, { order: "mentions" })).items[0]).toMatchObject({
      low: 2,
      high: 2,
      mentions: 3,
      unexaminedPairs: 1,
      unratedRoots: 2,
    });
  });

  it("says of conflicting values that they are contested", async () => {
    const world = await makeWorld();
    await follow(world, "counted apart", [
      { says, claim: count(200) },
      { says, claim: count(600) },
    ]);
    await workOff();
    expect((await read(world.reviewer, world, { order: "contested" })).items).toMatchObject([
      { statement: "counted apart", valueConflicts: 1, denials: 0 },
    ]);
  });

  it("tells of contradicting grades those alone who have given theirs", async () => {
    const world = await makeWorld();
    const manager = actorFor(await makeMember(world.project, "manager"));
    const { id } = await follow(world, "graded apart", [{ says }]);
    const grade = (actor: Actor, value: "1" | "5") =>
      rateCredibility(actor, { cardId: id, grade: value, rationale: "x" });
    await grade(world.reviewer, "1");
    await grade(world.annotator, "5");
    await workOff();
    for (const actor of [world.reviewer, world.annotator])
      expect((await read(actor, world, { order: "contested" })).items).toMatchObject([{ isDisputed: true }]);
    for (const actor of [manager, world.viewer]) {
      expect(await names(actor, world, { order: "contested" })).toEqual([]);
      expect((await read(actor, world)).items).toMatchObject([{ isDisputed: false }]);
      expect(await csv(actor, world)).not.toContain("disputed");
    }
    await grade(manager, "1");
    await workOff();
    expect(await names(manager, world, { order: "contested" })).toEqual(["graded apart"]);
  });

  it("pages every order through all cards, both ways", async () => {
    const world = await makeWorld();
    const { project, reviewer } = world;
    await db().claimCard.createMany({
      data: Array.from({ length: 120 }, (_, place) => ({
        projectId: project.id,
        statement: `card ${place}`,
        createdById: reviewer.userId,
      })),
    });
    const all = await db().cardStanding.findMany({
      where: { projectId: project.id },
      orderBy: { number: "asc" },
    });
    expect(all).toHaveLength(120);
    for (const [place, { cardId }] of all.entries())
      await db().cardStanding.update({
        where: { cardId },
        data: {
          mentions: place % 7,
          contest: place % 3,
          unsettled: place % 2,
          dependence: BigInt(-place % 11),
          high: place % 5,
        },
      });
    const expected = {
      newest: 120,
      mentions: 120,
      articles: 120,
      origins: 120,
      denials: 120,
      contested: 80,
      unsettled: 60,
      dependent: all.filter((_, place) => place % 7 >= 2).length,
    } as const;
    for (const [order, total] of Object.entries(expected)) {
      const filter = boardFilter.parse({ order });
      const pages = [await read(reviewer, world, filter)];
      for (let next = pages[0]?.next; next; next = pages.at(-1)?.next)
        pages.push(await read(reviewer, world, { ...filter, cursor: next }));
      const ids = pages.flatMap((page) => page.items.map((row) => row.id));
      expect([order, new Set(ids).size, ids.length]).toEqual([order, total, total]);
      const back = await read(reviewer, world, { ...filter, cursor: pages.at(-1)?.previous ?? "" });
      expect(back.items.map((row) => row.id)).toEqual(pages.at(-2)?.items.map((row) => row.id));
    }
    const { next } = await read(reviewer, world, { order: "mentions" });
    await expect(read(reviewer, world, { order: "newest", cursor: next ?? "" })).rejects.toMatchObject({
      code: "bad-cursor",
    });
    expect((await csv(reviewer, world)).trim().split("\r\n")).toHaveLength(121);
  });

  it("is nothing to strangers, and to annotators and viewers what they see a mention of", async () => {
    const world = await makeWorld();
    const { stories } = await follow(world, "seen", [{ says }]);
    await workOff();
    await expect(read(actorFor(await makeUser()), world)).rejects.toMatchObject({ code: "not-found" });
    for (const actor of [world.annotator, world.viewer]) expect(await names(actor, world)).toEqual(["seen"]);
    await db().article.update({ where: { id: stories[0]?.article.id }, data: { state: "reviewing" } });
    for (const actor of [world.annotator, world.viewer]) expect(await names(actor, world)).toEqual([]);
    await workOff();
    for (const actor of [world.annotator, world.viewer]) expect(await names(actor, world)).toEqual([]);
    expect(await names(world.reviewer, world)).toEqual(["seen"]);
  });
});

describe("who has still to hand in an article that a card rests on", () => {
  it.each(["reviewer", "annotator"] as const)(
    "as %s reads the board as if it were not there, until handing in",
    async (role) => {
      const world = await makeWorld();
      const [staff, mayor] = [await makeSource(), await makeSource()];
      const by = (source: { id: string }, more: object = {}): Told => ({
        speaker: "The staff",
        says,
        sourceId: source.id,
        ...more,
      });
      const { id, stories } = await follow(world, "many", [
        by(staff),
        by(mayor, { stance: "denies" }),
        by(mayor),
      ]);
      await follow(world, "two", [by(staff), by(staff)]);
      const hidden = await follow(world, "only there", [by(mayor)]);
      await workOff();
      const me = world[role];
      const filters: Partial<BoardFilter>[] = [
        {},
        { order: "mentions" },
        { order: "contested" },
        { order: "dependent" },
        { order: "unsettled" },
        { with: "denials" },
        { origin: mayor.id },
        { credibility: "3" },
        { to: "2026-01-01" },
        { q: "man" },
        { type: "content", order: "denials" },
      ];
      const everything = async () => {
        const found = [];
        for (const filter of filters)
          found.push([await read(me, world, filter), await csv(me, world, filter)]);
        return found;
      };
      const full = await everything();
      const layers = [];
      for (const story of [stories[1], stories[2], hidden.stories[0]])
        if (story) layers.push(await makeLayer(story.article, { ownerId: me.userId }));
      const blind = await everything();
      const own = await getCard(me, id);
      expect(own.mentions).toHaveLength(1);
      const row = (await read(me, world, { q: "many" })).items[0];
      expect(row).toMatchObject({
        mentions: 1,
        articles: 1,
        denials: 0,
        low: own.result?.low,
        high: own.result?.high,
        isPending: false,
      });
      expect(await names(me, world, { order: "mentions" })).toEqual(
        role === "reviewer" ? ["two", "many", "only there"] : ["two", "many"],
      );
      expect(await names(me, world, { order: "contested" })).toEqual([]);
      expect(await names(me, world, { origin: mayor.id })).toEqual([]);

      // The same board as when those articles had never been finished: nothing tells what they hold.
      const ids = layers.map((layer) => layer.articleId);
      await db().article.updateMany({ where: { id: { in: ids } }, data: { state: "reviewing" } });
      await workOff();
      await db().layer.updateMany({
        where: { id: { in: layers.map((layer) => layer.id) } },
        data: { state: "submitted" },
      });
      expect(await everything()).toEqual(blind);
      await db().article.updateMany({ where: { id: { in: ids } }, data: { state: "done" } });
      await workOff();
      expect(await everything()).toEqual(full);
    },
  );
});

describe("the table as a file", () => {
  it("holds every card of the filter, is UTF-8, and starts no formula", async () => {
    const world = await makeWorld();
    const odd = [
      '=HYPERLINK("http://x.example")',
      "+1",
      "-2",
      "@sum",
      "\ttab",
      'a, "b"\nc',
      "Здание 🏠",
      `plain ${randomUUID()}`,
    ];
    for (const statement of odd)
      await db().claimCard.create({
        data: { projectId: world.project.id, statement, createdById: world.reviewer.userId },
      });
    const text = await csv(world.reviewer, world);
    expect(text.startsWith("\uFEFFid,statement,")).toBe(true);
    async function* bytes() {
      yield Buffer.from(text.replace("id,statement", "id,text"), "utf8");
    }
    const cells: string[] = [];
    for await (const item of readCsvRows(bytes(), "text"))
      if (item.kind === "row") cells.push(item.row.cells.text ?? "");
    expect(cells.toReversed()).toEqual([
      '\'=HYPERLINK("http://x.example")',
      "'+1",
      "'-2",
      "'@sum",
      "'\ttab",
      'a, "b"\nc',
      ...odd.slice(6),
    ]);
    expect((await csv(world.reviewer, world, { q: "plain" })).trim().split("\r\n")).toHaveLength(2);
  });
});
