import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { createArticles, type NewArticle } from "@/lib/articles/create-articles";
import { db } from "@/lib/db";
import { exportArticles } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";
import { readRecord } from "@/lib/formats/sourcebench-jsonl";
import { readFile } from "@/lib/intake/read-file";
import { normaliseText } from "@/lib/text/normalise";
import { createDatabase } from "../../support/database";
import { actorFor, makeBatch, makeMember, makeProject } from "../../support/factories";
import { importJsonl } from "../../support/import-jsonl";

const corpus = process.env.CORPUS_DIR;
const folders = ["news", "polnear-dev/text"].map((folder) => path.join(corpus ?? "", folder));
const title = corpus ? "the real articles" : "the real articles (skipped: CORPUS_DIR is not set)";

/** Every text in the corpus by its file's name. */
function originals(): Map<string, Buffer> {
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".txt"))
      .map((name) => [name, readFileSync(path.join(folder, name))] as const),
  );
  return new Map(files);
}

async function articleOf(name: string, bytes: Buffer): Promise<NewArticle> {
  const { drafts, problems } = await readFile(name, bytes);
  const [draft] = drafts;
  if (!draft || problems.length > 0) throw new Error(`${name} gave no draft.`);
  const facts = {
    publisherId: null,
    credits: [],
    byline: null,
    url: null,
    publishedAt: null,
    publishedText: null,
  };
  return {
    ...facts,
    title: name,
    language: draft.language ?? null,
    originalLanguage: null,
    translated: "unsure",
    derivation: null,
    text: draft.text,
    rawText: draft.rawText,
    rawBytes: bytes,
    offsetMap: normaliseText(draft.rawText).map,
    extractor: "corpus-test",
    blocks: draft.blocks,
  };
}

describe.skipIf(!corpus)(title, async () => {
  if (corpus) await createDatabase();

  it("leave with the same text, and with raw offsets with the original's, also after coming in again", async () => {
    const texts = originals();
    expect(texts.size).toBe(87);
    const project = await makeProject();
    const manager = await makeMember(project, "manager");
    const actor = actorFor(manager);
    const batch = await makeBatch(project);
    const target = { projectId: project.id, batchId: batch.id, actorId: manager.id, slots: 1 };
    const articles: NewArticle[] = [];
    for (const [name, bytes] of texts) articles.push(await articleOf(name, bytes));
    await db().$transaction((tx) => createArticles(tx, target, articles), { timeout: 60_000 });
    const copy = await makeProject({ members: [{ userId: manager.id, role: "manager" }] });
    const lines: string[] = [];
    for await (const line of exportArticles(actor, project.slug, exportFilter.parse({ rawBytes: true })))
      lines.push(line);
    await importJsonl(actor, copy.slug, lines);

    for (const slug of [project.slug, copy.slug])
      for (const offsets of ["stored", "raw"]) {
        let count = 0;
        for await (const line of exportArticles(
          actor,
          slug,
          exportFilter.parse({ offsets, rawBytes: true }),
        )) {
          const read = readRecord(line);
          if ("problem" in read) throw new Error(read.problem);
          const { article, articleVersion } = read.record;
          const bytes = texts.get(article.title) ?? Buffer.alloc(0);
          const original = bytes.toString("utf8").replace(/^\uFEFF/, "");
          const wanted = offsets === "raw" ? original : original.replace(/\r\n?/g, "\n").normalize("NFC");
          expect(articleVersion.text === wanted, article.title).toBe(true);
          expect(Buffer.from(articleVersion.rawBytes ?? "", "base64").equals(bytes)).toBe(true);
          count += 1;
        }
        expect(count).toBe(87);
      }
  });
});
