import Paragraph from "@tiptap/extension-paragraph";
import type { Node } from "@tiptap/pm/model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { blockOfLine, blocksNear, type DrawnBlock } from "@/components/editor/drawn-text";
import { markDecorationsKey } from "@/components/editor/extensions/mark-decorations";
import { firstOf, type Stretch } from "@/components/editor/stretches";
import { type EditorPositions, positionToOffset } from "@/lib/text/editor-position";

export type LineLooksOptions = {
  /** Reads what to draw at the moment of drawing; default: nothing. */
  read: () => {
    positions: EditorPositions;
    stretches: readonly Stretch[];
    blocks: readonly DrawnBlock[];
    dots: readonly number[];
  } | null;
};

/** How a paragraph looks by its block and a twin in it; the depth of its marks comes to that. */
type Look = { className: string; tag: string };

/** Lines under one another that fit between two lines of text. */
const FITTING = 3;

const lineLooksKey = new PluginKey<number>("lineLooks");

/** Has a transaction draw blocks and dots anew, as after they changed. */
export function redrawLines(tr: Transaction): void {
  tr.setMeta(lineLooksKey, true);
}

/**
 * Gives each paragraph the class and tag of its block, a dot where something in it has a twin, and room for its marks
 * where many lines stand under one another. These are attributes of its element: decorations of paragraphs would be gone
 * through for every paragraph at every change of the marks.
 */
export const LineLooks = Paragraph.extend<LineLooksOptions, { looks: Look[] }>({
  addOptions() {
    return { read: () => null };
  },

  addStorage() {
    return { looks: [] };
  },

  addNodeView() {
    const { storage, editor } = this;
    return ({ getPos }) => {
      const dom = document.createElement("p");
      // One that is put back after somebody's input method changed it looks as it did.
      const at = storage.looks.length > 0 ? getPos() : undefined;
      if (at !== undefined) {
        const line = editor.state.doc.resolve(at).index(0);
        show(dom, storage.looks[line], depthOf(editor.state, this.options.read()?.stretches ?? [], line));
      }
      return { dom, contentDOM: dom, ignoreMutation: ({ type }) => type === "attributes" };
    };
  },

  addProseMirrorPlugins() {
    const { options, storage } = this;
    const draw = (view: EditorView, lines: Iterable<number>) => {
      const { stretches } = options.read() ?? { stretches: [] };
      for (const line of lines) {
        const dom = view.dom.children[line];
        if (dom) show(dom, storage.looks[line], depthOf(view.state, stretches, line));
      }
    };
    const drawAll = (view: EditorView) => {
      storage.looks = looksOf(view.state.doc, options.read());
      draw(view, storage.looks.keys());
    };
    return [
      new Plugin<number>({
        key: lineLooksKey,
        state: { init: () => 0, apply: (tr, times) => (tr.getMeta(lineLooksKey) ? times + 1 : times) },
        view: (view) => {
          drawAll(view);
          return {
            update: ({ state }, last) => {
              if (lineLooksKey.getState(state) !== lineLooksKey.getState(last)) return drawAll(view);
              const now = markDecorationsKey.getState(state)?.depths ?? [];
              const before = markDecorationsKey.getState(last)?.depths ?? [];
              if (now === before) return;
              const { stretches } = options.read() ?? { stretches: [] };
              const lines = now.flatMap((depth, number) =>
                depth === before[number] ? [] : [stretches[number]?.line ?? 0],
              );
              draw(view, new Set(lines));
            },
          };
        },
      }),
    ];
  },
});

function looksOf(doc: Node, drawn: ReturnType<LineLooksOptions["read"]>): Look[] {
  const looks: Look[] = [];
  if (!drawn) return looks;
  const dots = drawn.dots.toSorted((a, b) => a - b);
  let dot = 0;
  doc.forEach((node, from) => {
    const line = {
      start: positionToOffset(drawn.positions, from + 1),
      end: positionToOffset(drawn.positions, from + node.nodeSize - 1, "end"),
    };
    const { className, tag } = blockOfLine(line, blocksNear(line, drawn.blocks));
    while ((dots[dot] ?? Number.POSITIVE_INFINITY) < line.start) dot += 1;
    const hasDot = (dots[dot] ?? Number.POSITIVE_INFINITY) < line.end;
    looks.push({ className: hasDot ? `${className} has-twin` : className, tag });
  });
  return looks;
}

/** How many lines stand under one another in a paragraph at most. */
function depthOf(state: EditorState, stretches: readonly Stretch[], line: number): number {
  const depths = markDecorationsKey.getState(state)?.depths ?? [];
  let depth = 0;
  for (let number = firstOf(stretches, line); stretches[number]?.line === line; number += 1)
    depth = Math.max(depth, depths[number] ?? 0);
  return depth;
}

function show(dom: Element, look: Look | undefined, depth: number): void {
  const className = [depth > FITTING ? `depth-${depth}` : "", look?.className ?? ""]
    .filter(Boolean)
    .join(" ");
  if (dom.className !== className) dom.className = className;
  const tag = look?.tag ?? "";
  if ((dom.getAttribute("data-tag") ?? "") === tag) return;
  if (tag) dom.setAttribute("data-tag", tag);
  else dom.removeAttribute("data-tag");
}
