import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { auditCommand } from "@/bin/cli/audit-command";
import { userCommand } from "@/bin/cli/user-command";
import { db } from "@/lib/db";
import { acceptNewPassword } from "@/lib/invitations/commands";
import { createDatabase } from "../../support/database";
import { makeUser } from "../../support/factories";

await createDatabase();
const admin = await makeUser({ isAdmin: true });

let said: string[] = [];
let errors: string[] = [];
beforeEach(() => {
  said = [];
  errors = [];
  vi.spyOn(console, "error").mockImplementation((line: string) => void errors.push(line));
  vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => void vi.mocked(console.log).mockRestore());

function run(...words: string[]): Promise<number> {
  return userCommand(words);
}
function stored(email: string) {
  return db().user.findUniqueOrThrow({ where: { email } });
}
function typesOf(userId: string): Promise<string[]> {
  return db()
    .event.findMany({ where: { subjectId: userId }, orderBy: { id: "asc" } })
    .then((events) => events.map(({ type }) => type));
}

describe("sourcebench user", () => {
  it("adds somebody, whose link is printed alone on standard output and lets them choose a password", async () => {
    expect(await run("add", " Mara@Example.org", "--name", "Mara Lind", "--days", "2")).toBe(0);
    expect(said).toHaveLength(1);
    const [link = ""] = said;
    expect(link).toMatch(/^http:\/\/.+\/invite\/\S+$/);
    expect(errors.join("\n")).not.toContain(link);
    const mara = await stored("mara@example.org");
    expect(mara).toMatchObject({ name: "Mara Lind", isAdmin: false, disabledAt: null });
    const password = "a lock, a bridge, a flood";
    const { userId } = await acceptNewPassword({ token: link.replace(/^.*\//, ""), password });
    expect(userId).toBe(mara.id);
    const { passwordHash } = await stored("mara@example.org");
    expect(passwordHash).not.toBe(mara.passwordHash);
  });

  it("refuses a second account of one address, and says who is not here", async () => {
    expect(await run("add", "twice@example.org", "--name", "One")).toBe(0);
    expect(await run("add", "twice@example.org", "--name", "Two")).toBe(1);
    for (const action of ["reset", "disable", "enable", "admin"])
      expect(await run(action, "nobody@example.org")).toBe(3);
    expect(errors.at(-1)).toBe("Nobody here has the address nobody@example.org.");
    expect(await run("list", "--as", "nobody@example.org")).toBe(3);
    expect(await run("list", "--as", "twice@example.org")).toBe(3);
  });

  it("disables and lets in again; a disabled account gets no link", async () => {
    expect(await run("add", "keeper@example.org", "--name", "Keeper")).toBe(0);
    expect(await run("disable", "keeper@example.org")).toBe(0);
    const { id, disabledAt } = await stored("keeper@example.org");
    expect(disabledAt).not.toBeNull();
    said = [];
    expect(await run("reset", "keeper@example.org")).toBe(1);
    expect(await run("admin", "keeper@example.org")).toBe(1);
    expect(said).toEqual([]);
    expect(await run("enable", "keeper@example.org")).toBe(0);
    expect((await stored("keeper@example.org")).disabledAt).toBeNull();
    expect(await run("reset", "keeper@example.org")).toBe(0);
    expect(said).toHaveLength(1);
    expect(await typesOf(id)).toEqual(["user.created", "user.disabled", "user.enabled"]);
  });

  it("makes an administrator and takes it back, each an event; nobody takes it from themselves", async () => {
    expect(await run("add", "second@example.org", "--name", "Second", "--admin")).toBe(0);
    const { id, isAdmin } = await stored("second@example.org");
    expect(isAdmin).toBe(true);
    expect(await run("admin", "second@example.org", "--off")).toBe(0);
    expect(await run("admin", "second@example.org", "--off")).toBe(0);
    expect((await stored("second@example.org")).isAdmin).toBe(false);
    expect(await run("admin", "second@example.org")).toBe(0);
    expect(await typesOf(id)).toEqual(["user.created", "user.no-administrator", "user.made-administrator"]);
    expect(await run("admin", admin.email ?? "", "--off", "--as", admin.email ?? "")).toBe(1);
  });

  it("lists a line each, as columns or as JSON", async () => {
    expect(await run("list")).toBe(0);
    const rows = said.map((line) => line.split("\t"));
    expect(rows.find(([, email]) => email === admin.email)?.slice(3, 5)).toEqual(["administrator", "active"]);
    said = [];
    expect(await run("list", "--json")).toBe(0);
    expect(said.map((line) => JSON.parse(line)).length).toBe(rows.length);
    expect(said.join("")).not.toContain("passwordHash");
  });

  it.each([
    ["nothing", []],
    ["an unknown action", ["remove", "a@example.org"]],
    ["no address", ["disable"]],
    ["two addresses", ["disable", "a@example.org", "b@example.org"]],
    ["what is no address", ["disable", "harbour"]],
    ["no name", ["add", "a@example.org"]],
    ["an option of another action", ["disable", "a@example.org", "--admin"]],
    ["an unknown option", ["list", "--everything"]],
    ["too many days", ["reset", "a@example.org", "--days", "900"]],
    ["an address for the list", ["list", "a@example.org"]],
  ])("%s is wrong use: how it is called is shown and nothing is done", async (_, words) => {
    const before = await db().event.count();
    expect(await userCommand(words)).toBe(2);
    expect(errors.join("\n")).toContain("Usage: node bin/sourcebench.mjs user");
    expect(await db().event.count()).toBe(before);
  });

  it("shows its help with examples on standard output", async () => {
    expect(await run("add", "--help")).toBe(0);
    expect(said.join("\n")).toContain('user add mara@example.org --name "Mara Lind"');
    expect(said.join("\n")).toContain("Exit codes: 0 done, 1 something was refused, 2 wrong use,");
  });
});

describe("sourcebench audit", () => {
  it("answers by exit code: whole 0, another head 1, wrong words 2", async () => {
    expect(await auditCommand(["head"])).toBe(0);
    const head = said.at(-1) ?? "";
    expect(await auditCommand(["verify", "--head", head])).toBe(0);
    expect(await auditCommand(["verify", "--head", "0".repeat(64)])).toBe(1);
    expect(errors.join("\n")).toBe(
      `no seal has the hash ${"0".repeat(64)}: the chain was cut or is another one`,
    );
    expect(said.join("\n")).toMatch(/\n\d+ events? in (1 seal|\d+ seals);/);
    for (const words of [[], ["mend"], ["verify", "--quick"], ["head", "verify"]])
      expect(await auditCommand(words)).toBe(2);
  });
});
