import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { getDataset } from "@/lib/dataset-imports/queries";
import { withdrawnWords } from "@/lib/dataset-imports/schema";
import { beginDataset, readIntoBatch } from "@/lib/dataset-imports/stage";
import { withdrawDataset } from "@/lib/dataset-imports/withdraw";
import { db } from "@/lib/db";
import { exportArticles } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";
import type { PairItem } from "@/lib/formats/dataset-items";
import { readEntries } from "@/lib/formats/sourcebench-jsonl";
import { judgePair, undoVerdict } from "@/lib/pairs/commands";
import { listPairs } from "@/lib/pairs/queries";
import type { PairVerdictCode } from "@/lib/pairs/schema";
import { indexPassages } from "@/lib/passages/index-articles";
import type { Actor } from "@/lib/policy";
import { withdrawArticle } from "@/lib/redaction/commands";
import { listClusters } from "@/lib/reuse/list-clusters";
import { settleReuse } from "@/lib/reuse/settle";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject, makeUser } from "../../support/factories";
import { importJsonl, sourceFiles } from "../../support/import-jsonl";

await createDatabase();

const told =
  "🌊 About 600 people were rescued from flooded streets in Korva on Wednesday, the mayor Ada Lovel said.";
const retold = "Some 900 people were rescued on Wednesday from the flooded streets of Korva.";
const again =
  "The mayor Ada Lovel said about 600 people were rescued from flooded streets in Korva on Wednesday.";
const week = "It rained in the valley for the whole of that week.\n";

/** A project whose pairs are judged: a copy by its second answer, a "no", and one whose only answer was taken back. */
async function makeJudged() {
  const project = await makeProject();
  const manager = actorFor(await makeMember(project, "manager", { name: "Ilse Brandt" }));
  const reviewer = actorFor(await makeMember(project, "reviewer", { name: "Per Onak" }));
  const articles = [];
  for (const [place, text] of [told, retold, again].entries())
    articles.push(await makeArticle(project, { text: `${week}${text}`, title: `Paper ${place + 1}` }));
  await indexPassages();
  const { items } = await listPairs(manager, project.slug, {});
  const between = (a: string, b: string) => {
    const pair = items.find(
      ({ first, second }) =>
        first.quote.includes("Korva") && [first.title, second.title].toSorted().join() === `${a},${b}`,
    );
    if (!pair) throw new Error("There is no such pair.");
    return { slug: project.slug, pairId: pair.id };
  };
  const judge = async (
    actor: Actor,
    at: ReturnType<typeof between>,
    verdict: PairVerdictCode,
    revision = 0,
  ) => {
    const commandId = randomUUID();
    await judgePair(actor, at, { commandId, verdict, revision });
    return commandId;
  };
  const copy = between("Paper 1", "Paper 3");
  await judge(manager, copy, "unsure");
  await judge(reviewer, copy, "light-revision", 1);
  await judge(manager, between("Paper 1", "Paper 2"), "no");
  const open = between("Paper 2", "Paper 3");
  await undoVerdict(manager, open, {
    commandId: randomUUID(),
    undoesId: await judge(manager, open, "summary"),
  });
  return { project, manager, reviewer, articles, copyId: copy.pairId };
}

async function exported(actor: Actor, slug: string, filter: object = {}) {
  const lines: string[] = [];
  for await (const line of exportArticles(actor, slug, exportFilter.parse(filter))) lines.push(line);
  const pairs: PairItem[] = [];
  for await (const entry of readEntries(lines)) {
    if ("problem" in entry) throw new Error(entry.problem);
    if ("item" in entry && entry.item.item === "pair") pairs.push(entry.item);
  }
  return { lines, pairs };
}

/** A pair that came in, as it was where it was judged. */
function restored({ origin, ...pair }: PairItem): PairItem {
  if (!origin) throw new Error("It was not imported.");
  const { id, pseudonymKey, settled } = origin;
  return {
    ...pair,
    ...{ id, pseudonymKey, settled, origin: null },
    a: { ...pair.a, ...origin.a },
    b: { ...pair.b, ...origin.b },
  };
}

describe("what was judged of pairs, in the complete export", () => {
  it("is there with every answer, who gave it under which pseudonym, and where both passages stand", async () => {
    const { project, manager, articles, copyId } = await makeJudged();
    const { lines, pairs } = await exported(manager, project.slug);
    expect(pairs.map(({ verdict }) => verdict).toSorted()).toEqual(["light-revision", "no", null]);
    const copy = pairs.find(({ id }) => id === copyId);
    expect(copy?.answers.map(({ verdict }) => verdict)).toEqual(["unsure", "light-revision"]);
    expect(copy?.by).toBe(copy?.answers[1]?.by);
    expect(copy?.by).toMatch(/^person-[0-9a-f]{12}$/);
    expect(copy?.answers[0]?.by).not.toBe(copy?.by);
    for (const { articleVersion, start, end, quote } of copy ? [copy.a, copy.b] : []) {
      const text = articles.find(({ versionId }) => versionId === articleVersion)?.text ?? "";
      expect([...text].slice(start, end).join("")).toBe(quote);
    }
    expect(copy?.settled).toBe(false);
    const undone = pairs.find(({ verdict }) => verdict === null);
    expect(undone).toMatchObject({
      by: null,
      at: null,
      answers: [{ verdict: "summary" }, { verdict: null }],
    });
    expect(undone?.answers[1]?.undoes).toBe(undone?.answers[0]?.id);
    expect(lines.join("")).not.toContain(manager.userId);

    await db().article.updateMany({ where: { projectId: project.id }, data: { state: "done" } });
    expect((await exported(manager, project.slug)).pairs.map(({ settled }) => settled)).toEqual([
      true,
      true,
      true,
    ]);
    // A file without one of both articles has no pair of them.
    const ids = articles.slice(0, 2).map(({ id }) => id);
    expect((await exported(manager, project.slug, { ids: ids.join() })).pairs).toMatchObject([
      { verdict: "no" },
    ]);
  });

  it("comes out of another project as it went in, a second and a third time, and counts for nothing there", async () => {
    const { project, manager } = await makeJudged();
    await db().article.updateMany({ where: { projectId: project.id }, data: { state: "done" } });
    const original = await exported(manager, project.slug);
    const target = await makeProject({ members: [{ userId: manager.userId, role: "manager" }] });
    const { done, report, batchId } = await importJsonl(manager, target.slug, original.lines);
    expect(done).toMatchObject({ articles: 3, pairs: 3, pairsLeftOut: 0 });
    expect(report.counts).toMatchObject({ records: 3, pairs: 3 });
    const second = await exported(manager, target.slug);
    expect(second.pairs.map(restored)).toEqual(original.pairs);
    expect(second.pairs.every(({ settled }) => !settled)).toBe(true);

    const last = await makeProject({ members: [{ userId: manager.userId, role: "manager" }] });
    await importJsonl(manager, last.slug, second.lines);
    expect((await exported(manager, last.slug)).pairs.map(restored)).toEqual(original.pairs);

    await db().article.updateMany({ where: { projectId: target.id }, data: { state: "done" } });
    await settleReuse();
    expect((await listClusters(manager, target.slug, {})).items).toEqual([]);
    expect(await db().pairVerdict.count({ where: { projectId: target.id } })).toBe(0);

    await expect(importJsonl(manager, target.slug, original.lines)).rejects.toMatchObject({
      code: "nothing-to-import",
    });
    expect(await withdrawDataset(manager, target.slug, batchId)).toMatchObject({ articles: 3, pairs: 3 });
    expect((await exported(manager, target.slug)).pairs).toEqual([]);
    expect((await importJsonl(manager, target.slug, original.lines)).done).toMatchObject({ pairs: 3 });
  });

  it("stays out of an import where its passages do not stand as quoted", async () => {
    const { project, manager } = await makeJudged();
    const { lines } = await exported(manager, project.slug);
    const moved = lines.map((line) =>
      line.includes('"item":"pair"')
        ? line.replace(/"start":(\d+),"end":(\d+)/, (_all, start, end) => {
            return `"start":${Number(start) + 1},"end":${Number(end) + 1}`;
          })
        : line,
    );
    const target = await makeProject({ members: [{ userId: manager.userId, role: "manager" }] });
    const { done } = await importJsonl(manager, target.slug, moved);
    expect(done).toMatchObject({ articles: 3, pairs: 0, pairsLeftOut: 3 });
  });

  it("comes in once where a file has it twice, also under its id in capitals", async () => {
    const { project, manager } = await makeJudged();
    const { lines } = await exported(manager, project.slug);
    const [articles, pairs] = [false, true].map((isPair) =>
      lines.filter((line) => line.includes('"item":"pair"') === isPair),
    );
    const loud = (pairs ?? []).map((line) =>
      line.replace(/("item":"pair","id":")([^"]+)/, (_all, head, id) => `${head}${id.toUpperCase()}`),
    );
    const target = await makeProject({ members: [{ userId: manager.userId, role: "manager" }] });
    const first = await importJsonl(manager, target.slug, [...(articles ?? []), ...loud, ...(pairs ?? [])]);
    expect(first.done).toMatchObject({ articles: 3, pairs: 3, alreadyHere: 3 });
    const again = importJsonl(manager, target.slug, pairs ?? []);
    await expect(again).rejects.toMatchObject({ code: "nothing-to-import" });
    expect((await exported(manager, target.slug)).pairs).toHaveLength(3);
  });

  it("does not wait to come in with words of an article that is withdrawn for good", async () => {
    const { project, manager, articles } = await makeJudged();
    const { lines } = await exported(manager, project.slug);
    const pairs = lines.filter((line) => line.includes('"item":"pair"'));
    const { batchId } = await beginDataset(manager, project.slug, { label: "pairs", format: "jsonl" });
    const files = sourceFiles({ "pairs.jsonl": pairs.join("") });
    await readIntoBatch(manager, project.slug, batchId, async () => files);
    const admin = actorFor(await makeUser({ isAdmin: true }));
    await withdrawArticle(admin, { articleId: articles[2]?.id ?? "", reason: "The agency took it back." });
    const left = await db().importRecord.findMany({ where: { batchId } });
    expect(left.map(({ content }) => content.includes(again.slice(0, 40)))).toEqual([false]);
    const { report } = await getDataset(manager, project.slug, batchId);
    expect(report).toMatchObject({ counts: { pairs: 3 }, withdrawn: { records: 0, pairs: 2 } });
    expect(withdrawnWords(report)).toMatch(
      /^2 pairs of passages of these files were left out: an article was/,
    );
  });

  it("is hidden from whoever still has work to hand in on either article, own answers and imported ones", async () => {
    const { project, manager, articles } = await makeJudged();
    const { lines } = await exported(manager, project.slug);
    const target = await makeProject({ members: [{ userId: manager.userId, role: "manager" }] });
    // One of these texts was withdrawn for good above.
    await importJsonl(manager, target.slug, lines, { again: true });
    const blind = async (slug: string, articleId: string) => {
      const article = articles.find(({ id }) => id === articleId) ?? {
        ...(await db().article.findUniqueOrThrow({ where: { id: articleId } })),
        versionId: (await db().articleVersion.findFirstOrThrow({ where: { articleId } })).id,
        text: "",
      };
      await makeLayer(article, { ownerId: manager.userId });
      return (await exported(manager, slug)).pairs.map(({ verdict }) => verdict).toSorted();
    };
    const [first, third] = [articles[0]?.id ?? "", articles[2]?.id ?? ""];
    expect(await blind(project.slug, third)).toEqual(["no"]);
    expect(await blind(project.slug, first)).toEqual([]);
    const imported = await db().article.findMany({
      where: { projectId: target.id },
      orderBy: { number: "asc" },
    });
    expect(await blind(target.slug, imported[2]?.id ?? "")).toEqual(["no"]);
    expect(await blind(target.slug, imported[0]?.id ?? "")).toEqual([]);
  });

  it("that came in is never changed or deleted", async () => {
    await expect(db().$executeRaw`UPDATE "ImportedPair" SET "verdict" = 'no'`).rejects.toThrow();
    await expect(db().$executeRaw`DELETE FROM "ImportedPair"`).rejects.toThrow();
  });
});
