import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { publishAttributes, saveAttributeDraft } from "@/lib/attributes/commands";
import { getAttributeDraft, listAttributes, previewAttributes } from "@/lib/attributes/queries";
import { closeDb, db } from "@/lib/db";
import { exportArticles } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";
import { readRecord } from "@/lib/formats/sourcebench-jsonl";
import { applyCommand } from "@/lib/layers/commands";
import { getLayer } from "@/lib/layers/queries";
import { toInput } from "@/lib/layers/schema";
import { listMarks } from "@/lib/marks/list-marks";
import { actOnMarks, previewMarkAct, undoMarkAct } from "@/lib/marks/mark-acts";
import { markActInput, markFilter } from "@/lib/marks/schema";
import { finishReview, startReview } from "@/lib/review/commands";
import { applyReviewCommand } from "@/lib/review/decide";
import { readSubmittedLayers } from "@/lib/review/submitted-layers";
import { submitLayer } from "@/lib/slots/commands";
import { attributeOf, choicesOf, publishAttributesOf } from "../support/attributes";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject, makeUser } from "../support/factories";
import { importJsonl } from "../support/import-jsonl";
import { claim, command, put, spanOf } from "../support/operations";

await createDatabase();
afterAll(closeDb);

const text = "The mayor said the dam is safe. Forty houses were flooded.";
const sure = attributeOf({
  key: "sure",
  type: "choice",
  label: "How sure",
  isRequired: true,
  choices: choicesOf("low", "high"),
});
const dead = attributeOf({ key: "dead", type: "number", min: 0, max: 100 });

async function makeWork(definitions = [sure, dead]) {
  const project = await makeProject();
  await makeMember(project, "manager");
  const version = await publishAttributesOf(project.id, definitions);
  const article = await makeArticle(project, { text });
  const user = await makeMember(project, "annotator");
  const layer = await makeLayer(article, { ownerId: user.id });
  return { project, article, layer, version, actor: actorFor(user) };
}
const body = () => spanOf(text, "the dam is safe");

describe("defining a project's attributes", () => {
  it("is drafted, shown with its effects, published, and read by every member", async () => {
    const project = await makeProject();
    const { slug } = project;
    const manager = actorFor(await makeMember(project, "manager"));
    const viewer = actorFor(await makeMember(project, "viewer"));
    await makeArticle(project, { text });
    const draft = await getAttributeDraft(manager, slug);
    expect(draft).toMatchObject({ definitions: [], newest: null, isPublished: true });
    const saved = await saveAttributeDraft(manager, { slug, revision: draft.revision, definitions: [sure] });
    expect(saved.isPublished).toBe(false);
    expect(await listAttributes(viewer, slug)).toEqual([]);
    expect(await previewAttributes(manager, slug)).toMatchObject({
      refusal: null,
      effects: [
        {
          what: "Claim: How sure is asked, and must be answered.",
          open: expect.stringContaining("1 article"),
        },
      ],
    });
    const published = await publishAttributes(manager, { slug, revision: saved.revision, note: "First" });
    expect(published).toMatchObject({ isPublished: true, newest: { number: 1, note: "First" } });
    expect(await listAttributes(viewer, slug)).toEqual([sure]);
    await expect(
      publishAttributes(manager, { slug, revision: published.revision, note: "" }),
    ).rejects.toMatchObject({ code: "nothing-new" });
    const events = await db().event.findMany({ where: { projectId: project.id }, orderBy: { id: "asc" } });
    expect(events.map((event) => event.type)).toEqual(["attributes.draft-saved", "attributes.published"]);
  });

  it("is for managers; a stranger finds nothing", async () => {
    const project = await makeProject();
    const reviewer = actorFor(await makeMember(project, "reviewer"));
    const stranger = actorFor(await makeUser());
    const { slug } = project;
    for (const [actor, status] of [
      [reviewer, 403],
      [stranger, 404],
    ] as const) {
      await expect(getAttributeDraft(actor, slug)).rejects.toMatchObject({ status });
      await expect(previewAttributes(actor, slug)).rejects.toMatchObject({ status });
      await expect(saveAttributeDraft(actor, { slug, revision: 1, definitions: [] })).rejects.toMatchObject({
        status,
      });
      await expect(publishAttributes(actor, { slug, revision: 1, note: "" })).rejects.toMatchObject({
        status,
      });
    }
  });

  it("refuses a stale draft, and one that forgets what marks may hold", async () => {
    const { project } = await makeWork();
    const manager = actorFor(await makeMember(project, "manager"));
    const { slug } = project;
    const { revision } = await getAttributeDraft(manager, slug);
    await expect(
      saveAttributeDraft(manager, { slug, revision: revision + 1, definitions: [sure, dead] }),
    ).rejects.toMatchObject({ code: "stale-revision" });
    await expect(saveAttributeDraft(manager, { slug, revision, definitions: [sure] })).rejects.toMatchObject({
      code: "attribute-gone",
    });
  });

  it("is never changed afterwards, by nobody", async () => {
    const { version } = await makeWork();
    const refused = /append-only|permission denied/;
    await expect(
      db().attributeVersion.update({ where: { id: version.id }, data: { note: "other" } }),
    ).rejects.toThrow(refused);
    await expect(db().attributeVersion.delete({ where: { id: version.id } })).rejects.toThrow(refused);
  });
});

describe("a mark with a project's own attributes", () => {
  it("is saved, read and changed with them; the layer names the version that it is filled in by", async () => {
    const { actor, layer, version } = await makeWork();
    const attributes = { sure: "low", dead: 3 };
    const made = await applyCommand(actor, layer.id, command(put(claim([body()], { attributes }))));
    expect(made.objects[0]).toMatchObject({ attributes: { kind: "factual", ...attributes } });
    const read = await getLayer(actor, layer.id);
    expect(read.attributes).toEqual([sure, dead]);
    expect(read.objects).toEqual(made.objects);
    const row = await db().layer.findUniqueOrThrow({ where: { id: layer.id } });
    expect(row.attributeVersionId).toBe(version.id);
  });

  it.each([
    [{ sure: "middling" }, "invalid-attributes"],
    [{ dead: 101 }, "invalid-attributes"],
    [{ mood: "calm" }, "unknown-attribute"],
  ])("is refused with %j", async (attributes, code) => {
    const { actor, layer } = await makeWork();
    await expect(
      applyCommand(actor, layer.id, command(put(claim([body()], { attributes })))),
    ).rejects.toMatchObject({ status: 400, code });
  });

  it("goes on by the version its layer was begun under; what is begun later follows the new one", async () => {
    const { project, actor, layer } = await makeWork();
    const made = await applyCommand(
      actor,
      layer.id,
      command(put(claim([body()], { attributes: { sure: "low" } }))),
    );
    const retired = {
      ...sure,
      choices: [{ key: "low", label: "low", isRetired: true }, ...choicesOf("high")],
    };
    await publishAttributesOf(project.id, [retired, { ...dead, isRetired: true }]);
    await applyCommand(
      actor,
      layer.id,
      command(put(claim([body()], { attributes: { sure: "low", dead: 2 } }))),
    );
    const later = await makeLayer(await makeArticle(project, { text }), { ownerId: actor.userId });
    await expect(
      applyCommand(actor, later.id, command(put(claim([body()], { attributes: { sure: "low" } })))),
    ).rejects.toMatchObject({ code: "invalid-attributes" });
    // Handed back, the old layer is filled in by the new version; what it holds may stay.
    await db().layer.update({
      where: { id: layer.id },
      data: { state: "submitted", submittedAt: new Date() },
    });
    await db().layer.update({ where: { id: layer.id }, data: { state: "returned", submittedAt: null } });
    const [object] = made.objects;
    if (object?.type !== "annotation") throw new Error("no mark");
    const input = { ...toInput(object), attributes: { ...object.attributes, note: "Looked at again." } };
    await applyCommand(actor, layer.id, command({ op: "put", object: input, revision: object.revision }));
    await expect(
      applyCommand(actor, layer.id, command(put(claim([body()], { attributes: { sure: "low" } })))),
    ).rejects.toMatchObject({ code: "invalid-attributes" });
  });

  it("that misses a required one stops the submission where the project wants it", async () => {
    const { project, actor, layer } = await makeWork();
    const made = await applyCommand(actor, layer.id, command(put(claim([body()]))));
    await db().project.update({ where: { id: project.id }, data: { blockingChecks: ["attribute-missing"] } });
    await expect(submitLayer(actor, layer.id, { nothingToMark: false })).rejects.toMatchObject({
      code: "checks-open",
      details: { findings: [{ code: "attribute-missing", message: "Not answered yet: “How sure”." }] },
    });
    const [object] = made.objects;
    if (object?.type !== "annotation") throw new Error("no mark");
    const input = { ...toInput(object), attributes: { ...object.attributes, sure: "high" } };
    await applyCommand(actor, layer.id, command({ op: "put", object: input, revision: 1 }));
    expect(await submitLayer(actor, layer.id, { nothingToMark: false })).toMatchObject({
      state: "submitted",
    });
  });

  it("stands in the concordance by what it says, words of one's own aside", async () => {
    const why = attributeOf({ key: "why", type: "text" });
    const topics = attributeOf({ key: "topics", type: "choices", choices: choicesOf("war", "water") });
    const { actor, layer } = await makeWork([sure, dead, why, topics]);
    const attributes = { sure: "low", dead: 3, why: "They counted.", topics: ["war", "water"] };
    await applyCommand(actor, layer.id, command(put(claim([body()], { attributes }))));
    await submitLayer(actor, layer.id, { nothingToMark: false });
    const line = await db().markLine.findFirstOrThrow({ where: { layerId: layer.id } });
    expect(line.values).toEqual([
      "dead=3",
      "kind=factual",
      "origin=none-given",
      "sure=low",
      "topics=war",
      "topics=water",
    ]);
  });
});

describe("an export of marks with a project's own attributes", () => {
  it("carries what was said and by which definition, also through another project", async () => {
    const { project, actor, layer, version } = await makeWork();
    const manager = actorFor(await makeMember(project, "manager"));
    const attributes = { sure: "low", dead: 3 };
    await applyCommand(actor, layer.id, command(put(claim([body()], { attributes }))));
    await submitLayer(actor, layer.id, { nothingToMark: false });
    const defined = { id: version.id, number: 1, definitions: [sure, dead] };
    const lines: string[] = [];
    for await (const line of exportArticles(manager, project.slug, exportFilter.parse({}))) lines.push(line);
    const read = readRecord(lines[0] ?? "");
    if ("problem" in read) throw new Error(read.problem);
    const [exported] = read.record.layers;
    expect(exported?.attributeVersion).toEqual(defined);
    expect(exported?.annotations[0]?.attributes).toMatchObject(attributes);

    const other = await makeProject();
    const owner = actorFor(await makeMember(other, "manager"));
    await importJsonl(owner, other.slug, lines);
    const again: string[] = [];
    const imported = exportFilter.parse({ layers: ["imported"] });
    for await (const line of exportArticles(owner, other.slug, imported)) again.push(line);
    const back = readRecord(again[0] ?? "");
    if ("problem" in back) throw new Error(back.problem);
    const [came] = back.record.layers;
    expect(came).toMatchObject({ kind: "imported", origin: { attributeVersion: defined } });
    expect(came?.attributeVersion).toBeUndefined();
    expect(came?.annotations[0]?.attributes).toMatchObject(attributes);
  });
});

describe("agreement on a project's own attributes", () => {
  it("reads what two people said of each, words of one's own aside", async () => {
    const why = attributeOf({ key: "why", type: "text" });
    const { actor, article, layer } = await makeWork([sure, dead, why]);
    const attributes = { sure: "low", dead: 3, why: "They counted." };
    await applyCommand(actor, layer.id, command(put(claim([body()], { attributes }))));
    await submitLayer(actor, layer.id, { nothingToMark: false });
    const [row] = await readSubmittedLayers(null, [article.id]);
    expect(row?.layer.marks[0]?.values).toMatchObject({ kind: "factual", sure: "low", dead: "3" });
    expect(row?.layer.marks[0]?.values).not.toHaveProperty("why");
  });
});

describe("the concordance by a project's own attributes", () => {
  it("is narrowed by a choice, and marks are relabelled in it together, with one undo", async () => {
    const { project, actor, article, layer } = await makeWork();
    const rita = actorFor(await makeMember(project, "reviewer"));
    const attributes = { sure: "low", dead: 3 };
    await applyCommand(actor, layer.id, command(put(claim([body()], { attributes }))));
    await submitLayer(actor, layer.id, { nothingToMark: false });
    await startReview(rita, article.id);
    await applyReviewCommand(rita, article.id, { commandId: randomUUID(), action: "accept-agreed" });
    await finishReview(rita, article.id);
    const marksAt = async (value: string) =>
      (await listMarks(rita, project.slug, markFilter.parse({ value }))).items.map(
        (item) => item.annotationId,
      );
    const [low = ""] = await marksAt("sure=low");
    expect(await marksAt("sure=high")).toEqual([]);
    const input = (value: string) =>
      markActInput.parse({ slug: project.slug, act: "relabel", annotationIds: [low], value });
    expect(await previewMarkAct(rita, input("sure=high"))).toMatchObject([
      { isDone: true, note: "How sure: “low” becomes “high”." },
    ]);
    expect(await previewMarkAct(rita, input("sure=middling"))).toMatchObject([{ isDone: false }]);
    const id = randomUUID();
    await actOnMarks(rita, id, input("sure=high"));
    expect(await marksAt("sure=high")).toHaveLength(1);
    await undoMarkAct(rita, { id, slug: project.slug });
    expect(await marksAt("sure=low")).toHaveLength(1);
  });
});
