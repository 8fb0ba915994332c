import { TextSelection } from "@tiptap/pm/state";
import type { Editor } from "@tiptap/react";
import { useEffect, useEffectEvent } from "react";
import { type EditorPositions, positionToOffset } from "@/lib/text/editor-position";
import type { Span } from "@/lib/text/span";

/** A press that moved less than this (in pixels) drew nothing. */
const STILL = 4;

/**
 * Hears what is done to the text by mouse, touch or the browser's own keys: a span drawn, a press with the marks under
 * it, the caret moved. Code points. A press that stays on a mark is never a selection, so that pressing again goes on to
 * the next mark there.
 */
export function useDrawing(
  editor: Editor | null,
  positions: EditorPositions,
  onDraw: (span: Span, isTouch: boolean) => void,
  onPress: (offset: number, markIds: string[]) => void,
  onCaret: (offset: number) => void,
) {
  const moved = useEffectEvent(onCaret);
  const drawn = useEffectEvent(onDraw);
  const pressed = useEffectEvent(onPress);
  useEffect(() => {
    if (!editor) return;
    const { view } = editor;
    let pointer: string | null = null;
    let start = { x: 0, y: 0 };

    function selectedSpan(): Span | null {
      const selection = document.getSelection();
      if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
      const range = selection.getRangeAt(0);
      // A selection that begins or ends outside of the text is cut to the part inside.
      if (!range.intersectsNode(view.dom)) return null;
      const isStartIn = view.dom.contains(range.startContainer);
      const isEndIn = view.dom.contains(range.endContainer);
      if (!isStartIn && !isEndIn) return null;
      const from = isStartIn ? view.posAtDOM(range.startContainer, range.startOffset) : 0;
      const to = isEndIn ? view.posAtDOM(range.endContainer, range.endOffset) : positions.size;
      const start = positionToOffset(positions, Math.min(from, to), "start");
      const end = positionToOffset(positions, Math.max(from, to), "end");
      return end > start ? { start, end } : null;
    }
    // The view keeps the last native selection and puts it back when it redraws, unless it is told that it is over.
    function forgetNative() {
      const { selection, doc, tr } = view.state;
      if (!selection.empty) view.dispatch(tr.setSelection(TextSelection.create(doc, selection.from)));
    }
    function down(event: PointerEvent) {
      pointer = event.pointerType;
      start = { x: event.clientX, y: event.clientY };
    }
    function up(event: PointerEvent) {
      const isOwn = pointer !== null;
      const kind = pointer;
      pointer = null;
      if (!isOwn || event.button !== 0) return;
      const ids = marksUnder(event.target, view.dom);
      const isStill = Math.hypot(event.clientX - start.x, event.clientY - start.y) < STILL;
      const span = isStill && kind === "mouse" && ids.length > 0 ? null : selectedSpan();
      if (span) {
        drawn(span, kind !== "mouse");
        // The drawn selection takes over, so that marks and their tint stay visible under it.
        if (kind === "mouse") forgetNative();
        return;
      }
      const found = view.posAtCoords({ left: event.clientX, top: event.clientY });
      if (!found || !(event.target instanceof Element) || !view.dom.contains(event.target)) return;
      pressed(positionToOffset(positions, found.pos), ids);
    }
    function selectionChanged() {
      if (pointer === "mouse") return;
      const span = selectedSpan();
      if (span) return drawn(span, true);
      forgetNative();
      const selection = document.getSelection();
      if (selection?.anchorNode && view.dom.contains(selection.anchorNode) && view.hasFocus())
        moved(positionToOffset(positions, view.posAtDOM(selection.anchorNode, selection.anchorOffset)));
    }
    view.dom.addEventListener("pointerdown", down);
    document.addEventListener("pointerup", up);
    document.addEventListener("selectionchange", selectionChanged);
    return () => {
      view.dom.removeEventListener("pointerdown", down);
      document.removeEventListener("pointerup", up);
      document.removeEventListener("selectionchange", selectionChanged);
    };
  }, [editor, positions]);
}

/** The ids of the marks drawn where an event happened; none outside of the text. */
export function marksUnder(target: EventTarget | null, root: Element): string[] {
  if (!(target instanceof Element) || !root.contains(target)) return [];
  return target.closest("[data-marks]")?.getAttribute("data-marks")?.split(" ") ?? [];
}
