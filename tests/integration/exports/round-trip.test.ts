import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { exportArticles } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";
import { readRecord } from "@/lib/formats/sourcebench-jsonl";
import { type ExportRecord, recordSchema } from "@/lib/formats/sourcebench-jsonl-schema";
import type { Actor } from "@/lib/policy";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject, makeUser } from "../../support/factories";
import { importJsonl } from "../../support/import-jsonl";
import { restoreOrigin } from "../../support/restore-origin";
import { makeRichProject } from "../../support/rich-project";

await createDatabase();

async function linesOf(actor: Actor, slug: string, filter: object = {}): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportArticles(actor, slug, exportFilter.parse(filter))) lines.push(line);
  return lines;
}

function recordsOf(lines: string[]): ExportRecord[] {
  return lines.map((line) => {
    const read = readRecord(line);
    if ("problem" in read) throw new Error(read.problem);
    // Keys stand in the schema's order in every line.
    expect(JSON.stringify(recordSchema.parse(read.record))).toBe(line.trimEnd());
    return read.record;
  });
}

/** Without what docs/formats/jsonl.md names as not kept: the ids of passages and of sources. */
function comparable(records: ExportRecord[]): unknown[] {
  return records.map((record) => ({
    ...record,
    layers: record.layers.map((layer) => ({
      ...layer,
      reuseLinks: layer.reuseLinks.map((link) => ({ ...link, passage: { ...link.passage, id: "" } })),
    })),
  }));
}

function restoreAll(records: ExportRecord[]): ExportRecord[] {
  const versions = new Map(
    records.flatMap(({ article, articleVersion }) => {
      const origin = article.origin;
      if (!origin) return [];
      const first = { article: origin.id, version: origin.version };
      return [
        [articleVersion.id, first],
        [article.id, first],
      ] as const;
    }),
  );
  return records.map((record) => restoreOrigin(record, versions));
}

describe("an export imported into an empty project", () => {
  it.each(["stored", "raw"] as const)("comes out again as it went in (%s offsets)", async (offsets) => {
    const rich = await makeRichProject();
    const actor = actorFor(rich.manager);
    const lines = await linesOf(actor, rich.project.slug, { offsets, rawBytes: true });
    const original = recordsOf(lines);
    expect(original).toHaveLength(2);
    expect(original[0]?.layers.map((layer) => layer.kind).toSorted()).toEqual([
      "adjudicated",
      "person",
      "person",
    ]);

    const target = await makeProject({ members: [{ userId: rich.manager.id, role: "manager" }] });
    const { done, report } = await importJsonl(actor, target.slug, lines);
    expect(done).toMatchObject({ articles: 2, attached: 0, layers: 4, annotations: 11, sources: 0 });
    expect(report).toMatchObject({ faultCount: 0, counts: { records: 2, layers: 4 } });

    const again = recordsOf(
      await linesOf(actor, target.slug, { offsets, layers: "imported", rawBytes: true }),
    );
    expect(again[0]?.layers.every((layer) => layer.kind === "imported" && layer.state === "closed")).toBe(
      true,
    );
    expect(comparable(restoreAll(again))).toEqual(comparable(original));

    // And a third time: what was imported twice still says where it first came from.
    const third = await makeProject({ members: [{ userId: rich.manager.id, role: "manager" }] });
    await importJsonl(
      actor,
      third.slug,
      await linesOf(actor, target.slug, { layers: "imported", rawBytes: true }),
    );
    const thirdTime = recordsOf(
      await linesOf(actor, third.slug, { offsets, layers: "imported", rawBytes: true }),
    );
    expect(comparable(restoreAll(thirdTime))).toEqual(comparable(original));
  });

  it("keeps people's names and addresses inside, and makes nobody a user", async () => {
    const rich = await makeRichProject();
    const lines = await linesOf(actorFor(rich.manager), rich.project.slug);
    const users = await db().user.findMany({ select: { id: true, name: true, email: true } });
    for (const user of users) {
      expect(lines.join("")).not.toContain(user.id);
      expect(lines.join("")).not.toContain(user.email ?? user.id);
      expect(lines.join("")).not.toContain(user.name);
    }
    const target = await makeProject({ members: [{ userId: rich.manager.id, role: "manager" }] });
    await importJsonl(actorFor(rich.manager), target.slug, lines);
    const after = await db().user.count();
    // The project's factory makes none when it has a member.
    expect(after).toBe(users.length);
    const layers = await db().layer.findMany({
      where: { projectId: target.id },
      include: { identity: true },
    });
    expect(layers.every((layer) => layer.ownerId === null && layer.kind === "imported")).toBe(true);
    expect(layers.flatMap((layer) => layer.identity?.name ?? [])).toEqual(
      expect.arrayContaining([expect.stringMatching(/^person-[0-9a-f]{12}$/)]),
    );
  });

  it("has other pseudonyms in every export, and the same person the same one within it", async () => {
    const rich = await makeRichProject();
    const [one] = recordsOf(await linesOf(actorFor(rich.manager), rich.project.slug));
    const [two] = recordsOf(await linesOf(actorFor(rich.manager), rich.project.slug));
    const annotators = one?.layers.flatMap((layer) => layer.annotator ?? []) ?? [];
    expect(new Set(annotators).size).toBe(2);
    expect(two?.layers.some((layer) => annotators.includes(layer.annotator ?? ""))).toBe(false);
    const decision = one?.review.units[0]?.decisions[0];
    const amended = one?.layers
      .flatMap((layer) => layer.annotations)
      .filter((mark) => mark.review.status === "amended");
    expect(amended).toHaveLength(3);
    for (const mark of amended ?? [])
      expect(mark.review).toMatchObject({ reason: "wrong-span", by: decision?.by, decision: decision?.id });
  });
});

describe("a text that is already here", () => {
  it("gets the layers, once", async () => {
    const rich = await makeRichProject();
    const actor = actorFor(rich.manager);
    const lines = await linesOf(actor, rich.project.slug);
    const target = await makeProject({ members: [{ userId: rich.manager.id, role: "manager" }] });
    const here = await makeArticle(target, { text: rich.articles[0].text, title: "Ours" });
    const { done } = await importJsonl(actor, target.slug, lines);
    expect(done).toMatchObject({ articles: 1, attached: 1, layers: 4 });
    const layers = await db().layer.findMany({ where: { articleId: here.id } });
    expect(layers).toHaveLength(3);
    expect(await db().article.findUniqueOrThrow({ where: { id: here.id } })).toMatchObject({
      title: "Ours",
      importedFrom: null,
    });
    // The review that the file tells of is kept with the first layer.
    const [record] = recordsOf(await linesOf(actor, target.slug, { layers: "imported", ids: here.id }));
    expect(record?.layers[0]?.origin?.articleReview).toMatchObject({ state: "done", agreement: 0.75 });
    await expect(importJsonl(actor, target.slug, lines)).rejects.toMatchObject({
      code: "nothing-to-import",
    });
    expect(await db().layer.count({ where: { projectId: target.id } })).toBe(4);
  });

  it("is two articles where the file has the same text twice", async () => {
    const project = await makeProject();
    const manager = await makeMember(project, "manager");
    for (const title of ["One", "Other"]) await makeArticle(project, { text: "The same report.", title });
    const lines = await linesOf(actorFor(manager), project.slug);
    const target = await makeProject({ members: [{ userId: manager.id, role: "manager" }] });
    const { done } = await importJsonl(actorFor(manager), target.slug, lines);
    expect(done).toMatchObject({ articles: 2, attached: 0 });
  });
});

describe("a bad file", () => {
  async function threeLines() {
    const project = await makeProject();
    const manager = await makeMember(project, "manager");
    for (const word of ["One", "Two", "Three"]) {
      const article = await makeArticle(project, { text: `${word} 🙂 house.`, title: word });
      await makeLayer(article, { state: "submitted" });
    }
    const target = await makeProject({ members: [{ userId: manager.id, role: "manager" }] });
    return { lines: await linesOf(actorFor(manager), project.slug), actor: actorFor(manager), target };
  }

  const damages: [string, (line: string) => string, RegExp][] = [
    ["cut in half", (line) => `${line.slice(0, line.length / 2)}\n`, /not JSON/],
    ["with a text that is not its hash's", (line) => line.replaceAll("Two", "Tow"), /sha256 is not the hash/],
    ["with a NUL", (line) => line.replace("house", "hou\\u0000"), /nul byte/],
    ["with a lone surrogate", (line) => line.replace("house", "\\ud800"), /lone surrogate/],
    [
      "of another version",
      (line) => line.replace('"version":1', '"version":2'),
      /not sourcebench-jsonl version 1/,
    ],
    ["with a hole between blocks", (line) => line.replace('"start":0', '"start":1'), /blocks must cover/],
    ["without its layers", (line) => line.replace('"layers"', '"leyers"'), /layers/],
    [
      "with bytes of another hash",
      (line) => line.replace('"rawBytes":null', '"rawBytes":"AAAA"'),
      /rawSha256/,
    ],
  ];

  it.each(damages)(
    "%s changes nothing, and with skipBad only that line is left out",
    async (_what, damage, reason) => {
      const { lines, actor, target } = await threeLines();
      const damaged = lines.map((line, place) => (place === 1 ? damage(line) : line));
      expect(damaged).not.toEqual(lines);
      await expect(importJsonl(actor, target.slug, damaged)).rejects.toMatchObject({
        code: "bad-lines",
        details: { count: 1, problems: [{ line: 2, message: expect.stringMatching(reason) }] },
      });
      expect(await db().article.count({ where: { projectId: target.id } })).toBe(0);
      const left = { projectId: target.id, state: { not: "discarded" } };
      expect(await db().importBatch.count({ where: left })).toBe(0);
      const { done, report } = await importJsonl(actor, target.slug, damaged, { leavesBad: true });
      expect(done).toMatchObject({ articles: 2, layers: 2 });
      expect(report).toMatchObject({ faultCount: 1, faults: [{ line: 2 }] });
    },
  );

  it("that is not UTF-8 or is empty is refused", async () => {
    const { actor, target } = await threeLines();
    await expect(importJsonl(actor, target.slug, [Buffer.from([0xff, 0xfe, 0x0a])])).rejects.toMatchObject({
      code: "bad-lines",
    });
    await expect(importJsonl(actor, target.slug, [])).rejects.toMatchObject({
      code: "nothing-to-import",
    });
  });

  it("whose twin is nowhere is refused by its line", async () => {
    const rich = await makeRichProject();
    const lines = await linesOf(actorFor(rich.manager), rich.project.slug, { ids: rich.articles[0].id });
    const target = await makeProject({ members: [{ userId: rich.manager.id, role: "manager" }] });
    await expect(importJsonl(actorFor(rich.manager), target.slug, lines)).rejects.toMatchObject({
      code: "bad-lines",
      details: {
        count: 1,
        problems: [{ line: 1, message: expect.stringMatching(/2 links lead to a twin/) }],
      },
    });
    const { done } = await importJsonl(actorFor(rich.manager), target.slug, lines, { leavesBad: true });
    expect(done).toMatchObject({ layers: 3, linksLeftOut: 2 });
    expect(await db().reuseLink.count({ where: { projectId: target.id } })).toBe(2);
  });

  it("goes into no project that one may not import into", async () => {
    const { lines, target } = await threeLines();
    const annotator = await makeMember(target, "annotator");
    const stranger = await makeUser();
    await expect(importJsonl(actorFor(annotator), target.slug, lines)).rejects.toMatchObject({
      status: 403,
    });
    await expect(importJsonl(actorFor(stranger), target.slug, lines)).rejects.toMatchObject({
      status: 404,
    });
  });
});
