"use client";

import Document from "@tiptap/extension-document";
import Text from "@tiptap/extension-text";
import { EditorContent, useEditor } from "@tiptap/react";
import { type Ref, useEffect, useImperativeHandle, useMemo, useRef } from "react";
import type { DrawnLayers } from "@/components/editor/drawn-text";
import { CursorDecorations } from "@/components/editor/extensions/cursor-decorations";
import { FixedText } from "@/components/editor/extensions/fixed-text";
import { LineLooks } from "@/components/editor/extensions/line-looks";
import { MarkDecorations } from "@/components/editor/extensions/mark-decorations";
import { layOut } from "@/components/editor/lay-out";
import { StaticText } from "@/components/editor/static-text";
import type { Stretch } from "@/components/editor/stretches";
import { type AnnotatedTextHandle, handleOf } from "@/components/editor/text-handle";
import { useDrawing } from "@/components/editor/use-drawing";
import { firstStretches, useMarks } from "@/components/editor/use-marks";
import { useRedraw } from "@/components/editor/use-redraw";
import { type EditorPositions, textToDocument } from "@/lib/text/editor-position";
import type { Span } from "@/lib/text/span";

const coreExtensions = { keymap: false, drop: false, paste: false, delete: false } as const;

/**
 * An article's text with marks drawn over it: a region that takes the focus and has a caret, never edited, the marks
 * outside of the document. A span drawn goes to `onDraw`, a press on the text to `onPress` with the marks under it, a
 * caret moved by the browser's own keys to `onCaret`. Code points.
 */
export function AnnotatedText({
  ref,
  id,
  name,
  positions,
  stretches,
  lang,
  dir,
  layers,
  caret,
  onDraw,
  onPress,
  onCaret,
}: {
  ref?: Ref<AnnotatedTextHandle>;
  id: string;
  /** What the region is called aloud. */
  name: string;
  positions: EditorPositions;
  stretches: readonly Stretch[];
  lang: string | null;
  dir: "ltr" | "rtl";
  layers: DrawnLayers;
  caret: number | null;
  onDraw: (span: Span, isTouch: boolean) => void;
  onPress: (offset: number, markIds: string[]) => void;
  onCaret: (offset: number) => void;
}) {
  const first = useMemo(() => firstStretches(stretches), [stretches]);
  const current = useRef({ positions, stretches, ...layers });
  // Before the effects that redraw, which read it.
  useEffect(() => {
    current.current = { positions, stretches, ...layers };
  }, [positions, stretches, layers]);
  const extensions = useMemo(() => {
    const read = () => current.current;
    return [
      Document,
      LineLooks.configure({ read }),
      Text,
      FixedText,
      MarkDecorations.configure({ read, first: () => first }),
      CursorDecorations.configure({ read }),
    ];
  }, [first]);
  const content = useMemo(() => textToDocument(positions.index.text), [positions]);
  // Every option is the same object from one rendering to the next, or the view would be given all of them again.
  const editorProps = useMemo(() => {
    const attributes: Record<string, string> = {
      id,
      class: "article-text",
      role: "textbox",
      "aria-multiline": "true",
      "aria-readonly": "true",
      "aria-label": name,
      // No keyboard on a phone, no spelling marks, no help with typing: there is nothing to type.
      inputmode: "none",
      spellcheck: "false",
      autocorrect: "off",
      autocapitalize: "off",
      dir,
    };
    if (lang) attributes.lang = lang;
    return { attributes };
  }, [id, name, dir, lang]);
  const editor = useEditor({
    extensions,
    content,
    immediatelyRender: false,
    shouldRerenderOnTransaction: false,
    injectCSS: false,
    enableInputRules: false,
    enablePasteRules: false,
    enableCoreExtensions: coreExtensions,
    editorProps,
  });

  useRedraw(editor, positions, layers, caret);
  useMarks(editor, stretches, layers.spans);
  useDrawing(editor, positions, onDraw, onPress, onCaret);
  useImperativeHandle(ref, () => handleOf(editor, positions), [editor, positions]);

  const segments = useMemo(
    () =>
      editor
        ? []
        : first.flatMap((number) => {
            const stretch = stretches[number];
            return stretch ? layOut(stretch, layers.spans[number] ?? []).segments : [];
          }),
    [editor, first, stretches, layers.spans],
  );
  if (!editor)
    return (
      <StaticText
        text={positions.index.text}
        lang={lang}
        dir={dir}
        segments={segments}
        blocks={layers.blocks}
      />
    );
  return <EditorContent editor={editor} />;
}
