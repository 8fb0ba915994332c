import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { conflict, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import type { CalibrationInput, PriorityInput } from "@/lib/slots/arrange-schema";
import { settleArticle } from "@/lib/slots/settle";

const lockedRows = z.array(
  z.object({
    id: z.string(),
    priority: z.number(),
    state: z.string(),
    isCalibration: z.boolean(),
    hasGold: z.boolean(),
  }),
);

async function lockArticles(t: Tx, projectId: string, ids: readonly string[]) {
  const rows = lockedRows.parse(
    await t.$queryRaw`
      SELECT a."id", a."priority", a."state", a."isCalibration",
             EXISTS (SELECT 1 FROM "Layer" l WHERE l."articleId" = a."id" AND l."kind" = 'gold') AS "hasGold"
        FROM "Article" a
       WHERE a."id" = ANY(${[...ids]}::uuid[]) AND a."projectId" = ${projectId}::uuid AND a."withdrawnAt" IS NULL
       ORDER BY a."number" FOR NO KEY UPDATE`,
  );
  if (rows.length !== new Set(ids).size) throw notFound();
  return rows;
}

/**
 * Sets the priority of articles and returns what each had before, so that it can be put back. The places follow by a
 * trigger. Throws notFound, forbidden.
 */
export function setPriorities(
  actor: Actor,
  input: PriorityInput,
  tx?: Tx,
): Promise<{ before: PriorityInput["items"] }> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "article.assign", t);
    const wanted = new Map(input.items.map((item) => [item.articleId, item.priority]));
    const rows = await lockArticles(t, projectId, [...wanted.keys()]);
    const changed = rows.filter((row) => row.priority !== wanted.get(row.id));
    await t.$executeRaw`
      UPDATE "Article" a SET "priority" = w."priority"
        FROM jsonb_to_recordset(${JSON.stringify(input.items)}::jsonb) AS w("articleId" uuid, "priority" int)
       WHERE a."id" = w."articleId" AND a."id" = ANY(${changed.map((row) => row.id)}::uuid[])`;
    await recordEvents(
      t,
      changed.map((row) => ({
        type: "article.priority-changed",
        actorId: actor.userId,
        projectId,
        articleId: row.id,
        subjectId: row.id,
        payload: { from: row.priority, to: wanted.get(row.id) },
      })),
    );
    return { before: rows.map((row) => ({ articleId: row.id, priority: row.priority })) };
  });
}

/**
 * Makes articles calibration ones (every annotator gets a place of their own, and untaken ordinary places go), or
 * ordinary again (untaken calibration places go, missing ordinary ones come back). Returns how many changed. Throws
 * notFound, forbidden, 409 `not-open` where one is in review or done, 409 `has-gold`.
 */
export function setCalibration(
  actor: Actor,
  input: CalibrationInput,
  tx?: Tx,
): Promise<{ changed: string[] }> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "article.assign", t);
    const rows = await lockArticles(t, projectId, input.articleIds);
    if (rows.some((row) => row.hasGold))
      throw conflict("has-gold", "An article with gold cannot be a calibration article too.");
    if (rows.some((row) => row.state !== "open"))
      throw conflict("not-open", "Only articles that are not in review or done yet can be changed so.");
    const changed = rows.filter((row) => row.isCalibration !== input.isCalibration).map((row) => row.id);
    await t.$executeRaw`
      UPDATE "Article" SET "isCalibration" = ${input.isCalibration} WHERE "id" = ANY(${changed}::uuid[])`;
    if (input.isCalibration) await offerToAll(t, changed);
    else await makeOrdinary(t, changed);
    for (const articleId of changed) await settleArticle(t, articleId);
    await recordEvents(
      t,
      changed.map((articleId) => ({
        type: input.isCalibration ? "article.calibration-set" : "article.calibration-ended",
        actorId: actor.userId,
        projectId,
        articleId,
        subjectId: articleId,
      })),
    );
    return { changed };
  });
}

/** Places that nobody has taken or keeps go, so that the article waits for its annotators and for nobody else. */
async function offerToAll(t: Tx, articleIds: readonly string[]): Promise<void> {
  await t.$executeRaw`
    DELETE FROM "Slot" WHERE "articleId" = ANY(${[...articleIds]}::uuid[]) AND "state" = 'open' AND "kind" = 'ordinary' AND "reservedForId" IS NULL`;
  await t.$executeRaw`
    INSERT INTO "Slot" ("id", "projectId", "articleId", "ordinal", "articleNumber", "kind", "reservedForId")
    SELECT gen_random_uuid(), a."projectId", a."id",
           coalesce((SELECT max(o."ordinal") FROM "Slot" o WHERE o."articleId" = a."id"), 0)
             + row_number() OVER (PARTITION BY a."id" ORDER BY m."createdAt", m."userId"),
           a."number", 'calibration', m."userId"
      FROM "Article" a JOIN "Member" m ON m."projectId" = a."projectId" AND m."role" = 'annotator'
     WHERE a."id" = ANY(${[...articleIds]}::uuid[])
       AND NOT EXISTS (SELECT 1 FROM "Slot" s WHERE s."articleId" = a."id" AND m."userId" IN (s."personId", s."reservedForId"))`;
}

/** Untaken calibration places go, and ordinary ones come until there are as many as the project wants. */
async function makeOrdinary(t: Tx, articleIds: readonly string[]): Promise<void> {
  await t.$executeRaw`
    DELETE FROM "Slot" WHERE "articleId" = ANY(${[...articleIds]}::uuid[]) AND "state" = 'open' AND "kind" = 'calibration'`;
  await addOrdinarySlots(t, articleIds);
}

/** Gives articles the untaken ordinary places that they lack of those their project wants. */
export async function addOrdinarySlots(t: Tx, articleIds: readonly string[]): Promise<void> {
  await t.$executeRaw`
    INSERT INTO "Slot" ("id", "projectId", "articleId", "ordinal", "articleNumber")
    SELECT gen_random_uuid(), a."projectId", a."id", h.top + n, a."number"
      FROM "Article" a JOIN "Project" p ON p."id" = a."projectId"
     CROSS JOIN LATERAL (
       SELECT coalesce(max(s."ordinal"), 0) AS top,
              (count(*) FILTER (WHERE s."state" <> 'skipped' AND s."kind" <> 'gold'))::int AS live
         FROM "Slot" s WHERE s."articleId" = a."id") h
     CROSS JOIN LATERAL generate_series(1, p."annotatorsPerArticle" - h.live) AS n
     WHERE a."id" = ANY(${[...articleIds]}::uuid[])`;
}
