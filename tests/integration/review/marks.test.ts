import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { addComment } from "@/lib/comments/commands";
import { countUnread, listThreads } from "@/lib/comments/queries";
import { db } from "@/lib/db";
import { listMarks } from "@/lib/marks/list-marks";
import { actOnMarks, previewMarkAct, undoMarkAct } from "@/lib/marks/mark-acts";
import { marksAsCsv } from "@/lib/marks/marks-csv";
import { type MarkFilter, markActInput, markFilter } from "@/lib/marks/schema";
import type { Actor } from "@/lib/policy";
import { finishReview, startReview } from "@/lib/review/commands";
import { applyReviewCommand } from "@/lib/review/decide";
import { submitLayer } from "@/lib/slots/commands";
import { createDatabase } from "../../support/database";
import {
  actorFor,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
  makeSource,
} from "../../support/factories";
import { makeMark, resolveSource } from "../../support/marks";

await createDatabase();
const text = "Zoe said forty houses were flooded. Adam said the dam held until midnight.";
const project = await makeProject({ annotatorsPerArticle: 1 });
const ana = actorFor(await makeMember(project, "annotator", { name: "Ana" }));
const rita = actorFor(await makeMember(project, "reviewer", { name: "Rita" }));
const viewer = actorFor(await makeMember(project, "viewer"));

/** An article that Ana handed in with two claims and an attribution, finished by Rita if wanted. */
async function handIn(isFinished: boolean, sourceId?: string) {
  const article = await makeArticle(project, { text });
  const layer = await makeLayer(article, { ownerId: ana.userId });
  const factual = { attributes: { kind: "factual" } };
  await makeMark(layer, text, "claim", { body: "forty houses were flooded" }, factual);
  await makeMark(layer, text, "claim", { body: "the dam held" }, factual);
  const said = await makeMark(layer, text, "attribution", {
    source: "Adam",
    cue: "said",
    content: "the dam held",
  });
  if (sourceId) await resolveSource(layer, said, sourceId);
  await submitLayer(ana, layer.id, { nothingToMark: false });
  if (!isFinished) return article;
  await startReview(rita, article.id);
  await applyReviewCommand(rita, article.id, { commandId: randomUUID(), action: "accept-agreed" });
  await finishReview(rita, article.id);
  return article;
}

const list = (actor: Actor, filter: Partial<MarkFilter> = {}, limit?: number) =>
  listMarks(actor, project.slug, markFilter.parse(filter), { limit });
const marksOf = async (filter: Partial<MarkFilter>) =>
  (await list(viewer, filter)).items.map((item) => item.mark);

describe("the concordance", () => {
  it("shows final marks in context, by place, by the words before and after, page by page, and narrows them", async () => {
    const article = await handIn(true);
    const page = await list(viewer, { kind: "claim" });
    expect(page.items[0]).toMatchObject({
      articleId: article.id,
      left: "Zoe said ",
      mark: "forty houses were flooded",
      right: ". Adam said the dam held until midnight.",
      values: ["kind=factual"],
      person: null,
    });
    expect(await marksOf({ kind: "claim", sort: "left" })).toEqual([
      "the dam held",
      "forty houses were flooded",
    ]);
    expect(await marksOf({ kind: "claim", sort: "right" })).toEqual([
      "forty houses were flooded",
      "the dam held",
    ]);
    expect(await marksOf({ cue: "SAID" })).toEqual(["said"]);
    expect(await marksOf({ value: "kind=prediction" })).toEqual([]);
    const first = await list(viewer, {}, 2);
    const second = await list(viewer, { at: first.next ?? "" }, 2);
    expect([...first.items, ...second.items].map((item) => item.annotationId)).toEqual(
      (await list(viewer)).items.map((item) => item.annotationId),
    );
    expect((await list(viewer, { at: second.previous ?? "" }, 2)).items).toEqual(first.items);
    let csv = "";
    for await (const part of marksAsCsv(viewer, project.slug, markFilter.parse({ kind: "claim" })))
      csv += part;
    expect(csv.trim().split("\n")).toHaveLength(3);
  });

  it("shows annotators' marks to reviewers alone, never one's unfinished article, and notes who has looked", async () => {
    const article = await handIn(false);
    await expect(list(viewer, { scope: "people" })).rejects.toMatchObject({ status: 403 });
    const of = async (actor: Actor, scope: "people" | "final") =>
      (await list(actor, { scope })).items.filter((item) => item.articleId === article.id).length;
    expect([await of(rita, "people"), await of(rita, "final")]).toEqual([3, 0]);
    expect(await db().layerView.count({ where: { articleId: article.id, userId: rita.userId } })).toBe(1);
    const rolf = actorFor(await makeMember(project, "reviewer"));
    await makeLayer(article, { ownerId: rolf.userId });
    expect(await of(rolf, "people")).toBe(0);
    const layer = await db().layer.findFirstOrThrow({
      where: { articleId: article.id, ownerId: ana.userId },
    });
    await db().layer.update({
      where: { id: layer.id },
      data: { state: "returned", revision: { increment: 1 } },
    });
    expect(await of(rita, "people")).toBe(0);
    await db().article.update({ where: { id: article.id }, data: { withdrawnAt: new Date() } });
    expect(await db().markLine.count({ where: { articleId: article.id } })).toBe(0);
  });
});

describe("acting on many marks", () => {
  it("relabels final marks by further decisions, passes over what it may not touch, and undoes all at once", async () => {
    const articles = [await handIn(true), await handIn(true)];
    const finals = (await list(rita)).items.filter((item) =>
      articles.some((one) => one.id === item.articleId),
    );
    const open = await handIn(false);
    const theirs = (await list(rita, { scope: "people", kind: "claim" })).items.filter(
      (item) => item.articleId === open.id,
    );
    const annotationIds = [...finals, ...theirs.slice(0, 1)].map((item) => item.annotationId);
    const input = markActInput.parse({
      slug: project.slug,
      act: "relabel",
      annotationIds,
      value: "kind=assessment",
    });
    const seen = await previewMarkAct(rita, input);
    expect(seen.filter((item) => item.isDone)).toHaveLength(4);
    await expect(previewMarkAct(viewer, input)).rejects.toMatchObject({ status: 403 });
    const done = await actOnMarks(rita, randomUUID(), input);
    expect(done.items).toEqual(seen);
    const labels = async () =>
      (await list(rita, { kind: "claim" })).items
        .filter((item) => articles.some((one) => one.id === item.articleId))
        .map((item) => item.values.join());
    expect(await labels()).toEqual(Array(4).fill("kind=assessment"));
    expect(
      (
        await db().layer.findMany({
          where: { articleId: { in: articles.map((one) => one.id) }, kind: "adjudicated" },
        })
      ).map((layer) => layer.state),
    ).toEqual(["closed", "closed"]);
    expect(done.undoable).toBe(4);
    await undoMarkAct(rita, { slug: project.slug, id: done.id });
    expect(await labels()).toEqual(Array(4).fill("kind=factual"));
  });

  it("changes the kind of final marks, says of each other one why it stays, and undoes all at once", async () => {
    const meyer = await makeSource({ name: "Adam Meyer" });
    const article = await handIn(true, meyer.id);
    const lines = async () => (await list(rita)).items.filter((item) => item.articleId === article.id);
    const before = await lines();
    const carried = before.find((item) => item.mark === "the dam held");
    const card = await db().claimCard.create({
      data: { projectId: project.id, statement: "The dam held.", createdById: rita.userId },
    });
    await db().mention.create({
      data: {
        cardId: card.id,
        projectId: project.id,
        claimId: carried?.annotationId ?? "",
        createdById: rita.userId,
      },
    });
    const input = markActInput.parse({
      slug: project.slug,
      act: "kind",
      annotationIds: before.map((item) => item.annotationId),
      to: "duplicate",
    });
    await expect(previewMarkAct(rita, { ...input, to: undefined })).rejects.toMatchObject({
      code: "kind-needed",
    });
    const preview = await previewMarkAct(rita, input);
    expect(preview.map((item) => [item.title, item.isDone, item.note])).toEqual([
      ["said", false, "It has a source and a cue, for which a duplicate has no place."],
      ["forty houses were flooded", true, "Claim becomes duplicate; given up: “Fact”."],
      ["the dam held", false, "It stands on 1 claim card. Take it off there first."],
    ]);
    const id = randomUUID();
    const done = await actOnMarks(rita, id, input);
    expect(done.items).toEqual(preview);
    expect(await actOnMarks(rita, id, input)).toEqual(done);
    const finalClaims = () =>
      db().finalClaim.count({ where: { claim: { layer: { articleId: article.id } } } });
    const kinds = async () => (await lines()).map((item) => [item.mark, item.kind].join());
    expect((await kinds()).toSorted()).toEqual([
      "forty houses were flooded,duplicate",
      "said,attribution",
      "the dam held,claim",
    ]);
    expect(await finalClaims()).toBe(1);
    const duplicate = (await lines()).find((item) => item.kind === "duplicate");
    const made = await db().annotation.findUniqueOrThrow({
      where: { id: duplicate?.annotationId ?? "" },
      include: { decidedBy: true },
    });
    expect(made.decidedBy).toMatchObject({ verdict: "amend", reason: "wrong-kind" });
    const undone = await undoMarkAct(rita, { slug: project.slug, id });
    expect(undone.undone?.map((item) => item.isDone)).toEqual([true]);
    expect(await lines()).toEqual(before);
    expect(await finalClaims()).toBe(2);
  });

  it("begins a thread at each mark, final or an annotator's own, and takes them back at once, but where somebody answered", async () => {
    const [done, open] = [await handIn(true), await handIn(false)];
    const finals = (await list(rita, { kind: "claim" })).items.filter((item) => item.articleId === done.id);
    const theirs = (await list(rita, { scope: "people", kind: "claim" }, 500)).items.filter(
      (item) => item.articleId === open.id,
    );
    const annotationIds = [...finals, ...theirs].map((item) => item.annotationId);
    const input = markActInput.parse({
      slug: project.slug,
      act: "comment",
      annotationIds,
      comment: "Is this one claim?",
    });
    const preview = await previewMarkAct(rita, input);
    expect(preview.map((item) => [item.isDone, item.note])).toEqual(
      Array(4).fill([true, "A thread begins at its words."]),
    );
    const id = randomUUID();
    const acted = await actOnMarks(rita, id, input);
    expect(acted.items).toEqual(preview);
    expect(await actOnMarks(rita, id, input)).toEqual(acted);
    const threads = async (actor: Actor, articleId: string) =>
      (await listThreads(actor, { articleId })).items.map(({ span, comments }) => [
        span?.quote,
        comments[0]?.body,
      ]);
    const both = [
      ["the dam held", "Is this one claim?"],
      ["forty houses were flooded", "Is this one claim?"],
    ];
    expect(await threads(rita, done.id)).toEqual(both);
    expect(await threads(ana, done.id)).toEqual(both);
    // Somebody who annotates the other article on their own hears nothing of it, and is not told.
    const ben = actorFor(await makeMember(project, "annotator"));
    await makeLayer(open, { ownerId: ben.userId });
    expect(await threads(ben, open.id)).toEqual([]);
    expect(await threads(rita, open.id)).toEqual(both);

    const [answered] = (await listThreads(ana, { articleId: done.id })).items;
    await addComment(ana, answered?.id ?? "", { id: randomUUID(), body: "It is.", isForAll: false });
    const undone = await undoMarkAct(rita, { slug: project.slug, id });
    expect(undone.undone?.map((item) => item.isDone).toSorted()).toEqual([false, true, true, true]);
    expect(undone.undone?.find((item) => !item.isDone)?.note).toBe(
      "Somebody has answered or resolved it meanwhile.",
    );
    expect(await threads(rita, open.id)).toEqual([]);
    expect(await threads(ana, done.id)).toHaveLength(1);
    expect(await db().commentThread.count({ where: { articleId: open.id } })).toBe(2);
    expect(await countUnread(ana, done.id)).toBe(1);
    await expect(previewMarkAct(viewer, input)).rejects.toMatchObject({ status: 403 });
    await expect(previewMarkAct(rita, { ...input, comment: "" })).rejects.toMatchObject({
      code: "comment-needed",
    });
  });

  it("sets, adds and replaces the sources of attributions, keeps them at a later relabel, and undoes that", async () => {
    const [meyer, council, agency] = [
      await makeSource({ name: "Adam Meyer" }),
      await makeSource({ name: "Harbour Council" }),
      await makeSource({ name: "River Agency" }),
    ];
    const named = await handIn(true, meyer.id);
    const bare = await handIn(true);
    const lines = async () =>
      (await list(rita)).items.filter((item) => [named.id, bare.id].includes(item.articleId));
    const sources = async () =>
      (await lines()).filter((item) => item.kind === "attribution").map((item) => item.sources);
    const annotationIds = (await lines()).map((item) => item.annotationId);
    const resolve = (more: object) =>
      markActInput.parse({ slug: project.slug, act: "resolve", annotationIds, ...more });
    const also = resolve({ way: "also", sourceIds: [council.id] });
    const preview = await previewMarkAct(rita, also);
    expect(preview.filter((item) => item.isDone).map((item) => item.note)).toEqual([
      "Source: “Adam Meyer” becomes “Adam Meyer” and “Harbour Council”.",
      "Source: nobody becomes “Harbour Council”.",
    ]);
    expect(preview.filter((item) => item.note === "Only an attribution has a source.")).toHaveLength(4);
    expect(await sources()).toEqual([["Adam Meyer"], []]);
    const added = await actOnMarks(rita, randomUUID(), also);
    expect(added.items).toEqual(preview);
    expect(await sources()).toEqual([["Adam Meyer", "Harbour Council"], ["Harbour Council"]]);
    const instead = resolve({ way: "instead", insteadOfId: meyer.id, sourceIds: [agency.id] });
    const replaced = await actOnMarks(rita, randomUUID(), instead);
    expect(replaced.items.filter((item) => item.isDone)).toHaveLength(1);
    expect(replaced.items.map((item) => item.note)).toContain(
      "The source to be replaced is not among its own.",
    );
    expect(await sources()).toEqual([["Harbour Council", "River Agency"], ["Harbour Council"]]);
    await actOnMarks(rita, randomUUID(), {
      ...resolve({}),
      act: "relabel",
      value: "attributionType=statement",
    });
    expect(await sources()).toEqual([["Harbour Council", "River Agency"], ["Harbour Council"]]);
    const only = await actOnMarks(rita, randomUUID(), resolve({ sourceIds: [meyer.id] }));
    expect(await sources()).toEqual([["Adam Meyer"], ["Adam Meyer"]]);
    expect((await marksOf({ source: meyer.id })).length).toBe(2);
    await undoMarkAct(rita, { slug: project.slug, id: only.id });
    expect(await sources()).toEqual([["Harbour Council", "River Agency"], ["Harbour Council"]]);
    const refused = await undoMarkAct(rita, { slug: project.slug, id: added.id });
    expect(refused.undone?.every((item) => !item.isDone)).toBe(true);
    const decisions = await db().reviewDecision.findMany({
      where: { unit: { articleId: named.id, kind: "attribution" } },
      orderBy: { number: "asc" },
      select: { verdict: true },
    });
    expect(decisions[0]?.verdict).toBe("accept");
    expect(decisions[1]?.verdict).toBe("amend");
  });

  it("takes no source that is unknown, refused or only proposed", async () => {
    const article = await handIn(true);
    const annotationIds = (await list(rita)).items
      .filter((item) => item.articleId === article.id)
      .map((item) => item.annotationId);
    const proposal = await makeSource({ name: "Somebody New" });
    await db().source.update({ where: { id: proposal.id }, data: { isProposal: true } });
    const attempt = (more: object) =>
      actOnMarks(
        rita,
        randomUUID(),
        markActInput.parse({ slug: project.slug, act: "resolve", annotationIds, ...more }),
      );
    await expect(attempt({})).rejects.toMatchObject({ code: "source-needed" });
    await expect(attempt({ sourceIds: [randomUUID()] })).rejects.toMatchObject({ code: "unknown-source" });
    await expect(attempt({ sourceIds: [proposal.id] })).rejects.toMatchObject({
      code: expect.stringMatching(/proposed-source|unknown-source/),
    });
    await expect(attempt({ way: "instead", sourceIds: [proposal.id] })).rejects.toMatchObject({
      code: "source-needed",
    });
  });

  it("returns the marks' articles once each with a comment, lists the finished ones, until an annotator goes on", async () => {
    const [open, taken, finished] = [await handIn(false), await handIn(false), await handIn(true)];
    const theirs = (await list(rita, { scope: "people" }, 500)).items.filter((item) =>
      [open.id, taken.id, finished.id].includes(item.articleId),
    );
    expect(theirs).toHaveLength(9);
    const input = markActInput.parse({
      slug: project.slug,
      act: "return",
      annotationIds: theirs.map((item) => item.annotationId),
      comment: "Mark the cue as well.",
    });
    await expect(previewMarkAct(rita, { ...input, comment: "" })).rejects.toMatchObject({
      code: "comment-needed",
    });
    const preview = await previewMarkAct(rita, input);
    expect(preview.map((item) => [item.isDone, item.note])).toEqual(
      expect.arrayContaining([
        [true, "Goes back to its annotator."],
        [false, "This article has been finished."],
      ]),
    );
    const id = randomUUID();
    const done = await actOnMarks(rita, id, input);
    expect(done.items.filter((item) => item.isDone)).toHaveLength(2);
    expect(done.items).toHaveLength(3);
    expect(await actOnMarks(rita, id, input)).toEqual(done);
    const stateOf = async (articleId: string) =>
      (await db().layer.findFirstOrThrow({ where: { articleId, ownerId: ana.userId } })).state;
    expect([await stateOf(open.id), await stateOf(finished.id)]).toEqual(["returned", "submitted"]);
    const layer = await db().layer.findFirstOrThrow({
      where: { articleId: taken.id, ownerId: ana.userId },
    });
    await submitLayer(ana, layer.id, { nothingToMark: false });
    const undone = await undoMarkAct(rita, { slug: project.slug, id });
    expect(undone.undone?.map((item) => [item.subjectId, item.isDone])).toEqual(
      expect.arrayContaining([
        [open.id, true],
        [taken.id, false],
      ]),
    );
    expect(await stateOf(open.id)).toBe("submitted");
  });
});
