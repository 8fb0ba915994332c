import { randomUUID } from "node:crypto";
import { addComment, startThread } from "@/lib/comments/commands";
import type { ThreadAbout } from "@/lib/comments/schema";
import { db } from "@/lib/db";
import type { Actor } from "@/lib/policy";

/** A thread that an actor begins, about an article, words of it or a source. */
export function talk(actor: Actor, about: ThreadAbout, body: string, isForAll = false) {
  return startThread(actor, { id: randomUUID(), commentId: randomUUID(), about, body, isForAll });
}

/** A further comment of an actor in a thread. */
export function answer(actor: Actor, threadId: string, body: string, isForAll = false) {
  return addComment(actor, threadId, { id: randomUUID(), body, isForAll });
}

const everyone = ["viewer", "annotator", "reviewer", "manager"] as const;
const workers = ["annotator", "reviewer", "manager"] as const;

/** Who may call each endpoint of comments and notifications about an article, in a thread that an annotator began. */
export function commentDoors(articleId: string) {
  return {
    "GET /api/comments/threads": { may: everyone, query: `articleId=${articleId}` },
    "POST /api/comments/threads": {
      may: workers,
      body: { id: randomUUID(), commentId: randomUUID(), about: { articleId }, body: "x" },
    },
    // The annotator began the thread; other annotators, who could still be given the article, would not see it.
    "GET /api/comments/threads/[threadId]": { may: workers },
    "POST /api/comments/threads/[threadId]": { may: workers, body: { id: randomUUID(), body: "x" } },
    "PATCH /api/comments/threads/[threadId]": { may: workers, body: { isResolved: true } },
    "GET /api/comments/[commentId]": { may: workers },
    "PATCH /api/comments/[commentId]": { may: ["annotator"], body: { body: "x" } },
    "GET /api/comments/people": { may: everyone, query: `articleId=${articleId}` },
    "GET /api/comments/unread": { may: everyone, query: `articleId=${articleId}` },
    "GET /api/notifications/count": { may: "register" },
    "POST /api/comments/read": { may: "register", body: { threads: [] } },
  } as const;
}

/** A notification that a manager has of a comment by somebody else, which names them. */
export async function makeNotification(author: Actor, manager: { id: string }, articleId: string) {
  const { commentId } = await talk(author, { articleId }, `@[${manager.id}] look`);
  return db().notification.findFirstOrThrow({ where: { commentId } });
}
