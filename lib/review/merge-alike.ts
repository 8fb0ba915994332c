import { canonicalJson } from "@/lib/canonical-json";
import { compareSpans, type Span, spansKey } from "@/lib/text/span";

/** One mark of one person: what it is, where (any number of spans), and its attributes; null ones count as absent. */
export type MergeMark = {
  id: string;
  kind: string;
  spans: readonly Span[];
  attributes: Readonly<Record<string, unknown>>;
};

/** One link between two marks of the same person. */
export type MergeLink = {
  kind: string;
  fromId: string;
  toId: string;
  attributes: Readonly<Record<string, unknown>>;
};

/** What one person handed in, with nothing in it where they marked nothing. */
export type MergeLayer = { marks: readonly MergeMark[]; links: readonly MergeLink[] };

/** What is taken over, from the first person who has it, and how many places are left to the curator. */
export type Merged = { marks: MergeMark[]; links: MergeLink[]; left: { marks: number; links: number } };

/**
 * The merge before a curator begins. What all marked alike is taken over: one mark of a kind on exactly the same spans,
 * with the same attributes. What differs, what somebody left out, and what anybody stacked (two marks of a kind on the
 * same spans) is left. A link is taken over when all tie the same two places in the same way, once, and both its ends
 * were taken over. With `votes`, so many people alike are enough, unless as many say something else. Marks come in
 * reading order; neither the order of people nor that of their marks matters. Throws RangeError for fewer votes than
 * one.
 */
export function mergeAlike(layers: readonly MergeLayer[], votes = layers.length): Merged {
  if (votes < 1 && layers.length > 0) throw new RangeError("A merge takes one vote or more.");
  const places = layers.map(({ marks }) => new Map(marks.map((mark) => [mark.id, markPlace(mark)])));
  const marks = settle(
    layers.map((layer) => layer.marks),
    (mark) => markPlace(mark),
    votes,
  );
  const taken = new Map(marks.taken.map((mark) => [markPlace(mark), mark]));
  const links = settle(
    layers.map((layer) => layer.links),
    (link, person) => {
      const [from, to] = [places[person]?.get(link.fromId), places[person]?.get(link.toId)];
      return from === undefined || to === undefined ? null : JSON.stringify([link.kind, from, to]);
    },
    votes,
  );
  const joined = links.takenAt.flatMap(([place, link]): MergeLink[] => {
    const [from, to] = endsOf(place).map((end) => taken.get(end));
    return from && to ? [{ ...link, fromId: from.id, toId: to.id }] : [];
  });
  return {
    marks: marks.taken.toSorted(
      (a, b) => compareSpans(a.spans[0] ?? nowhere, b.spans[0] ?? nowhere) || (a.kind < b.kind ? -1 : 1),
    ),
    links: joined,
    left: { marks: marks.places - marks.taken.length, links: links.places - joined.length },
  };
}

const nowhere: Span = { start: -1, end: -1 };

function markPlace({ kind, spans }: MergeMark): string {
  return JSON.stringify([kind, spansKey(spans)]);
}

function endsOf(place: string): string[] {
  const parts: unknown = JSON.parse(place);
  return Array.isArray(parts) ? parts.slice(1).map(String) : [];
}

type Settled<T> = { taken: T[]; takenAt: [place: string, thing: T][]; places: number };

/** Place by place: the things that enough people have alike, where nobody has two. */
function settle<T extends { attributes: Readonly<Record<string, unknown>> }>(
  people: readonly (readonly T[])[],
  placeOf: (thing: T, person: number) => string | null,
  votes: number,
): Settled<T> {
  const byPlace = new Map<string, { thing: T; person: number }[]>();
  for (const [person, things] of people.entries())
    for (const thing of things) {
      const place = placeOf(thing, person);
      if (place === null) continue;
      const there = byPlace.get(place);
      if (there) there.push({ thing, person });
      else byPlace.set(place, [{ thing, person }]);
    }
  const takenAt: [string, T][] = [];
  for (const [place, there] of byPlace) {
    const isStacked = new Set(there.map(({ person }) => person)).size < there.length;
    const thing = isStacked
      ? null
      : mostAlike(
          there.map((one) => one.thing),
          votes,
        );
    if (thing) takenAt.push([place, thing]);
  }
  return { taken: takenAt.map(([, thing]) => thing), takenAt, places: byPlace.size };
}

function mostAlike<T extends { attributes: Readonly<Record<string, unknown>> }>(
  things: readonly T[],
  votes: number,
): T | null {
  const byValue = new Map<string, T[]>();
  for (const thing of things) {
    const value = attributesKey(thing.attributes);
    byValue.set(value, [...(byValue.get(value) ?? []), thing]);
  }
  const [most = [], next = []] = [...byValue.values()].toSorted((a, b) => b.length - a.length);
  return most.length >= votes && most.length > next.length ? (most[0] ?? null) : null;
}

function attributesKey(attributes: Readonly<Record<string, unknown>>): string {
  return canonicalJson(
    Object.fromEntries(
      Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined),
    ),
  );
}
