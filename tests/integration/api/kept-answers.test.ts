import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sweepAnswers } from "@/lib/api/repeats";
import { db } from "@/lib/db";
import { createDatabase } from "../../support/database";
import { makeUser } from "../../support/factories";

await createDatabase();
const day = 24 * 60 * 60 * 1_000;

/** Answers that were kept so many days ago. */
async function keep(userId: string, days: number, count: number): Promise<void> {
  const createdAt = new Date(Date.now() - days * day);
  await db().apiAnswer.createMany({
    data: Array.from({ length: count }, () => {
      return { userId, key: randomUUID(), requestHash: new Uint8Array(32), status: 200, body: {}, createdAt };
    }),
  });
}

describe("kept answers of the API", () => {
  it("go when their time is over, also of people who never ask again, and no others", async () => {
    const [idle, busy] = [await makeUser(), await makeUser()];
    await keep(idle.id, 8, 5);
    await keep(idle.id, 6, 2);
    await keep(busy.id, 30, 1);
    await keep(busy.id, 0, 3);
    expect(await sweepAnswers(2)).toBe(6);
    expect(await sweepAnswers()).toBe(0);
    expect(await db().apiAnswer.count({ where: { userId: idle.id } })).toBe(2);
    expect(await db().apiAnswer.count({ where: { userId: busy.id } })).toBe(3);
  });
});
