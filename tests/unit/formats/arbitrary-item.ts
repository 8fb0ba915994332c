import fc from "fast-check";
import type { CardItem, PairItem, RatingItem } from "@/lib/formats/dataset-items";
import { pairVerdicts } from "@/lib/pairs/schema";
import {
  claimTypes,
  credibilityGrades,
  evidenceStances,
  reliabilityGrades,
  verdicts,
} from "@/lib/vocabulary";

const head = { format: "sourcebench-jsonl", version: 1, pseudonymKey: "key" } as const;
const at = "2026-05-03T10:15:00.123Z";
const word = fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" });
const source = fc.record({
  id: fc.uuid(),
  name: fc.oneof(word, fc.constantFrom("=SUM(A1)", "@harbour", 'a "quoted", name', "שלום 😀")),
  kind: fc.constantFrom("outlet", "person", "government"),
});
const judged = {
  id: fc.uuid(),
  by: fc.constantFrom("person-0123456789ab", "person-ba9876543210"),
  rationale: word,
  sawOthers: fc.boolean(),
  at: fc.constantFrom(at, "2026-05-04T10:15:00.123Z"),
  scheme: fc.constant("scheme"),
  schemeVersion: fc.constant("1"),
};
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

const mention = fc.record({
  id: fc.uuid(),
  claim: fc.uuid(),
  attribution: maybe(fc.uuid()),
  isSame: fc.boolean(),
  stance: fc.constantFrom("asserts", "denies", "questions"),
  kind: fc.constantFrom("factual", "assessment", "prediction"),
  article: fc.uuid(),
  articleVersion: fc.uuid(),
  layer: fc.uuid(),
  title: word,
  url: maybe(fc.constant("https://post.example/1")),
  publishedAt: maybe(fc.constantFrom(at, "2025-01-02T00:00:00.000Z")),
  publisher: maybe(source),
  quote: word,
  spans: fc.boolean().map(() => [{ start: 0, end: 4 }]),
  words: maybe(word),
  speakers: fc.array(source, { maxLength: 2 }),
});

/** Any claim card as an export writes it. */
export const arbitraryCard: fc.Arbitrary<CardItem> = fc
  .record({
    id: fc.uuid(),
    statement: word,
    type: fc.constantFrom("content", "speech-act"),
    claimTypes: fc.subarray([...claimTypes]),
    verifiable: maybe(fc.boolean()),
    mentions: fc.uniqueArray(mention, { maxLength: 5, selector: (one) => one.id }),
    root: source,
    isCounted: fc.boolean(),
    credibilities: fc.array(fc.record({ ...judged, grade: fc.constantFrom(...credibilityGrades) }), {
      maxLength: 3,
    }),
    verdicts: fc.array(fc.record({ ...judged, verdict: fc.constantFrom(...verdicts) }), { maxLength: 3 }),
    evidence: fc.array(
      fc.record({
        id: fc.uuid(),
        url: fc.constant("https://council.example/minutes"),
        archivedUrl: maybe(fc.constant("https://archive.example/1")),
        readOn: fc.constant("2026-05-01"),
        quote: word,
        stance: fc.constantFrom(...evidenceStances),
      }),
      { maxLength: 2 },
    ),
    link: fc.uuid(),
  })
  .map(({ root, isCounted, link, ...card }) => ({
    ...head,
    item: "card",
    ...card,
    publicInterest: null,
    harm: true,
    createdAt: at,
    origins: [{ source: root, mentions: card.mentions.slice(0, 1).map(({ id }) => id) }],
    dependencies: [],
    corroboration: isCounted ? { ...corroboration, mentions: card.mentions.length } : null,
    links: [{ id: link, type: "narrower", card: card.id }],
  }));

const corroboration = {
  articles: 1,
  clusters: 1,
  unnamed: 0,
  roots: 1,
  low: 0,
  high: 1,
  unexaminedPairs: 0,
  denials: 0,
  assessments: 0,
  suggestedCredibility: 3 as const,
  why: "one origin",
};

/** Any rating of a source as an export writes it. */
export const arbitraryRating: fc.Arbitrary<RatingItem> = fc.record({
  format: fc.constant(head.format),
  version: fc.constant(head.version),
  pseudonymKey: fc.constant(head.pseudonymKey),
  item: fc.constant("rating"),
  id: fc.uuid(),
  round: maybe(fc.record({ id: fc.uuid(), name: word })),
  source,
  rater: fc.constant("person-0123456789ab"),
  grade: fc.constantFrom(...reliabilityGrades),
  role: fc.constantFrom("publisher", "origin", "speaker"),
  topic: fc.constantFrom("", "floods"),
  periodFrom: maybe(fc.constant("2026-01-01")),
  periodTo: fc.constant(null),
  sawOthers: fc.boolean(),
  reason: fc.oneof(word, fc.constant("-1 for\nlate corrections")),
  ratedAt: fc.constant(at),
  scheme: fc.constant("admiralty-reliability"),
  schemeVersion: fc.constant("STANAG-2511"),
});

const pairEnd = fc
  .record({ article: fc.uuid(), articleVersion: fc.uuid(), start: fc.nat(5_000), quote: word })
  .map(({ start, quote, ...end }) => ({
    ...end,
    sha256: "ab".repeat(32),
    start,
    end: start + [...quote].length,
    quote,
  }));
const somebody = fc.constantFrom("person-0123456789ab", "person-ba9876543210");

/** Any pair of passages that somebody judged, with its answers and undos, as an export writes it. */
export const arbitraryPair: fc.Arbitrary<PairItem> = fc
  .record({
    id: fc.uuid(),
    ends: fc.uniqueArray(pairEnd, { minLength: 2, maxLength: 2, selector: (end) => end.articleVersion }),
    score: fc.nat(100),
    method: fc.constantFrom("texts", "link"),
    given: fc.uniqueArray(
      fc.record({ id: fc.uuid(), verdict: fc.constantFrom(...pairVerdicts), by: somebody }),
      { minLength: 1, maxLength: 4, selector: (answer) => answer.id },
    ),
    undo: maybe(fc.uuid()),
    settled: fc.boolean(),
    origin: maybe(fc.uuid()),
  })
  .map(({ id, ends: [a, b], score, method, given, undo, settled, origin }) => {
    if (!a || !b) throw new Error("There are two.");
    const answers: PairItem["answers"] = given.map((answer) => ({
      id: answer.id,
      verdict: answer.verdict,
      undoes: null,
      by: answer.by,
      at,
    }));
    const last = answers.at(-1);
    const before = answers.at(-2);
    if (undo !== null && last)
      answers.push({ id: undo, verdict: before?.verdict ?? null, undoes: last.id, by: last.by, at });
    const stands = undo === null ? last : before;
    const from = ({ article, articleVersion }: typeof a) => ({ article, articleVersion });
    return {
      ...head,
      item: "pair",
      ...{ id, a, b, score, method },
      verdict: stands?.verdict ?? null,
      by: stands?.by ?? null,
      at: stands?.at ?? null,
      ...{ settled, answers },
      origin: origin === null ? null : { id: origin, pseudonymKey: "old", a: from(a), b: from(b), settled },
    };
  });
