import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { candidatesSql, listCandidates } from "@/lib/cards/candidates";
import { answerCandidate, createCard } from "@/lib/cards/commands";
import { db } from "@/lib/db";
import { connect } from "../../prisma/migrate.mjs";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { makeMark } from "../support/marks";

const database = await createDatabase();
const project = await makeProject();
const reviewer = actorFor(await makeMember(project, "reviewer"));

/** A finished article whose final layer claims each of these. */
async function finish(says: string[], to: { id: string } = project): Promise<string[]> {
  const text = `${says.join(". ")}.`;
  const article = await makeArticle(to, { text });
  const layer = await makeLayer(article, { kind: "adjudicated", state: "closed" });
  const ids = [];
  for (const words of says) ids.push(await makeMark(layer, text, "claim", { body: words }));
  await db().article.update({ where: { id: article.id }, data: { state: "done" } });
  return ids;
}

async function cardAbout(statement: string): Promise<string> {
  const [claimId = ""] = await finish([statement]);
  return (await createCard(reviewer, project.slug, { claimId, statement, type: "content" })).id;
}

describe("candidates", () => {
  it("are found by other forms of their words, in other scripts and by the beginning of a word", async () => {
    const id = await cardAbout("The ferry Aurelia sank near Port Elms");
    const [same = "", plain = "", far = ""] = await finish([
      "the ferry Aurelia had sunk near Port Elms",
      "渡船在港口附近沉没",
      "wheat prices rose",
    ]);
    const found = async (q = "") => (await listCandidates(reviewer, id, q)).map((one) => one.claimId);
    expect(await found()).toContain(same);
    expect(await found()).not.toContain(far);
    expect(await found("港口附近")).toEqual([plain]);
    expect(await found("whea")).toEqual([far]);
    expect(await found("wheat price")).toEqual([far]);
    expect(await found("zzqx")).toEqual([]);
  });

  it("say on which cards they are already, and go when the claim is deleted, back when restored", async () => {
    const id = await cardAbout("Twelve lighthouses were switched off");
    const other = await cardAbout("Twelve lighthouses were switched off last night");
    const candidate = () => listCandidates(reviewer, id, "");
    const [first] = await candidate();
    expect(first?.cards).toEqual([
      { id: other, statement: "Twelve lighthouses were switched off last night" },
    ]);
    const claimId = first?.claimId ?? "";
    await db().annotation.update({ where: { id: claimId }, data: { deletedAt: new Date() } });
    expect((await candidate()).map((one) => one.claimId)).not.toContain(claimId);
    await db().annotation.update({ where: { id: claimId }, data: { deletedAt: null } });
    expect((await candidate()).map((one) => one.claimId)).toContain(claimId);
    await db().annotationSpan.deleteMany({ where: { annotationId: claimId } });
    expect((await candidate()).map((one) => one.claimId)).not.toContain(claimId);
  });

  it("are never those of another project, of an open review or of an article in one's own hands", async () => {
    const words = "Seventeen bakeries closed in Marlow";
    const id = await cardAbout(words);
    const elsewhere = await makeProject();
    await makeMember(elsewhere, "reviewer", { userId: reviewer.userId });
    const [foreign = ""] = await finish([words], elsewhere);
    const open = await makeArticle(project, { text: `${words}.` });
    const openLayer = await makeLayer(open, { kind: "adjudicated" });
    const unfinished = await makeMark(openLayer, open.text, "claim", { body: words });
    const [mine = ""] = await finish([words]);
    const article = await db().article.findFirstOrThrow({ orderBy: { number: "desc" } });
    const version = await db().articleVersion.findFirstOrThrow({ where: { articleId: article.id } });
    const found = async () => (await listCandidates(reviewer, id, "")).map((one) => one.claimId);
    expect(await found()).toContain(mine);
    await makeLayer({ ...article, versionId: version.id }, { ownerId: reviewer.userId });
    const now = await found();
    for (const hidden of [foreign, unfinished, mine]) expect(now).not.toContain(hidden);
    await expect(answerCandidate(reviewer, id, { claimId: foreign, isSame: true })).rejects.toMatchObject({
      code: "claim-not-final",
    });
  });
});

describe("the search for candidates", () => {
  const plan = z.array(z.object({ "QUERY PLAN": z.tuple([z.looseObject({ Plan: z.looseObject({}) })]) }));
  const buffers = z.looseObject({ "Shared Hit Blocks": z.number(), "Shared Read Blocks": z.number() });
  const big = { id: "", slug: "", userId: "", cardId: "" };

  beforeAll(async () => {
    const made = await makeProject();
    const actor = actorFor(await makeMember(made, "reviewer"));
    const statement = "About 600 soldiers were captured near the harbour of Elms";
    const [claimId = ""] = await finish([statement], made);
    const card = await createCard(actor, made.slug, { claimId, statement, type: "content" });
    Object.assign(big, { id: made.id, slug: made.slug, userId: actor.userId, cardId: card.id });
  });

  /** Adds final claims to the project, a hundred an article, whose words are those of the card again and again. */
  async function grow(articles: number): Promise<void> {
    const owner = await connect(database.ownerUrl);
    const names = ["soldiers", "harbour", "captured", "ministry", "bridge", "prices", "river", "mayor"];
    const lines = Array.from({ length: 100 }, (_none, at) => {
      const word = (step: number) => names[(at * step + at) % names.length];
      return `about ${at * 7} ${word(1)} were ${word(3)} near the ${word(5)} of place${at}`;
    });
    const text = `${lines.join(".\n")}.`;
    const made = await makeArticle({ id: big.id }, { text });
    await makeLayer(made, { kind: "adjudicated", state: "closed" });
    await db().article.update({ where: { id: made.id }, data: { state: "done" } });
    let at = 0;
    const spans = lines.map((line) => {
      const start = at;
      at += line.length + 2;
      return { start, end: start + line.length, quote: line };
    });
    // The rows around the claims are copies of one article's, since only their number matters here.
    await owner.query("BEGIN");
    await owner.query(
      `CREATE TEMP TABLE grown AS SELECT gen_random_uuid() AS article, gen_random_uuid() AS version, gen_random_uuid() AS layer
         FROM generate_series(1, ${articles})`,
    );
    const copy = async (table: string, changes: Record<string, string>, where: string) => {
      const { rows } = await owner.query(
        `SELECT column_name AS name FROM information_schema.columns
          WHERE table_name = $1 AND is_generated = 'NEVER' AND coalesce(column_default, '') NOT LIKE 'nextval%'`,
        [table],
      );
      const columns = z
        .array(z.object({ name: z.string() }))
        .parse(rows)
        .map((row) => row.name);
      await owner.query(
        `INSERT INTO "${table}" (${columns.map((name) => `"${name}"`).join(", ")})
         SELECT ${columns.map((name) => changes[name] ?? `t."${name}"`).join(", ")} FROM "${table}" t, grown g WHERE ${where}`,
      );
    };
    const versionId = `'${made.versionId}'`;
    await copy("Article", { id: "g.article" }, `t."id" = '${made.id}'`);
    await copy("ArticleVersion", { id: "g.version", articleId: "g.article" }, `t."id" = ${versionId}`);
    await copy("Chunk", { versionId: "g.version", id: "gen_random_uuid()" }, `t."versionId" = ${versionId}`);
    await copy("Block", { versionId: "g.version", id: "gen_random_uuid()" }, `t."versionId" = ${versionId}`);
    await copy(
      "Layer",
      { id: "g.layer", articleId: "g.article", versionId: "g.version" },
      `t."articleId" = '${made.id}' AND t."kind" = 'adjudicated'`,
    );
    await owner.query(`CREATE TEMP TABLE claims AS SELECT gen_random_uuid() AS id, g.*, s."start", s."end", s.quote
       FROM grown g, jsonb_to_recordset('${JSON.stringify(spans)}') AS s("start" int, "end" int, quote text)`);
    await owner.query(
      `INSERT INTO "Annotation" ("id", "layerId", "versionId", "projectId", "kind", "attributes")
       SELECT id, layer, version, '${big.id}', 'claim', '{}' FROM claims`,
    );
    await owner.query(
      `INSERT INTO "AnnotationSpan" ("annotationId", "layerId", "versionId", "role", "start", "end", "quote")
       SELECT id, layer, version, 'body', "start", "end", quote FROM claims`,
    );
    await owner.query("COMMIT");
    await owner.query("VACUUM ANALYZE");
    await owner.end();
  }

  async function measure(q: string): Promise<number> {
    const card = {
      id: big.cardId,
      projectId: big.id,
      statement: "About 600 soldiers were captured near Elms",
    };
    const rows = plan.parse(
      await db().$queryRaw`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${candidatesSql(big.userId, card, q)}`,
    );
    const read = buffers.parse(rows[0]?.["QUERY PLAN"][0].Plan);
    return read["Shared Hit Blocks"] + read["Shared Read Blocks"];
  }

  it("reads no more than its ceiling, among a thousand claims and among ten thousand (a hundred thousand under soak)", {
    timeout: 300_000,
  }, async () => {
    await grow(10);
    const few = [await measure(""), await measure("soldiers harbour")];
    await grow(process.env.SOAK ? 1_000 : 90);
    const many = [await measure(""), await measure("soldiers harbour")];
    console.info(JSON.stringify({ few, many }));
    // Eighty claims are measured at most, each for some dozen pages; the words themselves take under a hundred.
    for (const read of [...few, ...many]) expect(read).toBeLessThan(1_500);
  });
});
