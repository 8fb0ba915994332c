import { marksById } from "@/components/annotate/mark-lookup";
import { attributeOf, type Mark, shorten, wordsOf } from "@/components/annotate/marks";

/** One who stands on the way from the text to the origin; `markId` is null for a source or description without a mark. */
export type ChainStep = { markId: string | null; words: string };

/** A way from the outermost reporter to where it ends, and what is known of that end. */
export type Chain = { steps: ChainStep[]; end: "named" | "unresolved" | "unnamed" };

/** More ways than this are not drawn. */
const MOST_CHAINS = 6;

/**
 * The ways from an attribution to its roots: from whoever reports it, outermost first, through what is nested in it and
 * what it passes on. What it analyses ends the way: then the analyst is the root. Empty for a mark of another kind.
 */
export function chainsOf(
  mark: Mark,
  marks: readonly Mark[],
  sourceNames: Readonly<Record<string, string>>,
): Chain[] {
  if (mark.annotation.kind !== "attribution") return [];
  const byId = marksById(marks);
  const stepOf = (one: Mark): ChainStep => ({ markId: one.annotation.id, words: nameOf(one, sourceNames) });
  const outer: ChainStep[] = [];
  const above = new Set([mark.annotation.id]);
  for (let at = outerOf(mark, byId); at && !above.has(at.annotation.id); at = outerOf(at, byId)) {
    above.add(at.annotation.id);
    outer.unshift(stepOf(at));
  }
  const chains: Chain[] = [];
  function walk(one: Mark, way: readonly ChainStep[], passed: ReadonlySet<string>): void {
    if (chains.length >= MOST_CHAINS || passed.has(one.annotation.id)) return;
    const steps = [...way, stepOf(one)];
    const seen = new Set(passed).add(one.annotation.id);
    if (one.nested.length > 0) {
      for (const inner of one.nested) {
        const next = byId.get(inner.id);
        if (next) walk(next, steps, seen);
      }
      return;
    }
    const relayed = one.restsOn.filter((link) => link.kind === "relays");
    if (relayed.length === 0) chains.push({ steps, end: endOf(one) });
    for (const link of relayed) {
      const next = link.targetId ? byId.get(link.targetId) : undefined;
      if (next) walk(next, steps, seen);
      else if (link.sourceId) {
        const words = sourceNames[link.sourceId] ?? "a source of the register";
        chains.push({ steps: [...steps, { markId: null, words }], end: "named" });
      } else
        chains.push({ steps: [...steps, { markId: null, words: link.description ?? "" }], end: "unnamed" });
    }
  }
  walk(mark, outer, new Set());
  return chains.slice(0, MOST_CHAINS);
}

/** Who speaks in an attribution: the words that name them, else who they were resolved to. */
export function nameOf(mark: Mark, sourceNames: Readonly<Record<string, string>>): string {
  const words = shorten(wordsOf(mark.annotation, "source"), 50);
  const names = mark.sources.map((link) => sourceNames[link.sourceId] ?? "a source of the register");
  return words || names.join(" and ") || "somebody without a name";
}

function outerOf(mark: Mark, byId: ReadonlyMap<string, Mark>): Mark | undefined {
  const { nestedInId } = mark.annotation;
  return nestedInId ? byId.get(nestedInId) : undefined;
}

function endOf({ annotation, sources }: Mark): Chain["end"] {
  if (sources.length > 0) return "named";
  const kind = attributeOf(annotation, "sourceKind");
  const isNobody = kind === "unnamed" || kind === "unspecified" || wordsOf(annotation, "source") === "";
  return isNobody ? "unnamed" : "unresolved";
}
