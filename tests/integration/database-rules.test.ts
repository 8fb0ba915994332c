import { randomUUID } from "node:crypto";
import type { Client } from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { connect } from "../../prisma/migrate.mjs";
import { createDatabase } from "../support/database";
import { makeArticle, makeLayer, makeProject, makeSource, makeUser } from "../support/factories";
import { makeMark } from "../support/marks";

/** What the database itself refuses, whatever the program says: tried by plain SQL as the application and as the owner. */
const database = await createDatabase();
const text = `${"é😀 word ".repeat(400)}end`;
const project = await makeProject();
const article = await makeArticle(project, { text });
const other = await makeArticle(project, { text: "Another text." });
const elsewhere = await makeArticle(await makeProject(), { text: "A text of another project." });
const layer = await makeLayer(article);
const mark = await makeMark(layer, text, "claim", { body: "word" });
const app: Client = await connect(database.url);
const owner: Client = await connect(database.ownerUrl);
afterAll(() => Promise.all([app.end(), owner.end()]));

const insertSpan = `INSERT INTO "AnnotationSpan" ("annotationId", "layerId", "versionId", "role", "start", "end", "quote")
  VALUES ($1, $2, $3, 'body', $4, $5, $6)`;
const span = (start: number, end: number, quote: string, versionId = article.versionId) =>
  app.query(insertSpan, [mark, layer.id, versionId, start, end, quote]);

describe("spans", () => {
  it("must quote the text, also across the border of two chunks", async () => {
    const points = [...text];
    for (const [start, end] of [
      [0, 2],
      [1020, 1030],
      [1023, 1025],
      [1024, 1025],
      [900, 2100],
    ] as const) {
      await span(start, end, points.slice(start, end).join(""));
      const wrong = points.slice(start + 1, end + 1).join("");
      await expect(span(start, end, wrong)).rejects.toMatchObject({ constraint: "span_quote" });
    }
  });

  it("must not be empty, inverted, of another length, beyond the text or before it", async () => {
    await expect(span(3, 3, "")).rejects.toMatchObject({ code: "23514" });
    await expect(span(5, 3, "wo")).rejects.toMatchObject({ code: "23514" });
    await expect(span(0, 3, "é😀")).rejects.toMatchObject({ constraint: "AnnotationSpan_length" });
    await expect(span(article.length - 1, article.length + 1, "dx")).rejects.toMatchObject({
      constraint: "span_quote",
    });
    await expect(span(-2, 0, "é😀")).rejects.toMatchObject({ code: "23514" });
  });

  it("are refused all together where one of many does not quote the text", async () => {
    const points = [...text];
    const many = (wrongAt: number) =>
      Array.from({ length: 300 }, (_, at) => {
        const start = at * 5 + 3;
        const from = at === wrongAt ? start + 1 : start;
        return { start, end: start + 4, quote: points.slice(from, from + 4).join("") };
      });
    const write = (rows: unknown) =>
      app.query(
        `INSERT INTO "AnnotationSpan" ("annotationId", "layerId", "versionId", "role", "start", "end", "quote")
         SELECT $1, $2, $3, 'cue', x."start", x."end", x."quote"
           FROM json_to_recordset($4) AS x("start" int, "end" int, "quote" text)`,
        [mark, layer.id, article.versionId, JSON.stringify(rows)],
      );
    // The first, one across two chunks, one further on, and the last.
    for (const wrongAt of [0, 204, 250, 299])
      await expect(write(many(wrongAt))).rejects.toMatchObject({ constraint: "span_quote" });
    expect((await write(many(-1))).rowCount).toBe(300);
  });

  it("must lie in their layer's version", async () => {
    await expect(span(0, 7, "Another", other.versionId)).rejects.toMatchObject({ code: "23503" });
  });

  it("are checked when changed, too", async () => {
    await expect(
      app.query(
        `UPDATE "AnnotationSpan" SET "start" = "start" + 1, "end" = "end" + 1 WHERE "annotationId" = $1`,
        [mark],
      ),
    ).rejects.toMatchObject({ constraint: "span_quote" });
  });
});

describe("marks of a final layer", () => {
  const waiting = () => owner.query(`SELECT 1 FROM "StandingWork" WHERE "subjectId" = $1`, [other.id]);

  it("leave word of themselves where their article is finished, made or changed; a person's own do not", async () => {
    const own = await makeLayer(other);
    const final = await makeLayer(other, { kind: "adjudicated" });
    const finalMark = await makeMark(final, "Another text.", "claim", { body: "Another" });
    await owner.query(`UPDATE "Article" SET "state" = 'done' WHERE "id" = $1`, [other.id]);
    await owner.query(`DELETE FROM "StandingWork" WHERE "subjectId" = $1`, [other.id]);
    await makeMark(own, "Another text.", "claim", { body: "text" });
    expect((await waiting()).rowCount).toBe(0);
    await makeMark(final, "Another text.", "claim", { body: "text" });
    expect((await waiting()).rowCount).toBe(1);
    await app.query(`UPDATE "Annotation" SET "attributes" = '{}' WHERE "id" = ANY($1)`, [[finalMark]]);
    expect((await waiting()).rowCount).toBe(2);
  });
});

describe("links and layers", () => {
  const newLayer = (
    place: { id: string; projectId: string; versionId: string },
    kind = "person",
    ownerId: string | null = null,
  ) =>
    app.query(
      `INSERT INTO "Layer" ("id", "projectId", "articleId", "versionId", "kind", "ownerId") VALUES ($1, $2, $3, $4, $5, $6)`,
      [randomUUID(), place.projectId, place.id, place.versionId, kind, ownerId],
    );

  it("keep a layer within one project and one article", async () => {
    const user = await makeUser();
    await expect(
      newLayer({ ...article, projectId: elsewhere.projectId }, "person", user.id),
    ).rejects.toMatchObject({ code: "23503" });
    await expect(
      newLayer({ ...article, versionId: other.versionId }, "person", user.id),
    ).rejects.toMatchObject({ code: "23503" });
  });

  it("allow one layer a person, version and round, and a person's layer no missing owner", async () => {
    await expect(newLayer(article, "person", layer.ownerId)).rejects.toMatchObject({ code: "23505" });
    await expect(newLayer(article, "person", null)).rejects.toMatchObject({ constraint: "Layer_owner" });
    await newLayer(article, "adjudicated");
    await expect(newLayer(article, "adjudicated")).rejects.toMatchObject({ code: "23505" });
  });

  it("refuse a link to a mark of another layer, and one between the wrong kinds", async () => {
    const foreign = await makeLayer(other);
    const claim = await makeMark(foreign, "Another text.", "claim", { body: "text" });
    const second = await makeMark(layer, text, "claim", { body: "end" });
    const link = (attributionId: string, claimId: string) =>
      app.query(
        `INSERT INTO "ClaimLink" ("id", "layerId", "projectId", "attributionId", "claimId", "role", "stance")
         VALUES ($1, $2, $3, $4, $5, 'content', 'asserts')`,
        [randomUUID(), layer.id, layer.projectId, attributionId, claimId],
      );
    const attribution = await makeMark(layer, text, "attribution", { content: "word" });
    await expect(link(attribution, claim)).rejects.toMatchObject({ code: "23503" });
    await link(attribution, mark);
    await expect(link(attribution, mark)).rejects.toMatchObject({ code: "23505" });
    await expect(link(mark, second)).rejects.toMatchObject({ constraint: "link_kinds" });
  });

  it("give a slot a person exactly when it is not open, and a person one slot of an article", async () => {
    await expect(
      app.query(`UPDATE "Slot" SET "state" = 'open' WHERE "articleId" = $1 AND "state" = 'taken'`, [
        article.id,
      ]),
    ).rejects.toMatchObject({ constraint: "Slot_person" });
    await expect(
      app.query(
        `INSERT INTO "Slot" ("id", "projectId", "articleId", "ordinal", "articleNumber", "state", "personId")
         VALUES ($1, $2, $3, 99, 1, 'taken', $4)`,
        [randomUUID(), article.projectId, article.id, layer.ownerId],
      ),
    ).rejects.toMatchObject({ code: "23505" });
  });
});

describe("texts", () => {
  const insertVersion = (value: string, chunks: string[], blocks: [number, number][]) => {
    const id = randomUUID();
    return app
      .query("BEGIN")
      .then(() =>
        app.query(
          `INSERT INTO "ArticleVersion" ("id", "articleId", "projectId", "number", "text", "length", "textSha256", "rawBytes", "rawSha256", "offsetMap", "extractor", "change")
           VALUES ($1, $2, $3, (SELECT max("number") + 1 FROM "ArticleVersion" WHERE "articleId" = $2), $4, char_length($4), sha256(convert_to($4, 'UTF8')), 'x', sha256('x'), '{}', 'test', 'edit')`,
          [id, other.id, other.projectId, value],
        ),
      )
      .then(() =>
        app.query(
          `INSERT INTO "Chunk" SELECT $1, c.n - 1, c.t FROM unnest($2::text[]) WITH ORDINALITY AS c(t, n)`,
          [id, chunks],
        ),
      )
      .then(() =>
        app.query(
          `INSERT INTO "Block" ("id", "versionId", "projectId", "kind", "start", "end")
           SELECT gen_random_uuid(), $1, $2, 'body', (b ->> 0)::int, (b ->> 1)::int FROM jsonb_array_elements($3::jsonb) b`,
          [id, other.projectId, JSON.stringify(blocks)],
        ),
      )
      .then(() => app.query("COMMIT"))
      .catch(async (error: unknown) => {
        await app.query("ROLLBACK");
        throw error;
      });
  };

  it("are NFC with \\n line ends, as their hash says", async () => {
    await expect(insertVersion("cafe\u0301", ["cafe\u0301"], [[0, 5]])).rejects.toMatchObject({
      constraint: "ArticleVersion_normal_form",
    });
    await expect(insertVersion("a\r\nb", ["a\r\nb"], [[0, 4]])).rejects.toMatchObject({
      constraint: "ArticleVersion_text",
    });
    await insertVersion("a\nb", ["a\nb"], [[0, 3]]);
  });

  it("have chunks that are the text, cut at 1,024 code points", async () => {
    await expect(insertVersion("abc", ["abd"], [[0, 3]])).rejects.toMatchObject({ constraint: "chunk_text" });
    await expect(insertVersion("abc", ["a", "bc"], [[0, 3]])).rejects.toMatchObject({
      constraint: "chunk_text",
    });
    await expect(insertVersion("abc", [], [[0, 3]])).rejects.toMatchObject({ constraint: "chunk_text" });
  });

  it("have blocks that cover them once", async () => {
    for (const blocks of [
      [],
      [[0, 2]],
      [[1, 3]],
      [
        [0, 1],
        [2, 3],
      ],
      [
        [0, 2],
        [1, 3],
      ],
      [[0, 4]],
    ] as [number, number][][])
      await expect(insertVersion("abc", ["abc"], blocks)).rejects.toMatchObject({
        constraint: "block_partition",
      });
    await insertVersion(
      "abc",
      ["abc"],
      [
        [0, 1],
        [1, 3],
      ],
    );
  });

  it("keep their partition when blocks are removed or moved", async () => {
    const versionId = other.versionId;
    await expect(app.query(`DELETE FROM "Block" WHERE "versionId" = $1`, [versionId])).rejects.toMatchObject({
      constraint: "block_partition",
    });
    await expect(
      app.query(`UPDATE "Block" SET "end" = "end" - 1 WHERE "versionId" = $1`, [versionId]),
    ).rejects.toMatchObject({ constraint: "block_partition" });
  });
});

const appendOnly = [
  "ArticleVersion",
  "Chunk",
  "Passage",
  "PassageSpan",
  "GuidelineVersion",
  "Event",
  "EventSeal",
  "Command",
  "SourceRating",
  "RatingEvidence",
  "SignOff",
  "DisputeMessage",
  "GuidelineExample",
  "RuleKeep",
  "Credibility",
  "Verdict",
  "DatasetRelease",
  "ReleaseFile",
  "ReleaseArticle",
  "HouseGrade",
  "Dependency",
  "ReviewDecision",
  "DecisionInput",
];

describe("what is never changed", () => {
  it.each(appendOnly)("%s: the application has no right to change, delete or empty it", async (table) => {
    for (const right of ["UPDATE", "DELETE", "TRUNCATE"]) {
      const { rows } = await app.query("SELECT has_table_privilege(current_user, $1, $2) AS ok", [
        `"${table}"`,
        right,
      ]);
      expect(rows[0], `${table} ${right}`).toEqual({ ok: false });
    }
    const { rows } = await app.query(
      "SELECT pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relname = $1",
      [table],
    );
    expect(rows[0].owner).not.toContain("_login");
  });

  it("is refused to the owner of the tables, too", async () => {
    await expect(owner.query(`UPDATE "Chunk" SET "text" = 'x'`)).rejects.toMatchObject({
      constraint: "append_only",
    });
    await expect(owner.query(`DELETE FROM "ArticleVersion"`)).rejects.toMatchObject({
      constraint: "append_only",
    });
    await expect(owner.query(`TRUNCATE "Event"`)).rejects.toMatchObject({ constraint: "append_only" });
  });

  it("cannot be reached by switching triggers off, which the application may not", async () => {
    await expect(app.query("SET session_replication_role = replica")).rejects.toMatchObject({
      code: "42501",
    });
    await expect(app.query(`ALTER TABLE "Event" DISABLE TRIGGER ALL`)).rejects.toMatchObject({
      code: "42501",
    });
  });

  it("lets a rating be added and none be rewritten", async () => {
    const source = await makeSource();
    const user = await makeUser();
    await app.query(
      `INSERT INTO "SourceRating" ("id", "sourceId", "raterId", "scheme", "schemeVersion", "grade", "role", "rationale", "sawOthers")
       VALUES (gen_random_uuid(), $1, $2, 'admiralty-reliability', 'STANAG-2511', 'B', 'publisher', 'checked', false)`,
      [source.id, user.id],
    );
    await expect(app.query(`UPDATE "SourceRating" SET "grade" = 'A'`)).rejects.toMatchObject({
      code: "42501",
    });
    await expect(owner.query(`UPDATE "SourceRating" SET "grade" = 'A'`)).rejects.toMatchObject({
      constraint: "append_only",
    });
  });
});

describe("what an attribution rests on", () => {
  it("names claims of its own layer alone", async () => {
    const who = await makeMark(layer, text, "attribution", { content: "word" });
    const far = await makeMark(await makeLayer(other), "Another text.", "claim", { body: "text" });
    const rest = (claimIds: string[]) =>
      app.query(
        `INSERT INTO "RestsOn" ("id", "layerId", "projectId", "attributionId", "description", "claimIds", "type")
         VALUES (gen_random_uuid(), $1, $2, $3, 'a letter', $4, 'relays')`,
        [layer.id, layer.projectId, who, claimIds],
      );
    await rest([]);
    await rest([mark]);
    for (const wrong of [[far], [mark, who], [randomUUID()]])
      await expect(rest(wrong)).rejects.toMatchObject({ constraint: "rests_on_claims" });
    await expect(
      app.query(`UPDATE "RestsOn" SET "claimIds" = ARRAY[$1::uuid] WHERE "attributionId" = $2`, [far, who]),
    ).rejects.toMatchObject({ constraint: "rests_on_claims" });
  });
});

describe("indexes", () => {
  it("stand on every foreign key", async () => {
    const { rows } = await owner.query(`
      SELECT c.conrelid::regclass::text AS table, c.conname AS key
        FROM pg_constraint c
       WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
         AND NOT EXISTS (
           SELECT 1 FROM pg_index i
            WHERE i.indrelid = c.conrelid AND i.indpred IS NULL
              AND (i.indkey::int2[])[0] = ANY (c.conkey))`);
    expect(rows).toEqual([]);
  });
});
