import { randomInt, randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visibleLayerIds } from "@/lib/access";
import { db } from "@/lib/db";
import { applyCommand } from "@/lib/layers/commands";
import { getLayer } from "@/lib/layers/queries";
import type { Actor } from "@/lib/policy";
import { getOutcome } from "@/lib/review/outcome-queries";
import { recallLayer, releaseSlot, skipSlot, submitLayer } from "@/lib/slots/commands";
import { countWork, explainNothingLeft, getTeamWork, listWork } from "@/lib/slots/queries";
import { takeNextSlot } from "@/lib/slots/take-slot";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeMember, makeProject, makeUser } from "../../support/factories";
import { findSpan } from "../../support/marks";

process.env.DATABASE_POOL ??= "20";
await createDatabase();
const text = "The dam held. Forty houses were flooded.";

async function makeTeam(size: number, options: Parameters<typeof makeProject>[0] = {}) {
  const project = await makeProject(options);
  const people: Actor[] = [];
  for (let index = 0; index < size; index += 1) people.push(actorFor(await makeMember(project, "annotator")));
  return { project, people };
}

function markDam(person: Actor, layerId: string) {
  const spans = [{ role: "body" as const, ...findSpan(text, "The dam held") }];
  return applyCommand(person, layerId, {
    commandId: randomUUID(),
    operations: [
      {
        op: "put",
        revision: null,
        object: {
          type: "annotation",
          id: randomUUID(),
          kind: "claim",
          attributes: {},
          nestedInId: null,
          spans,
        },
      },
    ],
  });
}

/** The slot taken, for a test in which there must be one. */
async function take(person: Actor, slug: string) {
  const taken = await takeNextSlot(person, slug);
  if (!taken) throw new Error("A slot was free.");
  return taken;
}

describe("50 people who pull at once", () => {
  it("never get more than N of an article, and nobody is sent away while a place is free", async () => {
    const seed = Number(process.env.SEED ?? randomInt(2 ** 31 - 1));
    const rounds = process.env.SOAK ? 150 : 4;
    console.info(`50 pulls: ${rounds} rounds, SEED=${seed}`);
    const people: Actor[] = [];
    for (let index = 0; index < 50; index += 1) people.push(actorFor(await makeUser()));
    const cases = fc.sample(
      fc.record({ articles: fc.integer({ min: 1, max: 25 }), wanted: fc.integer({ min: 1, max: 4 }) }),
      {
        seed,
        numRuns: rounds,
      },
    );
    for (const { articles, wanted } of cases) {
      const project = await makeProject({
        annotatorsPerArticle: wanted,
        members: people.map((person) => ({ userId: person.userId, role: "annotator" as const })),
      });
      for (let index = 0; index < articles; index += 1) await makeArticle(project, { text });
      const taken = await Promise.all(people.map((person) => takeNextSlot(person, project.slug)));
      const got = taken.filter((slot) => slot !== null);
      const context = `seed ${seed}, ${articles} articles × ${wanted}`;
      expect(got.length, context).toBe(Math.min(50, articles * wanted));
      expect(new Set(got.map((slot) => slot.slotId)).size, context).toBe(got.length);
      const perArticle = await db().slot.groupBy({
        by: ["articleId"],
        where: { projectId: project.id, personId: { not: null } },
        _count: true,
      });
      expect(Math.max(...perArticle.map((row) => row._count)), context).toBeLessThanOrEqual(wanted);
      expect(await db().layer.count({ where: { projectId: project.id } }), context).toBe(got.length);
    }
  });

  it("and one person who pulls eight times at once gets eight articles, each once", async () => {
    const { project, people } = await makeTeam(1, { annotatorsPerArticle: 2 });
    for (let index = 0; index < 8; index += 1) await makeArticle(project, { text });
    const [person] = people;
    if (!person) throw new Error("Somebody is needed.");
    const taken = await Promise.all(Array.from({ length: 8 }, () => takeNextSlot(person, project.slug)));
    expect(new Set(taken.map((slot) => slot?.articleId)).size).toBe(8);
    expect(await takeNextSlot(person, project.slug)).toBeNull();
    expect(await explainNothingLeft(person, project.slug)).toBe("only-own");
  });
});

describe("handing in", () => {
  it("by the last two at once sends the article to review exactly once", async () => {
    const { project, people } = await makeTeam(2, { annotatorsPerArticle: 2 });
    const article = await makeArticle(project, { text });
    const taken = await Promise.all(people.map((person) => take(person, project.slug)));
    for (const [index, person] of people.entries()) await markDam(person, taken[index]?.layerId ?? "");
    const done = await Promise.all(
      people.map((person, index) =>
        submitLayer(person, taken[index]?.layerId ?? "", { nothingToMark: false }),
      ),
    );
    expect(done.map((one) => one.articleState).toSorted()).toEqual(["open", "review"]);
    const events = await db().event.count({ where: { articleId: article.id, type: "article.review-ready" } });
    expect(events).toBe(1);
    expect(await db().article.findUnique({ where: { id: article.id } })).toMatchObject({
      state: "review",
      reviewAgreement: 1,
      reviewConflicts: 0,
    });
  });

  it("shows nobody another's layer before, recalls until somebody looked, and counts in one's own lists", async () => {
    const { project, people } = await makeTeam(2, { annotatorsPerArticle: 2 });
    const article = await makeArticle(project, { text });
    const [ana, ben] = people;
    if (!ana || !ben) throw new Error("Two people are needed.");
    const mine = await take(ana, project.slug);
    const theirs = await take(ben, project.slug);
    expect(mine.articleId).toBe(theirs.articleId);
    await submitLayer(ana, mine.layerId, { nothingToMark: true });
    expect(await visibleLayerIds(ana, article.id)).toEqual([mine.layerId]);
    expect(await visibleLayerIds(ben, article.id)).toEqual([theirs.layerId]);
    await expect(getLayer(ben, mine.layerId)).rejects.toMatchObject({ status: 404 });
    expect(await countWork(ana, project.slug)).toEqual({ open: 0, submitted: 1, done: 0, skipped: 0 });
    expect((await listWork(ana, project.slug, "submitted")).items[0]).toMatchObject({ isRecallable: true });
    expect(await explainNothingLeft(ana, project.slug)).toBe("others-at-work");
    await recallLayer(ana, mine.layerId);
    await markDam(ana, mine.layerId);
    await expect(submitLayer(ana, mine.layerId, { nothingToMark: true })).rejects.toMatchObject({
      code: "marks-exist",
    });
    await submitLayer(ana, mine.layerId, { nothingToMark: false });
    await submitLayer(ben, theirs.layerId, { nothingToMark: true });
    const reviewer = actorFor(await makeMember(project, "reviewer"));
    expect(await visibleLayerIds(reviewer, article.id)).toHaveLength(2);
    await recallLayer(ben, theirs.layerId);
    expect(await visibleLayerIds(ben, article.id)).toEqual([theirs.layerId]);
    expect(await db().article.findUnique({ where: { id: article.id } })).toMatchObject({
      state: "open",
      reviewAgreement: null,
    });
  });

  it("makes one annotator's layer final by itself where no review is wanted, and the outcome says so", async () => {
    const { project, people } = await makeTeam(1, { annotatorsPerArticle: 1, reviewPolicy: "none" });
    const article = await makeArticle(project, { text });
    const [ana] = people;
    if (!ana) throw new Error("Somebody is needed.");
    const { layerId } = await take(ana, project.slug);
    await expect(getOutcome(ana, article.id)).rejects.toMatchObject({ code: "not-finished" });
    await markDam(ana, layerId);
    expect((await submitLayer(ana, layerId, { nothingToMark: false })).articleState).toBe("done");
    const outcome = await getOutcome(ana, article.id);
    expect(outcome.places.map((place) => place.outcome)).toEqual(["taken"]);
    expect(outcome.shownId).toBe(layerId);
    await expect(recallLayer(ana, layerId)).rejects.toMatchObject({ code: "review-started" });
    expect(await explainNothingLeft(ana, project.slug)).toBe("all-in");
    const stranger = actorFor(await makeUser());
    await expect(getOutcome(stranger, article.id)).rejects.toMatchObject({ status: 404 });
  });
});

describe("giving back", () => {
  it("frees the place for somebody else, never again for the same person, whether skipped or released", async () => {
    const { project, people } = await makeTeam(2);
    await makeArticle(project, { text });
    const [ana, ben] = people;
    if (!ana || !ben) throw new Error("Two people are needed.");
    const manager = actorFor(await makeMember(project, "manager"));
    const first = await take(ana, project.slug);
    await expect(releaseSlot(ben, first.slotId)).rejects.toMatchObject({ status: 403 });
    await skipSlot(ana, first.layerId, { reason: "I know the author." });
    expect((await listWork(ana, project.slug, "skipped")).items[0]?.skipReason).toBe("I know the author.");
    expect(await takeNextSlot(ana, project.slug)).toBeNull();
    const second = await take(ben, project.slug);
    const team = await getTeamWork(manager, project.slug);
    expect(team.taken.map((work) => work.slotId)).toEqual([second.slotId]);
    expect(team.waiting).toEqual({ openSlots: 0, returned: 0, inReview: 0, stalled: 0 });
    await releaseSlot(manager, second.slotId);
    expect(await takeNextSlot(ben, project.slug)).toBeNull();
    expect((await getTeamWork(manager, project.slug)).waiting.openSlots).toBe(1);
    await expect(getTeamWork(ana, project.slug)).rejects.toMatchObject({ status: 403 });
  });
});
