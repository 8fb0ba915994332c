"use client";

import { useEffect, useState } from "react";
import { requestJson } from "@/components/annotate/request-json";
import { type SourceSuggestions, sourceSuggestions } from "@/lib/sources/schema";

const PAUSE = 150;
const MOST_HERE = 15;
const nothing = { query: "", found: { items: [], sounds: [], mayAddAlias: false } };

/**
 * Whom some words may mean, asked as one types; `here` and `same` are whom this layer's attributions mean already. What
 * was found for other words stays until the answer comes, not `isFresh`: a key must not take from it.
 */
export function useSuggestions(
  text: string,
  projectId: string,
  { same, here }: { same: readonly string[]; here: readonly string[] },
): { found: SourceSuggestions; isFresh: boolean; problem: string | null } {
  const [answered, setAnswered] = useState<{ query: string; found: SourceSuggestions }>(nothing);
  const [problem, setProblem] = useState<string | null>(null);
  const wanted = text.trim().slice(0, 200);
  const query = new URLSearchParams({
    q: wanted,
    projectId,
    same: same.slice(0, MOST_HERE).join(","),
    here: here.slice(0, MOST_HERE).join(","),
  }).toString();
  useEffect(() => {
    const cancel = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await requestJson(`/api/sources/suggest?${query}`, sourceSuggestions, {
        signal: cancel.signal,
      });
      if (cancel.signal.aborted) return;
      setProblem(answer.ok ? null : answer.error.message);
      if (answer.ok) setAnswered({ query, found: answer.data });
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      cancel.abort();
    };
  }, [query]);
  return { found: answered.found, isFresh: answered.query === query, problem };
}
