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

type Attributes = { class: string; role: string; "aria-description": string; "data-marks": string };
type Made = { decoration: Decoration; attributes: Attributes };

/**
 * What is drawn of each stretch, undefined where nothing has been drawn yet, and how many lines stand under one another
 * on it.
 */
type Drawn = {
  set: DecorationSet;
  of: readonly (StretchSpans[number] | undefined)[];
  made: readonly (readonly Made[] | undefined)[];
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
    // Their keys are made for that and not kept: ten thousand marks have seven megabytes of them.
    const before = new Map<string, Made>(all[number]?.map((one) => [keyOf(one), one]));
    const made = segments.map((segment) => {
      const fresh = makeOf(now.positions, segment);
      const key = keyOf(fresh);
      const same = before.get(key);
      if (before.delete(key) && same) return same;
      come.push(fresh.decoration);
      return fresh;
    });
    for (const { decoration } of before.values()) gone.push(decoration);
    of[number] = spans;
    all[number] = made;
    depths[number] = depth;
  }
  const left = gone.length > 0 ? drawn.set.remove(gone) : drawn.set;
  return { set: come.length > 0 ? left.add(doc, come) : left, of, made: all, depths };
}

function makeOf(positions: EditorPositions, segment: DrawnSegment): Made {
  const { from, to } = spanToRange(positions, segment);
  const attributes = {
    class: shared(segment.className),
    role: "mark",
    "aria-description": shared(segment.description ?? ""),
    "data-marks": segment.ids.join(" "),
  };
  return { decoration: Decoration.inline(from, to, attributes), attributes };
}

/** One string for what is drawn of a segment. */
function keyOf({ decoration: { from, to }, attributes }: Made): string {
  return `${from}-${to} ${attributes.class} ${attributes["data-marks"]} ${attributes["aria-description"]}`;
}

/** More different words than this are no longer shared, so that they are not kept for ever. */
const MOST_SHARED = 20_000;
const known = new Map<string, string>();

/** The same string for the same words: thousands of segments look and are called alike. */
function shared(words: string): string {
  const same = known.get(words);
  if (same !== undefined) return same;
  if (known.size >= MOST_SHARED) known.clear();
  known.set(words, words);
  return words;
}
