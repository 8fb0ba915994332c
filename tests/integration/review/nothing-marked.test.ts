import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { finishReview, startReview } from "@/lib/review/commands";
import { applyReviewCommand } from "@/lib/review/decide";
import { getOutcome } from "@/lib/review/outcome-queries";
import { getReview } from "@/lib/review/queries";
import { submitLayer } from "@/lib/slots/commands";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../../support/factories";
import { spanOf } from "../../support/operations";

await createDatabase();
const text = "Rain is expected on Friday. Nobody was hurt.";
const project = await makeProject({ annotatorsPerArticle: 2 });
const ana = actorFor(await makeMember(project, "annotator"));
const ben = actorFor(await makeMember(project, "annotator"));
const rita = actorFor(await makeMember(project, "reviewer"));

/** An article in which nobody found anything to mark, taken up by Rita. */
async function begin() {
  const article = await makeArticle(project, { text });
  for (const person of [ana, ben]) {
    const { id } = await makeLayer(article, { ownerId: person.userId });
    await submitLayer(person, id, { nothingToMark: true });
  }
  await startReview(rita, article.id);
  return article;
}

it("is opened and finished by its reviewer, and its outcome shows nothing", async () => {
  const { id } = await begin();
  expect(await getReview(rita, id)).toMatchObject({ units: [], round: 1 });
  expect((await getReview(rita, id)).layers.map((layer) => layer.isNothingToMark)).toEqual([true, true]);
  expect(await finishReview(rita, id)).toMatchObject({ state: "done" });
  expect(await getOutcome(ana, id)).toMatchObject({ places: [] });
});

it("takes what everybody missed, and shows it to them", async () => {
  const { id } = await begin();
  const mark = { attributes: { kind: "factual" }, spans: [spanOf(text, "Nobody was hurt")], readsId: null };
  const addition = { commandId: randomUUID(), action: "add", kind: "claim", mark, comment: null } as const;
  await applyReviewCommand(rita, id, addition);
  expect((await getReview(rita, id)).units).toMatchObject([{ decision: { verdict: "amend" } }]);
  await startReview(rita, id);
  expect((await getReview(rita, id)).units).toHaveLength(1);
  await finishReview(rita, id);
  expect((await getOutcome(ana, id)).places).toMatchObject([{ outcome: "missed" }]);
});
