import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import type { StretchSpans } from "@/components/editor/drawn-text";
import { layOut } from "@/components/editor/lay-out";
import type { Stretch } from "@/components/editor/stretches";
import { type EditorPositions, offsetToPosition, spanToRange } from "@/lib/text/editor-position";

export type MarkDecorationsOptions = {
  /** Reads the text and what lies on its stretches at the moment of drawing; default: nothing. */
  read: () => { positions: EditorPositions; stretches: readonly Stretch[]; spans: StretchSpans } | null;
  /** The stretches that are drawn with the view itself; default: none. */
  first: () => readonly number[];
};

/** Lines under one another that fit between two lines of text. */
const FITTING = 3;

/** What is drawn of each stretch, undefined where nothing has been drawn yet. */
type Drawn = { set: DecorationSet; of: readonly (StretchSpans[number] | undefined)[] };

export const markDecorationsKey = new PluginKey<Drawn>("markDecorations");

/**
 * Draws marks stretch by stretch: a transaction whose meta (under `markDecorationsKey`) is a list of stretches draws
 * those whose spans are not the ones drawn last. A segment carries `data-marks`, as overlapping decorations would
 * overwrite each other's; a paragraph with several lines under one another carries its depth as a class.
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
          init: (_config, { doc }) => draw({ set: DecorationSet.empty, of: [] }, doc, options.first()),
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
  const of = [...drawn.of];
  const gone: Decoration[] = [];
  const made: Decoration[] = [];
  for (const number of numbers) {
    const stretch = now.stretches[number];
    const spans = now.spans[number] ?? [];
    if (!stretch || of[number] === spans) continue;
    const { from, to } = spanToRange(now.positions, stretch);
    if (of[number] && of[number].length > 0)
      gone.push(...drawn.set.find(from - 1, to + 1, (spec) => spec.stretch === number));
    of[number] = spans;
    if (spans.length > 0) made.push(...decorationsOf(now.positions, doc, stretch, number, spans));
  }
  const left = gone.length > 0 ? drawn.set.remove(gone) : drawn.set;
  return { set: made.length > 0 ? left.add(doc, made) : left, of };
}

function decorationsOf(
  positions: EditorPositions,
  doc: Node,
  stretch: Stretch,
  number: number,
  spans: StretchSpans[number],
): Decoration[] {
  const { segments, depth } = layOut(stretch, spans);
  const spec = { stretch: number };
  const drawn = segments.map((segment) => {
    const { from, to } = spanToRange(positions, segment);
    const attributes = {
      class: segment.className,
      role: "mark",
      "aria-description": segment.description,
      "data-marks": segment.ids.join(" "),
    };
    return Decoration.inline(from, to, attributes, spec);
  });
  if (depth > FITTING) {
    const inside = doc.resolve(offsetToPosition(positions, stretch.start));
    drawn.push(Decoration.node(inside.before(), inside.after(), { class: `depth-${depth}` }, spec));
  }
  return drawn;
}
