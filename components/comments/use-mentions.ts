"use client";

import { useEffect, useState } from "react";
import { z } from "zod";
import { requestJson } from "@/components/annotate/request-json";
import { type CommentPlace, type MentionPerson, personSchema } from "@/lib/comments/schema";

const found = z.object({ people: z.array(personSchema) });

/** The name being typed after an `@` that ends at the caret, and where its `@` stands; null where none is. */
export function mentionAt(text: string, caret: number): { at: number; q: string } | null {
  const match = /(?:^|[\s(])@([\p{L}\p{M}'’.-]*(?: [\p{L}\p{M}'’.-]*)?)$/u.exec(text.slice(0, caret));
  if (!match) return null;
  const q = match[1] ?? "";
  return { at: caret - q.length - 1, q };
}

/** The people who may be named where one writes and whose names begin so; none while `q` is null. */
export function useMentions(
  place: CommentPlace,
  q: string | null,
  { threadId, isForAll }: { threadId: string | null; isForAll: boolean },
): readonly MentionPerson[] {
  const where = "sourceId" in place ? `sourceId=${place.sourceId}` : `articleId=${place.articleId}`;
  const query =
    q === null
      ? null
      : `${where}&isForAll=${isForAll ? "1" : "0"}${threadId ? `&threadId=${threadId}` : ""}&${new URLSearchParams({ q })}`;
  const [answer, setAnswer] = useState<{ query: string; people: MentionPerson[] } | null>(null);
  useEffect(() => {
    if (query === null) return;
    const asked = new AbortController();
    void requestJson(`/api/comments/people?${query}`, found, { signal: asked.signal }).then((got) => {
      if (!asked.signal.aborted) setAnswer({ query, people: got.ok ? got.data.people : [] });
    });
    return () => asked.abort();
  }, [query]);
  return answer && answer.query === query ? answer.people : [];
}
