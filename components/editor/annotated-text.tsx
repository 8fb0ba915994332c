"use client";

import Document from "@tiptap/extension-document";
import Paragraph from "@tiptap/extension-paragraph";
import Text from "@tiptap/extension-text";
import { TextSelection } from "@tiptap/pm/state";
import { type Editor, EditorContent, useEditor } from "@tiptap/react";
import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useMemo, useRef } from "react";
import type { DrawnLayers } from "@/components/editor/drawn-text";
import { BlockDecorations } from "@/components/editor/extensions/block-decorations";
import { CursorDecorations } from "@/components/editor/extensions/cursor-decorations";
import { MarkDecorations } from "@/components/editor/extensions/mark-decorations";
import { scrollerOf } from "@/components/editor/scroll-inside";
import { StaticText } from "@/components/editor/static-text";
import {
  type EditorPositions,
  offsetToPosition,
  positionToOffset,
  spanToRange,
  textToDocument,
} from "@/lib/text/editor-position";
import type { Span } from "@/lib/text/span";

/** What can be asked of a text that is drawn: where a span stands on the screen, and to have it in view. */
export type AnnotatedTextHandle = {
  rectOf: (span: Span) => DOMRect | null;
  reveal: (span: Span) => void;
};

/**
 * An article's text with marks drawn over it: never edited, the marks outside of the document. A span drawn with the
 * mouse or by touch goes to `onDraw`, a press on the text to `onPress` with the marks under it. Code points.
 */
export function AnnotatedText({
  ref,
  positions,
  lang,
  dir,
  layers,
  onDraw,
  onPress,
}: {
  ref?: Ref<AnnotatedTextHandle>;
  positions: EditorPositions;
  lang: string | null;
  dir: "ltr" | "rtl";
  layers: DrawnLayers;
  onDraw: (span: Span, isTouch: boolean) => void;
  onPress: (offset: number, markIds: string[]) => void;
}) {
  const current = useRef({ positions, ...layers });
  // Before the effects that redraw, which read it.
  useEffect(() => {
    current.current = { positions, ...layers };
  }, [positions, layers]);
  const extensions = useMemo(() => {
    const read = () => current.current;
    return [
      Document,
      Paragraph,
      Text,
      MarkDecorations.configure({ read }),
      CursorDecorations.configure({ read }),
      BlockDecorations.configure({ read }),
    ];
  }, []);
  const editor = useEditor({
    extensions,
    content: textToDocument(positions.index.text),
    editable: false,
    immediatelyRender: false,
    shouldRerenderOnTransaction: false,
    injectCSS: false,
    enableInputRules: false,
    enablePasteRules: false,
    editorProps: { attributes: { role: "document", class: "article-text", dir, ...(lang ? { lang } : {}) } },
  });

  useRedraw(editor, "markDecorations", layers.segments);
  useRedraw(editor, "cursorDecorations", layers.lit, layers.selected);
  useRedraw(editor, "blockDecorations", layers.blocks, layers.dots);
  useDrawing(editor, positions, onDraw, onPress);
  useImperativeHandle(ref, () => handleOf(editor, positions), [editor, positions]);

  if (!editor)
    return (
      <StaticText
        text={positions.index.text}
        lang={lang}
        dir={dir}
        segments={layers.segments}
        blocks={layers.blocks}
      />
    );
  return <EditorContent editor={editor} />;
}

function useRedraw(editor: Editor | null, name: string, first: unknown, second?: unknown) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn is read elsewhere; these say when it changed
  useEffect(() => {
    if (editor && !editor.isDestroyed) editor.commands.updateDecorations(name);
  }, [editor, name, first, second]);
}

function useDrawing(
  editor: Editor | null,
  positions: EditorPositions,
  onDraw: (span: Span, isTouch: boolean) => void,
  onPress: (offset: number, markIds: string[]) => void,
) {
  const drawn = useEffectEvent(onDraw);
  const pressed = useEffectEvent(onPress);
  useEffect(() => {
    if (!editor) return;
    const { view } = editor;
    let pointer: string | null = null;

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
    }
    function up(event: PointerEvent) {
      const isOwn = pointer !== null;
      const kind = pointer;
      pointer = null;
      if (!isOwn || event.button !== 0) return;
      const span = selectedSpan();
      if (span) {
        drawn(span, kind !== "mouse");
        // The drawn selection takes over, so that marks and their tint stay visible under it.
        if (kind === "mouse") {
          forgetNative();
          document.getSelection()?.removeAllRanges();
        }
        return;
      }
      const found = view.posAtCoords({ left: event.clientX, top: event.clientY });
      if (!found || !(event.target instanceof Element) || !view.dom.contains(event.target)) return;
      const ids = event.target.closest("[data-marks]")?.getAttribute("data-marks")?.split(" ") ?? [];
      pressed(positionToOffset(positions, found.pos), ids);
    }
    function selectionChanged() {
      if (pointer === "mouse") return;
      const span = selectedSpan();
      if (span) drawn(span, true);
      else forgetNative();
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

function handleOf(editor: Editor | null, positions: EditorPositions): AnnotatedTextHandle {
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
    if (top < room.top + margin) frame.scrollBy({ top: top - room.top - margin });
    else if (bottom > room.bottom - margin)
      frame.scrollBy({ top: Math.min(bottom - room.bottom + margin, top - room.top - margin) });
  }
  return { rectOf, reveal };
}
