import { performance } from "node:perf_hooks";
import { closeDb, db, switchDatabase } from "@/lib/db";
import { makeArticle, makeLayer, makeProject } from "../../tests/support/factories";
import {
  asSuperuser,
  copyDatabase,
  dropDatabase,
  percentile,
  report,
  round,
  startServer,
} from "./context.mts";
import { makeEditors, pacedSaves } from "./save.mts";

const PEOPLE = 6;
const SPANS = 1_000;
const SENTENCE = 45;
const ARTICLES = 3;
/** Of each editor: a third with nothing to compute, the rest meanwhile. */
const SAVES = 300;
const mostMs = 120_000;

/**
 * Twenty editors at a person's pace while the server's own job compares articles of 1,000 spans in all by six people and
 * computes every measure of their fifteen pairs, γ included.
 */
export async function benchAgreementLoad(): Promise<void> {
  const database = await copyDatabase();
  const editors = await makeEditors(database, SAVES);
  const project = await makeProject({ annotatorsPerArticle: PEOPLE, kinds: ["claim"] });
  const each = Math.ceil(SPANS / PEOPLE);
  const text = "Forty houses were flooded, said the mayor. ".repeat(each + 2).trim();
  const articles: string[] = [];
  for (let place = 0; place < ARTICLES; place += 1) {
    const article = await makeArticle(project, { text });
    articles.push(article.id);
    for (let person = 0; person < PEOPLE; person += 1) {
      const layer = await makeLayer(article, { state: "submitted" });
      // Every mark in a sentence of its own, with borders that differ from person to person.
      await asSuperuser(
        database,
        `INSERT INTO "Annotation" ("id", "layerId", "versionId", "projectId", "kind", "attributes")
         SELECT gen_random_uuid(), '${layer.id}', '${layer.versionId}', '${layer.projectId}', 'claim',
                jsonb_build_object('kind', (ARRAY['factual', 'assessment', 'prediction'])[1 + (i * ${person + 1}) % 3])
           FROM generate_series(1, ${each}) i`,
        `INSERT INTO "AnnotationSpan" ("annotationId", "layerId", "versionId", "role", "start", "end", "quote")
         SELECT n."id", n."layerId", n."versionId", 'body', n.s, n.s + 20, substr(v."text", n.s + 1, 20)
           FROM (SELECT a.*, (row_number() OVER (ORDER BY a."id")::int * ${SENTENCE - 2} + ${person * 2}) AS s
                   FROM "Annotation" a WHERE a."layerId" = '${layer.id}') n
           JOIN "ArticleVersion" v ON v."id" = n."versionId"`,
      );
    }
  }
  const server = await startServer(database);
  // The same desk on the same machine with nothing to compute, as other work on it slows saves too.
  const split = Math.floor(SAVES / 3);
  const before = await pacedSaves(
    server.url,
    editors.map((editor) => ({ ...editor, commands: editor.commands.slice(0, split) })),
    () => false,
  );
  await db().article.updateMany({ where: { id: { in: articles } }, data: { state: "review" } });
  const began = performance.now();
  let isOver = false;
  const computed = (async () => {
    while (performance.now() - began < mostMs) {
      const found = await db().agreementReport.findFirst({ where: { projectId: project.id } });
      if (found?.computedAt) return found;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    return null;
  })().finally(() => {
    isOver = true;
  });
  const samples = await pacedSaves(
    server.url,
    editors.map((editor) => ({ ...editor, commands: editor.commands.slice(split) })),
    () => isOver,
  );
  const done = await computed;
  await server.stop();
  report("save-during-agreement", {
    p50Ms: round(percentile(samples, 0.5)),
    p95Ms: round(percentile(samples, 0.95)),
    p95TargetMs: 50,
    idleP50Ms: round(percentile(before, 0.5)),
    idleP95Ms: round(percentile(before, 0.95)),
    saves: samples.length,
    articles: ARTICLES,
    spansAnArticle: each * PEOPLE,
    pairs: (PEOPLE * (PEOPLE - 1)) / 2,
    isComputed: done !== null,
    computedMs: done?.durationMs ?? null,
  });
  await switchDatabase(database.url);
  await closeDb();
  await dropDatabase(database);
}
