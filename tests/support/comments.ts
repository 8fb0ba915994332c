import { randomUUID } from "node:crypto";
import { addComment, startThread } from "@/lib/comments/commands";
import type { ThreadAbout } from "@/lib/comments/schema";
import type { Actor } from "@/lib/policy";

/** A thread that an actor begins, about an article, words of it or a source. */
export function talk(actor: Actor, about: ThreadAbout, body: string, isForAll = false) {
  return startThread(actor, { id: randomUUID(), commentId: randomUUID(), about, body, isForAll });
}

/** A further comment of an actor in a thread. */
export function answer(actor: Actor, threadId: string, body: string, isForAll = false) {
  return addComment(actor, threadId, { id: randomUUID(), body, isForAll });
}
