import { tellLosses } from "@/lib/formats/carries";
import type { OutputPiece, WriteContext } from "@/lib/formats/conversion";
import { createFileNames } from "@/lib/formats/file-names";
import { extrasOf } from "@/lib/formats/mark-extras";
import type { ExportedAnnotation, ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { annotationContext } from "@/lib/formats/web-annotation-rules";
import { type CodePointIndex, indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";

/** Code points before and after a quote that say where it stands. */
const AROUND = 32;

/**
 * Writes W3C Web Annotations: an article is `NAME.txt` and `NAME.jsonld`, an AnnotationPage whose annotations classify
 * spans of the text by position (code points) and quote. Links from attributions to claims are annotations of their
 * own; what the model has no word for stands under `sourcebench:` keys, which other readers pass over.
 */
export async function* writeWebAnnotation(
  records: AsyncIterable<ExportRecord>,
  context: WriteContext,
): AsyncGenerator<OutputPiece> {
  const names = createFileNames();
  for await (const record of records) {
    tellLosses(record, "web-annotation", context.lose);
    const name = names(record);
    const article = record.article.title;
    const [titles, empty] = [Number(name !== article), record.layers.filter(isEmpty).length];
    context.lose({ what: "titles", why: "the text has only a file's name", article, count: titles });
    context.lose({ what: "layers without a mark", why: "nothing names them", article, count: empty });
    const text = record.articleVersion.text;
    yield { path: `${name}.txt`, text };
    const index = indexCodePoints(text);
    const items = record.layers.flatMap((layer, place) => writeLayer(layer, place, record, index));
    const head = {
      "@context": [annotationContext, { sourcebench: "urn:sourcebench:" }],
      id: urn(record.article.id),
      type: "AnnotationPage",
      startIndex: 0,
    };
    yield { path: `${name}.jsonld`, text: `${JSON.stringify({ ...head, items }, null, 1)}\n` };
  }
}

function isEmpty({ annotations }: ExportedLayer): boolean {
  return annotations.length === 0;
}

function urn(id: string): string {
  return `urn:uuid:${id}`;
}

function writeLayer(
  layer: ExportedLayer,
  place: number,
  { articleVersion }: ExportRecord,
  index: CodePointIndex,
): object[] {
  const source = urn(articleVersion.id);
  const common = {
    ...(layer.annotator === null ? {} : { creator: { type: "Person", nickname: layer.annotator } }),
    "sourcebench:layer": place,
  };
  const marks = layer.annotations.map((mark) => writeMark(layer, mark, source, index, common));
  const links = layer.claimLinks.map(({ id, attribution, claim, role, stance, createdAt }) => ({
    id: urn(id),
    type: "Annotation",
    motivation: "linking",
    created: createdAt,
    ...common,
    body: { type: "SpecificResource", purpose: "linking", source: urn(claim) },
    target: urn(attribution),
    "sourcebench:role": role,
    "sourcebench:stance": stance,
  }));
  return [...marks, ...links];
}

function writeMark(
  layer: ExportedLayer,
  mark: ExportedAnnotation,
  source: string,
  index: CodePointIndex,
  common: object,
): object {
  const { note } = mark.attributes;
  const comment =
    typeof note === "string" ? [{ type: "TextualBody", purpose: "commenting", value: note }] : [];
  const extras = extrasOf(layer, mark, undefined, ["claimLinks"]);
  return {
    id: urn(mark.id),
    type: "Annotation",
    motivation: "classifying",
    created: mark.createdAt,
    modified: mark.updatedAt,
    ...common,
    body: [{ type: "TextualBody", purpose: "classifying", value: mark.kind }, ...comment],
    target: mark.spans.map(({ role, start, end }) => ({
      type: "SpecificResource",
      source,
      selector: selectorsOf({ start, end }, index),
      "sourcebench:role": role,
    })),
    ...(extras ? { "sourcebench:mark": extras } : {}),
  };
}

function selectorsOf({ start, end }: Span, index: CodePointIndex): object[] {
  const before = { start: Math.max(0, start - AROUND), end: start };
  const after = { start: end, end: Math.min(index.length, end + AROUND) };
  return [
    { type: "TextPositionSelector", start, end },
    {
      type: "TextQuoteSelector",
      exact: sliceCodePoints(index, { start, end }),
      prefix: sliceCodePoints(index, before),
      suffix: sliceCodePoints(index, after),
    },
  ];
}
