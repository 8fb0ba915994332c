import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { type BulkItem, type BulkResult, bulkItem } from "@/lib/bulk/schema";
import { canonicalJson } from "@/lib/canonical-json";
import { db, inTransaction, type Tx } from "@/lib/db";
import { AppError, conflict, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";

const storedItem = bulkItem.extend({ undo: z.json().nullable().default(null) });
export type StoredItem = z.infer<typeof storedItem>;

/** What a step did to its row: `undo` is all that putting it back needs, null where that cannot be done. */
export type StepResult = { title: string; note: string; undo: z.core.util.JSONType | null };

/** One act on several rows: `body` is what makes a repeat of `id` the same, `titleOf` names a row that is refused. */
export type BulkPlan = {
  id: string;
  projectId: string;
  act: string;
  body: unknown;
  subjectIds: readonly string[];
  titleOf: (subjectId: string) => string;
  step: (tx: Tx, subjectId: string) => Promise<StepResult>;
};

/**
 * Carries an act out row by row, each in a transaction of its own together with its record, so that a refused row leaves
 * the others alone. A repeat of the same id goes on where it was broken off and returns what was recorded; with another
 * body it throws 409 `command-reused`. Once it is undone nothing more is done.
 */
export async function runBulk(actor: Actor, plan: BulkPlan): Promise<BulkResult> {
  const bodyHash = createHash("sha256")
    .update(canonicalJson({ act: plan.act, projectId: plan.projectId, body: plan.body }))
    .digest();
  const { id, projectId, act } = plan;
  await db().bulkAct.createMany({
    data: [{ id, projectId, actorId: actor.userId, act, bodyHash }],
    skipDuplicates: true,
  });
  const stored = await db().bulkAct.findUniqueOrThrow({ where: { id } });
  if (stored.actorId !== actor.userId || !bodyHash.equals(stored.bodyHash))
    throw new AppError(409, "command-reused", "This act's id was used for another one. Load the page again.");
  for (const subjectId of plan.subjectIds) {
    try {
      await inTransaction(undefined, async (t) => {
        if (!(await isDue(t, id, subjectId))) return;
        const done = await plan.step(t, subjectId);
        await append(t, id, { subjectId, isDone: true, ...done });
      });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // What is not there any more may have been withdrawn for good since its words were read: they are kept nowhere.
      const title = error.status === 404 ? "No longer here" : plan.titleOf(subjectId);
      const refused = { title, isDone: false, note: error.message, undo: null };
      // The same act sent twice at once may have been refused here twice.
      await inTransaction(undefined, async (t) => {
        if (await isDue(t, id, subjectId)) await append(t, id, { subjectId, ...refused });
      });
    }
  }
  return getBulk(actor, id);
}

const heldRows = z.tuple([z.object({ items: z.array(storedItem), isUndone: z.boolean() })]);

/** Holds the act until the transaction ends, so that no undo passes by a row on its way; false for one that is recorded. */
async function isDue(t: Tx, id: string, subjectId: string): Promise<boolean> {
  const [{ items, isUndone }] = heldRows.parse(
    await t.$queryRaw`
      SELECT "items", "undoneAt" IS NOT NULL AS "isUndone" FROM "BulkAct" WHERE "id" = ${id}::uuid FOR UPDATE`,
  );
  return !isUndone && !items.some((item) => item.subjectId === subjectId);
}

async function append(t: Tx, id: string, item: StoredItem): Promise<void> {
  await t.$executeRaw`
    UPDATE "BulkAct" SET "items" = "items" || ${JSON.stringify([item])}::jsonb WHERE "id" = ${id}::uuid`;
}

/** An act of the actor's own as it was recorded; throws notFound for anybody else's. */
export async function getBulk(actor: Actor, id: string, tx: Tx = db()): Promise<BulkResult> {
  const act = await tx.bulkAct.findUnique({ where: { id } });
  if (act?.actorId !== actor.userId) throw notFound();
  const items = z.array(storedItem).parse(act.items);
  return {
    id,
    act: act.act,
    items: items.map(toItem),
    undoable: act.undoneAt ? 0 : items.filter((item) => item.isDone && item.undo !== null).length,
    undone: act.undoneAt ? z.array(bulkItem).parse(act.undone) : null,
  };
}

function toItem({ undo: _undo, ...item }: StoredItem): BulkItem {
  return item;
}

/**
 * Undoes an act of the actor's own, the last row first, each in a transaction of its own; what has changed meanwhile is
 * left and listed with the reason. Throws notFound; 409 `undo-conflict` the second time.
 */
export async function undoBulk(
  actor: Actor,
  where: { id: string; projectId: string; acts: readonly string[] },
  step: (tx: Tx, item: StoredItem, act: string) => Promise<string>,
): Promise<BulkResult> {
  const act = await db().bulkAct.findUnique({ where: { id: where.id } });
  if (act?.actorId !== actor.userId || act.projectId !== where.projectId || !where.acts.includes(act.act))
    throw notFound();
  const claimed = await db().bulkAct.updateMany({
    where: { id: where.id, undoneAt: null },
    data: { undoneAt: new Date() },
  });
  if (claimed.count === 0) throw conflict("undo-conflict", "This has been undone already.");
  // Read after it is claimed: a row that was on its way has been recorded, and no other comes.
  const { items } = await db().bulkAct.findUniqueOrThrow({
    where: { id: where.id },
    select: { items: true },
  });
  const undone: BulkItem[] = [];
  for (const item of z.array(storedItem).parse(items).reverse()) {
    if (!item.isDone || item.undo === null) continue;
    try {
      const note = await inTransaction(undefined, (t) => step(t, item, act.act));
      undone.push({ ...toItem(item), note });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      undone.push({ ...toItem(item), isDone: false, note: error.message });
    }
  }
  await db().bulkAct.update({ where: { id: where.id }, data: { undone } });
  return getBulk(actor, where.id);
}
