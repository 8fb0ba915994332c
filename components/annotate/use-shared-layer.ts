"use client";

import { useRef } from "react";
import type { LayerStore } from "@/components/annotate/layer-store";
import { useLive } from "@/components/live/live-provider";

/** Brings others' changes of a layer that all work in to the screen as they come; what was done here is there already. */
export function useSharedLayer(layerId: string, isShared: boolean, store: LayerStore): void {
  const reading = useRef({ isOn: false, isAgain: false });
  async function read() {
    const own = reading.current;
    if (own.isOn) {
      own.isAgain = true;
      return;
    }
    own.isOn = true;
    do {
      own.isAgain = false;
      await store.catchUp();
    } while (own.isAgain);
    own.isOn = false;
  }
  useLive({ layerId: isShared ? layerId : "" }, (news) => {
    if (!isShared) return;
    const { changes } = store.view().model;
    const isOthers = (ids: readonly string[]) => ids.length === 0 || ids.some((id) => !changes.has(id));
    if (news.isReset || news.layers.some((one) => one.id === layerId && isOthers(one.commandIds)))
      void read();
  });
}
