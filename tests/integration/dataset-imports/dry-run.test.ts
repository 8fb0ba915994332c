import { afterAll, describe, expect, it } from "vitest";
import { getDataset } from "@/lib/dataset-imports/queries";
import { discardDataset } from "@/lib/dataset-imports/stage";
import { closeDb, db } from "@/lib/db";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeMember, makeUser } from "../../support/factories";
import { zipOf } from "../../support/zip-of";
import { commit, doccano, dryRun, makePlace, story } from "./support";

await createDatabase();
afterAll(closeDb);

describe("a dry run", () => {
  it("counts what is in the files, and writes nothing but the batch", async () => {
    const { slug, manager, project } = await makePlace();
    await makeArticle(project, { text: story });
    const before = await db().article.count();
    const files = {
      "a.jsonl":
        doccano() + doccano("The port was \uFFFD closed on Sunday. The port was closed on Sunday.", null),
    };
    const { batchId, report } = await dryRun(manager, slug, files);
    expect(report).toMatchObject({
      format: "doccano",
      isChosen: false,
      offsets: "code points of the file's text",
      encodings: [{ encoding: "UTF-8", files: 1 }],
      replaced: { count: 1, files: ["a.jsonl"] },
      counts: { records: 2, articlesHere: 1, layers: 2, claims: 2, spans: 6 },
      people: [{ name: "ada", layers: 1 }],
      labels: [
        { label: "OPINION", spans: 2, proposed: null },
        { label: "PER", spans: 2, proposed: null },
      ],
      faultCount: 0,
    });
    expect(await db().article.count()).toBe(before);
    expect(await db().layer.count({ where: { projectId: project.id } })).toBe(0);
    expect(await db().importRecord.count({ where: { batchId } })).toBe(2);
    expect(await getDataset(manager, slug, batchId)).toMatchObject({
      state: "draft",
      total: 2,
      failure: null,
    });
    await discardDataset(manager, slug, batchId);
    expect(await db().importRecord.count({ where: { batchId } })).toBe(0);
    expect(await getDataset(manager, slug, batchId)).toMatchObject({ state: "discarded" });
  });

  it("names quotes that do not match and broken places by file and line", async () => {
    const { slug, manager } = await makePlace();
    const ann =
      "T1\tClaim 17 36\tthe bridge is safe\nT2\tClaim 0 9\tThe major\nnonsense\nT3\tClaim 5 5000\tx\n";
    const { report } = await dryRun(manager, slug, { "story.txt": story, "story.ann": ann });
    expect(report).toMatchObject({ format: "brat", faultCount: 4, quoteCount: 2, counts: { records: 1 } });
    expect(report.faults.filter((fault) => fault.isQuote).map(({ file, line }) => [file, line])).toEqual([
      ["story.ann", 1],
      ["story.ann", 2],
    ]);
    expect(report.faults.map(({ line }) => line).toSorted()).toEqual([1, 2, 3, 4]);
  });

  it("reads a folder packed as a ZIP, and UTF-16 where it says so", async () => {
    const { slug, manager } = await makePlace();
    const archive = zipOf([
      { name: "corpus/story.txt", bytes: Buffer.from(`\uFEFF${story}`, "utf16le") },
      { name: "corpus/story_ada.ann", bytes: Buffer.from("T1\tClaim 18 37\tthe bridge is safe.\n") },
      { name: "__MACOSX/corpus/._story.txt", bytes: Buffer.from("litter") },
    ]);
    const { report } = await dryRun(manager, slug, { "corpus.zip": archive });
    expect(report).toMatchObject({
      format: "brat",
      files: { count: 2 },
      people: [{ name: "ada", layers: 1 }],
    });
    expect(report.encodings).toEqual(
      expect.arrayContaining([
        { encoding: "UTF-16LE", files: 1 },
        { encoding: "UTF-8", files: 1 },
      ]),
    );
  });

  it("says what cannot be read at all, and keeps nothing of it", async () => {
    const { slug, manager, project } = await makePlace();
    await expect(dryRun(manager, slug, { "a.txt": "A plain text." })).rejects.toMatchObject({
      code: "unknown-format",
    });
    await expect(dryRun(manager, slug, { "a.json": "[]" }, "label-studio")).rejects.toMatchObject({
      code: "nothing-to-import",
    });
    const batches = await db().importBatch.findMany({ where: { projectId: project.id } });
    expect(batches.map(({ state, total }) => [state, total])).toEqual([
      ["failed", 0],
      ["failed", 0],
    ]);
    expect(await db().importRecord.count({ where: { projectId: project.id } })).toBe(0);
    const [first] = batches;
    expect(await getDataset(manager, slug, first?.id ?? "")).toMatchObject({
      isUnread: true,
      failure: expect.stringMatching(/format of these files is not sure/),
    });
  });

  it("goes into no project that one may not import into, and is found in no other", async () => {
    const { slug, manager, project } = await makePlace();
    const other = await makePlace();
    const annotator = actorFor(await makeMember(project, "annotator"));
    const stranger = actorFor(await makeUser());
    await expect(dryRun(annotator, slug, { "a.jsonl": doccano() })).rejects.toMatchObject({ status: 403 });
    await expect(dryRun(stranger, slug, { "a.jsonl": doccano() })).rejects.toMatchObject({ status: 404 });
    const { batchId } = await dryRun(manager, slug, { "a.jsonl": doccano() });
    for (const act of [
      () => getDataset(other.manager, other.slug, batchId),
      () => discardDataset(other.manager, other.slug, batchId),
      () => commit(other.manager, other.slug, batchId),
      () => getDataset(manager, slug, "not-an-id"),
    ])
      await expect(act()).rejects.toMatchObject({ status: 404 });
  });
});
