"use client";

import { useMemo, useState } from "react";
import { requestJson } from "@/components/annotate/request-json";
import type { LayerObject } from "@/lib/layers/schema";
import { pendingSuggestions } from "@/lib/suggestions/accept";
import { type LayerSuggestions, layerSuggestions } from "@/lib/suggestions/schema";

/** What programs suggest for a layer: all of it, what waits for an answer, and asking for it after one's own first pass. */
export function useLayerSuggestions(
  layerId: string,
  given: LayerSuggestions,
  objects: ReadonlyMap<string, LayerObject>,
  fail: (problem: string) => void,
) {
  const [offered, setOffered] = useState(given);
  const suggestions = useMemo(() => pendingSuggestions(offered.items, objects), [offered.items, objects]);
  async function finish() {
    const answer = await requestJson(`/api/layers/${layerId}/first-pass`, layerSuggestions, {
      method: "POST",
      body: {},
    });
    if (answer.ok) setOffered(answer.data);
    else fail(answer.error.message);
  }
  return {
    suggestions,
    allSuggestions: offered.items,
    suggestionsShow: offered.showing,
    finishFirstPass: () => void finish(),
  };
}
