import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { ROOT } from "../../../bin/ensure.mjs";
import { createDatabase } from "../../support/database";
import { actorFor, makeMember, makeProject, makeUser } from "../../support/factories";
import { firstText, importFiles, secondText } from "./support";

const database = await createDatabase();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "sourcebench-import-"));
  await makeUser({ isAdmin: true });
});
afterAll(async () => {
  await closeDb();
  await rm(folder, { recursive: true, force: true });
});

function writeFiles(name: string, files: Readonly<Record<string, string>>): string {
  const place = path.join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
    writeFileSync(path.join(place, file), text);
  }
  return name;
}

type Outcome = { code: number | null; out: string; err: string };

function run(...words: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [path.join(ROOT, "bin", "sourcebench.mjs"), "import", ...words], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      DATABASE_URL: database.ownerUrl,
      DATABASE_URL_DIRECT: database.ownerUrl,
      AUTH_SECRET: process.env.AUTH_SECRET,
      DATA_DIR: path.join(folder, "data"),
    },
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}

// Every run is a process that reads the sources anew.
describe("sourcebench import", { timeout: 150_000 }, () => {
  it("imports a folder with its metadata as the administrator", async () => {
    const project = await makeProject();
    const place = writeFiles("good", {
      "a.txt": firstText,
      // A line that ends like a tag of an annotated file makes none of a story.
      "deeper/b.txt": `${secondText}\n\nThe crowd at the quay chanted “U-S-A! U-S-A!”\n`,
      "notes.md": "no article",
      ".hidden.txt": "no article",
      "metadata.csv": "file,publisher\na.txt,The Folder Times\nb.txt,The Folder Times\n",
    });
    const { code, out } = await run("--project", project.slug, place);
    expect(out).toContain("Imported 2 articles");
    expect(out).toContain("Registered 1 new source");
    expect(code).toBe(0);
    const articles = await db().article.findMany({
      where: { projectId: project.id },
      include: { publisher: true },
    });
    expect(articles.map((article) => article.publisher?.name)).toEqual([
      "The Folder Times",
      "The Folder Times",
    ]);
  });

  it("leaves another text of an article's address out and says what to do, unless told to take it all the same", async () => {
    const project = await makeProject();
    const manager = actorFor(await makeMember(project, "manager"));
    const line = (text: string) => JSON.stringify({ text, url: "https://gazette.example/bridge" });
    await importFiles(manager, project.slug, { "old.jsonl": line(firstText) });
    const place = writeFiles("newer", { "a.jsonl": line(secondText) });
    const refused = await run("--project", project.slug, place);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("with this address and another text");
    expect(refused.err).toContain("--again");
    const { code, out } = await run("--project", project.slug, "--again", place);
    expect(out).toContain("Imported 1 article into");
    expect(code).toBe(0);
  });

  it("names file, line and reason, and imports nothing, or the rest with --skip-bad", async () => {
    const project = await makeProject();
    const place = writeFiles("bad", {
      "wire.jsonl": `${JSON.stringify({ text: firstText })}\n{"text":"cut`,
      "c.txt": secondText,
    });
    const refused = await run("--project", project.slug, place);
    expect(refused.err).toContain("wire.jsonl, line 2: Line 2 is cut off");
    expect(refused.err).toContain("Nothing is imported");
    expect(refused.code).toBe(1);
    expect(await db().importBatch.count({ where: { projectId: project.id } })).toBe(0);
    const skipped = await run("--project", project.slug, "--skip-bad", place);
    expect(skipped.err).toContain("Skipped wire.jsonl, line 2");
    expect(skipped.out).toContain("Imported 2 articles");
    expect(skipped.code).toBe(1);
    const again = await run("--project", project.slug, "--skip-bad", path.join(place, "c.txt"));
    expect(again.err).toContain("has this text already");
    expect(again.code).toBe(1);
  });

  it("says what is wrong with its use, the project or the account", async () => {
    const project = await makeProject();
    const annotator = await makeMember(project, "annotator");
    const manager = actorFor(await makeMember(project, "manager"));
    await importFiles(manager, project.slug, { "old.txt": firstText });
    const place = writeFiles("use", { "a.txt": secondText });
    const [help, nothing, option, unknown, forbidden] = await Promise.all([
      run("--help"),
      run(place),
      run("--project", project.slug, "--wrong", place),
      run("--project", "no-such-project", place),
      run("--project", project.slug, "--as", annotator.email, place),
    ]);
    expect([help.code, nothing.code, option.code, unknown.code, forbidden.code]).toEqual([0, 2, 2, 3, 3]);
    expect(help.out).toContain("node bin/sourcebench.mjs import --project");
    expect(unknown.err).toContain("no such project");
    expect(forbidden.err).toContain("role does not allow");
  });
});
