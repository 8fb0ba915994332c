import "server-only";
import { mentionedIds } from "@/lib/comments/schema";
import type { PageRow, ThreadRow } from "@/lib/exports/page-rows";
import type { Pseudonyms } from "@/lib/exports/pseudonyms";
import { type ExportedThread, storedArticleOrigin } from "@/lib/formats/sourcebench-jsonl-schema";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";

/**
 * The threads of a row: those that came with the article, then ours, under pseudonyms, also where one names somebody.
 * Whoever still annotates the article on their own gets none of those that came with it, and no version those about words
 * that it does not have at their place.
 */
export function buildThreads(row: PageRow, people: Pseudonyms): ExportedThread[] {
  const origin = storedArticleOrigin.safeParse(row.origin);
  const imported = origin.success && !row.isBlind ? (origin.data.threads ?? []) : [];
  const index = imported.length > 0 ? indexCodePoints(row.version.text) : null;
  const stands = ({ span }: ExportedThread) =>
    !span || !index || (span.end <= index.length && sliceCodePoints(index, span) === span.quote);
  return [...imported.filter(stands), ...row.threads.map((thread) => ownThread(thread, people))];
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
