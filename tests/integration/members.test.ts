import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { addMember, changeRole, removeMember } from "@/lib/members/commands";
import { listMembers } from "@/lib/members/queries";
import { createDatabase } from "../support/database";
import { actorFor, makeMember, makeProject, makeUser } from "../support/factories";

await createDatabase();
const stranger = actorFor(await makeUser());

async function roleOf(projectId: string, userId: string): Promise<string | null> {
  const member = await db().member.findUnique({ where: { projectId_userId: { projectId, userId } } });
  return member?.role ?? null;
}

describe("members", () => {
  it("are added by e-mail address, once, and only people who can sign in", async () => {
    const project = await makeProject();
    const manager = actorFor(await makeMember(project, "manager"));
    const user = await makeUser();
    const input = { slug: project.slug, email: user.email, role: "reviewer" as const };
    expect(await addMember(manager, input)).toEqual({ userId: user.id, name: user.name, role: "reviewer" });
    await expect(addMember(manager, input)).rejects.toMatchObject({ code: "already-member" });
    const gone = await makeUser();
    await db().user.update({ where: { id: gone.id }, data: { disabledAt: new Date() } });
    for (const email of [gone.email, "nobody@example.org"])
      await expect(addMember(manager, { ...input, email })).rejects.toMatchObject({ code: "no-such-user" });
  });

  it("are listed and changed by managers alone: others of the project 403, strangers 404", async () => {
    const project = await makeProject();
    const member = await makeMember(project, "annotator");
    const { slug } = project;
    const target = { slug, userId: member.id };
    for (const role of ["reviewer", "annotator", "viewer"] as const) {
      const actor = actorFor(await makeMember(project, role));
      const refused = { status: 403 };
      await expect(listMembers(actor, { slug })).rejects.toMatchObject(refused);
      await expect(changeRole(actor, { ...target, role: "manager" })).rejects.toMatchObject(refused);
      await expect(removeMember(actor, target)).rejects.toMatchObject(refused);
      await expect(
        addMember(actor, { slug, email: "nobody@example.org", role: "viewer" }),
      ).rejects.toMatchObject(refused);
    }
    await expect(listMembers(stranger, { slug })).rejects.toMatchObject({ status: 404 });
    await expect(changeRole(stranger, { ...target, role: "viewer" })).rejects.toMatchObject({ status: 404 });
    expect(await roleOf(project.id, member.id)).toBe("annotator");
  });

  it("change role with an event that says from what to what", async () => {
    const project = await makeProject();
    const manager = actorFor(await makeMember(project, "manager"));
    const member = await makeMember(project, "viewer");
    await changeRole(manager, { slug: project.slug, userId: member.id, role: "annotator" });
    expect(await roleOf(project.id, member.id)).toBe("annotator");
    const event = await db().event.findFirst({
      where: { projectId: project.id, type: "member.role-changed" },
    });
    expect(event).toMatchObject({ subjectId: member.id, payload: { from: "viewer", to: "annotator" } });
  });

  it("keep a last manager, also against themselves and with a disabled second one", async () => {
    const project = await makeProject();
    const user = await makeMember(project, "manager");
    const manager = actorFor(user);
    const disabled = await makeMember(project, "manager");
    await db().user.update({ where: { id: disabled.id }, data: { disabledAt: new Date() } });
    const target = { slug: project.slug, userId: user.id };
    await expect(removeMember(manager, target)).rejects.toMatchObject({ code: "last-manager" });
    await expect(changeRole(manager, { ...target, role: "viewer" })).rejects.toMatchObject({
      code: "last-manager",
    });
    await makeMember(project, "manager");
    await removeMember(manager, target);
    expect(await roleOf(project.id, user.id)).toBeNull();
  });

  it("keep one manager when two remove each other at once", async () => {
    for (let round = 0; round < 8; round += 1) {
      const project = await makeProject();
      const first = await makeMember(project, "manager");
      const second = await makeMember(project, "manager");
      await Promise.allSettled([
        removeMember(actorFor(first), { slug: project.slug, userId: second.id }),
        removeMember(actorFor(second), { slug: project.slug, userId: first.id }),
      ]);
      expect(await db().member.count({ where: { projectId: project.id, role: "manager" } })).toBe(1);
    }
  });
});
