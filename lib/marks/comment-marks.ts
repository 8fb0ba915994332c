import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { runBulk, type StoredItem } from "@/lib/bulk/run";
import type { BulkItem, BulkResult } from "@/lib/bulk/schema";
import { commentStanding, refuseReaders } from "@/lib/comments/access";
import { startThread } from "@/lib/comments/commands";
import { withdrawThread } from "@/lib/comments/withdraw-thread";
import { db, type Tx } from "@/lib/db";
import { AppError, notFound } from "@/lib/errors";
import type { MarkActInput } from "@/lib/marks/schema";
import type { Actor } from "@/lib/policy";

const says = "A thread begins at its words.";

/** What commenting on marks, which the caller has checked that the actor sees, would do. */
export async function previewComment(actor: Actor, quotes: ReadonlyMap<string, string>): Promise<BulkItem[]> {
  const items: BulkItem[] = [];
  for (const [subjectId, title] of quotes) {
    try {
      const { articleId } = await wordsOf(db(), subjectId);
      refuseReaders(await commentStanding(actor, { articleId }, db()), false);
      items.push({ subjectId, title, isDone: true, note: says });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      items.push({ subjectId, title, isDone: false, note: error.message });
    }
  }
  return items;
}

/** Begins a thread with the comment at the words of each mark; they obey blindness as every thread does. */
export function commentOnMarks(
  actor: Actor,
  id: string,
  projectId: string,
  input: MarkActInput,
  quotes: ReadonlyMap<string, string>,
): Promise<BulkResult> {
  return runBulk(actor, {
    id,
    projectId,
    act: "marks.comment",
    body: input,
    subjectIds: [...quotes.keys()],
    titleOf: (annotationId) => quotes.get(annotationId) ?? "",
    step: async (t, annotationId) => {
      const about = await wordsOf(t, annotationId);
      const [threadId, commentId] = [randomUUID(), randomUUID()];
      await startThread(actor, { id: threadId, commentId, about, body: input.comment, isForAll: false }, t);
      return { title: quotes.get(annotationId) ?? "", note: says, undo: { threadId } };
    },
  });
}

const undoShape = z.object({ threadId: z.string() });

/** Whether a stored step began a thread; comments of before stood with decisions. */
export function beganThread(item: StoredItem): boolean {
  return undoShape.safeParse(item.undo).success;
}

/** Takes one of these threads back. Throws 409 `undo-conflict` once somebody has answered it. */
export async function takeMarkCommentBack(t: Tx, actor: Actor, item: StoredItem): Promise<string> {
  await withdrawThread(actor, undoShape.parse(item.undo).threadId, t);
  return "The thread is taken back.";
}

const aboutRows = z.array(
  z.object({
    articleId: z.string(),
    versionId: z.string(),
    start: z.number(),
    end: z.number(),
    quote: z.string(),
  }),
);

/** As many code points as a thread quotes at most. */
const mostQuoted = 20_000;

/** From the first to the last word of what a mark is mainly about, in its layer's version; the beginning of what is too long to be quoted. */
async function wordsOf(t: Tx, annotationId: string): Promise<z.output<typeof aboutRows>[number]> {
  const [row] = aboutRows.parse(
    await t.$queryRaw`
      SELECT l."articleId", l."versionId", m."start", q."end", quote_of(l."versionId", m."start", q."end") AS quote
        FROM "MarkLine" m JOIN "Layer" l ON l."id" = m."layerId"
       CROSS JOIN LATERAL (SELECT least(m."end", m."start" + ${mostQuoted}::int) AS "end") q
       WHERE m."annotationId" = ${annotationId}::uuid`,
  );
  if (!row) throw notFound();
  return row;
}
