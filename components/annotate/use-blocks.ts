"use client";

import { useEffect, useRef, useState } from "react";
import { z } from "zod";
import {
  type BlockEdit,
  type BlockSteps,
  backOf,
  blockEdit,
  blockSteps,
  type Depths,
  isAsLeft,
  nextBlockStep,
  withStep,
} from "@/components/annotate/block-steps";
import { requestJson } from "@/components/annotate/request-json";
import { type ArticleText, type BlockDto, blockSchema } from "@/lib/articles/text-schema";

const answerShape = z.object({ blocks: z.array(blockSchema) });
const noSteps: BlockSteps = { undo: [], redo: [] };

/**
 * The article's blocks and the changes that this person makes to them; each can be taken back and done again, also after
 * a reload, unless somebody changed the same block since. What goes wrong is told through `say`.
 */
export function useBlocks(
  userId: string,
  article: ArticleText,
  depths: Depths,
  say: (words: string, tone?: "neutral" | "danger") => void,
) {
  const [blocks, setBlocks] = useState(article.blocks);
  const steps = useRef(noSteps);
  const latest = useRef(blocks);
  const running = useRef(Promise.resolve());
  const item = `sourcebench-blocks-${userId}-${article.articleId}`;
  useEffect(() => {
    steps.current = readSteps(item);
  }, [item]);

  async function send(edit: BlockEdit, how: "edit" | "undo" | "redo"): Promise<boolean> {
    const before = latest.current;
    const block = before.find((one) => one.id === edit.blockId);
    if (!block) return false;
    const { id: _id, ...seen } = block;
    const answer = await requestJson(`/api/articles/${article.articleId}/blocks`, answerShape, {
      method: "PATCH",
      body: { ...edit, seen },
    });
    if (!answer.ok) {
      say(answer.error.message, "danger");
      return false;
    }
    latest.current = answer.data.blocks;
    setBlocks(answer.data.blocks);
    keep(withStep(steps.current, how, backOf(edit, before, answer.data.blocks), depths));
    return true;
  }
  function keep(next: BlockSteps) {
    steps.current = next;
    try {
      localStorage.setItem(item, JSON.stringify(next));
    } catch {
      // Without a place to keep them they last as long as the page.
    }
  }
  // One after another: the second of two presses means what the first has left.
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = running.current.then(work);
    running.current = next.then(
      () => undefined,
      () => undefined,
    );
    return next;
  }
  return {
    blocks,
    edit: (change: unknown): Promise<boolean> => inTurn(() => send(blockEdit.parse(change), "edit")),
    /** Whether undo (redo) means a change of blocks now. */
    isNext: (which: "undo" | "redo") => nextBlockStep(steps.current, which, depths) !== undefined,
    step: (which: "undo" | "redo"): Promise<void> =>
      inTurn(async () => {
        const step = nextBlockStep(steps.current, which, depths);
        if (!step) return;
        if (!isAsLeft(step, latest.current)) {
          keep({ ...steps.current, [which]: steps.current[which].slice(0, -1) });
          return say("A later change touched the same block, so this can no longer be undone.", "danger");
        }
        if (await send(step.back, which)) say(which === "undo" ? "Undone." : "Done again.");
      }),
  };
}

/** The block in which a place of the text lies. */
export function blockAt(blocks: readonly BlockDto[], at: number | undefined): BlockDto | undefined {
  return blocks.find((one) => at !== undefined && one.start <= at && at < one.end);
}

function readSteps(item: string): BlockSteps {
  try {
    const parsed = blockSteps.safeParse(JSON.parse(localStorage.getItem(item) ?? "null"));
    return parsed.success ? parsed.data : noSteps;
  } catch {
    return noSteps;
  }
}
