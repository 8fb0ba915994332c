import { db } from "@/lib/db";
import { claimAttributes, type LayerObject } from "@/lib/layers/schema";
import { objectsOfLayer } from "@/lib/review/submitted-objects";
import type { SpanRole } from "@/lib/vocabulary";

type Annotation = Extract<LayerObject, { type: "annotation" }>;

/**
 * What a layer holds in the database, a line an object, so that a test can state the annotation wanted in words:
 * `claim factual none-given: … [600 people]`, `attribution direct: source | cue | content`, `content asserts: … → …`,
 * `nested: … in …`, `source: … is …`, `duplicate verbatim: … = …`. In alphabetical order; deleted objects are left out.
 */
export async function savedLayer(layerId: string): Promise<string[]> {
  const objects = await objectsOfLayer(db(), layerId);
  const sourceIds = objects.flatMap((one) => (one.type === "attributionSource" ? [one.sourceId] : []));
  const sources = await db().source.findMany({ where: { id: { in: sourceIds } } });
  const byId = new Map(objects.flatMap((one) => (one.type === "annotation" ? [[one.id, one] as const] : [])));
  const mainWords = (id: string | null) => {
    const mark = id ? byId.get(id) : undefined;
    return mark ? wordsOf(mark, mark.kind === "attribution" ? "content" : "body") : "?";
  };
  function say(one: (typeof objects)[number]): string[] {
    switch (one.type) {
      case "annotation":
        return linesOf(one, mainWords);
      case "claimLink":
        return [`${one.role} ${one.stance}: ${mainWords(one.attributionId)} → ${mainWords(one.claimId)}`];
      case "attributionSource":
        return [
          `source: ${wordsOf(byId.get(one.attributionId), "source")} is ${sources.find((source) => source.id === one.sourceId)?.name}`,
        ];
      case "restsOn":
        return [
          `rests ${one.kind}: ${mainWords(one.attributionId)} on ${one.description ?? mainWords(one.targetId)}`,
        ];
      case "suggestionAnswer":
        return [
          `suggestion of ${one.producer}: ${one.annotationId ? mainWords(one.annotationId) : "rejected"}`,
        ];
      case "reuseLink":
        return [`duplicate ${one.degree}: ${mainWords(one.annotationId)} = ${one.passage.quote}`];
    }
  }
  return objects.flatMap(say).sort();
}

function linesOf(mark: Annotation, mainWords: (id: string | null) => string): string[] {
  const nested = mark.nestedInId ? [`nested: ${mainWords(mark.id)} in ${mainWords(mark.nestedInId)}`] : [];
  if (mark.kind === "duplicate") return [`duplicate: ${wordsOf(mark, "body")}`];
  if (mark.kind === "attribution") {
    const parts = (["source", "cue", "content"] as const).map((role) => wordsOf(mark, role));
    return [`attribution ${mark.attributes.quoteType}: ${parts.join(" | ")}`, ...nested];
  }
  const { kind, origin, quantities } = claimAttributes.parse(mark.attributes);
  const numbers = quantities.map((one) =>
    `${one.words} ${one.counted}${one.asOf && ` as of ${one.asOf}`}`.trim(),
  );
  const counted = numbers.length > 0 ? ` [${numbers.join("; ")}]` : "";
  return [`claim ${kind} ${origin}: ${wordsOf(mark, "body")}${counted}`];
}

function wordsOf(mark: Annotation | undefined, role: SpanRole): string {
  const spans = mark?.spans.filter((span) => span.role === role) ?? [];
  return spans.map((span) => span.quote).join(" … ");
}
