import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { requireArticle, requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { runBulk, type StepResult, type StoredItem, undoBulk } from "@/lib/bulk/run";
import type { BulkItem, BulkResult, BulkUndoInput } from "@/lib/bulk/schema";
import { db, type Tx } from "@/lib/db";
import { AppError, badInput, conflict, forbidden } from "@/lib/errors";
import { type Actor, can } from "@/lib/policy";
import { finishReview, releaseReview, startReview } from "@/lib/review/commands";
import { applyReviewCommand } from "@/lib/review/decide";
import { isOpenUnit, readDecisions, readUnits, toDecisionDto } from "@/lib/review/decisions";
import { type QueueActInput, queueActs } from "@/lib/review/queue-schema";
import { describeReturn, requireOwnable, returnArticle, takeArticleBack } from "@/lib/review/return-article";
import { newestRound } from "@/lib/review/rounds";
import { readStanding, type Standing } from "@/lib/review/standing";

const actNames = queueActs.map((act) => `queue.${act}`);

/** What an act would do to each article, in the order given, without doing it; changes nothing. Throws as actOnQueue. */
export async function previewQueueAct(actor: Actor, input: QueueActInput): Promise<BulkItem[]> {
  await requireAct(actor, input);
  const items: BulkItem[] = [];
  for (const articleId of input.articleIds) {
    const standing = await standingIn(actor, input.slug, articleId);
    if (!standing) continue;
    const base = { subjectId: articleId, title: standing.title };
    try {
      items.push({ ...base, isDone: true, note: await describe(actor, standing, input) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      items.push({ ...base, isDone: false, note: error.message });
    }
  }
  return items;
}

/**
 * Carries an act out on articles of the queue, one after the other: `finish` takes what all agreed on and finishes where
 * nothing is left open, else puts the article back; `return` sends all its layers back; `release` gives reviews back to
 * the queue (a manager anybody's); `assign` says who is to review. Refused articles are listed with the reason. Throws
 * notFound, forbidden, badInput `comment-needed`, 409 `command-reused`.
 */
export async function actOnQueue(actor: Actor, id: string, input: QueueActInput): Promise<BulkResult> {
  const { projectId } = await requireAct(actor, input);
  const articles = await db().article.findMany({
    where: { id: { in: input.articleIds }, projectId, withdrawnAt: null },
    select: { id: true, title: true },
  });
  const titles = new Map(articles.map((article) => [article.id, article.title]));
  return runBulk(actor, {
    id,
    projectId,
    act: `queue.${input.act}`,
    body: input,
    subjectIds: input.articleIds.filter((articleId) => titles.has(articleId)),
    titleOf: (articleId) => titles.get(articleId) ?? "",
    step: (t, articleId) => actOnArticle(t, actor, articleId, input),
  });
}

/** Undoes an act of the actor's own where that can be; says of each article what became of it. Throws as undoBulk. */
export async function undoQueueAct(actor: Actor, input: BulkUndoInput): Promise<BulkResult> {
  const { projectId } = await requireProject(actor, input.slug, "review.decide");
  return undoBulk(actor, { id: input.id, projectId, acts: actNames }, (t, item, act) =>
    undoOnArticle(t, actor, item, act),
  );
}

async function requireAct(actor: Actor, input: QueueActInput) {
  const access = await requireProject(actor, input.slug, "review.decide");
  if (input.act === "return" && input.comment === "")
    throw badInput("comment-needed", "Say what to look at again.");
  if (input.act !== "assign" || !input.assigneeId) return access;
  if (input.assigneeId !== actor.userId && !can(access.role, "article.assign"))
    throw forbidden("Only a manager assigns a review to somebody else.");
  const member = await db().member.findUnique({
    where: { projectId_userId: { projectId: access.projectId, userId: input.assigneeId } },
    select: { role: true },
  });
  if (!can(member?.role, "review.decide")) throw badInput("no-reviewer", "Choose somebody who reviews here.");
  return access;
}

async function standingIn(actor: Actor, slug: string, articleId: string): Promise<Standing | null> {
  try {
    const standing = await readStanding(actor, articleId);
    return standing.slug === slug ? standing : null;
  } catch (error) {
    if (error instanceof AppError && error.status === 404) return null;
    throw error;
  }
}

/** What the act would do, as a sentence, or the refusal thrown. */
async function describe(actor: Actor, standing: Standing, input: QueueActInput): Promise<string> {
  switch (input.act) {
    case "finish": {
      requireOwnable(actor, standing);
      const open = await countOpen(standing.articleId);
      return open === 0
        ? "Everybody agrees: it is finished, or goes to a second reviewer where the project wants one. That cannot be undone."
        : `What all agree on is taken; ${open === 1 ? "one place stays" : `${open} places stay`} open.`;
    }
    case "return":
      return describeReturn(actor, standing);
    case "release":
      requireReleasable(standing);
      return "Goes back to the queue; every decision stays.";
    case "assign":
      return describeAssignment(actor, standing, input.assigneeId, db());
  }
}

function requireReleasable(standing: Standing): void {
  if (standing.state !== "reviewing")
    throw conflict("not-reviewing", "Nobody is reviewing this article now.");
  if (!standing.reviewer?.isSelf && !standing.mayTakeOver)
    throw forbidden(
      `${standing.reviewer?.name ?? "Somebody"} is reviewing it; only a manager can release that.`,
    );
}

/** Places of an article that would stay open once all agreed ones are taken. */
async function countOpen(articleId: string, t: Tx = db()): Promise<number> {
  const round = await newestRound(t, articleId);
  const isBegun = (await t.reviewUnit.count({ where: { articleId, round } })) > 0;
  if (!isBegun) {
    const article = await t.article.findUniqueOrThrow({
      where: { id: articleId },
      select: { reviewConflicts: true },
    });
    return article.reviewConflicts ?? 0;
  }
  return (await openUnits(t, articleId, round)).filter((unit) => unit.state !== "agreed").length;
}

async function openUnits(t: Tx, articleId: string, round: number) {
  const units = await readUnits(t, articleId, round);
  const decisions = await readDecisions(
    t,
    units.map((unit) => unit.id),
  );
  return units.filter((unit) => isOpenUnit(unit, toDecisionDto(decisions.get(unit.id))));
}

async function actOnArticle(
  t: Tx,
  actor: Actor,
  articleId: string,
  input: QueueActInput,
): Promise<StepResult> {
  const standing = await readStanding(actor, articleId, t, true);
  const { title } = standing;
  switch (input.act) {
    case "finish":
      requireOwnable(actor, standing);
      return { title, ...(await takeAgreed(t, actor, standing)) };
    case "return":
      return returnArticle(t, actor, standing, input.comment);
    case "release":
      requireReleasable(standing);
      await releaseReview(actor, articleId, t);
      return { title, note: "Back in the queue.", undo: { reviewerId: standing.reviewerId } };
    case "assign": {
      const note = await describeAssignment(actor, standing, input.assigneeId, t);
      await assign(t, actor, standing, input.assigneeId);
      return { title, note, undo: { before: standing.reviewerId, after: input.assigneeId } };
    }
  }
}

async function takeAgreed(t: Tx, actor: Actor, standing: Standing): Promise<Omit<StepResult, "title">> {
  const { articleId } = standing;
  const { round } = await startReview(actor, articleId, {}, t);
  const open = await openUnits(t, articleId, round);
  const agreed = open.filter((unit) => unit.state === "agreed");
  const commandId = randomUUID();
  if (agreed.length > 0)
    await applyReviewCommand(actor, articleId, { commandId, action: "accept-agreed" }, t);
  if (open.length === agreed.length) {
    const { state } = await finishReview(actor, articleId, t);
    return { note: state === "done" ? "Finished." : "Settled: a second reviewer signs it off.", undo: null };
  }
  const left = open.length - agreed.length;
  if (standing.state === "review") await putBack(t, articleId, standing.reviewerId);
  const rest = left === 1 ? "one place is" : `${left} places are`;
  return {
    note:
      agreed.length > 0
        ? `What all agree on is taken; ${rest} left.`
        : `Nothing agreed was left to take: ${rest} open.`,
    undo: agreed.length > 0 ? { commandId } : null,
  };
}

/** The article waits again for whom it waited, as it did before it was begun for this act alone. */
async function putBack(t: Tx, articleId: string, reviewerId: string | null): Promise<void> {
  await t.article.update({ where: { id: articleId }, data: { state: "review", reviewerId } });
}

const ownRows = z.array(z.object({ name: z.string(), isOwn: z.boolean(), isBarred: z.boolean() }));

async function describeAssignment(
  actor: Actor,
  standing: Standing,
  assigneeId: string | null,
  t: Tx,
): Promise<string> {
  if (standing.state !== "review")
    throw conflict(
      "not-waiting",
      "Only what waits for review is assigned. Release or take over a review that was begun.",
    );
  const access = await requireArticle(actor, standing.articleId, "review.decide", t);
  const isOthers = standing.reviewerId !== null && standing.reviewerId !== actor.userId;
  if (isOthers && !can(access.role, "article.assign"))
    throw forbidden(`${standing.reviewer?.name ?? "Somebody"} is to review it; only a manager changes that.`);
  if (!assigneeId) return "Anybody may review it.";
  if (assigneeId === standing.settledById)
    throw conflict("may-not-review", "A second reviewer signs it off, not the one who settled it.");
  const rows = ownRows.parse(
    await t.$queryRaw`
      SELECT u."name",
             EXISTS (SELECT 1 FROM "Slot" s WHERE s."articleId" = ${standing.articleId}::uuid AND s."personId" = u."id" AND s."state" <> 'skipped') AS "isOwn",
             EXISTS (SELECT 1 FROM "ReviewBar" b JOIN "Slot" s ON s."personId" = b."annotatorId" AND s."articleId" = ${standing.articleId}::uuid
                        AND s."state" <> 'skipped' AND s."kind" <> 'gold'
                      WHERE b."projectId" = ${standing.projectId}::uuid AND b."reviewerId" = u."id") AS "isBarred"
        FROM "User" u WHERE u."id" = ${assigneeId}::uuid`,
  );
  const person = rows[0];
  if (!person) throw badInput("no-reviewer", "Choose somebody who reviews here.");
  // One sentence for both: whoever assigns need not learn whose work is in an article.
  if (person.isOwn || person.isBarred)
    throw conflict(
      "may-not-review",
      `${person.name} may not review this article: own work is in it, or a manager has barred it.`,
    );
  return `${person.name} is to review it.`;
}

async function assign(t: Tx, actor: Actor, standing: Standing, assigneeId: string | null): Promise<void> {
  const { articleId, projectId } = standing;
  await t.article.update({ where: { id: articleId }, data: { reviewerId: assigneeId } });
  await recordEvents(t, [
    {
      type: assigneeId ? "review.assigned" : "review.unassigned",
      actorId: actor.userId,
      projectId,
      articleId,
      subjectId: articleId,
      payload: { before: standing.reviewerId, after: assigneeId },
    },
  ]);
}

const undoShapes = {
  finish: z.object({ commandId: z.string() }),
  release: z.object({ reviewerId: z.string() }),
  assign: z.object({ before: z.string().nullable(), after: z.string().nullable() }),
};

async function undoOnArticle(t: Tx, actor: Actor, item: StoredItem, act: string): Promise<string> {
  const articleId = item.subjectId;
  const standing = await readStanding(actor, articleId, t, true);
  const changed = () => conflict("undo-conflict", "Somebody has gone on with it already.");
  switch (act) {
    case "queue.finish": {
      const { commandId } = undoShapes.finish.parse(item.undo);
      requireOwnable(actor, standing);
      await startReview(actor, articleId, {}, t);
      await applyReviewCommand(
        actor,
        articleId,
        { commandId: randomUUID(), action: "undo", undoes: commandId },
        t,
      );
      if (standing.state === "review") await putBack(t, articleId, standing.reviewerId);
      return "What all agree on is open again.";
    }
    case "queue.return":
      return takeArticleBack(t, actor, standing, item.undo);
    case "queue.release": {
      const { reviewerId } = undoShapes.release.parse(item.undo);
      if (standing.state !== "review" || standing.reviewerId !== null) throw changed();
      await t.article.update({ where: { id: articleId }, data: { state: "reviewing", reviewerId } });
      const { projectId } = standing;
      const event = { actorId: actor.userId, projectId, articleId, subjectId: articleId };
      await recordEvents(t, [{ ...event, type: "review.release-undone", payload: { reviewerId } }]);
      return "In review again.";
    }
    default: {
      const { before, after } = undoShapes.assign.parse(item.undo);
      if (standing.state !== "review" || standing.reviewerId !== after) throw changed();
      await assign(t, actor, standing, before);
      return before ? "Assigned as before." : "Anybody may review it again.";
    }
  }
}
