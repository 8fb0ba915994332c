import type { Editor } from "@tiptap/react";
import { scrollerOf } from "@/components/editor/scroll-inside";
import { type EditorPositions, offsetToPosition, spanToRange } from "@/lib/text/editor-position";
import type { Span } from "@/lib/text/span";

/** What can be asked of a text that is drawn. */
export type AnnotatedTextHandle = {
  /** Where a span stands on the screen. */
  rectOf: (span: Span) => DOMRect | null;
  /** Scrolls the text's own frame so that a span is in view. */
  reveal: (span: Span) => void;
  /** Tints spans without touching the document, where the browser can; none takes the tint away. */
  tint: (spans: readonly Span[]) => void;
  focus: () => void;
};

const TINT = "marks-meant";
/** Farther than this many screens nobody follows the way by eye: the text jumps. */
const SMOOTH_SCREENS = 2;

/** The handle of a drawn text; before it is drawn it answers null and does nothing. */
export function handleOf(editor: Editor | null, positions: EditorPositions): AnnotatedTextHandle {
  function rectOf(span: Span): DOMRect | null {
    if (!editor || editor.isDestroyed) return null;
    const { from, to } = spanToRange(positions, span);
    const first = editor.view.coordsAtPos(from, 1);
    const last = editor.view.coordsAtPos(to, -1);
    const isOneLine = Math.abs(first.top - last.top) < 4;
    const box = editor.view.dom.getBoundingClientRect();
    const left = isOneLine ? Math.min(first.left, last.left) : box.left;
    const right = isOneLine ? Math.max(first.right, last.right) : box.right;
    return new DOMRect(left, first.top, right - left, last.bottom - first.top);
  }
  function reveal(span: Span) {
    if (!editor || editor.isDestroyed) return;
    const frame = scrollerOf(editor.view.dom);
    const top = editor.view.coordsAtPos(offsetToPosition(positions, span.start), 1).top;
    const bottom = editor.view.coordsAtPos(offsetToPosition(positions, span.end), -1).bottom;
    const room = frame.getBoundingClientRect();
    const margin = Math.min(96, room.height / 5);
    const way =
      top < room.top + margin
        ? top - room.top - margin
        : bottom > room.bottom - margin
          ? Math.min(bottom - room.bottom + margin, top - room.top - margin)
          : 0;
    if (way === 0) return;
    const isFar = Math.abs(way) > room.height * SMOOTH_SCREENS;
    frame.scrollBy({ top: way, behavior: isFar ? "instant" : "auto" });
  }
  function tint(spans: readonly Span[]) {
    if (typeof CSS === "undefined" || !("highlights" in CSS)) return;
    CSS.highlights.delete(TINT);
    if (!editor || editor.isDestroyed || spans.length === 0) return;
    const { view } = editor;
    const ranges = spans.map((span) => {
      const { from, to } = spanToRange(positions, span);
      const first = view.domAtPos(from, 1);
      const last = view.domAtPos(to, -1);
      return new StaticRange({
        startContainer: first.node,
        startOffset: first.offset,
        endContainer: last.node,
        endOffset: last.offset,
      });
    });
    CSS.highlights.set(TINT, new Highlight(...ranges));
  }
  function focus() {
    if (editor && !editor.isDestroyed) editor.view.dom.focus({ preventScroll: true });
  }
  return { rectOf, reveal, tint, focus };
}
