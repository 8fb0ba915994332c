import { describe, expect, it } from "vitest";
import { recordLayerView, visibleLayerIds } from "@/lib/access";
import { getArticle } from "@/lib/articles/get-article";
import { listArticles } from "@/lib/articles/list-articles";
import { articleFilter } from "@/lib/articles/list-schema";
import { db } from "@/lib/db";
import { applyCommand } from "@/lib/layers/commands";
import { getLayer } from "@/lib/layers/queries";
import { removeMember, setMemberLimits } from "@/lib/members/commands";
import { setBar } from "@/lib/review/bars";
import { startReview } from "@/lib/review/commands";
import { getOutcome } from "@/lib/review/outcome-queries";
import { setCalibration, setPriorities } from "@/lib/slots/arrange";
import { assignArticles, previewAssignment, unassignSlots } from "@/lib/slots/assign";
import { releaseSlot, skipSlot, submitLayer } from "@/lib/slots/commands";
import { sweepExpired } from "@/lib/slots/expire";
import { endGold, finishGold, makeGold } from "@/lib/slots/gold";
import { getOwnGold, listGold, listGoldPeople } from "@/lib/slots/gold-queries";
import { explainNothingLeft, listWork } from "@/lib/slots/queries";
import { takeKeptSlot, takeNextSlot } from "@/lib/slots/take-slot";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { claim, command, put, spanOf } from "../support/operations";

await createDatabase();
const text = "The dam held. Forty houses were flooded.";
const dam = () => claim([spanOf(text, "The dam held")]);
const houses = () => claim([spanOf(text, "Forty houses were flooded")]);

async function makeDesk(options: Parameters<typeof makeProject>[0] = {}) {
  const project = await makeProject(options);
  const mia = actorFor(await makeMember(project, "manager"));
  const ana = actorFor(await makeMember(project, "annotator", { name: "Ana" }));
  const ben = actorFor(await makeMember(project, "annotator", { name: "Ben" }));
  return { project, slug: project.slug, mia, ana, ben };
}

/** The article somebody is given next; null where there is none. */
async function next(person: Parameters<typeof takeNextSlot>[0], slug: string) {
  return (await takeNextSlot(person, slug))?.articleId ?? null;
}

describe("the order", () => {
  it("follows priorities set in bulk, singly put back, and age among equals", async () => {
    const { project, slug, mia, ana } = await makeDesk();
    const [one, two, three] = [
      await makeArticle(project, { text }),
      await makeArticle(project, { text }),
      await makeArticle(project, { text }),
    ];
    const { before } = await setPriorities(mia, {
      slug,
      items: [
        { articleId: two.id, priority: 3 },
        { articleId: three.id, priority: 5 },
      ],
    });
    expect(await next(ana, slug)).toBe(three.id);
    await setPriorities(mia, { slug, items: before.filter((item) => item.articleId === two.id) });
    expect([await next(ana, slug), await next(ana, slug)]).toEqual([one.id, two.id]);
    await expect(
      setPriorities(ana, { slug, items: [{ articleId: one.id, priority: 1 }] }),
    ).rejects.toMatchObject({
      status: 403,
    });
  });

  it("at random is the same for everybody and another one with another seed", async () => {
    const { project, slug, ana, ben } = await makeDesk({ annotatorsPerArticle: 4 });
    for (let index = 0; index < 8; index += 1) await makeArticle(project, { text });
    const orderOf = async (person: typeof ana) => {
      const order: (string | null)[] = [];
      for (let index = 0; index < 8; index += 1) order.push(await next(person, slug));
      return order;
    };
    await db().project.update({ where: { id: project.id }, data: { takeOrder: "random", orderSeed: 7 } });
    const first = await orderOf(ana);
    expect(await orderOf(ben)).toEqual(first);
    await db().project.update({ where: { id: project.id }, data: { orderSeed: 8 } });
    const cleo = actorFor(await makeMember(project, "annotator"));
    const second = await orderOf(cleo);
    expect(second).not.toEqual(first);
    expect(second.toSorted()).toEqual(first.toSorted());
    await db().project.update({ where: { id: project.id }, data: { takeOrder: "oldest" } });
    const dora = actorFor(await makeMember(project, "annotator"));
    const aged = await db().article.findMany({
      where: { projectId: project.id },
      orderBy: { number: "asc" },
      select: { id: true },
    });
    expect(await orderOf(dora)).toEqual(aged.map((article) => article.id));
  });
});

describe("limits and languages", () => {
  it("stop a person at their own number, at once too, and say so; the project's holds for others", async () => {
    const { project, slug, mia, ana, ben } = await makeDesk();
    for (let index = 0; index < 6; index += 1) await makeArticle(project, { text });
    await db().project.update({ where: { id: project.id }, data: { mostPerWeek: 1 } });
    await setMemberLimits(mia, { slug, userId: ana.userId, mostOpen: 2, mostPerWeek: 50, languages: [] });
    const taken = await Promise.all(Array.from({ length: 5 }, () => takeNextSlot(ana, slug)));
    expect(taken.filter((one) => one !== null)).toHaveLength(2);
    expect(await explainNothingLeft(ana, slug)).toBe("most-open");
    const mine = taken.find((one) => one !== null);
    await submitLayer(ana, mine?.layerId ?? "", { nothingToMark: true });
    expect(await next(ana, slug)).not.toBeNull();
    expect(await next(ben, slug)).not.toBeNull();
    expect(await next(ben, slug)).toBeNull();
    expect(await explainNothingLeft(ben, slug)).toBe("most-per-week");
  });

  it("offer only what a person reads, and what has no language", async () => {
    const { project, slug, mia, ana, ben } = await makeDesk();
    const german = await makeArticle(project, { text, language: "de-AT" });
    const english = await makeArticle(project, { text, language: "en" });
    await setMemberLimits(mia, {
      slug,
      userId: ana.userId,
      mostOpen: null,
      mostPerWeek: null,
      languages: ["en"],
    });
    expect(await next(ana, slug)).toBe(english.id);
    expect(await next(ana, slug)).toBeNull();
    expect(await explainNothingLeft(ana, slug)).toBe("other-languages");
    expect(await next(ben, slug)).toBe(german.id);
  });
});

describe("assigning by hand", () => {
  it("deals articles out in turn, says what is refused and why, keeps them for nobody else, and is undone", async () => {
    const { project, slug, mia, ana, ben } = await makeDesk();
    const articles = [
      await makeArticle(project, { text }),
      await makeArticle(project, { text }),
      await makeArticle(project, { text }),
    ];
    const [one, two, three] = articles.map((article) => article.id);
    const ids = [one ?? "", two ?? "", three ?? ""];
    await recordLayerView(ana, ids[0] ?? "");
    const input = { slug, articleIds: ids, personIds: [ana.userId, ben.userId] };
    const preview = await previewAssignment(mia, input);
    expect(preview.given.map((given) => given.person)).toEqual(["Ben", "Ana", "Ben"]);
    const onlyAna = { slug, articleIds: [ids[0] ?? ""], personIds: [ana.userId] };
    expect((await previewAssignment(mia, onlyAna)).refused).toMatchObject([{ reason: "has-seen" }]);
    const done = await assignArticles(mia, input);
    expect(done.slotIds).toHaveLength(3);
    expect((await previewAssignment(mia, { ...onlyAna, articleIds: [ids[2] ?? ""] })).refused).toMatchObject([
      { reason: "no-place" },
    ]);
    const cleo = actorFor(await makeMember(project, "annotator"));
    expect(await next(cleo, slug)).toBeNull();
    await db().project.update({ where: { id: project.id }, data: { mostPerWeek: 1 } });
    expect([await next(ben, slug), await next(ben, slug)]).toEqual([ids[0], ids[2]]);
    expect(await unassignSlots(mia, { slug, slotIds: done.slotIds })).toEqual({ count: 1 });
    expect(await next(cleo, slug)).toBe(ids[1]);
    await expect(assignArticles(ana, input)).rejects.toMatchObject({ status: 403 });
    const foreign = await makeDesk();
    await expect(previewAssignment(foreign.mia, { ...input, slug: foreign.slug })).rejects.toMatchObject({
      status: 404,
    });
  });

  it("lets a person begin the one they choose among those kept for them, and nobody else", async () => {
    const { project, slug, mia, ana, ben } = await makeDesk();
    const article = await makeArticle(project, { text });
    const { slotIds } = await assignArticles(mia, {
      slug,
      articleIds: [article.id],
      personIds: [ana.userId],
    });
    await expect(takeKeptSlot(ben, slug, slotIds[0] ?? "")).rejects.toMatchObject({ status: 404 });
    expect(await takeKeptSlot(ana, slug, slotIds[0] ?? "")).toMatchObject({ articleId: article.id });
  });
});

describe("a calibration article", () => {
  it("reaches every annotator, one who joins later too, and goes to review when all have handed in", async () => {
    const { project, slug, mia, ana, ben } = await makeDesk();
    await makeArticle(project, { text });
    const article = await makeArticle(project, { text });
    await setCalibration(mia, { slug, articleIds: [article.id], isCalibration: true });
    const cleo = actorFor(await makeMember(project, "annotator"));
    const taken = [];
    for (const person of [ana, ben, cleo]) taken.push(await takeNextSlot(person, slug));
    expect(taken.map((one) => one?.articleId)).toEqual([article.id, article.id, article.id]);
    const told = await getArticle(ana, { slug, articleId: article.id });
    expect(told).toMatchObject({ isCalibration: false, desk: null });
    expect(told.slots).toMatchObject([{ kind: "ordinary", ordinal: 1 }]);
    expect(await getArticle(mia, { slug, articleId: article.id })).toMatchObject({ isCalibration: true });
    await submitLayer(ana, taken[0]?.layerId ?? "", { nothingToMark: true });
    await submitLayer(ben, taken[1]?.layerId ?? "", { nothingToMark: true });
    const stateOf = async () => (await db().article.findUniqueOrThrow({ where: { id: article.id } })).state;
    expect(await stateOf()).toBe("open");
    await skipSlot(cleo, taken[2]?.layerId ?? "", { reason: "Too long" });
    expect(await stateOf()).toBe("review");
  });

  it("stops waiting for somebody who leaves, and gets its ordinary places back", async () => {
    const { project, slug, mia, ana, ben } = await makeDesk();
    const article = await makeArticle(project, { text });
    await setCalibration(mia, { slug, articleIds: [article.id], isCalibration: true });
    const own = await takeNextSlot(ana, slug);
    await submitLayer(ana, own?.layerId ?? "", { nothingToMark: true });
    await removeMember(mia, { slug, userId: ben.userId });
    expect(await db().article.findUniqueOrThrow({ where: { id: article.id } })).toMatchObject({
      state: "review",
    });
    const other = await makeArticle(project, { text });
    await setCalibration(mia, { slug, articleIds: [other.id], isCalibration: true });
    await setCalibration(mia, { slug, articleIds: [other.id], isCalibration: false });
    expect(await db().slot.findMany({ where: { articleId: other.id } })).toMatchObject([
      { kind: "ordinary", state: "open", reservedForId: null },
    ]);
  });
});

describe("hidden gold", () => {
  async function makeFinished() {
    const desk = await makeDesk({ reviewPolicy: "none" });
    const article = await makeArticle(desk.project, { text });
    const early = actorFor(await makeMember(desk.project, "reviewer"));
    const own = await makeLayer(article, { ownerId: early.userId });
    await applyCommand(early, own.id, command(put(dam()), put(houses())));
    await submitLayer(early, own.id, { nothingToMark: false });
    await makeGold(desk.mia, { slug: desk.slug, articleId: article.id });
    await db().project.update({ where: { id: desk.project.id }, data: { goldPercent: 50 } });
    return { ...desk, article };
  }

  /** Pulls until the chance falls; each pull without it finds nothing, as there is nothing else. */
  async function takeGold(person: Parameters<typeof takeNextSlot>[0], slug: string) {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const taken = await takeNextSlot(person, slug);
      if (taken) return taken;
    }
    throw new Error("Gold should have come.");
  }

  it("is given out unknowingly, measures span F1 for managers, and never becomes ordinary work", async () => {
    const { project, slug, mia, ana, ben, article } = await makeFinished();
    const taken = await takeGold(ana, slug);
    expect(taken.articleId).toBe(article.id);
    await applyCommand(ana, taken.layerId, command(put(dam())));
    const during = await getLayer(ana, taken.layerId);
    expect(during).toMatchObject({ kind: "person", articleState: "open", isOwn: true });
    await submitLayer(ana, taken.layerId, { nothingToMark: false });
    expect(await visibleLayerIds(ana, article.id)).toEqual([taken.layerId]);
    expect((await listWork(ana, slug, "submitted")).items).toMatchObject([
      { articleState: "open", isRecallable: true },
    ]);
    for (const person of [ana, ben]) {
      const page = await getArticle(person, { slug, articleId: article.id });
      expect([page.stage, page.desk, page.layers.map((layer) => layer.kind)]).toEqual([
        "in-work",
        null,
        person === ana ? ["person"] : [],
      ]);
      const listed = async (stage?: string) =>
        (await listArticles(person, slug, articleFilter.parse({ stage }))).items.map((row) => row.stage);
      expect([await listed(), await listed("done"), await listed("in-work")]).toEqual([
        ["in-work"],
        [],
        ["in-work"],
      ]);
      await expect(getOutcome(person, article.id)).rejects.toMatchObject({ code: "not-finished" });
      await expect(listGold(person, slug)).rejects.toMatchObject({ status: 403 });
      await expect(listGoldPeople(person, slug)).rejects.toMatchObject({ status: 403 });
    }
    expect((await listGoldPeople(mia, slug))[0]).toMatchObject({ name: "Ana", articles: 1 });
    expect((await listGoldPeople(mia, slug))[0]?.exact).toBeCloseTo(2 / 3);
    expect(await getOwnGold(ana, slug)).toBeNull();
    await db().project.update({ where: { id: project.id }, data: { showsGoldResults: true } });
    expect(await getOwnGold(ana, slug)).toMatchObject({ articles: 1 });
    expect(await db().article.findUniqueOrThrow({ where: { id: article.id } })).toMatchObject({
      state: "done",
    });
    expect(await db().layer.count({ where: { articleId: article.id, kind: "person" } })).toBe(1);
    await endGold(mia, { slug, articleId: article.id });
    expect(await next(ben, slug)).toBeNull();
  });

  it("annotated by a manager waits until it is finished, and is never an ordinary article meanwhile", async () => {
    const { project, slug, mia, ana } = await makeDesk();
    const article = await makeArticle(project, { text });
    const { layerId } = await makeGold(mia, { slug, articleId: article.id });
    await expect(finishGold(mia, { slug, articleId: article.id })).rejects.toMatchObject({
      code: "nothing-marked",
    });
    await expect(applyCommand(ana, layerId, command(put(dam())))).rejects.toMatchObject({ status: 404 });
    await applyCommand(mia, layerId, command(put(dam())));
    expect(await next(ana, slug)).toBeNull();
    await finishGold(mia, { slug, articleId: article.id });
    expect((await listGold(mia, slug)).items).toMatchObject([{ isInUse: true, marks: 1, measured: 0 }]);
    await db().project.update({ where: { id: project.id }, data: { goldPercent: 50 } });
    const taken = await takeGold(ana, slug);
    await skipSlot(ana, taken.layerId, { reason: "Not now" });
    expect(await db().slot.count({ where: { articleId: article.id, state: "open" } })).toBe(0);
  });
});

it("who may not review somebody's work is refused it, and may again when that is taken back", async () => {
  const { project, slug, mia, ana } = await makeDesk();
  const rita = actorFor(await makeMember(project, "reviewer"));
  const article = await makeArticle(project, { text });
  const taken = await takeNextSlot(ana, slug);
  await applyCommand(ana, taken?.layerId ?? "", command(put(dam())));
  await submitLayer(ana, taken?.layerId ?? "", { nothingToMark: false });
  const pair = { slug, reviewerId: rita.userId, annotatorId: ana.userId };
  await setBar(mia, { ...pair, isBarred: true });
  await expect(startReview(rita, article.id)).rejects.toMatchObject({ status: 403, code: "barred" });
  await setBar(mia, { ...pair, isBarred: false });
  expect(await startReview(rita, article.id)).toMatchObject({ articleId: article.id });
});

describe("what arrives after a release", () => {
  it("is kept in a surplus layer with all that was there, answered to repeats, undone, and seen by managers", async () => {
    const { project, slug, mia, ana, ben } = await makeDesk();
    const article = await makeArticle(project, { text });
    const taken = await takeNextSlot(ana, slug);
    const layerId = taken?.layerId ?? "";
    const first = dam();
    await applyCommand(ana, layerId, command(put(first)));
    await releaseSlot(mia, taken?.slotId ?? "");
    const late = command(put({ ...first, attributes: { kind: "prediction" } }, 1), put(houses()));
    const kept = await applyCommand(ana, layerId, late);
    expect(kept.isLate).toBe(true);
    expect(kept.objects[0]).toMatchObject({ id: first.id, revision: 2, attributes: { kind: "prediction" } });
    expect((await applyCommand(ana, layerId, late)).objects).toEqual(kept.objects);
    await expect(
      applyCommand(ana, layerId, { ...command(put(houses())), commandId: late.commandId }),
    ).rejects.toMatchObject({ code: "command-reused" });
    const surplus = await db().layer.findFirstOrThrow({ where: { surplusOfId: layerId } });
    expect(surplus).toMatchObject({ kind: "surplus", state: "closed", ownerId: ana.userId });
    const live = (id: string) => db().annotation.count({ where: { layerId: id, deletedAt: null } });
    expect([await live(layerId), await live(surplus.id)]).toEqual([1, 2]);
    await applyCommand(ana, layerId, { commandId: crypto.randomUUID(), undoes: late.commandId });
    expect(await live(surplus.id)).toBe(1);
    expect(await visibleLayerIds(mia, article.id)).toContain(surplus.id);
    expect(await visibleLayerIds(ben, article.id)).toEqual([]);
    expect(await next(ben, slug)).toBe(article.id);
    await expect(applyCommand(ben, layerId, command(put(houses())))).rejects.toMatchObject({ status: 404 });
    await expect(applyCommand(mia, layerId, command(put(houses())))).rejects.toMatchObject({ status: 403 });
  });

  it("also begins empty when an empty place was freed by its lease", async () => {
    const { project, slug, ana, ben } = await makeDesk();
    const article = await makeArticle(project, { text });
    const taken = await takeNextSlot(ana, slug);
    await db().slot.update({
      where: { id: taken?.slotId ?? "" },
      data: { leaseUntil: new Date(Date.now() - 1000) },
    });
    expect(await next(ben, slug)).toBe(article.id);
    expect(await applyCommand(ana, taken?.layerId ?? "", command(put(dam())))).toMatchObject({
      isLate: true,
    });
  });
});

describe("a lease that has run out", () => {
  it("ends without a pull: what is empty is free again, what holds work is stalled, what still runs stays", async () => {
    const first = await makeDesk();
    const second = await makeDesk();
    const articles = [];
    for (let n = 0; n < 2; n += 1) articles.push(await makeArticle(first.project, { text }));
    await makeArticle(second.project, { text });
    const begun = await takeNextSlot(first.ana, first.slug);
    const empty = await takeNextSlot(first.ben, first.slug);
    const running = await takeNextSlot(second.ana, second.slug);
    await applyCommand(first.ana, begun?.layerId ?? "", command(put(dam())));
    await db().slot.updateMany({
      where: { id: { in: [begun?.slotId ?? "", empty?.slotId ?? ""] } },
      data: { leaseUntil: new Date(Date.now() - 1000) },
    });
    await Promise.all([sweepExpired(), sweepExpired()]);
    const stateOf = async (id = "") => {
      const slot = await db().slot.findUniqueOrThrow({ where: { id } });
      return [slot.state, slot.personId];
    };
    expect(await stateOf(begun?.slotId)).toEqual(["stalled", first.ana.userId]);
    expect(await stateOf(empty?.slotId)).toEqual(["open", null]);
    expect(await stateOf(running?.slotId)).toEqual(["taken", second.ana.userId]);
    const told = await db().event.findMany({
      where: { projectId: first.project.id, type: { in: ["slot.stalled", "slot.released"] } },
      select: { type: true, actorId: true },
    });
    expect(told.map((event) => `${event.type} ${event.actorId}`).toSorted()).toEqual([
      "slot.released null",
      "slot.stalled null",
    ]);
    await sweepExpired();
    expect(await stateOf(begun?.slotId)).toEqual(["stalled", first.ana.userId]);
    // Going on with it takes the place up again.
    await applyCommand(first.ana, begun?.layerId ?? "", command(put(houses())));
    expect(await stateOf(begun?.slotId)).toEqual(["taken", first.ana.userId]);
  });
});
