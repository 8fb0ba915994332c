import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { importCommand } from "../../../bin/cli/import-command";
import { createDatabase } from "../../support/database";
import { makeArticle, makeUser } from "../../support/factories";
import { hearCommands } from "../../support/hear-commands";
import { makePlace } from "./support";

await createDatabase();
await makeUser({ isAdmin: true });
const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-datasets-"));
process.env.SOURCEBENCH_CWD = folder;
process.env.DATA_DIR = path.join(folder, "data");
afterAll(() => rm(folder, { recursive: true, force: true }));

const said = hearCommands();

const url = "https://gazette.example/bridge";
const line = (text: string, facts: object = {}) =>
  `${JSON.stringify({ id: text.length, text, relations: [], entities: [{ id: 1, label: "claim", start_offset: 0, end_offset: 10 }], annotator: "ada", facts })}\n`;
const newer = line("The bridge is closed. It opens on Monday.", { url });

describe("sourcebench import --undo", () => {
  it("withdraws a batch of plain articles by the id that the import said, unless somebody's work rests on it", async () => {
    const { project, slug } = await makePlace();
    await writeFile(
      path.join(folder, "plain.txt"),
      "The lamp was lit.\n\nThe keeper said it burned all night.",
    );
    expect(await importCommand(["--project", slug, "plain.txt"])).toBe(0);
    const batchId = /\(batch ([^)]+)\)/.exec(said.join("\n"))?.[1] ?? "";
    const article = await db().article.findFirstOrThrow({ where: { projectId: project.id } });
    const derived = await makeArticle(project, { text: "The lamp was lit, too." });
    await db().article.update({ where: { id: derived.id }, data: { derivesFromId: article.id } });
    said.length = 0;
    expect(await importCommand(["--project", slug, "--undo", batchId])).toBe(1);
    expect(said.join("\n")).toContain(
      `(/projects/${slug}/articles/${article.id}): another article derives from it`,
    );
    await db().article.update({ where: { id: derived.id }, data: { derivesFromId: null } });
    said.length = 0;
    expect(await importCommand(["--project", slug, "--undo", batchId])).toBe(0);
    expect(said).toEqual([`Undone: 1 article left ${slug}.`]);
    expect(await importCommand(["--project", slug, "--undo", batchId])).toBe(1);
  });

  it("says that it is the import that is not there, or the project", async () => {
    const [{ slug }, other] = [await makePlace(), await makePlace()];
    await writeFile(
      path.join(folder, "other.txt"),
      "The tide came in.\n\nThe harbour office said it was high.",
    );
    expect(await importCommand(["--project", other.slug, "other.txt"])).toBe(0);
    const elsewhere = /\(batch ([^)]+)\)/.exec(said.join("\n"))?.[1] ?? "";
    for (const id of ["nonsense", elsewhere]) {
      said.length = 0;
      expect(await importCommand(["--project", slug, "--undo", id])).toBe(3);
      expect(said).toEqual([`${slug} has no import with the batch ID ${id}.`]);
    }
    said.length = 0;
    expect(await importCommand(["--project", "no-such", "--undo", elsewhere])).toBe(3);
    expect(said.join("\n")).toContain("no such project");
  });
});

describe("sourcebench import of annotated articles known from before", () => {
  it("answers 1 and names what is left out, nothing else at fault, and 0 with --again", async () => {
    const { project, slug } = await makePlace();
    const { id } = await makeArticle(project, { text: "The bridge is closed.", url, title: "Bridge closed" });
    await writeFile(
      path.join(folder, "two.jsonl"),
      `${newer}${line("The port is open. Two ships came in.")}`,
    );
    expect(await importCommand(["--project", slug, "--dry-run", "two.jsonl"])).toBe(1);
    expect(said.join("\n")).toContain("  1 new article, 0 whose text is here already, 1 known from before");
    expect(said.join("\n")).toContain("Would leave out two 1: The project has an article with this address");
    expect(await db().importRecord.count({ where: { projectId: project.id } })).toBe(0);
    said.length = 0;
    expect(await importCommand(["--project", slug, "--skip-bad", "two.jsonl"])).toBe(1);
    expect(said.join("\n")).toContain("Imported 1 article, 1 layer, 1 mark");
    expect(said.join("\n")).toContain(
      `Left out two 1: The project has an article with this address and another text: “Bridge closed” (${id})`,
    );
    expect(said.join("\n")).toContain("add it as a newer version with “sourcebench article-version”");
    said.length = 0;
    await writeFile(path.join(folder, "one.jsonl"), newer);
    expect(await importCommand(["--project", slug, "one.jsonl"])).toBe(1);
    expect(said.slice(1)).toEqual(["Nothing is imported.", expect.stringContaining("--again")]);
    expect(await db().article.count({ where: { projectId: project.id } })).toBe(2);
    expect(await importCommand(["--project", slug, "--again", "--dry-run", "one.jsonl"])).toBe(0);
    expect(await importCommand(["--project", slug, "--again", "one.jsonl"])).toBe(0);
    expect(await db().article.count({ where: { projectId: project.id } })).toBe(3);
  });
});
