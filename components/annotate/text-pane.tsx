"use client";

import { type RefObject, useEffect, useMemo } from "react";
import { drawnCursor } from "@/components/annotate/cursor";
import type { Desk } from "@/components/annotate/desk-state";
import { FloatingToolbar } from "@/components/annotate/floating-toolbar";
import { twinSpansHere } from "@/components/annotate/link-actions";
import { mainRole, wordsOf } from "@/components/annotate/marks";
import { press } from "@/components/annotate/move-actions";
import { drawSegments } from "@/components/annotate/segments";
import { AnnotatedText, type AnnotatedTextHandle } from "@/components/editor/annotated-text";
import { tagBlocks } from "@/components/editor/drawn-text";
import { sliceCodePoints } from "@/lib/text/code-points";
import { editorPositions } from "@/lib/text/editor-position";
import { isOverlapping } from "@/lib/text/span";
import { labelOf } from "@/lib/vocabulary";

/** The article with its marks; it has the focus for the keys, and says aloud what the cursor stands on. */
export function TextPane({ desk, text }: { desk: Desk; text: RefObject<AnnotatedTextHandle | null> }) {
  const { article, index, marks, ui, blocks } = desk;
  const positions = useMemo(() => editorPositions(index), [index]);
  const segments = useMemo(
    () => drawSegments(marks, ui.currentId, ui.proposal),
    [marks, ui.currentId, ui.proposal],
  );
  const drawnBlocks = useMemo(() => tagBlocks(blocks), [blocks]);
  const dots = useMemo(
    () =>
      marks.flatMap((mark) =>
        mark.reuse.length > 0
          ? [mark.hull.start, ...twinSpansHere(mark, article.versionId).map((span) => span.start)]
          : [],
      ),
    [marks, article.versionId],
  );
  const { cursor } = ui;
  const layers = useMemo(
    () => ({
      segments,
      blocks: drawnBlocks,
      dots,
      lit: cursor?.level ? cursor.span : null,
      selected: cursor && !cursor.level && !cursor.isNative ? cursor.span : null,
    }),
    [segments, drawnBlocks, dots, cursor],
  );

  useEffect(() => {
    // The selection is drawn and not the browser's own, so copying has to be told what it is.
    function copy(event: ClipboardEvent) {
      const own = document.getSelection();
      if (!cursor || (own && !own.isCollapsed) || !(event.target instanceof Element)) return;
      if (event.target.matches("input, textarea")) return;
      event.clipboardData?.setData("text/plain", sliceCodePoints(index, cursor.span));
      event.preventDefault();
    }
    document.addEventListener("copy", copy);
    return () => document.removeEventListener("copy", copy);
  }, [cursor, index]);

  return (
    <div
      className="relative h-full min-h-0 overflow-y-auto bg-surface scroll-smooth motion-reduce:scroll-auto"
      data-scroll
    >
      <div
        id="article-text"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the region takes the keys of the screen
        tabIndex={0}
        role="application"
        aria-roledescription="article to annotate"
        aria-label={article.title}
        dir={article.dir}
        className="mx-auto max-w-[68ch] px-4 pt-8 pb-[40vh] outline-none lg:box-content lg:px-0 lg:ps-32 lg:pe-10"
      >
        <AnnotatedText
          ref={text}
          positions={positions}
          lang={article.lang}
          dir={article.dir}
          layers={layers}
          onDraw={(span, isTouch) => {
            const drawn = drawnCursor(index, span, isTouch);
            if (drawn) desk.patch({ cursor: drawn, hasToolbar: desk.isEditable, aim: null, picker: null });
          }}
          onPress={(offset, ids) => press(desk, offset, ids)}
        />
      </div>
      <p className="sr-only" role="status" aria-live="polite">
        {spoken(desk)}
      </p>
      <FloatingToolbar desk={desk} text={text} />
    </div>
  );
}

/** What a screen reader is told: the words at the cursor and the marks on them, or the current mark. */
function spoken({ ui, current, index, marks }: Desk): string {
  if (current) {
    const { annotation } = current;
    return `${labelOf(annotation.kind)}: ${wordsOf(annotation, mainRole(annotation))}`;
  }
  const { cursor } = ui;
  if (!cursor) return "";
  const on = marks.filter((mark) => mark.annotation.spans.some((span) => isOverlapping(span, cursor.span)));
  const kinds = on.map((mark) => labelOf(mark.annotation.kind)).join(", ");
  return `${sliceCodePoints(index, cursor.span)}${kinds ? ` (${kinds})` : ""}`;
}
