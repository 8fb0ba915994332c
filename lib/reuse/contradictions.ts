import { strongCircles } from "@/lib/corroboration/clusters";
import type { PassageCluster, PassageTie, ReusePassage } from "@/lib/reuse/form-clusters";
import { groupBy } from "@/lib/reuse/group-by";
import { comparableWords } from "@/lib/text/similarity";
import { sharedWords } from "@/lib/text/word-diff";

/**
 * What does not fit together in a cluster: two links tell one pair both ways, directions lead round in a circle, a
 * copy was published before its original, a pair is rejected and yet joined, or "word for word" is said of other words.
 */
export const contradictionKinds = ["opposite", "circle", "time", "rejected", "verbatim"] as const;
export type ContradictionKind = (typeof contradictionKinds)[number];

/** A contradiction with the passages and links it is about, by their ids, sorted. */
export type Contradiction = { kind: ContradictionKind; passages: string[]; links: string[] };

/** Below this share of common words (Dice) "word for word" is doubted. A convention of this program. */
export const LEAST_VERBATIM = 0.8;

/** The contradictions of a cluster, in the order of the kinds, each named once whatever the order of links. */
export function findContradictions(cluster: PassageCluster): Contradiction[] {
  const passages = new Map(cluster.passages.map((passage) => [passage.id, passage]));
  const told = cluster.ties.flatMap((tie) => arrowOf(tie) ?? []);
  return [
    ...opposites(told),
    ...circles(cluster, told),
    ...told
      .filter((arrow) => isTooEarly(passages.get(arrow.from), passages.get(arrow.to)))
      .map((arrow) => about("time", [arrow])),
    ...rejections(cluster),
    ...cluster.ties
      .filter((tie) => isNotVerbatim(tie, passages.get(tie.a), passages.get(tie.b)))
      .map((tie) => ({ kind: "verbatim" as const, passages: [tie.a, tie.b].toSorted(), links: [tie.id] })),
  ];
}

/** A link whose direction was told, from original to copy. */
export type Arrow = { id: string; from: string; to: string };

/** The direction of a link as told, or null where nobody knows it. */
export function arrowOf(tie: PassageTie): Arrow | null {
  if (tie.original === null) return null;
  return tie.original === "a"
    ? { id: tie.id, from: tie.a, to: tie.b }
    : { id: tie.id, from: tie.b, to: tie.a };
}

function about(kind: ContradictionKind, arrows: readonly Arrow[]): Contradiction {
  return {
    kind,
    passages: [...new Set(arrows.flatMap(({ from, to }) => [from, to]))].toSorted(),
    links: [...new Set(arrows.map((arrow) => arrow.id))].toSorted(),
  };
}

function opposites(told: readonly Arrow[]): Contradiction[] {
  const pairs = groupBy(told, ({ from, to }) => [from, to].toSorted().join(" "));
  return [...pairs]
    .toSorted(([x], [y]) => (x < y ? -1 : 1))
    .filter(([, arrows]) => new Set(arrows.map((arrow) => arrow.from)).size > 1)
    .map(([, arrows]) => about("opposite", arrows));
}

/** Circles of three passages and more; of two they are opposites already. */
function circles(cluster: PassageCluster, told: readonly Arrow[]): Contradiction[] {
  const targets = new Map<string, Set<string>>();
  for (const { from, to } of told) {
    const known = targets.get(from);
    if (known) known.add(to);
    else targets.set(from, new Set([to]));
  }
  const circleOf = strongCircles(
    cluster.passages.map((passage) => passage.id),
    targets,
  );
  const within = told.filter(({ from, to }) => circleOf.get(from) === circleOf.get(to));
  return [...groupBy(within, ({ from }) => circleOf.get(from)).values()]
    .map((arrows) => about("circle", arrows))
    .filter((found) => found.passages.length > 2)
    .toSorted((x, y) => (x.passages.join() < y.passages.join() ? -1 : 1));
}

function isTooEarly(original: ReusePassage | undefined, copy: ReusePassage | undefined): boolean {
  const [first, then] = [original?.publishedAt ?? null, copy?.publishedAt ?? null];
  return first !== null && then !== null && then < first;
}

function rejections(cluster: PassageCluster): Contradiction[] {
  return cluster.rejected
    .map(({ id, a, b }) => ({ kind: "rejected" as const, passages: [a, b].toSorted(), links: [id] }))
    .toSorted((x, y) => (JSON.stringify(x) < JSON.stringify(y) ? -1 : 1));
}

function isNotVerbatim(tie: PassageTie, a: ReusePassage | undefined, b: ReusePassage | undefined): boolean {
  if (tie.degree !== "verbatim" || !a || !b) return false;
  return sharedWords(comparableWords(a.quote), comparableWords(b.quote)) < LEAST_VERBATIM;
}
