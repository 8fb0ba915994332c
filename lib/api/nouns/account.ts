import { z } from "zod";
import { cursor, id, pageOf } from "@/lib/api/nouns/common";
import { createdInvitation, invitationDto } from "@/lib/api/nouns/members";
import { none, nothing, type Operation, read, write } from "@/lib/api/operation";
import { createSiteInvitation, revokeInvitation } from "@/lib/invitations/commands";
import { listInvitations } from "@/lib/invitations/queries";
import { siteInvitationInput } from "@/lib/invitations/schema";
import { mayCreateProject } from "@/lib/projects/queries";
import { revokeSession } from "@/lib/sessions/commands";
import { listSessions } from "@/lib/sessions/queries";
import type { SessionDto } from "@/lib/sessions/schema";
import { revokeToken } from "@/lib/tokens/commands";
import { listTokens } from "@/lib/tokens/queries";
import { type TokenDto, tokenScopes } from "@/lib/tokens/schema";
import { changeName, setUserDisabled } from "@/lib/users/commands";
import { getAccount, listUsers } from "@/lib/users/queries";
import { changeNameInput, type UserDto } from "@/lib/users/schema";

const userDto = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  isAdmin: z.boolean(),
  isDisabled: z.boolean(),
  createdAt: z.string(),
}) satisfies z.ZodType<UserDto>;

const me = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  isAdmin: z.boolean(),
  scopes: z.array(z.enum(tokenScopes)),
  /** The id of the project that the token is bound to. */
  projectId: z.string().nullable(),
  /** Whether one may start a project. */
  mayCreateProject: z.boolean(),
});

const tokenDto = z.strictObject({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.enum(tokenScopes)),
  project: z.strictObject({ slug: z.string(), name: z.string() }).nullable(),
  state: z.enum(["active", "expired", "revoked"]),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
}) satisfies z.ZodType<TokenDto>;

const sessionDto = z.strictObject({
  id: z.string(),
  device: z.string(),
  address: z.string(),
  createdAt: z.string(),
  lastSeenAt: z.string(),
  isCurrent: z.boolean(),
}) satisfies z.ZodType<SessionDto>;

/** Oneself, one's tokens and sessions, and for administrators everybody here. */
export const accountOperations: Operation[] = [
  read({
    id: "getMe",
    path: "/me",
    may: "anybody",
    tag: "Account",
    scope: "read",
    summary: "Who this token acts for, and what it may do",
    params: none,
    query: none,
    response: me,
    isAboutSelf: true,
    handle: async ({ actor, grant }) => {
      const { name, email } = await getAccount(actor);
      const { scopes, projectId } = grant;
      const may = await mayCreateProject(actor);
      return {
        ...{ id: actor.userId, name, email, isAdmin: actor.isAdmin },
        ...{ scopes, projectId, mayCreateProject: may },
      };
    },
  }),
  write("PATCH", {
    id: "changeName",
    path: "/me",
    may: "anybody",
    tag: "Account",
    scope: "manage",
    summary: "Change the name that others see",
    params: none,
    body: changeNameInput,
    response: userDto,
    handle: ({ actor, body, tx }) => changeName(actor, body, tx),
  }),
  read({
    id: "listTokens",
    path: "/me/tokens",
    may: "anybody",
    tag: "Account",
    scope: "manage",
    summary: "One's own tokens, newest first",
    detail: "Tokens are made on the account page and on the command line, never by another token.",
    params: none,
    query: z.strictObject({ cursor }),
    response: pageOf(tokenDto),
    handle: ({ actor, query }) => listTokens(actor, query),
  }),
  write("DELETE", {
    id: "revokeToken",
    path: "/me/tokens/{tokenId}",
    may: "anybody",
    tag: "Account",
    scope: "manage",
    summary: "Revoke one of one's own tokens, at once",
    params: z.strictObject({ tokenId: id }),
    body: none,
    response: tokenDto,
    handle: ({ actor, params, tx }) => revokeToken(actor, params.tokenId, tx),
  }),
  read({
    id: "listSessions",
    path: "/me/sessions",
    may: "anybody",
    tag: "Account",
    scope: "manage",
    summary: "Where one is signed in",
    params: none,
    query: none,
    response: z.strictObject({ items: z.array(sessionDto) }),
    handle: async ({ actor }) => ({ items: await listSessions(actor) }),
  }),
  write("DELETE", {
    id: "revokeSession",
    path: "/me/sessions/{sessionId}",
    may: "anybody",
    tag: "Account",
    scope: "manage",
    summary: "Sign out one of one's browsers",
    params: z.strictObject({ sessionId: id }),
    body: none,
    response: nothing,
    handle: ({ actor, params, tx }) => revokeSession(actor, params.sessionId, tx),
  }),
  read({
    id: "listPeople",
    path: "/people",
    may: "administrator",
    tag: "Account",
    scope: "manage",
    summary: "Everybody with an account here, newest first (administrators)",
    params: none,
    query: z.strictObject({ cursor }),
    response: pageOf(userDto),
    handle: ({ actor, query }) => listUsers(actor, query),
  }),
  write("PATCH", {
    id: "setPersonDisabled",
    path: "/people/{userId}",
    may: "administrator",
    tag: "Account",
    scope: "manage",
    summary: "Stop somebody from signing in, or let them in again (administrators)",
    params: z.strictObject({ userId: id }),
    body: z.strictObject({ isDisabled: z.boolean() }),
    response: userDto,
    handle: ({ actor, params, body, tx }) => setUserDisabled(actor, { ...params, ...body }, tx),
  }),
  read({
    id: "listSiteInvitations",
    path: "/people/invitations",
    may: "administrator",
    tag: "Account",
    scope: "manage",
    summary: "Invitations to this installation, newest first (administrators)",
    params: none,
    query: z.strictObject({ cursor }),
    response: pageOf(invitationDto),
    handle: ({ actor, query }) => listInvitations(actor, { projectId: null, ...query }),
  }),
  write("POST", {
    id: "createSiteInvitation",
    path: "/people/invitations",
    may: "administrator",
    tag: "Account",
    scope: "manage",
    summary: "Invite somebody to this installation (administrators)",
    detail: "`path` is the link's secret address, shown this once.",
    params: none,
    body: siteInvitationInput,
    response: createdInvitation,
    status: 201,
    repeats: "secret",
    handle: ({ actor, body, tx }) => createSiteInvitation(actor, body, tx),
  }),
  write("DELETE", {
    id: "revokeSiteInvitation",
    path: "/people/invitations/{invitationId}",
    may: "administrator",
    tag: "Account",
    scope: "manage",
    summary: "Withdraw an invitation to this installation (administrators)",
    params: z.strictObject({ invitationId: id }),
    body: none,
    response: nothing,
    handle: ({ actor, params, tx }) => revokeInvitation(actor, params.invitationId, tx),
  }),
];
