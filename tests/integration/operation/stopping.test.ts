import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, afterEach, beforeEach, expect, it, type MockInstance, vi } from "vitest";
import { closeDb, db, inLongTransaction, inTransaction, type Tx } from "@/lib/db";
import { describeError } from "@/lib/error-response";
import { streamBytes } from "@/lib/exports/byte-stream";
import { commitInThread } from "@/lib/imports/in-thread";
import { waitAwhile } from "@/lib/imports/start-commit";
import { repeat, warnOf } from "@/lib/jobs/repeat";
import { log } from "@/lib/log";
import { workOffAgreementInThread } from "@/lib/project-agreement/in-thread";
import { workOffAgreement } from "@/lib/project-agreement/work";
import { createDatabase } from "../../support/database";
import { makeArticle, makeLayer, makeMember, makeProject } from "../../support/factories";

const database = await createDatabase();
let warn: MockInstance;
beforeEach(() => {
  warn = vi.spyOn(log(), "warn").mockImplementation(() => undefined);
});
afterEach(() => {
  globalThis.sourcebenchStopping = undefined;
  vi.useRealTimers();
  warn.mockRestore();
});
afterAll(closeDb);

/** As bin/serve.mjs says it when the server is told to stop. */
function stop() {
  globalThis.sourcebenchStopping ??= new AbortController();
  globalThis.sourcebenchStopping.abort();
}

it("work in the background that fails is logged and tried again; cut off by the server's end it is neither", async () => {
  vi.useFakeTimers();
  const turns: ((error: Error) => void)[] = [];
  const work = () => new Promise((_, reject) => turns.push(reject));
  repeat(work, { failing: "counting sheep failed", everyMs: 5 });
  await vi.advanceTimersByTimeAsync(5);
  turns[0]?.(new TypeError("The database is restarting."));
  await vi.advanceTimersByTimeAsync(5);
  expect(turns).toHaveLength(2);
  expect(warn.mock.calls).toEqual([[{ error: "TypeError" }, "counting sheep failed"]]);
  stop();
  turns[1]?.(new Error("The connection was ended."));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(turns).toHaveLength(2);
  expect(warn).toHaveBeenCalledTimes(1);
});

it("a thread that compares layers ends with the server and says nothing", async () => {
  let ended: unknown;
  const work = () =>
    workOffAgreementInThread().catch((error: unknown) => {
      ended = error;
      throw error;
    });
  repeat(work, { failing: "computing agreement failed", everyMs: 5 });
  setTimeout(stop, 20);
  await vi.waitFor(() => expect(ended).toBeInstanceOf(Error), { timeout: 10_000 });
  await new Promise((resolve) => setImmediate(resolve));
  expect(warn).not.toHaveBeenCalled();
});

it("a thread that imports ends with the server and says nothing", async () => {
  const error = vi.spyOn(log(), "error").mockImplementation(() => undefined);
  const actor = { userId: randomUUID(), name: "Mara Lind", isAdmin: true, sessionId: null };
  const work = commitInThread(actor, "none", randomUUID());
  setTimeout(stop, 20);
  await expect(work).rejects.toThrow("without a word");
  await waitAwhile("batch", work);
  expect(error).not.toHaveBeenCalled();
  error.mockRestore();
});

it("a reader who is cut off by the server's end, when its database has gone too, is no failure", async () => {
  async function* pieces(): AsyncGenerator<string> {
    try {
      yield "one";
      yield "two";
    } finally {
      await Promise.reject(new Error("The connection was ended."));
    }
  }
  await expect((await streamBytes(pieces())).cancel()).rejects.toThrow("ended");
  const body = await streamBytes(pieces());
  stop();
  await body.cancel();
});

it("work that goes on failing is said once a minute, not each time", () => {
  vi.useFakeTimers();
  for (let round = 0; round < 3; round += 1) warnOf("counting stars failed", new Error("No answer."));
  expect(warn).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(60_000);
  warnOf("counting stars failed", Object.assign(new Error("Gone."), { code: "57P01" }));
  expect(warn).toHaveBeenLastCalledWith({ error: "Error", code: "database-away" }, "counting stars failed");
});

it("nobody waits longer than a browser does for what another holds, except an import", async () => {
  const shown = async (tx: Pick<Tx, "$queryRaw">) => tx.$queryRaw`SHOW lock_timeout`;
  expect(await shown(db())).toEqual([{ lock_timeout: "25s" }]);
  expect(await inLongTransaction(shown)).toEqual([{ lock_timeout: "0" }]);
});

it("a statement that the server ended is told as trouble of the database, and the next one works", async () => {
  const cut = inTransaction(undefined, async (tx) => {
    await tx.$executeRaw`SET LOCAL statement_timeout = 5`;
    await tx.$queryRaw`SELECT pg_sleep(30)::text`;
  });
  const said = await cut.catch((error: unknown) => describeError(error));
  expect(said).toMatchObject({ status: 503, body: { code: "database-away" } });
  expect(await db().$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }]);
});

it("comparing that was cut off is done again, and no article is taken for compared", async () => {
  const project = await makeProject({ annotatorsPerArticle: 2 });
  const article = await makeArticle(project, { text: "The bridge is safe." });
  for (const name of ["Ada Lund", "Boris Kerr"])
    await makeLayer(article, {
      state: "submitted",
      ownerId: (await makeMember(project, "annotator", { name })).id,
    });
  await db().article.update({
    where: { id: article.id },
    data: { state: "review", reviewReadyAt: new Date() },
  });
  const left = () => db().agreementArticle.count({ where: { articleId: article.id, isDirty: true } });
  expect(await left()).toBe(1);

  const other = new pg.Client({ connectionString: database.superUrl });
  await other.connect();
  await other.query(`BEGIN; LOCK TABLE "AgreementPart" IN EXCLUSIVE MODE`);
  const work = workOffAgreement();
  work.catch(() => undefined);
  const cut = `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted AND relation = '"AgreementPart"'::regclass`;
  await expect.poll(async () => (await other.query(cut)).rowCount).toBe(1);
  await expect(work).rejects.toThrow();
  expect(await left()).toBe(1);
  await other.query("ROLLBACK");
  await other.end();
  await workOffAgreement();
  expect(await left()).toBe(0);
});
