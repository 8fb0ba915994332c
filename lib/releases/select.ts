import type { ExportedAnnotation, ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import type { ReleaseOptions } from "@/lib/releases/schema";

/**
 * The record cut down to what a release holds: marks of the kinds chosen with the links between them, and without what
 * people wrote beside their marks and decisions unless comments are asked for.
 */
export function selectRecord(
  record: ExportRecord,
  { kinds, comments, leavesUntouched }: Pick<ReleaseOptions, "kinds" | "comments" | "leavesUntouched">,
): ExportRecord {
  const chosen = kinds.length === 0 ? record : ofKinds(record, new Set(kinds));
  const looked = leavesUntouched ? withoutUntouched(chosen) : chosen;
  return comments ? looked : withoutComments(looked);
}

/** Without the marks that people took from a program as they were, and without what leads to those. */
function withoutUntouched(record: ExportRecord): ExportRecord {
  const marks = record.layers.flatMap(({ annotations }) => annotations);
  const gone = new Set(
    marks.flatMap(({ id, suggestion }) => (suggestion?.verdict === "accepted" ? [id] : [])),
  );
  if (gone.size === 0) return record;
  const units = record.review.units.map((unit) => ({
    ...unit,
    members: unit.members.filter(({ annotation }) => !gone.has(annotation)),
    decisions: unit.decisions.map((decision) => ({
      ...decision,
      inputs: decision.inputs.filter(({ annotation }) => !gone.has(annotation)),
    })),
  }));
  return {
    ...record,
    layers: record.layers.map((layer) => layerWithout(layer, gone)),
    review: { ...record.review, units: units.filter(({ members }) => members.length > 0) },
  };
}

function layerWithout(layer: ExportedLayer, gone: ReadonlySet<string>): ExportedLayer {
  const kept = layerOf(layer, ({ id }) => !gone.has(id));
  const annotations = kept.annotations.map((mark) =>
    mark.nestedIn !== null && gone.has(mark.nestedIn) ? { ...mark, nestedIn: null } : mark,
  );
  const held = new Map(layer.restsOn.map(({ id, claims }) => [id, claims.length]));
  // What rested on something for marks that are gone alone would hold for all.
  const restsOn = kept.restsOn.filter(
    ({ id, target, claims }) =>
      !(target !== null && gone.has(target)) && (claims.length > 0 || held.get(id) === 0),
  );
  return { ...kept, annotations, restsOn };
}

function ofKinds(record: ExportRecord, kinds: ReadonlySet<string>): ExportRecord {
  return {
    ...record,
    layers: record.layers.map((layer) => layerOf(layer, ({ kind }) => kinds.has(kind))),
    review: { ...record.review, units: record.review.units.filter(({ kind }) => kinds.has(kind)) },
  };
}

function layerOf(layer: ExportedLayer, isKept: (mark: ExportedAnnotation) => boolean): ExportedLayer {
  const annotations = layer.annotations.filter(isKept);
  const kept = new Set(annotations.map(({ id }) => id));
  return {
    ...layer,
    annotations,
    claimLinks: layer.claimLinks.filter((link) => kept.has(link.attribution) && kept.has(link.claim)),
    attributionSources: layer.attributionSources.filter((link) => kept.has(link.attribution)),
    restsOn: layer.restsOn
      .filter((link) => kept.has(link.attribution))
      .map((link) => ({ ...link, claims: link.claims.filter((id) => kept.has(id)) })),
    reuseLinks: layer.reuseLinks.filter((link) => kept.has(link.annotation)),
  };
}

function withoutComments({ threads: _threads, ...record }: ExportRecord): ExportRecord {
  return {
    ...record,
    layers: record.layers.map((layer) => ({
      ...layer,
      annotations: layer.annotations.map((mark) => ({ ...mark, attributes: withoutNote(mark.attributes) })),
    })),
    review: {
      ...record.review,
      units: record.review.units.map((unit) => ({
        ...unit,
        decisions: unit.decisions.map((decision) => ({
          ...decision,
          comment: null,
          result: stripNotes(decision.result),
        })),
      })),
    },
  };
}

function withoutNote<T>(attributes: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== "note"));
}

type Json = ExportRecord["review"]["units"][number]["decisions"][number]["result"];

function stripNotes(value: Json): Json {
  if (Array.isArray(value)) return value.map(stripNotes);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "note" && name !== "comment")
      .map(([name, item]) => [name, stripNotes(item)]),
  );
}
