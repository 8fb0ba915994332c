import fc from "fast-check";
import type { ExportedAnnotation, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { codePointToUtf16, indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { normaliseText } from "@/lib/text/normalise";
import { rawText } from "../text/arbitrary-text";

const at = "2026-05-03T10:15:00.123Z";
const review = { status: "not-reviewed", reason: null, at: null, by: null, decision: null } as const;
const source = {
  id: "0195fa00-0000-7000-8000-00000000000a",
  name: "Northern Wire 北",
  kind: "agency",
} as const;
const hash = "0".repeat(64);
const json = fc.dictionary(
  fc.string({ maxLength: 8 }),
  fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
  {
    maxKeys: 4,
    noNullPrototype: true,
  },
);

/** A place in a text as two shares of its length; an empty one grows to one code point. */
const place = fc.tuple(fc.nat(999), fc.nat(999)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

/** Any record of one article: a text on which offsets go wrong, marks that may be discontinuous, links of every kind. */
export const arbitraryRecord: fc.Arbitrary<ExportRecord> = fc
  .record({
    raw: rawText.filter((text) => text.length > 0),
    places: fc.array(fc.array(place, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 6 }),
    ids: fc.array(fc.uuid(), { minLength: 24, maxLength: 24 }),
    attributes: json,
    title: fc.string(),
  })
  .filter(({ ids }) => new Set(ids).size === ids.length)
  .map(({ raw, places, ids, attributes, title }) => makeRecord(raw, places, ids, attributes, title));

function makeRecord(
  raw: string,
  places: (readonly [number, number])[][],
  ids: string[],
  attributes: Record<string, string | number | boolean | null>,
  title: string,
): ExportRecord {
  // A copy: shrinking asks for the same ids again.
  const left = [...ids];
  const take = () => left.pop() ?? "";
  const { text, map } = normaliseText(raw);
  const index = indexCodePoints(text);
  const spanOf = ([from, to]: readonly [number, number], role: "body" | "cue") => {
    const start = Math.min(index.length - 1, Math.floor((from * index.length) / 1000));
    const end = Math.max(start + 1, Math.floor((to * index.length) / 1000));
    return {
      role,
      start,
      end,
      quote: sliceCodePoints(index, { start, end }),
      utf16Start: codePointToUtf16(index, start),
      utf16End: codePointToUtf16(index, end),
    };
  };
  const kinds = ["claim", "attribution", "duplicate"] as const;
  const annotations = places.map((spans, number): ExportedAnnotation => {
    const kind = kinds[number % 3] ?? "claim";
    return {
      id: take(),
      kind,
      attributes,
      spans: spans.map((span) => spanOf(span, kind === "attribution" ? "cue" : "body")),
      nestedIn: null,
      revision: number + 1,
      createdAt: at,
      updatedAt: at,
      createdBy: "person-0123456789ab",
      review,
      decidedBy: null,
      origin: null,
      ...(number === 1 && {
        suggestion: { producer: "spotter", version: "1", score: null, verdict: "amended" as const },
      }),
    };
  });
  const [claim = "", attribution = "", duplicate = ""] = annotations.map(({ id }) => id);
  const state = { revision: 1, createdAt: at, origin: null };
  const twin = spanOf([0, 999], "body");
  return {
    format: "sourcebench-jsonl",
    version: 1,
    pseudonymKey: take(),
    offsets: { unit: "code-point", text: "stored" },
    article: {
      id: take(),
      title,
      publisher: source,
      credits: [{ name: "Wire", source: null }],
      byline: null,
      url: null,
      publishedAt: at,
      publishedText: null,
      language: "en",
      originalLanguage: null,
      translated: "machine",
      derivation: null,
      derivesFrom: null,
      importedAt: at,
      ...(title.length % 2 === 0 ? {} : { licence: "CC BY 4.0 | by contract" }),
      origin: null,
    },
    articleVersion: {
      id: take(),
      number: 1,
      extractor: "test",
      length: index.length,
      sha256: hash,
      rawSha256: hash,
      text,
      rawText: raw === text ? null : raw,
      rawBytes: null,
      offsetMap: { ...map, segments: map.segments.map(([a, b, c, d]) => [a, b, c, d]) },
    },
    blocks: [{ kind: "body", start: 0, end: index.length, source: null }],
    layers: [
      {
        id: take(),
        kind: "person",
        round: 1,
        state: "submitted",
        annotator: "person-0123456789ab",
        guideline: { id: take(), number: 2 },
        createdAt: at,
        submittedAt: at,
        nothingToMark: false,
        annotations,
        claimLinks: [{ id: take(), attribution, claim, role: "remote", stance: "denies", ...state }],
        attributionSources: [{ id: take(), attribution, source, ...state }],
        restsOn: [
          {
            id: take(),
            attribution,
            target: null,
            source: null,
            description: "footage",
            claims: [claim],
            kind: "relays",
            ...state,
          },
        ],
        reuseLinks: [
          {
            id: take(),
            annotation: duplicate,
            degree: "summary",
            direction: "unknown",
            evidence: null,
            lost: ["valueChanged"],
            state: "suggested",
            passage: {
              id: take(),
              article: take(),
              version: take(),
              sha256: hash,
              url: null,
              quote: twin.quote,
              spans: [{ start: twin.start, end: twin.end, quote: twin.quote }],
            },
            ...state,
          },
        ],
        origin: null,
      },
    ],
    review: { state: "done", agreement: 0.5, conflicts: 1, finishedAt: at, units: [] },
  };
}
