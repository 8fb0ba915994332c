"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { z } from "zod";
import { requestJson } from "@/components/annotate/request-json";
import { useLive } from "@/components/live/live-provider";
import {
  type CommentPlace,
  type CommentShow,
  commentSchema,
  type ThreadAbout,
  type ThreadDto,
  type ThreadPage,
  threadPageSchema,
} from "@/lib/comments/schema";

const spoken = z.object({ threadId: z.string(), commentId: z.string() });
const earlierPage = z.object({ comments: z.array(commentSchema), earlier: z.string().nullable() });

/** What a page draws of the comments at a place, and all that can be done there; acts answer why they failed, or null. */
export type Comments = {
  page: ThreadPage | null;
  show: CommentShow;
  problem: string | null;
  setShow: (show: CommentShow) => void;
  reload: () => Promise<void>;
  more: () => Promise<void>;
  earlier: (thread: ThreadDto) => Promise<void>;
  start: (about: ThreadAbout, body: string, isForAll: boolean) => Promise<string | null>;
  add: (threadId: string, body: string, isForAll: boolean) => Promise<string | null>;
  edit: (commentId: string, body: string) => Promise<string | null>;
  resolve: (threadId: string, isResolved: boolean) => Promise<string | null>;
};

/** The comments about an article or a source, read as they are shown; what is new stays marked until the page is left. */
export function useComments(place: CommentPlace): Comments {
  const address = "sourceId" in place ? `sourceId=${place.sourceId}` : `articleId=${place.articleId}`;
  const [show, setShow] = useState<CommentShow>("open");
  const [page, setPage] = useState<ThreadPage | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const fresh = useRef(new Set<string>());
  const newest = useRef(0);

  const fetchPage = useCallback(
    (cursor?: string) => {
      const query = new URLSearchParams({ show, ...(cursor ? { cursor } : {}) });
      return requestJson(`/api/comments/threads?${address}&${query}`, threadPageSchema);
    },
    [address, show],
  );
  const noteRead = useCallback((items: readonly ThreadDto[]) => {
    const read = items.flatMap((thread) => {
      const last = thread.comments.at(-1);
      for (const one of thread.comments) if (one.isNew) fresh.current.add(one.id);
      return thread.unread > 0 && last ? [{ threadId: thread.id, number: last.number }] : [];
    });
    if (read.length > 0)
      void requestJson("/api/comments/read", z.unknown(), { method: "POST", body: { threads: read } });
    return items.map((thread) => ({
      ...thread,
      comments: thread.comments.map((one) => ({ ...one, isNew: fresh.current.has(one.id) })),
    }));
  }, []);
  const reload = useCallback(async () => {
    newest.current += 1;
    const mine = newest.current;
    const answer = await fetchPage();
    // An answer that a later question has overtaken is not drawn.
    if (mine !== newest.current) return;
    if (!answer.ok) return setProblem(answer.error.message);
    setProblem(null);
    setPage({ ...answer.data, items: noteRead(answer.data.items) });
  }, [fetchPage, noteRead]);
  useEffect(() => {
    void reload();
  }, [reload]);
  useLive(place, () => void reload());

  async function more() {
    if (!page?.next) return;
    const answer = await fetchPage(page.next);
    if (!answer.ok) return setProblem(answer.error.message);
    setPage({ ...answer.data, items: [...page.items, ...noteRead(answer.data.items)] });
  }
  async function earlier(thread: ThreadDto) {
    if (!thread.earlier) return;
    const query = new URLSearchParams({ cursor: thread.earlier });
    const answer = await requestJson(`/api/comments/threads/${thread.id}?${query}`, earlierPage);
    if (!answer.ok) return setProblem(answer.error.message);
    const grown = {
      ...thread,
      earlier: answer.data.earlier,
      comments: [...answer.data.comments, ...thread.comments],
    };
    setPage((now) => now && { ...now, items: now.items.map((one) => (one.id === thread.id ? grown : one)) });
  }
  async function act(path: string, method: "POST" | "PATCH", body: object): Promise<string | null> {
    const answer = await requestJson(`/api/comments/${path}`, z.unknown(), { method, body });
    if (!answer.ok) return answer.error.message;
    await reload();
    return null;
  }
  // An id made once for what was typed: sent again after a lost answer, it is said once.
  const ids = useRef(new Map<string, [string, string]>());
  async function say(key: string, path: string, make: (id: string, other: string) => object) {
    const [id, other] = ids.current.get(key) ?? [crypto.randomUUID(), crypto.randomUUID()];
    ids.current.set(key, [id, other]);
    const answer = await requestJson(`/api/comments/${path}`, spoken, {
      method: "POST",
      body: make(id, other),
    });
    if (!answer.ok) return answer.error.message;
    ids.current.delete(key);
    await reload();
    return null;
  }
  return {
    page,
    show,
    problem,
    setShow,
    reload,
    more,
    earlier,
    start: (about, body, isForAll) =>
      say(JSON.stringify([about, body]), "threads", (id, commentId) => ({
        id,
        commentId,
        about,
        body,
        isForAll,
      })),
    add: (threadId, body, isForAll) =>
      say(JSON.stringify([threadId, body]), `threads/${threadId}`, (id) => ({ id, body, isForAll })),
    edit: (commentId, body) => act(commentId, "PATCH", { body }),
    resolve: (threadId, isResolved) => act(`threads/${threadId}`, "PATCH", { isResolved }),
  };
}
