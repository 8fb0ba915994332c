import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { databaseRefusal } from "@/lib/database-errors";
import { db } from "@/lib/db";
import { encodeCursor } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { finishReview, releaseReview, signOff, startReview } from "@/lib/review/commands";
import { applyReviewCommand } from "@/lib/review/decide";
import { isSampled } from "@/lib/review/enter-review";
import { countReviewQueue, listQueueChoices, listReviewQueue } from "@/lib/review/queue";
import { type QueueFilter, queueFilter } from "@/lib/review/queue-schema";
import { submitLayer } from "@/lib/slots/commands";
import { createDatabase } from "../../support/database";
import {
  actorFor,
  type MadeProject,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
  makeSource,
} from "../../support/factories";
import { makeMark } from "../../support/marks";

await createDatabase();
const text = "The mayor said forty houses were flooded. The dam held until midnight.";

type World = { project: MadeProject; ana: Actor; ben: Actor; rita: Actor; rolf: Actor; mia: Actor };

async function makeWorld(options: Parameters<typeof makeProject>[0] = {}): Promise<World> {
  const project = await makeProject({ annotatorsPerArticle: 2, ...options });
  const member = async (role: "annotator" | "reviewer" | "manager", name: string) =>
    actorFor(await makeMember(project, role, { name }));
  return {
    project,
    ana: await member("annotator", "Ana"),
    ben: await member("annotator", "Ben"),
    rita: await member("reviewer", "Rita"),
    rolf: await member("reviewer", "Rolf"),
    mia: await member("manager", "Mia"),
  };
}

/** An article that both handed in: alike, or with one claim that only the first one has. */
async function handIn({ project, ana, ben }: World, isAlike: boolean, publisherId?: string) {
  const article = await makeArticle(project, { text, publisherId });
  const layers = [];
  for (const person of [ana, ben]) {
    const layer = await makeLayer(article, { ownerId: person.userId });
    await makeMark(layer, text, "claim", { body: "forty houses were flooded" });
    if (!isAlike && person === ana) await makeMark(layer, text, "claim", { body: "The dam held" });
    layers.push(layer);
  }
  const [first, second] = layers;
  if (!first || !second) throw new Error("Two layers are needed.");
  await submitLayer(ana, first.id, { nothingToMark: false });
  await submitLayer(ben, second.id, { nothingToMark: false });
  return { ...article, first, second };
}

const list = (actor: Actor, project: MadeProject, filter: Partial<QueueFilter> = {}, limit?: number) =>
  listReviewQueue(actor, project.slug, queueFilter.parse(filter), { limit });

describe("the lists of the queue", () => {
  it("order by every column both ways, over pages, and narrow by publisher and reviewer", async () => {
    const world = await makeWorld();
    const { project, rita } = world;
    const [post, herald] = [await makeSource({ name: "Post" }), await makeSource({ name: "Herald" })];
    const articles = [
      await handIn(world, true, post.id),
      await handIn(world, false, herald.id),
      await handIn(world, false),
    ];
    const ids = articles.map((article) => article.id);
    const orderOf = async (filter: Partial<QueueFilter>) => {
      const found: string[] = [];
      for (let at: string | undefined; ; ) {
        const page = await list(rita, project, { ...filter, at }, 1);
        found.push(...page.items.map((item) => item.articleId));
        if (!page.next) return found;
        at = page.next;
      }
    };
    expect(await orderOf({})).toEqual(ids);
    expect(await orderOf({ direction: "down" })).toEqual(ids.toReversed());
    expect((await orderOf({ sort: "agreement" })).at(-1)).toBe(ids[0]);
    expect((await orderOf({ sort: "conflicts" })).at(-1)).toBe(ids[0]);
    expect(await orderOf({ sort: "source" })).toEqual([ids[1], ids[0], ids[2]]);
    expect(await orderOf({ publisher: post.id })).toEqual([ids[0]]);
    expect(await orderOf({ publisher: "unknown", sort: "agreement" })).toEqual([ids[2]]);
    await db().source.update({ where: { id: post.id }, data: { name: "Antenna" } });
    expect((await orderOf({ sort: "source" }))[0]).toBe(ids[0]);
    await startReview(rita, ids[1] ?? "");
    expect(await orderOf({ show: "reviewing", assignee: "me" })).toEqual([ids[1]]);
    expect(await orderOf({ show: "mine" })).toEqual([ids[1]]);
    expect(await orderOf({ assignee: "nobody" })).toEqual([ids[0], ids[2]]);
    const choices = await listQueueChoices(rita, project.slug, post.id);
    expect(choices.publisher).toEqual({ id: post.id, name: "Antenna" });
    expect((await listQueueChoices(rita, project.slug, "unknown")).publisher).toBeNull();
    expect(choices.people.map((one) => one.name)).toEqual(["Mia", "Rita", "Rolf"]);
    const last = await list(rita, project, { at: (await list(rita, project, {}, 1)).next ?? "" }, 1);
    expect((await list(rita, project, { at: last.previous ?? "" }, 1)).items[0]?.articleId).toBe(ids[0]);
  });

  it("turn pages from one snapshot: what moved is flagged, nothing is skipped or comes twice", async () => {
    const world = await makeWorld();
    const { project, rita, rolf } = world;
    const ids = [];
    for (let n = 0; n < 6; n += 1) ids.push((await handIn(world, n % 2 === 0)).id);
    const first = await list(rita, project, {}, 2);
    expect(first.items.map((item) => [item.articleId, item.changed])).toEqual([
      [ids[0], null],
      [ids[1], null],
    ]);
    // One leaves from each page; one goes and comes back; one is new.
    await startReview(rolf, ids[0] ?? "");
    await startReview(rolf, ids[2] ?? "");
    await db().article.update({
      where: { id: ids[3] },
      data: { reviewReadyAt: new Date("2001-01-01T00:00:00Z") },
    });
    await db().article.update({ where: { id: ids[4] }, data: { withdrawnAt: new Date() } });
    const fresh = await handIn(world, true);
    const second = await list(rita, project, { at: first.next ?? "" }, 2);
    const third = await list(rita, project, { at: second.next ?? "" }, 2);
    expect(second.items.map((item) => item.articleId)).toEqual([ids[2], ids[3]]);
    expect(second.items.map((item) => item.changed)).toEqual([
      { list: "reviewing", assignee: "Rolf" },
      { list: "waiting", assignee: null },
    ]);
    // A withdrawn article's words are nowhere any more.
    expect(third.items.map((item) => item.articleId)).toEqual([ids[5]]);
    const back = await list(rita, project, { at: second.previous ?? "" }, 2);
    expect(back.items.map((item) => [item.articleId, item.changed?.list ?? null])).toEqual([
      [ids[0], "reviewing"],
      [ids[1], null],
    ]);
    expect((await list(rita, project)).items.map((item) => item.articleId)).toEqual([
      ids[3],
      ids[1],
      ids[5],
      fresh.id,
    ]);
  });

  it("keep right counts through transitions at the same time", async () => {
    const world = await makeWorld({ annotatorsPerArticle: 1 });
    const { project, ana, rita, rolf } = world;
    const layers = [];
    for (let n = 0; n < 24; n += 1) {
      const article = await makeArticle(project, { text });
      layers.push({ article, layer: await makeLayer(article, { ownerId: ana.userId }) });
    }
    await Promise.all(layers.map(({ layer }) => submitLayer(ana, layer.id, { nothingToMark: true })));
    expect((await countReviewQueue(rita, project.slug)).waiting).toBe(24);
    const moves = await Promise.allSettled(
      layers.flatMap(({ article }, index) =>
        [rita, rolf].map(async (actor) => {
          await startReview(actor, article.id);
          if (index % 3 === 0) await releaseReview(actor, article.id);
          if (index % 3 === 1) await finishReview(actor, article.id);
        }),
      ),
    );
    expect(moves.some((move) => move.status === "rejected")).toBe(true);
    const stored = await db().article.groupBy({
      by: ["state"],
      where: { projectId: project.id },
      _count: true,
    });
    const of = (state: string) => stored.find((row) => row.state === state)?._count ?? 0;
    const counts = await countReviewQueue(rita, project.slug);
    expect([counts.waiting, counts.reviewing, counts.done]).toEqual([
      of("review"),
      of("reviewing"),
      of("done"),
    ]);
    expect(counts.waiting + counts.reviewing + counts.done).toBe(24);
  });

  it("leave out of the orders by figures what the reader annotates, and show it without them elsewhere", async () => {
    const world = await makeWorld();
    const { project, ana } = world;
    const article = await handIn(world, false);
    await db().member.update({
      where: { projectId_userId: { projectId: project.id, userId: ana.userId } },
      data: { role: "reviewer" },
    });
    expect((await list(ana, project, { sort: "agreement" })).items).toEqual([]);
    expect((await list(ana, project, { sort: "conflicts" })).items).toEqual([]);
    expect((await list(ana, project)).items[0]).toMatchObject({
      articleId: article.id,
      agreement: null,
      conflicts: null,
      refusal: { code: "own-work" },
    });
  });

  it("look at no more than so many of the reader's own rows a page, say so, and go on from there both ways", async () => {
    const world = await makeWorld();
    const { project, ana, rolf } = world;
    // An order by conflicts, the most first: those of the reader's own, then the one of others.
    for (let n = 0; n < 5; n += 1) await handIn(world, false);
    const theirs = await handIn({ ...world, ana: rolf }, true);
    await db().member.update({
      where: { projectId_userId: { projectId: project.id, userId: ana.userId } },
      data: { role: "reviewer" },
    });
    const page = (at?: string) =>
      listReviewQueue(ana, project.slug, queueFilter.parse({ sort: "conflicts", at }), { mostLookedAt: 2 });
    const first = await page();
    expect(first).toMatchObject({ items: [], isPartial: true, previous: null });
    // The address names the last row looked at, one's own: nobody can read it, and no one else can use it.
    expect(Buffer.from(first.next ?? "", "base64url").toString("utf8")).not.toContain("conflicts");
    await expect(list(rolf, project, { sort: "conflicts", at: first.next ?? "" })).rejects.toMatchObject({
      code: "bad-cursor",
    });
    const second = await page(first.next ?? "");
    expect(second).toMatchObject({ items: [], isPartial: true });
    const third = await page(second.next ?? "");
    expect(third.items.map((item) => item.articleId)).toEqual([theirs.id]);
    const back = await page(third.previous ?? "");
    expect(back).toMatchObject({ items: [], isPartial: true });
    expect(back.previous).not.toBeNull();
    const all = await listReviewQueue(ana, project.slug, queueFilter.parse({ sort: "conflicts" }));
    expect(all.isPartial).toBe(false);
    expect(all.items).toHaveLength(1);
  });

  it("hold what waits for a second reviewer and what somebody objects to apart", async () => {
    const world = await makeWorld({ needsSignOff: true });
    const { project, ana, rita, rolf } = world;
    const { id } = await handIn(world, true);
    const { commandId } = { commandId: randomUUID() };
    await startReview(rita, id);
    await applyReviewCommand(rita, id, { commandId, action: "accept-agreed" });
    await finishReview(rita, id);
    expect(await countReviewQueue(rolf, project.slug)).toMatchObject({ waiting: 0, signing: 1 });
    expect((await list(rolf, project, { show: "signing" })).items[0]).toMatchObject({
      articleId: id,
      assignee: { name: "Rita" },
    });
    await startReview(rolf, id);
    await signOff(rolf, id, { verdict: "confirmed" });
    const unit = await db().reviewUnit.findFirstOrThrow({ where: { articleId: id } });
    const dispute = await db().dispute.create({
      data: { projectId: project.id, articleId: id, unitId: unit.id, raisedById: ana.userId },
    });
    expect(await countReviewQueue(rolf, project.slug)).toMatchObject({ done: 0, disputed: 1 });
    expect((await list(rolf, project, { show: "disputed" })).items).toHaveLength(1);
    await db().dispute.update({ where: { id: dispute.id }, data: { state: "kept", settledAt: new Date() } });
    expect(await countReviewQueue(rolf, project.slug)).toMatchObject({ done: 1, disputed: 0 });
  });

  it("are for reviewers and managers of the project", async () => {
    const { project, ana } = await makeWorld();
    const stranger = actorFor(await makeMember(await makeProject(), "manager"));
    await expect(list(ana, project)).rejects.toMatchObject({ status: 403 });
    await expect(list(stranger, project)).rejects.toMatchObject({ status: 404 });
    await expect(countReviewQueue(ana, project.slug)).rejects.toMatchObject({ status: 403 });
    const { rita, project: own } = await makeWorld();
    await expect(list(rita, own, { at: "abc" })).rejects.toMatchObject({ code: "bad-cursor" });
    const at = (snapshot: string, since = "2026-01-01T00:00:00.000Z") =>
      encodeCursor({
        side: "after",
        key: ["waiting", since, randomUUID(), snapshot, new Date().toISOString()],
      });
    for (const snapshot of ["9:5:", "0:5:", "1:5:9", "1:5:4,3", "99999999999999999999:99999999999999999999:"])
      await expect(list(rita, own, { at: at(snapshot) })).rejects.toMatchObject({ code: "bad-cursor" });
    const yearNought = list(rita, own, { at: at("1:5:3,4", "0000-01-01T00:00:00.000Z") });
    expect(await yearNought.catch(databaseRefusal)).toMatchObject({ status: 400, code: "date-out-of-range" });
  });
});

describe("a review policy, from the submission on", () => {
  const states = async (world: World, isAlike: boolean) => {
    const { id } = await handIn(world, isAlike);
    const article = await db().article.findUniqueOrThrow({ where: { id } });
    return { id, state: article.state };
  };

  it("every-article sends all to review", async () => {
    const world = await makeWorld({ reviewPolicy: "every-article" });
    expect((await states(world, true)).state).toBe("review");
    expect((await states(world, false)).state).toBe("review");
  });

  it("disagreements and none finish what all marked alike, with its final layer, and ask where they differ", async () => {
    for (const reviewPolicy of ["disagreements", "none"] as const) {
      const world = await makeWorld({ reviewPolicy });
      const alike = await states(world, true);
      expect(alike.state).toBe("done");
      expect(
        await db().annotation.count({ where: { layer: { articleId: alike.id, kind: "adjudicated" } } }),
      ).toBe(1);
      expect((await states(world, false)).state).toBe("review");
      expect(await countReviewQueue(world.rita, world.project.slug)).toMatchObject({ waiting: 1, done: 1 });
    }
  });

  it("none finishes one person's work as it is", async () => {
    const world = await makeWorld({ reviewPolicy: "none", annotatorsPerArticle: 1 });
    const article = await makeArticle(world.project, { text });
    const layer = await makeLayer(article, { ownerId: world.ana.userId });
    await makeMark(layer, text, "claim", { body: "The dam held" });
    expect(await submitLayer(world.ana, layer.id, { nothingToMark: false })).toMatchObject({
      articleState: "done",
    });
  });

  it("sample takes the articles that the project's seed says, the same ones each time", async () => {
    const world = await makeWorld({ reviewPolicy: "sample", samplePercent: 50 });
    const { orderSeed } = await db().project.findUniqueOrThrow({ where: { id: world.project.id } });
    const found = [];
    for (let n = 0; n < 12; n += 1) found.push(await states(world, true));
    for (const { id, state } of found) expect(state).toBe(isSampled(id, 50, orderSeed) ? "review" : "done");
    const ids = Array.from({ length: 4_000 }, () => randomUUID());
    const share = (seed: number) => ids.filter((id) => isSampled(id, 30, seed));
    expect(share(1).length).toBeGreaterThan(1_080);
    expect(share(1).length).toBeLessThan(1_320);
    expect(share(1)).toEqual(share(1));
    expect(share(1)).not.toEqual(share(2));
    expect(ids.some((id) => isSampled(id, 0, 1))).toBe(false);
    expect(ids.every((id) => isSampled(id, 100, 1))).toBe(true);
  });
});
