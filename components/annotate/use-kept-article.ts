"use client";

import { useEffect, useEffectEvent } from "react";
import { type KeptArticle, keepArticle } from "@/components/annotate/kept-articles";
import type { LayerView } from "@/components/annotate/layer-store";
import type { AnnotateInput } from "@/components/annotate/use-annotate";

/**
 * Keeps the article in this browser each time its layer has been read from the server, where the layer is the reader's
 * own; what is saved after that is kept as it is saved. Nothing is kept where the browser keeps nothing.
 */
export function useKeptArticle(
  input: AnnotateInput,
  view: LayerView,
  rest: Pick<KeptArticle, "position" | "sourceNames" | "projectHref">,
): void {
  const keep = useEffectEvent(async () => {
    const { article, kinds, keys, blockingChecks, userId, layerId } = input;
    const snapshot = {
      ...view.layer,
      attributes: [...(view.model.attributes ?? [])],
      objects: [...view.model.confirmed.values()].filter((object) => !object.deleted),
      steps: [...view.model.steps],
      // Nobody else changes a layer that is kept.
      revision: 0,
    };
    const value = {
      article,
      kinds: [...kinds],
      keys,
      blockingChecks: [...blockingChecks],
      snapshot,
      ...rest,
    };
    await keepArticle(userId, layerId, value).catch(() => undefined);
  });
  const { mayKeep } = input;
  const { reads } = view;
  useEffect(() => {
    if (mayKeep && reads > 0) void keep();
  }, [mayKeep, reads]);
}
