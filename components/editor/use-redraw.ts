import { TextSelection } from "@tiptap/pm/state";
import type { Editor } from "@tiptap/react";
import { useEffect, useRef } from "react";
import type { DrawnLayers } from "@/components/editor/drawn-text";
import { redrawCursor } from "@/components/editor/extensions/cursor-decorations";
import { redrawLines } from "@/components/editor/extensions/line-looks";
import { markDecorationsKey } from "@/components/editor/extensions/mark-decorations";
import { type EditorPositions, offsetToPosition } from "@/lib/text/editor-position";

type Shown = Omit<DrawnLayers, "spans"> & { editor: Editor; caret: number | null };

/**
 * Draws what has changed over the text and puts the caret (a code point; null leaves it) where it belongs, all in one
 * transaction, for each lays the text out. Of the marks only stretches that were drawn already; the others are `useMarks`'.
 */
export function useRedraw(
  editor: Editor | null,
  positions: EditorPositions,
  { spans, blocks, dots, lit, selected }: DrawnLayers,
  caret: number | null,
): void {
  const last = useRef<Shown | null>(null);
  useEffect(() => {
    if (!editor || editor.isDestroyed) return;
    const { state, view } = editor;
    const { tr } = state;
    const shown = last.current?.editor === editor ? last.current : null;
    last.current = { editor, blocks, dots, lit, selected, caret };
    const drawn = markDecorationsKey.getState(state)?.of ?? [];
    const changed: number[] = [];
    for (let number = 0; number < drawn.length; number += 1)
      if (drawn[number] !== undefined && drawn[number] !== spans[number]) changed.push(number);
    const isLitElsewhere = shown?.lit !== lit || shown.selected !== selected;
    const isBlockChanged = shown?.blocks !== blocks || shown.dots !== dots;
    const isCaretElsewhere = caret !== null && shown?.caret !== caret;
    if (changed.length > 0) tr.setMeta(markDecorationsKey, changed);
    if (isLitElsewhere) redrawCursor(tr);
    if (isBlockChanged) redrawLines(tr);
    if (isCaretElsewhere)
      tr.setSelection(TextSelection.create(state.doc, offsetToPosition(positions, caret)));
    if (changed.length > 0 || isLitElsewhere || isBlockChanged || isCaretElsewhere) view.dispatch(tr);
  }, [editor, positions, spans, blocks, dots, lit, selected, caret]);
}
