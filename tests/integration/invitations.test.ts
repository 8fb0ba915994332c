import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { signInWithPassword } from "@/lib/auth/sign-in";
import { closeDb, db } from "@/lib/db";
import { setUpInstallation } from "@/lib/installation/commands";
import { getInstallation } from "@/lib/installation/queries";
import {
  acceptInvitation,
  acceptInvitationAsNew,
  acceptInvitationBySignOn,
  acceptNewPassword,
  createProjectInvitation,
  createSiteInvitation,
  revokeInvitation,
} from "@/lib/invitations/commands";
import { findInvitation, listInvitations } from "@/lib/invitations/queries";
import { findSessionActor } from "@/lib/sessions/queries";
import { createDatabase } from "../support/database";
import { actorFor, makeMember, makeProject, makeUser } from "../support/factories";
import { logIn } from "../support/login";
import { refusal } from "../support/refusal";

await createDatabase();
const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-code-"));
afterAll(async () => {
  await closeDb();
  await rm(folder, { recursive: true, force: true });
});

const password = "seven quiet herons";
const client = { address: "192.0.2.1", userAgent: "test" };

function newPerson(token: string, email = `${crypto.randomUUID()}@example.org`) {
  return { token, name: "New Person", email, password };
}

async function invite(role: "annotator" | "reviewer" = "annotator", email?: string) {
  const project = await makeProject();
  const manager = actorFor(await makeMember(project, "manager"));
  const made = await createProjectInvitation(manager, { projectId: project.id, role, email, days: 7 });
  return { project, manager, ...made, token: made.path.replace("/invite/", "") };
}

describe("setting up", () => {
  it("makes one administrator by the code, however many try at once, and never another", async () => {
    const codeFile = path.join(folder, "setup-code");
    await writeFile(codeFile, "correct-code\n");
    const first = { name: "Ana", email: "ana@example.org", password };
    expect(await getInstallation()).toEqual({ hasUsers: false, hasDemo: false });
    expect(await refusal(setUpInstallation({ ...first, code: "wrong" }, codeFile))).toMatchObject({
      code: "wrong-code",
    });
    expect(await refusal(setUpInstallation({ ...first, code: "" }, undefined))).toMatchObject({
      code: "no-code",
    });
    const tries = await Promise.allSettled(
      ["ana", "ben", "cyd"].map((name) =>
        setUpInstallation({ ...first, email: `${name}@example.org`, code: "correct-code" }, codeFile),
      ),
    );
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    const users = await db().user.findMany();
    expect(users).toMatchObject([{ isAdmin: true, isDemo: false }]);
    expect(existsSync(codeFile)).toBe(false);
    expect((await db().installation.findUniqueOrThrow({ where: { id: 1 } })).setUpAt).not.toBeNull();
    await writeFile(codeFile, "correct-code");
    expect(await refusal(setUpInstallation({ ...first, code: "correct-code" }, codeFile))).toMatchObject({
      status: 409,
      code: "already-set-up",
    });
    expect(await getInstallation()).toEqual({ hasUsers: true, hasDemo: false });
  });
});

describe("invitations to a project", () => {
  it("are shown once, stored as a hash, and make an account with the role", async () => {
    const { project, token, id } = await invite("reviewer");
    const row = await db().invitation.findUniqueOrThrow({ where: { id } });
    expect(Buffer.from(row.tokenHash).toString("base64url")).not.toBe(token);
    expect(await findInvitation(token)).toMatchObject({
      state: "open",
      role: "reviewer",
      project: { name: project.name },
      isPasswordReset: false,
    });
    const { userId, slug } = await acceptInvitationAsNew(newPerson(token, "dee@example.org"));
    expect(slug).toBe(project.slug);
    expect(await db().member.findMany({ where: { userId } })).toMatchObject([
      { projectId: project.id, role: "reviewer" },
    ]);
    expect(await signInWithPassword({ email: "dee@example.org", password }, client)).toBe(userId);
    const events = await db().event.findMany({ where: { actorId: userId }, orderBy: { id: "asc" } });
    expect(events.map((event) => event.type)).toEqual([
      "user.created",
      "invitation.accepted",
      "member.added",
    ]);
    expect(JSON.stringify(events.map((event) => event.payload))).not.toContain("dee@example.org");
  });

  it("work once, also for many at the same moment", async () => {
    const { token, project } = await invite();
    const tries = await Promise.allSettled(
      Array.from({ length: 6 }, () => acceptInvitationAsNew(newPerson(token))),
    );
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(await db().member.count({ where: { projectId: project.id, role: "annotator" } })).toBe(1);
    expect(await refusal(acceptInvitationAsNew(newPerson(token)))).toMatchObject({
      status: 410,
      code: "invitation-used",
    });
    const user = actorFor(await makeUser());
    expect((await refusal(acceptInvitation(user, token))).code).toBe("invitation-used");
  });

  it("are accepted by somebody signed in, but not by a member, whom they do not wear out", async () => {
    const { token, project, manager } = await invite();
    expect((await refusal(acceptInvitation(manager, token))).code).toBe("already-member");
    const user = await makeUser();
    expect(await acceptInvitation(actorFor(user), token)).toEqual({ slug: project.slug });
    expect(await db().member.findFirst({ where: { userId: user.id } })).toMatchObject({ role: "annotator" });
  });

  it("stop working when withdrawn, when they run out, and when their maker may no longer invite", async () => {
    const revoked = await invite();
    await revokeInvitation(revoked.manager, revoked.id);
    await revokeInvitation(revoked.manager, revoked.id);
    expect((await refusal(acceptInvitationAsNew(newPerson(revoked.token)))).code).toBe("invitation-revoked");
    const expired = await invite();
    await db().invitation.update({ where: { id: expired.id }, data: { expiresAt: new Date(0) } });
    expect((await refusal(acceptInvitationAsNew(newPerson(expired.token)))).code).toBe("invitation-expired");
    expect((await findInvitation(expired.token))?.state).toBe("expired");
    const demoted = await invite();
    await db().member.updateMany({ where: { userId: demoted.manager.userId }, data: { role: "viewer" } });
    expect((await refusal(acceptInvitationAsNew(newPerson(demoted.token)))).code).toBe("invitation-revoked");
    expect(await findInvitation("never-given-out")).toBeNull();
    expect((await refusal(acceptInvitationAsNew(newPerson("never-given-out")))).status).toBe(404);
    expect(await db().user.count({ where: { name: "New Person", email: null } })).toBe(0);
  });

  it("are made, seen and withdrawn by managers alone", async () => {
    const { project, manager, id } = await invite();
    const reviewer = actorFor(await makeMember(project, "reviewer"));
    const stranger = actorFor(await makeMember(await makeProject(), "manager"));
    const input = { projectId: project.id, role: "manager", days: 7 } as const;
    expect((await refusal(createProjectInvitation(reviewer, input))).status).toBe(403);
    expect((await refusal(createProjectInvitation(stranger, input))).status).toBe(404);
    expect((await refusal(revokeInvitation(reviewer, id))).status).toBe(403);
    expect((await refusal(revokeInvitation(stranger, id))).status).toBe(404);
    expect((await refusal(listInvitations(reviewer, { projectId: project.id }))).status).toBe(403);
    expect((await refusal(listInvitations(stranger, { projectId: project.id }))).status).toBe(404);
    expect((await listInvitations(manager, { projectId: project.id })).items).toMatchObject([
      { id, state: "open" },
    ]);
  });

  it("never hand over an account that has the address already", async () => {
    const victim = await makeUser({ email: "victim@example.org" });
    const { token } = await invite("annotator", "victim@example.org");
    expect((await refusal(acceptInvitationAsNew(newPerson(token)))).code).toBe("email-taken");
    expect((await refusal(acceptNewPassword({ token, password }))).status).toBe(404);
    const joined = await acceptInvitationBySignOn({
      token,
      issuer: "https://id.example",
      subject: "s1",
      name: "Other",
      email: "victim@example.org",
    });
    expect(joined.userId).not.toBe(victim.id);
    expect(await db().user.findUnique({ where: { id: joined.userId } })).toMatchObject({ email: null });
  });

  it("are listed in pages", async () => {
    const { project, manager } = await invite();
    for (let count = 0; count < 60; count += 1)
      await createProjectInvitation(manager, { projectId: project.id, role: "viewer", days: 1 });
    const first = await listInvitations(manager, { projectId: project.id });
    const second = await listInvitations(manager, { projectId: project.id, cursor: first.next });
    const back = await listInvitations(manager, { projectId: project.id, cursor: second.previous });
    expect([first.items.length, second.items.length]).toEqual([50, 11]);
    expect(new Set([...first.items, ...second.items].map((item) => item.id)).size).toBe(61);
    expect(back.items).toEqual(first.items);
  });
});

describe("links of the installation", () => {
  it("give somebody here a new password, once, and end their sessions", async () => {
    const admin = actorFor(await makeUser({ isAdmin: true }));
    const user = await makeUser({ email: "lost@example.org" });
    const { sessionId } = await logIn(user.id);
    const { path: link } = await createSiteInvitation(admin, { email: "lost@example.org", days: 1 });
    const token = link.replace("/invite/", "");
    expect(await findInvitation(token)).toMatchObject({ isPasswordReset: true, email: "lost@example.org" });
    expect(await acceptNewPassword({ token, password })).toEqual({ userId: user.id });
    expect(await findSessionActor(sessionId)).toBeNull();
    expect(await signInWithPassword({ email: "lost@example.org", password }, client)).toBe(user.id);
    expect((await refusal(acceptNewPassword({ token, password }))).code).toBe("invitation-used");
  });

  it("are made by administrators alone", async () => {
    const user = actorFor(await makeUser());
    expect((await refusal(createSiteInvitation(user, { email: "x@example.org", days: 1 }))).status).toBe(403);
    expect((await refusal(listInvitations(user, { projectId: null }))).status).toBe(403);
  });
});
