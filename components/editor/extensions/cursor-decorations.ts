import { Extension } from "@tiptap/core";
import { Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { type EditorPositions, spanToRange } from "@/lib/text/editor-position";
import type { Span } from "@/lib/text/span";

export type CursorDecorationsOptions = {
  /** Reads what to draw at the moment of drawing; default: nothing. */
  read: () => { positions: EditorPositions; lit: Span | null; selected: Span | null } | null;
};

const cursorDecorationsKey = new PluginKey<DecorationSet>("cursorDecorations");

/** Has a transaction draw the lit unit and the selection anew, as after they changed. */
export function redrawCursor(tr: Transaction): void {
  tr.setMeta(cursorDecorationsKey, true);
}

/** Draws the lit reading unit and the selection made by hand; they carry classes only, so marks keep their data. */
export const CursorDecorations = Extension.create<CursorDecorationsOptions>({
  name: "cursorDecorations",

  addOptions() {
    return { read: () => null };
  },

  addProseMirrorPlugins() {
    const { options } = this;
    return [
      new Plugin<DecorationSet>({
        key: cursorDecorationsKey,
        state: {
          init: () => DecorationSet.empty,
          apply: (tr, drawn) => {
            if (!tr.getMeta(cursorDecorationsKey)) return drawn;
            const now = options.read();
            if (!now) return DecorationSet.empty;
            const inline = (span: Span | null, name: string) => {
              if (!span) return [];
              const { from, to } = spanToRange(now.positions, span);
              return [Decoration.inline(from, to, { class: name })];
            };
            return DecorationSet.create(tr.doc, [
              ...inline(now.lit, "lit"),
              ...inline(now.selected, "drawn-selection"),
            ]);
          },
        },
        props: { decorations: (state) => cursorDecorationsKey.getState(state) },
      }),
    ];
  },
});
