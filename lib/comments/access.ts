import "server-only";
import { z } from "zod";
import { highestRole, requireArticle } from "@/lib/access";
import type { CommentPlace } from "@/lib/comments/schema";
import { db, type Tx } from "@/lib/db";
import { forbidden, notFound } from "@/lib/errors";
import { type Actor, can, canOnRegister } from "@/lib/policy";
import { hiddenName } from "@/lib/review/hidden-name";
import { Prisma } from "@/prisma/generated/client";

/** How an actor stands where comments are: whether they write there, instruct everybody, settle others' threads, read names. */
export type CommentStanding = {
  projectId: string | null;
  mayWrite: boolean;
  mayInstruct: boolean;
  mayResolve: boolean;
  /** The project where annotators' names are hidden from the actor; null where they are not. */
  hiddenIn: string | null;
  /** Whether others are heard here (`hears_others`); always about a source. */
  hearsOthers: boolean;
  /** Whether hearing others spoils the article for the actor's own annotating. */
  isSpoiling: boolean;
};

const articleRows = z.tuple([
  z.object({ hears: z.boolean(), layerMode: z.string(), state: z.string(), hideNames: z.boolean() }),
]);

/** The actor's standing at an article or a source they see; throws notFound. */
export async function commentStanding(actor: Actor, place: CommentPlace, tx: Tx): Promise<CommentStanding> {
  if ("sourceId" in place) return sourceStanding(actor, place.sourceId, tx);
  const { projectId, role } = await requireArticle(actor, place.articleId, "project.view", tx);
  const [row] = articleRows.parse(
    await tx.$queryRaw`
      SELECT hears_others(${actor.userId}::uuid, a."id") AS hears, a."layerMode", a."state", p."hideNames"
        FROM "Article" a JOIN "Project" p ON p."id" = a."projectId" WHERE a."id" = ${place.articleId}::uuid`,
  );
  return {
    projectId,
    mayWrite: can(role, "comment.write"),
    mayInstruct: can(role, "comment.instruct"),
    mayResolve: can(role, "review.decide"),
    hiddenIn: row.hideNames && role !== "manager" ? projectId : null,
    hearsOthers: row.hears,
    isSpoiling: row.layerMode !== "shared" && row.state !== "done",
  };
}

async function sourceStanding(actor: Actor, sourceId: string, tx: Tx): Promise<CommentStanding> {
  const seen = z.uuid().safeParse(sourceId).success
    ? z
        .array(z.unknown())
        .parse(
          await tx.$queryRaw`SELECT 1 FROM seen_sources(${actor.userId}::uuid) s WHERE s."id" = ${sourceId}::uuid`,
        )
    : [];
  if (seen.length === 0) throw notFound();
  const role = await highestRole(actor, tx);
  return {
    projectId: null,
    mayWrite: canOnRegister(role, "source.comment"),
    mayInstruct: false,
    mayResolve: canOnRegister(role, "source.edit"),
    hiddenIn: null,
    hearsOthers: true,
    isSpoiling: false,
  };
}

/** Refuses whoever may read here and not write; throws forbidden. */
export function refuseReaders(standing: CommentStanding, isForAll: boolean): void {
  if (!standing.mayWrite) throw forbidden("Your role here reads comments and writes none.", "read-only");
  if (isForAll && !standing.mayInstruct)
    throw forbidden("Only managers write what everybody reads, also while annotating.", "not-manager");
}

/** A thread that the actor sees, with what it is about. */
export type SeenThread = {
  id: string;
  place: CommentPlace;
  isForAll: boolean;
  createdById: string;
  isResolved: boolean;
};

const threadRows = z.array(
  z.object({
    id: z.string(),
    articleId: z.string().nullable(),
    sourceId: z.string().nullable(),
    isForAll: z.boolean(),
    createdById: z.string(),
    isResolved: z.boolean(),
  }),
);

/** A thread by `seen_threads`; throws notFound. */
export async function requireThread(actor: Actor, threadId: string, tx: Tx): Promise<SeenThread> {
  if (!z.uuid().safeParse(threadId).success) throw notFound();
  const [row] = threadRows.parse(
    await tx.$queryRaw`
      SELECT t."id", t."articleId", t."sourceId", t."isForAll", t."createdById", t."resolvedAt" IS NOT NULL AS "isResolved"
        FROM seen_threads(${actor.userId}::uuid) t WHERE t."id" = ${threadId}::uuid`,
  );
  if (!row) throw notFound();
  const place = row.articleId === null ? { sourceId: row.sourceId ?? "" } : { articleId: row.articleId };
  return {
    id: row.id,
    place,
    isForAll: row.isForAll,
    createdById: row.createdById,
    isResolved: row.isResolved,
  };
}

/** What is said, to whom: the thread (null for one that begins) and whether it is for everybody. */
export type Said = { thread: SeenThread | null; isForAll: boolean };

/**
 * Condition on a person `u` (of "User"): they would see what is said at a place. It is the rule of `seen_comments` asked of
 * many people, so that nobody is told of what they cannot open.
 */
export function wouldSee(place: CommentPlace, said: Said): Prisma.Sql {
  if ("sourceId" in place)
    return Prisma.sql`u."disabledAt" IS NULL AND EXISTS (
      SELECT 1 FROM seen_sources(u."id") s WHERE s."id" = ${place.sourceId}::uuid)`;
  const { thread, isForAll } = said;
  const isOpenToAll = isForAll && (thread === null || thread.isForAll);
  const starter = isForAll && thread ? thread.createdById : null;
  return Prisma.sql`u."disabledAt" IS NULL
    AND EXISTS (SELECT 1 FROM seen_articles(u."id") a WHERE a."id" = ${place.articleId}::uuid)
    AND (${isOpenToAll} OR u."id" = ${starter}::uuid OR hears_others(u."id", ${place.articleId}::uuid))`;
}

const nameRows = z.array(z.object({ id: z.string(), name: z.string(), isHidden: z.boolean() }));

/** The names of persons as the actor may read them: annotators' under a hidden name where the project hides them. */
export async function personNames(
  actor: Actor,
  ids: readonly string[],
  hiddenIn: string | null,
  tx: Tx = db(),
): Promise<Record<string, string>> {
  if (ids.length === 0) return {};
  const rows = nameRows.parse(
    await tx.$queryRaw`
      SELECT u."id", u."name",
             ${hiddenIn !== null} AND coalesce(project_role(u."id", ${hiddenIn}::uuid), 'annotator') = 'annotator' AS "isHidden"
        FROM "User" u WHERE u."id" = ANY (${[...new Set(ids)]}::uuid[])`,
  );
  return Object.fromEntries(
    rows.map((row) => [
      row.id,
      row.isHidden && hiddenIn && row.id !== actor.userId ? hiddenName(hiddenIn, row.id) : row.name,
    ]),
  );
}
