import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { rateInRound, rateSource } from "@/lib/ratings/commands";
import { decideHouseGrade } from "@/lib/ratings/house-grades";
import { getRound, getRoundSource, listRounds } from "@/lib/ratings/round-queries";
import { closeRound, createRound } from "@/lib/ratings/rounds";
import { rateSourceInput } from "@/lib/ratings/schema";
import { getSourceRatings } from "@/lib/ratings/source-ratings";
import { createSource } from "@/lib/sources/commands";
import { listSourceEvents } from "@/lib/sources/events";
import { connect } from "../../prisma/migrate.mjs";
import { createDatabase } from "../support/database";
import {
  actorFor,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
  makeSource,
  makeUser,
} from "../support/factories";
import { makeMark } from "../support/marks";

const database = await createDatabase();
const project = await makeProject();
const manager = actorFor(await makeMember(project, "manager"));
const admin = actorFor(await makeUser({ isAdmin: true }));
const reviewer = actorFor(await makeMember(project, "reviewer"));
const annotator = actorFor(await makeMember(project, "annotator"));
const viewer = actorFor(await makeMember(project, "viewer"));

function rating(sourceId: string, grade: string, more: object = {}) {
  return rateSourceInput.parse({
    sourceId,
    grade,
    role: "publisher",
    rationale: "Ten stories checked.",
    ...more,
  });
}

describe("ratings of a source", () => {
  it("hides others' from everybody, managers and administrators too, until their own is saved", async () => {
    const source = await makeSource();
    await rateSource(annotator, rating(source.id, "B"));
    for (const actor of [manager, admin, reviewer, viewer]) {
      expect(await getSourceRatings(actor, source.id)).toEqual({
        scopes: [],
        houseGrades: [],
        foldedHouseGrades: [],
        owed: [],
        record: { claims: [], dropped: [], corrections: [], observations: [] },
        ratesPersons: false,
      });
      expect(JSON.stringify(await listSourceEvents(actor, source.id))).not.toContain("rating");
    }
    await rateSource(manager, rating(source.id, "D"));
    const { scopes } = await getSourceRatings(manager, source.id);
    expect(scopes).toHaveLength(1);
    expect(scopes[0]?.ratings.map((one) => one.grade)).toEqual(["D", "B"]);
    expect(scopes[0]?.distribution).toMatchObject({ n: 2, lowerMedian: "D", spread: 2, isConsensus: false });
    expect((await getSourceRatings(admin, source.id)).scopes).toEqual([]);
  });

  it("opens only the same role and topic", async () => {
    const source = await makeSource();
    await rateSource(annotator, rating(source.id, "A"));
    await rateSource(annotator, rating(source.id, "E", { topic: "ports" }));
    await rateSource(annotator, rating(source.id, "C", { role: "origin" }));
    await rateSource(reviewer, rating(source.id, "B", { topic: "ports" }));
    const { scopes } = await getSourceRatings(reviewer, source.id);
    expect(scopes.map((scope) => [scope.role, scope.topic, scope.ratings.length])).toEqual([
      ["publisher", "ports", 2],
    ]);
  });

  it("stores scheme, version and whether others had been seen", async () => {
    const source = await makeSource();
    await rateSource(annotator, rating(source.id, "B", { periodFrom: "2025-01-01", periodTo: "2025-12-31" }));
    await rateSource(reviewer, rating(source.id, "F"));
    await rateSource(reviewer, rating(source.id, "C"));
    const rows = await db().sourceRating.findMany({
      where: { sourceId: source.id },
      orderBy: { number: "asc" },
    });
    expect(rows.map((row) => [row.grade, row.sawOthers])).toEqual([
      ["B", false],
      ["F", false],
      ["C", true],
    ]);
    expect(rows[0]).toMatchObject({ scheme: "admiralty-reliability", schemeVersion: "STANAG-2511" });
    const { scopes } = await getSourceRatings(reviewer, source.id);
    expect(scopes[0]?.ratings).toHaveLength(3);
    expect(scopes[0]?.distribution).toMatchObject({ n: 2, cannotJudge: 0, counts: { B: 1, C: 1 } });
  });

  it("says in its event that it was saved, never the grade", async () => {
    const source = await makeSource();
    const { id } = await rateSource(annotator, rating(source.id, "E", { rationale: "A secret reason." }));
    const event = await db().event.findFirstOrThrow({
      where: { subjectId: source.id, type: "rating.saved" },
    });
    expect(event.payload).toMatchObject({
      ratingId: id,
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(JSON.stringify(event.payload)).not.toMatch(/secret|"E"/);
  });

  it("refuses persons, proposals, merged sources, viewers, and input that is not whole", async () => {
    const person = await makeSource({ kind: "person" });
    await expect(rateSource(manager, rating(person.id, "A"))).rejects.toMatchObject({
      code: "person-rating-off",
    });
    const proposal = await createSource(annotator, { name: `New ${randomUUID()}`, kind: "outlet", note: "" });
    await expect(rateSource(annotator, rating(proposal.id, "A"))).rejects.toMatchObject({
      code: "source-is-proposal",
    });
    const [source, into] = [await makeSource(), await makeSource()];
    await db().source.update({ where: { id: source.id }, data: { canonicalId: into.id } });
    await expect(rateSource(manager, rating(source.id, "A"))).rejects.toMatchObject({
      code: "source-is-merged",
    });
    await expect(rateSource(viewer, rating(into.id, "A"))).rejects.toMatchObject({ status: 403 });
    await expect(rateSource(manager, rating(randomUUID(), "A"))).rejects.toMatchObject({ code: "not-found" });
    for (const bad of [
      { rationale: "  " },
      { grade: "G" },
      { role: "friend" },
      { periodFrom: "2025-02-01", periodTo: "2025-01-01" },
      { periodFrom: "2025-02-31" },
    ])
      expect(rateSourceInput.safeParse({ ...rating(into.id, "A"), ...bad }).success).toBe(false);
    expect(
      await db().sourceRating.count({ where: { sourceId: { in: [person.id, source.id, into.id] } } }),
    ).toBe(0);
  });

  it("takes as evidence only marks that the rater may see, and shows them only to who may", async () => {
    const source = await makeSource();
    const article = await makeArticle(project);
    const mine = await makeLayer(article, { ownerId: annotator.userId });
    const theirs = await makeLayer(article);
    const own = await makeMark(mine, article.text, "claim", { body: "Forty houses were flooded" });
    const other = await makeMark(theirs, article.text, "claim", { body: "the bridge is safe" });
    await expect(rateSource(annotator, rating(source.id, "B", { evidence: [other] }))).rejects.toMatchObject({
      code: "evidence-not-seen",
    });
    await rateSource(annotator, rating(source.id, "B", { evidence: [own] }));
    await rateSource(reviewer, rating(source.id, "B"));
    const evidence = async (actor: typeof annotator) =>
      (await getSourceRatings(actor, source.id)).scopes[0]?.ratings.flatMap((one) => one.evidence);
    expect(await evidence(annotator)).toMatchObject([
      { annotationId: own, quote: "Forty houses were flooded" },
    ]);
    expect(await evidence(reviewer)).toEqual([]);
  });

  it("is append-only, for the application and for the owner", async () => {
    const source = await makeSource();
    const { id } = await rateSource(annotator, rating(source.id, "B"));
    await expect(db().sourceRating.update({ where: { id }, data: { grade: "A" } })).rejects.toThrow(/denied/);
    await expect(db().sourceRating.delete({ where: { id } })).rejects.toThrow(/denied/);
    const owner = await connect(database.ownerUrl);
    await expect(owner.query(`UPDATE "SourceRating" SET "grade" = 'A'`)).rejects.toThrow(/append-only/);
    await expect(owner.query(`DELETE FROM "Credibility"`)).resolves.toMatchObject({ rowCount: 0 });
    await expect(owner.query(`DELETE FROM "SourceRating"`)).rejects.toThrow(/append-only/);
    await expect(owner.query(`TRUNCATE "SourceRating" CASCADE`)).rejects.toThrow(/append-only/);
    await owner.end();
  });
});

describe("a house grade", () => {
  it("names ratings that the manager can see, and is folded for who has not rated", async () => {
    const source = await makeSource();
    const first = await rateSource(annotator, rating(source.id, "B"));
    const decide = (ratingIds: string[]) =>
      decideHouseGrade(manager, {
        sourceId: source.id,
        grade: "B",
        role: "publisher",
        rationale: "Two agree.",
        ratingIds,
      });
    await expect(decide([first.id])).rejects.toMatchObject({ code: "ratings-not-seen" });
    const second = await rateSource(manager, rating(source.id, "B"));
    await decide([first.id, second.id]);
    await expect(
      decideHouseGrade(reviewer, {
        sourceId: source.id,
        grade: "B",
        role: "publisher",
        rationale: "x",
        ratingIds: [first.id],
      }),
    ).rejects.toMatchObject({ status: 403 });
    expect((await getSourceRatings(manager, source.id)).houseGrades).toMatchObject([
      { grade: "B", ratingCount: 2 },
    ]);
    expect(await getSourceRatings(reviewer, source.id)).toMatchObject({
      houseGrades: [],
      foldedHouseGrades: [{ role: "publisher", topic: "" }],
    });
    expect((await getSourceRatings(viewer, source.id)).houseGrades).toHaveLength(1);
    const own = await db().houseGrade.findFirstOrThrow({ where: { sourceId: source.id } });
    await expect(db().houseGrade.update({ where: { id: own.id }, data: { grade: "A" } })).rejects.toThrow(
      /denied/,
    );
  });
});

async function resultsOf(actor: typeof annotator, roundId: string) {
  const round = await getRound(actor, roundId);
  const views = await Promise.all(round.sources.map((one) => getRoundSource(actor, round, one.id)));
  return views.map((view) => view.results);
}

describe("a rating round", () => {
  it("asks named people about named sources, and shows results after one's own", async () => {
    const [outlet, ministry] = [await makeSource(), await makeSource({ kind: "government" })];
    const outsider = actorFor(await makeMember(project, "annotator"));
    const round = await createRound(manager, {
      name: "Spring",
      sourceIds: [outlet.id, ministry.id],
      raterIds: [annotator.userId, reviewer.userId],
    });
    await expect(getRound(outsider, round.id)).rejects.toMatchObject({ code: "not-found" });
    expect((await listRounds(outsider)).items).toEqual([]);
    expect((await listRounds(annotator)).items[0]).toMatchObject({
      id: round.id,
      toRate: 2,
      sources: 2,
      raters: 2,
    });
    const rate = (actor: typeof annotator, sourceId: string, grade: "A" | "C") =>
      rateInRound(actor, { roundId: round.id, sourceId, grade, rationale: "Their record.", evidence: [] });
    await rate(annotator, outlet.id, "A");
    await expect(rate(annotator, outlet.id, "C")).rejects.toMatchObject({ code: "already-rated" });
    await expect(rate(outsider, outlet.id, "A")).rejects.toMatchObject({ code: "not-found" });
    const other = await makeSource();
    await expect(rate(annotator, other.id, "A")).rejects.toMatchObject({ code: "not-found" });
    for (const actor of [manager, admin, reviewer])
      expect(await resultsOf(actor, round.id)).toEqual([null, null]);
    expect((await getRound(manager, round.id)).progress.map((one) => one.done).toSorted()).toEqual([0, 1]);
    expect((await getRound(reviewer, round.id)).progress).toEqual([]);
    await rate(reviewer, outlet.id, "C");
    const seen = await getRoundSource(reviewer, await getRound(reviewer, round.id), outlet.id);
    expect(seen?.results?.ratings.map((one) => [one.grade, one.role, one.sawOthers])).toEqual([
      ["C", "publisher", false],
      ["A", "publisher", false],
    ]);
    await expect(closeRound(reviewer, round.id)).rejects.toMatchObject({ status: 403 });
    await closeRound(manager, round.id);
    await expect(closeRound(manager, round.id)).rejects.toMatchObject({ code: "round-closed" });
    await expect(rate(reviewer, ministry.id, "A")).rejects.toMatchObject({ code: "round-closed" });
    expect(await resultsOf(manager, round.id)).toEqual([null, null]);
  });

  it("saves one of two ratings sent at once", async () => {
    const source = await makeSource();
    const round = await createRound(manager, {
      name: "Race",
      sourceIds: [source.id],
      raterIds: [annotator.userId],
    });
    const both = await Promise.allSettled(
      ["A", "B"].map((grade) =>
        rateInRound(annotator, {
          roundId: round.id,
          sourceId: source.id,
          grade: grade === "A" ? "A" : "B",
          rationale: "Twice.",
          evidence: [],
        }),
      ),
    );
    expect(both.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("refuses viewers as raters, persons as sources, and anybody but a manager", async () => {
    const [source, person] = [await makeSource(), await makeSource({ kind: "person" })];
    const make = (sourceId: string, raterId: string, actor = manager) =>
      createRound(actor, { name: "Round", sourceIds: [sourceId], raterIds: [raterId] });
    await expect(make(source.id, viewer.userId)).rejects.toMatchObject({ code: "not-a-rater" });
    await expect(make(person.id, reviewer.userId)).rejects.toMatchObject({ code: "person-rating-off" });
    await expect(make(source.id, reviewer.userId, reviewer)).rejects.toMatchObject({ status: 403 });
  });
});
