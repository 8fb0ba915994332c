"use client";

import { useRef, useState } from "react";
import { batchCalls } from "@/components/imports/batch-calls";
import type { DraftText, EditDraftBlockInput } from "@/lib/imports/schema";
import type { ProposedBlock } from "@/lib/intake/draft";
import type { BlockKind } from "@/lib/vocabulary";

export type BlockEditor = {
  blocks: readonly ProposedBlock[];
  current: number;
  isSaving: boolean;
  problem: string | undefined;
  moveTo: (index: number) => void;
  setKind: (index: number, kind: BlockKind) => void;
  merge: (index: number) => void;
  split: (index: number, at: number) => void;
};

/** The blocks of a draft while they are corrected; each correction is saved at once, one after another. */
export function useBlockEditor(slug: string, batchId: string, draft: DraftText): BlockEditor {
  const [blocks, setBlocks] = useState<readonly ProposedBlock[]>(draft.blocks);
  const [current, setCurrent] = useState(0);
  const [waiting, setWaiting] = useState(0);
  const [problem, setProblem] = useState<string>();
  const queue = useRef<Promise<void>>(Promise.resolve());
  const calls = batchCalls(slug, batchId);

  function send(input: EditDraftBlockInput, next: readonly ProposedBlock[]) {
    setBlocks(next);
    setProblem(undefined);
    setWaiting((count) => count + 1);
    queue.current = queue.current.then(async () => {
      const answer = await calls.editBlock(draft.id, input);
      setWaiting((count) => count - 1);
      if (!answer.ok) setProblem(`${answer.error.message} Load the page again to see what is stored.`);
    });
  }
  function replace(index: number, count: number, made: ProposedBlock[]) {
    return [...blocks.slice(0, index), ...made, ...blocks.slice(index + count)];
  }
  return {
    blocks,
    current: Math.min(current, blocks.length - 1),
    isSaving: waiting > 0,
    problem,
    moveTo: (index) => setCurrent(Math.max(0, Math.min(index, blocks.length - 1))),
    setKind(index, kind) {
      const block = blocks[index];
      if (block && block.kind !== kind)
        send({ op: "kind", seen: seenOf(block), kind }, replace(index, 1, [{ ...block, kind }]));
    },
    merge(index) {
      const block = blocks[index];
      const next = blocks[index + 1];
      if (block && next)
        send({ op: "merge", seen: seenOf(block) }, replace(index, 2, [{ ...block, end: next.end }]));
    },
    split(index, at) {
      const block = blocks[index];
      if (!block) return;
      const { kind, end } = block;
      const made = [
        { ...block, end: at },
        { kind, start: at, end },
      ];
      send({ op: "split", seen: seenOf(block), at, kind }, replace(index, 1, made));
      setCurrent(index + 1);
    },
  };
}

function seenOf({ kind, start, end }: ProposedBlock): ProposedBlock {
  return { kind, start, end };
}
