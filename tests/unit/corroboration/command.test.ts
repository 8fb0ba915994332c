import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "sourcebench-corroborate-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the command line as a person does, in a folder of its own and without a database. */
function run(words: string[], input = ""): Promise<{ code: number | null; out: string; err: string }> {
  const { DATABASE_URL: _none, ...env } = process.env;
  const script = path.resolve("bin/sourcebench.mjs");
  const child = spawn(process.execPath, [script, "corroborate", ...words], { cwd: folder, env });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  child.stdin.end(input);
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}

const file = {
  roots: [
    { id: "mayor", name: "The mayor of Velm", kind: "person" },
    { id: "post", name: "Velm Post", kind: "outlet" },
  ],
  attributions: [
    { id: "said", root: "mayor" },
    { id: "counted", root: "post", restsOn: [{ root: "mayor", type: "analyses" }] },
  ],
  claims: [
    {
      id: "flood",
      mentions: [
        { id: "m1", article: "a1", attribution: "said" },
        { id: "m2", article: "a2", attribution: "counted" },
      ],
    },
    { id: "empty" },
  ],
};

describe("sourcebench corroborate", () => {
  test("prints one line a claim, from a file or from standard input", async () => {
    await writeFile(path.join(folder, "claims.json"), JSON.stringify(file));
    const fromFile = await run(["claims.json"]);
    expect(fromFile).toMatchObject({ code: 0, err: "" });
    const lines = fromFile.out.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { id: "flood", mentions: 2, articles: 2, clusters: 2, roots: 2, low: 1, high: 2, unnamed: 0 },
      { id: "empty", mentions: 0, low: 0, high: 0 },
    ]);
    expect(Object.keys(JSON.parse(lines[0] ?? ""))).toEqual(
      ["id", "mentions", "articles", "clusters", "unnamed", "roots", "low", "high", "unexaminedPairs"].concat(
        ["denials", "assessments", "suggestedCredibility", "why", "steps"],
      ),
    );
    expect((await run(["-"], JSON.stringify(file))).out).toBe(fromFile.out);
  }, 30_000);

  test("refuses with a stable code and prints nothing", async () => {
    const circle = [
      { id: "x", restsOn: [{ attribution: "y", type: "relays" }] },
      { id: "y", nestedIn: "y" },
    ];
    const refused: [string, string, string[] | undefined][] = [
      ["{", "not-json", undefined],
      [JSON.stringify({ claims: [{ id: 1 }] }), "invalid-input", undefined],
      [JSON.stringify({ attributions: [{ id: "x", root: "r" }] }), "unknown-reference", ["r"]],
      [JSON.stringify({ roots: [{ id: "r" }, { id: "r" }] }), "duplicate-id", ["r"]],
      [
        JSON.stringify({ attributions: circle, ...{ claims: file.claims.slice(1) } }),
        "attribution-cycle",
        ["y"],
      ],
    ];
    for (const [input, code, ids] of refused) {
      const { code: exit, out, err } = await run(["-"], input);
      expect({ exit, out, error: JSON.parse(err).error }).toMatchObject({
        exit: 1,
        out: "",
        error: { code, ...(ids ? { details: { ids } } : {}) },
      });
    }
    expect(JSON.parse((await run(["nowhere.json"])).err).error.code).toBe("unreadable-file");
  }, 60_000);

  test("says how it is used", async () => {
    expect(await run(["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("claims.json") });
    expect((await run([])).code).toBe(2);
    expect((await run(["--nonsense", "x"])).code).toBe(2);
  }, 30_000);
});
