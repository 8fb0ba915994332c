import { createHash, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { recordEvents } from "@/lib/audit";
import { db, inTransaction } from "@/lib/db";
import { alignPositions, sealAll } from "@/lib/seals/commands";
import { merkleRoot } from "@/lib/seals/merkle";
import { auditHead, verifyAudit } from "@/lib/seals/queries";
import { connect } from "../../prisma/migrate.mjs";
import { createDatabase } from "../support/database";

const database = await createDatabase();

/** Some events of a transaction of their own, with payloads whose JSON the database stores its own way. */
async function happen(count = 3): Promise<void> {
  await inTransaction(undefined, (tx) =>
    recordEvents(
      tx,
      Array.from({ length: count }, (_, index) => ({
        type: "test.happened",
        actorId: randomUUID(),
        subjectId: randomUUID(),
        payload: { z: index, a: [1.5, "é😀", null], nested: { b: true, a: 1e21 } },
      })),
    ),
  );
}

/** Seals `count` events; transactions of the other test files, in the same cluster, may have to end first. */
async function seal(count: number): Promise<void> {
  let sealed = 0;
  await expect.poll(async () => (sealed += await sealAll()), { timeout: 20_000 }).toBe(count);
}

/** Does what no role of the application can: changes history past every trigger, and puts it back afterwards. */
async function tamper(change: string, look: () => Promise<void>): Promise<void> {
  const client = await connect(database.superUrl);
  await client.query("SET session_replication_role = replica");
  await client.query(
    `CREATE TABLE kept_events AS TABLE "Event"; CREATE TABLE kept_seals AS TABLE "EventSeal"`,
  );
  try {
    await client.query(change);
    await look();
  } finally {
    await client.query(`DELETE FROM "Event"; INSERT INTO "Event" SELECT * FROM kept_events; DROP TABLE kept_events;
      DELETE FROM "EventSeal"; INSERT INTO "EventSeal" SELECT * FROM kept_seals; DROP TABLE kept_seals`);
    await client.end();
  }
}

const problems = async (head?: string) => (await verifyAudit(head)).problems.join("\n");

describe("the chain of seals", () => {
  it("seals what is settled, says how much is not, and proves it", async () => {
    await happen();
    expect(await auditHead()).toMatchObject({ head: null, seals: 0, unsealed: 3 });
    await seal(3);
    await happen(2);
    expect(await verifyAudit()).toMatchObject({
      events: 5,
      seals: 1,
      unsealed: 2,
      redacted: 0,
      problems: [],
    });
    await seal(2);
    expect(await sealAll()).toBe(0);
    expect(await verifyAudit()).toMatchObject({ events: 5, seals: 2, unsealed: 0, problems: [] });
  });

  it("leaves out what a running transaction may still precede, and never skips it", async () => {
    const slow = await connect(database.url);
    await slow.query("BEGIN");
    await slow.query("SELECT pg_current_xact_id()");
    await happen(1);
    expect(await sealAll()).toBe(0);
    await slow.query("COMMIT");
    await slow.end();
    await seal(1);
  });

  it("finds an event changed, one removed, one put in, and a seal rewritten", async () => {
    const first = `(SELECT min("id") FROM "Event")`;
    await tamper(`UPDATE "Event" SET "payload" = '{}' WHERE "id" = ${first}`, async () =>
      expect(await problems()).toMatch(/event \d+ \(test.happened\) is not what it was/),
    );
    await tamper(`UPDATE "Event" SET "at" = "at" - interval '1 day' WHERE "id" = ${first}`, async () =>
      expect(await problems()).toContain("is not what it was"),
    );
    await tamper(`DELETE FROM "Event" WHERE "id" = ${first}`, async () =>
      expect(await problems()).toContain("does not match its events"),
    );
    await tamper(
      `INSERT INTO "Event" ("id", "position", "at", "type", "subjectId", "salt", "hash")
       SELECT -1, "position", "at", "type", "subjectId", "salt", "hash" FROM "Event" WHERE "id" = ${first}`,
      async () => expect(await problems()).toContain("does not match its events"),
    );
    await tamper(
      `UPDATE "EventSeal" SET "count" = "count" + 1 WHERE "id" = (SELECT min("id") FROM "EventSeal")`,
      async () => expect(await problems()).toContain("is not what it was when it was made"),
    );
    expect(await problems()).toBe("");
  });

  it("shows by a head kept elsewhere that the end was cut off", async () => {
    const { head } = await auditHead();
    await happen();
    await seal(3);
    expect(await problems(head ?? "")).toBe("");
    const { head: newest } = await auditHead();
    const cut = `DELETE FROM "EventSeal" WHERE "id" = (SELECT max("id") FROM "EventSeal");
      DELETE FROM "Event" e USING (SELECT max("toEventId") AS id FROM "EventSeal") s WHERE e."id" > s.id`;
    await tamper(cut, async () => {
      expect(await problems()).toBe("");
      expect(await problems(newest ?? "")).toContain("the chain was cut");
    });
  });

  it("goes on after a restore into a cluster whose transactions are counted from lower on", async () => {
    const before = await db().event.count();
    const client = await connect(database.superUrl);
    await client.query("SET session_replication_role = replica");
    await client.query(`UPDATE "Event" SET "position" = "position" + 1000000000`);
    await client.query(`DELETE FROM "EventSeal"`);
    await client.end();
    await alignPositions();
    await seal(before);
    await happen(1);
    await seal(1);
    expect(await verifyAudit()).toMatchObject({ events: before + 1, unsealed: 0, problems: [] });
  });
});

it("hashes a Merkle tree as RFC 6962 says", () => {
  const hash = (...parts: (number[] | Buffer)[]) =>
    createHash("sha256")
      .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
      .digest();
  const leaves = ["a", "b", "c"].map((text) => Buffer.from(text));
  const [a, b, c] = leaves.map((leaf) => hash([0], leaf));
  expect(merkleRoot([])).toEqual(createHash("sha256").digest());
  expect(merkleRoot(leaves.slice(0, 1))).toEqual(a);
  expect(merkleRoot(leaves)).toEqual(hash([1], hash([1], a ?? [], b ?? []), c ?? []));
});
