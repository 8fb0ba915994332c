"use client";

import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { drawnCursor } from "@/components/annotate/cursor";
import type { Desk } from "@/components/annotate/desk-state";
import { FloatingToolbar } from "@/components/annotate/floating-toolbar";
import { TEXT_ID } from "@/components/annotate/focus-text";
import { twinSpansHere } from "@/components/annotate/link-actions";
import { LinkOverlay } from "@/components/annotate/link-overlay";
import { MarkTip } from "@/components/annotate/mark-tip";
import { press } from "@/components/annotate/move-actions";
import { drawMarks, noDrawing } from "@/components/annotate/segments";
import { spokenBorders, spokenPlace } from "@/components/annotate/spoken";
import { pressSuggestion, suggestedSpans } from "@/components/annotate/suggestion-actions";
import { useTextFocus } from "@/components/annotate/use-text-focus";
import { AnnotatedText } from "@/components/editor/annotated-text";
import { tagBlocks } from "@/components/editor/drawn-text";
import { listStretches } from "@/components/editor/stretches";
import type { AnnotatedTextHandle } from "@/components/editor/text-handle";
import { sliceCodePoints } from "@/lib/text/code-points";
import { editorPositions } from "@/lib/text/editor-position";

/** The article with its marks; it has the focus for the keys, and says aloud what the cursor stands on. */
export function TextPane({ desk, text }: { desk: Desk; text: RefObject<AnnotatedTextHandle | null> }) {
  const { article, index, marks, ui, blocks } = desk;
  const positions = useMemo(() => editorPositions(index), [index]);
  const stretches = useMemo(() => listStretches(positions), [positions]);
  const drawn = useRef(noDrawing(stretches));
  const suggested = useMemo(
    () => suggestedSpans(desk.isEditable ? desk.suggestions : [], ui.suggestionId),
    [desk.isEditable, desk.suggestions, ui.suggestionId],
  );
  const spans = useMemo(() => {
    drawn.current = drawMarks(drawn.current, stretches, marks, ui.currentId, ui.proposal, suggested);
    return drawn.current.spans;
  }, [stretches, marks, ui.currentId, ui.proposal, suggested]);
  const drawnBlocks = useMemo(() => tagBlocks(blocks), [blocks]);
  // As one word: a mark that has no twin must not make the list another one, which would draw every block again.
  const dotted = marks
    .flatMap((mark) =>
      mark.reuse.length > 0
        ? [mark.hull.start, ...twinSpansHere(mark, article.versionId).map((span) => span.start)]
        : [],
    )
    .join();
  const dots = useMemo(() => (dotted === "" ? [] : dotted.split(",").map(Number)), [dotted]);
  const { cursor } = ui;
  const layers = useMemo(
    () => ({
      spans,
      blocks: drawnBlocks,
      dots,
      lit: cursor?.level ? cursor.span : null,
      selected: cursor && !cursor.level && !cursor.isNative ? cursor.span : null,
    }),
    [spans, drawnBlocks, dots, cursor],
  );

  // Where the caret was moved to by the browser's own keys, and what that was said to be.
  const [heard, setHeard] = useState<{ at: number; words: string } | null>(null);
  const place = useMemo(
    () => spokenPlace(desk.current, cursor, index, marks),
    [desk.current, cursor, index, marks],
  );
  useTextFocus(desk);

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
        dir={article.dir}
        className="reading-column mx-auto max-w-[68ch] px-4 pt-8 pb-[40vh] outline-none lg:box-content lg:px-0 lg:ps-32 lg:pe-10"
      >
        <AnnotatedText
          ref={text}
          id={TEXT_ID}
          name={`${article.title}: article to annotate`}
          positions={positions}
          stretches={stretches}
          lang={article.lang}
          dir={article.dir}
          layers={layers}
          caret={cursor && !cursor.isNative ? cursor.span.start : null}
          onDraw={(span, isTouch) => {
            const own = drawnCursor(index, span, isTouch);
            if (own) desk.patch({ cursor: own, hasToolbar: desk.isEditable, aim: null, picker: null });
          }}
          onPress={(offset, ids) => {
            if (!pressSuggestion(desk, ids)) press(desk, offset, ids);
          }}
          onCaret={(at) => {
            if (at === cursor?.span.start) return;
            setHeard((last) => ({
              at,
              words: spokenBorders(marks, last?.at ?? cursor?.span.start ?? 0, at),
            }));
          }}
        />
      </div>
      <p className="sr-only" role="status" aria-live="polite">
        {place}
      </p>
      <p className="sr-only" role="status" aria-live="polite">
        {heard?.words}
      </p>
      <MarkTip desk={desk} text={text} />
      <LinkOverlay desk={desk} text={text} />
      <FloatingToolbar desk={desk} text={text} />
    </div>
  );
}
