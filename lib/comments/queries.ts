import "server-only";
import { z } from "zod";
import { recordLayerView } from "@/lib/access";
import {
  type CommentStanding,
  commentStanding,
  personNames,
  requireThread,
  type Said,
  wouldSee,
} from "@/lib/comments/access";
import {
  type CommentDto,
  type CommentPlace,
  type CommentShow,
  type CommentVersionDto,
  type MentionPerson,
  mentionedIds,
  mostCounted,
  type ThreadDto,
  type ThreadPage,
} from "@/lib/comments/schema";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { decodeCursor, makePage, type Page } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { hiddenName } from "@/lib/review/hidden-name";
import { Prisma } from "@/prisma/generated/client";

const threadsAPage = 20;
const commentsAThread = 20;

const threadRows = z.array(
  z.object({
    id: z.string(),
    number: z.bigint(),
    versionId: z.string().nullable(),
    start: z.number().nullable(),
    end: z.number().nullable(),
    quote: z.string().nullable(),
    isForAll: z.boolean(),
    isResolved: z.boolean(),
    isOwn: z.boolean(),
    unread: z.number(),
  }),
);
const commentRows = z.array(
  z.object({
    id: z.string(),
    number: z.bigint(),
    threadId: z.string(),
    authorId: z.string(),
    isForAll: z.boolean(),
    isNew: z.boolean(),
    body: z.string(),
    createdAt: z.date(),
    editedAt: z.date().nullable(),
  }),
);
type CommentRow = z.output<typeof commentRows>[number];
const numberKey = z.string().regex(/^\d{1,18}$/);

/**
 * A page of the threads about an article or a source that the actor sees (`seen_threads`), newest first, each with its
 * latest comments. Whoever reads others' comments on an article that is annotated independently, and is not done, cannot
 * be given it to annotate afterwards. Throws notFound, badInput `bad-cursor`.
 */
export async function listThreads(
  actor: Actor,
  place: CommentPlace,
  { show = "open", cursor: cursorText }: { show?: CommentShow; cursor?: string | undefined } = {},
  tx: Tx = db(),
): Promise<ThreadPage> {
  const standing = await commentStanding(actor, place, tx);
  const cursor = decodeCursor(numberKey, cursorText);
  const isBackward = cursor?.side === "before";
  const beyond = cursor
    ? Prisma.sql`AND t."number" ${Prisma.raw(isBackward ? ">" : "<")} ${cursor.key}::bigint`
    : Prisma.empty;
  const state = show === "all" ? Prisma.empty : Prisma.sql`AND (t."resolvedAt" IS NULL) = ${show === "open"}`;
  const rows = threadRows.parse(
    await tx.$queryRaw`
      SELECT t."id", t."number", t."versionId", t."start", t."end", t."quote", t."isForAll",
             t."resolvedAt" IS NOT NULL AS "isResolved", t."createdById" = ${actor.userId}::uuid AS "isOwn",
             ${unreadOf(actor)} AS unread
        FROM seen_threads(${actor.userId}::uuid) t
       WHERE ${at(place)} ${state} ${beyond}
       ORDER BY t."number" ${Prisma.raw(isBackward ? "ASC" : "DESC")} LIMIT ${threadsAPage + 1}`,
  );
  const page = makePage(rows, cursor, (row) => String(row.number), threadsAPage);
  const ids = page.items.map((row) => row.id);
  const comments = await readComments(tx, actor, ids, null);
  await noteLooking(tx, actor, place, standing, comments);
  const names = await namesIn(actor, comments, standing, tx);
  return {
    ...page,
    items: page.items.map((row): ThreadDto => {
      const own = comments.filter((one) => one.threadId === row.id);
      return {
        id: row.id,
        number: String(row.number),
        span:
          row.versionId === null
            ? null
            : {
                versionId: row.versionId,
                start: row.start ?? 0,
                end: row.end ?? 0,
                quote: row.quote ?? "",
              },
        isForAll: row.isForAll,
        isResolved: row.isResolved,
        mayResolve: standing.mayWrite && (row.isOwn || standing.mayResolve),
        unread: row.unread,
        ...pageOfComments(actor, own, names),
      };
    }),
    mayWrite: standing.mayWrite,
    mayInstruct: standing.mayInstruct,
    isBlind: !standing.hearsOthers,
  };
}

/** The comments of a thread before those that a cursor of `listThreads` stands at; throws notFound, `bad-cursor`. */
export async function listEarlier(
  actor: Actor,
  threadId: string,
  cursorText: string | undefined,
  tx: Tx = db(),
): Promise<{ comments: CommentDto[]; earlier: string | null }> {
  const thread = await requireThread(actor, threadId, tx);
  const cursor = decodeCursor(numberKey, cursorText);
  const standing = await commentStanding(actor, thread.place, tx);
  const comments = await readComments(tx, actor, [threadId], cursor?.key ?? null);
  await noteLooking(tx, actor, thread.place, standing, comments);
  return pageOfComments(actor, comments, await namesIn(actor, comments, standing, tx));
}

const versionRows = z.array(z.object({ body: z.string(), createdAt: z.date() }));
const placeRows = z.array(z.object({ threadId: z.string() }));

/** How a comment read before each change, oldest first and the present words last; throws notFound. */
export async function listVersions(
  actor: Actor,
  commentId: string,
  tx: Tx = db(),
): Promise<CommentVersionDto[]> {
  const { threadId } = await seenComment(actor, commentId, tx);
  const thread = await requireThread(actor, threadId, tx);
  const standing = await commentStanding(actor, thread.place, tx);
  const rows = versionRows.parse(
    await tx.$queryRaw`
      SELECT v."body", v."createdAt" FROM "CommentVersion" v
       WHERE v."commentId" = ${commentId}::uuid ORDER BY v."number" DESC LIMIT 100`,
  );
  const names = await personNames(
    actor,
    rows.flatMap((row) => mentionedIds(row.body)),
    standing.hiddenIn,
    tx,
  );
  return rows.reverse().map((row) => ({ body: row.body, names, at: row.createdAt.toISOString() }));
}

/** The thread of a comment that the actor sees; throws notFound. */
export async function seenComment(actor: Actor, commentId: string, tx: Tx): Promise<{ threadId: string }> {
  const [row] = z.uuid().safeParse(commentId).success
    ? placeRows.parse(
        await tx.$queryRaw`
          SELECT c."threadId" FROM seen_comments(${actor.userId}::uuid) c WHERE c."id" = ${commentId}::uuid`,
      )
    : [];
  if (!row) throw notFound();
  return row;
}

const countRows = z.tuple([z.object({ count: z.number() })]);

/** How many comments on an article the actor has not read, 99 for more; throws notFound. */
export async function countUnread(actor: Actor, articleId: string, tx: Tx = db()): Promise<number> {
  await commentStanding(actor, { articleId }, tx);
  const [row] = countRows.parse(
    await tx.$queryRaw`
      SELECT count(*)::int AS count FROM (
        SELECT 1 FROM seen_comments(${actor.userId}::uuid) c
          JOIN "CommentThread" t ON t."id" = c."threadId"
          LEFT JOIN "CommentRead" r ON r."threadId" = c."threadId" AND r."userId" = ${actor.userId}::uuid
         WHERE t."articleId" = ${articleId}::uuid AND c."authorId" <> ${actor.userId}::uuid
           AND c."number" > coalesce(r."lastNumber", 0) LIMIT ${mostCounted}) s`,
  );
  return row.count;
}

const peopleRows = z.array(z.object({ id: z.string(), name: z.string(), isHidden: z.boolean() }));

/** At most eight people, by name, who would see a comment said here, for naming them in it; throws notFound. */
export async function listMentionable(
  actor: Actor,
  place: CommentPlace,
  { threadId, isForAll, q }: { threadId?: string | undefined; isForAll: boolean; q: string },
  tx: Tx = db(),
): Promise<MentionPerson[]> {
  const standing = await commentStanding(actor, place, tx);
  const said: Said = { thread: threadId ? await requireThread(actor, threadId, tx) : null, isForAll };
  const { projectId, hiddenIn } = standing;
  const member = projectId
    ? Prisma.sql`EXISTS (SELECT 1 FROM "Member" m WHERE m."userId" = u."id" AND m."projectId" = ${projectId}::uuid)`
    : Prisma.sql`(u."isAdmin" OR EXISTS (SELECT 1 FROM "Member" m WHERE m."userId" = u."id"))`;
  const isHidden = Prisma.sql`(${hiddenIn !== null} AND coalesce(project_role(u."id", ${hiddenIn}::uuid), '') = 'annotator')`;
  const begins = `${q.replace(/[\\%_]/g, "\\$&")}%`;
  const rows = peopleRows.parse(
    await tx.$queryRaw`
      SELECT u."id", u."name", ${isHidden} AS "isHidden" FROM "User" u
       WHERE ${member} AND u."id" <> ${actor.userId}::uuid
         AND (${q === ""} OR (NOT ${isHidden} AND (u."name" ILIKE ${begins} OR u."name" ILIKE ${`% ${begins}`})))
         AND ${wouldSee(place, said)}
       ORDER BY u."name", u."id" LIMIT 8`,
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.isHidden && hiddenIn ? hiddenName(hiddenIn, row.id) : row.name,
  }));
}

function at(place: CommentPlace): Prisma.Sql {
  return "sourceId" in place
    ? Prisma.sql`t."sourceId" = ${place.sourceId}::uuid`
    : Prisma.sql`t."articleId" = ${place.articleId}::uuid`;
}

function unreadOf(actor: Actor): Prisma.Sql {
  return Prisma.sql`(SELECT count(*)::int FROM (
    SELECT 1 FROM seen_comments(${actor.userId}::uuid) c
     WHERE c."threadId" = t."id" AND c."authorId" <> ${actor.userId}::uuid
       AND c."number" > coalesce((SELECT r."lastNumber" FROM "CommentRead" r
                                   WHERE r."threadId" = t."id" AND r."userId" = ${actor.userId}::uuid), 0)
     LIMIT ${mostCounted}) s)`;
}

/** The latest comments of each thread (before a number, if given), one more than a thread shows, oldest first. */
async function readComments(tx: Tx, actor: Actor, threadIds: string[], before: string | null) {
  if (threadIds.length === 0) return [];
  return commentRows.parse(
    await tx.$queryRaw`
      SELECT c."id", c."number", c."threadId", c."authorId", c."isForAll", c."createdAt", v."body",
             CASE WHEN v."number" > f."number" THEN v."createdAt" END AS "editedAt",
             (c."authorId" <> ${actor.userId}::uuid AND c."number" > coalesce(r."lastNumber", 0)) AS "isNew"
        FROM unnest(${threadIds}::uuid[]) i
       CROSS JOIN LATERAL (
         SELECT c.* FROM seen_comments(${actor.userId}::uuid) c
          WHERE c."threadId" = i AND (${before}::bigint IS NULL OR c."number" < ${before}::bigint)
          ORDER BY c."number" DESC LIMIT ${commentsAThread + 1}) c
       CROSS JOIN LATERAL (
         SELECT v.* FROM "CommentVersion" v WHERE v."commentId" = c."id" ORDER BY v."number" DESC LIMIT 1) v
       CROSS JOIN LATERAL (
         SELECT v."number" FROM "CommentVersion" v WHERE v."commentId" = c."id" ORDER BY v."number" LIMIT 1) f
        LEFT JOIN "CommentRead" r ON r."threadId" = i AND r."userId" = ${actor.userId}::uuid
       ORDER BY c."number"`,
  );
}

function pageOfComments(actor: Actor, rows: readonly CommentRow[], names: Record<string, string>) {
  const shown = rows.slice(-commentsAThread);
  const comments = shown.map(
    (row): CommentDto => ({
      id: row.id,
      number: String(row.number),
      author: names[row.authorId] ?? "Somebody",
      isSelf: row.authorId === actor.userId,
      isForAll: row.isForAll,
      isNew: row.isNew,
      body: row.body,
      names: Object.fromEntries(mentionedIds(row.body).map((id) => [id, names[id] ?? "somebody"])),
      createdAt: row.createdAt.toISOString(),
      editedAt: row.editedAt?.toISOString() ?? null,
    }),
  );
  // The cursor is read by `listEarlier`, which looks before it whichever side it names.
  const cut: Page<CommentRow> = makePage(
    [...rows].reverse(),
    null,
    (row) => String(row.number),
    commentsAThread,
  );
  return { comments, earlier: cut.next };
}

function namesIn(
  actor: Actor,
  rows: readonly CommentRow[],
  { hiddenIn }: CommentStanding,
  tx: Tx,
): Promise<Record<string, string>> {
  const ids = rows.flatMap((row) => [row.authorId, ...mentionedIds(row.body)]);
  return personNames(actor, ids, hiddenIn, tx);
}

/** Comments may tell what their authors marked: whoever read them is not given the article any more, nor takes work back. */
async function noteLooking(
  tx: Tx,
  actor: Actor,
  place: CommentPlace,
  standing: CommentStanding,
  rows: readonly CommentRow[],
): Promise<void> {
  if ("sourceId" in place || !standing.isSpoiling || !standing.hearsOthers) return;
  if (rows.some((row) => row.authorId !== actor.userId && !row.isForAll))
    await recordLayerView(actor, place.articleId, tx);
}
