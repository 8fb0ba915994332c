import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import type { DrawnSegment, StretchSpans } from "@/components/editor/drawn-text";
import { layOut } from "@/components/editor/lay-out";
import type { Stretch } from "@/components/editor/stretches";
import { type EditorPositions, spanToRange } from "@/lib/text/editor-position";

export type MarkDecorationsOptions = {
  /** Reads the text and what lies on its stretches at the moment of drawing; default: nothing. */
  read: () => { positions: EditorPositions; stretches: readonly Stretch[]; spans: StretchSpans } | null;
  /** The stretches that are drawn with the view itself; default: none. */
  first: () => readonly number[];
};

/**
 * What is drawn of each stretch, undefined where nothing has been drawn yet, and how many lines stand under one another
 * on it.
 */
type Drawn = {
  set: DecorationSet;
  of: readonly (StretchSpans[number] | undefined)[];
  made: readonly (readonly Decoration[] | undefined)[];
  depths: readonly number[];
};

export const markDecorationsKey = new PluginKey<Drawn>("markDecorations");

/**
 * Draws marks stretch by stretch: a transaction whose meta (under `markDecorationsKey`) is a list of stretches draws
 * those whose spans are not the ones drawn last. A segment carries `data-marks`, as overlapping decorations would
 * overwrite each other's.
 */
export const MarkDecorations = Extension.create<MarkDecorationsOptions>({
  name: "markDecorations",

  addOptions() {
    return { read: () => null, first: () => [] };
  },

  addProseMirrorPlugins() {
    const { options } = this;
    const draw = (drawn: Drawn, doc: Node, numbers: readonly number[]) =>
      redraw(drawn, doc, numbers, options.read());
    return [
      new Plugin<Drawn>({
        key: markDecorationsKey,
        state: {
          init: (_config, { doc }) =>
            draw({ set: DecorationSet.empty, of: [], made: [], depths: [] }, doc, options.first()),
          apply: (tr, drawn) => {
            const numbers: readonly number[] | undefined = tr.getMeta(markDecorationsKey);
            return numbers ? draw(drawn, tr.doc, numbers) : drawn;
          },
        },
        props: { decorations: (state) => markDecorationsKey.getState(state)?.set },
      }),
    ];
  },
});

function redraw(
  drawn: Drawn,
  doc: Node,
  numbers: readonly number[],
  now: ReturnType<MarkDecorationsOptions["read"]>,
): Drawn {
  if (!now) return drawn;
  const [of, all, depths] = [[...drawn.of], [...drawn.made], [...drawn.depths]];
  const gone: Decoration[] = [];
  const come: Decoration[] = [];
  for (const number of numbers) {
    const stretch = now.stretches[number];
    const spans = now.spans[number] ?? [];
    if (!stretch || of[number] === spans) continue;
    const { segments, depth } = layOut(stretch, spans);
    // What is drawn as it was stays: each decoration that goes is compared with all of its paragraph.
    const before = new Map<string, Decoration>(all[number]?.map((one) => [one.spec.key, one]));
    const made = segments.map((segment) => {
      const key = keyOf(segment);
      const same = before.get(key);
      if (before.delete(key) && same) return same;
      const fresh = decorationOf(now.positions, segment, key);
      come.push(fresh);
      return fresh;
    });
    gone.push(...before.values());
    of[number] = spans;
    all[number] = made;
    depths[number] = depth;
  }
  const left = gone.length > 0 ? drawn.set.remove(gone) : drawn.set;
  return { set: come.length > 0 ? left.add(doc, come) : left, of, made: all, depths };
}

function decorationOf(positions: EditorPositions, segment: DrawnSegment, key: string): Decoration {
  const { from, to } = spanToRange(positions, segment);
  const attributes = {
    class: segment.className,
    role: "mark",
    "aria-description": segment.description,
    "data-marks": segment.ids.join(" "),
  };
  return Decoration.inline(from, to, attributes, { key });
}

/** One string for what is drawn of a segment. */
function keyOf({ start, end, className, description, ids }: DrawnSegment): string {
  return `${start}-${end} ${className} ${ids.join(" ")} ${description}`;
}
