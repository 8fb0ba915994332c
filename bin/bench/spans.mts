import { performance } from "node:perf_hooks";
import { closeDb, db, inTransaction, switchDatabase } from "@/lib/db";
import type { Change } from "@/lib/layers/plan";
import { writeChanges } from "@/lib/layers/write-changes";
import { makeArticle, makeLayer, makeProject } from "../../tests/support/factories";
import { claim, spanAt } from "../../tests/support/operations";
import { copyDatabase, dropDatabase, report, round } from "./context.mts";

const LENGTH = 200_000;
const SPANS = 10_000;

/** 10,000 marks, each checked against its text and recorded as an event, into one text of 200,000 characters. */
export async function benchSpans(): Promise<void> {
  const database = await copyDatabase();
  await switchDatabase(database.url);
  const text = "Forty hôuses were flooded 😀 in the nîght. ".repeat(6_000).slice(0, LENGTH);
  const article = await makeArticle(await makeProject(), { text });
  const layer = await makeLayer(article);
  const step = Math.floor((article.length - 40) / SPANS);
  const changes: Change[] = Array.from({ length: SPANS }, (_, index) => ({
    before: null,
    after: {
      ...claim([spanAt(text.slice(0, (index * step + 40) * 2), index * step, index * step + 30)]),
      revision: 1,
      deleted: false,
    },
  }));
  const start = performance.now();
  await inTransaction(undefined, (tx) =>
    writeChanges(
      tx,
      {
        ...article,
        layerId: layer.id,
        articleId: article.id,
        revision: 0,
        actorId: layer.ownerId,
        command: null,
      },
      changes,
    ),
  );
  const ms = performance.now() - start;
  const stored = await db().annotationSpan.count({ where: { layerId: layer.id } });
  report("spans-10000-in-200000", {
    ratio: round(ms / 1000),
    target: "<= 1 (s)",
    ms: Math.round(ms),
    stored,
    characters: article.length,
  });
  await closeDb();
  await dropDatabase(database);
}
