import { describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db";
import { withdrawRun } from "@/lib/suggestions/commands";
import { importSuggestions } from "@/lib/suggestions/import-file";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeMember, makeProject } from "../support/factories";
import { sourceFiles } from "../support/import-jsonl";
import { refusal } from "../support/refusal";

await createDatabase();
const text = "The mayor said 👍🏽 the dam is safe. Forty houses were flooded.";
const who = { producer: "tagger", version: "2", format: null, skipBad: false };

function region(id: string, quote: string, label: string) {
  const start = [...text.slice(0, text.indexOf(quote))].length;
  const value = { start, end: start + [...quote].length, text: quote, labels: [label] };
  return { id, type: "labels", from_name: "label", to_name: "text", value };
}
const task = (words: string, result: object[]) => ({
  data: { text: words },
  annotations: [],
  predictions: [{ model_version: "m2", score: 0.75, result }],
});

async function makeDesk() {
  const project = await makeProject();
  const article = await makeArticle(project, { text });
  return { project, article, manager: actorFor(await makeMember(project, "manager")) };
}

describe("suggestions from a file", () => {
  it("are Label Studio's predictions with their score, links with them, once however often they are read", async () => {
    const { project, manager, article } = await makeDesk();
    const link = { type: "relation", from_id: "b", to_id: "a", labels: ["carries:content:asserts"] };
    const result = [
      region("a", "the dam is safe", "claim"),
      region("b", "said", "attribution:content"),
      link,
    ];
    const files = sourceFiles({ "out.json": JSON.stringify([task(text, result)]) });
    const done = await importSuggestions(manager, project.slug, { ...who, files });
    expect(done).toMatchObject({ articles: 1, stored: 2, present: 0, faults: [] });
    const tried = await importSuggestions(manager, project.slug, { ...who, files, isDryRun: true });
    const again = await importSuggestions(manager, project.slug, { ...who, files });
    expect(again).toMatchObject({ stored: 0, present: 2, faults: [] });
    expect(tried).toEqual(again);
    const rows = await db().suggestion.findMany({ where: { versionId: article.versionId } });
    expect(rows.map(({ kind, score }) => [kind, score]).sort()).toEqual([
      ["attribution", 0.75],
      ["claim", 0.75],
    ]);
    expect(rows.flatMap(({ links }) => links)).toHaveLength(1);
    expect(await db().layer.count({ where: { projectId: project.id } })).toBe(0);

    const run = await db().suggestionRun.findFirstOrThrow({ where: { projectId: project.id } });
    await withdrawRun(manager, project.slug, run.id);
    expect(await importSuggestions(manager, project.slug, { ...who, files })).toMatchObject({ stored: 2 });
  });

  it("come as brat, too, and all or nothing where a text is not here, unless what is bad is skipped", async () => {
    const { project, manager } = await makeDesk();
    const files = sourceFiles({
      "one.txt": text,
      "one.ann": "T1\tClaim 15 16;17 32\t👍 the dam is safe\n",
      "two.txt": "A text that nobody imported.",
      "two.ann": "T1\tClaim 0 6\tA text\n",
    });
    const refused = await refusal(importSuggestions(manager, project.slug, { ...who, files }));
    expect(refused.code).toBe("bad-lines");
    expect(await db().suggestion.count({ where: { projectId: project.id } })).toBe(0);
    const done = await importSuggestions(manager, project.slug, { ...who, files, skipBad: true });
    expect(done.faults.map(({ message }) => message)).toContain(
      "The project has no article with this text: import it first.",
    );
  });

  it("say in a dry run what they would be, take labels as they are said to mean, and store nothing before", async () => {
    const { project, manager } = await makeDesk();
    const files = sourceFiles({
      "out.json": JSON.stringify([
        task(text, [region("a", "the dam is safe", "claim"), region("b", "Forty houses", "PLACE")]),
      ]),
    });
    const asked = { ...who, files, isDryRun: true };
    const dry = await importSuggestions(manager, project.slug, asked);
    expect(dry).toMatchObject({ stored: 1, articles: 1 });
    expect(dry.faults.map(({ message }) => message)).toEqual(["Nothing is known of the label PLACE."]);
    const mapped = await importSuggestions(manager, project.slug, { ...asked, labels: { PLACE: "claim" } });
    expect(mapped).toMatchObject({ stored: 2, faults: [] });
    expect(await db().suggestion.count({ where: { projectId: project.id } })).toBe(0);
    const left = { ...who, files, leavesUnknown: true };
    expect(await importSuggestions(manager, project.slug, left)).toMatchObject({ stored: 1, faults: [] });
  });

  it("are for those who may push, and refused from a table of ratings", async () => {
    const { project, manager } = await makeDesk();
    const annotator = actorFor(await makeMember(project, "annotator"));
    const files = sourceFiles({ "out.json": "[]" });
    expect((await refusal(importSuggestions(annotator, project.slug, { ...who, files }))).code).toBe(
      "forbidden",
    );
    const ratings = { ...who, files, format: "csv-ratings" } as const;
    expect((await refusal(importSuggestions(manager, project.slug, ratings))).code).toBe("no-suggestions");
  });

  it("come in by the command line, which says what became of them", async () => {
    const { importCommand } = await import("../../bin/cli/import-command");
    const { mkdtemp, writeFile, rm } = await import("node:fs/promises");
    const { tmpdir } = await import("node:os");
    const folder = await mkdtemp(`${tmpdir()}/sourcebench-predictions-`);
    vi.stubEnv("SOURCEBENCH_CWD", folder);
    const { project, manager } = await makeDesk();
    const said: string[] = [];
    const hear = (...words: unknown[]) => void said.push(words.map(String).join(" "));
    // console.error is given back by the set-up of every test.
    vi.spyOn(console, "error").mockImplementation(hear);
    const spies = [
      vi.spyOn(console, "log").mockImplementation(hear),
      vi.spyOn(process.stderr, "write").mockImplementation(() => true),
    ];
    const file = JSON.stringify([task(text, [region("a", "Forty houses", "claim")])]);
    await writeFile(`${folder}/out.json`, file);
    const { email } = await db().user.findUniqueOrThrow({ where: { id: manager.userId } });
    const words = ["--project", project.slug, "--as", email ?? "", "--as-predictions", "out.json"];
    expect(await importCommand(words)).toBe(2);
    expect(await importCommand([...words, "--producer", "tagger", "--version", "2"])).toBe(0);
    expect(said.at(-1)).toBe(`tagger 2 suggests 1 mark on 1 article of ${project.slug}.`);
    for (const spy of spies) spy.mockRestore();
    await rm(folder, { recursive: true });
  });
});
