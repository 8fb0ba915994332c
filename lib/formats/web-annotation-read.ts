import { type InputFile, type ReadContext, readText } from "@/lib/formats/conversion";
import { type DraftLayer, type DraftMark, emptyLayer } from "@/lib/formats/draft";
import { toRecord } from "@/lib/formats/draft-record";
import { linkShapes } from "@/lib/formats/link-shapes";
import { applyExtras, readExtras } from "@/lib/formats/mark-extras";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { unmappedMark } from "@/lib/formats/unmapped";
import { checkWebAnnotation, isEntries, listOf } from "@/lib/formats/web-annotation-rules";
import { type CodePointIndex, indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { anchorQuote } from "@/lib/text/quote-anchor";
import type { Span } from "@/lib/text/span";
import { annotationKinds, type SpanRole, spanRoles } from "@/lib/vocabulary";

type Entries = Record<string, unknown>;
type Reading = {
  file: string;
  index: CodePointIndex;
  layers: Map<string, DraftLayer>;
  context: ReadContext;
};

/**
 * Reads W3C Web Annotations (JSON-LD, one Annotation, AnnotationPage or AnnotationCollection a file) over the text in the
 * `.txt` of the same name. A file that is not valid is refused whole, with the first reason. Marks are annotations that
 * a body classifies as one of our kinds; spans are their text position selectors, in code points, proved against the
 * quote where there is one, and text quote selectors alone. What points elsewhere or says something else is counted.
 */
export async function* readWebAnnotation(
  files: readonly InputFile[],
  context: ReadContext,
): AsyncGenerator<ExportRecord> {
  const texts = new Map(files.map((file) => [file.path, file]));
  for (const file of files) {
    if (file.path.endsWith(".txt")) continue;
    const content = await readText(file, context);
    const annotations = content === null ? null : readDocument(content, file.path, context);
    if (!annotations) continue;
    if (annotations.length === 0) {
      const why = "their annotations stand in other documents, or there are none";
      context.lose({ what: "valid documents without annotations", why, article: file.path, count: 1 });
    }
    const stem = file.path.replace(/\.[^./]+$/, "");
    const textFile = texts.get(`${stem}.txt`);
    if (!textFile) {
      const why = `the text they point into does not stand beside (a .txt of the same name)`;
      context.lose({ what: "valid annotations", why, article: file.path, count: annotations.length });
      continue;
    }
    const text = await readText(textFile, context);
    if (text === null) continue;
    const bare = text.replace(/^\uFEFF/, "");
    const index = indexCodePoints(bare);
    const reading: Reading = { file: file.path, index, layers: new Map(), context };
    for (const annotation of annotations) if (isEntries(annotation)) readAnnotation(reading, annotation);
    const title = stem.slice(stem.lastIndexOf("/") + 1);
    const layers = [...reading.layers.values()];
    const record = toRecord({ file: file.path, text: bare, facts: { title }, layers }, context);
    if (record) yield record;
  }
}

/** The annotations of a valid document; null, and told, for any other. */
function readDocument(content: string, file: string, context: ReadContext): unknown[] | null {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    context.problem({ file, line: null, message: "The file is not JSON: refused." });
    return null;
  }
  const documents = Array.isArray(value) ? value : [value];
  const annotations: unknown[] = [];
  for (const document of documents) {
    const problem = checkWebAnnotation(document);
    if (problem) {
      context.problem({ file, line: null, message: `This is no Web Annotation: ${problem}. Refused.` });
      return null;
    }
    annotations.push(...annotationsIn(document));
  }
  return annotations;
}

function annotationsIn(document: unknown): unknown[] {
  if (!isEntries(document)) return [];
  const types = listOf(document.type);
  if (types.includes("Annotation")) return [document];
  if (types.includes("AnnotationPage")) return listOf(document.items);
  return annotationsIn(document.first);
}

function readAnnotation(reading: Reading, annotation: Entries): void {
  const { context, file } = reading;
  const layer = layerOf(reading, annotation);
  const id = idOf(annotation.id);
  const bodies = listOf(annotation.body);
  if (listOf(annotation.motivation).includes("linking")) {
    const [body] = bodies;
    const link = linkShapes.claimLink.safeParse({
      attribution: idOf(listOf(annotation.target)[0]),
      claim: idOf(isEntries(body) ? body.source : body),
      role: annotation["sourcebench:role"],
      stance: annotation["sourcebench:stance"],
    });
    if (link.success) layer.claimLinks.push(link.data);
    else tellOther(reading, "annotations that link what is no mark of ours");
    return;
  }
  const kind = bodies
    .map((body) => (isEntries(body) ? body.value : body))
    .map((value) => annotationKinds.find((one) => one === value))
    .find((one) => one !== undefined);
  if (!kind) {
    const spans = listOf(annotation.target).flatMap((target) => {
      const span = isEntries(target) ? resolve(reading, listOf(target.selector)) : null;
      return span ? [span] : [];
    });
    const unmapped = spans.length > 0 ? unmappedMark(context, labelOf(bodies), id, spans) : null;
    if (unmapped) layer.marks.push(unmapped);
    else tellOther(reading, "annotations that no body classifies as a claim, attribution or duplicate");
    return;
  }
  const spans = listOf(annotation.target).flatMap((target): DraftMark["spans"] => {
    const span = isEntries(target) ? resolve(reading, listOf(target.selector)) : null;
    const role = roleOf(isEntries(target) ? target["sourcebench:role"] : undefined, kind === "attribution");
    if (!span)
      context.problem({ file, line: null, message: `${id}: a target is nowhere in the text: left out.` });
    return span ? [{ ...span, role }] : [];
  });
  const mark: DraftMark = { id, kind, attributes: {}, spans, nestedIn: null };
  layer.marks.push(mark);
  const extras = readExtras(annotation["sourcebench:mark"] ?? {});
  if (extras) applyExtras(layer, mark, extras);
  const note = bodies.find((body) => isEntries(body) && listOf(body.purpose).includes("commenting"));
  if (!extras?.attributes && isEntries(note) && typeof note.value === "string")
    mark.attributes.note = note.value;
}

/** What a body says of its targets in a word or two; comments are of one label together. */
function labelOf(bodies: readonly unknown[]): string {
  const said = bodies.flatMap((body) => {
    const value = isEntries(body) ? (body.value ?? body.source ?? body.id) : body;
    return typeof value === "string" && value.length <= 80 ? [value] : [];
  });
  return said[0] ?? "without a label";
}

function tellOther({ context, file }: Reading, what: string): void {
  context.lose({ what, why: "a record has no place for them", article: file, count: 1 });
}

function roleOf(value: unknown, isAttribution: boolean): SpanRole {
  return spanRoles.find((role) => role === value) ?? (isAttribution ? "content" : "body");
}

/** `urn:uuid:` ids lose their beginning, so that they stay the ids of the marks. */
function idOf(value: unknown): string {
  const id = isEntries(value) ? value.id : value;
  return typeof id === "string" ? id.replace(/^urn:uuid:/i, "") : "";
}

/** One layer a person, or one that the file names: two of one person stay two. */
function layerOf(reading: Reading, annotation: Entries): DraftLayer {
  const [creator] = listOf(annotation.creator);
  const names = isEntries(creator) ? [creator.nickname, ...listOf(creator.name), creator.id] : [creator];
  const name = names.find((one) => typeof one === "string");
  const annotator = typeof name === "string" && name !== "" ? name : null;
  const key = JSON.stringify([annotation["sourcebench:layer"] ?? null, annotator]);
  const layer = reading.layers.get(key) ?? emptyLayer(annotator);
  reading.layers.set(key, layer);
  return layer;
}

/** The span that selectors of one target say: the position, proved by the quote; else the quote alone. */
function resolve({ index, file, context }: Reading, selectors: unknown[]): Span | null {
  const of = (type: string) => selectors.find((one) => isEntries(one) && listOf(one.type).includes(type));
  const [position, quote] = [of("TextPositionSelector"), of("TextQuoteSelector")];
  const { start, end } = isEntries(position) ? position : {};
  const span = typeof start === "number" && typeof end === "number" ? { start, end } : null;
  const inside = span && span.end <= index.length ? span : null;
  if (!isEntries(quote) || typeof quote.exact !== "string") return inside;
  if (inside && sliceCodePoints(index, inside) === quote.exact) return inside;
  const { prefix, suffix } = quote;
  const anchored = anchorQuote(index, {
    quote: quote.exact,
    prefix: typeof prefix === "string" ? prefix : "",
    suffix: typeof suffix === "string" ? suffix : "",
    hint: span?.start,
  });
  if (anchored && span) {
    const message = `A quote does not stand at ${span.start}–${span.end}: taken at ${anchored.span.start}.`;
    context.problem({ file, line: null, message, isQuote: true });
  }
  return anchored?.span ?? null;
}
