import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { getArticleText } from "@/lib/articles/get-article-text";
import { db } from "@/lib/db";
import { exportArticles } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";
import { readRecord } from "@/lib/formats/sourcebench-jsonl";
import { applyCommand } from "@/lib/layers/commands";
import { listMarks } from "@/lib/marks/list-marks";
import { finishReview, startReview } from "@/lib/review/commands";
import { assignArticles } from "@/lib/slots/assign";
import { recallLayer, releaseSlot, skipSlot, submitLayer } from "@/lib/slots/commands";
import { sweepExpired } from "@/lib/slots/expire";
import { endGold, makeGold } from "@/lib/slots/gold";
import { listGold } from "@/lib/slots/gold-queries";
import { listWork } from "@/lib/slots/queries";
import { takeNextSlot } from "@/lib/slots/take-slot";
import { addVersion, previewVersion } from "@/lib/versions/add-version";
import { listCarried } from "@/lib/versions/carried-queries";
import { placeOrphan } from "@/lib/versions/settle-orphans";
import { createDatabase } from "../../support/database";
import { makeArticle } from "../../support/factories";
import { findSpan } from "../../support/marks";
import { claim, spanOf } from "../../support/operations";
import { overlap } from "../../support/overlap";
import { refusal } from "../../support/refusal";
import { settleAll } from "../../support/reviewed";
import {
  add,
  correctedText,
  firstText,
  letAllGo,
  makeFinished,
  makeNewsroom,
  paste,
} from "../../support/versions";

await createDatabase();

const thirdText = `${correctedText}\n\nMore on Tuesday.`;

async function stateOf(articleId: string): Promise<string> {
  return (await db().article.findUniqueOrThrow({ where: { id: articleId } })).state;
}

async function slotOf(layerId: string): Promise<string> {
  return (await db().layer.findUniqueOrThrow({ where: { id: layerId } })).slotId ?? "";
}

function marking(quote: string) {
  const object = claim([spanOf(correctedText, quote)]);
  return { commandId: randomUUID(), operations: [{ op: "put" as const, object, revision: null }] };
}

describe("a newer text that is replaced before anybody began on it", () => {
  it("is not replaced past a save that is on its way", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const two = await add(room.mia, article.id, correctedText, { annotatorId: room.ana.userId });
    const { items } = await listCarried(room.ana, two.layerId);
    const orphan = items.find((item) => item.how === "orphaned" && item.kind === "claim");
    const { start, end } = findSpan(correctedText, "thirty houses were flooded on Monday");
    const later = await overlap(
      (tx) =>
        placeOrphan(room.ana, { carriedId: orphan?.id ?? "", spans: [{ role: "body", start, end }] }, tx),
      () => addVersion(room.mia, paste(article.id, thirdText)),
    );
    expect(later).toMatchObject({ status: "rejected", reason: { code: "in-work" } });
  });

  it("keeps what its person still sends from offline", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const two = await add(room.mia, article.id, correctedText, { annotatorId: room.ana.userId });
    await add(room.mia, article.id, thirdText, { annotatorId: room.ana.userId });
    const late = await applyCommand(room.ana, two.layerId, marking("Schools stay shut"));
    expect(late.isLate).toBe(true);
    expect(await db().layer.findFirstOrThrow({ where: { surplusOfId: two.layerId } })).toMatchObject({
      kind: "surplus",
      versionId: two.versionId,
    });
  });

  it("waits for nobody any more where layers are shared", async () => {
    const room = await makeNewsroom();
    const { project, ana, mia, ben } = room;
    const article = await makeArticle(project, { text: firstText });
    await db().article.update({ where: { id: article.id }, data: { layerMode: "shared" } });
    const taken = await takeNextSlot(ana, project.slug);
    await submitLayer(ana, taken?.layerId ?? "", { nothingToMark: true });
    await add(mia, article.id, correctedText, { annotatorId: ana.userId });
    const three = await add(mia, article.id, thirdText, { annotatorId: ben.userId });
    await submitLayer(ben, three.layerId, { nothingToMark: true });
    expect(await stateOf(article.id)).toBe("done");
  });
});

describe("what points into an article while a newer text is worked on", () => {
  it("names the text that its offsets are of", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    await add(room.mia, article.id, correctedText);
    for (const scope of ["final", "people"] as const) {
      const { items } = await listMarks(room.rita, room.project.slug, { scope, sort: "position" });
      expect(items).toHaveLength(6);
      expect(new Set(items.map((item) => item.versionId))).toEqual(new Set([article.versionId]));
    }
    const text = await getArticleText(room.rita, article.versionId);
    expect(text).toMatchObject({ articleId: article.id, version: { number: 1, isNewest: false } });
  });
});

describe("a newer text that was handed in", () => {
  it("can be recalled by whoever looked at its preview: what was carried is no secret", async () => {
    const room = await makeNewsroom({ reviewPolicy: "every-article" });
    const { article, layer } = await makeFinished(room);
    await startReview(room.rita, article.id);
    await settleAll(room.rita, article.id, layer.id);
    await finishReview(room.rita, article.id);
    await previewVersion(room.mia, paste(article.id, correctedText));
    const two = await add(room.mia, article.id, correctedText);
    await letAllGo(room.mia, two.layerId);
    await submitLayer(room.mia, two.layerId, { nothingToMark: false });
    const { items } = await listWork(room.mia, room.project.slug, "submitted");
    expect(items).toMatchObject([{ layerId: two.layerId, isRecallable: true }]);
    expect(await recallLayer(room.mia, two.layerId)).toMatchObject({ state: "open" });
  });
});

describe("a line of an export", () => {
  it("is refused before the import where its text has a number that none has", async () => {
    const room = await makeNewsroom();
    await makeFinished(room);
    for await (const line of exportArticles(room.mia, room.project.slug, exportFilter.parse({}))) {
      expect(readRecord(line)).toHaveProperty("record");
      expect(readRecord(line.replace('"number":1,', '"number":9007199254740991,'))).toHaveProperty("problem");
    }
  });
});

describe("a newer text whose place is given back", () => {
  it("is somebody else's, orphans and all", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const two = await add(room.mia, article.id, correctedText, { annotatorId: room.ana.userId });
    const slotId = await slotOf(two.layerId);
    await db().slot.update({ where: { id: slotId }, data: { leaseUntil: new Date(0) } });
    await sweepExpired();
    expect((await db().slot.findUniqueOrThrow({ where: { id: slotId } })).state).toBe("stalled");
    await releaseSlot(room.mia, slotId);
    const taken = await takeNextSlot(room.ben, room.project.slug);
    const layerId = taken?.layerId ?? "";
    expect((await listCarried(room.ben, layerId)).open).toBe(2);
    const { code } = await refusal(submitLayer(room.ben, layerId, { nothingToMark: false }));
    expect(code).toBe("orphans-open");
  });

  it("goes to a former annotator too, but not back to whoever gave it back, unless it is kept for them", async () => {
    const room = await makeNewsroom();
    const { ana, ben, mia, project } = room;
    const { article } = await makeFinished(room);
    const two = await add(mia, article.id, correctedText, { annotatorId: ben.userId });
    await listCarried(ana, two.layerId).catch(() => null);
    await skipSlot(ben, two.layerId, { reason: "No time." });
    expect(await takeNextSlot(ben, project.slug)).toBeNull();
    const taken = await takeNextSlot(ana, project.slug);
    expect(taken).toMatchObject({ articleId: article.id });
    expect((await listCarried(ana, taken?.layerId ?? "")).open).toBe(2);
    expect(await db().slot.count({ where: { articleId: article.id } })).toBe(2);
    await skipSlot(ana, taken?.layerId ?? "", { reason: "No time either." });
    const kept = { slug: project.slug, articleIds: [article.id], personIds: [ben.userId] };
    const { slotIds } = await assignArticles(mia, kept);
    expect(slotIds).toHaveLength(1);
    const again = await takeNextSlot(ben, project.slug);
    await letAllGo(ben, again?.layerId ?? "");
    await submitLayer(ben, again?.layerId ?? "", { nothingToMark: false });
    expect(await stateOf(article.id)).toBe("done");
  });

  it("can be replaced, so that it does not wait for ever where nobody else may take it", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const two = await add(room.mia, article.id, correctedText, { annotatorId: room.ana.userId });
    await releaseSlot(room.mia, await slotOf(two.layerId));
    const three = await add(room.mia, article.id, thirdText, { annotatorId: room.ana.userId });
    await letAllGo(room.ana, three.layerId);
    await submitLayer(room.ana, three.layerId, { nothingToMark: false });
    expect(await stateOf(article.id)).toBe("done");
  });
});

describe("gold of a finished newer text", () => {
  it("has the marks of that text, though the earlier one had gold too", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const where = { slug: room.project.slug, articleId: article.id };
    await makeGold(room.mia, where);
    await endGold(room.mia, where);
    const two = await add(room.mia, article.id, correctedText, { annotatorId: room.ana.userId });
    await letAllGo(room.ana, two.layerId);
    await submitLayer(room.ana, two.layerId, { nothingToMark: false });
    const gold = await makeGold(room.mia, where);
    expect(await db().annotation.count({ where: { layerId: gold.layerId, deletedAt: null } })).toBe(4);
    const { items } = await listGold(room.mia, room.project.slug);
    expect(items.map((item) => item.layerId)).toEqual([gold.layerId]);
  });
});
