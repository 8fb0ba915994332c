import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { refreshAgreement, setShowsAgreement } from "@/lib/project-agreement/commands";
import { getOverview, getPair, getPlaces } from "@/lib/project-agreement/queries";
import { overviewQuery, pairQuery, placesQuery, tableQuery } from "@/lib/project-agreement/schema";
import { tableCsv } from "@/lib/project-agreement/table-csv";
import { isAgreementDue, workOffAgreement } from "@/lib/project-agreement/work";
import { createDatabase } from "../../support/database";
import {
  actorFor,
  type MadeArticle,
  type MadeProject,
  type MadeUser,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
} from "../../support/factories";
import { linkClaim, makeMark } from "../../support/marks";

await createDatabase();
const byline = "By Ilse Brandt. ";
const text = `${byline}The mayor said the bridge is safe. Forty houses were flooded. Nobody was hurt.`;
const end = [...text].length;
const claims = overviewQuery.parse({ kind: "claim" });

async function makeCompared(project: MadeProject, one: MadeUser, other: MadeUser): Promise<MadeArticle> {
  const article = await makeArticle(project, {
    text,
    blocks: [
      { kind: "byline", start: 0, end: byline.length },
      { kind: "body", start: byline.length, end },
    ],
  });
  const layers = [
    await makeLayer(article, { state: "submitted", ownerId: one.id }),
    await makeLayer(article, { state: "submitted", ownerId: other.id }),
  ] as const;
  for (const [place, layer] of layers.entries()) {
    const kind = place === 0 ? "factual" : "assessment";
    const claim = await makeMark(
      layer,
      text,
      "claim",
      { body: "the bridge is safe" },
      { attributes: { kind } },
    );
    const borders = place === 0 ? "Forty houses were flooded" : "houses were flooded";
    await makeMark(layer, text, "claim", { body: borders }, { attributes: { kind: "factual" } });
    // In the byline, which is no story: it counts for nobody.
    await makeMark(layer, text, "claim", { body: "Ilse Brandt" }, { attributes: { kind: "factual" } });
    const said = await makeMark(layer, text, "attribution", {
      source: place === 0 ? "The mayor" : "mayor",
      cue: "said",
      content: "the bridge is safe",
    });
    await linkClaim(layer, said, claim, { stance: place === 0 ? "asserts" : "denies" });
  }
  await makeMark(layers[1], text, "claim", { body: "Nobody was hurt" }, { attributes: { kind: "factual" } });
  await db().article.update({
    where: { id: article.id },
    data: { state: "review", reviewReadyAt: new Date() },
  });
  return article;
}

async function makeDesk() {
  const project = await makeProject({ annotatorsPerArticle: 2, kinds: ["claim", "attribution"] });
  const ada = await makeMember(project, "annotator", { name: "Ada Lund" });
  const boris = await makeMember(project, "annotator", { name: "Boris Kerr" });
  const manager = await makeMember(project, "manager");
  const articles = [await makeCompared(project, ada, boris), await makeCompared(project, ada, boris)];
  return { project, ada, boris, manager, articles };
}

const people = (pair: { first: string; second: string } | undefined) =>
  [pair?.first, pair?.second].toSorted();

describe("the agreement of a project", () => {
  it("is stored by the job and read in sentences, with the words behind every number", async () => {
    const { project, manager } = await makeDesk();
    const actor = actorFor(manager);
    const before = await getOverview(actor, project.slug, claims);
    expect(before).toMatchObject({ pairs: [], freshness: { computedAt: null, isWanted: true } });
    await workOffAgreement();
    expect(await isAgreementDue()).toBe(false);
    const { pairs, freshness, disagreements, months } = await getOverview(actor, project.slug, claims);
    expect(freshness).toMatchObject({ articles: 2, newer: 0, isWanted: false, hasFailed: false });
    const [pair] = pairs;
    expect(people(pair)).toEqual(["Ada Lund", "Boris Kerr"]);
    // Two articles with two and three claims in the story, one of them the very same.
    expect(pair).toMatchObject({ articles: 2, exact: 2, f1: 4 / 10, sameKind: { value: 1 / 2 } });
    expect([pair?.a, pair?.b].toSorted()).toEqual([4, 6]);
    expect(months).toMatchObject([{ articles: 2, matched: 2 }]);
    expect(disagreements.map(({ count }) => count)).toEqual([2, 2, 2]);
    const words = disagreements.flatMap(({ places }) =>
      places.flatMap((place) => [place.first, place.second]),
    );
    expect(words).toContain("Nobody was hurt");
    expect(words).toContain("houses were flooded");
    expect(words.join()).not.toContain("Ilse Brandt");

    const pairId = pair?.pairId ?? "";
    const page = await getPair(actor, {
      slug: project.slug,
      pairId,
      ...pairQuery.parse({ kind: "attribution" }),
    });
    const reasons = page.reasons.map(({ reason, count }) => [reason, count]);
    expect(reasons).toContainEqual(["same", 2]);
    expect(reasons).toContainEqual(["source", 2]);
    expect(
      reasons.some(([reason]) =>
        /^link:content\/(asserts|denies):content\/(asserts|denies)$/.test(`${reason}`),
      ),
    ).toBe(true);
    expect(page.measures.filter((one) => one.isRecommended).map((one) => one.id)).toEqual(
      expect.arrayContaining(["span-exact", "triple-half", "link-half"]),
    );
    expect(page.measures.find((one) => one.id === "attributionType-alpha")?.undefinedBecause).toBe(
      "no unit has two values",
    );
    expect(page.articles.items).toMatchObject([{ exact: 1 }, { exact: 1 }]);
    const places = await getPlaces(actor, {
      slug: project.slug,
      pairId,
      ...placesQuery.parse({ kind: "attribution", reason: "source" }),
    });
    expect(places.items).toHaveLength(2);
    expect(places.items[0]).toMatchObject({ first: "the bridge is safe", second: "the bridge is safe" });
  });

  it("follows submissions that are taken back and handed in again", async () => {
    const { project, manager, articles, ada } = await makeDesk();
    const actor = actorFor(manager);
    await workOffAgreement();
    const [first] = articles;
    await db().article.update({ where: { id: first?.id }, data: { state: "open" } });
    await db().layer.updateMany({
      where: { articleId: first?.id, ownerId: ada.id },
      data: { state: "open" },
    });
    expect((await getOverview(actor, project.slug, claims)).freshness.newer).toBe(1);
    await workOffAgreement();
    expect(await db().agreementPart.count({ where: { articleId: first?.id } })).toBe(0);
    await refreshAgreement(actor, { slug: project.slug });
    await workOffAgreement();
    expect((await getOverview(actor, project.slug, claims)).pairs).toMatchObject([{ articles: 1 }]);
  });

  it("compares with the final layer of finished articles", async () => {
    const { project, manager, articles } = await makeDesk();
    const [article] = articles;
    if (!article) throw new Error("The desk has articles.");
    const final = await makeLayer(article, { kind: "adjudicated", state: "closed" });
    await makeMark(final, text, "claim", { body: "the bridge is safe" }, { attributes: { kind: "factual" } });
    await db().article.update({ where: { id: article.id }, data: { state: "done" } });
    await workOffAgreement();
    const { against } = await getOverview(actorFor(manager), project.slug, claims);
    expect(against).toHaveLength(2);
    expect(against.map((pair) => pair.second)).toEqual(["the final layer", "the final layer"]);
    expect(against.map((pair) => pair.f1).toSorted()).toEqual([2 / 4, 2 / 3]);
  });

  it("has a table behind every plot", async () => {
    const { project, manager } = await makeDesk();
    await workOffAgreement();
    const actor = actorFor(manager);
    const pairs = await tableCsv(actor, project.slug, tableQuery.parse({ kind: "claim" }));
    expect(pairs.split("\r\n")[1]).toMatch(/^claim,.*,2,[46],[46],2,0.4,/);
    const months = await tableCsv(actor, project.slug, tableQuery.parse({ kind: "claim", part: "months" }));
    expect(months).toContain(`claim,${new Date().toISOString().slice(0, 7)},2,`);
    const { pairs: found } = await getOverview(actor, project.slug, claims);
    const query = tableQuery.parse({ kind: "claim", part: "measures", pair: found[0]?.pairId });
    expect(await tableCsv(actor, project.slug, query)).toContain("Krippendorff’s α: kind");
  });
});

describe("blindness", () => {
  it("keeps an article from the figures of a reviewer who annotates it, until its review begins", async () => {
    const project = await makeProject({ annotatorsPerArticle: 2, kinds: ["claim"] });
    const [rita, ada, boris] = [
      await makeMember(project, "reviewer", { name: "Rita" }),
      await makeMember(project, "annotator", { name: "Ada" }),
      await makeMember(project, "annotator", { name: "Boris" }),
    ];
    const other = await makeMember(project, "reviewer");
    const own = await makeCompared(project, rita, ada);
    await makeCompared(project, ada, boris);
    const read = async (person: MadeUser) => {
      await getOverview(actorFor(person), project.slug, claims);
      await workOffAgreement();
      return getOverview(actorFor(person), project.slug, claims);
    };
    expect((await read(other)).pairs).toHaveLength(2);
    const blind = await read(rita);
    expect(blind.freshness).toMatchObject({ articles: 1, isOwn: true });
    expect(blind.pairs.map(people)).toEqual([["Ada", "Boris"]]);
    const words = blind.disagreements.flatMap(({ places }) => places.map((place) => place.articleId));
    expect(words).not.toContain(own.id);

    await db().article.update({ where: { id: own.id }, data: { state: "reviewing", reviewerId: other.id } });
    await refreshAgreement(actorFor(rita), { slug: project.slug });
    expect((await read(rita)).pairs).toHaveLength(2);

    // Returned to her: at once, before anything is computed again, she reads no figure that holds it.
    await db().article.update({ where: { id: own.id }, data: { state: "open", reviewerId: null } });
    await db().layer.updateMany({
      where: { articleId: own.id, ownerId: rita.id },
      data: { state: "returned" },
    });
    const now = await getOverview(actorFor(rita), project.slug, claims);
    expect(now).toMatchObject({
      pairs: [],
      disagreements: [],
      freshness: { computedAt: null, isWanted: true },
    });
    const pair = (await getOverview(actorFor(other), project.slug, claims)).pairs.find((one) =>
      people(one).includes("Rita"),
    );
    const asked = { slug: project.slug, pairId: pair?.pairId ?? "" };
    await expect(getPair(actorFor(rita), { ...asked, ...pairQuery.parse({}) })).rejects.toMatchObject({
      status: 404,
    });
    await expect(getPlaces(actorFor(rita), { ...asked, ...placesQuery.parse({}) })).rejects.toMatchObject({
      status: 404,
    });
    expect((await read(rita)).pairs.map(people)).toEqual([["Ada", "Boris"]]);
  });

  it("shows annotators their own pairs alone, on finished articles, where the project says so", async () => {
    const { project, ada, boris, manager, articles } = await makeDesk();
    const cora = await makeMember(project, "annotator", { name: "Cora" });
    const foreign = await makeCompared(project, boris, cora);
    const slug = project.slug;
    await expect(getOverview(actorFor(ada), slug, claims)).rejects.toMatchObject({ status: 403 });
    await setShowsAgreement(actorFor(manager), { slug, shows: "on" });
    await expect(setShowsAgreement(actorFor(ada), { slug, shows: "off" })).rejects.toMatchObject({
      status: 403,
    });
    const read = async () => {
      await getOverview(actorFor(ada), slug, claims);
      await workOffAgreement();
      return (await getOverview(actorFor(ada), slug, claims)).pairs;
    };
    expect(await read()).toEqual([]);
    await db().article.updateMany({
      where: { id: { in: [articles[0]?.id ?? "", foreign.id] } },
      data: { state: "done" },
    });
    await db().project.update({ where: { id: project.id }, data: { hideNames: true } });
    expect((await read()).map((pair) => [pair.articles, ...people(pair)])).toEqual([
      [1, "Ada Lund", expect.stringMatching(/^Annotator [0-9A-F]{4}$/)],
    ]);
  });

  it("answers strangers as a project that does not exist", async () => {
    const { project } = await makeDesk();
    const stranger = actorFor(await makeMember(await makeProject(), "manager"));
    await expect(getOverview(stranger, project.slug, claims)).rejects.toMatchObject({ status: 404 });
  });
});
