import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { answerCandidate, createCard, rateCredibility } from "@/lib/cards/commands";
import { db } from "@/lib/db";
import { rateInRound, rateSource } from "@/lib/ratings/commands";
import { decideHouseGrade } from "@/lib/ratings/house-grades";
import { getRound, getRoundSource } from "@/lib/ratings/round-queries";
import { closeRound, createRound, extendRound, reopenRound } from "@/lib/ratings/rounds";
import { type HouseGradeInput, type RateInRoundInput, rateSourceInput } from "@/lib/ratings/schema";
import { arePersonsRated, getRatingRules, setPersonRating } from "@/lib/ratings/settings";
import { getSourceRatings } from "@/lib/ratings/source-ratings";
import { getTeamDiagonal } from "@/lib/ratings/team-diagonal";
import { createDatabase } from "../support/database";
import {
  actorFor,
  type MadeArticle,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
  makeSource,
  makeUser,
} from "../support/factories";
import { findSpan, linkClaim, linkReuse, makeMark, resolveSource } from "../support/marks";

await createDatabase();
const project = await makeProject();
const manager = actorFor(await makeMember(project, "manager"));
const admin = actorFor(await makeUser({ isAdmin: true }));
const anna = actorFor(await makeMember(project, "annotator"));
const ben = actorFor(await makeMember(project, "annotator"));
const cleo = actorFor(await makeMember(project, "reviewer"));

type Grade = RateInRoundInput["grade"];

function alone(sourceId: string, grade: Grade, more: object = {}) {
  return rateSourceInput.parse({ sourceId, grade, role: "publisher", rationale: "Its record.", ...more });
}

async function answer(who: typeof anna, roundId: string, sourceId: string, grade: Grade, more: object = {}) {
  return rateInRound(who, { roundId, sourceId, grade, rationale: "Its record.", evidence: [], ...more });
}

async function makeRound(raters: (typeof anna)[], sources = 1, more: object = {}) {
  const made = await Promise.all(Array.from({ length: sources }, () => makeSource()));
  const { id } = await createRound(manager, {
    name: "Round",
    sourceIds: made.map((source) => source.id),
    raterIds: raters.map((rater) => rater.userId),
    ...more,
  });
  return { id, sourceIds: made.map((source) => source.id) };
}

async function seenGrades(who: typeof anna, roundId: string, sourceId: string) {
  const view = await getRoundSource(who, await getRound(who, roundId), sourceId);
  return view.results?.ratings.map((rating) => rating.grade).toSorted() ?? null;
}

/** An article of a publisher, finished, in which a speaker says something that is a claim of the final layer. */
async function finish(options: { publisherId?: string; speakerId?: string; says: string }) {
  const text = `The clerk said ${options.says}.`;
  const article = await makeArticle(project, { text, publisherId: options.publisherId });
  const layer = await makeLayer(article, { kind: "adjudicated", state: "closed" });
  const claim = await makeMark(layer, text, "claim", { body: options.says });
  if (options.speakerId) {
    const quotes = { source: "The clerk", cue: "said", content: options.says };
    const said = await makeMark(layer, text, "attribution", quotes);
    await linkClaim(layer, said, claim);
    await resolveSource(layer, said, options.speakerId);
  }
  await db().article.update({ where: { id: article.id }, data: { state: "done" } });
  return { article, layer, claim };
}

describe("a round's life", () => {
  it("asks about one topic, role and period, and stores them with every answer", async () => {
    const more = { topic: "ports", role: "origin", periodFrom: "2025-01-01", periodTo: "2025-06-30" };
    const round = await makeRound([anna], 1, { ...more, dueOn: "2025-07-15" });
    const sourceId = round.sourceIds[0] ?? "";
    await answer(anna, round.id, sourceId, "B");
    const row = await db().sourceRating.findFirstOrThrow({ where: { roundId: round.id } });
    expect(row).toMatchObject({ topic: "ports", role: "origin", scheme: "admiralty-reliability" });
    expect(row.periodTo?.toISOString().slice(0, 10)).toBe("2025-06-30");
    expect(await getRound(anna, round.id)).toMatchObject({ ...{ topic: "ports", dueOn: "2025-07-15" } });
    const stranger = await getSourceRatings(anna, sourceId);
    expect(stranger.scopes.map((scope) => [scope.role, scope.topic])).toEqual([["origin", "ports"]]);
  });

  it("is extended by sources, raters and a day, closed, and opened again", async () => {
    const round = await makeRound([anna]);
    const more = await makeSource({ kind: "document" });
    await extendRound(manager, {
      roundId: round.id,
      sourceIds: [more.id],
      raterIds: [ben.userId],
      dueOn: "2030-01-01",
    });
    const extended = await getRound(ben, round.id);
    expect(extended).toMatchObject({ dueOn: "2030-01-01", isRater: true });
    expect(extended.sources.map((one) => one.role).toSorted()).toEqual(["origin", "publisher"]);
    const nothing = { roundId: round.id, sourceIds: [more.id], raterIds: [] };
    await expect(extendRound(manager, nothing)).rejects.toMatchObject({ code: "nothing-to-extend" });
    await expect(extendRound(cleo, nothing)).rejects.toMatchObject({ status: 403 });
    await expect(reopenRound(manager, round.id)).rejects.toMatchObject({ code: "round-open" });
    await closeRound(manager, round.id);
    await expect(answer(ben, round.id, more.id, "A")).rejects.toMatchObject({ code: "round-closed" });
    await expect(extendRound(manager, nothing)).rejects.toMatchObject({ code: "round-closed" });
    await expect(reopenRound(cleo, round.id)).rejects.toMatchObject({ status: 403 });
    await reopenRound(manager, round.id);
    await answer(ben, round.id, more.id, "A");
    const types = await db().event.findMany({ where: { subjectId: round.id }, orderBy: { id: "asc" } });
    expect(types.map((event) => event.type)).toEqual([
      "round.created",
      "round.extended",
      "round.closed",
      "round.reopened",
    ]);
    await expect(closeRound(manager, randomUUID())).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("blindness of a round", () => {
  it("hides a new round's grades from a rater who rated the source before, until answered there", async () => {
    const round = await makeRound([anna, ben]);
    const sourceId = round.sourceIds[0] ?? "";
    await answer(anna, round.id, sourceId, "A");
    await answer(ben, round.id, sourceId, "B");
    const later = await createRound(manager, {
      name: "Later",
      sourceIds: [sourceId],
      raterIds: [anna.userId, ben.userId],
    });
    await answer(anna, later.id, sourceId, "E");
    await rateSource(anna, alone(sourceId, "D"));
    expect(await seenGrades(ben, later.id, sourceId)).toBeNull();
    const page = await getSourceRatings(ben, sourceId);
    expect(page.owed).toMatchObject([{ roundId: later.id }]);
    expect(page.scopes[0]?.ratings.map((one) => one.grade)).toEqual(["B", "A"]);
    await answer(ben, later.id, sourceId, "C");
    expect(await seenGrades(ben, later.id, sourceId)).toEqual(["C", "E"]);
    expect((await getSourceRatings(ben, sourceId)).owed).toEqual([]);
    const saw = await db().sourceRating.findMany({
      where: { roundId: later.id },
      orderBy: { number: "asc" },
    });
    expect(saw.map((one) => one.sawOthers)).toEqual([true, true]);
  });

  it("remembers that its grades lay open while it was closed, or before a rater was asked", async () => {
    const round = await makeRound([anna, ben]);
    const sourceId = round.sourceIds[0] ?? "";
    await rateSource(ben, alone(sourceId, "B"));
    await rateSource(cleo, alone(sourceId, "B"));
    await answer(anna, round.id, sourceId, "A");
    expect(await seenGrades(ben, round.id, sourceId)).toBeNull();
    await closeRound(manager, round.id);
    expect(await seenGrades(ben, round.id, sourceId)).toEqual(["A"]);
    await reopenRound(manager, round.id);
    expect(await seenGrades(ben, round.id, sourceId)).toBeNull();
    await extendRound(manager, { roundId: round.id, sourceIds: [], raterIds: [cleo.userId] });
    await answer(ben, round.id, sourceId, "A");
    await answer(cleo, round.id, sourceId, "A");
    const rows = await db().sourceRating.findMany({
      where: { roundId: round.id },
      orderBy: { number: "asc" },
    });
    expect(rows.map((row) => row.sawOthers)).toEqual([false, true, true]);
  });

  it("works out agreement from nothing that the reader may not see", async () => {
    const round = await makeRound([anna, ben, cleo], 3);
    for (const sourceId of round.sourceIds) {
      await answer(anna, round.id, sourceId, "A");
      await answer(ben, round.id, sourceId, "B");
    }
    for (const blind of [manager, admin, cleo])
      expect((await getRound(blind, round.id)).agreement).toMatchObject({
        grades: 0,
        alpha: null,
        sawOthers: 0,
      });
    await answer(cleo, round.id, round.sourceIds[0] ?? "", "B");
    expect((await getRound(cleo, round.id)).agreement).toMatchObject({ sources: 1, grades: 3, alpha: null });
    expect((await getRound(anna, round.id)).agreement).toMatchObject({ sources: 3, grades: 7 });
    const stored = await db().sourceRating.findMany({ where: { roundId: round.id } });
    expect(stored.every((row) => !row.sawOthers)).toBe(true);
  });
});

describe("a house grade", () => {
  it("stays folded for who is to answer a round whose ratings it rests on", async () => {
    const round = await makeRound([manager, ben]);
    const sourceId = round.sourceIds[0] ?? "";
    await rateSource(ben, alone(sourceId, "C"));
    const { id } = await answer(manager, round.id, sourceId, "A");
    const decision: HouseGradeInput = {
      sourceId,
      grade: "A",
      role: "publisher",
      rationale: "Good.",
      ratingIds: [id],
    };
    await decideHouseGrade(manager, decision);
    expect(await getSourceRatings(ben, sourceId)).toMatchObject({
      houseGrades: [],
      foldedHouseGrades: [{ role: "publisher", topic: "" }],
    });
    await answer(ben, round.id, sourceId, "B");
    expect((await getSourceRatings(ben, sourceId)).houseGrades).toMatchObject([
      { grade: "A", ratingCount: 1, restsOn: [{ raterName: expect.any(String), grade: "A" }] },
    ]);
    await expect(decideHouseGrade(manager, { ...decision, topic: "ports" })).rejects.toMatchObject({
      code: "ratings-not-seen",
    });
  });
});

describe("evidence", () => {
  it("quotes the very spans, also of words that nobody has marked, and keeps them when the mark goes", async () => {
    const source = await makeSource();
    const { article, claim } = await finish({ publisherId: source.id, says: "the quay holds" });
    const free = { quoteArticleId: article.id, quote: "The clerk said" };
    await rateSource(anna, alone(source.id, "B", { evidence: [claim], ...free }));
    await db().annotation.update({ where: { id: claim }, data: { deletedAt: new Date() } });
    const [scope] = (await getSourceRatings(anna, source.id)).scopes;
    expect(scope?.ratings[0]?.evidence.map((one) => [one.quote, one.annotationId])).toEqual([
      ["the quay holds", claim],
      ["The clerk said", null],
    ]);
    const spans = await db().passageSpan.findMany({ where: { versionId: article.versionId } });
    expect(
      spans.map(({ start, end, quote }) => ({ start, end, quote })).toSorted((a, b) => b.start - a.start),
    ).toEqual([findSpan(article.text, "the quay holds"), findSpan(article.text, "The clerk said")]);
  });

  it("refuses words that are not there, there twice, without an article, or in one out of sight", async () => {
    const source = await makeSource();
    const article: MadeArticle = await makeArticle(project, { text: "Rain fell. Rain fell again." });
    const elsewhere = await makeArticle(await makeProject());
    for (const [quoteArticleId, quote, code] of [
      [article.id, "Snow fell", "quote-not-found"],
      [article.id, "Rain fell", "quote-not-unique"],
      [undefined, "Rain fell", "quote-incomplete"],
      [article.id, " ", "quote-incomplete"],
      [elsewhere.id, "The mayor", "quote-not-found"],
    ] as const)
      await expect(rateSource(anna, alone(source.id, "B", { quoteArticleId, quote }))).rejects.toMatchObject({
        code,
      });
    expect(await db().sourceRating.count({ where: { sourceId: source.id } })).toBe(0);
  });
});

describe("the record and what happened since", () => {
  it("shows claims, verdicts, dropped attributions and corrections, verdicts only once one's own is saved", async () => {
    const [outlet, ministry] = [await makeSource(), await makeSource({ kind: "government" })];
    const first = await finish({ speakerId: ministry.id, publisherId: outlet.id, says: "ten boats sank" });
    const own = await finish({ publisherId: outlet.id, says: "the harbour is shut" });
    const copy = await makeMark(own.layer, own.article.text, "duplicate", { body: "the harbour is shut" });
    await linkReuse(own.layer, copy, { ...first.article, quote: "ten boats sank" }, "from-passage");
    await db().reuseLink.updateMany({
      where: { annotationId: copy },
      data: { lost: ["attributionDropped"] },
    });
    await rateSource(anna, alone(ministry.id, "B", { role: "speaker" }));
    const card = await createCard(cleo, project.slug, {
      claimId: first.claim,
      statement: "Ten boats sank",
      type: "content",
    });
    await rateCredibility(cleo, { cardId: card.id, grade: "5", rationale: "Two were seen." });
    const printed = (await getSourceRatings(anna, outlet.id)).record;
    expect(printed.claims.map((one) => [one.quote, one.how])).toEqual([["the harbour is shut", "printed"]]);
    expect(printed.dropped.map((one) => one.annotationId)).toEqual([copy]);
    const before = await getSourceRatings(anna, ministry.id);
    expect(before.record.claims).toMatchObject([{ quote: "ten boats sank", how: "said", grades: [] }]);
    expect(before.scopes[0]?.since).toMatchObject({ verdicts: 0, against: 0, corrections: 0 });
    await rateCredibility(anna, { cardId: card.id, grade: "2", rationale: "I saw them." });
    const after = await getSourceRatings(anna, ministry.id);
    expect(after.record.claims[0]?.grades.toSorted()).toEqual(["2", "5"]);
    expect(after.scopes[0]?.since).toMatchObject({ verdicts: 2, against: 1 });
    await rateSource(anna, alone(ministry.id, "D", { role: "speaker" }));
    expect((await getSourceRatings(anna, ministry.id)).scopes[0]?.since).toMatchObject({ verdicts: 0 });
  });
});

describe("the diagonal share", () => {
  it("counts one rater's two grades, never those that the reader may not see on both sides", async () => {
    const [clerk, other] = [
      await makeSource({ kind: "organisation" }),
      await makeSource({ kind: "organisation" }),
    ];
    const one = await finish({ speakerId: clerk.id, says: "the lock is open" });
    const two = await finish({ speakerId: other.id, says: "the lock was opened" });
    const card = await createCard(cleo, project.slug, {
      claimId: one.claim,
      statement: "Open",
      type: "content",
    });
    await answerCandidate(cleo, card.id, { claimId: two.claim, isSame: true });
    const fresh = actorFor(await makeMember(project, "annotator"));
    const mate = actorFor(await makeMember(project, "annotator"));
    const nothing = await getTeamDiagonal(fresh);
    expect(nothing).toEqual({ pairs: 0, onDiagonal: 0, missing: 0, share: null });
    await rateSource(mate, alone(clerk.id, "C", { role: "speaker" }));
    await rateSource(mate, alone(other.id, "F", { role: "speaker" }));
    await rateCredibility(mate, { cardId: card.id, grade: "3", rationale: "Maybe." });
    expect(await getTeamDiagonal(mate)).toEqual({ pairs: 1, onDiagonal: 1, missing: 1, share: 1 });
    expect(await getTeamDiagonal(fresh)).toEqual(nothing);
    await rateCredibility(fresh, { cardId: card.id, grade: "1", rationale: "I was there." });
    expect(await getTeamDiagonal(fresh)).toEqual(nothing);
    await rateSource(fresh, alone(clerk.id, "B", { role: "speaker" }));
    expect(await getTeamDiagonal(fresh)).toEqual({ pairs: 2, onDiagonal: 1, missing: 0, share: 0.5 });
  });
});

describe("rating of persons", () => {
  it("is off until an administrator allows it, and stops when it is ended", async () => {
    const person = await makeSource({ kind: "person" });
    const rate = () => rateSource(anna, alone(person.id, "C", { role: "speaker" }));
    expect(await getRatingRules(manager)).toEqual({ ratesPersons: false, canChange: false });
    await expect(rate()).rejects.toMatchObject({ code: "person-rating-off" });
    await expect(setPersonRating(manager, true)).rejects.toMatchObject({ status: 403 });
    await setPersonRating(admin, true);
    await setPersonRating(admin, true);
    expect(await db().event.count({ where: { type: "rating-rules.changed" } })).toBe(1);
    await rate();
    await makeRound([anna], 0, { sourceIds: [person.id] });
    await setPersonRating(admin, false);
    expect(await arePersonsRated()).toBe(false);
    await expect(rate()).rejects.toMatchObject({ code: "person-rating-off" });
    expect((await getSourceRatings(anna, person.id)).scopes).toHaveLength(1);
  });
});
