import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { hashPassword } from "@/lib/auth/password";
import { decodeSessionToken } from "@/lib/auth/session-cookie";
import { signInWithPassword } from "@/lib/auth/sign-in";
import { loginPair, takeTry } from "@/lib/auth/slow-down";
import { closeDb, createPool, db } from "@/lib/db";
import { revokeAllSessions, revokeOtherSessions, revokeSession } from "@/lib/sessions/commands";
import { findSessionActor, listSessions } from "@/lib/sessions/queries";
import { changePassword, setUserDisabled } from "@/lib/users/commands";
import { createDatabase } from "../support/database";
import { actorFor, makeUser } from "../support/factories";
import { logIn } from "../support/login";
import { refusal } from "../support/refusal";

const database = await createDatabase();
afterAll(closeDb);

const password = "seven quiet herons";
const passwordHash = await hashPassword(password);
const here = { address: "192.0.2.1", userAgent: "test" };
const there = { address: "192.0.2.2", userAgent: "test" };

/** As if this many seconds had passed for every pair. */
async function letPass(seconds: number): Promise<void> {
  await db()
    .$executeRaw`UPDATE "LoginAttempt" SET "lastFailureAt" = "lastFailureAt" - make_interval(secs => ${seconds}::float8)`;
}

describe("signing in by password", () => {
  it("takes the right password whatever the case of the address", async () => {
    const user = await makeUser({ email: "ana@example.org", passwordHash });
    expect(await signInWithPassword({ email: " Ana@Example.org ", password }, here)).toBe(user.id);
  });

  it("answers the same for an unknown address, a wrong password, no password and a disabled account", async () => {
    const admin = await makeUser({ isAdmin: true });
    const disabled = await makeUser({ passwordHash });
    const without = await makeUser();
    const known = await makeUser({ passwordHash });
    await setUserDisabled(actorFor(admin), { userId: disabled.id, isDisabled: true });
    const answers = [
      await refusal(signInWithPassword({ email: "nobody@example.org", password }, here)),
      await refusal(signInWithPassword({ email: known.email, password: "wrong" }, here)),
      await refusal(signInWithPassword({ email: without.email, password }, here)),
      await refusal(signInWithPassword({ email: disabled.email, password }, here)),
    ];
    expect(new Set(answers.map(({ status, code, message }) => `${status} ${code} ${message}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
  });
});

describe("slowing down", () => {
  it("grows with failures, says when to try again, lets other addresses in, and is gone after the right password", async () => {
    const user = await makeUser({ passwordHash });
    for (let count = 0; count < 4; count += 1)
      await refusal(signInWithPassword({ email: user.email, password: "wrong" }, here));
    // As after some more, so that the wait is longer than any hash takes on a busy machine.
    await db().$executeRaw`UPDATE "LoginAttempt" SET "failures" = 9 WHERE "failures" = 4`;
    const slowed = await refusal(signInWithPassword({ email: user.email, password }, here));
    expect(slowed).toMatchObject({ status: 429, code: "too-many" });
    expect(slowed.message).toMatch(/Try again in \d+ seconds?\./);
    // The owner elsewhere, and a session that is open, do not notice.
    expect(await signInWithPassword({ email: user.email, password }, there)).toBe(user.id);
    const { sessionId } = await logIn(user.id);
    expect(await findSessionActor(sessionId)).toMatchObject({ userId: user.id });
    await letPass(64);
    expect(await signInWithPassword({ email: user.email, password }, here)).toBe(user.id);
    await refusal(signInWithPassword({ email: user.email, password: "wrong" }, here));
    expect(await signInWithPassword({ email: user.email, password }, here)).toBe(user.id);
  });

  it("doubles to a cap and forgets with time", async () => {
    const pair = loginPair("kim@example.org", "192.0.2.9");
    for (let count = 0; count < 4; count += 1) await takeTry(pair);
    const waits: unknown[] = [];
    for (let count = 0; count < 12; count += 1) {
      const { details } = await refusal(takeTry(pair));
      const { retryAfterSeconds } = z.object({ retryAfterSeconds: z.int() }).parse(details);
      waits.push(retryAfterSeconds);
      await letPass(retryAfterSeconds + 0.01);
      await takeTry(pair);
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    // A second more: times are stored in milliseconds, rounded, and may lie a fraction ahead.
    await letPass(3 * 60 * 60 + 1);
    await takeTry(pair);
    await takeTry(pair);
  });

  it("stores no name and no address", async () => {
    await takeTry(loginPair("secret-name@example.org", "192.0.2.77"));
    const rows = await db().loginAttempt.findMany();
    const text = rows
      .map((row) => Buffer.concat([row.accountHash, row.addressHash]).toString("latin1"))
      .join();
    expect(text).not.toContain("secret-name");
    expect(text).not.toContain("192.0.2.77");
  });

  it("counts tries at the same moment on several connections as what they are", async () => {
    const pair = loginPair("race@example.org", "192.0.2.3");
    const results = await Promise.allSettled(Array.from({ length: 40 }, () => takeTry(pair)));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(4);
  });

  it("holds across processes", async () => {
    const script = `
      const { takeTry, loginPair } = require("./lib/auth/slow-down.ts");
      const pair = loginPair("both@example.org", "192.0.2.4");
      Promise.allSettled(Array.from({ length: 10 }, () => takeTry(pair))).then((results) => {
        process.stdout.write(String(results.filter((result) => result.status === "fulfilled").length));
        process.exit(0);
      });`;
    const counts = await Promise.all([runScript(script), runScript(script)]);
    expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(4);
  });
});

async function runScript(script: string): Promise<string> {
  const args = ["--import", "tsx", "--conditions=react-server", "--input-type=commonjs", "-e", script];
  const child = spawn(process.execPath, args, { env: process.env, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  await once(child, "close");
  return output;
}

describe("sessions", () => {
  it("are known by a cookie that names them, and by no forged one", async () => {
    const user = await makeUser();
    const session = await logIn(user.id);
    expect(await decodeSessionToken(session.value)).toBe(session.sessionId);
    expect(await decodeSessionToken(`${session.value.slice(0, -2)}xx`)).toBeNull();
    expect(await decodeSessionToken(undefined)).toBeNull();
    expect(await decodeSessionToken("eyJhbGciOiJub25lIn0.e30.")).toBeNull();
  });

  it("end when revoked, when they expire and when their user is disabled", async () => {
    const user = await makeUser();
    const admin = await makeUser({ isAdmin: true });
    const [one, two, three] = [await logIn(user.id), await logIn(user.id), await logIn(user.id)];
    const actor = { ...actorFor(user), sessionId: one.sessionId };
    await revokeSession(actor, two.sessionId);
    await revokeSession(actor, two.sessionId);
    expect(await findSessionActor(two.sessionId)).toBeNull();
    await db().session.update({ where: { id: three.sessionId }, data: { expiresAt: new Date(0) } });
    expect(await findSessionActor(three.sessionId)).toBeNull();
    expect((await listSessions(actor)).map((session) => session.id)).toEqual([one.sessionId]);
    await setUserDisabled(actorFor(admin), { userId: user.id, isDisabled: true });
    expect(await findSessionActor(one.sessionId)).toBeNull();
    const events = await db().event.count({ where: { type: "session.revoked", actorId: user.id } });
    expect(events).toBe(1);
  });

  it("are ended by their owner alone", async () => {
    const [owner, other] = [await makeUser(), await makeUser({ isAdmin: true })];
    const session = await logIn(owner.id);
    expect(await refusal(revokeSession(actorFor(other), session.sessionId))).toMatchObject({ status: 404 });
    expect(await findSessionActor(session.sessionId)).not.toBeNull();
  });

  it("of other browsers end when the password changes, and all of them on demand", async () => {
    const user = await makeUser({ passwordHash });
    const [mine, other] = [await logIn(user.id), await logIn(user.id)];
    const actor = { ...actorFor(user), sessionId: mine.sessionId };
    const wrong = await refusal(changePassword(actor, { current: "wrong", password: "eight loud herons" }));
    expect(wrong.code).toBe("wrong-password");
    expect(await findSessionActor(other.sessionId)).not.toBeNull();
    expect(await changePassword(actor, { current: password, password: "eight loud herons" })).toEqual({
      revoked: 1,
    });
    const again = refusal(changePassword(actor, { current: password, password: "eight loud herons" }));
    expect((await again).code).toBe("password-is-new");
    expect(await findSessionActor(other.sessionId)).toBeNull();
    expect(await findSessionActor(mine.sessionId)).not.toBeNull();
    expect(await signInWithPassword({ email: user.email, password: "eight loud herons" }, here)).toBe(
      user.id,
    );
    expect((await refusal(signInWithPassword({ email: user.email, password }, here))).status).toBe(401);
    await logIn(user.id);
    expect(await revokeOtherSessions(actor)).toBe(1);
    expect(await revokeAllSessions(actor)).toBe(1);
    expect(await findSessionActor(mine.sessionId)).toBeNull();
  });

  it("note when they were last seen at most every five minutes", async () => {
    const user = await makeUser();
    const { sessionId } = await logIn(user.id);
    const old = new Date(Date.now() - 3_600_000);
    await db().session.update({ where: { id: sessionId }, data: { lastSeenAt: old } });
    await findSessionActor(sessionId);
    const first = await db().session.findUniqueOrThrow({ where: { id: sessionId } });
    await findSessionActor(sessionId);
    const second = await db().session.findUniqueOrThrow({ where: { id: sessionId } });
    expect(first.lastSeenAt.getTime()).toBeGreaterThan(old.getTime());
    expect(second.lastSeenAt).toEqual(first.lastSeenAt);
  });
});

it("lets the application's login see what it needs to check migrations", async () => {
  const { getHealth } = await import("@/lib/health/queries");
  const { listMigrations } = await import("../../prisma/migrate.mjs");
  const names = (await listMigrations()).map((migration: { name: string }) => migration.name);
  expect(await getHealth(names)).toMatchObject({
    ok: true,
    database: { encoding: "UTF8" },
    migrations: { missing: 0 },
  });
  expect(await getHealth([...names, "29990101000000_later"])).toMatchObject({
    ok: false,
    migrations: { missing: 1 },
  });
  const pool = createPool(database.url, 1);
  await pool.end();
});
