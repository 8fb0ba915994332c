import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { publishGuideline, saveGuidelineDraft } from "@/lib/guidelines/commands";
import { keepMarks, listKept } from "@/lib/guidelines/keep-marks";
import { getGuideline, getGuidelineDraft, listGuidelineVersions } from "@/lib/guidelines/queries";
import { emptyGuideline, type GuidelineDocument } from "@/lib/guidelines/schema";
import { listHistory } from "@/lib/history/queries";
import { historyFilter } from "@/lib/history/schema";
import { listMarks } from "@/lib/marks/list-marks";
import { markFilter } from "@/lib/marks/schema";
import { finishReview, startReview } from "@/lib/review/commands";
import { applyReviewCommand } from "@/lib/review/decide";
import { submitLayer } from "@/lib/slots/commands";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject, makeUser } from "../support/factories";
import { makeMark } from "../support/marks";

await createDatabase();

function documentOf(text: string): GuidelineDocument {
  return { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text }] }] };
}

describe("a guideline", () => {
  it("is saved as a draft, published, and read by every member as it was published", async () => {
    const project = await makeProject();
    const manager = actorFor(await makeMember(project, "manager"));
    const viewer = actorFor(await makeMember(project, "viewer"));
    const { slug } = project;
    const draft = await getGuidelineDraft(manager, slug);
    const saved = await saveGuidelineDraft(manager, {
      slug,
      revision: draft.revision,
      content: documentOf("One"),
    });
    expect(saved).toMatchObject({ revision: draft.revision + 1, isPublished: false });
    expect((await getGuideline(viewer, { slug })).content).toEqual(emptyGuideline);
    const published = await publishGuideline(manager, { slug, revision: saved.revision, note: "First" });
    expect(published.number).toBe(2);
    const read = await getGuideline(viewer, { slug });
    expect(read).toMatchObject({ number: 2, note: "First", content: documentOf("One") });
    expect((await getGuideline(viewer, { slug, number: 1 })).content).toEqual(emptyGuideline);
    const versions = await listGuidelineVersions(viewer, { slug });
    expect(versions.items.map((version) => version.number)).toEqual([2, 1]);
    await expect(
      publishGuideline(manager, { slug, revision: saved.revision, note: "" }),
    ).rejects.toMatchObject({ code: "nothing-new" });
  });

  it("refuses a stale draft, an empty one, and everybody but managers", async () => {
    const project = await makeProject();
    const manager = actorFor(await makeMember(project, "manager"));
    const { slug } = project;
    const { revision } = await getGuidelineDraft(manager, slug);
    await saveGuidelineDraft(manager, { slug, revision, content: documentOf("Mine") });
    await expect(
      saveGuidelineDraft(manager, { slug, revision, content: documentOf("Too late") }),
    ).rejects.toMatchObject({ code: "stale-revision", status: 409 });
    await expect(publishGuideline(manager, { slug, revision, note: "" })).rejects.toMatchObject({
      code: "stale-revision",
    });
    const emptied = await saveGuidelineDraft(manager, {
      slug,
      revision: revision + 1,
      content: emptyGuideline,
    });
    await expect(
      publishGuideline(manager, { slug, revision: emptied.revision, note: "" }),
    ).rejects.toMatchObject({ code: "empty-guideline" });
    for (const role of ["reviewer", "annotator", "viewer"] as const) {
      const actor = actorFor(await makeMember(project, role));
      await expect(getGuidelineDraft(actor, slug)).rejects.toMatchObject({ status: 403 });
      await expect(
        saveGuidelineDraft(actor, { slug, revision: emptied.revision, content: documentOf("No") }),
      ).rejects.toMatchObject({ status: 403 });
    }
    const stranger = actorFor(await makeUser());
    await expect(getGuideline(stranger, { slug })).rejects.toMatchObject({ status: 404 });
  });

  it("never changes once it is published, even from SQL", async () => {
    const project = await makeProject();
    await expect(
      db().guidelineVersion.updateMany({ where: { projectId: project.id }, data: { note: "changed" } }),
    ).rejects.toThrow();
  });

  it("names the rules that it changed, as its publisher says, and the version that marks were made under", async () => {
    const project = await makeProject();
    const manager = actorFor(await makeMember(project, "manager"));
    const { slug } = project;
    const ruleOf = (text: string): GuidelineDocument => ({
      type: "doc",
      content: [
        { type: "heading", attrs: { level: 1, anchor: "cue" }, content: [{ type: "text", text: "Cues" }] },
        ...documentOf(text).content,
      ],
    });
    const save = async (text: string) => {
      const { revision } = await getGuidelineDraft(manager, slug);
      return saveGuidelineDraft(manager, { slug, revision, content: ruleOf(text) });
    };
    const first = await save("The verb alone.");
    expect(first.changed).toEqual(["cue"]);
    await publishGuideline(manager, { slug, revision: first.revision, note: "" });
    const second = await save("The whole phrase.");
    await publishGuideline(manager, { slug, revision: second.revision, note: "", changed: [] });
    const third = await save("The verb and its adverb.");
    await publishGuideline(manager, { slug, revision: third.revision, note: "" });
    const [before, reworded, now] = [
      await getGuideline(manager, { slug, number: 2 }),
      await getGuideline(manager, { slug, number: 3 }),
      await getGuideline(manager, { slug }),
    ];
    expect([before.changed, reworded.changed, now.changed]).toEqual([["cue"], [], ["cue"]]);
    expect([reworded.previousId, now.previousId]).toEqual([before.id, reworded.id]);
  });
});

describe("marks made before a rule changed", () => {
  const text = "The dam at Korva burst at noon. Forty houses were flooded.";
  const rules = (claim: string, own: string): GuidelineDocument => ({
    type: "doc",
    content: [
      { type: "heading", attrs: { level: 1, anchor: "claim" }, content: [{ type: "text", text: claim }] },
      {
        type: "heading",
        attrs: { level: 1, anchor: "claim.how_sure" },
        content: [{ type: "text", text: own }],
      },
    ],
  });

  /** A finished article with a claim, made under the newest version of the guideline. */
  async function finish(project: Awaited<ReturnType<typeof makeProject>>) {
    const ana = actorFor(await makeMember(project, "annotator"));
    const rita = actorFor(await makeMember(project, "reviewer"));
    const article = await makeArticle(project, { text });
    const layer = await makeLayer(article, { ownerId: ana.userId });
    await makeMark(layer, text, "claim", { body: "Forty houses were flooded" });
    await submitLayer(ana, layer.id, { nothingToMark: false });
    await startReview(rita, article.id);
    await applyReviewCommand(rita, article.id, { commandId: randomUUID(), action: "accept-agreed" });
    await finishReview(rita, article.id);
    return { ana, rita };
  }

  it("are listed whatever version before they were made under, kept with who, when and how many, and taken up again", async () => {
    const project = await makeProject();
    const { slug } = project;
    const manager = actorFor(await makeMember(project, "manager", { name: "Mia Stone" }));
    const publish = async (content: GuidelineDocument) => {
      const { revision } = await getGuidelineDraft(manager, slug);
      const draft = await saveGuidelineDraft(manager, { slug, revision, content });
      const { number } = await publishGuideline(manager, { slug, revision: draft.revision, note: "" });
      return getGuideline(manager, { slug, number });
    };
    await finish(project);
    await publish(rules("Mark what is said.", "Say how sure."));
    await finish(project);
    const third = await publish(rules("Mark what is said.", "Say how sure its source is."));
    expect(third.changed).toEqual(["claim.how_sure"]);
    const { rita } = await finish(project);
    const before = markFilter.parse({ kind: "claim", before: String(third.number) });
    expect((await listMarks(manager, slug, before)).items.map((item) => item.guideline)).toEqual([1, 2]);

    const kept = { slug, action: "keep", number: third.number, anchor: "claim.how_sure" } as const;
    const id = randomUUID();
    await keepMarks(manager, { ...kept, id });
    expect(await keepMarks(manager, { ...kept, id })).toEqual({ id });
    await expect(keepMarks(manager, { ...kept, id: randomUUID() })).rejects.toMatchObject({
      code: "kept-already",
    });
    await expect(keepMarks(manager, { ...kept, id: randomUUID(), anchor: "claim" })).rejects.toMatchObject({
      code: "no-such-rule",
    });
    const { number } = third;
    expect(await listKept(manager, { slug, number })).toMatchObject([
      { id, anchor: "claim.how_sure", count: 2, by: "Mia Stone" },
    ]);
    const history = async () =>
      (await listHistory(manager, slug, historyFilter.parse({ noun: "guideline" }))).items[0];
    expect(await history()).toMatchObject({
      who: "Mia Stone",
      what: "kept the marks made before a rule changed",
      detail: "version 3 · Claim: how_sure · 2 marks",
    });

    const again = { slug, action: "withdraw", id: randomUUID(), keepId: id } as const;
    await keepMarks(manager, again);
    await keepMarks(manager, { ...again, id: randomUUID() });
    expect(await listKept(manager, { slug, number })).toEqual([]);
    expect((await history())?.what).toBe("said that marks kept under an older rule are looked at again");
    expect(await db().ruleKeep.count()).toBe(2);
    await keepMarks(manager, { ...kept, id: randomUUID() });
    expect(await listKept(manager, { slug, number })).toHaveLength(1);

    await expect(listKept(rita, { slug, number })).rejects.toMatchObject({ status: 403 });
    await expect(keepMarks(rita, { ...kept, id: randomUUID() })).rejects.toMatchObject({ status: 403 });
    const other = await makeProject();
    const stranger = actorFor(await makeMember(other, "manager"));
    await expect(keepMarks(stranger, { ...kept, id: randomUUID() })).rejects.toMatchObject({ status: 404 });
    await expect(
      keepMarks(stranger, { slug: other.slug, action: "withdraw", id: randomUUID(), keepId: id }),
    ).rejects.toMatchObject({ status: 404 });
  });
});
