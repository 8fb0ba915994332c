import { readWebAnnoTsv, type TsvDocument } from "@/lib/formats/webanno-tsv";
import type { MergeLayer } from "@/lib/review/merge-alike";

/** A WebAnno file as one person's layer: relations and filled slots are links. */
export function toMergeLayer({ spans, relations, slots }: TsvDocument): MergeLayer {
  return {
    marks: spans.map(({ id, layer, start, end, features }) => ({
      id,
      kind: layer,
      spans: [{ start, end }],
      attributes: features,
    })),
    links: [
      ...relations.map(({ layer, fromId, toId, features }) => ({
        kind: layer,
        fromId,
        toId,
        attributes: features,
      })),
      ...slots.map(({ layer, feature, hostId, targetId, role }) => ({
        kind: `${layer}:${feature}`,
        fromId: hostId,
        toId: targetId,
        attributes: { role },
      })),
    ],
  };
}

/** Everything a layer says, a sentence a thing, in an order of its own: two layers are alike when these are equal. */
export function describeLayer({ marks, links }: Pick<MergeLayer, "marks" | "links">): string[] {
  const say = (attributes: Readonly<Record<string, unknown>>) =>
    JSON.stringify(
      Object.entries(attributes)
        .filter(([, value]) => value !== null)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
  const places = new Map(
    marks.map(({ id, kind, spans }) => [id, `${kind} ${spans.map(({ start, end }) => `${start}-${end}`)}`]),
  );
  return [
    ...marks.map(({ id, attributes }) => `${places.get(id)} ${say(attributes)}`),
    ...links.map(
      ({ kind, fromId, toId, attributes }) =>
        `${kind}: ${places.get(fromId)} → ${places.get(toId)} ${say(attributes)}`,
    ),
  ].toSorted();
}

/** What a WebAnno file says. */
export function describeFile(text: string): string[] {
  return describeLayer(toMergeLayer(readWebAnnoTsv(text)));
}
