import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db, type Tx } from "@/lib/db";
import { lockReports } from "@/lib/imports/access";
import { editDrafts } from "@/lib/imports/commands";
import { commitBatch } from "@/lib/imports/commit";
import { stageUpload } from "@/lib/imports/in-thread";
import { getBatch, listDrafts } from "@/lib/imports/queries";
import { editDraftInput } from "@/lib/imports/schema";
import { withdrawArticle } from "@/lib/redaction/commands";
import { previewVersion } from "@/lib/versions/add-version";
import { newVersionInput } from "@/lib/versions/schema";
import { createDatabase } from "../../support/database";
import { actorFor, makeMember, makeProject, makeUser } from "../../support/factories";
import { overlap } from "../../support/overlap";
import { refusal } from "../../support/refusal";
import { draftAt, firstText, importFiles, secondText, stageFiles } from "./support";

await createDatabase();
const admin = actorFor(await makeUser({ name: "Ada Root", isAdmin: true }));
afterAll(closeDb);

async function setUp() {
  const project = await makeProject();
  return { project, slug: project.slug, manager: actorFor(await makeMember(project, "manager")) };
}

function line(text: string, url: string): string {
  return `${JSON.stringify({ text, url })}\n`;
}

const edit = (input: object) => editDraftInput.parse(input);

describe("an import with the address of an article that is here", () => {
  it("names the article, leaves the other text out, and takes it in as an article of its own when ticked", async () => {
    const { project, slug, manager } = await setUp();
    await importFiles(manager, slug, { "a.jsonl": line(firstText, "https://gazette.example/bridge") });
    const article = await db().article.findFirstOrThrow({ where: { projectId: project.id } });
    const sent = await stageFiles(manager, slug, {
      "b.jsonl":
        line(`${firstText} Later more.`, "http://gazette.example/bridge/") +
        line(secondText, "https://gazette.example/water"),
    });
    expect(sent).toMatchObject({ total: 2, duplicates: 0, newer: 1, withdrawn: 0 });
    const first = await draftAt(manager, slug, sent.batchId, 1);
    expect(first).toMatchObject({
      isExcluded: true,
      duplicateOf: null,
      newerOf: { articleId: article.id, title: article.title },
    });
    expect(await draftAt(manager, slug, sent.batchId, 2)).toMatchObject({ isExcluded: false, newerOf: null });
    expect(await getBatch(manager, slug, sent.batchId)).toMatchObject({ included: 1, newer: 1 });
    await editDrafts(manager, slug, sent.batchId, edit({ draftId: first.id, isExcluded: false }));
    expect(await commitBatch(manager, slug, sent.batchId)).toMatchObject({ articles: 2, leftOut: 0 });
  });

  it("is noticed when the address is written in the grid, and when the article came in meanwhile", async () => {
    const { slug, manager } = await setUp();
    const url = "https://gazette.example/ferry";
    const early = await stageFiles(manager, slug, { "early.jsonl": line(`${secondText} Early.`, url) });
    await importFiles(manager, slug, { "a.jsonl": line(firstText, url) });
    const { batchId } = await stageFiles(manager, slug, { "b.txt": secondText });
    const draft = await draftAt(manager, slug, batchId, 1);
    const changed = await editDrafts(manager, slug, batchId, edit({ draftId: draft.id, facts: { url } }));
    expect(changed.newerOf).not.toBeNull();
    const back = await editDrafts(manager, slug, batchId, edit({ draftId: draft.id, facts: { url: null } }));
    expect(back.newerOf).toBeNull();
    const done = await commitBatch(manager, slug, early.batchId);
    expect(done).toMatchObject({ articles: 0, leftOut: 1 });
    const { report } = await getBatch(manager, slug, early.batchId);
    expect(report.leftOut[0]?.reason).toContain("It can be added to that article as a newer version.");
  });

  it("leaves out at the import what came in meanwhile, also after another address was corrected", async () => {
    const { slug, manager } = await setUp();
    const url = "https://gazette.example/lock";
    const files = { "b.jsonl": line(secondText, "") + line(`${firstText} Lock.`, url) };
    const { batchId } = await stageFiles(manager, slug, files);
    await importFiles(manager, slug, { "a.jsonl": line(`${firstText} Here.`, url) });
    const { id: draftId } = await draftAt(manager, slug, batchId, 1);
    const facts = { url: "https://gazette.example/lake" };
    await editDrafts(manager, slug, batchId, edit({ draftId, facts }));
    expect(await commitBatch(manager, slug, batchId)).toMatchObject({ articles: 1, leftOut: 1 });
  });

  it("forgets the article's title and the other text's where the article is withdrawn for good", async () => {
    const { project, slug, manager } = await setUp();
    const url = "https://gazette.example/quay";
    await importFiles(manager, slug, { "a.jsonl": line(`Quay collapse\n\n${firstText}`, url) });
    const { id, title } = await db().article.findFirstOrThrow({ where: { projectId: project.id } });
    const other = line(`Quay rebuilt\n\n${firstText}`, url);
    const files = { "b.jsonl": other + line(`Quay collapse\n\n${firstText}`, ""), "c.txt": secondText };
    const { batchId } = await stageFiles(manager, slug, { ...files, "d.txt": secondText });
    await commitBatch(manager, slug, batchId);
    const leftOut = async () => (await getBatch(manager, slug, batchId)).report.leftOut;
    expect(await leftOut()).toHaveLength(3);
    expect(JSON.stringify(await leftOut())).toContain(title);
    await withdrawArticle(admin, { articleId: id, reason: "Taken back." });
    expect(await leftOut()).toMatchObject([{ reason: "The batch has this text twice." }]);
  });

  it("says nothing of another project's articles", async () => {
    const here = await setUp();
    const there = await setUp();
    const url = "https://gazette.example/mill";
    await importFiles(there.manager, there.slug, { "a.jsonl": line(firstText, url) });
    const sent = await stageFiles(here.manager, here.slug, { "b.jsonl": line(secondText, url) });
    expect(sent).toMatchObject({ newer: 0, withdrawn: 0 });
  });
});

describe("an article withdrawn for good in the last moment of an import", () => {
  /** An article, and a batch that leaves out the same text and another one with its address. */
  async function makeLate(name: string) {
    const { project, slug, manager } = await setUp();
    const url = `https://gazette.example/${name}`;
    const text = `${name} collapse\n\n${firstText}`;
    await importFiles(manager, slug, { "a.jsonl": line(text, url) });
    const { id: articleId } = await db().article.findFirstOrThrow({ where: { projectId: project.id } });
    const files = { "b.jsonl": line(`${text} More.`, url) + line(text, ""), "c.txt": secondText };
    const { batchId } = await stageFiles(manager, slug, files);
    return {
      projectId: project.id,
      batchId,
      withdrawIt: (tx?: Tx) => withdrawArticle(admin, { articleId, reason: "Taken back." }, tx),
      commit: () => commitBatch(manager, slug, batchId),
      report: async () => (await getBatch(manager, slug, batchId)).report,
    };
  }

  it("is named nowhere in its report, whichever of the two is first", async () => {
    const first = await makeLate("Weir");
    const done = await overlap(first.withdrawIt, first.commit);
    expect(done).toMatchObject({ status: "fulfilled", value: { articles: 1 } });
    expect(JSON.stringify(await first.report())).not.toContain("Weir");
    const second = await makeLate("Sluice");
    const leftOut = [{ title: "Sluice collapse", fileName: "b.jsonl", reason: "Left out by hand." }];
    await overlap(async (tx) => {
      await lockReports(tx, second.projectId);
      const report = { ...(await second.report()), leftOut };
      await tx.importBatch.update({ where: { id: second.batchId }, data: { report } });
    }, second.withdrawIt);
    expect((await second.report()).leftOut).toEqual([]);
  });
});

describe("an import of a text that was withdrawn for good", () => {
  async function withdrawn(...texts: string[]) {
    const at = await setUp();
    await importFiles(
      at.manager,
      at.slug,
      Object.fromEntries(texts.map((text, place) => [`${place}.txt`, text])),
    );
    for (const { id } of await db().article.findMany({ where: { projectId: at.project.id } }))
      await withdrawArticle(admin, { articleId: id, reason: "Taken back." });
    return at;
  }

  it("is left out with who and when, and comes in only when somebody says so", async () => {
    const text = `${firstText} Withdrawn one.`;
    const { project, slug, manager } = await withdrawn(text);
    const sent = await stageFiles(manager, slug, { "a.txt": text, "b.txt": secondText });
    expect(sent).toMatchObject({ duplicates: 0, withdrawn: 1 });
    const draft = await draftAt(manager, slug, sent.batchId, 1);
    expect(draft).toMatchObject({ isExcluded: true, duplicateOf: null, withdrawn: { by: "Ada Root" } });
    const tick = { draftId: draft.id, isExcluded: false };
    const refused = await refusal(editDrafts(manager, slug, sent.batchId, edit(tick)));
    expect(refused.code).toBe("text-withdrawn");
    const other = await draftAt(manager, slug, sent.batchId, 2);
    expect(other).toMatchObject({ isExcluded: false, withdrawn: null });
    await editDrafts(manager, slug, sent.batchId, edit({ ...tick, again: true }));
    expect(await commitBatch(manager, slug, sent.batchId)).toMatchObject({ articles: 2 });
    const event = await db().event.findFirstOrThrow({
      where: { projectId: project.id, type: "import.committed" },
      orderBy: { id: "desc" },
    });
    expect(event.payload).toMatchObject({ articles: 2, again: 1 });
  });

  it("is not ticked by ticking everything below an article, though that was withdrawn too and comes in again", async () => {
    const texts = [`${firstText} Withdrawn two.`, `${secondText} Withdrawn two.`];
    const { slug, manager } = await withdrawn(...texts);
    const files = Object.fromEntries([...texts, secondText].map((text, at) => [`${at}.txt`, text]));
    const { batchId } = await stageFiles(manager, slug, files);
    const states = async () =>
      (await listDrafts(manager, slug, batchId, {})).items.map((draft) => draft.isExcluded);
    async function tickFrom(at: number) {
      const { id: draftId } = await draftAt(manager, slug, batchId, at);
      const down = { isExcluded: false, fillDown: true, again: true };
      await editDrafts(manager, slug, batchId, edit({ draftId, ...down }));
    }
    expect(await states()).toEqual([true, true, false]);
    await tickFrom(1);
    expect(await states()).toEqual([false, true, false]);
    await tickFrom(2);
    expect(await states()).toEqual([false, false, false]);
  });

  it("is known in every project, elsewhere without the name, and as a newer text of an article too", async () => {
    const text = `${firstText} Withdrawn three.`;
    await withdrawn(text);
    const { project, slug, manager } = await setUp();
    const { batchId } = await stageFiles(manager, slug, { "a.txt": text });
    const [draft] = (await listDrafts(manager, slug, batchId, {})).items;
    expect(draft).toMatchObject({ isExcluded: true, withdrawn: { by: null } });
    await importFiles(manager, slug, { "b.txt": secondText });
    const { id } = await db().article.findFirstOrThrow({ where: { projectId: project.id } });
    const content = { kind: "paste", text };
    const input = newVersionInput.parse({ articleId: id, change: "edit", content });
    expect((await previewVersion(manager, input)).warnings.join()).toContain("withdrew this very text");
  });

  it("comes in at once where the upload says that it may", async () => {
    const text = `${firstText} Withdrawn four.`;
    const { slug, manager } = await withdrawn(text);
    const input = { label: "Again", files: [], skipBad: false, again: true };
    const bytes = new TextEncoder().encode(text);
    const sent = await stageUpload(manager, slug, input, { kind: "paste", bytes });
    expect(sent.withdrawn).toBe(1);
    expect(await commitBatch(manager, slug, sent.batchId)).toMatchObject({ articles: 1, leftOut: 0 });
  });
});
