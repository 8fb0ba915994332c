import { Decoration, Extension } from "@tiptap/core";
import { blockOfLine, blocksNear, type DrawnBlock } from "@/components/editor/drawn-text";
import { type EditorPositions, positionToOffset } from "@/lib/text/editor-position";

export type BlockDecorationsOptions = {
  /** Reads what to draw at the moment of drawing; default: nothing. */
  read: () => {
    positions: EditorPositions;
    blocks: readonly DrawnBlock[];
    dots: readonly number[];
  } | null;
};

/** Gives each paragraph its block's class and tag, and a dot where something in it has a twin. */
export const BlockDecorations = Extension.create<BlockDecorationsOptions>({
  name: "blockDecorations",

  addOptions() {
    return { read: () => null };
  },

  addDecorations() {
    const { options } = this;
    return {
      update: "manual",
      create: ({ state }) => {
        const drawn = options.read();
        if (!drawn) return [];
        const decorations: Decoration[] = [];
        const dots = drawn.dots.toSorted((a, b) => a - b);
        let dot = 0;
        state.doc.forEach((node, from) => {
          const to = from + node.nodeSize;
          const line = {
            start: positionToOffset(drawn.positions, from + 1),
            end: positionToOffset(drawn.positions, to - 1, "end"),
          };
          const { className, tag } = blockOfLine(line, blocksNear(line, drawn.blocks));
          while ((dots[dot] ?? Number.POSITIVE_INFINITY) < line.start) dot += 1;
          const hasDot = (dots[dot] ?? Number.POSITIVE_INFINITY) < line.end;
          decorations.push(
            Decoration.Node(from, to, {
              class: hasDot ? `${className} has-twin` : className,
              ...(tag ? { "data-tag": tag } : {}),
            }),
          );
        });
        return decorations;
      },
    };
  },
});
