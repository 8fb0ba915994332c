import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db";
import { articleVersionCommand } from "../../../bin/cli/article-version-command";
import { createDatabase } from "../../support/database";
import { makeUser } from "../../support/factories";
import { correctedText, firstText, makeFinished, makeNewsroom } from "../../support/versions";

await createDatabase();
const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-version-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const lines: { out: string[]; err: string[] } = { out: [], err: [] };
beforeEach(() => {
  lines.out = [];
  lines.err = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.out.push(line));
  vi.spyOn(console, "error").mockImplementation((line: string) => void lines.err.push(line));
});

describe("sourcebench article-version", () => {
  it("says what a text would do, adds it, lists and prints the article's texts", async () => {
    await makeUser({ isAdmin: true });
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const file = path.join(folder, "corrected.txt");
    await writeFile(file, correctedText);
    const { email } = await db().user.findUniqueOrThrow({ where: { id: room.ana.userId } });
    const place = ["--project", room.project.slug, "--article", article.id];
    const run = (...words: string[]) => articleVersionCommand([...place, ...words]);
    expect(await run(file, "--change", "correction", "--dry-run")).toBe(0);
    expect(lines.out).toHaveLength(6);
    expect(lines.out[0]).toMatch(/^orphaned\tattribution\tThe mayor … said/);
    expect(await db().articleVersion.count({ where: { articleId: article.id } })).toBe(1);
    expect(await run(file, "--change", "correction", "--annotator", email ?? "")).toBe(0);
    expect(lines.err.join("\n")).toContain("1 as they were, 3 moved, 2 without their words");
    expect(await run(file, "--change", "correction", "--dry-run")).toBe(1);
    lines.out = [];
    expect(await run("--list")).toBe(0);
    expect(lines.out.map((line) => line.split("\t").slice(0, 2))).toEqual([
      ["2", "correction"],
      ["1", "first"],
    ]);
    lines.out = [];
    expect(await run("--read", "1")).toBe(0);
    expect(lines.out).toEqual([firstText]);
  });

  it("exits with 2 for wrong use and with 3 for what is not there", async () => {
    const room = await makeNewsroom();
    const { article } = await makeFinished(room);
    const place = ["--project", room.project.slug, "--article", article.id];
    expect(await articleVersionCommand(place)).toBe(2);
    expect(await articleVersionCommand([...place, "page.txt"])).toBe(2);
    expect(await articleVersionCommand([...place, "page.txt", "--change", "better"])).not.toBe(0);
    expect(await articleVersionCommand([...place, "nowhere.txt", "--change", "edit"])).toBe(3);
    expect(await articleVersionCommand([...place, "--read", "9"])).toBe(3);
    const other = await makeNewsroom();
    expect(
      await articleVersionCommand(["--project", other.project.slug, "--article", article.id, "--list"]),
    ).toBe(3);
  });
});
