import type { ReadContext } from "@/lib/formats/conversion";
import type { DraftMark } from "@/lib/formats/draft";
import type { ExportedAnnotation, ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import type { Span } from "@/lib/text/span";
import type { AnnotationKindCode, SpanRole } from "@/lib/vocabulary";

/** The field under which a mark carries the label of its file until somebody says what it means; no field of ours has a space. */
const field = "unmapped label";
/** The most UTF-16 units of a label that are told apart. */
const longest = 200;

/**
 * A mark for spans whose label is none of ours, where the context wants such marks; else null, and the reader counts
 * them as lost. It stands as a claim until `applyMeanings` makes of it what somebody decided, or leaves it out.
 */
export function unmappedMark(
  context: ReadContext,
  label: string,
  id: string,
  spans: readonly Span[],
): DraftMark | null {
  if (!context.keepsUnknown) return null;
  const body = spans.map(({ start, end }) => ({ role: "body" as const, start, end }));
  return { id, kind: "claim", attributes: { [field]: shownLabel(label) }, spans: body, nestedIn: null };
}

/** A label as it is asked about: no half of a character at its end, and none that names what a record cannot hold. */
function shownLabel(label: string): string {
  const cut =
    label.length > longest && /[\ud800-\udbff]/.test(label.charAt(longest - 1)) ? longest - 1 : longest;
  return label === "__proto__" ? `“${label}”` : label.slice(0, cut);
}

/** The label of a mark that nobody has said the meaning of; null for any other mark. */
export function unmappedLabel({ attributes }: Pick<ExportedAnnotation, "attributes">): string | null {
  const label = attributes[field];
  return typeof label === "string" ? label : null;
}

/** What a label means: a kind, or a role within an attribution of its own, with a field's value where one is given. */
export type LabelMeans = {
  kind: AnnotationKindCode;
  role: SpanRole;
  attributes: Readonly<Record<string, string | string[]>>;
};

/**
 * The record with every unmapped mark made into what its label means; those whose label has no meaning (null) are left
 * out. Everything else stays as it is. What a file of brat said of a mark that is left out goes back to brat.
 */
export function applyMeanings(
  record: ExportRecord,
  meaningOf: (label: string) => LabelMeans | null,
): ExportRecord {
  const hasUnmapped = record.layers.some(({ annotations }) =>
    annotations.some((mark) => unmappedLabel(mark)),
  );
  if (!hasUnmapped) return record;
  return { ...record, layers: record.layers.map((layer) => applyToLayer(layer, meaningOf)) };
}

function applyToLayer(layer: ExportedLayer, meaningOf: (label: string) => LabelMeans | null): ExportedLayer {
  const annotations = layer.annotations.flatMap((mark): ExportedAnnotation[] => {
    const label = unmappedLabel(mark);
    if (label === null) return [mark];
    const means = meaningOf(label);
    if (!means) return [];
    const { [field]: _, ...attributes } = mark.attributes;
    const spans = mark.spans.map((span) => ({ ...span, role: means.role }));
    return [{ ...mark, kind: means.kind, spans, attributes: { ...attributes, ...means.attributes } }];
  });
  return { ...layer, annotations };
}
