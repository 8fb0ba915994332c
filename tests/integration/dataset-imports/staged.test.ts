import { createHash, randomUUID } from "node:crypto";
import pg from "pg";
import { describe, expect, it, vi } from "vitest";
import { getDataset } from "@/lib/dataset-imports/queries";
import { withdrawnWords } from "@/lib/dataset-imports/schema";
import { db } from "@/lib/db";
import { exportArticles } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";
import type { PairItem } from "@/lib/formats/dataset-items";
import type { Actor } from "@/lib/policy";
import { withdrawArticle } from "@/lib/redaction/commands";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeLayer, makeProject, makeUser } from "../../support/factories";
import { findSpan, linkReuse, makeMark } from "../../support/marks";
import { commit, dryRun, makePlace, story } from "./support";

await createDatabase();
const admin = actorFor(await makeUser({ isAdmin: true }));
const reason = "The agency took it back.";

async function linesOf(actor: Actor, slug: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportArticles(actor, slug, exportFilter.parse({}))) lines.push(line);
  return lines;
}

describe("what was read and waits to come in", () => {
  it("is less where an article was withdrawn for good since, which the page and the report say", async () => {
    const { slug, manager, project } = await makePlace();
    const target = await makeProject({ members: [{ userId: manager.userId, role: "manager" }] });
    const gone = await makeArticle(project, { text: story });
    const quoting = await makeArticle(project, { text: "The bridge is safe, they say." });
    await makeArticle(project, { text: "It rained." });
    const layer = await makeLayer(quoting, { state: "submitted" });
    const mark = await makeMark(layer, quoting.text, "duplicate", { body: "bridge is safe" });
    await linkReuse(layer, mark, { versionId: gone.versionId, text: story, quote: "the bridge is safe" });
    const here = await makeArticle(target, { text: story });
    const lines = (await linesOf(manager, slug)).join("");
    const { batchId, report } = await dryRun(manager, target.slug, { "a.jsonl": lines });
    expect(report).toMatchObject({ counts: { records: 3 }, withdrawn: { records: 0, pairs: 0 } });
    expect(withdrawnWords(report)).toBeNull();

    await withdrawArticle(admin, { articleId: here.id, reason });
    const waiting = await getDataset(manager, target.slug, batchId);
    expect(waiting.report).toMatchObject({ counts: { records: 3 }, withdrawn: { records: 2, pairs: 0 } });
    expect(withdrawnWords(waiting.report)).toBe(
      "2 articles of these files were left out: an article was withdrawn for good since they were read, and they are that article or quote it.",
    );
    const plan = { present: "attach" } as const;
    expect(await commit(manager, target.slug, batchId, plan)).toMatchObject({ articles: 1, withdrawn: 2 });
    const done = await getDataset(manager, target.slug, batchId);
    expect(done).toMatchObject({
      total: 1,
      report: { withdrawn: { records: 2 }, outcome: { withdrawn: 2 } },
    });
  });

  it("is nothing where its every article was withdrawn, for the reason that is told", async () => {
    const { slug, manager, project } = await makePlace();
    const source = await makePlace();
    await makeArticle(source.project, { text: story });
    const here = await makeArticle(project, { text: story });
    const lines = (await linesOf(source.manager, source.slug)).join("");
    const { batchId } = await dryRun(manager, slug, { "a.jsonl": lines });
    await withdrawArticle(admin, { articleId: here.id, reason });
    await expect(commit(manager, slug, batchId)).rejects.toMatchObject({
      code: "nothing-to-import",
      message: expect.stringMatching(
        /^1 article of these files was left out: an article was withdrawn for good/,
      ),
    });
  });

  it("may be a pair with thousands of answers by thousands of people, whom one statement brings", async () => {
    const { slug, manager, project } = await makePlace();
    const ends = [];
    for (const text of ["Forty houses were flooded.", "They say forty houses were flooded."]) {
      const article = await makeArticle(project, { text });
      const sha256 = createHash("sha256").update(text).digest("hex");
      const place = findSpan(text, "houses were flooded");
      ends.push({ article: article.id, articleVersion: article.versionId, sha256, ...place });
    }
    const [a, b] = ends;
    if (!a || !b) throw new Error("There are no passages.");
    const nameOf = (number: number) => `person-${(number % 3_000).toString(16).padStart(12, "0")}`;
    const said = { verdict: "no", at: "2026-05-03T10:15:00.123Z" } as const;
    const answers = Array.from({ length: 10_000 }, (_, number) => {
      return { id: randomUUID(), ...said, undoes: null, by: nameOf(number) };
    });
    const pair: PairItem = {
      ...{ format: "sourcebench-jsonl", version: 1, pseudonymKey: "k", item: "pair", id: randomUUID() },
      ...{ a, b, score: 90, method: "texts", ...said, by: nameOf(1), settled: false, answers, origin: null },
    };
    const { batchId } = await dryRun(manager, slug, { "pair.jsonl": `${JSON.stringify(pair)}\n` }, "jsonl");
    const statements = vi.spyOn(pg.Client.prototype, "query");
    const done = await commit(manager, slug, batchId);
    expect(statements.mock.calls.length).toBeLessThan(100);
    statements.mockRestore();
    expect(done).toMatchObject({ pairs: 1 });
    const stored = await db().importedPair.findFirstOrThrow({ where: { projectId: project.id } });
    expect(stored.answers).toHaveLength(10_000);
    expect(await db().importedIdentity.count({ where: { projectId: project.id } })).toBe(3_000);
  });
});
