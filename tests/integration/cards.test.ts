import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { listBoard } from "@/lib/cards/board";
import { boardFilter } from "@/lib/cards/board-schema";
import { listCandidates } from "@/lib/cards/candidates";
import {
  answerCandidate,
  createCard,
  editCard,
  judgePair,
  rateCredibility,
  withdrawAnswer,
} from "@/lib/cards/commands";
import { listFreeClaims } from "@/lib/cards/lists";
import { getCard } from "@/lib/cards/queries";
import { db } from "@/lib/db";
import { rateSource } from "@/lib/ratings/commands";
import { mergeSource, unmergeSource } from "@/lib/sources/commands";
import { addAffiliation } from "@/lib/sources/ties";
import { workOff } from "@/lib/standings/work";
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
import { linkClaim, linkReuse, makeMark, resolveSource } from "../support/marks";

const database = await createDatabase();
const project = await makeProject();
const manager = actorFor(await makeMember(project, "manager"));
const reviewer = actorFor(await makeMember(project, "reviewer"));
const annotator = actorFor(await makeMember(project, "annotator"));
const viewer = actorFor(await makeMember(project, "viewer"));
const admin = actorFor(await makeUser({ isAdmin: true }));

type Told = {
  speaker?: string;
  sourceId?: string;
  says: string;
  claim?: object;
  stance?: "asserts" | "denies";
};

/** A finished article in which somebody says one thing, with its final layer's claim (and attribution). */
async function tell(told: Told, to: { id: string } = project, publisherId?: string) {
  const text = told.speaker ? `${told.speaker} said ${told.says}.` : `${told.says}.`;
  const article = await makeArticle(to, { text, publisherId, publishedAt: new Date("2026-03-01") });
  const layer = await makeLayer(article, { kind: "adjudicated", state: "closed" });
  const claimId = await makeMark(layer, text, "claim", { body: told.says }, { attributes: told.claim });
  let attributionId: string | undefined;
  if (told.speaker) {
    const roles = { source: told.speaker, cue: "said", content: told.says };
    attributionId = await makeMark(layer, text, "attribution", roles);
    await linkClaim(layer, attributionId, claimId, { stance: told.stance });
    if (told.sourceId) await resolveSource(layer, attributionId, told.sourceId);
  }
  await db().article.update({ where: { id: article.id }, data: { state: "done" } });
  return { article, layer, claimId, attributionId, text };
}

async function cardOf(first: { claimId: string }, ...more: { claimId: string }[]): Promise<string> {
  const { id } = await createCard(reviewer, project.slug, {
    claimId: first.claimId,
    statement: "About 600 soldiers were captured",
    type: "content",
  });
  for (const { claimId } of more) await answerCandidate(reviewer, id, { claimId, isSame: true });
  return id;
}

const says = "about 600 soldiers were captured";

describe("a card", () => {
  it("is made from a claim of a final layer and from nothing else", async () => {
    const open = await makeArticle(project, { text: `${says}.` });
    const layer = await makeLayer(open, { kind: "adjudicated" });
    const claimId = await makeMark(layer, open.text, "claim", { body: says });
    const make = (id: string, actor = reviewer, slug = project.slug) =>
      createCard(actor, slug, { claimId: id, statement: "x", type: "content" });
    await expect(make(claimId)).rejects.toMatchObject({ code: "claim-not-final" });
    const elsewhere = await makeProject();
    await makeMember(elsewhere, "reviewer", { userId: reviewer.userId });
    const far = await tell({ says }, elsewhere);
    await expect(make(far.claimId)).rejects.toMatchObject({ code: "claim-not-final" });
    const spoken = await tell({ speaker: "The general", says });
    await expect(make(spoken.attributionId ?? "")).rejects.toMatchObject({ code: "claim-not-final" });
    await expect(make(spoken.claimId, annotator)).rejects.toMatchObject({ status: 403 });
    await expect(make(spoken.claimId, actorFor(await makeUser()))).rejects.toMatchObject({
      code: "not-found",
    });
    const { id } = await make(spoken.claimId);
    expect((await getCard(reviewer, id)).mentions).toMatchObject([
      { claimId: spoken.claimId, saidBy: "The general", isUnresolved: true, origins: [] },
    ]);
    await expect(getCard(reviewer, randomUUID())).rejects.toMatchObject({ code: "not-found" });
  });

  it("lists free claims until they are on a card", async () => {
    const words = `${randomUUID().slice(0, 8)} boats sank`;
    const one = await tell({ says: words });
    expect((await listFreeClaims(reviewer, project.slug, { q: words })).items).toMatchObject([
      { quote: words },
    ]);
    const id = await cardOf(one);
    expect((await listFreeClaims(reviewer, project.slug, { q: words })).items).toEqual([]);
    await workOff();
    const board = await listBoard(viewer, project.slug, boardFilter.parse({}));
    expect(board.items[0]).toMatchObject({ id, mentions: 1, articles: 1 });
    await editCard(reviewer, { cardId: id, revision: 1, statement: `${words} at night`, type: "content" });
    const renamed = await listBoard(reviewer, project.slug, boardFilter.parse({ q: `${words} at` }));
    expect(renamed.items).toMatchObject([{ id, statement: `${words} at night` }]);
    await db().mention.updateMany({ where: { cardId: id }, data: { deletedAt: new Date() } });
    expect((await listFreeClaims(reviewer, project.slug, { q: words })).items).toMatchObject([
      { claimId: one.claimId },
    ]);
    await expect(listFreeClaims(viewer, project.slug, {})).rejects.toMatchObject({ status: 403 });
  });

  it("pages free claims through every one of them, both ways", async () => {
    const own = await makeProject();
    await makeMember(own, "reviewer", { userId: reviewer.userId });
    for (let index = 0; index < 60; index++) await tell({ says: `bridge ${index} fell` }, own);
    const first = await listFreeClaims(reviewer, own.slug, {});
    const second = await listFreeClaims(reviewer, own.slug, { cursor: first.next ?? "" });
    expect([first.items.length, second.items.length, second.next]).toEqual([50, 10, null]);
    const back = await listFreeClaims(reviewer, own.slug, { cursor: second.previous ?? "" });
    expect(back.items).toEqual(first.items);
  });

  it("takes candidates as same or not the same, and undoes both", async () => {
    const [one, two, three] = [await tell({ says }), await tell({ says }), await tell({ says })];
    const id = await cardOf(one);
    const candidates = async () => (await listCandidates(reviewer, id, "")).map((item) => item.claimId);
    expect(await candidates()).toEqual(expect.arrayContaining([two.claimId, three.claimId]));
    expect(await candidates()).not.toContain(one.claimId);
    await answerCandidate(reviewer, id, { claimId: two.claimId, isSame: true });
    await answerCandidate(reviewer, id, { claimId: three.claimId, isSame: false });
    await expect(answerCandidate(reviewer, id, { claimId: two.claimId, isSame: true })).rejects.toMatchObject(
      {
        code: "already-answered",
      },
    );
    const state = async () => {
      const card = await getCard(reviewer, id);
      return [card.mentions.map((m) => m.claimId), card.rejected.map((m) => m.claimId)];
    };
    expect(await state()).toEqual([[one.claimId, two.claimId], [three.claimId]]);
    await withdrawAnswer(reviewer, id, { claimId: two.claimId, isRemoved: true });
    await withdrawAnswer(reviewer, id, { claimId: three.claimId, isRemoved: true });
    expect(await state()).toEqual([[one.claimId], []]);
    await withdrawAnswer(reviewer, id, { claimId: two.claimId, isRemoved: false });
    await withdrawAnswer(reviewer, id, { claimId: three.claimId, isRemoved: false });
    expect(await state()).toEqual([[one.claimId, two.claimId], [three.claimId]]);
    await expect(
      withdrawAnswer(reviewer, id, { claimId: two.claimId, isRemoved: false }),
    ).rejects.toMatchObject({
      code: "already-answered",
    });
    await answerCandidate(reviewer, id, { claimId: three.claimId, isSame: true });
    expect((await state())[1]).toEqual([]);
    await expect(
      withdrawAnswer(annotator, id, { claimId: two.claimId, isRemoved: true }),
    ).rejects.toMatchObject({
      status: 403,
    });
  });

  it("is edited by revision", async () => {
    const id = await cardOf(await tell({ says }));
    await editCard(reviewer, { cardId: id, revision: 1, statement: "It was said", type: "speech-act" });
    await expect(
      editCard(manager, { cardId: id, revision: 1, statement: "Other", type: "content" }),
    ).rejects.toMatchObject({ code: "stale-revision" });
    expect(await getCard(reviewer, id)).toMatchObject({
      statement: "It was said",
      type: "speech-act",
      revision: 2,
    });
  });
});

describe("corroboration on a card", () => {
  it("counts one origin behind five outlets, and says values beside each other", async () => {
    const staff = await makeSource({ kind: "government", name: "General Staff" });
    const told = { speaker: "The general staff", sourceId: staff.id, says };
    const claim = {
      kind: "factual",
      quantities: [{ counted: "soldiers", min: 600, max: 600, qualifier: "about" }],
    };
    const five = [];
    for (let index = 0; index < 5; index++) five.push(await tell({ ...told, claim }));
    const [first, ...rest] = five;
    if (!first) throw new Error("no mention");
    const card = await getCard(viewer, await cardOf(first, ...rest));
    expect(card.result).toMatchObject({ mentions: 5, articles: 5, low: 1, high: 1, suggestedCredibility: 3 });
    expect(card.origins).toMatchObject([{ id: staff.id, name: "General Staff", use: "range" }]);
    expect(card.sentence[0]).toEqual({ about: "mentions", text: "5 mentions in 5 articles." });
    expect(card.mentions[0]?.values).toEqual(["about 600"]);
  });

  it("counts the outlet for own reporting, and lists what has no origin", async () => {
    const outlet = await makeSource({ kind: "outlet" });
    const own = await tell({ says, claim: { origin: "own-reporting" } }, project, outlet.id);
    const bare = await tell({ says });
    const card = await getCard(reviewer, await cardOf(own, bare));
    expect(card.result).toMatchObject({ mentions: 2, low: 1, high: 1, unnamed: 1 });
    expect(card.origins).toMatchObject([{ id: outlet.id }]);
    expect(card.mentions.map((mention) => mention.hasUnnamedEnd).toSorted()).toEqual([false, true]);
  });

  it("joins by confirmed reuse that covers the claims, and keeps a denial beside", async () => {
    const [a, b, c] = [await makeSource(), await makeSource(), await makeSource()];
    const one = await tell({ speaker: "The harbour", sourceId: a.id, says });
    const two = await tell({ speaker: "The press office", sourceId: b.id, says });
    const denial = await tell({ speaker: "The ministry", sourceId: c.id, says, stance: "denies" });
    const id = await cardOf(one, two, denial);
    expect((await getCard(reviewer, id)).result).toMatchObject({ clusters: 3, low: 2, high: 2, denials: 1 });
    const duplicate = await makeMark(two.layer, two.text, "duplicate", { body: says });
    await linkReuse(
      two.layer,
      duplicate,
      { versionId: one.article.versionId, text: one.text, quote: says },
      "from-passage",
    );
    const card = await getCard(reviewer, id);
    expect(card.result).toMatchObject({ mentions: 3, clusters: 2, low: 1, high: 1, denials: 1 });
    expect(card.origins.map((origin) => origin.id)).toEqual([a.id]);
    expect(card.mentions.filter((mention) => mention.cluster === 1)).toHaveLength(2);
  });

  it("takes a judged pair over the register, and the register over nothing", async () => {
    const [a, b, parent] = [await makeSource(), await makeSource(), await makeSource({ name: "Ministry" })];
    const id = await cardOf(
      await tell({ speaker: "One office", sourceId: a.id, says }),
      await tell({ speaker: "Another office", sourceId: b.id, says }),
    );
    expect((await getCard(reviewer, id)).pairs).toMatchObject([{ level: "not-examined" }]);
    expect((await getCard(reviewer, id)).result).toMatchObject({ low: 2, high: 2, unexaminedPairs: 1 });
    for (const source of [a, b])
      await addAffiliation(reviewer, {
        sourceId: source.id,
        parentId: parent.id,
        fromDate: null,
        toDate: null,
      });
    expect(await getCard(reviewer, id)).toMatchObject({
      result: { low: 1, high: 1 },
      pairs: [{ level: "known", why: "both belong to Ministry", judged: null }],
    });
    const judge = (level: "possible" | "independent", actor = reviewer) =>
      judgePair(actor, { cardId: id, a: b.id, b: a.id, level, reason: "Asked both." });
    await judge("possible");
    expect((await getCard(reviewer, id)).result).toMatchObject({ low: 1, high: 2 });
    await judge("independent", manager);
    expect(await getCard(reviewer, id)).toMatchObject({
      result: { low: 2, high: 2, unexaminedPairs: 0, suggestedCredibility: 1 },
      pairs: [{ level: "independent", why: "Asked both.", judged: { byName: expect.any(String) } }],
    });
    await expect(judge("possible", annotator)).rejects.toMatchObject({ status: 403 });
    await expect(
      judgePair(reviewer, { cardId: id, a: a.id, b: a.id, level: "known", reason: "x" }),
    ).rejects.toMatchObject({ code: "same-origin" });
    await expect(db().dependency.updateMany({ data: { level: "known" } })).rejects.toThrow(/denied/);
  });

  it("leaves out an affiliation that had ended before the articles appeared", async () => {
    const [a, b] = [await makeSource(), await makeSource()];
    const id = await cardOf(
      await tell({ speaker: "One office", sourceId: a.id, says }),
      await tell({ speaker: "Another office", sourceId: b.id, says }),
    );
    await addAffiliation(reviewer, {
      sourceId: a.id,
      parentId: b.id,
      fromDate: "2019-01-01",
      toDate: "2020-01-01",
    });
    expect((await getCard(reviewer, id)).result).toMatchObject({ low: 2, high: 2 });
  });

  it("counts merged sources as one, and un-merging restores the card exactly", async () => {
    const [a, b] = [await makeSource(), await makeSource()];
    const id = await cardOf(
      await tell({ speaker: "One office", sourceId: a.id, says }),
      await tell({ speaker: "Another office", sourceId: b.id, says }),
    );
    const before = await getCard(reviewer, id);
    await mergeSource(reviewer, { sourceId: a.id, intoId: b.id, reason: "One office." });
    expect((await getCard(reviewer, id)).result).toMatchObject({ low: 1, high: 1, roots: 1 });
    await unmergeSource(reviewer, { sourceId: a.id, reason: "Two." });
    expect(await getCard(reviewer, id)).toEqual(before);
  });
});

describe("blindness on cards", () => {
  it("hides others' credibility and folds the sources' grades until one's own is saved, also for managers", async () => {
    const source = await makeSource({ kind: "government" });
    const id = await cardOf(await tell({ speaker: "The staff", sourceId: source.id, says }));
    const rating = {
      sourceId: source.id,
      role: "speaker",
      topic: "",
      periodFrom: null,
      periodTo: null,
    } as const;
    await rateSource(manager, { ...rating, grade: "B", rationale: "Record.", evidence: [] });
    await rateCredibility(annotator, { cardId: id, grade: "3", rationale: "One origin." });
    for (const actor of [manager, admin, reviewer, viewer]) {
      const card = await getCard(actor, id);
      expect(card).toMatchObject({ credibilities: [], hasRated: false });
      expect(card.origins.map((origin) => origin.grades)).toEqual([null]);
      expect(card.events.map((event) => event.type)).not.toContain("credibility.saved");
    }
    await rateCredibility(manager, { cardId: id, grade: "2", rationale: "Likely." });
    const card = await getCard(manager, id);
    expect(card.credibilities.map((one) => [one.grade, one.sawOthers])).toEqual([
      ["2", false],
      ["3", false],
    ]);
    expect(card.origins[0]?.grades).toMatchObject([{ role: "speaker", distribution: { lowerMedian: "B" } }]);
    await rateCredibility(manager, { cardId: id, grade: "3", rationale: "On reflection." });
    expect((await getCard(manager, id)).credibilities[0]).toMatchObject({ grade: "3", sawOthers: true });
    await expect(rateCredibility(viewer, { cardId: id, grade: "1", rationale: "x" })).rejects.toMatchObject({
      status: 403,
    });
    const event = await db().event.findFirstOrThrow({ where: { subjectId: id, type: "credibility.saved" } });
    expect(JSON.stringify(event.payload)).not.toMatch(/grade|origin/);
  });

  it("shows no mention of an article on which the reader has an unsubmitted layer, and counts without it", async () => {
    const source = await makeSource();
    const [one, two] = [
      await tell({ says }),
      await tell({ speaker: "The staff", sourceId: source.id, says }),
    ];
    const id = await cardOf(one, two);
    const mine = await makeLayer(two.article, { ownerId: annotator.userId });
    const card = await getCard(annotator, id);
    expect(card.mentions.map((mention) => mention.claimId)).toEqual([one.claimId]);
    expect(card.result).toMatchObject({ mentions: 1, high: 0 });
    await db().layer.update({ where: { id: mine.id }, data: { state: "submitted" } });
    expect((await getCard(annotator, id)).mentions).toHaveLength(2);
    const alone = await cardOf(await tell({ says }));
    const outsider = actorFor(await makeUser());
    await expect(getCard(outsider, alone)).rejects.toMatchObject({ code: "not-found" });
  });

  it("keeps credibility append-only", async () => {
    const id = await cardOf(await tell({ says }));
    await rateCredibility(annotator, { cardId: id, grade: "6", rationale: "Nothing to judge by." });
    await expect(db().credibility.updateMany({ data: { grade: "1" } })).rejects.toThrow(/denied/);
    const owner = await connect(database.ownerUrl);
    await expect(owner.query(`UPDATE "Credibility" SET "grade" = '1'`)).rejects.toThrow(/append-only/);
    await expect(owner.query(`DELETE FROM "Credibility"`)).rejects.toThrow(/append-only/);
    await owner.end();
  });
});
