import type { ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import type { ReleaseOptions } from "@/lib/releases/schema";

/**
 * The record cut down to what a release holds: marks of the kinds chosen with the links between them, and without what
 * people wrote beside their marks and decisions unless comments are asked for.
 */
export function selectRecord(
  record: ExportRecord,
  { kinds, comments }: Pick<ReleaseOptions, "kinds" | "comments">,
): ExportRecord {
  const chosen = kinds.length === 0 ? record : ofKinds(record, new Set(kinds));
  return comments ? chosen : withoutComments(chosen);
}

function ofKinds(record: ExportRecord, kinds: ReadonlySet<string>): ExportRecord {
  return {
    ...record,
    layers: record.layers.map((layer) => layerOfKinds(layer, kinds)),
    review: { ...record.review, units: record.review.units.filter(({ kind }) => kinds.has(kind)) },
  };
}

function layerOfKinds(layer: ExportedLayer, kinds: ReadonlySet<string>): ExportedLayer {
  const annotations = layer.annotations.filter(({ kind }) => kinds.has(kind));
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

function withoutComments(record: ExportRecord): ExportRecord {
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
