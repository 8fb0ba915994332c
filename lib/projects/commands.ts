import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { conflict, forbidden } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { mayCreateProject, readSettings } from "@/lib/projects/queries";
import type {
  CreateProjectInput,
  ProjectSettings,
  SettingsInput,
  SettingsPreview,
} from "@/lib/projects/schema";
import { describeEffects } from "@/lib/projects/settings-effects";
import { slugOf } from "@/lib/projects/slug";
import { projectTemplates } from "@/lib/projects/templates";
import { addMissingSlots, countWork, removeSpareSlots } from "@/lib/projects/wanted-slots";

/**
 * Makes a project from a template, with the actor as its manager and the starter guideline as version 1, so that
 * there is a guideline from the first mark on. For administrators and managers of any project; throws forbidden.
 */
export function createProject(actor: Actor, input: CreateProjectInput, tx?: Tx): Promise<ProjectSettings> {
  return inTransaction(tx, async (t) => {
    if (!(await mayCreateProject(actor, t)))
      throw forbidden("Only administrators and managers of a project can start another one.");
    const template = projectTemplates[input.template];
    const project = await t.project.create({
      data: {
        slug: await freeSlug(t, slugOf(input.name)),
        name: input.name,
        description: input.description,
        template: input.template,
        kinds: [...template.kinds],
        guidelineDraft: template.guideline,
        members: { create: { userId: actor.userId, role: "manager" } },
      },
      select: { id: true },
    });
    const version = await t.guidelineVersion.create({
      data: {
        projectId: project.id,
        number: 1,
        content: template.guideline,
        note: "The template's guideline.",
        publishedById: actor.userId,
      },
      select: { id: true },
    });
    const about = { actorId: actor.userId, projectId: project.id };
    await recordEvents(t, [
      { ...about, type: "project.created", subjectId: project.id, payload: { template: input.template } },
      { ...about, type: "member.added", subjectId: actor.userId, payload: { role: "manager" } },
      { ...about, type: "guideline.published", subjectId: version.id, payload: { number: 1 } },
    ]);
    return readSettings(t, project.id);
  });
}

/** What saving these settings would do to the articles that are there; changes nothing. Throws as updateSettings does. */
export function previewSettings(actor: Actor, input: SettingsInput, tx?: Tx): Promise<SettingsPreview> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "project.settings", t);
    const before = await readSettings(t, projectId);
    refuseStale(before, input);
    const work = await countWork(t, projectId, input.annotatorsPerArticle);
    return { revision: before.revision, ...describeEffects(before, input, work) };
  });
}

/**
 * Saves a project's settings and applies a changed number of annotators to its open articles: missing places are
 * added, untaken ones above the number go, taken ones stay. Throws notFound, forbidden, conflict `stale-revision`.
 */
export function updateSettings(actor: Actor, input: SettingsInput, tx?: Tx): Promise<ProjectSettings> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "project.settings", t);
    await t.$queryRaw`SELECT 1 FROM "Project" WHERE "id" = ${projectId}::uuid FOR UPDATE`;
    const before = await readSettings(t, projectId);
    refuseStale(before, input);
    const { slug: _slug, revision: _revision, ...settings } = input;
    await t.project.update({ where: { id: projectId }, data: { ...settings, revision: { increment: 1 } } });
    const wanted = input.annotatorsPerArticle;
    const added = wanted > before.annotatorsPerArticle ? await addMissingSlots(t, projectId, wanted) : 0;
    const removed = wanted < before.annotatorsPerArticle ? await removeSpareSlots(t, projectId, wanted) : 0;
    await recordEvents(t, [
      {
        type: "project.settings-changed",
        actorId: actor.userId,
        projectId,
        subjectId: projectId,
        payload: { changes: changedFields(before, settings), slotsAdded: added, slotsRemoved: removed },
      },
    ]);
    return readSettings(t, projectId);
  });
}

function refuseStale(before: ProjectSettings, input: { revision: number }): void {
  if (before.revision !== input.revision)
    throw conflict(
      "stale-revision",
      "Somebody changed this project since you opened the page. Load it again, then make your change.",
      { current: before.revision, yours: input.revision },
    );
}

function changedFields(
  before: ProjectSettings,
  after: Omit<SettingsInput, "slug" | "revision">,
): Record<string, { from: unknown; to: unknown }> {
  const old = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(
    Object.entries(after)
      .filter(([field, to]) => JSON.stringify(old.get(field)) !== JSON.stringify(to))
      .map(([field, to]) => [field, { from: old.get(field), to }]),
  );
}

const slugRows = z.array(z.object({ slug: z.string() }));

/** The wanted slug, or with the first number that makes it free; two projects of one name at once wait for each other. */
async function freeSlug(t: Tx, wanted: string): Promise<string> {
  await t.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('project-slug'))`;
  const taken = slugRows.parse(
    await t.$queryRaw`SELECT "slug" FROM "Project" WHERE "slug" = ${wanted} OR "slug" LIKE ${`${wanted}-%`}`,
  );
  const slugs = new Set(taken.map((row) => row.slug));
  if (!slugs.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) if (!slugs.has(`${wanted}-${number}`)) return `${wanted}-${number}`;
}
