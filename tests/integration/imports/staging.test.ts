import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { getDraftText } from "@/lib/imports/get-draft-text";
import { stageUpload } from "@/lib/imports/in-thread";
import { getBatch, listBatches, listDrafts } from "@/lib/imports/queries";
import { addAlias, addDomain } from "@/lib/sources/ties";
import { createDatabase } from "../../support/database";
import { actorFor, makeMember, makeProject, makeSource, makeUser } from "../../support/factories";
import { draftAt, firstText, importFiles, secondText, stageFiles } from "./support";

await createDatabase();
const project = await makeProject({ annotatorsPerArticle: 2 });
const { slug } = project;
const manager = actorFor(await makeMember(project, "manager"));
const other = await makeProject();
const otherManager = actorFor(await makeMember(other, "manager"));
afterAll(closeDb);

const html = `<html lang="en"><head><title>Bridge closed</title>
  <meta property="og:site_name" content="The Harbour Gazette"></head><body><script>var secret = 1;</script><article>
  <h1>Bridge closed</h1>${"<p>The bridge at Port Elms was closed on Friday after the river rose, the harbour office said in a statement that it read out.</p>".repeat(4)}
  </article></body></html>`;

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe("staging", () => {
  it("reads several formats with their metadata into a batch, in order", async () => {
    const { batchId, total, skipped } = await stageFiles(manager, slug, {
      "a.txt": `${firstText} One.`,
      "metadata.csv":
        "file,publisher,published,translated\na.txt,The Elms Post,2025-05-14T13:05:00+02:00,no\n",
      "b.jsonl": `${JSON.stringify({ text: `${secondText} One.`, published: "2025-05-15" })}\n`,
      "c.csv": `text,headline\n"The ferry runs again, the harbour office said on Sunday.",Ferry runs\n`,
      "d.html": html,
    });
    expect({ total, skipped }).toEqual({ total: 4, skipped: [] });
    const { items } = await listDrafts(manager, slug, batchId, {});
    expect(items.map((item) => item.facts.publisher)).toEqual([
      { kind: "new", name: "The Elms Post", sourceKind: "outlet" },
      { kind: "unknown" },
      { kind: "unknown" },
      { kind: "new", name: "The Harbour Gazette", sourceKind: "outlet" },
    ]);
    expect(items.map((item) => item.facts.published)).toEqual([
      "2025-05-14T11:05:00.000Z",
      "2025-05-15",
      null,
      null,
    ]);
    const page = await getDraftText(manager, slug, batchId, items[3]?.id ?? "");
    expect(page.text).not.toContain("secret");
    expect((await getBatch(manager, slug, batchId)).newSources).toEqual([
      "The Elms Post",
      "The Harbour Gazette",
    ]);
  });

  it("knows publishers by name, alias and web domain, and none by a file's name", async () => {
    const { id, name } = await makeSource({ name: "The Teln Observer" });
    await addAlias(manager, { sourceId: id, name: "Observer (Teln)", kind: "name" });
    await addDomain(manager, { sourceId: id, domain: "teln-observer.example" });
    const line = (more: object) => JSON.stringify({ text: `${secondText} ${JSON.stringify(more)}`, ...more });
    const { batchId } = await stageFiles(manager, slug, {
      "the-teln-observer_2025.jsonl": [
        line({ publisher: "the teln OBSERVER" }),
        line({ publisher: "Observer (Teln)" }),
        line({ url: "https://www.teln-observer.example/a" }),
        line({ url: "https://news.teln-observer.example/b" }),
        line({ url: "https://not-teln-observer.example/b" }),
        line({ headline: "Nothing said" }),
      ].join("\n"),
    });
    const { items } = await listDrafts(manager, slug, batchId, {});
    const known = { kind: "source", sourceId: id, name };
    const unknown = { kind: "unknown" };
    expect(items.map((item) => item.facts.publisher)).toEqual([known, known, known, known, unknown, unknown]);
  });

  it("names texts that the project or the batch has already, and leaves them out", async () => {
    await importFiles(manager, slug, { "old.txt": `${firstText} Old.` });
    const { batchId, duplicates } = await stageFiles(manager, slug, {
      "again.txt": `${firstText} Old.`,
      "new.txt": `${firstText} New.`,
      "twice.txt": `${firstText} New.`.replaceAll("\n", "\r\n"),
    });
    expect(duplicates).toBe(2);
    const { items } = await listDrafts(manager, slug, batchId, {});
    expect(items.map((item) => [item.isExcluded, item.duplicateOf?.where])).toEqual([
      [true, "project"],
      [false, undefined],
      [true, "batch"],
    ]);
    const article = await db().article.findFirstOrThrow({ where: { projectId: project.id } });
    expect(items[0]?.duplicateOf).toMatchObject({
      articleId: article.id,
      title: "Bridge is safe, mayor says",
    });
    expect(items[2]?.duplicateOf).toMatchObject({ draftId: items[1]?.id });
  });

  it.each([
    ["nothing in it", { "a.txt": "  \n " }, 400, "empty-text"],
    ["invalid UTF-8", { "a.txt": Uint8Array.of(0x41, 0xff, 0x42) }, 400, "invalid-encoding"],
    ["a NUL", { "a.txt": "One\u0000two." }, 400, "nul-byte"],
    ["half a character", { "a.jsonl": '{"text":"One \\ud800 two."}' }, 400, "lone-surrogate"],
    ["no text column", { "a.csv": "title,body_of_it\nOne,two\n" }, 400, "missing-column"],
    [
      "a line cut in half",
      { "a.jsonl": `${JSON.stringify({ text: secondText })}\n{"text":"The wat` },
      400,
      "cut-line",
    ],
    ["an unknown ending", { "a.pdf": "%PDF" }, 400, "unknown-format"],
    ["more than an article may have", { "a.txt": bytes("a".repeat(11 * 1024 * 1024)) }, 413, "too-large"],
    ["metadata for no file", { "a.txt": firstText, "metadata.csv": "file\nb.txt\n" }, 400, "file-not-found"],
  ])(
    "refuses %s and leaves nothing behind",
    async (_name, files: Record<string, string | Uint8Array>, status, code) => {
      const before = await counts();
      await expect(stageFiles(manager, slug, files)).rejects.toMatchObject({ status, code });
      expect(await counts()).toEqual(before);
    },
  );

  it("passes over what is bad when asked to, and keeps line and reason", async () => {
    const { batchId, total } = await stageFiles(
      manager,
      slug,
      { "wire.jsonl": `{"text":1}\n${JSON.stringify({ text: `${secondText} Skip.` })}\n{"text":"cut` },
      true,
    );
    expect(total).toBe(1);
    const { report } = await getBatch(manager, slug, batchId);
    expect(report.skipped.map(({ line, code }) => [line, code])).toEqual([
      [1, "missing-text"],
      [3, "cut-line"],
    ]);
    await expect(stageFiles(manager, slug, { "x.txt": " " }, true)).rejects.toMatchObject({
      code: "empty-text",
    });
  });

  it("reads a pasted text and refuses one of 20 MB", async () => {
    const input = { label: "Pasted text", files: [], skipBad: false };
    const paste = (text: string) => stageUpload(manager, slug, input, { kind: "paste", bytes: bytes(text) });
    const { batchId } = await paste("Cafe\u0301 opens\r\n\r\nThe café opened on Monday, its owner said.");
    const draft = await draftAt(manager, slug, batchId, 1);
    expect(draft.facts.title).toBe("Café opens");
    const before = await counts();
    await expect(paste("a".repeat(20 * 1024 * 1024))).rejects.toMatchObject({
      status: 413,
      code: "too-large",
    });
    expect(await counts()).toEqual(before);
  });
});

describe("who may", () => {
  it.each(["reviewer", "annotator", "viewer"] as const)("refuses a %s", async (role) => {
    const member = actorFor(await makeMember(project, role));
    const refused = { status: 403 };
    await expect(stageFiles(member, slug, { "a.txt": `${firstText} ${role}` })).rejects.toMatchObject(
      refused,
    );
    await expect(listBatches(member, slug, {})).rejects.toMatchObject(refused);
  });

  it("does not know another project's batches, nor the project to a stranger", async () => {
    const { batchId } = await stageFiles(manager, slug, { "a.txt": `${firstText} Mine.` });
    const draft = await draftAt(manager, slug, batchId, 1);
    const unknown = { status: 404 };
    await expect(getBatch(otherManager, other.slug, batchId)).rejects.toMatchObject(unknown);
    await expect(getBatch(otherManager, slug, batchId)).rejects.toMatchObject(unknown);
    await expect(getDraftText(otherManager, other.slug, batchId, draft.id)).rejects.toMatchObject(unknown);
    const stranger = actorFor(await makeUser());
    await expect(stageFiles(stranger, slug, { "a.txt": firstText })).rejects.toMatchObject(unknown);
    await expect(getBatch(manager, slug, "not-an-id")).rejects.toMatchObject(unknown);
  });

  it("lists a project's batches alone, newest first", async () => {
    const { batchId } = await stageFiles(otherManager, other.slug, { "a.txt": firstText });
    const { items } = await listBatches(otherManager, other.slug, {});
    expect(items.map((item) => item.id)).toEqual([batchId]);
    const mine = await listBatches(manager, slug, {});
    expect(mine.items.map((item) => item.id)).not.toContain(batchId);
    const times = mine.items.map((item) => item.createdAt);
    expect(times).toEqual(times.toSorted().reverse());
  });
});

async function counts(): Promise<number[]> {
  return Promise.all([db().importBatch.count(), db().importDraft.count(), db().event.count()]);
}
