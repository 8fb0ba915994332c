import { isSamePassage } from "@/lib/corroboration/reuse";
import { UnionFind } from "@/lib/corroboration/union-find";
import { groupBy } from "@/lib/reuse/group-by";
import { comparableWords } from "@/lib/text/similarity";
import { hullOf, type Span, spansKey } from "@/lib/text/span";
import { sharedWords } from "@/lib/text/word-diff";

/** One end of a link: spans (code points) of a version of an article, or a quote at an outside address. */
export type ReuseEnd = {
  versionId: string | null;
  articleId: string | null;
  url: string | null;
  quote: string;
  spans: readonly Span[];
  /** When its article was published, in ms since 1970; null where nobody knows, as for outside addresses. */
  publishedAt: number | null;
  language: string | null;
  isTranslated: boolean;
};

/** A link between two passages as a final layer has it; `original` is the end that came first, null where unknown. */
export type ReuseTie = {
  id: string;
  a: ReuseEnd;
  b: ReuseEnd;
  original: "a" | "b" | null;
  degree: string;
  lost: readonly string[];
  state: "confirmed" | "rejected";
};

/** A passage: all ends that are the same place of the same text. `id` is the smallest of its ends' names. */
export type ReusePassage = ReuseEnd & { id: string; hull: Span };

/** A confirmed link between passages of a cluster, by their ids. */
export type PassageTie = {
  id: string;
  a: string;
  b: string;
  original: "a" | "b" | null;
  degree: string;
  lost: readonly string[];
};

/** Passages that confirmed links join, sorted by id; `id` is the smallest id of its links. */
export type PassageCluster = {
  id: string;
  passages: ReusePassage[];
  ties: PassageTie[];
  /** Pairs that somebody found not to be copies of each other although other links join them. */
  rejected: { id: string; a: string; b: string }[];
};

/** The name of an end of a link: unique, and the same whenever clusters are formed. */
export function endName(linkId: string, side: "a" | "b"): string {
  return `${linkId}:${side}`;
}

/**
 * The clusters of confirmed links, sorted by id: two ends of one text (or one outside address) are one passage when
 * each covers at least half of the other, and passages joined by links, over any number of steps, are one cluster. The
 * order of links changes nothing; one more link never splits a cluster, and without it everything is as before.
 * Rejected links join nothing, and a link of a passage with itself says nothing. A link whose two ends become one passage
 * only by what others join stays a member, so that a cluster can be formed again from its own links alone.
 */
export function formClusters(links: readonly ReuseTie[]): PassageCluster[] {
  const ties = links
    .filter((link) => link.state === "confirmed" && !isSameEnd(link.a, link.b))
    .toSorted((x, y) => (x.id < y.id ? -1 : 1));
  const ends = new Map(
    ties.flatMap((link) => [
      [endName(link.id, "a"), link.a] as const,
      [endName(link.id, "b"), link.b] as const,
    ]),
  );
  const passageOf = joinEnds(ends);
  const clusterOf = new UnionFind();
  const between: PassageTie[] = [];
  for (const { id, original, degree, lost } of ties) {
    const a = passageOf.find(endName(id, "a"));
    const b = passageOf.find(endName(id, "b"));
    clusterOf.join(a, b);
    between.push({ id, a, b, original, degree, lost });
  }
  const grouped = new Map<string, PassageCluster>();
  for (const tie of between) {
    const key = clusterOf.find(tie.a);
    const known = grouped.get(key);
    if (known) known.ties.push(tie);
    else grouped.set(key, { id: tie.id, passages: [], ties: [tie], rejected: [] });
  }
  for (const passage of representatives(ends, passageOf))
    grouped.get(clusterOf.find(passage.id))?.passages.push(passage);
  const clusters = [...grouped.values()].toSorted((x, y) => (x.id < y.id ? -1 : 1));
  addRejected(clusters, links);
  return clusters;
}

/** Sets of ends that are one passage; only ends of the same text or address are compared. */
function joinEnds(ends: ReadonlyMap<string, ReuseEnd>): UnionFind {
  const sets = new UnionFind();
  // Many links lead to the very same words: compared once.
  const distinct = new Map<string, { name: string; end: ReuseEnd }>();
  for (const [name, end] of ends) {
    const key = placeKey(end);
    const known = distinct.get(key);
    if (known) sets.join(known.name, name);
    else distinct.set(key, { name, end });
  }
  const byPlace = groupBy(distinct.values(), ({ end }) => end.versionId ?? `url ${addressOf(end)}`);
  for (const own of byPlace.values()) {
    const sorted = own
      .map((one) => ({ ...one, hull: hullOf(one.end.spans) ?? { start: 0, end: 1 } }))
      .toSorted((x, y) => x.hull.start - y.hull.start);
    for (const [place, one] of sorted.entries())
      for (let next = place + 1; next < sorted.length; next++) {
        const other = sorted[next];
        if (!other || other.hull.start >= one.hull.end) break;
        if (isSameEnd(one.end, other.end)) sets.join(one.name, other.name);
      }
  }
  return sets;
}

function placeKey(end: ReuseEnd): string {
  return end.versionId ? `${end.versionId} ${spansKey(end.spans)}` : `url ${addressOf(end)} ${end.quote}`;
}

/** An outside address without the part that only scrolls. */
function addressOf(end: ReuseEnd): string {
  return (end.url ?? "").replace(/#.*$/s, "");
}

/** Whether two ends are one passage: by their spans, or outside by half of their words. */
export function isSameEnd(a: ReuseEnd, b: ReuseEnd): boolean {
  if (a.versionId !== b.versionId) return false;
  if (a.versionId) return isSamePassage(a.spans, b.spans);
  if (addressOf(a) !== addressOf(b)) return false;
  const [one, other] = [comparableWords(a.quote), comparableWords(b.quote)];
  const shared = (sharedWords(one, other) * (one.length + other.length)) / 2;
  return a.quote === b.quote || (shared > 0 && shared * 2 >= Math.max(one.length, other.length));
}

/** Each passage as its longest end (of equal ones the first by name), under its set's name. */
function representatives(ends: ReadonlyMap<string, ReuseEnd>, sets: UnionFind): ReusePassage[] {
  const best = new Map<string, ReusePassage>();
  for (const [name, end] of [...ends].toSorted(([x], [y]) => (x < y ? -1 : 1))) {
    const id = sets.find(name);
    const known = best.get(id);
    const hull = hullOf([...end.spans, ...(known && known.spans.length > 0 ? [known.hull] : [])]) ?? {
      start: 0,
      end: 0,
    };
    if (!known) best.set(id, { ...end, id, hull });
    else if (end.quote.length > known.quote.length) best.set(id, { ...end, id, hull });
    else known.hull = hull;
  }
  return [...best.values()].toSorted((x, y) => (x.id < y.id ? -1 : 1));
}

function addRejected(clusters: readonly PassageCluster[], links: readonly ReuseTie[]): void {
  const rejected = links
    .filter((link) => link.state === "rejected")
    .toSorted((x, y) => (x.id < y.id ? -1 : 1));
  if (rejected.length === 0) return;
  const placed = clusters.flatMap((cluster) => cluster.passages.map((passage) => ({ cluster, passage })));
  const byPlace = groupBy(placed, ({ passage }) => passage.versionId ?? `url ${addressOf(passage)}`);
  for (const link of rejected) {
    const at = (end: ReuseEnd) =>
      (byPlace.get(end.versionId ?? `url ${addressOf(end)}`) ?? []).filter(({ passage }) =>
        isSameEnd(passage, end),
      );
    for (const one of at(link.a))
      for (const other of at(link.b))
        if (one.cluster === other.cluster && one.passage !== other.passage)
          one.cluster.rejected.push({ id: link.id, a: one.passage.id, b: other.passage.id });
  }
}
