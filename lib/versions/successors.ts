import { intersectionOverUnion, type Span } from "@/lib/text/span";
import type { AnnotationKindCode, SpanRole } from "@/lib/vocabulary";

type Mark = { kind: AnnotationKindCode; spans: readonly (Span & { role: SpanRole })[] };

/** A mark of a final layer. */
export type FinalMark = Mark & { id: string };

/** A former mark, what it became in the layer that somebody looked through, and the final marks that a review made of that. */
export type Lineage = Mark & { formerId: string; markId: string; decidedAs: readonly string[] };

/**
 * Which mark of the newer final layer took the place of each former one: the one that a review made of what it became,
 * the likest where there are several; without a review the one of the same kind on the very same words. Two former marks
 * of the same words get two, as far as there are two. Former marks without a successor are not in the map.
 */
export function findSuccessors(
  lineage: readonly Lineage[],
  finals: readonly FinalMark[],
): Map<string, string> {
  const byId = new Map(finals.map((mark) => [mark.id, mark]));
  const byWords = new Map<string, FinalMark[]>();
  for (const mark of finals) byWords.set(wordsKey(mark), [...(byWords.get(wordsKey(mark)) ?? []), mark]);
  const used = new Set<string>();
  const successors = new Map<string, string>();
  for (const one of lineage) {
    const decided = one.decidedAs
      .flatMap((id) => byId.get(id) ?? [])
      .filter((mark) => mark.kind === one.kind)
      .toSorted((a, b) => likeness(b, one) - likeness(a, one) || (a.id < b.id ? -1 : 1));
    const alike = byWords.get(wordsKey(one)) ?? [];
    const found = decided[0] ?? alike.find((mark) => !used.has(mark.id)) ?? alike[0];
    if (!found) continue;
    used.add(found.id);
    successors.set(one.formerId, found.id);
  }
  return successors;
}

function likeness(a: Mark, b: Mark): number {
  return intersectionOverUnion(a.spans, b.spans);
}

function wordsKey({ kind, spans }: Mark): string {
  return [kind, ...spans.map((span) => `${span.role} ${span.start} ${span.end}`).toSorted()].join("|");
}
