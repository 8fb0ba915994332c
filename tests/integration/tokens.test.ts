import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db";
import { createToken, revokeToken } from "@/lib/tokens/commands";
import { findTokenGrant, listTokens } from "@/lib/tokens/queries";
import { createTokenInput } from "@/lib/tokens/schema";
import { tokenCommand } from "../../bin/cli/token-command";
import { createDatabase } from "../support/database";
import { actorFor, makeMember, makeProject, makeUser } from "../support/factories";

await createDatabase();

const input = (more: object = {}) => createTokenInput.parse({ name: "a program", scopes: ["read"], ...more });

describe("tokens for programs", () => {
  it("keeps the hash alone, shows the secret once and knows it again", async () => {
    const user = await makeUser();
    const { token, secret } = await createToken(actorFor(user), input({ scopes: ["read", "rate", "read"] }));
    expect(secret.startsWith(`${token.prefix}_`)).toBe(true);
    const row = await db().apiToken.findUniqueOrThrow({ where: { id: token.id } });
    expect(JSON.stringify(row)).not.toContain(secret.slice(token.prefix.length + 1));
    expect(token).toMatchObject({ scopes: ["read", "rate"], state: "active", lastUsedAt: null });
    expect(await findTokenGrant(secret)).toMatchObject({
      actor: { userId: user.id },
      grant: { scopes: ["read", "rate"], projectId: null },
    });
    const [listed] = (await listTokens(actorFor(user))).items;
    expect(listed?.lastUsedAt).not.toBeNull();
  });

  it("ends at once when it is revoked, runs out, or its person is disabled", async () => {
    const user = await makeUser();
    const actor = actorFor(user);
    const revoked = await createToken(actor, input());
    const expired = await createToken(actor, input());
    const other = await createToken(actor, input());
    await revokeToken(actor, revoked.token.id);
    expect(await findTokenGrant(revoked.secret)).toBe("expired");
    expect((await listTokens(actor)).items.map((token) => token.state)).toEqual([
      "active",
      "active",
      "revoked",
    ]);
    expect(await findTokenGrant(expired.secret)).not.toBe("expired");
    await db().user.update({ where: { id: user.id }, data: { disabledAt: new Date() } });
    expect(await findTokenGrant(other.secret)).toBe("expired");
    expect(await findTokenGrant(`${other.secret}x`)).toBeNull();
  });

  it("is revoked by its own person alone, and bound to a project that its person is in", async () => {
    const project = await makeProject();
    const member = await makeMember(project, "annotator");
    const stranger = await makeUser();
    await expect(createToken(actorFor(stranger), input({ project: project.slug }))).rejects.toMatchObject({
      status: 404,
    });
    const { token, secret } = await createToken(actorFor(member), input({ project: project.slug }));
    expect(token.project?.slug).toBe(project.slug);
    await expect(revokeToken(actorFor(stranger), token.id)).rejects.toMatchObject({ status: 404 });
    await expect(revokeToken(actorFor(member), randomUUID())).rejects.toMatchObject({ status: 404 });
    expect(await findTokenGrant(secret)).toMatchObject({ grant: { projectId: project.id } });
  });

  it("never changes what it may do, in the database either", async () => {
    const { token } = await createToken(actorFor(await makeUser()), input());
    await expect(
      db().apiToken.update({ where: { id: token.id }, data: { scopes: ["manage"] } }),
    ).rejects.toThrow(/permission denied/);
  });
});

describe("sourcebench token", () => {
  const lines: { out: string[]; err: string[] } = { out: [], err: [] };
  const run = (...args: string[]) => {
    lines.out = [];
    lines.err = [];
    return tokenCommand(args);
  };
  let email: string;
  beforeEach(() => {
    vi.spyOn(console, "log").mockImplementation((line: string) => void lines.out.push(line));
    vi.spyOn(console, "error").mockImplementation((line: string) => void lines.err.push(line));
  });
  afterEach(() => void vi.mocked(console.log).mockRestore());
  beforeAll(async () => {
    email = (await makeUser()).email;
  });

  it("makes, lists and revokes tokens, and prints the secret alone on standard output", async () => {
    expect(await run("create", "--user", email, "--scope", "read,manage", "--days", "3")).toBe(0);
    const [secret = "", ...rest] = lines.out;
    expect(rest).toEqual([]);
    expect(await findTokenGrant(secret)).toMatchObject({ grant: { scopes: ["read", "manage"] } });
    expect(await run("list", "--user", email)).toBe(0);
    const id = lines.out[0]?.split("\t")[0] ?? "";
    expect(await run("revoke", id, "--user", email)).toBe(0);
    expect(await findTokenGrant(secret)).toBe("expired");
  });

  it("says what is wrong and exits with 2 for wrong use, 3 for what is not there", async () => {
    expect(await run("create", "--user", email)).toBe(2);
    expect(lines.err.join(" ")).toContain("at least one thing");
    expect(await run("create", "--user", email, "--scope", "everything")).toBe(2);
    expect(await run("create", "--user", email, "--scope", "read", "--days", "900")).toBe(2);
    expect(await run("forget")).toBe(2);
    expect(await run("list", "--colour")).toBe(2);
    expect(await run("revoke", randomUUID(), "--user", email)).toBe(3);
    expect(await run("create", "--user", "nobody@example.org", "--scope", "read")).toBe(3);
    expect(await run("--help")).toBe(0);
  });
});
