import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { exportLayerKinds } from "@/lib/exports/schema";
import { releaseSlot } from "@/lib/slots/commands";
import { beat } from "@/lib/slots/heartbeat";
import { takeNextSlot } from "@/lib/slots/take-slot";
import { getOwnTime, getWeekSums, listOwnTime, listWorkTime, workTimeCsv } from "@/lib/slots/time-queries";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeMember, makeProject } from "../support/factories";

await createDatabase();

/** Somebody who took an article `minutes` ago and has not been counted since. */
async function makeWork(minutes: number) {
  const project = await makeProject();
  const mia = actorFor(await makeMember(project, "manager"));
  const ana = actorFor(await makeMember(project, "annotator", { name: "Ana" }));
  await makeArticle(project);
  await makeArticle(project);
  const begin = async () => {
    const taken = await takeNextSlot(ana, project.slug);
    if (!taken) throw new Error("A slot was free.");
    await db().slot.update({
      where: { id: taken.slotId },
      data: { takenAt: new Date(Date.now() - minutes * 60_000) },
    });
    return taken;
  };
  return { project, slug: project.slug, mia, ana, begin };
}

describe("a heartbeat", () => {
  it("renews a lease of which half is gone, and writes nothing where nothing is due", async () => {
    const { ana, begin } = await makeWork(1);
    const taken = await begin();
    const slot = () => db().slot.findUniqueOrThrow({ where: { id: taken.slotId } });
    const before = (await slot()).leaseUntil;
    expect(await beat(ana, taken.layerId, { activeSeconds: 0 })).toEqual({ isHeld: true });
    expect((await slot()).leaseUntil).toEqual(before);
    expect(await db().workClock.count({ where: { userId: ana.userId } })).toBe(0);
    await db().slot.update({
      where: { id: taken.slotId },
      data: { leaseUntil: new Date(Date.now() + 60_000) },
    });
    await beat(ana, taken.layerId, { activeSeconds: 1 });
    expect((await slot()).leaseUntil?.getTime()).toBeGreaterThan(Date.now() + 200 * 60_000);
  });

  it("says when the place was released, and counts nothing then", async () => {
    const { mia, ana, slug, begin } = await makeWork(5);
    const taken = await begin();
    await releaseSlot(mia, taken.slotId);
    expect(await beat(ana, taken.layerId, { activeSeconds: 60 })).toEqual({ isHeld: false });
    expect(await getOwnTime(ana, slug)).toEqual({ week: 0, total: 0 });
    await expect(beat(mia, taken.layerId, { activeSeconds: 60 })).rejects.toMatchObject({ status: 404 });
  });
});

describe("active time", () => {
  it("is never more than has passed, whatever is sent, in however many tabs and articles", async () => {
    const { ana, slug, begin } = await makeWork(2);
    const [one, two] = [await begin(), await begin()];
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        beat(ana, (index % 2 ? one : two).layerId, { activeSeconds: index < 6 ? 90 : 43_000 }),
      ),
    );
    const { total } = await getOwnTime(ana, slug);
    expect(total).toBeGreaterThanOrEqual(90);
    expect(total).toBeLessThanOrEqual(125);
  });

  it("is told to its person and to managers alone, by article and by week, with a table as CSV", async () => {
    const { project, mia, ana, slug, begin } = await makeWork(10);
    const taken = await begin();
    await beat(ana, taken.layerId, { activeSeconds: 300 });
    expect(await getOwnTime(ana, slug)).toMatchObject({ total: 300 });
    expect((await listWorkTime(mia, slug)).items).toMatchObject([
      { person: "Ana", articleId: taken.articleId, seconds: 300, total: 300 },
    ]);
    const sums = await getWeekSums(mia, slug);
    expect(sums.people.map((person) => [person.name, person.seconds.at(-1)])).toEqual([["Ana", 300]]);
    const lines: string[] = [];
    for await (const part of workTimeCsv(mia, slug)) lines.push(part);
    expect(lines.join("")).toContain(",Ana,");
    const reviewer = actorFor(await makeMember(project, "reviewer"));
    for (const person of [ana, reviewer])
      await expect(listWorkTime(person, slug)).rejects.toMatchObject({ status: 403 });
  });

  it("is told to its person article by article, page by page, and nobody else's with it", async () => {
    const { project, mia, ana, slug, begin } = await makeWork(10);
    const [one, two] = [await begin(), await begin()];
    const other = actorFor(await makeMember(project, "annotator"));
    const place = { projectId: project.id };
    await db().workTime.createMany({
      data: [
        { ...place, articleId: one.articleId, userId: ana.userId, day: new Date("2026-03-01"), seconds: 60 },
        { ...place, articleId: one.articleId, userId: ana.userId, day: new Date("2026-03-02"), seconds: 120 },
        { ...place, articleId: two.articleId, userId: ana.userId, day: new Date("2026-03-03"), seconds: 30 },
        {
          ...place,
          articleId: one.articleId,
          userId: other.userId,
          day: new Date("2026-03-02"),
          seconds: 900,
        },
      ],
    });
    const first = await listOwnTime(ana, slug, null, 2);
    expect(first.items).toMatchObject([
      { day: "2026-03-03", articleId: two.articleId, seconds: 30, total: 30 },
      { day: "2026-03-02", articleId: one.articleId, seconds: 120, total: 180 },
    ]);
    const second = await listOwnTime(ana, slug, first.next, 2);
    expect(second.items).toMatchObject([{ day: "2026-03-01", seconds: 60, total: 180 }]);
    expect((await listOwnTime(ana, slug, second.previous, 2)).items).toEqual(first.items);
    expect((await listOwnTime(mia, slug)).items).toEqual([]);
    const viewer = actorFor(await makeMember(project, "viewer"));
    await expect(listOwnTime(viewer, slug)).rejects.toMatchObject({ status: 403 });
  });

  it("leaves the house in no export: what an export reads names neither its tables nor measured layers", async () => {
    const { pageSql, previewSql } = await import("@/lib/exports/page-sql");
    for (const sql of [pageSql(true), pageSql(false), previewSql])
      expect(sql).not.toMatch(/WorkTime|WorkClock|GoldResult/);
    expect(exportLayerKinds).not.toContain("measured");
  });
});
