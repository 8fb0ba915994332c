import { beforeEach, describe, expect, it } from "vitest";
import {
  answerCandidate,
  createCard,
  editCard,
  judgePair,
  rateCredibility,
  withdrawAnswer,
} from "@/lib/cards/commands";
import { getCard } from "@/lib/cards/queries";
import { afterCommits, db } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { rateSource } from "@/lib/ratings/commands";
import { rateSourceInput } from "@/lib/ratings/schema";
import { mergeSource, unmergeSource } from "@/lib/sources/commands";
import { addAffiliation, removeAffiliation } from "@/lib/sources/ties";
import { recomputeCard } from "@/lib/standings/card-standing";
import { noteSourcesFallenDue, workOff } from "@/lib/standings/work";
import { connect } from "../../prisma/migrate.mjs";
import { createDatabase } from "../support/database";
import { actorFor, makeMember, makeProject, makeSource } from "../support/factories";
import { linkReuse, makeMark } from "../support/marks";
import { tellStory } from "../support/tell";

const database = await createDatabase();
const project = await makeProject();
const reviewer = actorFor(await makeMember(project, "reviewer"));
const manager = actorFor(await makeMember(project, "manager"));
const averitec = { scheme: "averitec-verdict", schemeVersion: "2023" };
const annotator = actorFor(await makeMember(project, "annotator"));
const says = "about 600 soldiers were captured";

async function cardOf(...claims: { claimId: string }[]): Promise<string> {
  const [first, ...more] = claims;
  const { id } = await createCard(reviewer, project.slug, {
    claimId: first?.claimId ?? "",
    statement: "About 600 soldiers were captured",
    type: "content",
  });
  for (const { claimId } of more) await answerCandidate(reviewer, id, { claimId, isSame: true });
  return id;
}

function standing(cardId: string) {
  return db().cardStanding.findUniqueOrThrow({ where: { cardId } });
}

/** What is stored, checked each time against what the card's own page computes for a reviewer. */
async function settled(cardId: string) {
  await workOff();
  expect(await db().standingWork.count()).toBe(0);
  const stored = await standing(cardId);
  const { result } = await getCard(reviewer, cardId);
  expect(stored).toMatchObject({
    mentions: result?.mentions,
    articles: result?.articles,
    clusters: result?.clusters,
    unnamed: result?.unnamed,
    roots: result?.roots,
    low: result?.low,
    high: result?.high,
    unexaminedPairs: result?.unexaminedPairs,
    denials: result?.denials,
    assessments: result?.assessments,
    suggestedCredibility: result?.suggestedCredibility,
  });
  return stored;
}

const rate = (actor: Actor, sourceId: string, grade: string) =>
  rateSource(actor, rateSourceInput.parse({ sourceId, grade, role: "speaker", rationale: "Checked." }));

beforeEach(() => workOff());

describe("a card's stored figures", () => {
  it("follow its mentions, its type and its credibility", async () => {
    const staff = await makeSource({ kind: "government" });
    const one = await tellStory(project, { speaker: "The staff", says, sourceId: staff.id });
    const two = await tellStory(project, { speaker: "The mayor", says, stance: "denies" });
    const id = await cardOf(one);
    expect(await standing(id)).toMatchObject({ mentions: 0, computedAt: null });
    expect(await settled(id)).toMatchObject({
      mentions: 1,
      low: 1,
      high: 1,
      contest: 0,
      suggestedCredibility: 3,
    });
    await answerCandidate(reviewer, id, { claimId: two.claimId, isSame: true });
    expect(await settled(id)).toMatchObject({ mentions: 2, denials: 1, contest: 1 });
    await withdrawAnswer(reviewer, id, { claimId: two.claimId, isRemoved: true });
    expect(await settled(id)).toMatchObject({ mentions: 1, denials: 0, contest: 0 });
    await editCard(reviewer, { cardId: id, revision: 1, statement: "x", type: "speech-act" });
    expect(await settled(id)).toMatchObject({ type: "speech-act", suggestedCredibility: null });
  });

  it("follow an article that is reopened, finished again, dated anew and withdrawn", async () => {
    const one = await tellStory(project, { says });
    const two = await tellStory(project, { says, publishedAt: new Date("2026-04-02") });
    const id = await cardOf(one, two);
    expect(await settled(id)).toMatchObject({ mentions: 2, lastPublishedAt: new Date("2026-04-02") });
    const set = (data: object) => db().article.update({ where: { id: two.article.id }, data });
    await set({ state: "reviewing" });
    expect(await settled(id)).toMatchObject({ mentions: 1, lastPublishedAt: new Date("2026-03-01") });
    await set({ state: "done" });
    expect(await settled(id)).toMatchObject({ mentions: 2 });
    await set({ publishedAt: new Date("2026-05-05") });
    expect(await settled(id)).toMatchObject({ lastPublishedAt: new Date("2026-05-05") });
    await set({ withdrawnAt: new Date() });
    expect(await settled(id)).toMatchObject({ mentions: 1 });
  });

  it("follow a mark and a reuse link of a final layer that change while the article is finished", async () => {
    const one = await tellStory(project, { says });
    const two = await tellStory(project, { says });
    const id = await cardOf(one, two);
    expect(await settled(id)).toMatchObject({ clusters: 2 });
    const duplicate = await makeMark(one.layer, one.text, "duplicate", { body: says });
    await workOff();
    const twin = { versionId: two.article.versionId, text: two.text, quote: says };
    await linkReuse(one.layer, duplicate, twin);
    expect(await settled(id)).toMatchObject({ clusters: 1 });
    await db().reuseLink.updateMany({ where: { annotationId: duplicate }, data: { state: "rejected" } });
    expect(await settled(id)).toMatchObject({ clusters: 2 });
    await db().annotation.update({ where: { id: two.claimId }, data: { deletedAt: new Date() } });
    expect(await settled(id)).toMatchObject({ mentions: 1 });
  });

  it("follow judgements, affiliations, merges and ratings of its origins", async () => {
    const [a, b, owner] = [await makeSource(), await makeSource(), await makeSource()];
    const [one, two] = [
      await tellStory(project, { speaker: "The staff", says, sourceId: a.id }),
      await tellStory(project, { speaker: "The count", says, sourceId: b.id }),
    ];
    const id = await cardOf(one, two);
    expect(await settled(id)).toMatchObject({
      low: 2,
      high: 2,
      unexaminedPairs: 1,
      unratedRoots: 2,
      unsettled: 3,
    });
    await rate(reviewer, a.id, "B");
    expect(await settled(id)).toMatchObject({ unratedRoots: 1, unsettled: 2 });
    const pair = { cardId: id, a: a.id, b: b.id, reason: "Asked both." } as const;
    await judgePair(reviewer, { ...pair, level: "possible" });
    expect(await settled(id)).toMatchObject({ low: 1, high: 2, unexaminedPairs: 0 });
    await judgePair(reviewer, { ...pair, level: "independent" });
    expect(await settled(id)).toMatchObject({ low: 2, high: 2, suggestedCredibility: 1 });
    const third = await tellStory(project, { speaker: "The owner", says, sourceId: owner.id });
    await answerCandidate(reviewer, id, { claimId: third.claimId, isSame: true });
    expect(await settled(id)).toMatchObject({ high: 3 });
    const tie = { sourceId: owner.id, parentId: a.id, fromDate: null, toDate: null };
    const affiliation = await addAffiliation(reviewer, tie);
    expect(await settled(id)).toMatchObject({ high: 2 });
    await removeAffiliation(reviewer, { sourceId: owner.id, affiliationId: affiliation.id });
    expect(await settled(id)).toMatchObject({ high: 3 });
    const before = await standing(id);
    await mergeSource(reviewer, { sourceId: owner.id, intoId: b.id, reason: "One." });
    expect(await settled(id)).toMatchObject({ high: 2, roots: 2 });
    await unmergeSource(reviewer, { sourceId: owner.id, reason: "Two." });
    expect({ ...(await settled(id)), computedAt: null }).toEqual({ ...before, computedAt: null });
  });

  it("tell of contradicting credibility those alone who have graded the card", async () => {
    const id = await cardOf(await tellStory(project, { says }));
    const grade = (actor: Actor, value: "1" | "4" | "6") =>
      rateCredibility(actor, { cardId: id, grade: value, rationale: "Because." });
    const told = async () => {
      await workOff();
      return (await db().cardDispute.findMany({ where: { cardId: id } }))
        .map((row) => row.raterId)
        .toSorted();
    };
    await grade(reviewer, "1");
    await grade(annotator, "6");
    expect(await told()).toEqual([]);
    await grade(annotator, "4");
    expect(await told()).toEqual([reviewer.userId, annotator.userId].toSorted());
    await grade(annotator, "1");
    expect(await told()).toEqual([]);
    const verdict = (actor: Actor, value: string) =>
      db().verdict.create({
        data: {
          cardId: id,
          raterId: actor.userId,
          verdict: value,
          rationale: "x",
          sawOthers: false,
          ...averitec,
        },
      });
    await verdict(annotator, "supported");
    await verdict(manager, "refuted");
    expect(await told()).toEqual([annotator.userId, manager.userId].toSorted());
  });

  it("are noted in the change's transaction and not where it fails", async () => {
    const id = await cardOf(await tellStory(project, { says }));
    await settled(id);
    const failing = db().$transaction(async (tx) => {
      await editCard(reviewer, { cardId: id, revision: 1, statement: "y", type: "content" }, tx);
      expect(await tx.standingWork.count({ where: { kind: "card", subjectId: id } })).toBe(1);
      throw new Error("taken back");
    });
    await expect(failing).rejects.toThrow("taken back");
    expect(await db().standingWork.count()).toBe(0);
  });

  it("lose no change that comes while they are computed, and wait for nobody who computes elsewhere", async () => {
    const id = await cardOf(await tellStory(project, { says }));
    const other = await connect(database.url);
    await other.query("BEGIN");
    await other.query("SELECT pg_advisory_xact_lock(7270736903)");
    expect(await recomputeCard(id)).toBe(false);
    await workOff();
    expect(await standing(id)).toMatchObject({ computedAt: null });
    await other.query("ROLLBACK");
    await other.query("BEGIN");
    await other.query(`UPDATE "ClaimCard" SET "revision" = "revision" + 1 WHERE "id" = $1`, [id]);
    expect(await recomputeCard(id)).toBe(true);
    await other.query("COMMIT");
    await other.end();
    expect(await db().standingWork.count({ where: { kind: "card", subjectId: id } })).toBe(1);
    await settled(id);
  });

  it("are set aside with a word where they cannot be computed, and the next ones are computed", async () => {
    const bad = await cardOf(await tellStory(project, { says, claim: { kind: "no such kind" } }));
    const good = await cardOf(await tellStory(project, { says }));
    const failed: string[] = [];
    await workOff(undefined, (cardId) => failed.push(cardId));
    expect(failed).toEqual([bad]);
    expect(await standing(good)).toMatchObject({ mentions: 1 });
    expect(await db().standingWork.count({ where: { kind: "failed", subjectId: bad } })).toBeGreaterThan(0);
    await db().standingWork.deleteMany({ where: { kind: "failed" } });
  });

  it("are asked for by every transaction that commits", async () => {
    let woken = 0;
    afterCommits(() => {
      woken += 1;
    });
    const one = await tellStory(project, { says });
    const before = woken;
    const id = await cardOf(one);
    expect(woken).toBe(before + 1);
    const refused = editCard(reviewer, { cardId: id, revision: 9, statement: "x", type: "content" });
    await expect(refused).rejects.toMatchObject({ code: "stale-revision" });
    expect(woken).toBe(before + 1);
    afterCommits(() => undefined);
  });
});

describe("a source's stored figures", () => {
  const figures = async (sourceId: string) => {
    await workOff();
    const use = await db().sourceUse.findFirst({ where: { sourceId, projectId: project.id } });
    const own = await db().sourceStanding.findUniqueOrThrow({ where: { sourceId } });
    return {
      published: use?.published,
      attributed: use?.attributed,
      isDue: use?.isDue,
      listed: own.isListed,
    };
  };

  it("count what it published and what final layers attribute to it, with those merged into it", async () => {
    const [outlet, old] = [await makeSource(), await makeSource()];
    const told = { speaker: "The staff", says };
    const one = await tellStory(project, { ...told, sourceId: outlet.id, publisherId: outlet.id });
    await tellStory(project, { ...told, sourceId: old.id, publisherId: outlet.id });
    expect(await figures(outlet.id)).toEqual({ published: 2, attributed: 1, isDue: true, listed: true });
    await mergeSource(reviewer, { sourceId: old.id, intoId: outlet.id, reason: "One." });
    expect(await figures(outlet.id)).toEqual({ published: 2, attributed: 2, isDue: true, listed: true });
    expect(await figures(old.id)).toMatchObject({ published: undefined, listed: false });
    await unmergeSource(reviewer, { sourceId: old.id, reason: "Two." });
    expect(await figures(old.id)).toEqual({ published: 0, attributed: 1, isDue: true, listed: true });
    await db().article.update({ where: { id: one.article.id }, data: { state: "reviewing" } });
    expect(await figures(outlet.id)).toMatchObject({ published: 2, attributed: 0 });
    await db().article.update({ where: { id: one.article.id }, data: { withdrawnAt: new Date() } });
    expect(await figures(outlet.id)).toMatchObject({ published: 1, attributed: 0 });
  });

  it("fall due a year after the last rating, and persons never", async () => {
    const [outlet, person] = [await makeSource(), await makeSource({ kind: "person" })];
    await tellStory(project, { speaker: "A", says, sourceId: outlet.id });
    await tellStory(project, { speaker: "A", says, sourceId: person.id });
    expect([(await figures(outlet.id)).isDue, (await figures(person.id)).isDue]).toEqual([true, false]);
    await rate(reviewer, outlet.id, "B");
    expect((await figures(outlet.id)).isDue).toBe(false);
    await noteSourcesFallenDue();
    expect(await db().standingWork.count()).toBe(0);
    await db().sourceStanding.update({
      where: { sourceId: outlet.id },
      data: { dueFrom: new Date("2026-01-01") },
    });
    const owner = await connect(database.superUrl);
    await owner.query("SET session_replication_role = replica");
    await owner.query(`UPDATE "SourceRating" SET "createdAt" = '2020-01-01' WHERE "sourceId" = $1`, [
      outlet.id,
    ]);
    await owner.end();
    await noteSourcesFallenDue();
    expect((await figures(outlet.id)).isDue).toBe(true);
  });

  it("keep for each rater the widest spread of what that rater may see", async () => {
    const source = await makeSource();
    const spreads = async () => {
      await workOff();
      const rows = await db().raterSpread.findMany({ where: { sourceId: source.id } });
      return new Map(rows.map((row) => [row.raterId, row.spread]));
    };
    await rate(reviewer, source.id, "A");
    await rate(annotator, source.id, "F");
    expect(await spreads()).toEqual(
      new Map([
        [reviewer.userId, 0],
        [annotator.userId, 0],
      ]),
    );
    await rate(annotator, source.id, "D");
    expect(await spreads()).toEqual(
      new Map([
        [reviewer.userId, 3],
        [annotator.userId, 3],
      ]),
    );
    const publisher = rateSourceInput.parse({
      sourceId: source.id,
      grade: "E",
      role: "publisher",
      rationale: "x",
    });
    await rateSource(annotator, publisher);
    expect(await spreads()).toEqual(
      new Map([
        [reviewer.userId, 3],
        [annotator.userId, 3],
      ]),
    );
  });
});
