import type { ArticleLayer, PassageOf } from "@/lib/agreement/article-layer";
import { clustersOf } from "@/lib/agreement/clusters";
import { intersectionOverUnion, spansKey } from "@/lib/text/span";

/**
 * Each person's clusters of passages, named so that they can be compared: passages of one place that overlap by
 * `overlap` (intersection over union) or more, also by way of others, count as one item for everybody. Passages without
 * spans (a page outside) are one item an address.
 */
export function passageClusters(people: readonly ArticleLayer["twins"][], overlap: number): string[][][] {
  const byPlace = new Map<string, Map<string, PassageOf>>();
  for (const { from, to } of people.flat())
    for (const passage of [from, to]) {
      const known = byPlace.get(passage.place) ?? new Map<string, PassageOf>();
      byPlace.set(passage.place, known.set(keyOf(passage), passage));
    }
  const same: [string, string][] = [];
  for (const known of byPlace.values()) {
    const passages = [...known];
    for (const [i, [key, passage]] of passages.entries())
      for (const [other, rival] of passages.slice(i + 1))
        if (intersectionOverUnion(passage.spans, rival.spans) >= overlap) same.push([key, other]);
  }
  const nameOf = new Map(
    clustersOf(same).flatMap((cluster) => cluster.map((key) => [key, cluster[0] ?? key] as const)),
  );
  const name = (passage: PassageOf) => nameOf.get(keyOf(passage)) ?? keyOf(passage);
  return people.map((twins) => clustersOf(twins.map(({ from, to }) => [name(from), name(to)] as const)));
}

function keyOf({ place, spans }: PassageOf): string {
  return `${place} ${spansKey(spans)}`;
}
