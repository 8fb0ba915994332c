import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

type Outcome = { code: number | null; out: string; err: string };

/** Runs the command line as a person does; nothing here opens a database. */
function run(...words: string[]): Promise<Outcome> {
  return runWith({}, ...words);
}
function runWith(set: Record<string, string>, ...words: string[]): Promise<Outcome> {
  const { DATABASE_URL: _none, ...env } = process.env;
  const child = spawn(process.execPath, [path.resolve("bin/sourcebench.mjs"), ...words], {
    env: { ...env, ...set },
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (piece) => {
    out += piece;
  });
  child.stderr.on("data", (piece) => {
    err += piece;
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}

const commands =
  "import export corroborate agreement convert split text-free rehydrate user token audit".split(" ");

describe("sourcebench", { timeout: 120_000 }, () => {
  test("--help names every command and every exit code, and is no failure", async () => {
    const { code, out, err } = await run("--help");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const name of commands) expect(out).toMatch(new RegExp(`^ {2}${name} +\\S`, "m"));
    expect(out).toContain("Exit codes: 0 done; 1 a check failed");
  });

  test("no command, an unknown one and an unknown option are wrong use", async () => {
    const outcomes = await Promise.all([run(), run("exprot"), run("--verbose")]);
    expect(outcomes.map(({ code, out }) => ({ code, out }))).toEqual(
      Array.from({ length: 3 }, () => ({ code: 2, out: "" })),
    );
    expect(outcomes[1]?.err).toContain('There is no command "exprot".');
    expect(outcomes[2]?.err).toContain('There is no option "--verbose".');
  });

  test("every command's --help says how, with examples and exit codes, on standard output", async () => {
    const { out: all } = await run("--help");
    const names = [...all.matchAll(/^ {2}([a-z][a-z-]+) {2,}\S/gm)].map(([, name = ""]) => name);
    expect(names).toEqual(expect.arrayContaining(commands));
    for (const name of names) {
      const { code, out, err } = await run(name, "--help");
      expect({ name, code, err }).toEqual({ name, code: 0, err: "" });
      expect(out).toContain(`Usage: node bin/sourcebench.mjs ${name}`);
      expect(out.split(`node bin/sourcebench.mjs ${name}`).length).toBeGreaterThan(2);
      expect(out).toContain("Exit codes: 0 ");
    }
  });

  test("a reader that has gone away is no failure, and nothing is said of it", async () => {
    const child = spawn(process.execPath, [path.resolve("bin/sourcebench.mjs"), "audit", "--help"]);
    child.stdout.destroy();
    let err = "";
    child.stderr.on("data", (piece) => {
      err += piece;
    });
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  test.each([
    ["convert", "--from", "brat", "--to", "jsonl", "--fast", "in", "out"],
    ["corroborate", "--fast", "claims.json"],
    ["agreement", "--vectors", "v.json", "--fast"],
  ])("%s refuses an option that it does not know", async (...words) => {
    const { code, out, err } = await run(...words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("--fast");
  });

  test("what is not there is 3", async () => {
    const [convert, corroborate] = await Promise.all([
      run("convert", "--from", "brat", "--to", "jsonl", "no-such-folder", "no-such-out.jsonl"),
      run("corroborate", "no-such-file.json"),
    ]);
    expect([convert.code, corroborate.code]).toEqual([3, 3]);
    expect(convert.err).toContain("There is no file or folder no-such-folder.");
  });

  test("a folder without an installation is named, and stays as it was", async () => {
    const folder = path.resolve("no-installation-here");
    const { code, out, err } = await runWith({ DATA_DIR: folder }, "audit", "verify");
    expect({ code, out }).toEqual({ code: 3, out: "" });
    expect(err).toContain(`There is no installation in ${folder}: set DATA_DIR or DATABASE_URL`);
    expect(existsSync(folder)).toBe(false);
  });
});
