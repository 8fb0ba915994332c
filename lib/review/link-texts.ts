import type { LayerObject } from "@/lib/layers/schema";
import { linkKeyOf } from "@/lib/review/layer-marks";
import type { OwnLink } from "@/lib/review/schema";
import { labelOf } from "@/lib/vocabulary";

/** Names that links refer to: sources of the register and titles of articles, by id (of the source, of the version). */
export type LinkNames = { sources: ReadonlyMap<string, string>; titles: ReadonlyMap<string, string> };

/** A mark's links in words, in the order of its layer's objects: what it carries, who it is, where its twin stands. */
export function linkTexts(id: string, objects: readonly LayerObject[], names: LinkNames): string[] {
  const quote = quotesIn(objects);
  return objects.filter((object) => !object.deleted).flatMap((object) => textsOf(object, id, quote, names));
}

/** The links that a mark makes itself, its nesting among them; `keys` are the layers' placeKeys. */
export function ownLinks(
  id: string,
  objects: readonly LayerObject[],
  keys: ReadonlyMap<string, string>,
  names: LinkNames,
): OwnLink[] {
  const quote = quotesIn(objects);
  return objects.flatMap((object) => {
    const key = linkKeyOf(object, id, keys);
    const text = textsOf(object, id, quote, names)[0];
    return key && text ? [{ id: object.id, key, text }] : [];
  });
}

function quotesIn(objects: readonly LayerObject[]): (annotationId: string) => string {
  const quotes = new Map(objects.map((object) => [object.id, quoteOf(object)]));
  return (annotationId) => `“${shorten(quotes.get(annotationId) ?? "")}”`;
}

function textsOf(
  object: LayerObject,
  id: string,
  quote: (annotationId: string) => string,
  names: LinkNames,
): string[] {
  switch (object.type) {
    case "annotation":
      return object.id === id && object.nestedInId ? [`Reported in ${quote(object.nestedInId)}`] : [];
    case "claimLink":
      if (object.attributionId === id)
        return [
          `${labelOf(object.stance)} ${quote(object.claimId)}${object.role === "content" ? "" : ` (${labelOf(object.role).toLowerCase()})`}`,
        ];
      return object.claimId === id ? [`Said in ${quote(object.attributionId)}`] : [];
    case "attributionSource":
      return object.attributionId === id
        ? [`Source: ${names.sources.get(object.sourceId) ?? "not in the register"}`]
        : [];
    case "restsOn": {
      if (object.attributionId !== id) return [];
      const target = object.targetId
        ? quote(object.targetId)
        : object.sourceId
          ? (names.sources.get(object.sourceId) ?? "a source")
          : (object.description ?? "");
      const only = object.claimIds.map(quote).join(" and ");
      return [`${labelOf(object.kind)}: ${target}${only && ` (only for ${only})`}`];
    }
    case "suggestionAnswer":
      return [];
    case "reuseLink": {
      if (object.annotationId !== id) return [];
      const { passage } = object;
      const place =
        passage.url ?? (passage.versionId && names.titles.get(passage.versionId)) ?? "another article";
      return [
        `${labelOf(object.degree)} (${labelOf(object.direction).toLowerCase()}): “${shorten(passage.quote)}”, ${place}`,
      ];
    }
  }
}

function quoteOf(object: LayerObject): string {
  if (object.type !== "annotation") return "";
  const own = object.spans.filter((span) => span.role === "content" || span.role === "body");
  return own.map((span) => span.quote).join(" … ");
}

function shorten(text: string): string {
  const letters = [...text];
  return letters.length > 80 ? `${letters.slice(0, 79).join("").trimEnd()}…` : text;
}
