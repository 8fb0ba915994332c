import "server-only";
import { recordEvents } from "@/lib/audit";
import { requireThread } from "@/lib/comments/access";
import type { Tx } from "@/lib/db";
import { conflict, forbidden } from "@/lib/errors";
import type { Actor } from "@/lib/policy";

/**
 * Takes back a thread of the actor's own that nobody has answered or resolved: nobody is shown it any more; its rows and
 * events stay. For the undo of an act that began it. Throws notFound, forbidden `not-yours`, 409 `undo-conflict`.
 */
export async function withdrawThread(actor: Actor, threadId: string, tx: Tx): Promise<void> {
  // An answer on its way holds the thread; the next one waits here and then finds none.
  await tx.$queryRaw`SELECT 1 FROM "CommentThread" WHERE "id" = ${threadId}::uuid FOR UPDATE`;
  const thread = await requireThread(actor, threadId, tx);
  if (thread.createdById !== actor.userId) throw forbidden("Somebody else began this thread.", "not-yours");
  const comments = await tx.comment.count({ where: { threadId } });
  if (comments > 1 || thread.isResolved)
    throw conflict("undo-conflict", "Somebody has answered or resolved it meanwhile.");
  await tx.commentThread.update({ where: { id: threadId }, data: { withdrawnAt: new Date() } });
  const articleId = "articleId" in thread.place ? thread.place.articleId : null;
  const article = articleId
    ? await tx.article.findUniqueOrThrow({ where: { id: articleId }, select: { projectId: true } })
    : null;
  await recordEvents(tx, [
    {
      type: "thread.withdrawn",
      actorId: actor.userId,
      projectId: article?.projectId ?? null,
      articleId,
      subjectId: threadId,
    },
  ]);
}
