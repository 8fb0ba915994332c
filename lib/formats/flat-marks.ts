import type { ReadContext } from "@/lib/formats/conversion";
import { type DraftLayer, type DraftMark, emptyLayer } from "@/lib/formats/draft";
import { applyExtras, extrasOf, readExtras } from "@/lib/formats/mark-extras";
import type { ExportedAnnotation, ExportedLayer } from "@/lib/formats/sourcebench-jsonl-schema";
import { unmappedMark } from "@/lib/formats/unmapped";
import type { Span } from "@/lib/text/span";
import { annotationKinds, linkRoles, spanRoles, stances } from "@/lib/vocabulary";

/** Fields that are features of their own where they are words; `more` holds all the rest as JSON. */
const named = ["kind", "origin", "quoteType", "attributionType", "sourceKind", "note"] as const;

/** The features of a span of a mark, for programs whose annotations are flat: spans with strings. */
export const flatFeatureNames = ["label", "role", "mark", ...named, "more"] as const;
export type FlatFeatures = Record<(typeof flatFeatureNames)[number], string | null>;
export type FlatSpan = Span & { id: string; features: Readonly<Record<string, string | null>> };
export type FlatLink = { fromId: string; toId: string; features: Readonly<Record<string, string | null>> };

export const linkFeatureNames = ["type", "role", "stance"] as const;
/** The type of the relation from an attribution to a claim that it carries. */
export const carriesType = "carries";

/** The features of one span of a mark; `more` stands on its first span alone. */
export function flatFeatures(
  layer: ExportedLayer,
  mark: ExportedAnnotation,
  role: string,
  isFirst: boolean,
): FlatFeatures {
  const own = (name: (typeof named)[number]) => {
    const value = mark.attributes[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const rest = Object.entries(mark.attributes).filter(
    ([key]) => !named.some((name) => name === key && own(name) !== null),
  );
  const others = extrasOf(layer, { ...mark, attributes: Object.fromEntries(rest) }, undefined, [
    "claimLinks",
  ]);
  return {
    label: mark.kind,
    role,
    mark: mark.id,
    kind: own("kind"),
    origin: own("origin"),
    quoteType: own("quoteType"),
    attributionType: own("attributionType"),
    sourceKind: own("sourceKind"),
    note: own("note"),
    more: isFirst && others ? JSON.stringify(others) : null,
  };
}

/**
 * The layer that flat spans say: those of one `mark` are one mark. A span whose label is no kind of ours, and a relation
 * that is no link of ours, is counted as lost.
 */
export function layerOfFlat(
  spans: readonly FlatSpan[],
  links: readonly FlatLink[],
  annotator: string | null,
  file: string,
  context: ReadContext,
): DraftLayer {
  const layer = emptyLayer(annotator);
  const marks = new Map<string, DraftMark>();
  const markOf = new Map<string, string>();
  const others: DraftMark[] = [];
  const lose = (what: string) =>
    context.lose({ what, why: "a record has no place for them", article: file, count: 1 });
  for (const span of spans) {
    const { features } = span;
    const kind = annotationKinds.find((one) => one === features.label);
    if (!kind) {
      const unmapped = unmappedMark(context, labelOf(span), `other ${span.id}`, [span]);
      if (unmapped) others.push(unmapped);
      else lose("spans of other layers or labels");
      continue;
    }
    const id = features.mark ?? span.id;
    const role =
      spanRoles.find((one) => one === features.role) ?? (kind === "attribution" ? "content" : "body");
    const mark = marks.get(id) ?? { id, kind, attributes: {}, spans: [], nestedIn: null };
    marks.set(id, mark);
    markOf.set(span.id, id);
    mark.spans.push({ role, start: span.start, end: span.end });
    for (const name of named) {
      const value = features[name];
      if (typeof value === "string") mark.attributes[name] = value;
    }
    const extras = typeof features.more === "string" ? readExtras(features.more) : null;
    if (extras) applyExtras(layer, mark, extras);
    else if (typeof features.more === "string") lose("features named more that are not of our form");
  }
  for (const { fromId, toId, features } of links) {
    const [attribution, claim] = [markOf.get(fromId), markOf.get(toId)];
    if (features.type !== carriesType || attribution === undefined || claim === undefined)
      lose("relations of other layers or types");
    else
      layer.claimLinks.push({
        attribution,
        claim,
        role: linkRoles.find((one) => one === features.role) ?? "content",
        stance: stances.find((one) => one === features.stance) ?? "asserts",
      });
  }
  layer.marks = [...marks.values(), ...others];
  return layer;
}

/** What tells spans of other layers apart: their label, else their first feature that says anything. */
function labelOf({ features }: FlatSpan): string {
  if (typeof features.label === "string" && features.label !== "") return features.label;
  const said = Object.entries(features).find(([, value]) => typeof value === "string" && value !== "");
  return said ? `${said[0]}=${said[1]}` : "without a label";
}
