import { randomUUID } from "node:crypto";
import { db } from "@/lib/db";
import { createProjectInvitation, createSiteInvitation } from "@/lib/invitations/commands";
import { forgetPerson } from "@/lib/redaction/commands";
import { changeShortcut } from "@/lib/shortcuts/commands";
import { createToken } from "@/lib/tokens/commands";
import { actorFor, makeArticle, makeMember, makeUser } from "../factories";
import { logIn } from "../login";
import type { GoodCall, GoodCalls } from "./good-call";
import type { World } from "./world";

/** Valid calls of the operations on oneself, on people, on projects and on their members. */
export const accountCalls: GoodCalls = {
  getMe: async () => ({ as: "viewer" }),
  changeName: async () => ({ as: "viewer", body: { name: "Another name" } }),
  listTokens: async () => ({ as: "viewer" }),
  revokeToken: async ({ people }) => {
    const { token } = await createToken(actorFor(people.viewer), { name: "x", scopes: ["read"], days: 1 });
    return { as: "viewer", params: { tokenId: token.id } };
  },
  listSessions: async ({ people }) => {
    await logIn(people.viewer.id);
    return { as: "viewer" };
  },
  revokeSession: async ({ people }) => ({
    as: "viewer",
    params: { sessionId: (await logIn(people.viewer.id)).sessionId },
  }),
  revokeAllSessions: async ({ people }) => {
    await logIn(people.viewer.id);
    return { as: "viewer" };
  },
  getKeys: async () => ({ as: "viewer" }),
  changeKey: async () => ({ as: "annotator", params: { action: "claim" }, body: { key: "e" } }),
  resetKeys: async ({ people }) => {
    await changeShortcut(actorFor(people.annotator), { action: "claim", key: "e" });
    return { as: "annotator" };
  },
  setSingleKeys: async () => ({ as: "viewer", body: { hasSingleKeys: false } }),
  listRedactions: async ({ people }) => {
    const { id: userId } = await makeUser();
    await forgetPerson(actorFor(people.admin), { userId, reason: "They asked for it." });
    return { as: "admin" };
  },
  forgetPerson: async () => ({
    as: "admin",
    params: { userId: (await makeUser()).id },
    body: { reason: "They asked for it." },
  }),
  previewWithdrawal: (world) => aboutWithdrawal(world),
  withdrawArticle: (world) => aboutWithdrawal(world, { body: { reason: "A court asked for it." } }),
  listPeople: async () => ({ as: "admin" }),
  setPersonDisabled: async () => ({
    as: "admin",
    params: { userId: (await makeUser()).id },
    body: { isDisabled: true },
  }),
  listSiteInvitations: async ({ people }) => {
    await createSiteInvitation(actorFor(people.admin), { email: `${randomUUID()}@example.org`, days: 3 });
    return { as: "admin" };
  },
  createSiteInvitation: async () => ({ as: "admin", body: { email: "somebody@example.org", days: 3 } }),
  revokeSiteInvitation: async ({ people }) => {
    const { id } = await createSiteInvitation(actorFor(people.admin), { email: "x@example.org", days: 3 });
    return { as: "admin", params: { invitationId: id } };
  },
  listProjects: async () => ({ as: "viewer" }),
  createProject: async () => ({ as: "manager", body: { name: "A new project", template: "reuse-only" } }),
  getProject: async ({ project }) => ({ as: "viewer", params: { slug: project.slug } }),
  getSettings: async ({ project }) => ({ as: "manager", params: { slug: project.slug } }),
  updateSettings: async ({ project }) => ({
    as: "manager",
    params: { slug: project.slug },
    revision: project.revision,
    body: settingsBody,
  }),
  previewSettings: async ({ project }) => ({
    as: "manager",
    params: { slug: project.slug },
    revision: project.revision,
    body: settingsBody,
  }),
  listMembers: async ({ project }) => ({ as: "manager", params: { slug: project.slug } }),
  addMember: async ({ project }) => ({
    as: "manager",
    params: { slug: project.slug },
    body: { email: (await makeUser()).email, role: "annotator" },
  }),
  changeRole: async ({ project, people }) => ({
    as: "manager",
    params: { slug: project.slug, userId: people.reviewer.id },
    body: { role: "annotator" },
  }),
  setMemberLimits: async ({ project, people }) => ({
    as: "manager",
    params: { slug: project.slug, userId: people.annotator.id },
    body: { mostOpen: 3, mostPerWeek: null, languages: ["en", "uk"] },
  }),
  removeMember: async ({ project }) => ({
    as: "manager",
    params: { slug: project.slug, userId: (await makeMember(project, "viewer")).id },
  }),
  listReviewBars: async ({ project, people }) => {
    await db().reviewBar.create({
      data: {
        projectId: project.id,
        reviewerId: people.reviewer.id,
        annotatorId: people.manager.id,
      },
    });
    return { as: "manager", params: { slug: project.slug } };
  },
  setReviewBar: async ({ project, people }) => ({
    as: "manager",
    params: { slug: project.slug },
    body: { reviewerId: people.reviewer.id, annotatorId: people.annotator.id, isBarred: true },
  }),
  listInvitations: async ({ project }) => ({ as: "manager", params: { slug: project.slug } }),
  createInvitation: async ({ project }) => ({
    as: "manager",
    params: { slug: project.slug },
    body: { role: "annotator", days: 7 },
  }),
  revokeInvitation: async ({ project, people }) => {
    const { id } = await createProjectInvitation(actorFor(people.manager), {
      projectId: project.id,
      role: "viewer",
      days: 3,
    });
    return { as: "manager", params: { slug: project.slug, invitationId: id } };
  },
};

async function aboutWithdrawal({ project, people }: World, more: Partial<GoodCall> = {}): Promise<GoodCall> {
  await makeMember(project, "manager", { userId: people.admin.id });
  const article = await makeArticle(project, { text: "The mayor said the bridge is safe." });
  return { as: "admin", params: { slug: project.slug, articleId: article.id }, ...more };
}

const settingsBody = {
  name: "Renamed",
  description: "",
  kinds: ["claim", "attribution"],
  annotatorsPerArticle: 1,
  layerMode: "independent",
  reviewPolicy: "every-article",
  samplePercent: 20,
  hideNames: false,
  needsSignOff: false,
  showsOthersAfter: false,
  truthScale: "credibility",
  leaseMinutes: 240,
  mostOpen: null,
  mostPerWeek: 5,
  showsCalibration: false,
  showsGoldResults: false,
};
