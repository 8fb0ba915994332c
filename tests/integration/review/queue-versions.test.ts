import { expect, it } from "vitest";
import { db } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { listReviewQueue } from "@/lib/review/queue";
import { queueFilter } from "@/lib/review/queue-schema";
import { submitLayer } from "@/lib/slots/commands";
import { createDatabase } from "../../support/database";
import { makeArticle, makeLayer } from "../../support/factories";
import {
  add,
  correctedText,
  letAllGo,
  makeFinished,
  makeNewsroom,
  type Newsroom,
} from "../../support/versions";

await createDatabase();

async function rowOf(actor: Actor, { project }: Newsroom, articleId: string, show = "waiting") {
  const { items } = await listReviewQueue(actor, project.slug, queueFilter.parse({ show }));
  return items.find((item) => item.articleId === articleId);
}

it("a row of the queue says where its layers stand on different texts of the article, and nothing where they do not", async () => {
  const room = await makeNewsroom();
  const { article } = await makeFinished(room);
  expect((await rowOf(room.rita, room, article.id, "done"))?.layersOn).toBeNull();
  const { layerId } = await add(room.mia, article.id, correctedText);
  await letAllGo(room.mia, layerId);
  await db().project.update({ where: { id: room.project.id }, data: { reviewPolicy: "every-article" } });
  await submitLayer(room.mia, layerId, { nothingToMark: false });
  const other = await makeArticle(room.project);
  const layer = await makeLayer(other, { ownerId: room.ana.userId });
  await submitLayer(room.ana, layer.id, { nothingToMark: true });
  expect((await rowOf(room.rita, room, article.id))?.layersOn).toEqual({ versions: [1, 2], newest: 2 });
  expect((await rowOf(room.rita, room, other.id))?.layersOn).toBeNull();
  // Whoever's work is in it may still take it back, and is told of no layer.
  expect((await rowOf(room.mia, room, article.id))?.layersOn).toBeNull();
});

it("a row of the queue says where all its layers stand on an earlier text", async () => {
  const room = await makeNewsroom();
  const { article } = await makeFinished(room);
  const { layerId } = await add(room.mia, article.id, correctedText);
  await db().layer.update({ where: { id: layerId }, data: { state: "closed" } });
  await db().article.update({
    where: { id: article.id },
    data: { state: "review", reviewReadyAt: new Date() },
  });
  expect((await rowOf(room.rita, room, article.id))?.layersOn).toEqual({ versions: [1], newest: 2 });
});
