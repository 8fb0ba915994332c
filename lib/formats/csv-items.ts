import type { WriteContext } from "@/lib/formats/conversion";
import type { CsvCell } from "@/lib/formats/csv-table";
import type { CardItem, DatasetItem, PairEnd, PairItem, RatingItem } from "@/lib/formats/dataset-items";

/** The heads of the tables of what stands beside the articles. */
export const itemHeads = {
  "ratings.csv":
    "round source_id source_name rater grade saw_others reason rated_at role topic period_from period_to source_kind round_id rating scheme scheme_version",
  "corroboration.csv":
    "card statement type claim_types verifiable public_interest harm low high unexamined_pairs roots mentions articles clusters unnamed denials assessments suggested_credibility why origins dependencies credibilities verdicts evidence card_links created_at",
  "mentions.csv":
    "card mention claim attribution same stance kind article title url published_at publisher quote spans said_by speakers layer version publisher_id publisher_kind",
  "pairs.csv":
    "of a b label stance_a stance_b card degree direction state pair score judged_by judged_at settled",
} as const;
export type ItemTable = keyof typeof itemHeads;

/** The most mentions of a card of which every pair is written: beyond, each pairs with the first. */
const MOST_PAIRED = 100;

/** The rows of a card or a rating, by table. */
export function itemRows(item: DatasetItem, context: WriteContext): Partial<Record<ItemTable, CsvCell[][]>> {
  if (item.item === "rating") return { "ratings.csv": [ratingRow(item)] };
  if (item.item === "pair") return { "pairs.csv": [passagesRow(item)] };
  return {
    "corroboration.csv": [cardRow(item)],
    "mentions.csv": mentionRows(item),
    "pairs.csv": pairRows(item, context),
  };
}

function yesNo(value: boolean | null): CsvCell {
  return value === null ? null : value ? "yes" : "no";
}

function ratingRow(rating: RatingItem): CsvCell[] {
  const { round, source } = rating;
  return [
    round?.name ?? null,
    source.id,
    source.name,
    rating.rater,
    rating.grade,
    yesNo(rating.sawOthers),
    rating.reason,
    rating.ratedAt,
    rating.role,
    rating.topic,
    rating.periodFrom,
    rating.periodTo,
    source.kind,
    round?.id ?? null,
    rating.id,
    rating.scheme,
    rating.schemeVersion,
  ];
}

function cardRow(card: CardItem): CsvCell[] {
  const counted = card.corroboration;
  return [
    card.id,
    card.statement,
    card.type,
    card.claimTypes.join(" "),
    yesNo(card.verifiable),
    yesNo(card.publicInterest),
    yesNo(card.harm),
    counted?.low ?? null,
    counted?.high ?? null,
    counted?.unexaminedPairs ?? null,
    counted?.roots ?? null,
    counted?.mentions ?? null,
    counted?.articles ?? null,
    counted?.clusters ?? null,
    counted?.unnamed ?? null,
    counted?.denials ?? null,
    counted?.assessments ?? null,
    counted?.suggestedCredibility ?? null,
    counted?.why ?? null,
    JSON.stringify(card.origins),
    JSON.stringify(card.dependencies),
    JSON.stringify(card.credibilities),
    JSON.stringify(card.verdicts),
    JSON.stringify(card.evidence),
    JSON.stringify(card.links),
    card.createdAt,
  ];
}

function mentionRows(card: CardItem): CsvCell[][] {
  return card.mentions.map((mention) => [
    card.id,
    mention.id,
    mention.claim,
    mention.attribution,
    yesNo(mention.isSame),
    mention.stance,
    mention.kind,
    mention.article,
    mention.title,
    mention.url,
    mention.publishedAt,
    mention.publisher?.name ?? null,
    mention.quote,
    JSON.stringify(mention.spans),
    mention.words,
    JSON.stringify(mention.speakers),
    mention.layer,
    mention.articleVersion,
    mention.publisher?.id ?? null,
    mention.publisher?.kind ?? null,
  ]);
}

/**
 * Pairs of claims: those of one card say the same, one answered "not the same" says another thing than each of them. Of
 * more than `MOST_PAIRED` mentions each pairs with the first alone, and the others are told.
 */
function pairRows(card: CardItem, context: WriteContext): CsvCell[][] {
  const unique = (isSame: boolean) => [
    ...new Map(card.mentions.filter((one) => one.isSame === isSame).map((one) => [one.claim, one])).values(),
  ];
  const [same, other] = [unique(true), unique(false)];
  const isLarge = same.length > MOST_PAIRED;
  const partners = isLarge ? same.slice(0, 1) : same;
  const all = (same.length * (same.length - 1)) / 2 + other.length * same.length;
  const rows = partners.flatMap((a, place) => [
    ...same.slice(place + 1).map((b): CsvCell[] => pairRow(card, a, b, "same")),
    ...other.map((b): CsvCell[] => pairRow(card, a, b, "not-same")),
  ]);
  context.lose({
    what: "pairs of claims",
    why: `of more than ${MOST_PAIRED} mentions each pairs with the first alone`,
    article: card.statement,
    count: all - rows.length,
  });
  return rows;
}

/** Cells of `pairs.csv` that pairs of claims leave empty. */
const nothing: CsvCell[] = Array.from({ length: 8 }, () => null);

type Mention = CardItem["mentions"][number];
function pairRow(card: CardItem, a: Mention, b: Mention, label: string): CsvCell[] {
  return ["claims", a.claim, b.claim, label, a.stance, b.stance, card.id, ...nothing];
}

/** What an answer says of two passages, as `label` and `state`; a degree says that one is a copy of the other. */
const said = {
  copy: ["same", "confirmed"],
  no: ["not-same", "rejected"],
  unsure: ["unsure", "unsure"],
  open: ["not-judged", "suggested"],
} as const;

/** Two passages that somebody judged; "no" makes a negative pair. */
function passagesRow(pair: PairItem): CsvCell[] {
  const { verdict } = pair;
  const isNone = verdict === "no" || verdict === "unsure";
  const [label, state] = said[verdict === null ? "open" : isNone ? verdict : "copy"];
  const degree = isNone ? null : verdict;
  const judged = [pair.id, pair.score, pair.by, pair.at, yesNo(pair.settled)];
  return [
    "passages",
    placeOf(pair.a),
    placeOf(pair.b),
    label,
    null,
    null,
    null,
    degree,
    null,
    state,
    ...judged,
  ];
}

function placeOf({ articleVersion, start, end }: PairEnd): string {
  return `${articleVersion}#${start}-${end}`;
}
