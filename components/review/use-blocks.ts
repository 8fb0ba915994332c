"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { z } from "zod";
import { requestJson } from "@/components/annotate/request-json";
import { useToast } from "@/components/ui/toast";
import type { BlockDto } from "@/lib/articles/text-schema";
import { blockSchema } from "@/lib/articles/text-schema";
import { type BlockKind, labelOf } from "@/lib/vocabulary";

/** `depth` is how many steps of the review could be undone when it was made: it is undone before all that came earlier. */
type Change = { id: string; blockId: string; from: BlockKind; to: BlockKind; depth: number };

const answerSchema = z.object({ blocks: z.array(blockSchema) });
const conflictSchema = z.object({ theirs: blockSchema });

/**
 * The blocks of the article under review while their kinds are corrected: facts of the article, saved at once and one
 * after another, no decisions of the review. `depth` is how many steps of the review can be undone now.
 */
export function useBlocks(articleId: string, read: readonly BlockDto[], depth: number) {
  const router = useRouter();
  const toast = useToast();
  const [blocks, setBlocks] = useState(read);
  const [lastRead, setLastRead] = useState(read);
  const [done, setDone] = useState<readonly Change[]>([]);
  const [undone, setUndone] = useState<readonly Change[]>([]);
  const [waiting, setWaiting] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const queue = useRef<Promise<void>>(Promise.resolve());
  // The page was read again, after a conflict say.
  if (lastRead !== read) {
    setLastRead(read);
    setBlocks(read);
  }

  function save({ blockId, from, to }: Change, onDone: () => void, onFailed: () => void) {
    const block = blocks.find((one) => one.id === blockId);
    setProblem(null);
    setWaiting((count) => count + 1);
    queue.current = queue.current.then(async () => {
      const seen = { kind: from, start: block?.start ?? 0, end: block?.end ?? 1 };
      const answer = await requestJson(`/api/articles/${articleId}/blocks`, answerSchema, {
        method: "PATCH",
        body: { op: "kind", blockId, seen, kind: to },
      });
      setWaiting((count) => count - 1);
      if (answer.ok) {
        setBlocks(answer.data.blocks);
        onDone();
        return;
      }
      onFailed();
      setProblem(answer.error.message);
      // What somebody else made of the blocks is to be seen before anything is tried again: this one, then all.
      const conflict = conflictSchema.safeParse(answer.error.details);
      if (conflict.success) {
        const { theirs } = conflict.data;
        setBlocks((all) => all.map((one) => (one.id === theirs.id ? theirs : one)));
      }
      if (answer.error.status > 0) router.refresh();
    });
  }
  function without(changes: readonly Change[], change: Change) {
    return changes.filter((one) => one.id !== change.id);
  }
  function takeBack(change: Change) {
    setDone((all) => without(all, change));
    const back = { ...change, from: change.to, to: change.from };
    save(
      back,
      () => setUndone((all) => [...all, { ...change, depth }]),
      () => undefined,
    );
  }
  function make(change: Change) {
    setDone((all) => [...all, change]);
    save(
      change,
      () =>
        toast({
          title: `Block: ${labelOf(change.to)}`,
          description: `It was ${labelOf(change.from).toLowerCase()}.`,
          tone: "success",
          action: { label: "Undo", onSelect: () => takeBack(change) },
        }),
      () => setDone((all) => without(all, change)),
    );
  }

  return {
    blocks,
    waiting,
    problem,
    dismiss: () => setProblem(null),
    blockAt: (at: number) => blocks.find((block) => block.start <= at && at < block.end) ?? null,
    setKind(block: BlockDto, kind: BlockKind) {
      if (block.kind === kind) return;
      setUndone([]);
      make({ id: crypto.randomUUID(), blockId: block.id, from: block.kind, to: kind, depth });
    },
    /** Undoes the latest change of a block unless a step of the review is later; says whether it did. */
    undo(): boolean {
      const last = done.at(-1);
      if (!last || last.depth < depth) return false;
      takeBack(last);
      return true;
    },
    /** Makes the change again that was undone last, unless a step of the review was taken or undone since. */
    redo(): boolean {
      const last = undone.at(-1);
      if (!last || last.depth !== depth) return false;
      setUndone((all) => without(all, last));
      make(last);
      return true;
    },
  };
}

export type BlocksState = ReturnType<typeof useBlocks>;
