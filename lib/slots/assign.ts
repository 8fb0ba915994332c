import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { db, inTransaction, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { type Actor, can } from "@/lib/policy";
import {
  type Assigned,
  type Assignee,
  type AssignInput,
  type AssignmentPlan,
  type AssignRefusal,
  assignRefusals,
  type UnassignInput,
} from "@/lib/slots/arrange-schema";
import { dealArticles } from "@/lib/slots/deal";

const assigneeRows = z.array(
  z.object({ userId: z.string(), name: z.string(), role: z.string(), inHand: z.number() }),
);
const mostAssignees = 200;

/** The people of a project who annotate, by name, at most 200; for its managers. Throws notFound, forbidden. */
export async function listAssignees(actor: Actor, slug: string, tx: Tx = db()): Promise<Assignee[]> {
  const { projectId } = await requireProject(actor, slug, "article.assign", tx);
  const rows = await tx.$queryRaw`
    SELECT u."id" AS "userId", u."name", m."role"::text,
           (SELECT count(*)::int FROM "Slot" s WHERE s."projectId" = m."projectId" AND s."personId" = u."id"
               AND s."state" IN ('taken', 'returned', 'stalled'))
         + (SELECT count(*)::int FROM "Slot" s WHERE s."projectId" = m."projectId" AND s."reservedForId" = u."id"
               AND s."state" = 'open') AS "inHand"
      FROM "Member" m JOIN "User" u ON u."id" = m."userId" AND u."disabledAt" IS NULL
     WHERE m."projectId" = ${projectId}::uuid AND m."role" <> 'viewer' ORDER BY u."name", u."id" LIMIT ${mostAssignees}`;
  return assigneeRows
    .parse(rows)
    .filter((row) => can(row.role, "layer.annotate"))
    .map(({ role: _role, ...row }) => row);
}

/** Who would get what if articles were assigned; changes nothing. Throws notFound for a person or an article not of the project. */
export async function previewAssignment(
  actor: Actor,
  input: AssignInput,
  tx: Tx = db(),
): Promise<AssignmentPlan> {
  const { projectId } = await requireProject(actor, input.slug, "article.assign", tx);
  return plan(tx, projectId, input);
}

/**
 * Keeps a place on each article for a person, dealt out in turn where there are several; what cannot be given is left
 * and said. It goes beyond the people's limits, as somebody has decided it. Throws as `previewAssignment`.
 */
export function assignArticles(actor: Actor, input: AssignInput, tx?: Tx): Promise<Assigned> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "article.assign", t);
    await t.$queryRaw`
      SELECT 1 FROM "Slot" WHERE "articleId" = ANY(${input.articleIds}::uuid[]) AND "state" = 'open'
       ORDER BY "articleNumber", "ordinal" FOR UPDATE`;
    const wanted = await plan(t, projectId, input);
    const slots = z.array(z.object({ id: z.string(), articleId: z.string(), personId: z.string() })).parse(
      await t.$queryRaw`
        UPDATE "Slot" s SET "reservedForId" = w."personId"
          FROM (SELECT w."articleId", w."personId", (
                  SELECT o."id" FROM "Slot" o WHERE o."articleId" = w."articleId" AND o."state" = 'open' AND o."kind" = 'ordinary'
                     AND o."reservedForId" IS NULL ORDER BY o."ordinal" LIMIT 1) AS "slotId"
                  FROM jsonb_to_recordset(${JSON.stringify(wanted.given)}::jsonb) AS w("articleId" uuid, "personId" uuid)) w
         WHERE s."id" = w."slotId" RETURNING s."id", s."articleId", w."personId"`,
    );
    await recordEvents(
      t,
      slots.map((slot) => ({
        type: "slot.assigned",
        actorId: actor.userId,
        projectId,
        articleId: slot.articleId,
        subjectId: slot.id,
        payload: { personId: slot.personId },
      })),
    );
    return { ...wanted, slotIds: slots.map((slot) => slot.id) };
  });
}

/**
 * Gives assigned places that have not been taken yet back to everybody, and says how many; one taken meanwhile stays
 * its person's (a release frees that). Throws notFound where a place is not of the project.
 */
export function unassignSlots(actor: Actor, input: UnassignInput, tx?: Tx): Promise<{ count: number }> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "article.assign", t);
    const known = await t.slot.count({ where: { id: { in: input.slotIds }, projectId } });
    if (known !== new Set(input.slotIds).size) throw notFound();
    const freed = z.array(z.object({ id: z.string(), articleId: z.string(), personId: z.string() })).parse(
      await t.$queryRaw`
        WITH kept AS (
          SELECT s."id", s."reservedForId" FROM "Slot" s
           WHERE s."id" = ANY(${input.slotIds}::uuid[]) AND s."state" = 'open' AND s."kind" = 'ordinary' AND s."reservedForId" IS NOT NULL
           ORDER BY s."articleNumber", s."ordinal" FOR UPDATE)
        UPDATE "Slot" s SET "reservedForId" = NULL FROM kept WHERE s."id" = kept."id"
        RETURNING s."id", s."articleId", kept."reservedForId" AS "personId"`,
    );
    await recordEvents(
      t,
      freed.map((slot) => ({
        type: "slot.unassigned",
        actorId: actor.userId,
        projectId,
        articleId: slot.articleId,
        subjectId: slot.id,
        payload: { personId: slot.personId },
      })),
    );
    return { count: freed.length };
  });
}

const refusalCodes = z.custom<AssignRefusal>((code) => typeof code === "string" && code in assignRefusals);
const articleRows = z.array(z.object({ id: z.string(), title: z.string() }));
const personRows = z.array(z.object({ id: z.string(), name: z.string(), role: z.string() }));
const factRows = z.array(
  z.object({ articleId: z.string(), personId: z.string(), refusal: refusalCodes.nullable() }),
);

async function plan(tx: Tx, projectId: string, input: AssignInput): Promise<AssignmentPlan> {
  const articles = articleRows.parse(
    await tx.$queryRaw`
      SELECT a."id", a."title" FROM "Article" a
       WHERE a."id" = ANY(${input.articleIds}::uuid[]) AND a."projectId" = ${projectId}::uuid AND a."withdrawnAt" IS NULL`,
  );
  const people = personRows.parse(
    await tx.$queryRaw`
      SELECT u."id", u."name", m."role"::text FROM "Member" m JOIN "User" u ON u."id" = m."userId" AND u."disabledAt" IS NULL
       WHERE m."projectId" = ${projectId}::uuid AND m."userId" = ANY(${input.personIds}::uuid[])`,
  );
  const titles = new Map(articles.map((article) => [article.id, article.title]));
  const names = new Map(
    people.filter((one) => can(one.role, "layer.annotate")).map((one) => [one.id, one.name]),
  );
  if (titles.size !== new Set(input.articleIds).size || names.size !== new Set(input.personIds).size)
    throw notFound();
  const facts = factRows.parse(
    await tx.$queryRaw`
      SELECT a."id" AS "articleId", m."userId" AS "personId",
             CASE WHEN a."isGold" THEN 'gold'
                  WHEN a."state" <> 'open' THEN 'not-open'
                  WHEN EXISTS (SELECT 1 FROM "Slot" s WHERE s."articleId" = a."id" AND m."userId" IN (s."personId", s."reservedForId")
                                 AND NOT (a."finishedAt" IS NOT NULL AND s."state" IN ('submitted', 'skipped'))) THEN 'has-it'
                  -- What is final of an earlier text was seen by all, and is what the newer one begins with.
                  WHEN a."finishedAt" IS NULL AND EXISTS (SELECT 1 FROM "LayerView" v WHERE v."articleId" = a."id" AND v."userId" = m."userId") THEN 'has-seen'
                  WHEN cardinality(m."languages") > 0 AND a."language" IS NOT NULL
                   AND NOT lower(split_part(a."language", '-', 1)) = ANY(m."languages") THEN 'language'
                  WHEN NOT EXISTS (SELECT 1 FROM "Slot" s WHERE s."articleId" = a."id" AND s."state" = 'open' AND s."kind" = 'ordinary'
                                      AND s."reservedForId" IS NULL) THEN 'no-place' END AS refusal
        FROM "Article" a JOIN "Member" m ON m."projectId" = a."projectId"
       WHERE a."id" = ANY(${input.articleIds}::uuid[]) AND m."userId" = ANY(${input.personIds}::uuid[])`,
  );
  const refusals = new Map(facts.map((fact) => [`${fact.articleId} ${fact.personId}`, fact.refusal]));
  const dealt = dealArticles(
    input.articleIds,
    input.personIds,
    (articleId, personId) => refusals.get(`${articleId} ${personId}`) ?? null,
  );
  return {
    given: dealt.given.map((one) => ({
      ...one,
      title: titles.get(one.articleId) ?? "",
      person: names.get(one.personId) ?? "",
    })),
    refused: dealt.refused.map((one) => ({ ...one, title: titles.get(one.articleId) ?? "" })),
  };
}
