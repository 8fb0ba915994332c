import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/canonical-json";
import type { DatasetItem } from "@/lib/formats/dataset-items";
import { predictionForeign } from "@/lib/formats/label-studio-schema";
import type { ExportedAnnotation, ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { unmappedLabel } from "@/lib/formats/unmapped";
import type { ObjectInput } from "@/lib/layers/schema";
import type { Producer, SuggestedObject } from "@/lib/suggestions/schema";

const itemsOfPeople: Readonly<Record<DatasetItem["item"], string>> = {
  card: "A claim card is made by people here: no program suggests one.",
  rating: "A rating of a source is a person's: no program suggests one.",
  pair: "Answers about a pair of passages are people's: no program suggests them.",
};

/** Why a line that stands beside a file's articles comes to nothing as a suggestion. */
export function whyNotSuggested({ item }: Pick<DatasetItem, "item">): string {
  return itemsOfPeople[item];
}

/** What a line of a file has that is no suggestion. */
export type LeftOut = { reuseLinks: number; unknownLabels: string[] };

/**
 * The marks of every layer of an annotated article as suggestions for a version of the same text, links with them. Ids
 * follow from producer, version, `turn` (how often that version was withdrawn) and content, so that the same file read again suggests nothing twice. The score is that
 * of a Label Studio prediction, or the one that a mark was suggested with; null where there is none. Twins and spans of
 * unknown labels are left out.
 */
export function suggestionsOf(
  record: ExportRecord,
  versionId: string,
  producer: Producer & { turn: number },
): { items: SuggestedObject[]; left: LeftOut } {
  const left: LeftOut = { reuseLinks: 0, unknownLabels: [] };
  const seen = new Map<string, number>();
  const newId = (content: unknown) => {
    const text = canonicalJson({ producer, versionId, content });
    const times = seen.get(text) ?? 0;
    seen.set(text, times + 1);
    return nameId(`${text} ${times}`);
  };
  const items = record.layers.flatMap((layer) => {
    left.reuseLinks += layer.reuseLinks.length;
    return itemsOf(layer, newId, left).map(({ object, score }) => ({ versionId, object, score }));
  });
  return { items, left };
}

type Item = { object: ObjectInput; score: number | null };

function itemsOf(layer: ExportedLayer, newId: (content: unknown) => string, left: LeftOut): Item[] {
  const ids = new Map<string, string>();
  const known = layer.annotations.filter((mark) => {
    const label = unmappedLabel(mark);
    if (label !== null) left.unknownLabels.push(label);
    return label === null;
  });
  for (const { id, kind, attributes, spans } of known) ids.set(id, newId({ kind, attributes, spans }));
  const at = (id: string) => ids.get(id) ?? id;
  const score = scoreOf(layer);
  const marks = known.map((mark) => ({ object: markOf(mark, at), score: mark.suggestion?.score ?? score }));
  const links = [
    ...layer.claimLinks.map((link): ObjectInput => {
      const ends = { attributionId: at(link.attribution), claimId: at(link.claim) };
      return { type: "claimLink", id: newId(ends), ...ends, role: link.role, stance: link.stance };
    }),
    ...layer.attributionSources.map((link): ObjectInput => {
      const ends = { attributionId: at(link.attribution), sourceId: link.source.id };
      return { type: "attributionSource", id: newId(ends), ...ends };
    }),
    ...layer.restsOn.map((link): ObjectInput => {
      const fields = {
        attributionId: at(link.attribution),
        targetId: link.target && at(link.target),
        sourceId: link.source?.id ?? null,
        description: link.description,
        claimIds: link.claims.map(at),
        kind: link.kind,
      };
      return { type: "restsOn", id: newId(fields), ...fields };
    }),
  ];
  return [...marks, ...links.map((object) => ({ object, score: null }))];
}

function markOf(mark: ExportedAnnotation, at: (id: string) => string): ObjectInput {
  const spans = mark.spans.map(({ role, start, end, quote }) => ({ role, start, end, quote }));
  const { kind, attributes, nestedIn } = mark;
  return {
    type: "annotation",
    id: at(mark.id),
    kind,
    attributes,
    nestedInId: nestedIn && at(nestedIn),
    spans,
  };
}

/** The score of a whole prediction, where it is one from 0 to 1. */
function scoreOf({ origin }: ExportedLayer): number | null {
  if (origin?.foreign?.format !== "label-studio") return null;
  const score = predictionForeign.safeParse(origin.foreign.data).data?.prediction.score ?? null;
  return score !== null && score >= 0 && score <= 1 ? score : null;
}

/** A name-based UUID (RFC 9562, version 8). */
function nameId(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex").slice(0, 32);
  const text = `${hex.slice(0, 12)}8${hex.slice(13, 16)}8${hex.slice(17)}`;
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
