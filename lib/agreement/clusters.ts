import { type Measured, measured, undefinedBecause } from "@/lib/agreement/measured";

/** `f1` over pairs of items in one cluster; `bCubed` over items; with the numbers of pairs and items they count. */
export type ClusterAgreement = {
  pairwise: { f1: Measured; matched: number; a: number; b: number };
  bCubed: { precision: Measured; recall: Measured; f1: Measured; items: number };
};

/** Joins items that links tie together, however long the chain, into clusters of two or more; in order of mention. */
export function clustersOf(links: readonly (readonly [string, string])[]): string[][] {
  const clusterOf = new Map<string, string[]>();
  for (const [a, b] of links) {
    const [one, other] = [clusterOf.get(a) ?? [a], clusterOf.get(b) ?? [b]];
    clusterOf.set(a, one).set(b, other);
    if (one === other || a === b) continue;
    for (const item of other) clusterOf.set(item, one);
    one.push(...other);
  }
  return [...new Set(clusterOf.values())].filter((cluster) => cluster.length > 1);
}

/**
 * How far two people's clusters of the same items agree: F1 over pairs in one cluster, and B³ (Bagga & Baldwin,
 * Algorithms for Scoring Coreference Chains, 1998), where precision is the mean, over items, of the share of b's cluster
 * that lies in a's, and recall the other way round. An item that one side does not name is a cluster of its own there.
 * Undefined when there are no items, and pairwise when no two are joined. Throws RangeError for an item in two clusters
 * of one side.
 */
export function clusterAgreement(
  a: readonly (readonly string[])[],
  b: readonly (readonly string[])[],
): ClusterAgreement {
  const [left, right] = [placesOf(a), placesOf(b)];
  const items = [...new Set([...left.keys(), ...right.keys()])];
  const shared = new Map<string, number>();
  const meeting = (item: string) => `${left.get(item) ?? item} ${right.get(item) ?? item}`;
  for (const item of items)
    if (left.has(item) && right.has(item)) shared.set(meeting(item), (shared.get(meeting(item)) ?? 0) + 1);

  const pairsOf = (size: number) => (size * (size - 1)) / 2;
  const pairs = {
    a: a.reduce((sum, { length }) => sum + pairsOf(length), 0),
    b: b.reduce((sum, { length }) => sum + pairsOf(length), 0),
    matched: [...shared.values()].reduce((sum, size) => sum + pairsOf(size), 0),
  };
  let [precision, recall] = [0, 0];
  for (const item of items) {
    const both = shared.get(meeting(item)) ?? 1;
    precision += both / (b[right.get(item) ?? -1]?.length ?? 1) / items.length;
    recall += both / (a[left.get(item) ?? -1]?.length ?? 1) / items.length;
  }
  const none = undefinedBecause("both empty");
  return {
    pairwise: {
      f1:
        pairs.a + pairs.b === 0
          ? undefinedBecause("no two items are in one cluster")
          : measured((2 * pairs.matched) / (pairs.a + pairs.b)),
      ...pairs,
    },
    bCubed:
      items.length === 0
        ? { precision: none, recall: none, f1: none, items: 0 }
        : {
            precision: measured(precision),
            recall: measured(recall),
            f1: measured((2 * precision * recall) / (precision + recall)),
            items: items.length,
          },
  };
}

function placesOf(clusters: readonly (readonly string[])[]): Map<string, number> {
  const places = new Map<string, number>();
  for (const [place, cluster] of clusters.entries())
    for (const item of cluster) {
      if (places.has(item)) throw new RangeError("An item stands in one cluster of a side.");
      places.set(item, place);
    }
  return places;
}
