import fc from "fast-check";
import type { ReuseEnd, ReuseTie } from "@/lib/reuse/form-clusters";
import { reuseDegrees, reuseLosses } from "@/lib/vocabulary";

/** An end with what a test does not care about filled in. */
export function endOf(place: Partial<ReuseEnd> & { at?: string }): ReuseEnd {
  const { at, ...rest } = place;
  const outside = rest.url !== undefined && rest.url !== null;
  return {
    versionId: outside ? null : (at ?? "v1"),
    articleId: outside ? null : `article of ${at ?? "v1"}`,
    url: null,
    quote: "forty houses were flooded",
    spans: outside ? [] : [{ start: 0, end: 10 }],
    publishedAt: null,
    language: "en",
    isTranslated: false,
    ...rest,
  };
}

/** A confirmed link between two texts' beginnings unless told otherwise. */
export function tieOf(
  id: string,
  a: ReuseEnd | string,
  b: ReuseEnd | string,
  more: Partial<ReuseTie> = {},
): ReuseTie {
  const at = (end: ReuseEnd | string) => (typeof end === "string" ? endOf({ at: end }) : end);
  return {
    id,
    a: at(a),
    b: at(b),
    original: null,
    degree: "heavy-revision",
    lost: [],
    state: "confirmed",
    ...more,
  };
}

const quotes = [
  "forty houses were flooded",
  "the mayor said forty houses",
  "nobody was hurt in the flood",
  "a dam broke",
];
const times: Record<string, number | null> = { v1: 1_000, v2: 2_000, v3: null, v4: 2_000, v5: 500 };

const inside = fc
  .record({
    at: fc.constantFrom("v1", "v2", "v3", "v4", "v5"),
    start: fc.integer({ min: 0, max: 20 }),
    length: fc.integer({ min: 1, max: 12 }),
    quote: fc.constantFrom(...quotes),
  })
  .map(({ at, start, length, quote }) =>
    endOf({ at, quote, spans: [{ start, end: start + length }], publishedAt: times[at] ?? null }),
  );
const outside = fc
  .record({
    url: fc.constantFrom("https://a.example/1", "https://a.example/1#top", "https://b.example/"),
    quote: fc.constantFrom(...quotes),
  })
  .map(({ url, quote }) => endOf({ url, quote }));

/** Up to 14 links among few texts, so that their ends overlap, repeat, contradict and close circles. */
export const someLinks: fc.Arbitrary<ReuseTie[]> = fc
  .array(
    fc.record({
      a: inside,
      b: fc.oneof({ weight: 4, arbitrary: inside }, outside),
      original: fc.constantFrom("a" as const, "b" as const, null),
      degree: fc.constantFrom(...reuseDegrees),
      lost: fc.subarray([...reuseLosses]),
      state: fc.constantFrom("confirmed" as const, "confirmed" as const, "rejected" as const),
    }),
    { maxLength: 14 },
  )
  .map((links) => links.map((link, place) => ({ id: `l${String(place).padStart(2, "0")}`, ...link })));
