import type { LayerObject } from "@/lib/layers/schema";
import { labelOf } from "@/lib/vocabulary";

/** Names that links refer to: sources of the register and titles of articles, by id (of the source, of the version). */
export type LinkNames = { sources: ReadonlyMap<string, string>; titles: ReadonlyMap<string, string> };

/** A mark's links in words, in the order of its layer's objects: what it carries, who it is, where its twin stands. */
export function linkTexts(id: string, objects: readonly LayerObject[], names: LinkNames): string[] {
  const quotes = new Map(objects.map((object) => [object.id, quoteOf(object)]));
  const quote = (annotationId: string) => `“${shorten(quotes.get(annotationId) ?? "")}”`;
  return objects.filter((object) => !object.deleted).flatMap((object) => textsOf(object, id, quote, names));
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
