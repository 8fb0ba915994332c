import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { indexPassages } from "@/lib/passages/index-articles";
import { searchPassages } from "@/lib/passages/queries";
import { connect } from "../../prisma/migrate.mjs";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { makeMark } from "../support/marks";

const database = await createDatabase();
afterAll(closeDb);

const project = await makeProject();
const annotator = actorFor(await makeMember(project, "annotator"));
const filler = "The weather in the valley was mild, and the market opened as on any other day. ".repeat(20);
const said = "About 600 people 😀 were rescued from flooded streets in Korva on Wednesday.";
const first = await makeArticle(project, { text: `${said} ${filler}` });
// Across the border of two stored chunks, and in other words.
const second = await makeArticle(project, {
  title: "The second paper",
  text: `${filler.slice(0, 990)}\nSome 600 people were rescued on Wednesday from the flooded streets in Korva. ${filler}`,
});
const foreign = await makeProject();
await makeArticle(foreign, { text: said, title: "Another project's" });

await indexPassages();

const asked = { versionId: first.versionId, start: 0, end: [...said].length };

describe("a search for twins", () => {
  it("finds the passage in another article of the project, with the words around it", async () => {
    const found = await searchPassages(annotator, asked);
    expect(found.map((one) => one.title)).toEqual(["The second paper"]);
    const [twin] = found;
    expect(twin?.quote).toBe("Some 600 people were rescued on Wednesday from the flooded streets in Korva.");
    expect([...second.text].slice(twin?.start, twin?.end).join("")).toBe(twin?.quote);
    expect(twin?.after).toContain("weather");
  });

  it("finds it in the same article first, never the passage itself", async () => {
    const own = await makeArticle(project, { text: `${said}\n${filler}\n${said}` });
    const found = await searchPassages(annotator, { ...asked, versionId: own.versionId });
    expect(found[0]).toMatchObject({ isSameArticle: true, quote: said, score: 1 });
    expect(found[0]?.start).toBeGreaterThan(asked.end);
  });

  it("tells a stranger nothing, and a span outside the text clearly", async () => {
    const stranger = actorFor(await makeMember(foreign, "manager"));
    await expect(searchPassages(stranger, asked)).rejects.toMatchObject({ status: 404 });
    await expect(searchPassages(annotator, { ...asked, end: 9_999_999 })).rejects.toMatchObject({
      code: "span-outside-text",
    });
    await expect(searchPassages(annotator, { ...asked, end: 0 })).rejects.toMatchObject({
      code: "span-outside-text",
    });
  });
});

describe("a search beyond one's words and one's project", () => {
  it("finds a translation by its names and numbers, and says so", async () => {
    const home = await makeProject();
    const reader = actorFor(await makeMember(home, "annotator"));
    const sentence = "Mayor Ada Lovel said 2,400 houses in Korva had no power.";
    const english = await makeArticle(home, { text: sentence, language: "en" });
    await makeArticle(home, {
      text: "Gestern regnete es. Ohne Elektrizität blieben nach Darstellung der Bürgermeisterin Ada Lovel bis in die Nacht hinein zunächst 2.400 Häuser in mehreren östlich gelegenen Vierteln von Korva.",
      language: "de",
      title: "Ohne Strom",
    });
    await indexPassages();
    const [twin] = await searchPassages(reader, {
      versionId: english.versionId,
      start: 0,
      end: [...sentence].length,
    });
    expect(twin).toMatchObject({ title: "Ohne Strom", ground: "names" });
    expect(twin?.quote).toContain("2.400");
  });

  it("finds a passage in a script without spaces", async () => {
    const home = await makeProject();
    const reader = actorFor(await makeMember(home, "annotator"));
    const sentence = "警察によると、台風の影響で600人が避難した。";
    const first = await makeArticle(home, { text: sentence, language: "ja" });
    await makeArticle(home, {
      text: "天気は晴れです。台風の影響で600人が避難したと警察は述べた。",
      language: "ja",
      title: "台風",
    });
    await indexPassages();
    const [twin] = await searchPassages(reader, {
      versionId: first.versionId,
      start: 0,
      end: [...sentence].length,
    });
    expect(twin?.title).toBe("台風");
    expect(twin?.quote).toContain("600人が避難した");
  });

  it("offers another project's passage last, with the project and the address, and only to its members", async () => {
    const home = await makeProject();
    const other = await makeProject({ name: "The other desk" });
    const reader = await makeMember(home, "annotator");
    const both = await makeMember(home, "annotator");
    await db().member.create({ data: { projectId: other.id, userId: both.id, role: "viewer" } });
    const origin = await makeArticle(home, { text: `${said} ${filler}` });
    const near = await makeArticle(home, {
      text: `${filler} About 600 people were saved from streets in Korva.`,
    });
    const away = await makeArticle(other, { text: said });
    await makeArticle(other, { text: `${said} No address.` });
    await db().article.update({ where: { id: away.id }, data: { url: "https://paper.example/flood" } });
    await indexPassages();
    const query = { versionId: origin.versionId, start: 0, end: [...said].length };
    const seen = await searchPassages(actorFor(both), query);
    expect(seen.map((one) => [one.articleId, one.project, one.url])).toEqual([
      [near.id, null, null],
      [away.id, "The other desk", "https://paper.example/flood"],
    ]);
    expect((await searchPassages(actorFor(reader), query)).map((one) => one.articleId)).toEqual([near.id]);
  });

  it("follows a new version and forgets a withdrawn article", async () => {
    const home = await makeProject();
    const reader = actorFor(await makeMember(home, "annotator"));
    const origin = await makeArticle(home, { text: said });
    const twin = await makeArticle(home, { text: `${filler.slice(0, 80)}\n${said}` });
    await indexPassages();
    const query = { versionId: origin.versionId, start: 0, end: [...said].length };
    expect(await searchPassages(reader, query)).toHaveLength(1);
    await db().article.update({ where: { id: twin.id }, data: { withdrawnAt: new Date() } });
    expect(await searchPassages(reader, query)).toEqual([]);
    await indexPassages();
    const rows = await db().$queryRaw`SELECT 1 FROM "PassageKey" WHERE "versionId" = ${twin.versionId}::uuid`;
    expect(rows).toEqual([]);
  });

  it("reads texts alone: what others marked changes neither the answer nor a table that is touched", async () => {
    const home = await makeProject();
    const [blind, seeing] = [await makeMember(home, "annotator"), await makeMember(home, "reviewer")];
    const origin = await makeArticle(home, { text: said });
    const twin = await makeArticle(home, { text: `${filler.slice(0, 80)}\n${said}` });
    await indexPassages();
    const query = { versionId: origin.versionId, start: 0, end: [...said].length };
    const before = await searchPassages(actorFor(blind), query);
    expect(before).toHaveLength(1);
    const layer = await makeLayer(twin, { kind: "adjudicated", state: "closed" });
    await makeMark(layer, twin.text, "duplicate", { body: said });
    await makeLayer(twin, { ownerId: blind.id });
    // Whoever may not read marks at all can still search: the search asks no such table for anything.
    const tables = '"Layer", "Annotation", "AnnotationSpan", "ReuseLink", "PassagePair", "PairVerdict"';
    const owner = await connect(database.superUrl);
    try {
      await owner.query(`REVOKE SELECT ON ${tables} FROM sourcebench_app`);
      expect(await searchPassages(actorFor(blind), query)).toEqual(before);
      expect(await searchPassages(actorFor(seeing), query)).toEqual(before);
    } finally {
      await owner.query(`GRANT SELECT ON ${tables} TO sourcebench_app`);
      await owner.end();
    }
  });
});
