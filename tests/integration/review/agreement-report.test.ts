import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db";
import { type AgreementLine, reportAgreement } from "@/lib/review/agreement-report";
import { agreementCommand } from "../../../bin/cli/agreement-command";
import { createDatabase } from "../../support/database";
import {
  actorFor,
  type MadeArticle,
  type MadeLayer,
  type MadeProject,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
} from "../../support/factories";
import { linkClaim, linkReuse, makeMark } from "../../support/marks";

await createDatabase();
const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-agreement-"));
process.env.SOURCEBENCH_CWD = folder;
afterAll(() => rm(folder, { recursive: true, force: true }));

let said: string[] = [];
let errors: string[] = [];
beforeEach(() => {
  said = [];
  errors = [];
  vi.spyOn(console, "log").mockImplementation((...words) => void said.push(words.map(String).join(" ")));
  vi.spyOn(console, "error").mockImplementation((...words) => void errors.push(words.map(String).join(" ")));
});
afterEach(() => vi.mocked(console.log).mockRestore());

const byline = "By Ilse Brandt. ";
const story = "The mayor said the bridge is safe. Forty houses were flooded. Nobody was hurt.";
const text = `${byline}${story}`;

async function makeWork(project: MadeProject): Promise<MadeArticle> {
  const split = [...byline].length;
  const article = await makeArticle(project, {
    text,
    blocks: [
      { kind: "byline", start: 0, end: split },
      { kind: "body", start: split, end: [...text].length },
    ],
  });
  await db().article.update({ where: { id: article.id }, data: { state: "review" } });
  return article;
}

async function annotate(layer: MadeLayer, article: MadeArticle, kind: string, stance: "asserts" | "denies") {
  const claim = await makeMark(
    layer,
    text,
    "claim",
    { body: "the bridge is safe" },
    { attributes: { kind } },
  );
  await makeMark(
    layer,
    text,
    "claim",
    { body: "Forty houses were flooded" },
    { attributes: { kind: "factual" } },
  );
  await makeMark(layer, text, "claim", { body: "Ilse Brandt" }, { attributes: { kind: "factual" } });
  const attribution = await makeMark(layer, text, "attribution", {
    source: "The mayor",
    cue: "said",
    content: "the bridge is safe",
  });
  await linkClaim(layer, attribution, claim, { stance });
  const duplicate = await makeMark(layer, text, "duplicate", { body: "Nobody was hurt" });
  const { versionId } = article;
  await linkReuse(layer, duplicate, { versionId, text, quote: "Forty houses were flooded" });
}

async function makeCompared() {
  const project = await makeProject({ annotatorsPerArticle: 2 });
  const article = await makeWork(project);
  const [one, other] = [
    await makeMember(project, "annotator", { name: "Ada Lund" }),
    await makeMember(project, "annotator", { name: "Boris Kerr" }),
  ];
  const first = await makeLayer(article, { state: "submitted", ownerId: one.id });
  const second = await makeLayer(article, { state: "submitted", ownerId: other.id });
  await annotate(first, article, "factual", "asserts");
  await annotate(second, article, "assessment", "denies");
  // Only one of them saw a third claim.
  await makeMark(second, text, "claim", { body: "Nobody was hurt" }, { attributes: { kind: "factual" } });
  const manager = await makeMember(project, "manager");
  return { project, article, one, other, manager };
}

async function collect(lines: AsyncIterable<AgreementLine>): Promise<AgreementLine[]> {
  const all: AgreementLine[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

describe("agreement of a project", () => {
  it("compares two people's submitted layers on the story alone, kind by kind", async () => {
    const { project, manager } = await makeCompared();
    const lines = await collect(reportAgreement(actorFor(manager), project.slug, { seed: 1 }));
    expect(lines.map(({ kind }) => kind)).toEqual(["claim", "attribution", "duplicate"]);
    const [claim, attribution, duplicate] = lines;
    expect([claim?.first, claim?.second].toSorted()).toEqual(["Ada Lund", "Boris Kerr"]);
    // Two of two and three claims; the one in the byline counts for nobody.
    expect(claim?.spans.exact).toMatchObject({ matched: 2, f1: { value: 4 / 5 } });
    expect([claim?.spans.exact.a, claim?.spans.exact.b].toSorted()).toEqual([2, 3]);
    expect(claim?.values.kind).toMatchObject({ pairs: 2, agreement: { value: 1 / 2 } });
    expect(claim?.unitizing.binary.value).toBeGreaterThan(0.5);
    expect(claim?.unitizing.u.value).toBeLessThan(claim?.unitizing.binary.value ?? 0);
    expect(claim?.gamma).toMatchObject({ isExact: true, samples: 30 });
    expect(attribution?.triples?.exact.whole.f1.value).toBe(1);
    expect(attribution?.links).toMatchObject({
      exact: { matched: 0, a: 1, b: 1 },
      overlapUnlabelled: { f1: { value: 1 } },
    });
    expect(duplicate?.clusters).toMatchObject({ pairwise: { f1: { value: 1 } }, bCubed: { items: 2 } });
    expect(duplicate?.gamma.gamma.value).toBe(1);
  });

  it("leaves out open layers, unfinished articles, and articles the asker could still change", async () => {
    const { project, article, one, manager } = await makeCompared();
    const unfinished = await makeWork(project);
    await makeLayer(unfinished, { state: "submitted" });
    await makeLayer(unfinished, { state: "open" });
    await db().article.update({ where: { id: unfinished.id }, data: { state: "open" } });
    expect(await collect(reportAgreement(actorFor(manager), project.slug, { seed: 1 }))).toHaveLength(3);
    await db().member.updateMany({
      where: { projectId: project.id, userId: one.id },
      data: { role: "manager" },
    });
    expect(await collect(reportAgreement(actorFor(one), project.slug, { seed: 1 }))).toEqual([]);
    await db().article.update({ where: { id: article.id }, data: { state: "open" } });
    expect(await collect(reportAgreement(actorFor(manager), project.slug, { seed: 1 }))).toEqual([]);
  });

  it("hides names from a reviewer where the project wants it, and the project from a stranger", async () => {
    const { project } = await makeCompared();
    await db().project.update({ where: { id: project.id }, data: { hideNames: true } });
    const reviewer = await makeMember(project, "reviewer");
    const [line] = await collect(reportAgreement(actorFor(reviewer), project.slug, { seed: 1 }));
    expect(line?.first).toMatch(/^Annotator [0-9A-F]{4}$/);
    const stranger = await makeMember(await makeProject(), "manager");
    await expect(
      collect(reportAgreement(actorFor(stranger), project.slug, { seed: 1 })),
    ).rejects.toMatchObject({ status: 404 });
  });
});

describe("sourcebench agreement", () => {
  it("prints a JSON line for each pair and kind, the same again for the same seed", async () => {
    const { project, manager } = await makeCompared();
    const { email } = await db().user.findUniqueOrThrow({ where: { id: manager.id } });
    const words = ["--project", project.slug, "--as", email ?? "", "--seed", "4"];
    expect(await agreementCommand(words)).toBe(0);
    const lines = said.splice(0);
    expect(lines.map((line) => JSON.parse(line).kind)).toEqual(["claim", "attribution", "duplicate"]);
    expect(await agreementCommand(words)).toBe(0);
    expect(said).toEqual(lines);
  });

  it("computes worked examples, names the one it cannot read, and goes on", async () => {
    const vectors = [
      {
        id: "list",
        measure: "krippendorff-alpha",
        data: {
          units: [
            [1, 1],
            [1, 2],
            [3, 3],
          ],
        },
        expected: ["nominal"],
      },
      { id: "bad", measure: "u-alpha", data: {}, expected: { u: 1 } },
      {
        id: "unknown",
        measure: "two-rater-coefficients",
        data: {
          table: [
            [1, 0],
            [0, 1],
          ],
        },
        expected: { cohen: 1, charm: 2 },
      },
    ];
    await writeFile(path.join(folder, "vectors.json"), JSON.stringify({ vectors }));
    expect(await agreementCommand(["--vectors", "vectors.json"])).toBe(1);
    expect(said.map((line) => JSON.parse(line))).toEqual([
      { id: "list", computed: { nominal: expect.closeTo(1 - 10 / 22, 9) } },
      { id: "bad", computed: { u: null } },
      { id: "unknown", computed: { cohen: 1, charm: null } },
    ]);
    expect(errors.join()).toContain("bad: ");
  });

  it.each([
    ["no words", [], 2],
    ["both", ["--project", "p", "--vectors", "v"], 2],
    ["a seed that is no number", ["--project", "p", "--seed", "x"], 2],
    ["an unknown word", ["--charm"], 2],
    ["a file that is not there", ["--vectors", "nowhere.json"], 3],
    ["a project that is not there", ["--project", "nowhere", "--as", "nobody@harbour.example"], 3],
    ["help", ["--help"], 0],
  ])("%s: exit code", async (_, words, code) => {
    expect(await agreementCommand(words)).toBe(code);
    expect(code === 0 ? said : errors).not.toEqual([]);
  });
});
