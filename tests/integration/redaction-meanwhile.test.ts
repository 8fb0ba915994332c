import { randomUUID } from "node:crypto";
import type { Client } from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { addComment } from "@/lib/comments/commands";
import { closeDb, db, inTransaction, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { withdrawArticle } from "@/lib/redaction/commands";
import { receiveSuggestions } from "@/lib/suggestions/receive";
import { pushInput } from "@/lib/suggestions/schema";
import { connect } from "../../prisma/migrate.mjs";
import { talk } from "../support/comments";
import { createDatabase } from "../support/database";
import { actorFor, makeMember, makeProject, makeUser } from "../support/factories";
import { claim, spanOf } from "../support/operations";
import { importFiles } from "./imports/support";

const database = await createDatabase();
const superuser: Client = await connect(database.superUrl);
const admin = actorFor(await makeUser({ name: "Ada Root", isAdmin: true }));
afterAll(async () => {
  await superuser.end();
  await closeDb();
});

const words = "quillfoot pump";

async function makePlace() {
  const project = await makeProject();
  const manager = actorFor(await makeMember(project, "manager"));
  await importFiles(manager, project.slug, { "pump.txt": `A day\n\nThe ${words} was stolen.` });
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
