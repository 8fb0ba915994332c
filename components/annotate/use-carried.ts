import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { z } from "zod";
import { type CarriedView, createCarriedBook } from "@/components/annotate/carried-book";
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

/** The marks that a layer began with from an earlier text of its article. */
export type Carried = CarriedView & {
  isBusy: boolean;
  /** Lists the marks after those that are listed; null where all are. */
  more: (() => void) | null;
  /** Goes on where reading the list failed. */
  retry: () => void;
  /** Settles an orphan on the server; answers it as it then is, or why it could not be done. */
  change: (
    id: string,
    change: OrphanChange,
  ) => Promise<{ item: CarriedItemDto; open: number } | { problem: string }>;
};

const settled = z.object({ carried: carriedItem });

/**
 * What became of the marks that a layer was begun with. Placing one makes a mark on the server, so that the layer is read
 * again; the list is read again after each save too, for undo opens an orphan and deleting its mark may.
 */
export function useCarried(layerId: string, initial: CarriedListDto | null, store: LayerStore): Carried {
  const [isBusy, setIsBusy] = useState(false);
  const [book] = useState(() => {
    const path = `/api/layers/${layerId}/carried`;
    return createCarriedBook(initial, (cursor) =>
      requestJson(cursor ? `${path}?cursor=${encodeURIComponent(cursor)}` : path, carriedList),
    );
  });
  const view = useSyncExternalStore(book.subscribe, book.view, book.view);
  useEffect(() => {
    book.start();
    return book.stop;
  }, [book]);
  const hasAny = (initial?.counts.orphaned ?? 0) > 0;
  const saved = store.view().model.steps.length;
  const first = useRef(saved);
  useEffect(() => {
    if (!hasAny || saved === first.current) return;
    first.current = saved;
    book.refresh();
  }, [hasAny, saved, book]);
  return {
    ...view,
    isBusy,
    more: view.list?.next ? book.more : null,
    retry: book.retry,
    change: async (id, body) => {
      setIsBusy(true);
      // Pressed again after an answer that got lost, a new id meets a mark that is placed already, and is told so.
      const command = body.op === "let-go" ? body : { ...body, commandId: crypto.randomUUID() };
      const answer = await requestJson(`/api/carried/${id}`, settled, { method: "POST", body: command });
      if (answer.ok) {
        book.take(answer.data.carried);
        if (body.op !== "let-go") await store.reload();
      } else if (answer.error.status === 409) book.refresh();
      setIsBusy(false);
      return answer.ok
        ? { item: answer.data.carried, open: book.view().openCount }
        : { problem: answer.error.message };
    },
  };
}
