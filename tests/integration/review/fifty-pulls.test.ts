import { randomInt, randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { db } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { setCalibration } from "@/lib/slots/arrange";
import { assignArticles } from "@/lib/slots/assign";
import { finishGold, makeGold } from "@/lib/slots/gold";
import { takeNextSlot } from "@/lib/slots/take-slot";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeProject, makeUser } from "../../support/factories";

process.env.DATABASE_POOL ??= "20";
await createDatabase();
const languages = ["en", "de", "uk"];
const isSoak = Boolean(process.env.SOAK);
const LONGEST_MS = 15_000;
const SOAK_MS = 600_000;

/** Places somebody could have had by the rules, said anew without the words of the pull. */
async function freeFor(person: Actor, projectId: string): Promise<number> {
  const [row] = z.array(z.object({ free: z.number() })).parse(
    await db().$queryRaw`
      SELECT count(*)::int AS free
        FROM "Slot" s JOIN "Article" a ON a."id" = s."articleId" JOIN "Project" p ON p."id" = s."projectId"
        JOIN "Member" m ON m."projectId" = p."id" AND m."userId" = ${person.userId}::uuid
       WHERE p."id" = ${projectId}::uuid AND s."state" = 'open' AND a."state" = 'open'
         AND (SELECT count(*) FROM "Slot" o WHERE o."articleId" = a."id" AND o."personId" = m."userId") = 0
         AND CASE WHEN s."reservedForId" IS NULL
               THEN (cardinality(m."languages") = 0 OR a."language" = ANY(m."languages"))
                AND (SELECT count(*) FROM "Slot" o WHERE o."projectId" = p."id" AND o."personId" = m."userId" AND o."state" = 'taken')
                    < coalesce(m."mostOpen", p."mostOpen", 1000)
               ELSE s."reservedForId" = m."userId" END`,
  );
  return row?.free ?? 0;
}

it(
  "fifty people, every rule on: never more than wanted, nobody above a limit, nobody sent away while a place is free",
  async () => {
    const seed = Number(process.env.SEED ?? randomInt(2 ** 31 - 1));
    const people: Actor[] = [];
    for (let index = 0; index < 50; index += 1) people.push(actorFor(await makeUser()));
    const mia = actorFor(await makeUser());
    const wishes = fc.sample(
      fc.record({
        articles: fc.integer({ min: 2, max: 12 }),
        wanted: fc.integer({ min: 1, max: 4 }),
        order: fc.constantFrom("priority", "oldest", "random"),
        mostOpen: fc.constantFrom(null, 1, 2),
        goldPercent: fc.constantFrom(0, 30),
        calibrates: fc.boolean(),
        reads: fc.array(fc.subarray(languages), { minLength: 50, maxLength: 50 }),
      }),
      { seed, numRuns: 100 },
    );
    const end = Date.now() + (isSoak ? SOAK_MS : LONGEST_MS);
    let rounds = 0;
    for (const wish of wishes) {
      if (Date.now() > end) break;
      rounds += 1;
      const context = `seed ${seed}, round ${rounds}: ${JSON.stringify({ ...wish, reads: undefined })}`;
      const project = await makeProject({ annotatorsPerArticle: wish.wanted });
      const { slug } = project;
      await db().project.update({
        where: { id: project.id },
        data: {
          takeOrder: wish.order,
          orderSeed: rounds,
          mostOpen: wish.mostOpen,
          goldPercent: wish.goldPercent,
        },
      });
      await db().member.createMany({
        data: [
          { projectId: project.id, userId: mia.userId, role: "manager" },
          ...people.map((person, index) => ({
            projectId: project.id,
            userId: person.userId,
            role: "annotator" as const,
            languages: wish.reads[index] ?? [],
          })),
        ],
      });
      const ids: string[] = [];
      for (let index = 0; index < wish.articles; index += 1) {
        const language = languages[index % languages.length];
        ids.push((await makeArticle(project, { language })).id);
      }
      const [first = "", ...others] = ids;
      if (wish.calibrates) await setCalibration(mia, { slug, articleIds: [first], isCalibration: true });
      const chosen = people.filter((_person, index) => index % 9 === 0).map((person) => person.userId);
      await assignArticles(mia, { slug, articleIds: others.slice(0, 3), personIds: chosen });
      if (wish.goldPercent > 0) {
        const gold = await makeArticle(project, { language: "en" });
        const { layerId } = await makeGold(mia, { slug, articleId: gold.id });
        const { id, projectId, versionId } = gold;
        await db().annotation.create({
          data: {
            id: randomUUID(),
            layerId,
            versionId,
            projectId,
            kind: "claim",
            attributes: {},
            createdById: mia.userId,
          },
        });
        await finishGold(mia, { slug, articleId: id });
      }
      const taken = await Promise.all(people.map((person) => takeNextSlot(person, slug)));
      const perArticle = await db().slot.groupBy({
        by: ["articleId"],
        where: { projectId: project.id, personId: { not: null }, kind: "ordinary" },
        _count: true,
      });
      for (const row of perArticle) expect(row._count, context).toBeLessThanOrEqual(wish.wanted);
      const held = await db().slot.count({ where: { projectId: project.id, personId: { not: null } } });
      expect(held, context).toBe(taken.filter((slot) => slot !== null).length);
      expect(new Set(taken.flatMap((slot) => (slot ? [slot.slotId] : []))).size, context).toBe(held);
      for (const [index, person] of people.entries())
        if (taken[index] === null) expect(await freeFor(person, project.id), context).toBe(0);
    }
    console.info(`50 pulls with every rule: ${rounds} rounds, SEED=${seed}`);
    if (isSoak) expect(rounds).toBe(wishes.length);
    else expect(rounds).toBeGreaterThan(3);
  },
  75_000 + (isSoak ? SOAK_MS : LONGEST_MS),
);
