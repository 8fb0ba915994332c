import { coverage, hullOf, intersectionOverUnion, isOverlapping, type Span } from "@/lib/text/span";

/** A span with its role in the annotation: `body`, `source`, `cue` or `content`; offsets in code points. */
export type RoleSpan = Span & { role: string };

/** One annotation as review sees it; `links` are keys that two people share when they mean the same. */
export type ReviewAnnotation = {
  id: string;
  kind: string;
  attributes: Record<string, unknown>;
  spans: readonly RoleSpan[];
  links: readonly string[];
};

/** Everybody who handed in a layer, those with nothing to mark included. */
export type ReviewInput = readonly { personId: string; annotations: readonly ReviewAnnotation[] }[];

/** One person's annotation in a place. */
export type PlacedAnnotation = { personId: string; annotation: ReviewAnnotation };

/** The least intersection over union at which two annotations are about the same place. */
export const PAIRING_OVERLAP = 0.5;

type Item = PlacedAnnotation & { key: readonly Span[]; hull: Span; place: number };

/**
 * Groups annotations of the same kind into places, at most one per person by best overlap ≥ 0.5 (intersection
 * over union of the content spans, or the body spans, or else all spans); ties go to the pair alike in more
 * roles and attributes, then to the smaller ids. One person's annotation that covers at least half of each of
 * several of another person's makes one place of them all, and so do several of one person in the very same
 * spot where the others have fewer; an annotation nested in another of the same person stays apart. The
 * order of people and of their annotations does not matter.
 */
export function pairAnnotations(input: ReviewInput): PlacedAnnotation[][] {
  const items = listItems(input);
  const groups = items.map((_, place) => place);
  const members = items.map((item) => [item]);
  const near = listOverlapping(items);

  const join = (a: number, b: number) => {
    const keep = groups[a] ?? a;
    const drop = groups[b] ?? b;
    if (keep === drop) return;
    const moved = members[drop] ?? [];
    for (const item of moved) groups[item.place] = keep;
    members[keep]?.push(...moved);
    members[drop] = [];
  };
  const groupOf = (item: Item) => members[groups[item.place] ?? item.place] ?? [];

  const edges = near
    .filter(([a, b]) => a.personId !== b.personId)
    .map(([a, b]) => ({ a, b, overlap: intersectionOverUnion(a.key, b.key) }))
    .filter((edge) => edge.overlap >= PAIRING_OVERLAP)
    .map((edge) => ({ ...edge, likeness: likeness(edge.a.annotation, edge.b.annotation) }))
    .toSorted(
      (x, y) =>
        y.overlap - x.overlap || y.likeness - x.likeness || x.a.place - y.a.place || x.b.place - y.b.place,
    );
  for (const { a, b } of edges) {
    const people = new Set(groupOf(a).map((item) => item.personId));
    if (groupOf(b).every((item) => !people.has(item.personId))) join(a.place, b.place);
  }

  for (const pair of listSplits(near, groupOf)) join(pair[0].place, pair[1].place);

  return members
    .filter((group) => group.length > 0)
    .map((group) =>
      group.toSorted(compareItems).map(({ personId, annotation }) => ({ personId, annotation })),
    );
}

/** The spans that say where an annotation is: its content, else its body, else all of its spans. */
export function placingSpans(annotation: ReviewAnnotation): readonly RoleSpan[] {
  for (const role of ["content", "body"]) {
    const spans = annotation.spans.filter((span) => span.role === role);
    if (spans.length > 0) return spans;
  }
  return annotation.spans;
}

/** All pairs to join because one person's annotation answers several of another's; found before any joining. */
function listSplits(near: readonly [Item, Item][], groupOf: (item: Item) => readonly Item[]): [Item, Item][] {
  const covered = new Map<Item, Item[]>();
  for (const [a, b] of near) {
    if (a.personId === b.personId) continue;
    for (const [cover, bit] of [
      [a, b],
      [b, a],
    ] as const) {
      if (coverage(bit.key, cover.key) < 0.5) continue;
      const bits = covered.get(cover);
      if (bits) bits.push(bit);
      else covered.set(cover, [bit]);
    }
  }
  const joins: [Item, Item][] = [];
  for (const [cover, bits] of covered) {
    for (const bit of bits) {
      if (groupOf(bit).some((item) => item.personId === cover.personId)) continue;
      for (const other of bits) {
        if (other === bit || other.personId !== bit.personId || isNested(bit, other)) continue;
        // A spot counted the same by both people is settled by pairs; only the one too many asks for a choice.
        if (groupOf(other).some((item) => item.personId === cover.personId && item !== cover)) {
          if (intersectionOverUnion(bit.key, other.key) < PAIRING_OVERLAP) continue;
        }
        joins.push([cover, bit], [cover, other]);
      }
    }
  }
  return joins;
}

function isNested(a: Item, b: Item): boolean {
  const isHeld = coverage(a.key, b.key) >= 0.5 || coverage(b.key, a.key) >= 0.5;
  return isHeld && intersectionOverUnion(a.key, b.key) < PAIRING_OVERLAP;
}

function listItems(input: ReviewInput): Item[] {
  const items: Item[] = [];
  for (const { personId, annotations } of input) {
    for (const annotation of annotations) {
      const key = placingSpans(annotation);
      items.push({ personId, annotation, key, hull: hullOf(key) ?? { start: 0, end: 0 }, place: 0 });
    }
  }
  items.sort(compareItems);
  items.forEach((item, place) => {
    item.place = place;
  });
  return items;
}

function listOverlapping(items: readonly Item[]): [Item, Item][] {
  const pairs: [Item, Item][] = [];
  items.forEach((item, place) => {
    for (let next = place + 1; next < items.length; next++) {
      const other = items[next];
      if (!other || other.hull.start >= item.hull.end) break;
      if (other.annotation.kind === item.annotation.kind && isOverlapping(item.hull, other.hull)) {
        pairs.push([item, other]);
      }
    }
  });
  return pairs;
}

function compareItems(a: Item, b: Item): number {
  return (
    a.hull.start - b.hull.start ||
    b.hull.end - a.hull.end ||
    compareText(a.annotation.kind, b.annotation.kind) ||
    compareText(a.annotation.id, b.annotation.id) ||
    compareText(a.personId, b.personId)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function likeness(a: ReviewAnnotation, b: ReviewAnnotation): number {
  const roles = new Set([...a.spans, ...b.spans].map((span) => span.role));
  let score = 0;
  for (const role of roles) {
    score += intersectionOverUnion(
      a.spans.filter((span) => span.role === role),
      b.spans.filter((span) => span.role === role),
    );
  }
  for (const name of new Set([...Object.keys(a.attributes), ...Object.keys(b.attributes)])) {
    if (JSON.stringify(a.attributes[name]) === JSON.stringify(b.attributes[name])) score++;
  }
  return score;
}
