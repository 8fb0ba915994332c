"use client";

import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from "react";
import { createLiveHub, type LiveHub } from "@/components/live/live-hub";
import type { LiveNews } from "@/lib/live/schema";

const LiveContext = createContext<LiveHub | null>(null);

/** Everything within can watch for changes over the browser's one stream. */
export function LiveProvider({ userId, children }: { userId: string; children: ReactNode }) {
  const [hub, setHub] = useState<LiveHub | null>(null);
  useEffect(() => {
    const made = createLiveHub(userId);
    setHub(made);
    return () => {
      setHub(null);
      made.stop();
    };
  }, [userId]);
  return <LiveContext value={hub}>{children}</LiveContext>;
}

/**
 * Calls `onNews` with the news of one layer, article or source, of new notifications (`null` watches only those), or where
 * so much was missed that everything must be looked at.
 */
export function useLive(
  watched: { layerId: string } | { articleId: string } | { sourceId: string } | null,
  onNews: (news: LiveNews) => void,
): void {
  const hub = useContext(LiveContext);
  const layerId = watched && "layerId" in watched ? watched.layerId : "";
  const articleId = watched && "articleId" in watched ? watched.articleId : "";
  const sourceId = watched && "sourceId" in watched ? watched.sourceId : "";
  const hear = useEffectEvent((news: LiveNews) => {
    const isOurs =
      news.isReset ||
      (layerId !== "" && news.layers.some((one) => one.id === layerId)) ||
      (articleId !== "" && news.articles.includes(articleId)) ||
      (sourceId !== "" && news.sources.includes(sourceId)) ||
      (watched === null && news.hasNotifications);
    if (isOurs) onNews(news);
  });
  useEffect(() => {
    const one = (id: string) => (id === "" ? [] : [id]);
    const topics = { layers: one(layerId), articles: one(articleId), sources: one(sourceId) };
    return hub?.watch(topics, (news) => hear(news));
  }, [hub, layerId, articleId, sourceId]);
}
