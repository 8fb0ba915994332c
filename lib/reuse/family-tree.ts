import { UnionFind } from "@/lib/corroboration/union-find";
import { arrowOf } from "@/lib/reuse/contradictions";
import type { PassageCluster, PassageTie, ReusePassage } from "@/lib/reuse/form-clusters";
import { groupBy } from "@/lib/reuse/group-by";
import { reuseDegrees } from "@/lib/vocabulary";

/** Why a passage stands below another: somebody told so, only the times say so, or nothing does. */
export type Ground = "told" | "time" | "unknown";

/** A passage in the tree, in the order in which it is drawn; `parentPlace` counts from 0, null for a root. */
export type TreeNode = {
  passageId: string;
  parentPlace: number | null;
  depth: number;
  linkId: string | null;
  ground: Ground | null;
};

type Step = { from: string; to: string; tie: PassageTie; ground: Ground };

const grounds: readonly Ground[] = ["told", "time", "unknown"];

/**
 * The family tree of a cluster: each passage below the one it was taken from, roots and siblings by publication time
 * (unknown times last). What somebody told goes before what only the times say, a closer degree before a looser one, an
 * earlier original before a later one; links that would close a circle or give a second parent stay out of the tree.
 * A pair of which neither direction nor time is known hangs together as it can, marked unknown. Every passage stands
 * in it exactly once, whatever the order of links.
 */
export function growTree(cluster: PassageCluster): TreeNode[] {
  const passages = new Map(cluster.passages.map((passage) => [passage.id, passage]));
  const steps = cluster.ties
    .map((tie) => stepOf(tie, passages))
    .toSorted((x, y) => compareSteps(x, y, passages));
  const parents = new Map<string, Step>();
  const trees = new UnionFind();
  for (const step of steps) {
    const way =
      step.ground === "unknown" ? freeWay(step, parents, passages) : parents.has(step.to) ? null : step;
    if (way && trees.join(way.from, way.to)) parents.set(way.to, way);
  }
  const children = groupBy(parents.values(), (step) => step.from);
  const roots = cluster.passages.filter((passage) => !parents.has(passage.id)).toSorted(byTime);
  const nodes: TreeNode[] = [];
  // Without recursion: a chain may be as deep as a cluster is large.
  const open: { passage: ReusePassage; parentPlace: number | null; depth: number }[] = roots
    .toReversed()
    .map((passage) => ({ passage, parentPlace: null, depth: 0 }));
  for (let top = open.pop(); top; top = open.pop()) {
    const { passage, parentPlace, depth } = top;
    const step = parents.get(passage.id);
    const place = nodes.length;
    nodes.push({
      passageId: passage.id,
      parentPlace,
      depth,
      linkId: step?.tie.id ?? null,
      ground: step?.ground ?? null,
    });
    const below = (children.get(passage.id) ?? [])
      .flatMap((child) => passages.get(child.to) ?? [])
      .toSorted(byTime);
    for (const child of below.toReversed())
      open.push({ passage: child, parentPlace: place, depth: depth + 1 });
  }
  return nodes;
}

/** Orders passages by publication time, unknown ones after all others, outside ones after those, then by id. */
export function byTime(x: ReusePassage, y: ReusePassage): number {
  const rank = (passage: ReusePassage) =>
    passage.publishedAt ?? (passage.url === null ? Number.MAX_VALUE : Number.POSITIVE_INFINITY);
  if (rank(x) !== rank(y)) return rank(x) < rank(y) ? -1 : 1;
  return x.id < y.id ? -1 : 1;
}

function stepOf(tie: PassageTie, passages: ReadonlyMap<string, ReusePassage>): Step {
  const arrow = arrowOf(tie);
  if (arrow) return { from: arrow.from, to: arrow.to, tie, ground: "told" };
  const [a, b] = [passages.get(tie.a)?.publishedAt ?? null, passages.get(tie.b)?.publishedAt ?? null];
  if (a === null || b === null || a === b) return { from: tie.a, to: tie.b, tie, ground: "unknown" };
  return a < b
    ? { from: tie.a, to: tie.b, tie, ground: "time" }
    : { from: tie.b, to: tie.a, tie, ground: "time" };
}

/** A link without direction hangs a passage that is still a root below the other, the one known later where both are. */
function freeWay(
  step: Step,
  parents: ReadonlyMap<string, Step>,
  passages: ReadonlyMap<string, ReusePassage>,
): Step | null {
  const [a, b] = [passages.get(step.from), passages.get(step.to)];
  if (!a || !b) return null;
  const [first, second] = byTime(a, b) <= 0 ? [a, b] : [b, a];
  if (!parents.has(second.id)) return { ...step, from: first.id, to: second.id };
  return parents.has(first.id) ? null : { ...step, from: second.id, to: first.id };
}

function compareSteps(x: Step, y: Step, passages: ReadonlyMap<string, ReusePassage>): number {
  const degrees: readonly string[] = reuseDegrees;
  const time = (step: Step) => passages.get(step.from)?.publishedAt ?? Number.MAX_VALUE;
  return (
    grounds.indexOf(x.ground) - grounds.indexOf(y.ground) ||
    degrees.indexOf(x.tie.degree) - degrees.indexOf(y.tie.degree) ||
    Math.sign(time(x) - time(y)) ||
    (x.tie.id < y.tie.id ? -1 : 1)
  );
}
