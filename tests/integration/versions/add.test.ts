import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { withdrawArticle } from "@/lib/redaction/commands";
import { submitLayer } from "@/lib/slots/commands";
import { makeGold } from "@/lib/slots/gold";
import { takeNextSlot } from "@/lib/slots/take-slot";
import { addVersion, previewVersion } from "@/lib/versions/add-version";
import { listCarried } from "@/lib/versions/carried-queries";
import { compareVersions, listVersions, readVersion } from "@/lib/versions/queries";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeUser } from "../../support/factories";
import { overlap } from "../../support/overlap";
import { refusal } from "../../support/refusal";
import { add, correctedText, firstText, makeFinished, makeNewsroom, paste } from "../../support/versions";

await createDatabase();

async function codeOf(work: Promise<unknown>): Promise<string> {
  return (await refusal(work)).code;
}

describe("a newer text of a finished article", () => {
  it("says beforehand what becomes of each mark, and writes nothing", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const preview = await previewVersion(room.mia, paste(article.id, correctedText));
    expect(preview.counts).toEqual({ exact: 1, moved: 3, orphaned: 2 });
    expect(preview.linksLost).toEqual({ claimLinks: 1, sources: 1, restsOn: 0, nested: 0, reuse: 0 });
    expect(preview.items.map((item) => item.how)).toEqual([
      "orphaned",
      "orphaned",
      "moved",
      "moved",
      "moved",
      "exact",
    ]);
    const orphan = preview.items.find((item) => item.kind === "claim" && item.how === "orphaned");
    expect(orphan?.quote).toBe("forty houses were flooded on Monday");
    expect(orphan?.near?.text).toContain("thirty");
    expect(preview.refusal).toBeNull();
    expect(preview.people.map((person) => person.id)[0]).toBe(room.ana.userId);
    expect(await db().articleVersion.count({ where: { articleId: article.id } })).toBe(1);
  });

  it("opens the article for one person, whose layer begins with what was final, and offers it to nobody else", async () => {
    const room = await makeNewsroom();
    const { article, layer } = await makeFinished(room);
    const added = await add(room.mia, article.id, correctedText, { note: "The count was wrong." });
    expect(added).toMatchObject({ number: 2, annotatorId: room.mia.userId });
    expect(added.counts).toEqual({ exact: 1, moved: 3, orphaned: 2 });
    const begun = await db().layer.findUniqueOrThrow({
      where: { id: added.layerId },
      include: { annotations: { include: { spans: true } }, claimLinks: true, attributionSources: true },
    });
    expect(begun).toMatchObject({ ownerId: room.mia.userId, state: "open", versionId: added.versionId });
    expect(begun.annotations).toHaveLength(4);
    expect(begun.claimLinks).toHaveLength(1);
    expect(begun.attributionSources).toHaveLength(1);
    // The database has compared each quote with the newer text.
    const dam = begun.annotations.flatMap((one) => one.spans).find((one) => one.quote.startsWith("The dam"));
    expect(dam?.start).toBe(correctedText.indexOf("The dam"));
    expect(await db().article.findUniqueOrThrow({ where: { id: article.id } })).toMatchObject({
      state: "open",
    });
    expect(await takeNextSlot(room.ben, room.project.slug)).toBeNull();
    expect(await db().slot.count({ where: { articleId: article.id, state: "open" } })).toBe(0);
    expect((await db().layer.findUniqueOrThrow({ where: { id: layer.id } })).state).toBe("submitted");
    const versions = await listVersions(room.mia, article.id);
    expect(versions.map((one) => [one.number, one.change, one.isNewest])).toEqual([
      [2, "correction", true],
      [1, null, false],
    ]);
    expect(versions[0]?.marks).toEqual({ exact: 1, moved: 3, orphaned: 2, open: 2 });
    expect(versions[0]?.addedBy?.id).toBe(room.mia.userId);
  });

  it("takes up the place that its person had on the earlier text", async () => {
    const room = await makeNewsroom();
    const { article, layer } = await makeFinished(room);
    const before = await db().layer.findUniqueOrThrow({ where: { id: layer.id } });
    const added = await add(room.rita, article.id, correctedText, { annotatorId: room.ana.userId });
    const after = await db().layer.findUniqueOrThrow({ where: { id: added.layerId } });
    expect(after.slotId).toBe(before.slotId);
    expect((await db().layer.findUniqueOrThrow({ where: { id: layer.id } })).slotId).toBeNull();
    expect(await db().slot.count({ where: { articleId: article.id } })).toBe(1);
    // What was handed in on the earlier text is not handed in again for this one.
    await expect(submitLayer(room.ana, layer.id, { nothingToMark: false })).rejects.toMatchObject({
      code: "earlier-text",
    });
  });

  it("replaces one that was added by mistake and not touched since", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    await add(room.mia, article.id, "Something else entirely was pasted here.");
    const again = await add(room.mia, article.id, firstText, { change: "unknown" });
    expect(again).toMatchObject({ number: 3, counts: { exact: 6, moved: 0, orphaned: 0 } });
    expect(again.linksLost).toMatchObject({ claimLinks: 0, sources: 0 });
  });

  it("is read with its marks, beside the one before", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const { layerId } = await add(room.mia, article.id, correctedText);
    const first = await readVersion(room.vic, article.id, 1);
    expect(first.marks).toHaveLength(6);
    const second = await readVersion(room.rita, article.id, 2);
    expect(second.marks).toHaveLength(0);
    expect(second.text).toBe(correctedText);
    const compared = await compareVersions(room.vic, article.id, 2, 1);
    expect([compared.from.text, compared.to.text]).toEqual([firstText, correctedText]);
    const carried = await listCarried(room.mia, layerId);
    expect(carried).toMatchObject({ from: 1, to: 2, open: 2 });
    expect(carried.items.map((item) => item.how)).toEqual([
      "orphaned",
      "orphaned",
      "moved",
      "moved",
      "moved",
    ]);
    // Whose work is not handed in is nobody else's to see.
    await expect(listCarried(room.rita, layerId)).rejects.toMatchObject({ status: 404 });
  });
});

describe("an article that nobody has begun", () => {
  it("simply has the newer text, in .html too, for whoever takes it", async () => {
    const room = await makeNewsroom();
    const article = await makeArticle(room.project, { text: firstText });
    const bytes = new TextEncoder().encode(
      `<html><head><meta charset="utf-8"><title>Bridge</title></head><body><article><p>${"The bridge stays closed for a week. ".repeat(6)}</p></article></body></html>`,
    );
    const added = await addVersion(room.rita, {
      ...paste(article.id, ""),
      content: { kind: "file", name: "page.html", bytes },
    });
    expect(added).toMatchObject({ number: 2, layerId: null, counts: { exact: 0, moved: 0, orphaned: 0 } });
    const taken = await takeNextSlot(room.ana, room.project.slug);
    const layer = await db().layer.findUniqueOrThrow({ where: { id: taken?.layerId } });
    expect(layer).toMatchObject({ versionId: added.versionId, carriedFromId: null });
    const blocks = await db().block.count({ where: { versionId: added.versionId } });
    expect(blocks).toBeGreaterThan(0);
  });
});

describe("a newer text is refused", () => {
  it("while somebody works on the article, and while it is in review", async () => {
    const room = await makeNewsroom({ reviewPolicy: "every-article" });
    const article = await makeArticle(room.project, { text: firstText });
    const taken = await takeNextSlot(room.ana, room.project.slug);
    expect(await codeOf(addVersion(room.mia, paste(article.id, correctedText)))).toBe("in-work");
    await submitLayer(room.ana, taken?.layerId ?? "", { nothingToMark: true });
    expect(await codeOf(addVersion(room.mia, paste(article.id, correctedText)))).toBe("in-review");
    const preview = await previewVersion(room.mia, paste(article.id, correctedText));
    expect(preview.refusal?.code).toBe("in-review");
  });

  it("where it is the same, is no text, or is more than one", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    expect(await codeOf(addVersion(room.mia, paste(article.id, firstText)))).toBe("same-text");
    expect(await codeOf(addVersion(room.mia, paste(article.id, " \n ")))).toBe("empty-text");
    const content = { kind: "file", name: "all.jsonl", bytes: new Uint8Array([123]) } as const;
    expect(await codeOf(addVersion(room.mia, { ...paste(article.id, ""), content }))).toBe("unknown-format");
  });

  it("of whoever may not prepare articles, and as if it were not there of strangers and once withdrawn", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    expect(await codeOf(addVersion(room.ana, paste(article.id, correctedText)))).toBe("forbidden");
    expect(await codeOf(addVersion(room.vic, paste(article.id, correctedText)))).toBe("forbidden");
    const stranger = (await makeNewsroom()).mia;
    for (const ask of [
      () => addVersion(stranger, paste(article.id, correctedText)),
      () => previewVersion(stranger, paste(article.id, correctedText)),
      () => listVersions(stranger, article.id),
      () => readVersion(stranger, article.id, 1),
      () => compareVersions(stranger, article.id, 1, 1),
      () => readVersion(room.mia, article.id, 2),
      () => listVersions(room.mia, randomUUID()),
    ])
      expect(await codeOf(ask())).toBe("not-found");
    const admin = actorFor(await makeUser({ isAdmin: true }));
    await withdrawArticle(admin, { articleId: article.id, reason: "Asked to." });
    expect(await codeOf(addVersion(room.mia, paste(article.id, correctedText)))).toBe("not-found");
  });

  it("while people are measured on it, without a word of why or of its marks to whoever may be one of them", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    await makeGold(room.mia, { slug: room.project.slug, articleId: article.id });
    const place = { projectId: room.project.id, articleId: article.id, versionId: article.versionId };
    await db().layer.create({ data: { ...place, kind: "measured", ownerId: room.rita.userId } });
    const preview = await previewVersion(room.rita, paste(article.id, correctedText));
    expect(preview).toMatchObject({
      items: [],
      counts: { exact: 0, moved: 0, orphaned: 0 },
      refusal: { code: "ask-a-manager" },
    });
    expect(await codeOf(addVersion(room.rita, paste(article.id, correctedText)))).toBe("ask-a-manager");
    expect(await codeOf(addVersion(room.mia, paste(article.id, correctedText)))).toBe("is-gold");
  });

  it("for somebody who does not annotate there", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    for (const annotatorId of [room.vic.userId, (await makeUser()).id, randomUUID()])
      expect(await codeOf(addVersion(room.mia, paste(article.id, correctedText, { annotatorId })))).toBe(
        "not-an-annotator",
      );
  });

  it("from the second of two who add one at once", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const second = await overlap(
      (tx) => addVersion(room.mia, paste(article.id, correctedText), tx),
      () => addVersion(room.rita, paste(article.id, correctedText)),
    );
    expect(second).toMatchObject({ status: "rejected", reason: { code: "same-text" } });
    expect(await db().articleVersion.count({ where: { articleId: article.id } })).toBe(2);
  });
});
