import { useCallback, useEffect, useRef, useState } from "react";
import { z } from "zod";
import type { LayerStore } from "@/components/annotate/layer-store";
import { type Answer, requestJson } from "@/components/annotate/request-json";
import {
  type CarriedItemDto,
  type CarriedListDto,
  carriedItem,
  carriedList,
  mostCarried,
} from "@/lib/versions/schema";
import type { SpanRole } from "@/lib/vocabulary";

export type RoleSpan = { role: SpanRole; start: number; end: number };

/** What can be done about a mark that lost its words. */
export type OrphanChange =
  | { op: "place"; spans: RoleSpan[] }
  | { op: "let-go"; reason: string }
  | { op: "bring-back" };

/** The marks that a layer began with from an earlier text of its article; `list` is null where it began with none. */
export type Carried = {
  list: CarriedListDto | null;
  /** Marks that lost their words and are neither placed nor let go, in reading order. */
  open: readonly CarriedItemDto[];
  isBusy: boolean;
  /** Reads the marks after those that are listed; null where all are. */
  more: (() => void) | null;
  /** Settles an orphan on the server; answers it as it then is, or why it could not be done. */
  change: (
    id: string,
    change: OrphanChange,
  ) => Promise<{ item: CarriedItemDto; open: number } | { problem: string }>;
};

/** The list with as many of its marks as wanted, page after page; null where it cannot be read. */
async function readList(layerId: string, wanted: number): Promise<CarriedListDto | null> {
  const path = `/api/layers/${layerId}/carried`;
  const items: CarriedItemDto[] = [];
  let next: string | null = "";
  for (;;) {
    const answer: Answer<CarriedListDto> = await requestJson(
      next ? `${path}?cursor=${encodeURIComponent(next)}` : path,
      carriedList,
    );
    if (!answer.ok) return null;
    items.push(...answer.data.items);
    next = answer.data.next;
    if (!next || items.length >= wanted) return { ...answer.data, items };
  }
}

const settled = z.object({ carried: carriedItem });
const nothing: readonly CarriedItemDto[] = [];

/**
 * What became of the marks that a layer was begun with. Placing one makes a mark on the server, so that the layer is read
 * again; the list is read again after each save too, for undo opens an orphan and deleting its mark may.
 */
export function useCarried(layerId: string, initial: CarriedListDto | null, store: LayerStore): Carried {
  const [list, setList] = useState(initial);
  const [isBusy, setIsBusy] = useState(false);
  const hasAny = (initial?.counts.orphaned ?? 0) > 0;
  const wanted = useRef(mostCarried);
  const read = useCallback(async () => {
    const fresh = await readList(layerId, wanted.current);
    if (fresh) setList(fresh);
    return fresh;
  }, [layerId]);
  const saved = store.view().model.steps.length;
  const first = useRef(saved);
  useEffect(() => {
    if (!hasAny || saved === first.current) return;
    first.current = saved;
    void read();
  }, [hasAny, saved, read]);
  const open = list?.items.filter((one) => one.how === "orphaned" && one.settledAs === null) ?? nothing;
  return {
    list,
    open,
    isBusy,
    more: list?.next
      ? () => {
          wanted.current = list.items.length + mostCarried;
          void read();
        }
      : null,
    change: async (id, body) => {
      setIsBusy(true);
      // Pressed again after an answer that got lost, a new id meets a mark that is placed already, and is told so.
      const command = body.op === "let-go" ? body : { ...body, commandId: crypto.randomUUID() };
      const answer = await requestJson(`/api/carried/${id}`, settled, { method: "POST", body: command });
      if (!answer.ok) {
        setIsBusy(false);
        return { problem: answer.error.message };
      }
      const [fresh] = await Promise.all([read(), body.op === "let-go" ? null : store.reload()]);
      setIsBusy(false);
      return { item: answer.data.carried, open: fresh?.open ?? Math.max(0, open.length - 1) };
    },
  };
}
