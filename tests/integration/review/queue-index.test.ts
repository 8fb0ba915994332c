import { expect, it } from "vitest";
import { db } from "@/lib/db";
import { listReviewQueue } from "@/lib/review/queue";
import { queueFilter, queueSorts } from "@/lib/review/queue-schema";
import { createDatabase } from "../../support/database";
import {
  actorFor,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
  makeSource,
} from "../../support/factories";

await createDatabase();

it("the longest titles and names in the widest script, by more people than an index row holds, enter every order; one's own stays blind", async () => {
  const project = await makeProject();
  const reviewer = await makeMember(project, "reviewer", { name: "𐍈".repeat(200) });
  const own = await makeMember(project, "reviewer");
  const publisher = await makeSource({ name: "𒀀".repeat(300) });
  const article = await makeArticle(project, { title: "𓀀".repeat(1_000), publisherId: publisher.id });
  for (let n = 0; n < 33; n += 1) await makeLayer(article, { state: "submitted" });
  await makeLayer(article, { ownerId: own.id, state: "submitted" });
  await db().article.update({
    where: { id: article.id },
    data: {
      state: "review",
      reviewReadyAt: new Date(),
      reviewAgreement: 0.5,
      reviewConflicts: 3,
      reviewerId: reviewer.id,
    },
  });
  for (const sort of queueSorts) {
    const { items } = await listReviewQueue(actorFor(reviewer), project.slug, queueFilter.parse({ sort }));
    expect(
      items.map(({ articleId, title, annotators, conflicts }) => [
        articleId,
        title.length,
        annotators,
        conflicts,
      ]),
    ).toEqual([[article.id, 301, 34, 3]]);
    const blind = await listReviewQueue(actorFor(own), project.slug, queueFilter.parse({ sort }));
    const isByFigures = sort === "agreement" || sort === "conflicts";
    expect(blind.items.map((item) => [item.conflicts, item.refusal?.code])).toEqual(
      isByFigures ? [] : [[null, "own-work"]],
    );
  }
});
