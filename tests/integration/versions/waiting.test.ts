import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { editDraftBlock } from "@/lib/imports/commands";
import { addVersion, previewVersion } from "@/lib/versions/add-version";
import { newVersionForm, readVersionForm } from "@/lib/versions/schema";
import { getWaitingText } from "@/lib/versions/waiting-text";
import { createDatabase } from "../../support/database";
import { makeArticle } from "../../support/factories";
import { makeNewsroom } from "../../support/versions";
import { dryRun } from "../dataset-imports/support";
import { draftAt, stageFiles } from "../imports/support";

await createDatabase();

const url = "https://gazette.example/bridge";
const page = `<!doctype html><html lang="en"><head><title>Bridge</title><link rel="canonical" href="${url}"></head><body><article>
<h1>Bridge opens</h1><p>The bridge opens on Monday, the mayor said, and the road that leads to it opens on the same day as well.</p>
<p>Two lanes stay closed until the end of the month, because the railings are not yet painted &amp; dry.</p></article></body></html>`;

/** What the form sends whose text is of an article in an import: with the line ends of a browser. */
async function sent(articleId: string, text: string, waiting: object) {
  const form = { articleId, change: "update", text: text.replaceAll("\n", "\r\n"), ...waiting };
  return readVersionForm(newVersionForm.parse(form));
}

async function storedOf(versionId: string) {
  const version = await db().articleVersion.findUniqueOrThrow({
    where: { id: versionId },
    include: { blocks: { orderBy: { start: "asc" } } },
  });
  const { text, extractor, rawBytes, blocks } = version;
  return {
    text,
    extractor,
    raw: Buffer.from(rawBytes).toString("utf8"),
    kinds: blocks.map(({ kind }) => kind),
  };
}

describe("a newer text that waits in an import", () => {
  it("brings the page's bytes and its blocks as they were corrected, where its words are unchanged", async () => {
    const room = await makeNewsroom();
    const { slug } = room.project;
    const { id } = await makeArticle(room.project, { text: "The bridge is closed.", url });
    const { batchId } = await stageFiles(room.mia, slug, { "a.html": page });
    const draft = await draftAt(room.mia, slug, batchId, 1);
    const waiting = { batch: batchId, draft: draft.id };
    const before = await getWaitingText(room.mia, slug, waiting);
    const last = before?.blocks.at(-1);
    if (!before || !last) throw new Error("The page has blocks.");
    const seen = { kind: last.kind, start: last.start, end: last.end };
    await editDraftBlock(room.mia, slug, batchId, draft.id, { op: "kind", seen, kind: "caption" });
    const input = await sent(id, before.text, waiting);
    expect((await previewVersion(room.mia, input)).length).toBe(before.text.length);
    const { versionId } = await addVersion(room.mia, input);
    const stored = await storedOf(versionId);
    expect(stored).toMatchObject({ text: before.text, raw: page });
    expect(stored.extractor).toMatch(/^readability-/);
    expect(stored.kinds.at(-1)).toBe("caption");
  });

  it("is what was typed where its words were changed, where it waits no more, and in another's project", async () => {
    const room = await makeNewsroom();
    const there = await makeNewsroom();
    const { batchId } = await stageFiles(room.mia, room.project.slug, { "a.html": page });
    const draft = await draftAt(room.mia, room.project.slug, batchId, 1);
    const waiting = { batch: batchId, draft: draft.id };
    const { text = "" } = (await getWaitingText(room.mia, room.project.slug, waiting)) ?? {};
    const typed = async ({ project, mia }: typeof room, words: string) => {
      const { id } = await makeArticle(project, { text: "The bridge is closed." });
      const { versionId } = await addVersion(mia, await sent(id, words, waiting));
      return (await storedOf(versionId)).extractor;
    };
    expect(await typed(room, `${text} More.`)).toBe("paste/1");
    expect(await typed(there, text)).toBe("paste/1");
    expect(await typed(room, text)).toMatch(/^readability-/);
    await db().importDraft.deleteMany({ where: { batchId } });
    expect(await typed(room, text)).toBe("paste/1");
  });

  it("brings what a dataset's file has of it", async () => {
    const room = await makeNewsroom();
    const { id } = await makeArticle(room.project, { text: "The bridge is closed.", url });
    const text = "The bridge\r\nopens on Monday.";
    const line = {
      id: 1,
      text,
      entities: [{ id: 1, label: "claim", start_offset: 0, end_offset: 10 }],
      relations: [],
      annotator: "ada",
      facts: { url },
    };
    const { batchId } = await dryRun(room.mia, room.project.slug, { "a.jsonl": `${JSON.stringify(line)}\n` });
    const record = await db().importRecord.findFirstOrThrow({ where: { batchId } });
    expect(record.newerOfId).toBe(id);
    const waiting = { batch: batchId, record: record.id };
    const { text: words = "" } = (await getWaitingText(room.mia, room.project.slug, waiting)) ?? {};
    const { versionId } = await addVersion(room.mia, await sent(id, words, waiting));
    expect(await storedOf(versionId)).toEqual({
      text: words,
      extractor: "convert",
      raw: text,
      kinds: ["body"],
    });
  });
});
