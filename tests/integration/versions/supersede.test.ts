import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { listBoard } from "@/lib/cards/board";
import { boardFilter } from "@/lib/cards/board-schema";
import { answerCandidate, createCard } from "@/lib/cards/commands";
import { listFreeClaims } from "@/lib/cards/lists";
import { mergeCard } from "@/lib/cards/moves";
import { getCard } from "@/lib/cards/queries";
import { undoMove } from "@/lib/cards/undo-move";
import { db } from "@/lib/db";
import { applyCommand } from "@/lib/layers/commands";
import { listMarks } from "@/lib/marks/list-marks";
import { readSourceRecord } from "@/lib/ratings/record";
import { readSince } from "@/lib/ratings/since";
import { settleReuse } from "@/lib/reuse/settle";
import { finishReview, startReview } from "@/lib/review/commands";
import { submitLayer } from "@/lib/slots/commands";
import { workOff } from "@/lib/standings/work";
import { listCarried } from "@/lib/versions/carried-queries";
import { bringBack, letGo, placeOrphan } from "@/lib/versions/settle-orphans";
import { createDatabase } from "../../support/database";
import { makeArticle, makeLayer, makeSource } from "../../support/factories";
import { findSpan, linkClaim, linkReuse, makeMark, resolveSource } from "../../support/marks";
import { settleAll } from "../../support/reviewed";
import {
  add,
  correctedText,
  finalClaims,
  firstText,
  makeFinished,
  makeNewsroom,
  type Newsroom,
} from "../../support/versions";

await createDatabase();

const spanIn = (text: string, quote: string, role: "body" | "source" | "cue" | "content" = "body") => {
  const { start, end } = findSpan(text, quote);
  return { role, start, end };
};

/** The corrected text looked through: the count placed anew with its attribution, and handed in. */
async function lookThrough(room: Newsroom, layerId: string) {
  const { items } = await listCarried(room.mia, layerId);
  const claim = items.find((item) => item.how === "orphaned" && item.kind === "claim");
  const said = items.find((item) => item.how === "orphaned" && item.kind === "attribution");
  if (!claim || !said) throw new Error("Two orphans are needed.");
  const body = "thirty houses were flooded on Monday";
  await placeOrphan(room.mia, { carriedId: claim.id, spans: [spanIn(correctedText, body)] });
  await placeOrphan(room.mia, {
    carriedId: said.id,
    spans: [
      spanIn(correctedText, "The mayor", "source"),
      spanIn(correctedText, "said", "cue"),
      spanIn(correctedText, body, "content"),
    ],
  });
  await submitLayer(room.mia, layerId, { nothingToMark: false });
}

describe("orphans", () => {
  it("stop the submission, whatever the settings, until each is placed or let go", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const { layerId } = await add(room.mia, article.id, correctedText);
    const submit = () => submitLayer(room.mia, layerId, { nothingToMark: false });
    await expect(submit()).rejects.toMatchObject({ code: "orphans-open" });
    const { items } = await listCarried(room.mia, layerId);
    const [first, second] = items;
    if (!first || !second) throw new Error("Two orphans are needed.");
    await letGo(room.mia, { carriedId: first.id, reason: "The count is another." });
    await expect(submit()).rejects.toMatchObject({ details: { carriedIds: [second.id] } });
    await letGo(room.mia, { carriedId: second.id, reason: "So nobody said it." });
    await bringBack(room.mia, { carriedId: second.id });
    await expect(submit()).rejects.toMatchObject({ code: "orphans-open" });
    await letGo(room.mia, { carriedId: second.id, reason: "So nobody said it." });
    await submit();
    expect(await db().article.findUniqueOrThrow({ where: { id: article.id } })).toMatchObject({
      state: "done",
    });
    // What is handed in is changed no more.
    await expect(bringBack(room.mia, { carriedId: second.id })).rejects.toMatchObject({
      code: "layer-closed",
    });
  });

  it("are placed with their sources and links, once, and the ordinary undo takes them back", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const { layerId } = await add(room.mia, article.id, correctedText);
    const { items } = await listCarried(room.mia, layerId);
    const claim = items.find((item) => item.how === "orphaned" && item.kind === "claim");
    const said = items.find((item) => item.how === "orphaned" && item.kind === "attribution");
    if (!claim || !said) throw new Error("Two orphans are needed.");
    const commandId = randomUUID();
    const spans = [spanIn(correctedText, "thirty houses were flooded on Monday")];
    const placed = await placeOrphan(room.mia, { carriedId: claim.id, spans, commandId });
    expect(placed.carried).toMatchObject({ settledAs: "placed" });
    await placeOrphan(room.mia, { carriedId: claim.id, spans, commandId });
    await expect(placeOrphan(room.mia, { carriedId: claim.id, spans })).rejects.toMatchObject({
      code: "already-placed",
    });
    const attribution = await placeOrphan(room.mia, {
      carriedId: said.id,
      spans: [
        spanIn(correctedText, "The mayor", "source"),
        spanIn(correctedText, "said", "cue"),
        spanIn(correctedText, "thirty houses were flooded on Monday", "content"),
      ],
    });
    expect(attribution.saved?.objects.map((object) => object.type).toSorted()).toEqual([
      "annotation",
      "attributionSource",
      "claimLink",
    ]);
    expect((await listCarried(room.mia, layerId)).open).toBe(0);
    await applyCommand(room.mia, layerId, {
      commandId: randomUUID(),
      undoes: attribution.saved?.commandId ?? "",
    });
    expect(await listCarried(room.mia, layerId)).toMatchObject({ open: 1 });
    await expect(submitLayer(room.mia, layerId, { nothingToMark: false })).rejects.toMatchObject({
      code: "orphans-open",
    });
    await bringBack(room.mia, { carriedId: claim.id });
    expect(await listCarried(room.mia, layerId)).toMatchObject({ open: 2 });
    // Another person, of the same project or not, has no say in it.
    for (const other of [room.ana, room.rita, (await makeNewsroom()).mia])
      await expect(letGo(other, { carriedId: claim.id, reason: "Gone." })).rejects.toMatchObject({
        code: "not-found",
      });
  });
});

describe("a newer text that is finished", () => {
  it("supersedes the earlier one: each list and each card counts the article once", async () => {
    const room = await makeNewsroom();
    const { article, mayor } = await makeFinished(room);
    const before = await finalClaims(article.id);
    const card = await createCard(room.rita, room.project.slug, {
      claimId: before.get("forty houses were flooded on Monday") ?? "",
      statement: "Houses were flooded.",
      type: "content",
    });
    await answerCandidate(room.rita, card.id, {
      claimId: before.get("The dam held until midnight") ?? "",
      isSame: true,
    });
    const was = await getCard(room.rita, card.id);
    expect(was.result).toMatchObject({ mentions: 2, articles: 1, low: 2, high: 2 });
    const { layerId } = await add(room.mia, article.id, correctedText);
    // What was final counts until the newer text is finished.
    expect((await getCard(room.rita, card.id)).result).toEqual(was.result);
    expect((await getCard(room.vic, card.id)).result).toEqual(was.result);
    await lookThrough(room, layerId);
    expect((await getCard(room.vic, card.id)).result).toEqual(was.result);
    const now = await getCard(room.rita, card.id);
    expect(now.mentions.map((mention) => mention.quote).toSorted()).toEqual([
      "The dam held until midnight",
      "thirty houses were flooded on Monday",
    ]);
    const kinds = await db().layer.groupBy({ by: ["kind"], where: { articleId: article.id }, _count: true });
    expect(kinds.find((one) => one.kind === "adjudicated")?._count).toBe(1);
    expect(kinds.find((one) => one.kind === "superseded")?._count).toBe(1);
    expect(
      await db().finalClaim.count({
        where: { layer: undefined, claim: { layer: { articleId: article.id } } },
      }),
    ).toBe(4);
    const free = await listFreeClaims(room.rita, room.project.slug, {});
    expect(free.items.map((one) => one.quote).toSorted()).toEqual([
      "Bridge closed after flood",
      "Trains will run again on Friday",
    ]);
    const lines = await listMarks(room.mia, room.project.slug, { scope: "final", sort: "position" });
    expect(lines.items).toHaveLength(6);
    await workOff();
    const board = await listBoard(room.rita, room.project.slug, boardFilter.parse({}));
    expect(board.items).toMatchObject([{ id: card.id, mentions: 2, articles: 1 }]);
    const uses = await db().sourceUse.findMany({ where: { sourceId: mayor.id } });
    expect(uses).toMatchObject([{ attributed: 1 }]);
    const events = await db().event.findMany({ where: { subjectId: card.id, type: "mention.moved" } });
    expect(events).toHaveLength(2);
  });

  it("takes what it does not say any more off the card, with the reason, and lets merged cards come apart still", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const before = await finalClaims(article.id);
    const make = (claimId = "") =>
      createCard(room.rita, room.project.slug, { claimId, statement: randomUUID(), type: "content" });
    const houses = await make(before.get("forty houses were flooded on Monday"));
    const dam = await make(before.get("The dam held until midnight"));
    const { moveId } = await mergeCard(room.rita, { cardId: dam.id, intoId: houses.id });
    const { layerId } = await add(room.mia, article.id, correctedText);
    for (const item of (await listCarried(room.mia, layerId)).items)
      if (item.how === "orphaned") await letGo(room.mia, { carriedId: item.id, reason: "Corrected away." });
    await submitLayer(room.mia, layerId, { nothingToMark: false });
    const quotes = async (cardId: string) =>
      (await getCard(room.rita, cardId)).mentions.map((mention) => mention.quote);
    expect(await quotes(houses.id)).toEqual(["The dam held until midnight"]);
    const [left] = await db().event.findMany({ where: { subjectId: houses.id, type: "mention.left" } });
    expect(left?.payload).toMatchObject({ reason: expect.stringContaining("newer text") });
    await undoMove(room.rita, { moveId });
    expect(await quotes(dam.id)).toEqual(["The dam held until midnight"]);
    expect(await quotes(houses.id)).toEqual([]);
  });

  it("goes through the review that its project wants, where only what was carried and changed is decided", async () => {
    const room = await makeNewsroom({ reviewPolicy: "every-article" });
    const { article, layer } = await makeFinished(room);
    await startReview(room.rita, article.id);
    await settleAll(room.rita, article.id, layer.id);
    await finishReview(room.rita, article.id);
    const before = await finalClaims(article.id);
    const card = await createCard(room.rita, room.project.slug, {
      claimId: before.get("The dam held until midnight") ?? "",
      statement: "The dam held.",
      type: "content",
    });
    const { layerId } = await add(room.mia, article.id, correctedText);
    await lookThrough(room, layerId);
    expect(await db().article.findUniqueOrThrow({ where: { id: article.id } })).toMatchObject({
      state: "review",
    });
    await startReview(room.rita, article.id);
    const units = await db().reviewUnit.findMany({
      where: { articleId: article.id },
      orderBy: { round: "desc" },
    });
    expect(units.filter((unit) => unit.round === units[0]?.round)).toHaveLength(6);
    expect((await getCard(room.vic, card.id)).mentions).toHaveLength(1);
    await settleAll(room.rita, article.id, layerId);
    await finishReview(room.rita, article.id);
    const now = await getCard(room.vic, card.id);
    expect(now.mentions.map((mention) => mention.claimId)).toEqual([
      (await finalClaims(article.id)).get("The dam held until midnight"),
    ]);
    // Ana's figures are of what she marked; whoever looked it through again has none of it.
    const outcomes = await db().outcome.findMany({ where: { articleId: article.id } });
    expect(outcomes.map((one) => one.personId)).toEqual([room.ana.userId]);
  });

  it("may have nothing left to mark", async () => {
    const room = await makeNewsroom({ reviewPolicy: "every-article" });
    const { article, layer } = await makeFinished(room);
    await startReview(room.rita, article.id);
    await settleAll(room.rita, article.id, layer.id);
    await finishReview(room.rita, article.id);
    const { layerId } = await add(room.mia, article.id, "This article was withdrawn by its newspaper.");
    for (const item of (await listCarried(room.mia, layerId)).items)
      await letGo(room.mia, { carriedId: item.id, reason: "All gone." });
    await submitLayer(room.mia, layerId, { nothingToMark: true });
    await startReview(room.rita, article.id);
    await finishReview(room.rita, article.id);
    expect(await finalClaims(article.id)).toEqual(new Map());
  });

  it("is followed by the passages of other articles, so that no card's range rises by it", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const copyText = "Elsewhere: The dam held until midnight, an agency reports.";
    const copy = await makeArticle(room.project, { text: copyText });
    const layer = await makeLayer(copy, { ownerId: room.ben.userId });
    const claim = await makeMark(layer, copyText, "claim", { body: "The dam held until midnight" });
    const said = await makeMark(layer, copyText, "attribution", {
      source: "an agency",
      cue: "reports",
      content: "The dam held until midnight",
    });
    await linkClaim(layer, said, claim);
    await resolveSource(layer, said, (await makeSource({ kind: "agency" })).id);
    const twin = await makeMark(layer, copyText, "duplicate", { body: "The dam held until midnight" });
    const from = { versionId: article.versionId, text: firstText };
    // The passage is longer than the claim, and ends in a word that is changed.
    await linkReuse(
      layer,
      twin,
      { ...from, quote: "The dam held until midnight, engineers believe." },
      "from-passage",
    );
    await submitLayer(room.ben, layer.id, { nothingToMark: false });
    const dam = (await finalClaims(article.id)).get("The dam held until midnight") ?? "";
    const card = await createCard(room.rita, room.project.slug, {
      claimId: dam,
      statement: "The dam held.",
      type: "content",
    });
    const copied = (await finalClaims(copy.id)).get("The dam held until midnight") ?? "";
    await answerCandidate(room.rita, card.id, { claimId: copied, isSame: true });
    const was = (await getCard(room.rita, card.id)).result;
    expect(was).toMatchObject({ mentions: 2, clusters: 1, high: 1 });
    await settleReuse();
    const clusters = await db().reuseCluster.count({
      where: { projectId: room.project.id, passageCount: { gt: 1 } },
    });
    const newer = firstText
      .replace("engineers believe", "engineers believed then")
      .replace("Bridge", "Old bridge");
    const { layerId } = await add(room.mia, article.id, newer, { change: "edit" });
    expect((await getCard(room.rita, card.id)).result).toEqual(was);
    for (const item of (await listCarried(room.mia, layerId)).items) {
      if (item.how !== "orphaned") continue;
      const gone = item.kind === "claim";
      if (gone) await letGo(room.mia, { carriedId: item.id, reason: "Another headline." });
      else
        await placeOrphan(room.mia, {
          carriedId: item.id,
          spans: [
            spanIn(newer, "engineers", "source"),
            spanIn(newer, "believed", "cue"),
            spanIn(newer, "The dam held until midnight", "content"),
          ],
        });
    }
    await submitLayer(room.mia, layerId, { nothingToMark: false });
    expect((await getCard(room.rita, card.id)).result).toEqual(was);
    const link = await db().reuseLink.findFirstOrThrow({
      where: { layer: { articleId: copy.id, kind: "adjudicated" } },
      include: { passage: { include: { version: true } } },
    });
    expect(link.passage.version?.number).toBe(2);
    await settleReuse();
    expect(
      await db().reuseCluster.count({ where: { projectId: room.project.id, passageCount: { gt: 1 } } }),
    ).toBe(clusters);
  });

  it("counts as a correction of its publisher only where it is one", async () => {
    const room = await makeNewsroom();
    const { article, outlet } = await makeFinished(room);
    const from = new Date(Date.now() - 60_000).toISOString();
    const { layerId } = await add(room.mia, article.id, correctedText, {
      change: "correction",
      note: "An earlier version gave another count.",
      changedAt: "2026-03-03T10:00:00Z",
    });
    expect(await readSince(room.rita, outlet.id, from)).toMatchObject({ corrections: 1 });
    await lookThrough(room, layerId);
    await add(room.mia, article.id, `${correctedText}\n\nMore to come.`, { change: "update" });
    expect(await readSince(room.rita, outlet.id, from)).toMatchObject({ corrections: 1 });
    const record = await readSourceRecord(room.rita, outlet.id);
    expect(record.corrections.map((one) => [one.number, one.change])).toEqual([
      [3, "update"],
      [2, "correction"],
    ]);
  });
});
