"use client";

import { useEffect, useState } from "react";
import { z } from "zod";

const answer = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string(), matched: z.string() })),
});
export type SourceMatch = z.infer<typeof answer>["items"][number];

/**
 * What the register answers to a text, a moment after typing stopped: none while it still looks or nothing is typed,
 * `isFresh` once the answer is to this very text, `problem` where the search failed.
 */
export function useSourceSearch(text: string): { items: SourceMatch[]; isFresh: boolean; problem?: string } {
  const [found, setFound] = useState<{ text: string; items: SourceMatch[]; problem?: string }>();
  const wanted = text.trim();
  useEffect(() => {
    if (wanted === "") return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const response = await fetch(`/api/sources/search?q=${encodeURIComponent(wanted)}&limit=8`, {
          signal: stop.signal,
        });
        if (!response.ok) throw new Error(String(response.status));
        const { items } = answer.parse(await response.json());
        setFound({ text: wanted, items });
      } catch {
        if (!stop.signal.aborted)
          setFound({ text: wanted, items: [], problem: "The search did not work. Type again to repeat it." });
      }
    }, 150);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [wanted]);
  const isFresh = wanted !== "" && found?.text === wanted;
  return { items: isFresh ? found.items : [], isFresh, problem: isFresh ? found.problem : undefined };
}
