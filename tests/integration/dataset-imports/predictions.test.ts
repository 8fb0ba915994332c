import { describe, expect, it } from "vitest";
import { beginDatasetCommit, runDatasetCommit } from "@/lib/dataset-imports/commit";
import { getDataset } from "@/lib/dataset-imports/queries";
import { importPlanInput } from "@/lib/dataset-imports/schema";
import { beginDataset, discardDataset, readIntoBatch } from "@/lib/dataset-imports/stage";
import { withdrawDataset } from "@/lib/dataset-imports/withdraw";
import { db } from "@/lib/db";
import { exportArticles } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";
import { listBatches } from "@/lib/imports/queries";
import type { Actor } from "@/lib/policy";
import { withdrawRun } from "@/lib/suggestions/commands";
import { importSuggestions } from "@/lib/suggestions/import-file";
import { listSuggestionRuns } from "@/lib/suggestions/queries";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeLayer, makeMember } from "../../support/factories";
import { sourceFiles } from "../../support/import-jsonl";
import { makeMark } from "../../support/marks";
import { refusal } from "../../support/refusal";
import { makePlace, planOf } from "./support";

await createDatabase();
const text = "The mayor said 👍🏽 the dam is safe. Forty houses were flooded.";
const spotter = { producer: "spotter", version: "1.4" };

type Span = [label: string, quote: string];
function task(words: string, spans: readonly Span[], says = words) {
  const result = spans.map(([label, quote], index) => {
    const start = [...words.slice(0, words.indexOf(quote))].length;
    const value = { start, end: start + [...quote].length, text: quote, labels: [label] };
    return { id: `r${index}`, type: "labels", from_name: "label", to_name: "text", value };
  });
  return { data: { text: says }, annotations: [], predictions: [{ model_version: "m", score: 0.8, result }] };
}
function doccano(entities: object[]): string {
  return `${JSON.stringify({ id: 1, text, entities, relations: [] })}\n`;
}

async function read(actor: Actor, slug: string, files: Record<string, string>, producer = spotter) {
  const { batchId } = await beginDataset(actor, slug, { label: "out", format: null, producer });
  return { batchId, report: await readIntoBatch(actor, slug, batchId, async () => sourceFiles(files)) };
}
async function commit(actor: Actor, slug: string, batchId: string, plan: Parameters<typeof planOf>[0] = {}) {
  await beginDatasetCommit(actor, slug, batchId, planOf(plan));
  return runDatasetCommit(actor, slug, batchId);
}

describe("suggestions from files, by a dry run", () => {
  it("are as many as come in, where a text stands there twice and labels are named like what every object has", async () => {
    const { project, slug, manager } = await makePlace();
    await makeArticle(project, { text });
    const long = `${"a".repeat(199)}👍`;
    const labels = ["claim", "__proto__", "constructor", long];
    const line = doccano(
      labels.map((label, id) => ({ id, label, start_offset: 4 * id, end_offset: 4 * id + 3 })),
    );
    const { batchId, report } = await read(manager, slug, { "out.jsonl": `${line}${line}` });
    const unknown = [long.slice(0, 199), "constructor", "“__proto__”"];
    expect(report).toMatchObject({ faults: [], counts: { suggestions: 1 } });
    expect(report.labels.map(({ label }) => label)).toEqual(unknown);
    const said = Object.fromEntries(unknown.map((label) => [label, "claim"]));
    const { labels: meanings } = importPlanInput.parse({ labels: said });
    const done = await commit(manager, slug, batchId, { labels: meanings });
    expect(done).toMatchObject({ suggestions: 4, alreadyHere: 4, suggestedOn: 1 });
  });

  it("are counted first, with unknown labels and texts that are not here; come in as mapped; and go as one", async () => {
    const { project, slug, manager } = await makePlace();
    const article = await makeArticle(project, { text });
    const files = {
      "out.json": JSON.stringify([
        task(text, [
          ["claim", "the dam is safe"],
          ["STATEMENT", "Forty houses were flooded"],
        ]),
        task("Nobody imported this text.", [["claim", "Nobody"]]),
      ]),
    };
    const { batchId, report } = await read(manager, slug, files);
    expect(report).toMatchObject({
      format: "label-studio",
      producer: spotter,
      counts: { records: 1, suggestions: 1, spans: 2 },
      labels: [{ label: "STATEMENT", spans: 1, proposed: null }],
      people: [],
      newSources: [],
    });
    expect(report.faults.map(({ message }) => message)).toEqual([
      "The project has no article with this text: import it first.",
    ]);
    expect(await db().suggestion.count({ where: { projectId: project.id } })).toBe(0);
    const begin = (plan: Parameters<typeof planOf>[0]) =>
      refusal(beginDatasetCommit(manager, slug, batchId, planOf(plan)));
    expect((await begin({ leavesBad: true })).code).toBe("labels-open");
    expect((await begin({ labels: { STATEMENT: "claim" } })).code).toBe("faults-open");

    const done = await commit(manager, slug, batchId, { labels: { STATEMENT: "claim" }, leavesBad: true });
    expect(done).toMatchObject({ suggestions: 2, suggestedOn: 1, articles: 0, layers: 0 });
    const [run] = (await listSuggestionRuns(manager, slug)).items;
    expect(run).toMatchObject({ ...spotter, batchId, withdrawnAt: null });
    const stored = await db().suggestion.findMany({ where: { versionId: article.versionId } });
    expect(stored.map(({ kind, score }) => [kind, score])).toEqual([
      ["claim", 0.8],
      ["claim", 0.8],
    ]);
    expect(await db().layer.count({ where: { projectId: project.id } })).toBe(0);
    expect((await listBatches(manager, slug, {})).items[0]?.kind).toBe("suggestions");
    const second = beginDataset(manager, slug, { label: "out", format: null, producer: spotter });
    expect((await refusal(second)).code).toBe("version-taken");

    expect(await withdrawDataset(manager, slug, batchId)).toMatchObject({ suggestions: 2 });
    expect((await getDataset(manager, slug, batchId)).state).toBe("withdrawn");
    expect((await listSuggestionRuns(manager, slug)).items[0]?.withdrawnAt).not.toBeNull();

    const again = await read(manager, slug, files);
    expect(again.report.labels[0]?.proposed).toBe("claim");
    const labels = { STATEMENT: "leave-out" };
    await commit(manager, slug, again.batchId, { labels, leavesBad: true });
    const [fresh] = (await listSuggestionRuns(manager, slug)).items;
    await withdrawRun(manager, slug, fresh?.id ?? "");
    expect((await getDataset(manager, slug, again.batchId)).state).toBe("withdrawn");
  });

  it("tell of a quote that is not the text's, and stop where a mapping alone makes something wrong", async () => {
    const { project, slug, manager } = await makePlace();
    const { versionId } = await makeArticle(project, { text });
    const wrong = task(text, [["claim", "the dam is safe"]]);
    const [prediction] = wrong.predictions;
    if (prediction?.result[0]) prediction.result[0].value.text = "the dam is old";
    const mistaken = await read(manager, slug, { "out.json": JSON.stringify([wrong]) });
    expect(mistaken.report).toMatchObject({ quoteCount: 1, counts: { suggestions: 0 } });
    expect(mistaken.report.faults[0]).toMatchObject({ file: "out.json task 1" });
    await discardDataset(manager, slug, mistaken.batchId);
    const out = doccano([
      { id: 1, label: "claim", start_offset: 17, end_offset: 32 },
      { id: 2, label: "CUE", start_offset: 10, end_offset: 14 },
    ]);
    const { batchId, report } = await read(manager, slug, { "out.jsonl": out });
    expect(report.counts.suggestions).toBe(1);
    const labels = { CUE: "attribution:cue" };
    await beginDatasetCommit(manager, slug, batchId, planOf({ labels }));
    const refused = await refusal(runDatasetCommit(manager, slug, batchId));
    expect(refused.code).toBe("bad-lines");
    expect((await getDataset(manager, slug, batchId)).state).toBe("failed");
    expect(await db().suggestionRun.count({ where: { projectId: project.id } })).toBe(0);
    const done = await commit(manager, slug, batchId, { labels, leavesBad: true });
    expect(done.suggestions).toBe(1);
    const faults = (await getDataset(manager, slug, batchId)).report.faults;
    expect(faults.length).toBeGreaterThan(0);
    expect(await db().suggestion.count({ where: { versionId } })).toBe(1);
  });

  it("tell of each line about a pair of passages that it is nothing to suggest, and come in without it", async () => {
    const { project, slug, manager } = await makePlace();
    const article = await makeArticle(project, { text });
    const { id, versionId } = article;
    const layer = await makeLayer(article, { state: "submitted" });
    await makeMark(layer, text, "claim", { body: "the dam is safe" });
    const head = { format: "sourcebench-jsonl", version: 1, pseudonymKey: "k" };
    const end = { article: id, articleVersion: versionId, sha256: "0".repeat(64) };
    const pair = {
      ...{
        ...head,
        item: "pair",
        id,
        score: 90,
        method: "texts",
        verdict: "no",
        settled: false,
        origin: null,
      },
      ...{ a: { ...end, start: 0, end: 3, quote: "The" }, b: { ...end, start: 4, end: 9, quote: "mayor" } },
      ...{ by: "person-0123456789ab", at: "2026-05-03T10:15:00.123Z" },
      answers: [],
    };
    const lines = [];
    for await (const line of exportArticles(manager, slug, exportFilter.parse({}))) lines.push(line);
    expect(lines).toHaveLength(1);
    const files = { "all.jsonl": `${lines[0]}${JSON.stringify(pair)}\n` };
    const { batchId, report } = await read(manager, slug, files);
    expect(report.counts).toMatchObject({ records: 1, suggestions: 1, pairs: 0 });
    const message = "Answers about a pair of passages are people's: no program suggests them.";
    expect(report).toMatchObject({ faultCount: 1, faults: [{ file: "all.jsonl", line: 2, message }] });
    expect((await refusal(beginDatasetCommit(manager, slug, batchId, planOf()))).code).toBe("faults-open");
    const done = await commit(manager, slug, batchId, { leavesBad: true });
    expect(done).toMatchObject({ suggestions: 1, pairs: 0 });
    const { report: after } = await getDataset(manager, slug, batchId);
    expect(after.faults).toMatchObject([{ line: 2, message }]);
    expect(await db().layer.count({ where: { id: { not: layer.id } } })).toBe(0);

    const again = { producer: "spotter", version: "2", format: null, files: sourceFiles(files) };
    const asked = importSuggestions(manager, slug, { ...again, skipBad: false });
    expect((await refusal(asked)).code).toBe("bad-lines");
    const { stored, faults } = await importSuggestions(manager, slug, { ...again, skipBad: true });
    expect({ stored, faults }).toMatchObject({ stored: 1, faults: [{ line: 2, message }] });
  });

  it("are for managers, hold no ratings, and can be thrown away", async () => {
    const { project, slug, manager } = await makePlace();
    await makeArticle(project, { text });
    const reviewer = actorFor(await makeMember(project, "reviewer"));
    const start = { label: "out", format: null, producer: spotter };
    expect((await refusal(beginDataset(reviewer, slug, start))).code).toBe("forbidden");
    const ratings = beginDataset(manager, slug, { ...start, format: "csv-ratings" });
    expect((await refusal(ratings)).code).toBe("no-suggestions");
    const table = { "r.csv": "source_name,source_kind,rater,grade\nThe Post,publisher,ada,A\n" };
    expect((await refusal(read(manager, slug, table))).code).toBe("no-suggestions");
    const out = doccano([{ id: 1, label: "claim", start_offset: 17, end_offset: 32 }]);
    const { batchId } = await read(manager, slug, { "out.jsonl": out });
    await discardDataset(manager, slug, batchId);
    expect(await db().importRecord.count({ where: { batchId } })).toBe(0);
  });
});
