import { afterAll, describe, expect, it } from "vitest";
import { withdrawDataset } from "@/lib/dataset-imports/withdraw";
import { closeDb, db } from "@/lib/db";
import { exportArticles } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";
import { takeNextSlot } from "@/lib/slots/take-slot";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeLayer, makeMember } from "../../support/factories";
import { linkReuse, makeMark } from "../../support/marks";
import { commit, doccano, dryRun, makePlace, story } from "./support";

await createDatabase();
afterAll(closeDb);

const plan = { labels: { PER: "leave-out", OPINION: "claim" } };

async function imported(place: Awaited<ReturnType<typeof makePlace>>, content = doccano()) {
  const { batchId } = await dryRun(place.manager, place.slug, { "a.jsonl": content });
  await commit(place.manager, place.slug, batchId, { ...plan, present: "attach" });
  return batchId;
}

describe("the undo of an import", () => {
  it("takes articles, layers and marks out of sight at once, keeps them, and lets the file come in again", async () => {
    const place = await makePlace();
    const { slug, manager, project } = place;
    const here = await makeArticle(project, { text: story });
    const batchId = await imported(
      place,
      doccano() + doccano("A second text that is as long as all the spans of the first one need."),
    );
    expect(await withdrawDataset(manager, slug, batchId)).toEqual({
      articles: 1,
      layers: 2,
      ratings: 0,
      pairs: 0,
      suggestions: 0,
    });
    expect(await db().article.count({ where: { projectId: project.id, withdrawnAt: null } })).toBe(1);
    const lines: string[] = [];
    const filter = exportFilter.parse({ layers: "imported" });
    for await (const line of exportArticles(manager, slug, filter)) lines.push(line);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ layers: [] });
    // Nothing is gone: the rows are there, and the batch stands in the history.
    expect(await db().layer.count({ where: { articleId: here.id, kind: "imported" } })).toBe(1);
    expect(await db().annotation.count({ where: { projectId: project.id, deletedAt: null } })).toBe(0);
    expect(await db().annotation.count({ where: { projectId: project.id } })).toBe(4);
    expect(await db().importBatch.findUniqueOrThrow({ where: { id: batchId } })).toMatchObject({
      state: "withdrawn",
    });
    expect(await db().event.count({ where: { subjectId: batchId, type: "import.withdrawn" } })).toBe(1);
    await expect(withdrawDataset(manager, slug, batchId)).rejects.toMatchObject({
      code: "batch-not-committed",
    });
    await imported(place);
    expect(
      await db().layer.count({ where: { articleId: here.id, kind: "imported", withdrawnAt: null } }),
    ).toBe(1);
  });

  it("is refused with a list where somebody took an article, or marked beside it", async () => {
    const place = await makePlace();
    const { slug, manager, project } = place;
    const batchId = await imported(place);
    const person = await makeMember(project, "annotator");
    await takeNextSlot(actorFor(person), slug);
    const article = await db().article.findFirstOrThrow({ where: { batchId } });
    await expect(withdrawDataset(manager, slug, batchId)).rejects.toMatchObject({
      code: "work-rests-on-it",
      status: 409,
      details: {
        count: 1,
        rows: [
          {
            href: `/projects/${slug}/articles/${article.id}`,
            title: article.title,
            reasons: ["it has marks or layers of others", "somebody has taken it"],
          },
        ],
      },
    });
    expect(await db().layer.count({ where: { batchId, withdrawnAt: null } })).toBe(1);
  });

  it("is refused where a review has read its marks, a card counts them, or a twin leads to its text", async () => {
    const place = await makePlace();
    const { slug, manager, project } = place;
    const here = await makeArticle(project, { text: story, title: "Ours" });
    const attached = await imported(place);
    const mark = await db().annotation.findFirstOrThrow({ where: { projectId: project.id } });
    const unit = await db().reviewUnit.create({
      data: {
        projectId: project.id,
        articleId: here.id,
        ordinal: 1,
        kind: "claim",
        state: "agreed",
        members: [],
      },
    });
    await db().reviewDecision.create({
      data: {
        ...{
          projectId: project.id,
          unitId: unit.id,
          verdict: "accept",
          decidedById: manager.userId,
          result: {},
        },
        inputs: { create: [{ annotationId: mark.id, revision: 1 }] },
      },
    });
    const card = await db().claimCard.create({
      data: { projectId: project.id, statement: "The bridge is safe.", createdById: manager.userId },
    });
    await db().mention.create({
      data: { cardId: card.id, projectId: project.id, claimId: mark.id, createdById: manager.userId },
    });
    await expect(withdrawDataset(manager, slug, attached)).rejects.toMatchObject({
      details: {
        count: 2,
        rows: [
          { title: "Ours", reasons: ["a review read its marks"] },
          { title: "The bridge is safe.", href: `/projects/${slug}/claims/${card.id}` },
        ],
      },
    });
    const other = await imported(
      place,
      doccano("Another text that is as long as all the spans of the file need it to be."),
    );
    const twin = await db().article.findFirstOrThrow({
      where: { batchId: other },
      include: { versions: true },
    });
    const layer = await makeLayer(here, { state: "submitted" });
    const copy = await makeMark(layer, story, "duplicate", { body: "The mayor" });
    const version = twin.versions[0];
    if (!version) throw new Error("The article has a version.");
    await linkReuse(layer, copy, { versionId: version.id, text: version.text, quote: "Another text" });
    await expect(withdrawDataset(manager, slug, other)).rejects.toMatchObject({
      details: { rows: [{ reasons: ["a duplicate in another article leads to it"] }] },
    });
  });

  it("is nobody's but a manager's, and of no other project", async () => {
    const place = await makePlace();
    const other = await makePlace();
    const batchId = await imported(place);
    const reviewer = actorFor(await makeMember(place.project, "reviewer"));
    await expect(withdrawDataset(reviewer, place.slug, batchId)).rejects.toMatchObject({ status: 403 });
    await expect(withdrawDataset(other.manager, other.slug, batchId)).rejects.toMatchObject({ status: 404 });
    const ends = await Promise.allSettled(
      [1, 2, 3].map(() => withdrawDataset(place.manager, place.slug, batchId)),
    );
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("ratings of a table", () => {
  const table = (...rows: string[]) =>
    ["round,source_id,source_name,rater,grade,saw_others,reason,rated_at", ...rows].join("\r\n");

  it("come in as a file's, once, never as ours, and are taken back with their import", async () => {
    const { slug, manager } = await makePlace();
    const csv = table(
      'Spring,,The Elms Courier,person-1,B,no,"Checked, twice",2025-05-14T10:00:00.000Z',
      "Spring,,The Elms Courier,person-2,D,,'=no reason,",
      "Spring,,The Elms Courier,person-3,G,,,",
    );
    const { batchId, report } = await dryRun(manager, slug, { "ratings.csv": csv });
    expect(report).toMatchObject({
      format: "csv-ratings",
      counts: { ratings: 2, records: 0, sources: 1 },
      newSources: ["The Elms Courier"],
      faults: [{ file: "ratings.csv", line: 4 }],
    });
    expect(await commit(manager, slug, batchId, { leavesBad: true })).toMatchObject({
      ratings: 2,
      sources: 1,
    });
    expect(await db().sourceRating.count()).toBe(0);
    const ratings = await db().importedRating.findMany({
      orderBy: { number: "asc" },
      include: { identity: true },
    });
    expect(
      ratings.map(({ identity, grade, sawOthers, reason }) => [identity.name, grade, sawOthers, reason]),
    ).toEqual([
      ["person-1", "B", false, "Checked, twice"],
      ["person-2", "D", null, "=no reason"],
    ]);
    const again = await dryRun(manager, slug, { "again.csv": csv });
    await expect(commit(manager, slug, again.batchId, { leavesBad: true })).rejects.toMatchObject({
      code: "nothing-to-import",
    });
    expect(await withdrawDataset(manager, slug, batchId)).toEqual({
      articles: 0,
      layers: 0,
      ratings: 2,
      pairs: 0,
      suggestions: 0,
    });
    expect(await db().importedRating.count({ where: { withdrawnAt: null } })).toBe(0);
    await expect(db().$executeRaw`UPDATE "ImportedRating" SET "grade" = 'A'`).rejects.toThrow();
    await expect(db().$executeRaw`DELETE FROM "ImportedRating"`).rejects.toThrow();
  });
});
