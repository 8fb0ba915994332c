import { z } from "zod";
import { requireProject } from "@/lib/access";
import { cursor, inProject, pageOf } from "@/lib/api/nouns/common";
import { none, type Operation, read, write } from "@/lib/api/operation";
import { blockableChecks } from "@/lib/checks/schema";
import { permissionsOf, projectRoles } from "@/lib/policy";
import { createProject, previewSettings, updateSettings } from "@/lib/projects/commands";
import { getProjectSettings, listProjects } from "@/lib/projects/queries";
import {
  createProjectInput,
  type ProjectSettings,
  type ProjectSummary,
  type SettingsPreview,
  settingsInput,
  takeOrders,
} from "@/lib/projects/schema";
import { suggestionViews } from "@/lib/suggestions/schema";
import { layerModes, reviewPolicies, truthScales } from "@/lib/vocabulary";

const summary = z.strictObject({
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  template: z.string(),
  role: z.enum(projectRoles),
  members: z.number(),
  createdAt: z.string(),
}) satisfies z.ZodType<ProjectSummary>;

const settings = z.strictObject({
  projectId: z.string(),
  slug: z.string(),
  revision: z.number(),
  name: z.string(),
  description: z.string(),
  template: z.string(),
  kinds: z.array(z.string()),
  annotatorsPerArticle: z.number(),
  layerMode: z.enum(layerModes),
  reviewPolicy: z.enum(reviewPolicies),
  samplePercent: z.number(),
  hideNames: z.boolean(),
  needsSignOff: z.boolean(),
  showsOthersAfter: z.boolean(),
  truthScale: z.enum(truthScales),
  blockingChecks: z.array(z.enum(blockableChecks)),
  showSuggestions: z.enum(suggestionViews),
  leaseMinutes: z.number(),
  takeOrder: z.enum(takeOrders),
  orderSeed: z.number(),
  mostOpen: z.number().nullable(),
  mostPerWeek: z.number().nullable(),
  goldPercent: z.number(),
  showsCalibration: z.boolean(),
  showsGoldResults: z.boolean(),
  createdAt: z.string(),
}) satisfies z.ZodType<ProjectSettings>;

const preview = z.strictObject({
  revision: z.number(),
  counts: z.strictObject({ open: z.number(), submitted: z.number(), finished: z.number() }),
  effects: z.array(
    z.strictObject({
      label: z.string(),
      from: z.string(),
      to: z.string(),
      open: z.string(),
      submitted: z.string(),
      finished: z.string(),
    }),
  ),
  touchesArticles: z.boolean(),
}) satisfies z.ZodType<SettingsPreview>;

const standing = z.strictObject({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  role: z.enum(projectRoles),
  /** What one's role may do here. */
  permissions: z.record(z.string(), z.boolean()),
});

const settingsBody = settingsInput.omit({ slug: true, revision: true });

/** Projects and their settings. */
export const projectOperations: Operation[] = [
  read({
    id: "listProjects",
    path: "/projects",
    may: "anybody",
    tag: "Projects",
    scope: "read",
    summary: "The projects that one is in, by name",
    params: none,
    query: z.strictObject({ cursor }),
    response: pageOf(summary),
    handle: ({ actor, query }) => listProjects(actor, query),
  }),
  write("POST", {
    id: "createProject",
    path: "/projects",
    may: "project.create",
    tag: "Projects",
    scope: "manage",
    summary: "Start a project from a template",
    params: none,
    body: createProjectInput,
    response: settings,
    status: 201,
    hasRevision: true,
    handle: ({ actor, body, tx }) => createProject(actor, body, tx),
  }),
  read({
    id: "getProject",
    path: "/projects/{slug}",
    may: "project.view",
    tag: "Projects",
    scope: "read",
    summary: "A project, and what one may do in it",
    params: inProject,
    query: none,
    response: standing,
    handle: async ({ actor, params }) => {
      const { projectId, slug, name, role } = await requireProject(actor, params.slug, "project.view");
      return { id: projectId, slug, name, role, permissions: permissionsOf(role) };
    },
  }),
  read({
    id: "getSettings",
    path: "/projects/{slug}/settings",
    may: "project.settings",
    tag: "Projects",
    scope: "manage",
    summary: "A project's settings",
    params: inProject,
    query: none,
    response: settings,
    hasRevision: true,
    handle: ({ actor, params }) => getProjectSettings(actor, params.slug),
  }),
  write("PUT", {
    id: "updateSettings",
    path: "/projects/{slug}/settings",
    may: "project.settings",
    tag: "Projects",
    scope: "manage",
    summary: "Save a project's settings",
    params: inProject,
    body: settingsBody,
    response: settings,
    needsRevision: true,
    hasRevision: true,
    handle: ({ actor, params, body, revision, tx }) =>
      updateSettings(actor, { ...params, ...body, revision }, tx),
  }),
  write("POST", {
    id: "previewSettings",
    path: "/projects/{slug}/settings/preview",
    may: "project.settings",
    tag: "Projects",
    scope: "manage",
    summary: "What saving these settings would do; changes nothing",
    params: inProject,
    body: settingsBody,
    response: preview,
    needsRevision: true,
    repeats: "none",
    handle: ({ actor, params, body, revision }) => previewSettings(actor, { ...params, ...body, revision }),
  }),
];
