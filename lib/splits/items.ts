import { type DatasetEntry, isItem } from "@/lib/formats/conversion";
import type { CardItem, PairEnd, PairItem } from "@/lib/formats/dataset-items";
import type { ExportedReuseLink, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import type { ReuseEnd, ReuseTie } from "@/lib/reuse/form-clusters";
import { hullOf } from "@/lib/text/span";

/** What a split needs to know of an article, over all its lines. */
export type SplitItem = {
  article: string;
  title: string;
  versions: string[];
  /** SHA-256 of the stored texts. */
  texts: string[];
  publisher: { id: string; name: string } | null;
  derivesFrom: string | null;
  /** ms since 1970; null where nobody knows. */
  publishedAt: number | null;
  marks: Record<string, number>;
};

/** Articles and what joins them, gathered line by line. */
export type Gathered = {
  items: Map<string, SplitItem>;
  ties: ReuseTie[];
  /** SHA-256 of the texts of twins, by version: a twin may stand here under another id. */
  twinTexts: Map<string, string>;
  /** The articles with a claim that a card says, by card. */
  cards: Map<string, string[]>;
  /** Cards that people linked to each other, as pairs of ids. */
  cardLinks: (readonly [string, string])[];
};

/** Nothing gathered yet. */
export function gatherNothing(): Gathered {
  return { items: new Map(), ties: [], twinTexts: new Map(), cards: new Map(), cardLinks: [] };
}

/** Adds what a line says: an article, its marks by kind and every reuse link that is not rejected; a claim card; or a pair judged to be a copy. */
export function gather(into: Gathered, entry: DatasetEntry): void {
  if (!isItem(entry)) gatherRecord(into, entry);
  else if (entry.item === "card") gatherCard(into, entry);
  else if (entry.item === "pair") gatherPair(into, entry);
}

/** Cards stand behind the articles, but nothing here depends on it. */
function gatherCard(into: Gathered, card: CardItem): void {
  const articles = card.mentions.filter(({ isSame }) => isSame).map(({ article }) => article);
  into.cards.set(card.id, [...new Set(articles)]);
  for (const { card: other } of card.links) into.cardLinks.push([card.id, other]);
}

/** A degree says that one is a copy of the other; "no" and "unsure" join nothing, and part nothing either. */
function gatherPair(into: Gathered, { id, a, b, verdict }: PairItem): void {
  if (verdict === null || verdict === "no" || verdict === "unsure") return;
  const end = ({ articleVersion, article, start, end }: PairEnd) =>
    endOf(articleVersion, article, null, [{ start, end }]);
  for (const { articleVersion, sha256 } of [a, b]) into.twinTexts.set(articleVersion, sha256);
  into.ties.push({ id, a: end(a), b: end(b), original: null, degree: verdict, lost: [], state: "confirmed" });
}

function gatherRecord(into: Gathered, record: ExportRecord): void {
  const { article, articleVersion: version } = record;
  const known = into.items.get(article.id);
  const item: SplitItem = known ?? {
    article: article.id,
    title: article.title,
    versions: [],
    texts: [],
    publisher: article.publisher && { id: article.publisher.id, name: article.publisher.name },
    derivesFrom: article.derivesFrom,
    publishedAt: article.publishedAt === null ? null : Date.parse(article.publishedAt),
    marks: {},
  };
  into.items.set(article.id, item);
  item.versions.push(version.id);
  item.texts.push(version.sha256);
  for (const layer of record.layers) {
    for (const { kind } of layer.annotations) item.marks[kind] = (item.marks[kind] ?? 0) + 1;
    const spansOf = new Map(layer.annotations.map(({ id, spans }) => [id, spans]));
    for (const link of layer.reuseLinks) {
      const spans = spansOf.get(link.annotation) ?? [];
      const { version: twin, sha256 } = link.passage;
      if (link.state === "rejected") continue;
      into.ties.push(tieOf(record, link, spans));
      if (twin !== null && sha256 !== null) into.twinTexts.set(twin, sha256);
    }
  }
}

type Spans = ExportRecord["layers"][number]["annotations"][number]["spans"];

function tieOf(record: ExportRecord, link: ExportedReuseLink, spans: Spans): ReuseTie {
  const { passage } = link;
  const isInside = passage.version !== null;
  return {
    id: link.id,
    a: endOf(record.articleVersion.id, record.article.id, null, spans),
    b: isInside
      ? endOf(passage.version, passage.article, null, passage.spans)
      : { ...endOf(null, null, passage.url, []), quote: passage.quote },
    original: null,
    degree: link.degree,
    lost: link.lost,
    state: "confirmed",
  };
}

function endOf(
  versionId: string | null,
  articleId: string | null,
  url: string | null,
  spans: readonly { start: number; end: number }[],
): ReuseEnd {
  const hull = hullOf(spans);
  return {
    versionId,
    articleId,
    url,
    quote: "",
    spans: hull ? spans.map(({ start, end }) => ({ start, end })) : [{ start: 0, end: 1 }],
    publishedAt: null,
    language: null,
    isTranslated: false,
  };
}
