import { expect, it } from "vitest";
import { getWorkPosition } from "@/lib/articles/get-article-text";
import { db } from "@/lib/db";
import { recallLayer, submitLayer } from "@/lib/slots/commands";
import { takeNextSlot } from "@/lib/slots/take-slot";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeMember, makeProject } from "../support/factories";

await createDatabase();

it("counts articles and submissions as they come and go", async () => {
  const project = await makeProject();
  const actor = actorFor(await makeMember(project, "annotator"));
  const articles = [await makeArticle(project), await makeArticle(project), await makeArticle(project)];
  expect(await getWorkPosition(actor, project.id)).toEqual({ submitted: 0, total: 3 });
  const taken = await takeNextSlot(actor, project.slug);
  await submitLayer(actor, taken?.layerId ?? "", { nothingToMark: true });
  expect(await getWorkPosition(actor, project.id)).toEqual({ submitted: 1, total: 3 });
  await recallLayer(actor, taken?.layerId ?? "");
  expect(await getWorkPosition(actor, project.id)).toEqual({ submitted: 0, total: 3 });
  await db().article.update({ where: { id: articles[2]?.id }, data: { withdrawnAt: new Date() } });
  expect(await getWorkPosition(actor, project.id)).toEqual({ submitted: 0, total: 2 });
});
