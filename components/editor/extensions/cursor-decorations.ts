import { Decoration, Extension } from "@tiptap/core";
import { type EditorPositions, spanToRange } from "@/lib/text/editor-position";
import type { Span } from "@/lib/text/span";

export type CursorDecorationsOptions = {
  /** Reads what to draw at the moment of drawing; default: nothing. */
  read: () => { positions: EditorPositions; lit: Span | null; selected: Span | null } | null;
};

/** Draws the lit reading unit and the selection made by hand; they carry classes only, so marks keep their data. */
export const CursorDecorations = Extension.create<CursorDecorationsOptions>({
  name: "cursorDecorations",

  addOptions() {
    return { read: () => null };
  },

  addDecorations() {
    const { options } = this;
    return {
      update: "manual",
      create: () => {
        const drawn = options.read();
        if (!drawn) return [];
        const inline = (span: Span | null, name: string) => {
          if (!span) return [];
          const { from, to } = spanToRange(drawn.positions, span);
          return [Decoration.Inline(from, to, { class: name })];
        };
        return [...inline(drawn.lit, "lit"), ...inline(drawn.selected, "drawn-selection")];
      },
    };
  },
});
