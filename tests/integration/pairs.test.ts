import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { judgePair, undoVerdict } from "@/lib/pairs/commands";
import { listPairs } from "@/lib/pairs/queries";
import type { PairVerdictCode } from "@/lib/pairs/schema";
import { indexPassages } from "@/lib/passages/index-articles";
import type { Actor } from "@/lib/policy";
import { getCluster } from "@/lib/reuse/get-cluster";
import { listClusters } from "@/lib/reuse/list-clusters";
import { settleReuse } from "@/lib/reuse/settle";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { linkReuse, makeMark } from "../support/marks";

await createDatabase();
afterAll(closeDb);

const told =
  "About 600 people were rescued from flooded streets in Korva on Wednesday, the mayor Ada Lovel said.";
const retold = "Some 900 people were rescued on Wednesday from the flooded streets of Korva.";
const again =
  "The mayor Ada Lovel said about 600 people were rescued from flooded streets in Korva on Wednesday.";

async function makeDesk(texts = [told, retold]) {
  const project = await makeProject();
  const [reviewer, other] = [await makeMember(project, "reviewer"), await makeMember(project, "manager")];
  const articles = [];
  for (const [place, text] of texts.entries())
    articles.push(
      await makeArticle(project, {
        text: `It rained in the valley for the whole of that week.\n${text}`,
        title: `Paper ${place + 1}`,
        publishedAt: new Date(2026, 0, place + 1),
      }),
    );
  await indexPassages();
  return { project, articles, reviewer: actorFor(reviewer), other: actorFor(other) };
}
type Desk = Awaited<ReturnType<typeof makeDesk>>;

async function judge(desk: Desk, verdict: PairVerdictCode, place = 0, actor: Actor = desk.reviewer) {
  const { items } = await listPairs(actor, desk.project.slug, {});
  const pair = items.filter(({ first }) => first.quote.includes("Korva"))[place];
  if (!pair) throw new Error("There is no such pair.");
  const commandId = randomUUID();
  const at = { slug: desk.project.slug, pairId: pair.id };
  return {
    at,
    commandId,
    pair,
    after: await judgePair(actor, at, { commandId, verdict, revision: pair.revision }),
  };
}

async function finish(articles: readonly { id: string }[]) {
  await db().article.updateMany({
    where: { id: { in: articles.map(({ id }) => id) } },
    data: { state: "done" },
  });
  await settleReuse();
}

describe("candidates", () => {
  it("are passages of two articles that are alike, the one published first standing first", async () => {
    const desk = await makeDesk();
    const { items, left } = await listPairs(desk.reviewer, desk.project.slug, {});
    const pair = items.find(({ first }) => first.quote.includes("Korva"));
    expect(pair).toMatchObject({
      method: "texts",
      verdict: null,
      first: { title: "Paper 1" },
      second: { title: "Paper 2" },
    });
    expect(pair?.first.quote.endsWith(told)).toBe(true);
    expect(left).toBe(items.length);
  });

  it("come with each article that comes in, and stay judged when a text is read again", async () => {
    const desk = await makeDesk();
    await judge(desk, "heavy-revision");
    const before = await listPairs(desk.reviewer, desk.project.slug, { show: "judged" });
    await makeArticle(desk.project, { text: again, title: "Paper 3" });
    await db().article.update({ where: { id: desk.articles[0]?.id ?? "" }, data: { language: "en-GB" } });
    await indexPassages();
    const titles = (await listPairs(desk.reviewer, desk.project.slug, {})).items.map(({ first, second }) =>
      [first.title, second.title].toSorted().join(" "),
    );
    expect(titles).toContain("Paper 1 Paper 3");
    expect(titles).not.toContain("Paper 1 Paper 2");
    const after = await listPairs(desk.reviewer, desk.project.slug, { show: "judged" });
    expect(after.items.map(({ id }) => id)).toEqual(before.items.map(({ id }) => id));
  });

  it("are left out where a final layer links both already", async () => {
    const desk = await makeDesk();
    const [one, two] = desk.articles;
    if (!one || !two) throw new Error("Both are made.");
    const layer = await makeLayer(one, { kind: "adjudicated", state: "closed" });
    const mark = await makeMark(layer, one.text, "duplicate", { body: told });
    await linkReuse(layer, mark, { ...two, quote: retold });
    await finish([one, two]);
    expect(
      (await listPairs(desk.reviewer, desk.project.slug, {})).items.filter((p) =>
        p.first.quote.includes("Korva"),
      ),
    ).toEqual([]);
  });

  it("are listed in pages without a gap or a repeat", async () => {
    const desk = await makeDesk(Array.from({ length: 7 }, (_, place) => `${told} It was day ${place + 20}.`));
    const all = await listPairs(desk.reviewer, desk.project.slug, {}, { limit: 100 });
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listPairs(desk.reviewer, desk.project.slug, { cursor }, { limit: 4 });
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(ids).toEqual(all.items.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(4);
  });
});

describe("an answer", () => {
  it("joins both in a cluster once both articles are finished, and undo parts them", async () => {
    const desk = await makeDesk();
    const { at, commandId } = await judge(desk, "heavy-revision");
    await finish(desk.articles.slice(0, 1));
    expect((await listClusters(desk.reviewer, desk.project.slug, {})).items).toEqual([]);
    await finish(desk.articles);
    const [cluster] = (await listClusters(desk.reviewer, desk.project.slug, {})).items;
    expect(cluster).toMatchObject({ passages: 2, articles: 2 });
    const read = await getCluster(desk.reviewer, { slug: desk.project.slug, clusterId: cluster?.id ?? "" });
    expect(read.tree[1]?.tie).toMatchObject({
      degree: "heavy-revision",
      ground: "time",
      settledIn: { isPair: true },
    });
    await undoVerdict(desk.reviewer, at, { commandId: randomUUID(), undoesId: commandId });
    expect((await listClusters(desk.reviewer, desk.project.slug, {})).items).toEqual([]);
    await settleReuse();
    expect((await listClusters(desk.reviewer, desk.project.slug, {})).items).toEqual([]);
    expect((await listPairs(desk.reviewer, desk.project.slug, {})).items.map(({ id }) => id)).toContain(
      at.pairId,
    );
  });

  it("may be given when one article is finished already and the other is not, or both are, by a reviewer", async () => {
    const desk = await makeDesk();
    const [first, second] = desk.articles;
    if (!first || !second) throw new Error("Both are made.");
    await makeLayer(second, { ownerId: (await makeMember(desk.project, "annotator")).id });
    await finish([first]);
    const { at, after } = await judge(desk, "light-revision");
    expect(after).toMatchObject({ verdict: "light-revision", revision: 1 });
    expect((await listClusters(desk.reviewer, desk.project.slug, {})).items).toEqual([]);
    await db().layer.updateMany({
      where: { articleId: second.id },
      data: { state: "submitted", submittedAt: new Date() },
    });
    await finish([second]);
    expect((await listClusters(desk.reviewer, desk.project.slug, {})).items).toMatchObject([{ articles: 2 }]);
    await judgePair(desk.reviewer, at, { commandId: randomUUID(), verdict: "no", revision: 1 });
    await settleReuse();
    expect((await listClusters(desk.reviewer, desk.project.slug, {})).items).toEqual([]);
  });

  it("“not copied” is kept, and contradicts where others join the two", async () => {
    const desk = await makeDesk([told, retold, again]);
    const { items } = await listPairs(desk.reviewer, desk.project.slug, {});
    const between = (a: string, b: string) =>
      items.find((pair) => [pair.first.title, pair.second.title].toSorted().join() === [a, b].join());
    for (const [a, b, verdict] of [
      ["Paper 1", "Paper 2", "no"],
      ["Paper 1", "Paper 3", "light-revision"],
      ["Paper 2", "Paper 3", "heavy-revision"],
    ] as const) {
      const pair = between(a, b);
      expect(pair).toBeDefined();
      await judgePair(
        desk.reviewer,
        { slug: desk.project.slug, pairId: pair?.id ?? "" },
        { commandId: randomUUID(), verdict, revision: 0 },
      );
    }
    await finish(desk.articles);
    const [cluster] = (await listClusters(desk.reviewer, desk.project.slug, {})).items;
    expect(cluster).toMatchObject({ passages: 3, contradictions: 1 });
    const read = await getCluster(desk.reviewer, { slug: desk.project.slug, clusterId: cluster?.id ?? "" });
    expect(read.contradictionList).toMatchObject([{ kind: "rejected", settledIn: [{ isPair: true }] }]);
  });

  it("unsure joins nothing and waits in a list of its own", async () => {
    const desk = await makeDesk();
    const { at } = await judge(desk, "unsure");
    await finish(desk.articles);
    expect((await listClusters(desk.reviewer, desk.project.slug, {})).items).toEqual([]);
    expect(
      (await listPairs(desk.reviewer, desk.project.slug, { show: "unsure" })).items.map(({ id }) => id),
    ).toEqual([at.pairId]);
    expect((await listPairs(desk.reviewer, desk.project.slug, { show: "judged" })).items).toEqual([]);
  });

  it("of two people at once stands once; the other learns what stands", async () => {
    const desk = await makeDesk();
    const { items } = await listPairs(desk.reviewer, desk.project.slug, {});
    const pairId = items[0]?.id ?? "";
    const at = { slug: desk.project.slug, pairId };
    const answers = await Promise.allSettled([
      judgePair(desk.reviewer, at, { commandId: randomUUID(), verdict: "no", revision: 0 }),
      judgePair(desk.other, at, { commandId: randomUUID(), verdict: "verbatim", revision: 0 }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const refused = answers.find((answer) => answer.status === "rejected");
    expect(refused?.reason).toMatchObject({ code: "stale-revision", status: 409 });
    expect(await db().pairVerdict.count({ where: { pairId } })).toBe(1);
  });

  it("repeated with its command changes nothing; the command cannot mean another", async () => {
    const desk = await makeDesk();
    const { at, commandId, after } = await judge(desk, "summary");
    expect(await judgePair(desk.reviewer, at, { commandId, verdict: "summary", revision: 0 })).toEqual(after);
    await expect(
      judgePair(desk.reviewer, at, { commandId, verdict: "no", revision: 0 }),
    ).rejects.toMatchObject({ code: "command-reused" });
    await expect(
      judgePair(desk.other, at, { commandId, verdict: "summary", revision: 0 }),
    ).rejects.toMatchObject({ code: "command-reused" });
    const events = await db().event.count({ where: { subjectId: at.pairId } });
    expect(events).toBe(1);
  });

  it("is taken back only by whoever gave it, and only the last; what stood before stands again", async () => {
    const desk = await makeDesk();
    const first = await judge(desk, "summary");
    const secondId = randomUUID();
    await judgePair(desk.other, first.at, { commandId: secondId, verdict: "no", revision: 1 });
    await expect(
      undoVerdict(desk.reviewer, first.at, { commandId: randomUUID(), undoesId: first.commandId }),
    ).rejects.toMatchObject({ code: "not-the-last" });
    await expect(
      undoVerdict(desk.reviewer, first.at, { commandId: randomUUID(), undoesId: secondId }),
    ).rejects.toMatchObject({ code: "not-the-last" });
    const back = await undoVerdict(desk.other, first.at, { commandId: randomUUID(), undoesId: secondId });
    expect(back).toMatchObject({ verdict: "summary", revision: 3 });
    const judgedBy = async () =>
      (await db().passagePair.findUniqueOrThrow({ where: { id: first.at.pairId } })).judgedById;
    expect(await judgedBy()).toBe(desk.reviewer.userId);
    const thirdId = randomUUID();
    await judgePair(desk.other, first.at, { commandId: thirdId, verdict: "unsure", revision: 3 });
    expect(await judgedBy()).toBe(desk.other.userId);
    await undoVerdict(desk.other, first.at, { commandId: randomUUID(), undoesId: thirdId });
    expect(await judgedBy()).toBe(desk.reviewer.userId);
  });
});

describe("who sees pairs", () => {
  it("nobody with work to hand in on either article, whatever the role, and no pair can be judged by its id", async () => {
    const desk = await makeDesk();
    const { pair } = await judge(desk, "no");
    const [, second] = desk.articles;
    if (!second) throw new Error("Both are made.");
    await makeLayer(second, { ownerId: desk.other.userId });
    for (const show of ["open", "judged"] as const) {
      const { items, left } = await listPairs(desk.other, desk.project.slug, { show });
      expect(items).toEqual([]);
      expect(left).toBe(0);
    }
    const input = { commandId: randomUUID(), verdict: "verbatim", revision: 1 } as const;
    await expect(
      judgePair(desk.other, { slug: desk.project.slug, pairId: pair.id }, input),
    ).rejects.toMatchObject({ status: 404 });
    await expect(
      judgePair(desk.other, { slug: desk.project.slug, pairId: randomUUID() }, input),
    ).rejects.toMatchObject({ status: 404 });
    expect((await listPairs(desk.reviewer, desk.project.slug, { show: "judged" })).items).toHaveLength(1);
  });

  it("reviewers and managers alone judge; strangers find no project", async () => {
    const desk = await makeDesk();
    const annotator = actorFor(await makeMember(desk.project, "annotator"));
    await expect(listPairs(annotator, desk.project.slug, {})).rejects.toMatchObject({ status: 403 });
    const stranger = actorFor(await makeMember(await makeProject(), "manager"));
    await expect(listPairs(stranger, desk.project.slug, {})).rejects.toMatchObject({ status: 404 });
  });

  it("a suggested link shows as a pair where its layer is seen", async () => {
    const desk = await makeDesk([
      "The market opened higher on Monday.",
      "Birds came back to the coast in spring.",
    ]);
    const [one, two] = desk.articles;
    if (!one || !two) throw new Error("Both are made.");
    const layer = await makeLayer(one, { kind: "person" });
    const mark = await makeMark(layer, one.text, "duplicate", {
      body: "The market opened higher on Monday.",
    });
    await linkReuse(
      layer,
      mark,
      { ...two, quote: "Birds came back to the coast in spring." },
      "unknown",
      "suggested",
    );
    await indexPassages();
    const suggested = async () =>
      (await listPairs(desk.reviewer, desk.project.slug, {})).items.filter(({ method }) => method === "link");
    expect(await suggested()).toEqual([]);
    await db().layer.update({
      where: { id: layer.id },
      data: { state: "submitted", submittedAt: new Date() },
    });
    expect(await suggested()).toMatchObject([
      { second: { quote: "Birds came back to the coast in spring." } },
    ]);
  });
});
