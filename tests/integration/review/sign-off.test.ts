import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { visibleLayerIds } from "@/lib/access";
import { db } from "@/lib/db";
import { finishReview, releaseReview, signOff, startReview } from "@/lib/review/commands";
import { applyReviewCommand } from "@/lib/review/decide";
import { getReview, getReviewStanding } from "@/lib/review/queries";
import { createDatabase } from "../../support/database";
import { actorFor, makeMember, makeProject } from "../../support/factories";
import { makeHandedIn, settleAll } from "../../support/reviewed";

await createDatabase();
const project = await makeProject({ annotatorsPerArticle: 2, needsSignOff: true });
const ana = actorFor(await makeMember(project, "annotator", { name: "Ana" }));
const ben = actorFor(await makeMember(project, "annotator", { name: "Ben" }));
const rita = actorFor(await makeMember(project, "reviewer", { name: "Rita" }));
const rolf = actorFor(await makeMember(project, "reviewer", { name: "Rolf" }));
const mia = actorFor(await makeMember(project, "manager", { name: "Mia" }));

async function settled() {
  const { article, layers } = await makeHandedIn(project, [ana, ben]);
  await startReview(rita, article.id);
  await settleAll(rita, article.id, layers[0]?.id ?? "");
  expect(await finishReview(rita, article.id)).toMatchObject({ state: "settled" });
  return article;
}

it("is final only when a second reviewer confirms it, who is not the first", async () => {
  const article = await settled();
  expect(await visibleLayerIds(ana, article.id)).toHaveLength(1);
  const waiting = await getReviewStanding(rolf, article.id);
  expect(waiting).toMatchObject({ state: "review", settled: { by: "Rita", isSelf: false } });
  await startReview(rolf, article.id);
  await expect(signOff(rita, article.id, { verdict: "confirmed" })).rejects.toMatchObject({
    code: "review-taken",
  });
  // Whoever signs off reads the decisions and changes none.
  const review = await getReview(rolf, article.id);
  expect(review.units.every((unit) => unit.decision !== null)).toBe(true);
  const reopening = {
    commandId: randomUUID(),
    action: "reopen" as const,
    unitId: review.units[0]?.id ?? "",
    comment: null,
  };
  await expect(applyReviewCommand(rolf, article.id, reopening)).rejects.toMatchObject({
    code: "signing-off",
  });
  await expect(finishReview(rolf, article.id)).rejects.toMatchObject({ code: "signing-off" });
  expect(await signOff(rolf, article.id, { verdict: "confirmed" })).toMatchObject({ state: "done" });
  expect((await visibleLayerIds(ana, article.id)).length).toBeGreaterThan(1);
  expect(await db().signOff.findMany({ where: { articleId: article.id } })).toMatchObject([
    { verdict: "confirmed", settledById: rita.userId, signedById: rolf.userId },
  ]);
});

it("goes back to the first reviewer with a comment, who settles it again", async () => {
  const article = await settled();
  await startReview(mia, article.id);
  await signOff(mia, article.id, { verdict: "returned", comment: "The flood figure needs its source." });
  expect(await getReviewStanding(rita, article.id)).toMatchObject({
    state: "reviewing",
    reviewer: { isSelf: true },
    settled: null,
  });
  const review = await getReview(rita, article.id);
  expect(review.signOff).toMatchObject({
    returned: { by: "Mia", comment: "The flood figure needs its source." },
  });
  await finishReview(rita, article.id);
  await startReview(rolf, article.id);
  await signOff(rolf, article.id, { verdict: "confirmed" });
  expect((await db().article.findUniqueOrThrow({ where: { id: article.id } })).state).toBe("done");
});

it("is taken up again by the first reviewer, as long as no second one has begun", async () => {
  const article = await settled();
  await startReview(rita, article.id);
  expect(await getReviewStanding(rita, article.id)).toMatchObject({ state: "reviewing", settled: null });
  await expect(signOff(rita, article.id, { verdict: "confirmed" })).rejects.toMatchObject({
    code: "not-settled",
  });
  await finishReview(rita, article.id);
  await startReview(rolf, article.id);
  await expect(startReview(rita, article.id)).rejects.toMatchObject({ code: "review-taken" });
  await releaseReview(rolf, article.id);
  expect(await getReviewStanding(rita, article.id)).toMatchObject({
    state: "review",
    settled: { isSelf: true },
  });
});

it("has one signer where two begin at once, and one outcome where they confirm and return at once", async () => {
  const article = await settled();
  const started = await Promise.allSettled([startReview(rolf, article.id), startReview(mia, article.id)]);
  expect(started.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const signer = started[0]?.status === "fulfilled" ? rolf : mia;
  const signed = await Promise.allSettled([
    signOff(signer, article.id, { verdict: "confirmed" }),
    signOff(signer, article.id, { verdict: "returned", comment: "Look again." }),
  ]);
  expect(signed.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  expect(await db().signOff.count({ where: { articleId: article.id } })).toBe(1);
});

it("says so where nobody else could sign it off", async () => {
  const small = await makeProject({ annotatorsPerArticle: 1, needsSignOff: true });
  const only = actorFor(await makeMember(small, "reviewer"));
  const cleo = actorFor(await makeMember(small, "annotator"));
  const { article } = await makeHandedIn(small, [cleo]);
  expect((await getReviewStanding(only, article.id)).hasOtherReviewer).toBe(false);
  expect((await getReviewStanding(rita, (await settled()).id)).hasOtherReviewer).toBe(true);
});
