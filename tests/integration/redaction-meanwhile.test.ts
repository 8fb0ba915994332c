import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Client } from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { addComment } from "@/lib/comments/commands";
import { closeDb, db, inTransaction, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { withdrawArticle } from "@/lib/redaction/commands";
import { buildRelease } from "@/lib/releases/build";
import { createRelease } from "@/lib/releases/commands";
import { listDifferences } from "@/lib/releases/differences";
import { openReleaseArchive, openReleaseFile } from "@/lib/releases/files";
import { releaseNaming, releaseQuery } from "@/lib/releases/schema";
import { receiveSuggestions } from "@/lib/suggestions/receive";
import { pushInput } from "@/lib/suggestions/schema";
import { connect } from "../../prisma/migrate.mjs";
import { talk } from "../support/comments";
import { createDatabase } from "../support/database";
import { actorFor, makeMember, makeProject, makeUser } from "../support/factories";
import { claim, spanOf } from "../support/operations";
import { bytesOf, makeManyArticles, makeRelease } from "../support/releases";
import { importFiles } from "./imports/support";

const dataDir = await mkdtemp(path.join(tmpdir(), "sourcebench-meanwhile-"));
process.env.DATA_DIR = dataDir;
const database = await createDatabase();
const superuser: Client = await connect(database.superUrl);
const admin = actorFor(await makeUser({ name: "Ada Root", isAdmin: true }));
afterAll(async () => {
  await superuser.end();
  await closeDb();
  await rm(dataDir, { recursive: true, force: true });
});

const words = "quillfoot pump";

async function makePlace() {
  const project = await makeProject();
  const manager = actorFor(await makeMember(project, "manager"));
  // A text of its own: one that was withdrawn for good is not imported again.
  const text = `A day\n\nThe ${words} of ${project.slug} was stolen.`;
  await importFiles(manager, project.slug, { "pump.txt": text });
  const version = await db().articleVersion.findFirstOrThrow({ where: { projectId: project.id } });
  return { project, manager, version, articleId: version.articleId };
}

/** Withdraws an article after something was written and before it is there for others; waits for the withdrawal to wait. */
async function withdrawWhile(articleId: string, write: (tx: Tx) => Promise<unknown>): Promise<void> {
  let withdrawal: Promise<unknown> = Promise.resolve();
  await inTransaction(undefined, async (tx) => {
    await write(tx);
    withdrawal = withdrawArticle(admin, { articleId, reason: "The agency took its text back." });
    await Promise.race([withdrawal, expect.poll(countWaiting, { timeout: 10_000 }).toBeGreaterThan(0)]);
  });
  await withdrawal;
}

async function countWaiting(): Promise<number> {
  const { rowCount } = await superuser.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rowCount ?? 0;
}

function say(actor: Actor, threadId: string, tx?: Tx) {
  return addComment(actor, threadId, { id: randomUUID(), body: `The ${words}!`, isForAll: false }, tx);
}

describe("withdrawing an article for good", () => {
  it("waits for suggestions that are on their way, and blanks them too", async () => {
    const { project, manager, version, articleId } = await makePlace();
    const object = claim([spanOf(version.text, words)]);
    const push = { producer: "spotter", version: "1", items: [{ versionId: version.id, object }] };
    await withdrawWhile(articleId, (tx) =>
      receiveSuggestions(manager, project.slug, pushInput.parse(push), tx),
    );
    const spans = await db().suggestionSpan.findMany({ where: { versionId: version.id } });
    expect(spans.map(({ quote }) => quote.includes("quillfoot"))).toEqual([false]);
  });

  it("waits for a comment that is on its way, and blanks it too; afterwards none can be written", async () => {
    const { manager, articleId } = await makePlace();
    const { threadId } = await talk(manager, { articleId }, "Is this all?");
    await withdrawWhile(articleId, (tx) => say(manager, threadId, tx));
    const said = await db().commentVersion.findMany({ where: { comment: { threadId } } });
    expect(said.map(({ body }) => body.includes("quillfoot"))).toEqual([false, false]);
    await expect(say(manager, threadId)).rejects.toMatchObject({ code: "not-found" });
  });
});

const gone = { status: 410, code: "article-withdrawn" };
const reason = "The agency took its text back.";

describe("downloads of a release and the withdrawal of one of its articles", () => {
  it("come one after the other: what begins while an article is being withdrawn waits, and gets nothing", async () => {
    const { actor, slug, ids } = await makeManyArticles(3);
    const id = await makeRelease(actor, slug, "1.0.0");
    const [articleId = ""] = ids;
    const asked: Promise<unknown>[] = [];
    await inTransaction(undefined, async (tx) => {
      await withdrawArticle(admin, { articleId, reason }, tx);
      asked.push(openReleaseArchive(actor, slug, id).then(({ content }) => bytesOf(content)));
      asked.push(openReleaseFile(actor, slug, id, "notes.md").then(({ content }) => bytesOf(content)));
      asked.push(listDifferences(actor, slug, { from: id, to: id }));
      for (const one of asked) one.catch(() => undefined);
      await expect.poll(countWaiting, { timeout: 10_000 }).toBe(asked.length);
    });
    for (const one of asked) await expect(one).rejects.toMatchObject(gone);
    expect(await db().event.count({ where: { subjectId: id, type: "release.downloaded" } })).toBe(0);
  });

  it("let the withdrawal wait for who was first, whose archive breaks off before the words", async () => {
    const { actor, slug, ids, texts } = await makeManyArticles(3);
    const id = await makeRelease(actor, slug, "1.0.0", { formats: "jsonl" });
    const [articleId = ""] = ids;
    let opened: Awaited<ReturnType<typeof openReleaseArchive>> | undefined;
    await withdrawWhile(articleId, async (tx) => {
      opened = await openReleaseArchive(actor, slug, id, tx);
    });
    const pieces: Buffer[] = [];
    const reading = (async () => {
      for await (const piece of opened?.content ?? []) pieces.push(Buffer.from(piece));
    })();
    await expect(reading).rejects.toMatchObject(gone);
    expect(Buffer.concat(pieces).includes(texts[0] ?? "?")).toBe(false);
  });

  it("do not wait for each other for ever where two releases are compared, whichever is named first", async () => {
    const { actor, slug } = await makeManyArticles(2);
    const made = [await makeRelease(actor, slug, "1.0.0"), await makeRelease(actor, slug, "2.0.0")];
    const [first = "", second = ""] = made.toSorted();
    // A withdrawal that has the first release and is about to take the second.
    const withdrawal: Client = await connect(database.superUrl);
    const take = (id: string, how = "") =>
      withdrawal.query(`SELECT 1 FROM "DatasetRelease" WHERE "id" = $1 FOR NO KEY UPDATE ${how}`, [id]);
    await withdrawal.query("BEGIN");
    await take(first);
    const compared = listDifferences(actor, slug, { from: second, to: first });
    await expect.poll(countWaiting, { timeout: 10_000 }).toBe(1);
    await expect(take(second, "NOWAIT")).resolves.toMatchObject({ rowCount: 1 });
    await withdrawal.end();
    expect(await compared).toMatchObject({ from: { id: second }, to: { id: first } });
  });

  it("name it nowhere where it is withdrawn while the files of a release are written", async () => {
    const { actor, slug, ids } = await makeManyArticles(3);
    const naming = releaseNaming.parse({ name: "Statements", version: "1.0.0" });
    const { id } = await createRelease(actor, slug, naming, releaseQuery.parse({ formats: "conll,brat" }));
    const withdrawals: Promise<unknown>[] = [];
    await buildRelease(id, ({ stage }) => {
      if (stage === "writing" && withdrawals.length === 0)
        withdrawals.push(withdrawArticle(admin, { articleId: ids[1] ?? "", reason }));
    });
    expect(withdrawals).toHaveLength(1);
    await Promise.all(withdrawals);
    const row = await db().datasetRelease.findUniqueOrThrow({ where: { id } });
    // Which of both came first is left open: a release that was done is closed, any other has failed.
    expect(row.state).toMatch(/^(done|failed)$/);
    expect(JSON.stringify(row.report)).not.toContain("Article 1");
    const refused = { status: row.state === "done" ? 410 : 409 };
    await expect(openReleaseArchive(actor, slug, id)).rejects.toMatchObject(refused);
  });
});
