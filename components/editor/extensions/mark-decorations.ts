import { Decoration, Extension } from "@tiptap/core";
import type { DrawnSegment } from "@/components/editor/drawn-text";
import { type EditorPositions, spanToRange } from "@/lib/text/editor-position";

export type MarkDecorationsOptions = {
  /** Reads what to draw at the moment of drawing; default: nothing. */
  read: () => { positions: EditorPositions; segments: readonly DrawnSegment[] } | null;
};

/** Draws marks over the text; they come flattened, as overlapping decorations would lose their `data-marks`. */
export const MarkDecorations = Extension.create<MarkDecorationsOptions>({
  name: "markDecorations",

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
        return drawn.segments.map((segment) => {
          const { from, to } = spanToRange(drawn.positions, segment);
          return Decoration.Inline(from, to, {
            class: segment.className,
            "data-marks": segment.ids.join(" "),
          });
        });
      },
    };
  },
});
