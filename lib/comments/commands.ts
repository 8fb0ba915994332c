import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { holdArticles } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import {
  commentStanding,
  refuseReaders,
  requireThread,
  type Said,
  type SeenThread,
  wouldSee,
} from "@/lib/comments/access";
import { seenComment } from "@/lib/comments/queries";
import {
  type addCommentInput,
  type CommentPlace,
  mentionedIds,
  type readInput,
  type StartThreadInput,
} from "@/lib/comments/schema";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, forbidden, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";

/** Where something was said. */
export type Spoken = { threadId: string; commentId: string };

/**
 * Begins a thread about an article, words of it, or a source, with its first comment; sent again with the same ids it is
 * begun once. Throws notFound, forbidden `read-only`, `not-manager`, badInput `span-quote`, `cannot-mention`.
 */
export function startThread(actor: Actor, input: StartThreadInput, tx?: Tx): Promise<Spoken> {
  return inTransaction(tx, async (t) => {
    const { about, isForAll } = input;
    const place: CommentPlace = "sourceId" in about ? about : { articleId: about.articleId };
    await hold(t, place);
    const standing = await commentStanding(actor, place, t);
    refuseReaders(standing, isForAll);
    const earlier = await t.commentThread.findUnique({ where: { id: input.id } });
    if (earlier) return repeated(t, actor, input.id, input.commentId);
    const span = "versionId" in about ? about : null;
    if (
      span &&
      (await t.articleVersion.count({ where: { id: span.versionId, articleId: span.articleId } })) === 0
    )
      throw notFound();
    await t.commentThread.create({
      data: {
        id: input.id,
        projectId: standing.projectId,
        articleId: "articleId" in place ? place.articleId : null,
        sourceId: "sourceId" in place ? place.sourceId : null,
        isForAll,
        createdById: actor.userId,
        ...(span && { versionId: span.versionId, start: span.start, end: span.end, quote: span.quote }),
      },
    });
    await event(t, actor, {
      type: "thread.started",
      place,
      projectId: standing.projectId,
      subjectId: input.id,
    });
    const said: Said = { thread: null, isForAll };
    const comment = { id: input.commentId, threadId: input.id, body: input.body };
    await write(t, actor, { place, projectId: standing.projectId, said, comment });
    return { threadId: input.id, commentId: input.commentId };
  });
}

/** A further comment in a thread; a resolved one is open again. Throws notFound, forbidden, badInput `cannot-mention`. */
export function addComment(
  actor: Actor,
  threadId: string,
  input: z.output<typeof addCommentInput>,
  tx?: Tx,
): Promise<Spoken> {
  return inTransaction(tx, async (t) => {
    await holdThread(threadId, t);
    const thread = await requireThread(actor, threadId, t);
    await hold(t, thread.place);
    const standing = await commentStanding(actor, thread.place, t);
    refuseReaders(standing, input.isForAll);
    if (input.isForAll && "sourceId" in thread.place)
      throw badInput("not-for-all", "Everybody reads this already.");
    if ((await t.comment.count({ where: { id: input.id } })) > 0)
      return repeated(t, actor, threadId, input.id);
    if (thread.isResolved) await settle(t, actor, thread, standing.projectId, false);
    const comment = { id: input.id, threadId, body: input.body };
    const said: Said = { thread, isForAll: input.isForAll };
    await write(t, actor, { place: thread.place, projectId: standing.projectId, said, comment });
    return { threadId, commentId: input.id };
  });
}

/**
 * New words for one's own comment; the old ones stay in its history, and whoever is newly named is told. The same words
 * again change nothing. Throws notFound, forbidden `not-author`, badInput `cannot-mention`.
 */
export function editComment(actor: Actor, commentId: string, body: string, tx?: Tx): Promise<Spoken> {
  return inTransaction(tx, async (t) => {
    const { threadId } = await seenComment(actor, commentId, t);
    await t.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${commentId}, 0))::text`;
    const comment = await t.comment.findUniqueOrThrow({ where: { id: commentId } });
    if (comment.authorId !== actor.userId)
      throw forbidden("Only its author changes a comment.", "not-author");
    const last = await t.commentVersion.findFirstOrThrow({
      where: { commentId },
      orderBy: { number: "desc" },
    });
    if (last.body === body) return { threadId, commentId };
    const thread = await requireThread(actor, threadId, t);
    await hold(t, thread.place);
    const standing = await commentStanding(actor, thread.place, t);
    refuseReaders(standing, false);
    const known = mentionedIds(last.body);
    const added = mentionedIds(body).filter((id) => !known.includes(id));
    const said: Said = { thread, isForAll: comment.isForAll };
    await refuseUnseen(t, thread.place, said, added);
    await t.commentVersion.create({ data: { commentId, body } });
    await notify(t, actor, {
      place: thread.place,
      said,
      commentId,
      threadId,
      mentioned: added,
      isReply: false,
    });
    await event(t, actor, {
      type: "comment.edited",
      place: thread.place,
      projectId: standing.projectId,
      subjectId: commentId,
      payload: { threadId, ...hashOf(body) },
    });
    return { threadId, commentId };
  });
}

/** Resolves a thread or opens it again; for whoever began it, and for those who review. Throws notFound, forbidden. */
export function setResolved(
  actor: Actor,
  threadId: string,
  isResolved: boolean,
  tx?: Tx,
): Promise<{ threadId: string; isResolved: boolean }> {
  return inTransaction(tx, async (t) => {
    const thread = await requireThread(actor, threadId, t);
    const standing = await commentStanding(actor, thread.place, t);
    refuseReaders(standing, false);
    if (thread.createdById !== actor.userId && !standing.mayResolve)
      throw forbidden("Whoever began a thread resolves it, or a reviewer.", "not-yours");
    if (thread.isResolved !== isResolved) await settle(t, actor, thread, standing.projectId, isResolved);
    return { threadId, isResolved };
  });
}

/** Notes how far the actor has read in threads that they see; notifications of what was read are read too. */
export function markThreadsRead(actor: Actor, input: z.output<typeof readInput>, tx?: Tx): Promise<void> {
  return inTransaction(tx, async (t) => {
    if (input.threads.length === 0) return;
    const rows = JSON.stringify(input.threads);
    await t.$executeRaw`
      INSERT INTO "CommentRead" ("userId", "threadId", "lastNumber")
      SELECT ${actor.userId}::uuid, t."id", least(i."number", (SELECT max(c."number") FROM "Comment" c WHERE c."threadId" = t."id"))
        FROM (SELECT "threadId", max("number") AS "number"
                FROM jsonb_to_recordset(${rows}::jsonb) AS r("threadId" uuid, "number" bigint) GROUP BY 1 ORDER BY 1) i
        JOIN seen_threads(${actor.userId}::uuid) t ON t."id" = i."threadId"
      ON CONFLICT ("userId", "threadId") DO UPDATE SET "lastNumber" = greatest("CommentRead"."lastNumber", EXCLUDED."lastNumber")`;
    await t.$executeRaw`
      UPDATE "Notification" n SET "readAt" = now()
        FROM "Comment" c JOIN "CommentRead" r ON r."threadId" = c."threadId" AND r."userId" = ${actor.userId}::uuid
       WHERE n."userId" = ${actor.userId}::uuid AND n."readAt" IS NULL AND n."commentId" = c."id" AND c."number" <= r."lastNumber"`;
  });
}

/** So that a thread is not taken back while it is answered. */
async function holdThread(threadId: string, t: Tx): Promise<void> {
  if (z.uuid().safeParse(threadId).success)
    await t.$queryRaw`SELECT 1 FROM "CommentThread" WHERE "id" = ${threadId}::uuid FOR SHARE`;
}

/** A comment may quote its article, which is not withdrawn while it is written. */
async function hold(t: Tx, place: CommentPlace): Promise<void> {
  if ("articleId" in place) await holdArticles(t, [place.articleId]);
}

type Saying = {
  place: CommentPlace;
  projectId: string | null;
  said: Said;
  comment: { id: string; threadId: string; body: string };
};

async function write(t: Tx, actor: Actor, { place, projectId, said, comment }: Saying): Promise<void> {
  const { id, threadId, body } = comment;
  const mentioned = mentionedIds(body);
  await refuseUnseen(t, place, said, mentioned);
  await t.comment.create({
    data: { id, threadId, authorId: actor.userId, isForAll: said.isForAll, versions: { create: { body } } },
  });
  await notify(t, actor, { place, said, commentId: id, threadId, mentioned, isReply: true });
  await event(t, actor, {
    type: "comment.written",
    place,
    projectId,
    subjectId: id,
    payload: { threadId, isForAll: said.isForAll, ...hashOf(body) },
  });
}

const idRows = z.array(z.object({ id: z.string() }));

async function refuseUnseen(t: Tx, place: CommentPlace, said: Said, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const seers = idRows.parse(
    await t.$queryRaw`SELECT u."id" FROM "User" u WHERE u."id" = ANY (${ids}::uuid[]) AND ${wouldSee(place, said)}`,
  );
  if (seers.length < ids.length)
    throw badInput(
      "cannot-mention",
      "Somebody you name may not read this. Choose people from the list that @ opens.",
    );
}

/** Tells who is named, and who writes in the thread, where they would see the comment; nobody of what they cannot open. */
async function notify(
  t: Tx,
  actor: Actor,
  {
    place,
    said,
    commentId,
    threadId,
    mentioned,
    isReply,
  }: {
    place: CommentPlace;
    said: Said;
    commentId: string;
    threadId: string;
    mentioned: readonly string[];
    isReply: boolean;
  },
): Promise<void> {
  await t.$executeRaw`
    INSERT INTO "Notification" ("id", "userId", "kind", "commentId")
    SELECT gen_random_uuid(), u."id", CASE WHEN u."id" = ANY (${mentioned}::uuid[]) THEN 'mention' ELSE 'reply' END, ${commentId}::uuid
      FROM "User" u
     WHERE u."id" <> ${actor.userId}::uuid
       AND u."id" IN (SELECT unnest(${mentioned}::uuid[])
                      UNION SELECT c."authorId" FROM "Comment" c WHERE ${isReply} AND c."threadId" = ${threadId}::uuid)
       AND ${wouldSee(place, said)}
    ON CONFLICT ("userId", "commentId") DO NOTHING`;
}

async function settle(
  t: Tx,
  actor: Actor,
  thread: SeenThread,
  projectId: string | null,
  isResolved: boolean,
): Promise<void> {
  await t.commentThread.update({
    where: { id: thread.id },
    data: isResolved
      ? { resolvedAt: new Date(), resolvedById: actor.userId }
      : { resolvedAt: null, resolvedById: null },
  });
  const type = isResolved ? "thread.resolved" : "thread.reopened";
  await event(t, actor, { type, place: thread.place, projectId, subjectId: thread.id });
}

/** A repeat of what was said already; somebody else's ids are refused as if they did not fit. */
async function repeated(t: Tx, actor: Actor, threadId: string, commentId: string): Promise<Spoken> {
  const known = await t.comment.count({ where: { id: commentId, threadId, authorId: actor.userId } });
  if (known === 0) throw conflict("id-taken", "This was sent with an id that is taken. Send it again.");
  return { threadId, commentId };
}

function hashOf(body: string) {
  return { sha256: createHash("sha256").update(body, "utf8").digest("hex") };
}

function event(
  t: Tx,
  actor: Actor,
  what: {
    type: string;
    place: CommentPlace;
    projectId: string | null;
    subjectId: string;
    payload?: unknown;
  },
): Promise<void> {
  const { place, ...rest } = what;
  const articleId = "articleId" in place ? place.articleId : null;
  return recordEvents(t, [{ ...rest, actorId: actor.userId, articleId }]);
}
