import { createTextAnnotator, type TextAnnotation } from "@recogito/text-annotator";
import { hostElement, shownWhen } from "./frames";

type Renderer = "SPANS" | "CSS_HIGHLIGHTS";
let annotator: ReturnType<typeof createTextAnnotator> | undefined;

/** The text and its annotations in Recogito's own form, as JSON. */
export function peerJson(text: string, spans: readonly { id: string; start: number; end: number }[]): string {
  return JSON.stringify({ text, annotations: spans.map((span) => annotationOf(text, span)) });
}

/** From JSON to the first frame with visible marks, document construction included; milliseconds. */
export async function openPeer(
  json: string,
  renderer: Renderer,
): Promise<{ first: number; document: number }> {
  const host = hostElement();
  const start = performance.now();
  const { text, annotations } = JSON.parse(json);
  for (const line of String(text).split("\n")) {
    const paragraph = document.createElement("p");
    paragraph.textContent = line;
    host.append(paragraph, "\n");
  }
  const built = performance.now() - start;
  annotator = createTextAnnotator(host, { renderer });
  annotator.setAnnotations(annotations);
  const shown = await shownWhen(() => isDrawn(renderer));
  return { first: shown - start, document: built };
}

/** Milliseconds until one mark has been added to the peer's store; it draws it later. */
export function addPeer(text: string, span: { id: string; start: number; end: number }): number {
  const start = performance.now();
  annotator?.addAnnotation(annotationOf(text, span));
  return performance.now() - start;
}

/** Milliseconds from adding one mark to the end of the frame that shows it. */
export async function addPeerShown(
  text: string,
  span: { id: string; start: number; end: number },
): Promise<number> {
  const start = performance.now();
  addPeer(text, span);
  const isShown = () => document.querySelector(`.r6o-annotation[data-annotation="${span.id}"]`) !== null;
  return (await shownWhen(isShown)) - start;
}

function annotationOf(
  text: string,
  { id, start, end }: { id: string; start: number; end: number },
): Omit<TextAnnotation, "target"> & { target: object } {
  return {
    id,
    bodies: [],
    target: { annotation: id, selector: [{ quote: text.slice(start, end), start, end }] },
  };
}

function isDrawn(renderer: Renderer): boolean {
  return renderer === "SPANS" ? document.querySelector(".r6o-annotation") !== null : CSS.highlights.size > 0;
}

Object.assign(window, { peer: { peerJson, openPeer, addPeer, addPeerShown } });
