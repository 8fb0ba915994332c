import { z } from "zod";
import { requireProject } from "@/lib/access";
import { cursor, id, inProject, listOf, pageOf, under } from "@/lib/api/nouns/common";
import { none, nothing, type Operation, read, write } from "@/lib/api/operation";
import { createProjectInvitation, revokeInvitation } from "@/lib/invitations/commands";
import { listInvitations } from "@/lib/invitations/queries";
import { type CreatedInvitation, type InvitationDto, projectInvitationInput } from "@/lib/invitations/schema";
import {
  addMember,
  changeRole,
  type Membership,
  removeMember,
  setMemberLimits,
} from "@/lib/members/commands";
import { listMembers } from "@/lib/members/queries";
import { addMemberInput, changeRoleInput, type MemberDto, memberLimitsInput } from "@/lib/members/schema";
import { projectRoles } from "@/lib/policy";
import { listBars, setBar } from "@/lib/review/bars";
import { barInput, type ReviewBarDto } from "@/lib/review/bars-schema";

const memberDto = z.strictObject({
  userId: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: z.enum(projectRoles),
  isDisabled: z.boolean(),
  isSelf: z.boolean(),
  since: z.string(),
  mostOpen: z.number().nullable(),
  mostPerWeek: z.number().nullable(),
  languages: z.array(z.string()),
}) satisfies z.ZodType<MemberDto>;

const membership = z.strictObject({
  userId: z.string(),
  name: z.string(),
  role: z.enum(projectRoles).nullable(),
}) satisfies z.ZodType<Membership>;

export const invitationDto = z.strictObject({
  id: z.string(),
  role: z.string().nullable(),
  email: z.string().nullable(),
  state: z.enum(["open", "accepted", "revoked", "expired"]),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  acceptedBy: z.string().nullable(),
}) satisfies z.ZodType<InvitationDto>;

export const createdInvitation = z.strictObject({
  id: z.string(),
  path: z.string(),
  expiresAt: z.string(),
}) satisfies z.ZodType<CreatedInvitation>;

const bar = z.strictObject({
  reviewerId: z.string(),
  reviewer: z.string(),
  annotatorId: z.string(),
  annotator: z.string(),
}) satisfies z.ZodType<ReviewBarDto>;

const { reviewerId, annotatorId, isBarred } = barInput.shape;
const { mostOpen, mostPerWeek } = memberLimitsInput.shape;

/** Who is in a project, as what, within which limits; and invitations to it. */
export const memberOperations: Operation[] = [
  read({
    id: "listMembers",
    path: "/projects/{slug}/members",
    may: "project.members",
    tag: "Members",
    scope: "manage",
    summary: "The people of a project",
    params: inProject,
    query: z.strictObject({ cursor }),
    response: pageOf(memberDto),
    handle: ({ actor, params, query }) => listMembers(actor, { ...params, ...query }),
  }),
  write("POST", {
    id: "addMember",
    path: "/projects/{slug}/members",
    may: "project.members",
    tag: "Members",
    scope: "manage",
    summary: "Add somebody who has an account here",
    params: inProject,
    body: addMemberInput.omit({ slug: true }),
    response: membership,
    status: 201,
    handle: ({ actor, params, body, tx }) => addMember(actor, { ...params, ...body }, tx),
  }),
  write("PUT", {
    id: "changeRole",
    path: "/projects/{slug}/members/{userId}/role",
    may: "project.members",
    tag: "Members",
    scope: "manage",
    summary: "Give a member another role",
    params: under({ userId: id }),
    body: changeRoleInput.pick({ role: true }),
    response: membership,
    handle: ({ actor, params, body, tx }) => changeRole(actor, { ...params, ...body }, tx),
  }),
  write("PUT", {
    id: "setMemberLimits",
    path: "/projects/{slug}/members/{userId}/limits",
    may: "project.members",
    tag: "Members",
    scope: "manage",
    summary: "Set a member's own limits and languages",
    detail: "Null is the project's own limit; no languages means that every article is offered.",
    params: under({ userId: id }),
    body: z.strictObject({
      mostOpen,
      mostPerWeek,
      languages: z.array(z.string().regex(/^[a-z]{2,3}$/)).max(20),
    }),
    response: z.strictObject({ userId: z.string(), name: z.string() }),
    handle: ({ actor, params, body, tx }) => setMemberLimits(actor, { ...params, ...body }, tx),
  }),
  write("DELETE", {
    id: "removeMember",
    path: "/projects/{slug}/members/{userId}",
    may: "project.members",
    tag: "Members",
    scope: "manage",
    summary: "Take somebody out of a project; their work stays",
    params: under({ userId: id }),
    body: none,
    response: membership,
    handle: ({ actor, params, tx }) => removeMember(actor, params, tx),
  }),
  read({
    id: "listReviewBars",
    path: "/projects/{slug}/review-bars",
    may: "project.members",
    tag: "Members",
    scope: "manage",
    summary: "Who may not review whose work",
    params: inProject,
    query: none,
    response: listOf(bar),
    handle: async ({ actor, params }) => ({ items: await listBars(actor, params.slug) }),
  }),
  write("POST", {
    id: "setReviewBar",
    path: "/projects/{slug}/review-bars",
    may: "project.members",
    tag: "Members",
    scope: "manage",
    summary: "Say that one may not review what another annotated, or take that back",
    params: inProject,
    body: z.strictObject({ reviewerId, annotatorId, isBarred }),
    response: z.strictObject({ isBarred: z.boolean() }),
    handle: ({ actor, params, body, tx }) => setBar(actor, barInput.parse({ ...params, ...body }), tx),
  }),
  read({
    id: "listInvitations",
    path: "/projects/{slug}/invitations",
    may: "project.members",
    tag: "Members",
    scope: "manage",
    summary: "Invitations to a project, newest first",
    params: inProject,
    query: z.strictObject({ cursor }),
    response: pageOf(invitationDto),
    handle: async ({ actor, params, query }) => {
      const { projectId } = await requireProject(actor, params.slug, "project.members");
      return listInvitations(actor, { projectId, ...query });
    },
  }),
  write("POST", {
    id: "createInvitation",
    path: "/projects/{slug}/invitations",
    may: "project.members",
    tag: "Members",
    scope: "manage",
    summary: "Invite somebody to a project",
    detail: "`path` is the link's secret address, shown this once.",
    params: inProject,
    body: projectInvitationInput,
    response: createdInvitation,
    status: 201,
    repeats: "secret",
    handle: async ({ actor, params, body, tx }) => {
      const { projectId } = await requireProject(actor, params.slug, "project.members", tx);
      return createProjectInvitation(actor, { ...body, projectId }, tx);
    },
  }),
  write("DELETE", {
    id: "revokeInvitation",
    path: "/projects/{slug}/invitations/{invitationId}",
    may: "project.members",
    tag: "Members",
    scope: "manage",
    summary: "Withdraw an invitation",
    params: under({ invitationId: id }),
    body: none,
    response: nothing,
    handle: ({ actor, params, tx }) => revokeInvitation(actor, params.invitationId, tx),
  }),
];
