import "server-only";
import { mentionedIds } from "@/lib/comments/schema";
import type { PageRow, ThreadRow } from "@/lib/exports/page-rows";
import type { Pseudonyms } from "@/lib/exports/pseudonyms";
import { type ExportedThread, storedArticleOrigin } from "@/lib/formats/sourcebench-jsonl-schema";

/**
 * The threads of a row: those that came with the article, then ours, under pseudonyms, also where one names somebody.
 * Whoever still annotates the article on their own gets none of those that came with it.
 */
export function buildThreads(row: PageRow, people: Pseudonyms): ExportedThread[] {
  const origin = storedArticleOrigin.safeParse(row.origin);
  const imported = origin.success && !row.isBlind ? (origin.data.threads ?? []) : [];
  return [...imported, ...row.threads.map((thread) => ownThread(thread, people))];
}

function ownThread({ comments, ...thread }: ThreadRow, people: Pseudonyms): ExportedThread {
  return {
    ...thread,
    comments: comments.map(({ byId, body, ...comment }) => ({
      ...comment,
      by: people.person(byId),
      body: mentionedIds(body).reduce(
        (words, id) => words.replaceAll(`@[${id}]`, `@${people.person(id) ?? "somebody"}`),
        body,
      ),
    })),
    origin: null,
  };
}
