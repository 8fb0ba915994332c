"use client";

import { useCallback, useEffect, useState } from "react";
import { z } from "zod";
import { requestJson } from "@/components/annotate/request-json";
import { useLive } from "@/components/live/live-provider";

const counts = z.object({ unread: z.number(), notifications: z.number() });

/** How many comments on an article the reader has not read, now; 0 until that is known. */
export function useUnread(articleId: string): number {
  const [unread, setUnread] = useState(0);
  const count = useCallback(() => {
    void requestJson(`/api/comments/unread?articleId=${articleId}`, counts).then((answer) => {
      if (answer.ok) setUnread(answer.data.unread);
    });
  }, [articleId]);
  useEffect(count, [count]);
  useLive({ articleId }, count);
  return unread;
}
