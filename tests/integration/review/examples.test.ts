import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { db } from "@/lib/db";
import { listExamples, writeExample } from "@/lib/guidelines/examples";
import { finishReview, startReview } from "@/lib/review/commands";
import { applyReviewCommand } from "@/lib/review/decide";
import { getReview } from "@/lib/review/queries";
import { createDatabase } from "../../support/database";
import { actorFor, makeLayer, makeMember, makeProject } from "../../support/factories";
import { makeHandedIn, settleAll, unitOf } from "../../support/reviewed";

await createDatabase();
const project = await makeProject({ annotatorsPerArticle: 2 });
const ana = actorFor(await makeMember(project, "annotator", { name: "Ana" }));
const ben = actorFor(await makeMember(project, "annotator", { name: "Ben" }));
const carl = actorFor(await makeMember(project, "annotator", { name: "Carl" }));
const rita = actorFor(await makeMember(project, "reviewer", { name: "Rita" }));

const add = (unitId: string, id = randomUUID()) => ({
  action: "add" as const,
  id,
  unitId,
  anchor: "kind" as const,
  note: "A forecast by somebody else.",
});

it("shows a decided unit under its rule, to annotators once the article is finished, until it is taken back", async () => {
  const { article, layers } = await makeHandedIn(project, [ana, ben]);
  await startReview(rita, article.id);
  const unit = unitOf(await getReview(rita, article.id), layers[0]?.dam ?? "");
  await expect(writeExample(rita, article.id, add(unit.id))).rejects.toMatchObject({ code: "undecided" });
  await settleAll(rita, article.id, layers[0]?.id ?? "");
  const wanted = add(unit.id);
  // A repeat of the same request, at the same moment too, adds nothing.
  await Promise.all([writeExample(rita, article.id, wanted), writeExample(rita, article.id, wanted)]);
  expect(await listExamples(rita, project.slug)).toMatchObject([
    {
      anchor: "kind",
      quote: "The dam held until midnight",
      verdict: "accept",
      by: "Rita",
      isOutdated: false,
    },
  ]);
  expect(await listExamples(ana, project.slug)).toEqual([]);
  await finishReview(rita, article.id);
  expect(await listExamples(ana, project.slug)).toHaveLength(1);
  // Whoever still annotates the article must not learn of its final layer.
  const late = await makeLayer(article, { ownerId: carl.userId });
  expect(await listExamples(carl, project.slug)).toEqual([]);
  await db().layer.update({ where: { id: late.id }, data: { state: "closed" } });
  expect(await listExamples(carl, project.slug)).toHaveLength(1);
  await expect(writeExample(ana, article.id, add(unit.id))).rejects.toMatchObject({ status: 403 });
  const withdraw = { action: "withdraw" as const, id: randomUUID(), exampleId: wanted.id };
  await Promise.all([
    writeExample(rita, article.id, withdraw),
    writeExample(rita, article.id, { ...withdraw, id: randomUUID() }),
  ]);
  expect(await listExamples(rita, project.slug)).toEqual([]);
  expect(await db().guidelineExample.count()).toBe(2);
});

it("takes everything with enough votes in one step, and back in one", async () => {
  const crowd = await makeProject({ annotatorsPerArticle: 3 });
  const people = await Promise.all([1, 2, 3].map(async () => actorFor(await makeMember(crowd, "annotator"))));
  const reviewer = actorFor(await makeMember(crowd, "reviewer"));
  const { article, layers } = await makeHandedIn(crowd, people);
  await startReview(reviewer, article.id);
  const before = await getReview(reviewer, article.id);
  const dam = unitOf(before, layers[0]?.dam ?? "");
  expect(dam.alike.map((group) => group.length)).toEqual([3]);
  const step = { commandId: randomUUID(), action: "accept-voted" as const, votes: 2 };
  const change = await applyReviewCommand(reviewer, article.id, step);
  expect(change.decisions.map((one) => one.unitId)).toEqual([dam.id]);
  // Two people's different borders have a vote each, and one mark stands alone: only the latter is clear with one vote.
  const next = { commandId: randomUUID(), action: "accept-voted" as const, votes: 1 };
  const rest = await applyReviewCommand(reviewer, article.id, next);
  const rain = unitOf(before, layers[2]?.rain ?? "");
  expect(rest.decisions.map((one) => one.unitId)).toContain(rain.id);
  expect(rest.decisions.map((one) => one.unitId)).not.toContain(unitOf(before, layers[0]?.houses ?? "").id);
  const undone = { commandId: randomUUID(), action: "undo" as const, undoes: next.commandId };
  await applyReviewCommand(reviewer, article.id, undone);
  const after = await getReview(reviewer, article.id);
  expect(after.units.filter((unit) => unit.decision !== null).map((unit) => unit.id)).toEqual([dam.id]);
  await expect(
    applyReviewCommand(reviewer, article.id, { ...step, commandId: randomUUID() }),
  ).rejects.toMatchObject({ code: "nothing-agreed" });
});
