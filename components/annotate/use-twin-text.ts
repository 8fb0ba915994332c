"use client";

import { useEffect, useState } from "react";
import { requestJson } from "@/components/annotate/request-json";
import type { ArticleText } from "@/lib/articles/text-schema";
import { type TwinText, twinText } from "@/lib/passages/schema";

type Found = { text: TwinText } | { failure: string };

/**
 * The text in which a twin lies: this article's own, or another one's, asked for once. Null while it is
 * on its way, and where none is wanted.
 */
export function useTwinText(
  own: ArticleText,
  versionId: string | null,
): { found: Found | null; retry: () => void } {
  const [known, setKnown] = useState<ReadonlyMap<string, Found>>(new Map());
  const found = versionId === own.versionId ? { text: own } : (known.get(versionId ?? "") ?? null);
  const isWanted = found === null && versionId !== null;
  useEffect(() => {
    if (!isWanted || versionId === null) return;
    let isLeft = false;
    void requestJson(`/api/passages/text?${new URLSearchParams({ versionId })}`, twinText).then((answer) => {
      if (isLeft) return;
      const next: Found = answer.ok ? { text: answer.data } : { failure: answer.error.message };
      setKnown((now) => new Map(now).set(versionId, next));
    });
    return () => {
      isLeft = true;
    };
  }, [versionId, isWanted]);
  const retry = () => setKnown((now) => new Map([...now].filter(([id]) => id !== versionId)));
  return { found, retry };
}
