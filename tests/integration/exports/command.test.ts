import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { exportCommand } from "../../../bin/cli/export-command";
import { importCommand } from "../../../bin/cli/import-command";
import { createDatabase } from "../../support/database";
import { makeMember, makeProject } from "../../support/factories";
import { hearCommands } from "../../support/hear-commands";
import { makeRichProject } from "../../support/rich-project";

await createDatabase();
const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-command-"));
process.env.SOURCEBENCH_CWD = folder;
process.env.DATA_DIR = path.join(folder, "data");
afterAll(() => rm(folder, { recursive: true, force: true }));

const said = hearCommands();

describe("sourcebench export and import", () => {
  it("write a file and read it into another project", async () => {
    const rich = await makeRichProject();
    const { email } = await db().user.findUniqueOrThrow({ where: { id: rich.manager.id } });
    const as = ["--as", email ?? ""];
    const { slug } = rich.project;
    expect(await exportCommand(["--project", slug, ...as, "-o", "all.jsonl"])).toBe(0);
    expect(said.at(-1)).toBe(`Exported 2 articles, 4 layers, 11 marks from ${slug} to all.jsonl.`);
    const target = await makeProject({ members: [{ userId: rich.manager.id, role: "manager" }] });
    expect(await importCommand(["--project", target.slug, ...as, "all.jsonl"])).toBe(0);
    expect(said.join("\n")).toContain("Imported 2 articles, 4 layers, 11 marks");
    expect(await db().layer.count({ where: { projectId: target.id, kind: "imported" } })).toBe(4);
    expect(await importCommand(["--project", target.slug, ...as, "all.jsonl"])).toBe(1);
    expect(said.at(-1)).toBe("Everything in this file is here already.");
  });

  it("name the line that is cut off, and take the rest only with --skip-bad", async () => {
    const rich = await makeRichProject();
    const { email } = await db().user.findUniqueOrThrow({ where: { id: rich.manager.id } });
    const as = ["--as", email ?? ""];
    expect(await exportCommand(["--project", rich.project.slug, ...as, "--output", "cut.jsonl"])).toBe(0);
    const file = path.join(folder, "cut.jsonl");
    const lines = (await readFile(file, "utf8")).split("\n");
    await writeFile(file, `${lines[1]}\n${lines[0]?.slice(0, 500)}`);
    const target = await makeProject({ members: [{ userId: rich.manager.id, role: "manager" }] });
    expect(await importCommand(["--project", target.slug, ...as, "cut.jsonl"])).toBe(1);
    expect(said.join("\n")).toContain("cut.jsonl, line 2: the line is not JSON: it may have been cut off");
    expect(await db().article.count({ where: { projectId: target.id } })).toBe(0);
    expect(await importCommand(["--project", target.slug, ...as, "--skip-bad", "cut.jsonl"])).toBe(1);
    expect(await db().article.count({ where: { projectId: target.id } })).toBe(1);
  });

  it("write any other format, and say what it cannot carry", async () => {
    const rich = await makeRichProject();
    const { email } = await db().user.findUniqueOrThrow({ where: { id: rich.manager.id } });
    const words = ["--project", rich.project.slug, "--as", email ?? ""];
    expect(
      await exportCommand([...words, "--format", "huggingface", "--licence", "cc-by-4.0", "-o", "hub"]),
    ).toBe(0);
    expect((await readdir(path.join(folder, "hub"), { recursive: true })).sort()).toEqual([
      "README.md",
      "data",
      "data/train-00000-of-00001.parquet",
    ]);
    expect(await readFile(path.join(folder, "hub", "README.md"), "utf8")).toContain('license: "cc-by-4.0"');
    expect(said.join("\n")).toContain("times, revisions and reviews of marks");
    expect(said.at(-1)).toBe(
      `Exported 2 articles, 4 layers, 11 marks from ${rich.project.slug} as huggingface to hub.`,
    );
    const { payload } = await db().event.findFirstOrThrow({
      where: { type: "dataset.exported", projectId: rich.project.id },
    });
    expect(payload).toMatchObject({ format: "huggingface", isWhole: true, articles: 2 });
    expect(await exportCommand([...words, "--format", "huggingface", "-o", "hub"])).toBe(1);
    expect(await exportCommand([...words, "--format", "brat"])).toBe(2);
    expect(await exportCommand([...words, "--format", "paper", "-o", "x"])).toBe(2);
  });

  it("say what is wrong, and leave no half of a file", async () => {
    const project = await makeProject();
    const viewer = await makeMember(project, "viewer");
    const manager = await makeMember(project, "manager");
    const as = ["--as", manager.email];
    expect(await exportCommand([])).toBe(2);
    expect(await exportCommand(["--project", project.slug, "--nonsense"])).toBe(2);
    expect(await exportCommand(["--project", project.slug, ...as, "--state", "finished"])).toBe(2);
    expect(said.join("\n")).toContain("--state: Invalid option");
    expect(await exportCommand(["--project", "no-such", ...as, "-o", "x.jsonl"])).toBe(3);
    expect(said.at(-1)).toBe("There is no such project, or this account may not see it.");
    expect(await exportCommand(["--project", project.slug, "--as", viewer.email, "-o", "x.jsonl"])).toBe(3);
    expect(await exportCommand(["--project", project.slug, ...as, "-o", "no/such/folder/x.jsonl"])).toBe(3);
    expect(await exportCommand(["--help"])).toBe(0);
    expect((await readdir(folder)).filter((name) => name.startsWith("x.jsonl"))).toEqual([]);
  });
});
