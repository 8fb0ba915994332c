import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { readAttributes } from "@/lib/attributes/queries";
import { runBulk, type StepResult, type StoredItem, undoBulk } from "@/lib/bulk/run";
import type { BulkItem, BulkResult, BulkUndoInput } from "@/lib/bulk/schema";
import { db, type Tx } from "@/lib/db";
import { AppError, badInput, conflict, notFound } from "@/lib/errors";
import { changeMarkKind } from "@/lib/marks/change-kind";
import { beganThread, commentOnMarks, previewComment, takeMarkCommentBack } from "@/lib/marks/comment-marks";
import { relabel } from "@/lib/marks/relabel";
import { requireSources, resolveMark } from "@/lib/marks/resolve-mark";
import { previewReturn, returnArticles, takeMarkReturnBack } from "@/lib/marks/return-marked";
import { type MarkActInput, markActs } from "@/lib/marks/schema";
import type { Actor } from "@/lib/policy";
import type { PlannedDecision } from "@/lib/review/decision-plan";
import { readDecisions, readDecisionsById } from "@/lib/review/decisions";
import { openAdjudicatedLayer } from "@/lib/review/enter-review";
import { recordOutcomes } from "@/lib/review/record-outcomes";
import { newestRound } from "@/lib/review/rounds";
import { readStanding, refuseOwnWork } from "@/lib/review/standing";
import { readRound, writeDecisions } from "@/lib/review/write-decisions";

const actNames = markActs.map((act) => `marks.${act}`);

/** What an act would do to each mark that the actor sees, without doing it. Throws as actOnMarks. */
export async function previewMarkAct(actor: Actor, input: MarkActInput): Promise<BulkItem[]> {
  const { quotes } = await requireAct(actor, input);
  if (input.act === "return") return previewReturn(actor, [...quotes.keys()]);
  if (input.act === "comment") return previewComment(actor, quotes);
  const items: BulkItem[] = [];
  for (const [subjectId, title] of quotes) {
    try {
      const { note } = await plan(db(), actor, subjectId, input);
      items.push({ subjectId, title, isDone: true, note });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      items.push({ subjectId, title, isDone: false, note: error.message });
    }
  }
  return items;
}

/**
 * Gives marks of final layers a new value of one attribute, another kind or other sources: each a further decision about
 * its place, with the final layer revised and closed again. A mark that no decision made, one's own work, and marks of
 * annotators are passed over with the reason. `comment` begins a thread at the words of each mark, annotators' own too;
 * `return` sends the marks' articles back, a row an article. Throws notFound,
 * forbidden, badInput `comment-needed`, `value-needed`, `kind-needed` and as `requireSources`, 409 `command-reused`.
 */
export async function actOnMarks(actor: Actor, id: string, input: MarkActInput): Promise<BulkResult> {
  const { projectId, quotes } = await requireAct(actor, input);
  if (input.act === "return") return returnArticles(actor, id, projectId, input, [...quotes.keys()]);
  if (input.act === "comment") return commentOnMarks(actor, id, projectId, input, quotes);
  return runBulk(actor, {
    id,
    projectId,
    act: `marks.${input.act}`,
    body: input,
    subjectIds: [...quotes.keys()],
    titleOf: (annotationId) => quotes.get(annotationId) ?? "",
    step: async (t, annotationId): Promise<StepResult> => {
      const { decision, articleId, note } = await plan(t, actor, annotationId, input, true);
      const after = await revise(t, actor, articleId, decision);
      return {
        title: quotes.get(annotationId) ?? "",
        note,
        undo: { articleId, unitId: decision.unitId, before: decision.before, after },
      };
    },
  });
}

/** Undoes an act of the actor's own: the decisions before it hold again, returned articles wait again, threads are taken back, but where somebody has gone on. */
export async function undoMarkAct(actor: Actor, input: BulkUndoInput): Promise<BulkResult> {
  const { projectId } = await requireProject(actor, input.slug, "review.decide");
  return undoBulk(actor, { id: input.id, projectId, acts: actNames }, (t, item, act) => {
    if (act === "marks.return") return takeMarkReturnBack(t, actor, item);
    return beganThread(item) ? takeMarkCommentBack(t, actor, item) : takeBack(t, actor, item);
  });
}

const quoteRows = z.array(z.object({ annotationId: z.string(), mark: z.string() }));

/** The marks named, as far as the actor sees them in this project, with their words. */
async function requireAct(actor: Actor, input: MarkActInput) {
  const { projectId } = await requireProject(actor, input.slug, "review.decide");
  if (input.act === "return" && input.comment === "")
    throw badInput("comment-needed", "Say what to look at again.");
  if (input.act === "resolve") await requireSources(db(), actor, input);
  if (input.act === "comment" && input.comment === "") throw badInput("comment-needed", "Write the comment.");
  if (input.act === "relabel" && !input.value)
    throw badInput("value-needed", "Choose what the marks are to say.");
  if (input.act === "kind" && !input.to) throw badInput("kind-needed", "Choose the kind of mark.");
  const rows = quoteRows.parse(
    await db().$queryRaw`
      SELECT m."annotationId", m."mark" FROM unnest(${input.annotationIds}::uuid[]) WITH ORDINALITY AS w(id, place)
        JOIN "MarkLine" m ON m."annotationId" = w.id AND m."projectId" = ${projectId}::uuid
       WHERE EXISTS (SELECT 1 FROM seen_layers(${actor.userId}::uuid) l WHERE l."id" = m."layerId") ORDER BY w.place`,
  );
  return { projectId, quotes: new Map(rows.map((row) => [row.annotationId, row.mark])) };
}

/** The decision that an act asks for about one mark, or the refusal thrown; locks the article where `isLocked`. */
async function plan(
  t: Tx,
  actor: Actor,
  annotationId: string,
  input: MarkActInput,
  isLocked = false,
): Promise<{ decision: PlannedDecision; articleId: string; note: string }> {
  const mark = await t.annotation.findUnique({
    where: { id: annotationId },
    select: { kind: true, projectId: true, layer: { select: { articleId: true, kind: true } } },
  });
  if (!mark) throw notFound();
  const { articleId } = mark.layer;
  const standing = await readStanding(actor, articleId, t, isLocked);
  refuseOwnWork(standing);
  if (mark.layer.kind !== "adjudicated")
    throw conflict(
      "not-final",
      "An annotator's own mark changes only in their hands: return the article, or settle it in review.",
    );
  if (standing.state !== "done")
    throw conflict("not-final", "Its article is in review again. Settle it there.");
  // Read again: another mark of this act, or somebody else, may have changed its place meanwhile.
  const { decidedById } = await t.annotation.findUniqueOrThrow({
    where: { id: annotationId },
    select: { decidedById: true },
  });
  const made = decidedById ? (await readDecisionsById(t, [decidedById])).get(decidedById) : undefined;
  const current = made && (await readDecisions(t, [made.unitId])).get(made.unitId);
  const marks = current?.result?.marks ?? [];
  const own = marks.find((one) => one.id === annotationId);
  if (!current || !own)
    throw conflict("no-decision", "No reviewer decided it: the article was finished without a review.");
  const unit = await t.reviewUnit.findUniqueOrThrow({
    where: { id: current.unitId },
    select: { members: true },
  });
  const inputs = z
    .array(z.object({ layerId: z.string(), annotationId: z.string(), revision: z.number() }))
    .parse(unit.members);
  const base = { unitId: current.unitId, inputs, before: current.id, newKind: null };
  const { changed, note } =
    input.act === "resolve"
      ? await resolveMark(t, actor, own, input)
      : input.act === "kind" && input.to
        ? await changeMarkKind(t, mark.projectId, own, input.to)
        : relabel(own, mark.kind, input.value ?? "", await readAttributes(t, mark.projectId));
  const decision = {
    ...base,
    verdict: "amend" as const,
    reason: input.act === "kind" ? ("wrong-kind" as const) : ("wrong-attribute" as const),
    comment: null,
    marks: marks.map((one) => (one.id === annotationId ? changed : one)),
  };
  return { decision, articleId, note };
}

/** Appends a decision about a place of a finished article, revises its final layer by it and closes that again. */
async function revise(t: Tx, actor: Actor, articleId: string, decision: PlannedDecision): Promise<string> {
  const article = await t.article.findUniqueOrThrow({
    where: { id: articleId },
    select: { finishedAt: true, projectId: true },
  });
  const layer = await openAdjudicatedLayer(t, articleId);
  const round = await newestRound(t, articleId);
  const id = randomUUID();
  const bodyHash = createHash("sha256").update(id).digest("hex");
  const written = await writeDecisions(t, actor, layer, round, [decision], { id, bodyHash, undoes: null });
  await t.layer.update({ where: { id: layer.id }, data: { state: "closed", revision: { increment: 1 } } });
  const finishedAt = article.finishedAt ?? new Date();
  await recordOutcomes(t, {
    projectId: article.projectId,
    articleId,
    layerId: layer.id,
    finishedAt,
    isNews: true,
  });
  return written[0]?.decision.id ?? "";
}

const undoShape = z.object({
  articleId: z.string(),
  unitId: z.string(),
  before: z.string(),
  after: z.string(),
});

async function takeBack(t: Tx, actor: Actor, item: StoredItem): Promise<string> {
  const { articleId, unitId, before, after } = undoShape.parse(item.undo);
  const standing = await readStanding(actor, articleId, t, true);
  refuseOwnWork(standing);
  const current = (await readDecisions(t, [unitId])).get(unitId);
  if (standing.state !== "done" || current?.id !== after)
    throw conflict("undo-conflict", "A later decision touched the same place.");
  const past = (await readDecisionsById(t, [before])).get(before);
  const layer = await t.layer.findFirstOrThrow({ where: { articleId, kind: "adjudicated" } });
  const { units } = await readRound(t, articleId, layer.versionId, await newestRound(t, articleId));
  const unit = units.find((one) => one.id === unitId);
  if (!past || !unit) throw conflict("undo-conflict", "A later review began anew.");
  await revise(t, actor, articleId, {
    unitId,
    verdict: past.verdict,
    reason: past.reason,
    comment: past.comment,
    marks: past.result?.marks ?? [],
    inputs: unit.members,
    before: after,
    newKind: null,
  });
  return "As it was before.";
}
