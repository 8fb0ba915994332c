import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { getGuideline } from "@/lib/guidelines/queries";
import { createProject, previewSettings, updateSettings } from "@/lib/projects/commands";
import { getProjectSettings, listProjects, mayCreateProject } from "@/lib/projects/queries";
import type { ProjectSettings, SettingsInput } from "@/lib/projects/schema";
import { takeNextSlot } from "@/lib/slots/take-slot";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject, makeUser } from "../support/factories";

await createDatabase();
const admin = actorFor(await makeUser({ isAdmin: true }));
const stranger = actorFor(await makeUser());

function inputOf(settings: ProjectSettings, change: Partial<SettingsInput> = {}): SettingsInput {
  const { projectId: _id, template: _template, createdAt: _at, ...rest } = settings;
  return { ...rest, kinds: ["claim", "attribution", "duplicate"], ...change };
}

async function slotsOf(articleId: string): Promise<string[]> {
  const slots = await db().slot.findMany({ where: { articleId }, orderBy: { ordinal: "asc" } });
  return slots.map((slot) => slot.state);
}

describe("starting a project", () => {
  it("makes the creator its manager and publishes the template's guideline as version 1", async () => {
    const project = await createProject(admin, {
      name: "Überflutung im Süden",
      description: "",
      template: "attribution-only",
    });
    expect(project).toMatchObject({ slug: "uberflutung-im-suden", kinds: ["attribution"], revision: 1 });
    const members = await db().member.findMany({ where: { projectId: project.projectId } });
    expect(members).toMatchObject([{ userId: admin.userId, role: "manager" }]);
    const guideline = await getGuideline(admin, { slug: project.slug });
    expect(guideline.number).toBe(1);
    const events = await db().event.findMany({
      where: { projectId: project.projectId },
      orderBy: { id: "asc" },
      select: { type: true },
    });
    expect(events.map((event) => event.type)).toEqual([
      "project.created",
      "member.added",
      "guideline.published",
    ]);
  });

  it("numbers the addresses of projects with one name, also when they are started at once", async () => {
    const made = await Promise.all(
      Array.from({ length: 5 }, () =>
        createProject(admin, { name: "New", description: "", template: "reuse-only" }),
      ),
    );
    const slugs = made.map((project) => project.slug).sort();
    expect(slugs).toEqual([
      "project-new",
      "project-new-2",
      "project-new-3",
      "project-new-4",
      "project-new-5",
    ]);
  });

  it("is for administrators and managers alone", async () => {
    const project = await makeProject();
    const manager = actorFor(await makeMember(project, "manager"));
    expect(await mayCreateProject(manager)).toBe(true);
    for (const role of ["reviewer", "annotator", "viewer"] as const) {
      const actor = actorFor(await makeMember(project, role));
      await expect(
        createProject(actor, { name: "No", description: "", template: "reuse-only" }),
      ).rejects.toMatchObject({ status: 403 });
    }
    await expect(
      createProject(stranger, { name: "No", description: "", template: "reuse-only" }),
    ).rejects.toMatchObject({ status: 403 });
  });
});

describe("the list of projects", () => {
  it("has one's own alone, in pages that join without a gap", async () => {
    const user = await makeUser();
    const names = Array.from({ length: 53 }, (_, index) => `List ${String(index).padStart(3, "0")}`);
    for (const name of names) await makeProject({ name, members: [{ userId: user.id, role: "viewer" }] });
    await makeProject({ name: "List 000, of others" });
    const first = await listProjects(actorFor(user));
    const second = await listProjects(actorFor(user), { cursor: first.next });
    expect([...first.items, ...second.items].map((item) => item.name)).toEqual(names);
    expect(second.next).toBeNull();
    const back = await listProjects(actorFor(user), { cursor: second.previous });
    expect(back.items).toEqual(first.items);
    expect(back.previous).toBeNull();
    await expect(listProjects(actorFor(user), { cursor: "nonsense" })).rejects.toMatchObject({
      code: "bad-cursor",
    });
    expect((await listProjects(stranger)).items).toEqual([]);
  });
});

describe("settings", () => {
  it("are for managers: others of the project 403, strangers 404", async () => {
    const project = await makeProject();
    for (const role of ["reviewer", "annotator", "viewer"] as const) {
      const actor = actorFor(await makeMember(project, role));
      await expect(getProjectSettings(actor, project.slug)).rejects.toMatchObject({ status: 403 });
    }
    await expect(getProjectSettings(stranger, project.slug)).rejects.toMatchObject({ status: 404 });
    const settings = await getProjectSettings(admin, project.slug);
    await expect(updateSettings(stranger, inputOf(settings))).rejects.toMatchObject({ status: 404 });
  });

  it("refuse a stale revision and change nothing then", async () => {
    const project = await makeProject();
    const settings = await getProjectSettings(admin, project.slug);
    const saved = await updateSettings(admin, inputOf(settings, { name: "First" }));
    expect(saved.revision).toBe(settings.revision + 1);
    const late = inputOf(settings, { name: "Second" });
    await expect(updateSettings(admin, late)).rejects.toMatchObject({ status: 409, code: "stale-revision" });
    await expect(previewSettings(admin, late)).rejects.toMatchObject({ code: "stale-revision" });
    expect((await getProjectSettings(admin, project.slug)).name).toBe("First");
  });

  it("add a place to open articles and none to others when more annotators are wanted", async () => {
    const project = await makeProject();
    const open = await makeArticle(project);
    const taken = await makeArticle(project);
    await makeLayer(taken);
    const done = await makeArticle(project);
    await makeLayer(done, { state: "closed" });
    await db().article.update({ where: { id: done.id }, data: { state: "done" } });
    const settings = await getProjectSettings(admin, project.slug);
    const input = inputOf(settings, { annotatorsPerArticle: 2 });
    const preview = await previewSettings(admin, input);
    expect(preview.counts).toEqual({ open: 2, submitted: 0, finished: 1 });
    expect(preview.touchesArticles).toBe(true);
    expect(preview.effects).toHaveLength(1);
    expect(preview.effects[0]).toMatchObject({ from: "1", to: "2" });
    expect(preview.effects[0]?.open).toContain("2 articles");
    expect(await slotsOf(open.id)).toEqual(["open"]);
    await updateSettings(admin, input);
    expect(await slotsOf(open.id)).toEqual(["open", "open"]);
    expect(await slotsOf(taken.id)).toEqual(["taken", "open"]);
    expect(await slotsOf(done.id)).toEqual(["submitted"]);
  });

  it("take only untaken places away, and send an article that then has everything into review", async () => {
    const project = await makeProject({ annotatorsPerArticle: 3 });
    const untouched = await makeArticle(project);
    const inWork = await makeArticle(project);
    await makeLayer(inWork);
    await makeLayer(inWork);
    const handedIn = await makeArticle(project);
    await makeLayer(handedIn, { state: "submitted" });
    const settings = await getProjectSettings(admin, project.slug);
    const input = inputOf(settings, { annotatorsPerArticle: 1 });
    const preview = await previewSettings(admin, input);
    expect(preview.effects[0]?.open).toContain("3 articles lose places");
    expect(preview.effects[0]?.open).toContain("1 article then have everything in");
    await updateSettings(admin, input);
    expect(await slotsOf(untouched.id)).toEqual(["open"]);
    expect(await slotsOf(inWork.id)).toEqual(["taken", "taken"]);
    expect(await slotsOf(handedIn.id)).toEqual(["submitted"]);
    const states = await db().article.findMany({
      where: { projectId: project.id },
      orderBy: { number: "asc" },
      select: { state: true },
    });
    expect(states.map((row) => row.state)).toEqual(["open", "open", "review"]);
    const event = await db().event.findFirst({
      where: { projectId: project.id, type: "project.settings-changed" },
    });
    expect(event?.payload).toMatchObject({ slotsAdded: 0, slotsRemoved: 5 });
  });

  it("make articles shared only when they come in after the change", async () => {
    const project = await makeProject();
    const before = await makeArticle(project);
    const settings = await getProjectSettings(admin, project.slug);
    await updateSettings(admin, inputOf(settings, { layerMode: "shared" }));
    const after = await makeArticle(project);
    const kinds = new Map<string, string>();
    for (const _ of [1, 2]) {
      const annotator = actorFor(await makeMember(project, "annotator"));
      const slot = await takeNextSlot(annotator, project.slug);
      const layer = await db().layer.findUniqueOrThrow({ where: { id: slot?.layerId } });
      kinds.set(layer.articleId, layer.kind);
    }
    expect(kinds.get(before.id)).toBe("person");
    expect(kinds.get(after.id)).toBe("shared");
  });

  it("leave no place that was taken to be deleted, even from SQL", async () => {
    const project = await makeProject();
    const article = await makeArticle(project);
    await makeLayer(article);
    await expect(db().slot.deleteMany({ where: { articleId: article.id } })).rejects.toThrow();
    expect(await slotsOf(article.id)).toEqual(["taken"]);
  });
});
