"use client";

import { useEffect, useState } from "react";
import { z } from "zod";
import { requestJson } from "@/components/annotate/request-json";

const counts = z.object({ unread: z.number(), notifications: z.number() });

/** How many comments on an article the reader has not read, as it was when the screen opened; 0 until that is known. */
export function useUnread(articleId: string): number {
  const [unread, setUnread] = useState(0);
  useEffect(() => {
    void requestJson(`/api/comments/unread?articleId=${articleId}`, counts).then((answer) => {
      if (answer.ok) setUnread(answer.data.unread);
    });
  }, [articleId]);
  return unread;
}
