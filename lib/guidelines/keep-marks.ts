import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { db, inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, notFound } from "@/lib/errors";
import { kindOfRule } from "@/lib/guidelines/anchors";
import { type KeepInput, type KeptRuleDto, mostMarksCounted } from "@/lib/guidelines/keep-schema";
import { guidelineAnchor } from "@/lib/guidelines/schema";
import type { Actor } from "@/lib/policy";

/**
 * Notes that the final marks made before a version changed a rule stay as they are, with how many of them the actor sees
 * (10,000 at most are counted), or takes such a word back; both are new rows. Throws notFound, forbidden, badInput
 * `no-such-rule`, conflict `kept-already`.
 */
export function keepMarks(actor: Actor, input: KeepInput, tx?: Tx): Promise<{ id: string }> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "guideline.edit", t);
    await t.$queryRaw`SELECT 1 FROM "Project" WHERE "id" = ${projectId}::uuid FOR UPDATE`;
    const earlier = await t.ruleKeep.findUnique({ where: { id: input.id } });
    if (earlier && (earlier.projectId !== projectId || earlier.createdById !== actor.userId))
      throw notFound();
    if (earlier) return { id: earlier.id };
    if (input.action === "keep") return keep(t, actor, projectId, input);
    return again(t, actor, projectId, input);
  });
}

type Of<A extends KeepInput["action"]> = Extract<KeepInput, { action: A }>;

async function keep(t: Tx, actor: Actor, projectId: string, { id, number, anchor }: Of<"keep">) {
  const version = await t.guidelineVersion.findUnique({
    where: { projectId_number: { projectId, number } },
    select: { id: true, changed: true },
  });
  if (!version) throw notFound();
  const kind = kindOfRule(anchor);
  if (!kind || !version.changed.includes(anchor))
    throw badInput("no-such-rule", "This version changed no such rule. Load the page again.");
  const standing = await t.ruleKeep.count({
    where: { guidelineVersionId: version.id, anchor, withdrawsId: null, withdrawal: null },
  });
  if (standing > 0) throw conflict("kept-already", "They are kept already. Load the page again.");
  const count = await countMarks(t, actor, projectId, { number, kind });
  await t.ruleKeep.create({
    data: { id, projectId, guidelineVersionId: version.id, anchor, count, createdById: actor.userId },
  });
  await record(t, actor, "guideline.marks-kept", {
    projectId,
    id,
    payload: { number, anchor, keptMarks: count },
  });
  return { id };
}

async function again(t: Tx, actor: Actor, projectId: string, { id, keepId }: Of<"withdraw">) {
  const kept = await t.ruleKeep.findFirst({
    where: { id: keepId, projectId, withdrawsId: null },
    include: { withdrawal: { select: { id: true } }, guideline: { select: { number: true } } },
  });
  if (!kept) throw notFound();
  if (kept.withdrawal) return { id: kept.withdrawal.id };
  const { guidelineVersionId, anchor, count, guideline } = kept;
  await t.ruleKeep.create({
    data: {
      ...{ id, projectId, guidelineVersionId, anchor, count },
      ...{ withdrawsId: keepId, createdById: actor.userId },
    },
  });
  const payload = { number: guideline.number, anchor, keptMarks: count };
  await record(t, actor, "guideline.marks-reopened", { projectId, id, payload });
  return { id };
}

function record(
  t: Tx,
  actor: Actor,
  type: string,
  { projectId, id, payload }: { projectId: string; id: string; payload: Record<string, string | number> },
): Promise<void> {
  return recordEvents(t, [{ type, actorId: actor.userId, projectId, subjectId: id, payload }]);
}

const countRows = z.tuple([z.object({ count: z.number() })]);

async function countMarks(
  t: Tx,
  actor: Actor,
  projectId: string,
  { number, kind }: { number: number; kind: string },
): Promise<number> {
  const [row] = countRows.parse(
    await t.$queryRaw`
      SELECT count(*)::int AS count FROM (
        SELECT 1 FROM "GuidelineVersion" g
          JOIN "MarkLine" m ON m."guidelineVersionId" = g."id" AND m."kind" = ${kind} AND m."scope" = 'final'
         WHERE g."projectId" = ${projectId}::uuid AND g."number" < ${number}
           AND EXISTS (SELECT 1 FROM seen_layers(${actor.userId}::uuid) l WHERE l."id" = m."layerId")
         LIMIT ${mostMarksCounted}) s`,
  );
  return row.count;
}

/** The rules of a version whose older marks stay as they are, for whoever edits the guideline. Throws notFound, forbidden. */
export async function listKept(
  actor: Actor,
  filter: { slug: string; number: number },
  tx: Tx = db(),
): Promise<KeptRuleDto[]> {
  const { projectId } = await requireProject(actor, filter.slug, "guideline.edit", tx);
  const rows = await tx.ruleKeep.findMany({
    where: { projectId, guideline: { number: filter.number }, withdrawsId: null, withdrawal: null },
    orderBy: { number: "asc" },
    take: 200,
  });
  const people = await tx.user.findMany({
    where: { id: { in: rows.map((row) => row.createdById) } },
    select: { id: true, name: true },
  });
  const names = new Map(people.map((one) => [one.id, one.name]));
  return rows.map(({ id, anchor, count, createdById, createdAt }) => ({
    id,
    anchor: guidelineAnchor.parse(anchor),
    count,
    by: names.get(createdById) ?? "",
    at: createdAt.toISOString(),
  }));
}
