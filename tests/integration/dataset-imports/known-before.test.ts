import { afterAll, describe, expect, it } from "vitest";
import { beginDatasetCommit } from "@/lib/dataset-imports/commit";
import { getDataset, getWaitingRecord } from "@/lib/dataset-imports/queries";
import { discardDataset } from "@/lib/dataset-imports/stage";
import { closeDb, db } from "@/lib/db";
import { withdrawArticle } from "@/lib/redaction/commands";
import { addVersion } from "@/lib/versions/add-version";
import { newVersionInput } from "@/lib/versions/schema";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeUser } from "../../support/factories";
import { overlap } from "../../support/overlap";
import { refusal } from "../../support/refusal";
import { commit, dryRun, makePlace, planOf } from "./support";

await createDatabase();
const admin = actorFor(await makeUser({ name: "Ada Root", isAdmin: true }));
afterAll(closeDb);

const url = "https://gazette.example/bridge";
const old = "The bridge is closed. Nobody knows for how long.";
const newer = "The bridge is closed. It opens on Monday.";
const other = "The port is open. Two ships came in.";

let lines = 0;

/** A line of doccano's with a claim and, where given, the article's address. */
function recordLine({ text, url = null }: { text: string; url?: string | null }): string {
  lines += 1;
  const entities = [{ id: 1, label: "claim", start_offset: 0, end_offset: 10 }];
  const line = { id: lines, text, entities, relations: [], annotator: "ada", facts: { url } };
  return `${JSON.stringify(line)}\n`;
}

describe("a dataset with the address of an article that is here", () => {
  it("names the article, leaves the other text out, and takes it in as an article of its own when told to", async () => {
    const { project, slug, manager } = await makePlace();
    const article = await makeArticle(project, { text: old, url, title: "Bridge closed" });
    const files = {
      "a.jsonl":
        recordLine({ text: newer, url: "http://gazette.example/bridge/" }) + recordLine({ text: other }),
    };
    const { batchId, report } = await dryRun(manager, slug, files);
    expect(report.known).toEqual({ newer: 1, withdrawn: 0 });
    const { known } = await getDataset(manager, slug, batchId);
    expect(known).toMatchObject([
      {
        file: "a 1",
        newerOf: { articleId: article.id, title: "Bridge closed" },
        withdrawn: null,
      },
    ]);
    const record = await getWaitingRecord(manager, slug, batchId, known[0]?.id ?? "");
    expect(record.articleVersion.text).toBe(newer);
    expect(await commit(manager, slug, batchId)).toMatchObject({ articles: 1, layers: 1, leftOut: 1 });
    const done = (await getDataset(manager, slug, batchId)).report;
    expect(done.leftOut).toMatchObject([{ title: "a 1" }]);
    expect(done.leftOut[0]?.reason).toContain(`“Bridge closed” (${article.id})`);
    const again = await dryRun(manager, slug, files);
    expect(await commit(manager, slug, again.batchId, { takesNewer: true })).toMatchObject({
      articles: 1,
      leftOut: 0,
    });
  });

  it("knows an address however it is written, and keeps it in its standard form", async () => {
    const { project, slug, manager } = await makePlace();
    await makeArticle(project, { text: old, url: "https://gazette.example/br%C3%BCcke" });
    const written = "HTTPS://Gazette.example/br\u00fccke";
    const first = await dryRun(manager, slug, { "a.jsonl": recordLine({ text: newer, url: written }) });
    expect(first.report.known.newer).toBe(1);
    await commit(manager, slug, first.batchId, { takesNewer: true });
    const kept = await db().article.findMany({ where: { projectId: project.id }, select: { url: true } });
    expect(new Set(kept.map((one) => one.url)).size).toBe(1);
    const second = await dryRun(manager, slug, { "a.jsonl": recordLine({ text: other, url: written }) });
    expect(second.report.known.newer).toBe(1);
  });

  it("is refused where nothing else is in the files, and waits for another word", async () => {
    const { project, slug, manager } = await makePlace();
    await makeArticle(project, { text: old, url });
    const { batchId } = await dryRun(manager, slug, { "a.jsonl": recordLine({ text: newer, url }) });
    const refused = await refusal(beginDatasetCommit(manager, slug, batchId, planOf()));
    expect(refused).toMatchObject({ code: "nothing-to-import", details: { count: 1, known: { newer: 1 } } });
    expect(await getDataset(manager, slug, batchId)).toMatchObject({ state: "draft" });
    expect(await commit(manager, slug, batchId, { takesNewer: true })).toMatchObject({ articles: 1 });
  });

  it("attaches the layers to the newer text where that was added meanwhile", async () => {
    const { project, slug, manager } = await makePlace();
    const article = await makeArticle(project, { text: old, url });
    const { batchId } = await dryRun(manager, slug, { "a.jsonl": recordLine({ text: newer, url }) });
    const content = { kind: "paste", text: newer };
    const { versionId } = await addVersion(
      manager,
      newVersionInput.parse({ articleId: article.id, change: "update", content }),
    );
    const { report, known } = await getDataset(manager, slug, batchId);
    expect(report).toMatchObject({ known: { newer: 0 }, counts: { articlesHere: 1 } });
    expect(known).toEqual([]);
    expect(await commit(manager, slug, batchId, { present: "attach" })).toMatchObject({
      articles: 0,
      attached: 1,
      layers: 1,
      leftOut: 0,
    });
    expect(await db().layer.count({ where: { versionId, kind: "imported" } })).toBe(1);
  });

  it("attaches to an earlier text of the article as before, and knows what came in while it waited", async () => {
    const { project, slug, manager } = await makePlace();
    const early = await dryRun(manager, slug, {
      "b.jsonl": recordLine({ text: other, url }) + recordLine({ text: old, url }),
    });
    expect(early.report.known.newer).toBe(0);
    const article = await makeArticle(project, { text: old, url });
    const content = { kind: "paste", text: newer };
    await addVersion(manager, newVersionInput.parse({ articleId: article.id, change: "update", content }));
    const done = await commit(manager, slug, early.batchId, { present: "attach" });
    expect(done).toMatchObject({ articles: 0, attached: 1, leftOut: 1 });
  });

  it("comes in whole where the project has none of it, two texts of one address among them", async () => {
    const { slug, manager } = await makePlace();
    const files = { "a.jsonl": recordLine({ text: newer, url }) + recordLine({ text: old, url }) };
    const { batchId, report } = await dryRun(manager, slug, files);
    expect(report.known).toEqual({ newer: 0, withdrawn: 0 });
    expect(await commit(manager, slug, batchId)).toMatchObject({ articles: 2, layers: 2, leftOut: 0 });
  });

  it("forgets in its report the article that is withdrawn for good", async () => {
    const { project, slug, manager } = await makePlace();
    const article = await makeArticle(project, { text: old, url, title: "Bridge closed" });
    const files = { "a.jsonl": recordLine({ text: newer, url }) + recordLine({ text: other }) };
    const { batchId } = await dryRun(manager, slug, files);
    await commit(manager, slug, batchId);
    await withdrawArticle(admin, { articleId: article.id, reason: "Taken back." });
    expect((await getDataset(manager, slug, batchId)).report.leftOut).toEqual([]);
  });

  it("does so too where that is withdrawn in the last moment of the import", async () => {
    const { project, slug, manager } = await makePlace();
    const { id: articleId } = await makeArticle(project, { text: old, url, title: "Bridge closed" });
    const files = { "a.jsonl": recordLine({ text: newer, url }) + recordLine({ text: other }) };
    const { batchId } = await dryRun(manager, slug, files);
    const done = await overlap(
      (tx) => withdrawArticle(admin, { articleId, reason: "Taken back." }, tx),
      () => commit(manager, slug, batchId),
    );
    expect(done).toMatchObject({ status: "fulfilled", value: { articles: 1 } });
    expect((await getDataset(manager, slug, batchId)).report.leftOut).toEqual([]);
  });
});

describe("a dataset with a text that was withdrawn for good", () => {
  async function withdrawn(text: string) {
    const place = await makePlace();
    const { id } = await makeArticle(place.project, { text });
    await withdrawArticle(admin, { articleId: id, reason: "Taken back." });
    return place;
  }

  it("is left out with who and when, and comes in only when somebody says so, which is on record", async () => {
    const text = `${old} Withdrawn one.`;
    const { project, slug, manager } = await withdrawn(text);
    const files = { "a.jsonl": recordLine({ text }) + recordLine({ text: other }) };
    const first = await dryRun(manager, slug, files);
    expect(first.report.known).toEqual({ newer: 0, withdrawn: 1 });
    const { known } = await getDataset(manager, slug, first.batchId);
    expect(known).toMatchObject([{ newerOf: null, withdrawn: { by: "Ada Root" } }]);
    expect(await commit(manager, slug, first.batchId, { takesNewer: true })).toMatchObject({
      articles: 1,
      leftOut: 1,
      again: 0,
    });
    const done = (await getDataset(manager, slug, first.batchId)).report;
    expect(done.leftOut[0]?.reason).toMatch(
      /^This text was withdrawn for good on \d{4}-\d\d-\d\d by an administrator\.$/,
    );
    const { batchId } = await dryRun(manager, slug, { "a.jsonl": recordLine({ text }) });
    expect(await commit(manager, slug, batchId, { takesWithdrawn: true })).toMatchObject({
      articles: 1,
      leftOut: 0,
      again: 1,
    });
    const event = await db().event.findFirstOrThrow({
      where: { projectId: project.id, subjectId: batchId, type: "import.committed" },
    });
    expect(event.payload).toMatchObject({ again: 1 });
  });

  it("is known in every project, elsewhere without the name, and stands behind a text that is here", async () => {
    const text = `${old} Withdrawn two.`;
    await withdrawn(text);
    const { project, slug, manager } = await makePlace();
    const { batchId } = await dryRun(manager, slug, { "a.jsonl": recordLine({ text }) });
    expect((await getDataset(manager, slug, batchId)).known).toMatchObject([{ withdrawn: { by: null } }]);
    await discardDataset(manager, slug, batchId);
    await makeArticle(project, { text });
    const here = await dryRun(manager, slug, { "a.jsonl": recordLine({ text }) });
    expect(here.report).toMatchObject({ known: { withdrawn: 0 }, counts: { articlesHere: 1 } });
    expect(await commit(manager, slug, here.batchId, { present: "attach" })).toMatchObject({
      attached: 1,
      leftOut: 0,
    });
  });
});
