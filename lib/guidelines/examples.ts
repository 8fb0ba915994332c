import "server-only";
import { z } from "zod";
import { requireArticle, requireProject } from "@/lib/access";
import { readAttributes } from "@/lib/attributes/queries";
import { nameOf } from "@/lib/attributes/schema";
import { recordEvents } from "@/lib/audit";
import { db, inTransaction, type Tx } from "@/lib/db";
import { conflict, notFound } from "@/lib/errors";
import { type ExampleInput, exampleSchema, type GuidelineExampleDto } from "@/lib/guidelines/example-schema";
import { guidelineAnchors } from "@/lib/guidelines/schema";
import type { Actor } from "@/lib/policy";

/** So many examples stand under one rule, the newest ones. */
export const mostExamples = 5;

const layerRows = z.array(z.object({ id: z.string() }));
const decisionRows = z.array(z.object({ id: z.string(), verdict: z.string() }));

/**
 * Adds an example (the unit with the decision in force now) under a rule, or takes one back; both are new rows. Returns
 * the example's id. Throws 404 for a unit or example one cannot know of, 403 without `review.decide`, 409 `undecided`.
 */
export function writeExample(
  actor: Actor,
  articleId: string,
  input: ExampleInput,
  tx?: Tx,
): Promise<{ id: string; isWithdrawn: boolean }> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireArticle(actor, articleId, "review.decide", t);
    const [layer] = layerRows.parse(
      await t.$queryRaw`
        SELECT l."id" FROM seen_layers(${actor.userId}::uuid) l
         WHERE l."articleId" = ${articleId}::uuid AND l."kind" = 'adjudicated'
         ORDER BY (SELECT v."number" FROM "ArticleVersion" v WHERE v."id" = l."versionId") DESC LIMIT 1`,
    );
    if (!layer) throw notFound();
    if (input.action === "withdraw") return withdraw(t, actor, projectId, articleId, input);
    await t.$queryRaw`SELECT 1 FROM "ReviewUnit" WHERE "id" = ${input.unitId}::uuid FOR UPDATE`;
    const unit = await t.reviewUnit.findFirst({
      where: { id: input.unitId, articleId },
      select: { id: true },
    });
    if (!unit) throw notFound();
    const earlier = await t.guidelineExample.findUnique({ where: { id: input.id } });
    if (earlier) {
      if (earlier.unitId !== unit.id || earlier.createdById !== actor.userId) throw notFound();
      return { id: earlier.id, isWithdrawn: false };
    }
    const [decision] = decisionRows.parse(
      await t.$queryRaw`
        SELECT d."id", d."verdict" FROM "ReviewDecision" d WHERE d."unitId" = ${unit.id}::uuid ORDER BY d."number" DESC LIMIT 1`,
    );
    if (!decision || decision.verdict === "reopen")
      throw conflict("undecided", "Decide this place first; the decision is what the example shows.");
    await t.guidelineExample.create({
      data: {
        id: input.id,
        projectId,
        anchor: input.anchor,
        unitId: unit.id,
        decisionId: decision.id,
        layerId: layer.id,
        note: input.note,
        createdById: actor.userId,
      },
    });
    await record(t, actor, {
      type: "example.added",
      projectId,
      articleId,
      id: input.id,
      anchor: input.anchor,
    });
    return { id: input.id, isWithdrawn: false };
  });
}

async function withdraw(
  t: Tx,
  actor: Actor,
  projectId: string,
  articleId: string,
  input: Extract<ExampleInput, { action: "withdraw" }>,
) {
  await t.$queryRaw`SELECT 1 FROM "Article" WHERE "id" = ${articleId}::uuid FOR UPDATE`;
  const example = await t.guidelineExample.findFirst({
    where: { id: input.exampleId, projectId, withdrawsId: null, unit: { articleId } },
    include: { withdrawal: { select: { id: true } } },
  });
  if (!example) throw notFound();
  if (!example.withdrawal) {
    const { anchor, unitId, decisionId, layerId, id } = example;
    await t.guidelineExample.create({
      data: {
        id: input.id,
        projectId,
        anchor,
        unitId,
        decisionId,
        layerId,
        withdrawsId: id,
        createdById: actor.userId,
      },
    });
    await record(t, actor, { type: "example.withdrawn", projectId, articleId, id, anchor });
  }
  return { id: example.id, isWithdrawn: true };
}

async function record(
  t: Tx,
  actor: Actor,
  {
    type,
    projectId,
    articleId,
    id,
    anchor,
  }: Record<"type" | "projectId" | "articleId" | "id" | "anchor", string>,
): Promise<void> {
  const payload = { anchor };
  await recordEvents(t, [{ type, actorId: actor.userId, projectId, articleId, subjectId: id, payload }]);
}

/**
 * The newest examples under each rule of a project's guideline, as far as the reader sees the final layers they stand
 * on: nobody who still annotates an article, and no annotator before it is finished. At most five a rule. Throws
 * notFound, forbidden.
 */
export async function listExamples(
  actor: Actor,
  slug: string,
  tx: Tx = db(),
): Promise<GuidelineExampleDto[]> {
  const { projectId } = await requireProject(actor, slug, "project.view", tx);
  const anchors = [...guidelineAnchors, ...(await readAttributes(tx, projectId)).map(nameOf)];
  const rows = await tx.$queryRaw`
    SELECT e."id", e."anchor", u."articleId", a."title", e."unitId", u."kind"::text, d."verdict", d."reason", e."note",
           coalesce(
             (SELECT string_agg(s.value ->> 'quote', ' … ' ORDER BY (s.value ->> 'start')::int)
                FROM jsonb_array_elements(coalesce(d."result" -> 'marks' -> 0 -> 'spans', '[]')) s
               WHERE s.value ->> 'role' IN ('body', 'content')),
             (SELECT string_agg(s."quote", ' … ' ORDER BY s."start") FROM "AnnotationSpan" s
               WHERE s."role" IN ('body', 'content') AND s."annotationId" = (
                 SELECT i."annotationId" FROM "DecisionInput" i WHERE i."decisionId" = d."id" ORDER BY i."annotationId" LIMIT 1)),
             '') AS quote,
           d."result" -> 'marks' -> 0 ->> 'id' AS "markId", w."name" AS by,
           to_char(e."createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "createdAt",
           EXISTS (SELECT 1 FROM "ReviewDecision" later WHERE later."unitId" = d."unitId" AND later."number" > d."number") AS "isOutdated"
      FROM unnest(${anchors}::text[]) AS rule(anchor)
     CROSS JOIN LATERAL (
       SELECT e.* FROM seen_examples(${actor.userId}::uuid) e
        WHERE e."projectId" = ${projectId}::uuid AND e."anchor" = rule.anchor
        ORDER BY e."number" DESC LIMIT ${mostExamples}) e
      JOIN "ReviewUnit" u ON u."id" = e."unitId"
      JOIN "Article" a ON a."id" = u."articleId"
      JOIN "ReviewDecision" d ON d."id" = e."decisionId"
      JOIN "User" w ON w."id" = e."createdById"
     ORDER BY e."number" DESC`;
  return z.array(exampleSchema).parse(rows);
}
