import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { recordLayerView } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { withdrawBatch } from "@/lib/imports/commands";
import { applyCommand } from "@/lib/layers/commands";
import { updateSettings } from "@/lib/projects/commands";
import { getProjectSettings } from "@/lib/projects/queries";
import { settingsInput } from "@/lib/projects/schema";
import { returnArticle, startReview } from "@/lib/review/commands";
import { recallLayer, releaseSlot, submitLayer } from "@/lib/slots/commands";
import { getTeamWork } from "@/lib/slots/queries";
import { takeNextSlot } from "@/lib/slots/take-slot";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeBatch, makeLayer, makeMember, makeProject } from "../support/factories";
import { claim, command, put, spanOf } from "../support/operations";
import { overlap } from "../support/overlap";
import { refusal } from "../support/refusal";

await createDatabase();
const text = "The dam held. Forty houses were flooded.";

async function makeDesk(options: Parameters<typeof makeProject>[0] = {}) {
  const project = await makeProject(options);
  const mia = actorFor(await makeMember(project, "manager"));
  const rita = actorFor(await makeMember(project, "reviewer"));
  const batch = await makeBatch(project, mia.userId);
  const article = await makeArticle(project, { text, batchId: batch.id });
  return { project, mia, rita, batch, article };
}

describe("a manager's release", () => {
  it("finds a slot handed in that its person submits at that moment, and takes nothing back", async () => {
    const { mia, article } = await makeDesk();
    const layer = await makeLayer(article);
    const owner = actorFor({ id: layer.ownerId ?? "" });
    const slot = await db().slot.findFirstOrThrow({ where: { articleId: article.id } });
    const released = await overlap(
      (tx) => submitLayer(owner, layer.id, { nothingToMark: true }, tx),
      () => releaseSlot(mia, slot.id),
    );
    expect(released).toMatchObject({ status: "rejected", reason: { code: "not-in-work" } });
    expect(await db().slot.findMany({ where: { articleId: article.id }, select: { state: true } })).toEqual([
      { state: "submitted" },
    ]);
    const { state } = await db().article.findUniqueOrThrow({ where: { id: article.id } });
    expect(["review", "done"]).toContain(state);
  });

  it("frees a place that was returned to somebody who is no longer here", async () => {
    const { project, mia, rita, article } = await makeDesk();
    const layer = await makeLayer(article);
    const owner = actorFor({ id: layer.ownerId ?? "" });
    await submitLayer(owner, layer.id, { nothingToMark: true });
    await startReview(rita, article.id);
    await returnArticle(rita, article.id, { layerId: layer.id, comment: "Look again." });
    await db().member.delete({
      where: { projectId_userId: { projectId: project.id, userId: owner.userId } },
    });
    const { taken } = await getTeamWork(mia, project.slug);
    expect(taken).toMatchObject([{ articleId: article.id, state: "returned" }]);
    await releaseSlot(mia, taken[0]?.slotId ?? "");
    expect(await takeNextSlot(actorFor(await makeMember(project, "annotator")), project.slug)).toMatchObject({
      articleId: article.id,
    });
  });
});

describe("whoever takes the next article", () => {
  it("is not given one whose batch is withdrawn at that moment", async () => {
    const { project, mia, batch, article } = await makeDesk();
    const ana = actorFor(await makeMember(project, "annotator"));
    const taken = await overlap(
      (tx) => withdrawBatch(mia, project.slug, batch.id, tx),
      () => takeNextSlot(ana, project.slug),
    );
    expect(taken).toEqual({ status: "fulfilled", value: null });
    expect(await db().slot.count({ where: { articleId: article.id, personId: { not: null } } })).toBe(0);
    expect(await db().layer.count({ where: { articleId: article.id } })).toBe(0);
  });

  it("is not given one whose layers they look at while the place is not free", async () => {
    const { project, rita, article } = await makeDesk();
    const slotId = article.slotIds[0] ?? "";
    const taken = await overlap(
      async (tx) => {
        await tx.$queryRaw`SELECT 1 FROM "Slot" WHERE "id" = ${slotId}::uuid FOR UPDATE`;
        await recordLayerView(rita, article.id, tx);
      },
      () => takeNextSlot(rita, project.slug),
    );
    expect(taken).toEqual({ status: "fulfilled", value: null });
  });
});

describe("at the same moment", () => {
  it("a recall and the begin of the review never both succeed", async () => {
    for (const isRecallFirst of [true, false]) {
      const { rita, article } = await makeDesk();
      const layer = await makeLayer(article);
      const owner = actorFor({ id: layer.ownerId ?? "" });
      await submitLayer(owner, layer.id, { nothingToMark: true });
      const recall = (tx?: Tx) => recallLayer(owner, layer.id, tx);
      const start = (tx?: Tx) => startReview(rita, article.id, {}, tx);
      const second = isRecallFirst
        ? await overlap(recall, () => start())
        : await overlap(start, () => recall());
      expect(second).toMatchObject({
        status: "rejected",
        reason: { code: isRecallFirst ? "not-in-review" : "review-started" },
      });
    }
  });

  it("a save that arrives while its layer is handed in is refused and changes nothing", async () => {
    const { article } = await makeDesk();
    const layer = await makeLayer(article);
    const owner = actorFor({ id: layer.ownerId ?? "" });
    const saved = await overlap(
      (tx) => submitLayer(owner, layer.id, { nothingToMark: true }, tx),
      () => applyCommand(owner, layer.id, command(put(claim([spanOf(text, "The dam held")])))),
    );
    expect(saved).toMatchObject({ status: "rejected", reason: { code: "layer-closed" } });
    expect(await db().annotation.count({ where: { layerId: layer.id } })).toBe(0);
    expect(await db().command.count({ where: { layerId: layer.id } })).toBe(0);
  });

  it("one command id for two layers is taken once", async () => {
    const { project, article } = await makeDesk();
    const owner = actorFor(await makeMember(project, "annotator"));
    const one = await makeLayer(article, { ownerId: owner.userId });
    const two = await makeLayer(await makeArticle(project, { text }), { ownerId: owner.userId });
    const commandId = randomUUID();
    const results = await Promise.allSettled(
      [one, two].map((layer) =>
        applyCommand(owner, layer.id, {
          commandId,
          operations: [put(claim([spanOf(text, "The dam held")]))],
        }),
      ),
    );
    expect(results.map((result) => result.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(results.find((result) => result.status === "rejected")).toMatchObject({
      reason: { code: "command-reused" },
    });
    expect(await db().annotation.count({ where: { layerId: { in: [one.id, two.id] } } })).toBe(1);
  });

  it("two managers who save settings: the second is told", async () => {
    const { project, mia } = await makeDesk();
    const other = actorFor(await makeMember(project, "manager"));
    const settings = await getProjectSettings(mia, project.slug);
    const input = (leaseMinutes: number) => settingsInput.parse({ ...settings, leaseMinutes });
    const second = await overlap(
      (tx) => updateSettings(mia, input(30), tx),
      () => updateSettings(other, input(40)),
    );
    expect(second).toMatchObject({ status: "rejected", reason: { code: "stale-revision" } });
    expect(await getProjectSettings(mia, project.slug)).toMatchObject({ leaseMinutes: 30 });
  });

  it("a review that is begun while somebody hands in waits for the last of them", async () => {
    const { rita, article } = await makeDesk({ annotatorsPerArticle: 2 });
    const first = await makeLayer(article, { state: "submitted" });
    const last = await makeLayer(article);
    const started = await overlap(
      (tx) => submitLayer(actorFor({ id: last.ownerId ?? "" }), last.id, { nothingToMark: true }, tx),
      () => startReview(rita, article.id),
    );
    if (started.status === "fulfilled") expect(started.value.articleId).toBe(article.id);
    else expect(started.reason).toMatchObject({ code: "already-finished" });
    expect(first.articleId).toBe(article.id);
    expect((await refusal(recallLayer(actorFor({ id: last.ownerId ?? "" }), last.id))).code).toBe(
      "review-started",
    );
  });
});
