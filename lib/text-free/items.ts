import { articlesOf, type DatasetItem } from "@/lib/formats/dataset-items";
import { writeItem } from "@/lib/formats/sourcebench-jsonl";
import { countCodePoints } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";
import { type JsonPath, listLeaves, mapMembers, pathKey } from "@/lib/text-free/leaves";
import { type Copy, hashOf, withoutWordsOf } from "@/lib/text-free/make";
import {
  type TextFreeItem,
  type TextFreeLimits,
  type TextPart,
  textFreeFormat,
  textFreeVersion,
} from "@/lib/text-free/schema";

/** A string of an item: what stands there, what it is made of once words of an article had to go, and where it was cut from. */
export type ItemText = {
  path: JsonPath;
  value: string;
  parts: TextPart[] | null;
  own: { version: string; spans: readonly Span[] } | null;
};

/** An item with its strings; `articles` are those whose words may stand in them. */
export type OpenItem = { item: DatasetItem; articles: string[]; texts: ItemText[] };

/** Opens a claim card, a rating or a judged pair: its strings may hold words of every article that it is about. */
export function openItem(item: DatasetItem): OpenItem {
  const quotes = new Map<string, ItemText["own"]>();
  if (item.item === "card")
    for (const [place, { articleVersion, spans }] of item.mentions.entries())
      quotes.set(pathKey(["mentions", place, "quote"]), { version: articleVersion, spans });
  if (item.item === "pair")
    for (const end of ["a", "b"] as const)
      quotes.set(pathKey([end, "quote"]), { version: item[end].articleVersion, spans: [item[end]] });
  const texts = [...listLeaves({ ...item })].map(
    ({ path, value }): ItemText => ({ path, value, parts: null, own: quotes.get(pathKey(path)) ?? null }),
  );
  const articles = item.item === "rating" ? [] : articlesOf(item);
  return { item, articles: [...new Set(articles)], texts };
}

/**
 * Lets an article say which strings of an item may be shown: each counts on its limit, and where it would be passed the
 * article's words become references to `version`. Answers how many were shown and withheld.
 */
export function askArticle(
  { texts }: OpenItem,
  copy: Copy,
  limits: TextFreeLimits,
): { shown: number; withheld: number } {
  const { cover, version } = copy;
  const limit = Math.floor(limits.share * cover.length);
  const counts = { shown: 0, withheld: 0 };
  const refer = ({ start, end }: Span): TextPart => ({
    version: version.id,
    sha256: version.sha256,
    start,
    end,
  });
  for (const text of texts) {
    // Where another article has taken its words away, what is left is what would be shown.
    const left = (text.parts ?? [text.value]).filter((part) => typeof part === "string");
    const matches = left.flatMap((part) => cover.matchesIn(part));
    const own = text.parts === null && text.own?.version === version.id ? text.own.spans : [];
    if (matches.length === 0 && own.length === 0) continue;
    const longest = Math.max(0, ...matches.map(({ length }) => length));
    const fresh = [...new Set(left.flatMap((part) => cover.freshIn(part, own)))];
    if (longest <= limits.quote && cover.count + fresh.length <= limit) {
      cover.show(fresh);
      counts.shown += 1;
      continue;
    }
    counts.withheld += 1;
    text.parts = matches.length === 0 ? joined(own, refer) : withoutWordsOf(text.parts ?? [text.value], copy);
  }
  return counts;
}

/** A quote too short to be found by its words, as its spans. */
function joined(spans: readonly Span[], refer: (span: Span) => TextPart): TextPart[] {
  return spans.flatMap((span, place) => (place === 0 ? [refer(span)] : [" … ", refer(span)]));
}

/** The text-free line of an item when every article of it has been asked. */
export function closeItem({ item, texts }: OpenItem): TextFreeItem {
  const hidden = new Map(
    texts.flatMap((text) => (text.parts === null ? [] : [[pathKey(text.path), text] as const])),
  );
  return {
    format: textFreeFormat,
    version: textFreeVersion,
    text: { lineSha256: hashOf(writeItem(item)) },
    item: mapMembers({ ...item }, (value, path) => (hidden.has(pathKey(path)) ? null : value)),
    withheld: [...hidden.values()].map(({ path, value, parts }) => ({
      path,
      sha256: hashOf(value),
      length: countCodePoints(value),
      parts,
    })),
  };
}
