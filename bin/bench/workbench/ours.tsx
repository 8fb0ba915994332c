import { useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { LayeredMap } from "@/components/annotate/layered-map";
import { type MarkBook, nextBook } from "@/components/annotate/mark-book";
import { type Drawing, drawMarks, noDrawing } from "@/components/annotate/segments";
import { AnnotatedText } from "@/components/editor/annotated-text";
import type { DrawnLayers } from "@/components/editor/drawn-text";
import { listStretches, type Stretch } from "@/components/editor/stretches";
import type { AnnotationDto, LayerObject } from "@/lib/layers/schema";
import { type EditorPositions, editorPositions } from "@/lib/text/editor-position";
import { hostElement, shownWhen } from "./frames";

type BenchSpan = { id: string; start: number; end: number };
type View = { positions: EditorPositions; stretches: Stretch[]; layers: DrawnLayers };

let objects: ReadonlyMap<string, LayerObject> = new Map();
let book: MarkBook | null = null;
let drawing: Drawing | null = null;
let view: View | null = null;
let show: (next: View) => void = () => undefined;

/** The text and its marks in the layer's own form, as JSON. */
export function oursJson(text: string, spans: readonly BenchSpan[]): string {
  return JSON.stringify({ text, objects: spans.map((span) => markOf(text, span)) });
}

/** From JSON to the first frame with visible marks, document construction included; milliseconds. */
export async function openOurs(json: string): Promise<{ first: number }> {
  const start = performance.now();
  const parsed: { text: string; objects: AnnotationDto[] } = JSON.parse(json);
  objects = new Map(parsed.objects.map((object) => [object.id, object]));
  const positions = editorPositions(parsed.text);
  const stretches = listStretches(positions);
  book = nextBook(null, objects);
  drawing = drawMarks(noDrawing(stretches), stretches, book.marks, null, null);
  view = { positions, stretches, layers: layersOf(drawing) };
  createRoot(hostElement()).render(<Host first={view} />);
  const first = (await shownWhen(() => document.querySelector(".tiptap .laned") !== null)) - start;
  // As on the screen, where the keys are heard: without a selection the page is laid out whenever it is asked for one.
  document.getElementById("article-text")?.focus();
  return { first };
}

/** Milliseconds to add one mark, from the layer's objects to the changed document: it only has to be painted. */
export function addOurs(text: string, span: BenchSpan): number {
  if (!drawing || !view) throw new Error("Nothing is open.");
  const start = performance.now();
  objects = LayeredMap.set(objects, [[span.id, markOf(text, span)]]);
  book = nextBook(book, objects);
  drawing = drawMarks(drawing, view.stretches, book.marks, null, null);
  const next = { ...view, layers: layersOf(drawing) };
  flushSync(() => show(next));
  return performance.now() - start;
}

/** Milliseconds from adding one mark to the end of the frame that shows it. */
export async function addOursShown(text: string, span: BenchSpan): Promise<number> {
  const start = performance.now();
  addOurs(text, span);
  const isDrawn = () => document.querySelector(`[data-marks~="${span.id}"]`) !== null;
  return (await shownWhen(isDrawn)) - start;
}

/** How many marks are in the document. */
export function drawnMarks(): number {
  const ids = new Set<string>();
  for (const element of document.querySelectorAll("[data-marks]"))
    for (const id of element.getAttribute("data-marks")?.split(" ") ?? []) ids.add(id);
  return ids.size;
}

/** Scrolls a screen and more a frame through the whole text; answers the most frames for which a visible mark was not drawn. */
export async function scrollOurs(): Promise<{ frames: number; unpainted: number }> {
  const frame = document.getElementById("scroll");
  const lines = document.querySelector(".tiptap")?.children;
  if (!frame || !lines || !view) throw new Error("Nothing is open.");
  const marked = new Set<number>();
  view.stretches.forEach((stretch, number) => {
    if ((view?.layers.spans[number]?.length ?? 0) > 0) marked.add(stretch.line);
  });
  let frames = 0;
  let most = 0;
  let row = 0;
  for (let top = 0; top < frame.scrollHeight; top += frame.clientHeight * 1.2) {
    frame.scrollTop = top;
    await new Promise((resolve) => requestAnimationFrame(resolve));
    frames += 1;
    const isBare = [...lines].some((line, number) => {
      const box = line.getBoundingClientRect();
      return (
        box.bottom > 0 && box.top < innerHeight && marked.has(number) && !line.querySelector("[data-marks]")
      );
    });
    row = isBare ? row + 1 : 0;
    most = Math.max(most, row);
  }
  return { frames, unpainted: most };
}

const none: never[] = [];
/** Where the caret stands: before the marks that are added. */
const CARET = 900;

function layersOf({ spans }: Drawing): DrawnLayers {
  return { spans, blocks: none, lit: null, selected: null, dots: none };
}

function markOf(text: string, { id, start, end }: BenchSpan): AnnotationDto {
  return {
    type: "annotation",
    id,
    kind: "claim",
    attributes: {},
    nestedInId: null,
    spans: [{ role: "body", start, end, quote: text.slice(start, end) }],
    revision: 1,
    deleted: false,
  };
}

function Host({ first }: { first: View }) {
  const [{ positions, stretches, layers }, setView] = useState(first);
  show = setView;
  return (
    <AnnotatedText
      id="article-text"
      name="Article"
      positions={positions}
      stretches={stretches}
      lang="en"
      dir="ltr"
      layers={layers}
      caret={CARET}
      onDraw={() => undefined}
      onPress={() => undefined}
      onCaret={() => undefined}
    />
  );
}

Object.assign(window, { ours: { oursJson, openOurs, addOurs, addOursShown, drawnMarks, scrollOurs } });
