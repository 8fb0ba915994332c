import { TextSelection } from "@tiptap/pm/state";
import type { Editor } from "@tiptap/react";
import { useEffect } from "react";
import { type EditorPositions, offsetToPosition } from "@/lib/text/editor-position";

/**
 * Puts the text's caret where the reader is (a code-point offset; null leaves it), so that a screen reader, a Braille
 * line or a magnifier finds the place. The view shows it only while it has the focus.
 */
export function useCaret(editor: Editor | null, positions: EditorPositions, offset: number | null) {
  useEffect(() => {
    if (!editor || editor.isDestroyed || offset === null) return;
    const { state, view } = editor;
    const at = offsetToPosition(positions, offset);
    view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, at)));
  }, [editor, positions, offset]);
}
