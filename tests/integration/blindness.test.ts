import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { recordLayerView } from "@/lib/access";
import { getArticle } from "@/lib/articles/get-article";
import { db } from "@/lib/db";
import { listHistory } from "@/lib/history/queries";
import { applyCommand } from "@/lib/layers/commands";
import { pinObservation } from "@/lib/observations/commands";
import { listSourceObservations } from "@/lib/observations/queries";
import { getOverview } from "@/lib/project-agreement/queries";
import { overviewQuery } from "@/lib/project-agreement/schema";
import { workOffAgreement } from "@/lib/project-agreement/work";
import { listReviewQueue } from "@/lib/review/queue";
import { queueFilter } from "@/lib/review/queue-schema";
import { recallLayer, submitLayer } from "@/lib/slots/commands";
import { takeNextSlot } from "@/lib/slots/take-slot";
import { listSourceBoard as listSources } from "@/lib/sources/board";
import { createSource } from "@/lib/sources/commands";
import { listProposals } from "@/lib/sources/proposals";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject, makeSource } from "../support/factories";
import { attribution, claim, command, put, spanOf } from "../support/operations";

await createDatabase();
const text = "The mayor said the dam is safe. Forty houses were flooded.";

/** A manager and an annotator who are both wanted on an article; the annotator has marked it and handed in. */
async function makePair() {
  const project = await makeProject({ annotatorsPerArticle: 2 });
  const mia = actorFor(await makeMember(project, "manager"));
  const ana = actorFor(await makeMember(project, "annotator"));
  const article = await makeArticle(project, { text });
  const layer = await makeLayer(article, { ownerId: ana.userId });
  await applyCommand(ana, layer.id, command(put(claim([spanOf(text, "Forty houses were flooded")]))));
  return { project, mia, ana, article, layer };
}

const filter = { noun: undefined, cursor: undefined };
/** How many pairs' figures somebody reads once all is computed that their reading asked for. */
async function pairsSeen(actor: Parameters<typeof listHistory>[0], slug: string): Promise<number> {
  await getOverview(actor, slug, overviewQuery.parse({}));
  await workOffAgreement();
  return (await getOverview(actor, slug, overviewQuery.parse({}))).pairs.length;
}
async function typesSeen(actor: Parameters<typeof listHistory>[0], slug: string) {
  return (await listHistory(actor, slug, filter)).items.map((item) => item.type);
}

describe("who could still be given an article, or take one's work on it back", () => {
  it("does not read in the history what others marked, nor how much", async () => {
    const { project, mia, ana, article, layer } = await makePair();
    await submitLayer(ana, layer.id, { nothingToMark: false });
    expect(await typesSeen(mia, project.slug)).toEqual(["layer.submitted"]);
    await recordLayerView(mia, article.id);
    expect(await typesSeen(mia, project.slug)).toEqual(["layer.submitted", "annotation.created"]);
  });

  it("is not told that somebody found nothing to mark, by the article's page or the history", async () => {
    const project = await makeProject({ annotatorsPerArticle: 2 });
    const mia = actorFor(await makeMember(project, "manager"));
    const ana = actorFor(await makeMember(project, "annotator"));
    const article = await makeArticle(project, { text });
    const layer = await makeLayer(article, { ownerId: ana.userId });
    await submitLayer(ana, layer.id, { nothingToMark: true });
    const read = async () => {
      const page = await getArticle(mia, { slug: project.slug, articleId: article.id });
      const history = await listHistory(mia, project.slug, filter);
      return [page.layers.map((one) => one.isNothingToMark), history.items.map((one) => one.detail)];
    };
    expect(await read()).toEqual([[false], [null]]);
    await recordLayerView(mia, article.id);
    expect(await read()).toEqual([[true], ["nothing to mark"]]);
  });

  it("sees neither agreement nor conflicts of an article in the queue until its review begins", async () => {
    const { project, mia, ana, article, layer } = await makePair();
    const own = await makeLayer(article, { ownerId: mia.userId });
    await applyCommand(mia, own.id, command(put(claim([spanOf(text, "the dam is safe")]))));
    await submitLayer(ana, layer.id, { nothingToMark: false });
    await submitLayer(mia, own.id, { nothingToMark: false });
    const row = async (show: "waiting" | "reviewing") =>
      (await listReviewQueue(mia, project.slug, queueFilter.parse({ show }))).items[0];
    expect(await row("waiting")).toMatchObject({ articleId: article.id, agreement: null, conflicts: null });
    expect(await pairsSeen(mia, project.slug)).toBe(0);
    const other = actorFor(await makeMember(project, "reviewer"));
    expect((await listReviewQueue(other, project.slug, queueFilter.parse({}))).items[0]).toMatchObject({
      agreement: 0,
      conflicts: 2,
    });
    expect(await pairsSeen(other, project.slug)).toBe(1);
    await recallLayer(mia, own.id);
    expect(await pairsSeen(mia, project.slug)).toBe(0);
    await submitLayer(mia, own.id, { nothingToMark: false });
    await db().article.update({
      where: { id: article.id },
      data: { state: "reviewing", reviewerId: other.userId },
    });
    expect(await row("reviewing")).toMatchObject({ agreement: 0, conflicts: 2 });
    expect(await pairsSeen(mia, project.slug)).toBe(1);
  });
});

it("a source that somebody only rests an attribution on does not show to who is blind there", async () => {
  const { mia, ana, article, layer } = await makePair();
  const source = await createSource(ana, { name: `Proposed ${randomUUID()}`, kind: "agency", note: "" });
  const said = attribution([spanOf(text, "the dam is safe", "content")]);
  await applyCommand(
    ana,
    layer.id,
    command(
      put(said),
      put({
        type: "restsOn",
        id: randomUUID(),
        attributionId: said.id,
        targetId: null,
        sourceId: source.id,
        description: null,
        claimIds: [],
        kind: "relays",
      }),
    ),
  );
  const seen = async () =>
    (await listSources(mia, { q: source.name, show: "proposals" })).items.map((one) => one.id);
  expect(await seen()).toEqual([]);
  await makeLayer(article, { ownerId: mia.userId });
  await submitLayer(ana, layer.id, { nothingToMark: false });
  expect(await seen()).toEqual([]);
  await db().layer.updateMany({ where: { ownerId: mia.userId }, data: { state: "submitted" } });
  expect(await seen()).toEqual([source.id]);
});

describe("whoever reads others' words of an article elsewhere than on it cannot be given it any more", () => {
  /** An annotator who has handed in an attribution to a proposed source; one more person is wanted on the article. */
  async function makeProposed() {
    const { project, mia, ana, article, layer } = await makePair();
    const source = await createSource(ana, { name: `Proposed ${randomUUID()}`, kind: "agency", note: "" });
    const said = attribution([
      spanOf(text, "The mayor", "source"),
      spanOf(text, "the dam is safe", "content"),
    ]);
    const use = { type: "attributionSource" as const, id: randomUUID(), attributionId: said.id };
    await applyCommand(ana, layer.id, command(put(said), put({ ...use, sourceId: source.id })));
    return { project, mia, ana, article, layer, source, use };
  }

  it("in the queue of proposals", async () => {
    const { project, mia, ana, layer, source } = await makeProposed();
    await submitLayer(ana, layer.id, { nothingToMark: false });
    const read = async () => (await listProposals(mia)).items.find((one) => one.id === source.id);
    expect((await read())?.uses).toMatchObject([{ words: "The mayor" }]);
    expect(await takeNextSlot(mia, project.slug)).toBeNull();
  });

  it("among the observations of a source", async () => {
    const { project, mia, ana, layer } = await makeProposed();
    const known = await makeSource();
    const { start, end, quote } = spanOf(text, "The mayor");
    const note = "Says so every year.";
    const pin = { id: randomUUID(), sourceId: known.id, layerId: layer.id, start, end, quote, note };
    await pinObservation(ana, pin);
    await submitLayer(ana, layer.id, { nothingToMark: false });
    const other = actorFor(await makeMember(project, "reviewer"));
    expect((await listSourceObservations(mia, known.id)).items).toMatchObject([{ note, quote }]);
    expect(await takeNextSlot(mia, project.slug)).toBeNull();
    expect(await takeNextSlot(other, project.slug)).not.toBeNull();
  });

  it("and a proposal taken off its mark again does not show before the layer does", async () => {
    const { mia, ana, layer, source, use } = await makeProposed();
    const seen = async () =>
      (await listSources(mia, { q: source.name, show: "proposals" })).items.map((one) => one.id);
    expect(await seen()).toEqual([]);
    const drop = { op: "delete" as const, id: use.id, revision: 1 };
    await applyCommand(ana, layer.id, command(drop));
    expect(await seen()).toEqual([]);
    await submitLayer(ana, layer.id, { nothingToMark: false });
    expect(await seen()).toEqual([source.id]);
  });
});
