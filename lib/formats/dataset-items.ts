import { z } from "zod";
import { formatName, formatVersion, sourceSchema } from "@/lib/formats/sourcebench-jsonl-schema";
import { pairVerdicts } from "@/lib/pairs/schema";
import { countCodePoints } from "@/lib/text/code-points";
import { isOverlapping } from "@/lib/text/span";
import {
  cardLinkTypes,
  claimKinds,
  claimTypes,
  credibilityGrades,
  evidenceStances,
  ratingRoles,
  reliabilityGrades,
  stances,
  verdicts,
} from "@/lib/vocabulary";

const id = z.uuid();
const time = z.iso.datetime();
const day = z.iso.date();
const pseudonym = z.string().min(1).max(300);
const offset = z.int().min(0);
const count = z.int().min(0);
const grade = z.enum(credibilityGrades);
const scheme = { scheme: z.string().min(1), schemeVersion: z.string() };
const head = {
  format: z.literal(formatName),
  version: z.literal(formatVersion),
  pseudonymKey: z.string().min(1).max(100),
};

/** A claim of a final layer that says what a card says, or, answered so, does not; `words` name who said it. */
const mention = z.object({
  id,
  claim: id,
  attribution: id.nullable(),
  isSame: z.boolean(),
  stance: z.enum(stances),
  kind: z.enum(claimKinds),
  article: id,
  articleVersion: id,
  layer: id,
  title: z.string(),
  url: z.string().nullable(),
  publishedAt: time.nullable(),
  publisher: sourceSchema.nullable(),
  quote: z.string(),
  spans: z.array(z.object({ start: offset, end: offset })),
  words: z.string().nullable(),
  speakers: z.array(sourceSchema),
});
export type ExportedMention = z.infer<typeof mention>;

const judged = { id, by: pseudonym, rationale: z.string(), sawOthers: z.boolean(), at: time, ...scheme };

/** How many independent origins stand behind a card, as `sourcebench corroborate` counts them. */
const corroboration = z.object({
  mentions: count,
  articles: count,
  clusters: count,
  unnamed: count,
  roots: count,
  low: count,
  high: count,
  unexaminedPairs: count,
  denials: count,
  assessments: count,
  suggestedCredibility: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(6)]).nullable(),
  why: z.string(),
});

const cardItem = z.object({
  ...head,
  item: z.literal("card"),
  id,
  statement: z.string().min(1),
  type: z.enum(["content", "speech-act"]),
  claimTypes: z.array(z.enum(claimTypes)),
  verifiable: z.boolean().nullable(),
  publicInterest: z.boolean().nullable(),
  harm: z.boolean().nullable(),
  createdAt: time,
  mentions: z.array(mention),
  origins: z.array(z.object({ source: sourceSchema, mentions: z.array(id) })),
  dependencies: z.array(
    z.object({ a: id, b: id, level: z.enum(["known", "possible", "independent"]), why: z.string() }),
  ),
  corroboration: corroboration.nullable(),
  credibilities: z.array(z.object({ ...judged, grade })),
  verdicts: z.array(z.object({ ...judged, verdict: z.enum(verdicts) })),
  evidence: z.array(
    z.object({
      id,
      url: z.string(),
      archivedUrl: z.string().nullable(),
      readOn: day,
      quote: z.string(),
      stance: z.enum(evidenceStances),
    }),
  ),
  links: z.array(z.object({ id, type: z.enum([...cardLinkTypes, "broader"]), card: id })),
});
export type CardItem = z.infer<typeof cardItem>;

const ratingItem = z.object({
  ...head,
  item: z.literal("rating"),
  id,
  round: z.object({ id, name: z.string() }).nullable(),
  source: sourceSchema,
  rater: pseudonym,
  grade: z.enum(reliabilityGrades),
  role: z.enum(ratingRoles),
  topic: z.string(),
  periodFrom: day.nullable(),
  periodTo: day.nullable(),
  sawOthers: z.boolean(),
  reason: z.string(),
  ratedAt: time,
  ...scheme,
});
export type RatingItem = z.infer<typeof ratingItem>;

const pairEnd = z.object({
  article: id,
  articleVersion: id,
  /** SHA-256 of the version's stored text, in which the offsets count. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  start: offset,
  end: offset,
  quote: z.string(),
});
export type PairEnd = z.infer<typeof pairEnd>;
const pairVerdict = z.enum(pairVerdicts).nullable();

/**
 * Two passages about which somebody answered whether one is a copy of the other: what stands now (a degree, `no`,
 * `unsure`, null where all was taken back), and each answer and undo, oldest first.
 */
export const pairItem = z.object({
  ...head,
  item: z.literal("pair"),
  id,
  a: pairEnd,
  b: pairEnd,
  score: z.int().min(0).max(100),
  method: z.enum(["texts", "link"]),
  verdict: pairVerdict,
  by: pseudonym.nullable(),
  at: time.nullable(),
  /** Whether both articles were finished where it was judged, so that it counts for clusters of reuse. */
  settled: z.boolean(),
  answers: z.array(z.object({ id, verdict: pairVerdict, undoes: id.nullable(), by: pseudonym, at: time })),
  /** What it was where it was judged, for one that was imported. */
  origin: z
    .object({
      id,
      pseudonymKey: z.string(),
      a: z.object({ article: id, articleVersion: id }),
      b: z.object({ article: id, articleVersion: id }),
      settled: z.boolean(),
    })
    .nullable(),
});
export type PairItem = z.infer<typeof pairItem>;

/**
 * What a dataset holds beside its articles, a line each behind them: claim cards, ratings of sources and answers about pairs of
 * passages. Keys keep this
 * order, so that equal items are equal bytes.
 */
export const datasetItemSchema = z.discriminatedUnion("item", [cardItem, ratingItem, pairItem]);
export type DatasetItem = z.infer<typeof datasetItemSchema>;

/** What items of a kind are called, several of them. */
export const itemNames: Readonly<Record<DatasetItem["item"], string>> = {
  card: "claim cards",
  rating: "ratings of sources",
  pair: "answers about pairs of passages",
};

/** The articles that a claim card or a judged pair is about, each as often as it stands there. */
export function articlesOf(item: CardItem | PairItem): string[] {
  return item.item === "card"
    ? item.mentions.map(({ article }) => article)
    : [item.a.article, item.b.article];
}

/** The first reason why an item contradicts itself (an id that it names and does not hold), or null. */
export function checkItem(item: DatasetItem): string | null {
  if (item.item === "rating") return null;
  if (item.item === "pair") return checkPair(item);
  const mentions = new Set(item.mentions.map((one) => one.id));
  if (mentions.size < item.mentions.length) return "a mention stands twice";
  const lost = item.origins.flatMap((origin) => origin.mentions).find((one) => !mentions.has(one));
  if (lost !== undefined) return `an origin names the mention ${lost}, which is not there`;
  if (item.mentions.some(({ spans }) => spans.some(({ start, end }) => end <= start)))
    return "a mention has an empty span";
  return item.dependencies.some(({ a, b }) => a === b) ? "a source depends on itself" : null;
}

function checkPair({ a, b, verdict, by, at, answers }: PairItem): string | null {
  for (const { start, end, quote } of [a, b])
    if (end <= start || countCodePoints(quote) !== end - start) return "a quote is not as long as its span";
  if (a.articleVersion === b.articleVersion && isOverlapping(a, b)) return "a passage is paired with itself";
  if ((verdict === null) !== (by === null) || (verdict === null) !== (at === null))
    return "an answer stands without its giver, or a giver without an answer";
  const known = new Set<string>();
  for (const { id, verdict, undoes } of answers) {
    if (known.has(id)) return `the answer ${id} stands twice`;
    if (undoes === null ? verdict === null : !known.has(undoes)) return `the answer ${id} says nothing`;
    known.add(id);
  }
  return null;
}
