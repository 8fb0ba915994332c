import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { publishGuideline, saveGuidelineDraft } from "@/lib/guidelines/commands";
import { getGuideline, getGuidelineDraft, listGuidelineVersions } from "@/lib/guidelines/queries";
import { emptyGuideline, type GuidelineDocument } from "@/lib/guidelines/schema";
import { createDatabase } from "../support/database";
import { actorFor, makeMember, makeProject, makeUser } from "../support/factories";

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
