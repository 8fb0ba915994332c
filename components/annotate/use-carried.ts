import { useCallback, useEffect, useRef, useState } from "react";
import { z } from "zod";
import type { LayerStore } from "@/components/annotate/layer-store";
import { requestJson } from "@/components/annotate/request-json";
import { type CarriedItemDto, type CarriedListDto, carriedItem, carriedList } from "@/lib/versions/schema";
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
  /** Settles an orphan on the server; answers it as it then is, or why it could not be done. */
  change: (
    id: string,
    change: OrphanChange,
  ) => Promise<{ item: CarriedItemDto; open: number } | { problem: string }>;
};

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
  const read = useCallback(async () => {
    const answer = await requestJson(`/api/layers/${layerId}/carried`, carriedList.nullable());
    if (answer.ok) setList(answer.data);
    return answer.ok ? answer.data : null;
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
