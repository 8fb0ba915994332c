import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db, inTransaction } from "@/lib/db";
import { writeChanges } from "@/lib/layers/write-changes";
import { submitLayer } from "@/lib/slots/commands";
import { previewVersion } from "@/lib/versions/add-version";
import { listCarried } from "@/lib/versions/carried-queries";
import { mostCarried } from "@/lib/versions/schema";
import { letGo } from "@/lib/versions/settle-orphans";
import { createDatabase } from "../../support/database";
import { makeArticle, makeLayer } from "../../support/factories";
import { claim } from "../../support/operations";
import { refusal } from "../../support/refusal";
import { add, correctedText, makeFinished, makeNewsroom, paste } from "../../support/versions";

await createDatabase();
afterAll(closeDb);

/** A finished article of so many paragraphs with a claim in each. */
async function makeLong(room: Awaited<ReturnType<typeof makeNewsroom>>, count: number) {
  const words = Array.from({ length: count }, (_, at) => `Paragraph ${at} went on.`);
  const article = await makeArticle(room.project, { text: words.join("\n\n") });
  const layer = await makeLayer(article, { ownerId: room.ana.userId });
  const { revision } = await db().layer.findUniqueOrThrow({ where: { id: layer.id } });
  let start = 0;
  const changes = words.map((quote) => {
    const made = claim([{ role: "body", start, end: start + quote.length, quote }]);
    start += quote.length + 2;
    return { before: null, after: { ...made, revision: 1, deleted: false } };
  });
  const place = { layerId: layer.id, versionId: article.versionId, articleId: article.id };
  const target = { ...place, projectId: room.project.id, revision, actorId: null, command: null };
  await inTransaction(undefined, (tx) => writeChanges(tx, target, changes));
  await submitLayer(room.ana, layer.id, { nothingToMark: false });
  return { article, words };
}

describe("the carried marks of a layer", () => {
  it("come a page after another, each mark once, open ones first in reading order, also while some are settled", async () => {
    const room = await makeNewsroom();
    const count = mostCarried + 20;
    const { article, words } = await makeLong(room, count);
    // Every mark but ten lies behind a line that was put in; of those ten every second lost its words.
    const now = words.map((line, at) => (at < 10 && at % 2 === 0 ? `Quite other words, ${at}.` : line));
    const text = ["A line above all.", ...now].join("\n\n");
    const { layerId } = await add(room.mia, article.id, text, { annotatorId: room.ana.userId });
    const first = await listCarried(room.ana, layerId);
    expect(first).toMatchObject({ open: 5, counts: { exact: 0, moved: count - 5, orphaned: 5 } });
    expect(first.items).toHaveLength(mostCarried);
    expect(first.items.slice(0, 5).map((item) => item.quote)).toEqual([0, 2, 4, 6, 8].map((at) => words[at]));
    await letGo(room.ana, { carriedId: first.items[0]?.id ?? "", reason: "It is gone." });
    const second = await listCarried(room.ana, layerId, { cursor: first.next ?? undefined });
    expect(second.next).toBeNull();
    const ids = [...first.items, ...second.items].map((item) => item.id);
    expect(new Set(ids).size).toBe(count);
    expect(ids).toHaveLength(count);
    const again = await listCarried(room.ana, layerId);
    expect(again.items.slice(3, 6).map((item) => item.settledAs)).toEqual([null, "let-go", null]);
    const bad = await refusal(listCarried(room.ana, layerId, { cursor: "nonsense" }));
    expect(bad.code).toBe("bad-cursor");
  });

  it("say by what was stored where their parts stand, as the preview said by the texts", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const preview = await previewVersion(room.mia, paste(article.id, correctedText));
    const { layerId } = await add(room.mia, article.id, correctedText, { annotatorId: room.ana.userId });
    const { items } = await listCarried(room.ana, layerId);
    const expected = new Map(preview.items.map((item) => [`${item.kind} ${item.quote}`, item.parts]));
    expect(items.length).toBeGreaterThan(2);
    for (const item of items) expect(item.parts).toEqual(expected.get(`${item.kind} ${item.quote}`));
    const stored = await db().carriedMark.findMany({ where: { layerId, outcome: { not: "exact" } } });
    expect(stored.every((row) => row.parts !== null)).toBe(true);
  });
});
