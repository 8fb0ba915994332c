import { canonicalJson } from "@/lib/canonical-json";
import type { ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";

/** A field that differs, with both values; null where it was not there. */
export type FieldChange = { field: string; before: unknown; after: unknown };

/** A mark or a link in one release and not in the other, or in both and not the same. */
export type ObjectChange = {
  change: "added" | "removed" | "changed";
  id: string;
  /** `claim`, `attribution`, `duplicate`, or the name of a link. */
  kind: string;
  layer: string;
  /** The words that a mark stands on. */
  quote: string;
  fields: FieldChange[];
};

/** How an article differs between two releases. */
export type ArticleChange = {
  article: string;
  title: string;
  change: "in" | "out" | "changed";
  fields: FieldChange[];
  objects: ObjectChange[];
};

type Item = { id: string; kind: string; layer: string; quote: string; content: Record<string, unknown> };

/** The facts of an article, its texts, its layers and everything in them, without people and times: what two releases are compared by. */
export function comparable(records: readonly ExportRecord[]): {
  facts: Record<string, unknown>;
  items: Item[];
} {
  const [first] = records;
  if (!first) return { facts: {}, items: [] };
  const { id: _id, origin: _origin, importedAt: _at, ...article } = first.article;
  const versions = records.map(({ articleVersion }) => ({
    number: articleVersion.number,
    sha256: articleVersion.sha256,
  }));
  const facts = {
    ...article,
    versions,
    blocks: records.map(({ blocks }) => blocks),
    review: first.review.state,
    layers: records.flatMap(({ layers }) => layers.map(({ id, kind, state }) => ({ id, kind, state }))),
  };
  return { facts, items: records.flatMap(({ layers }) => layers.flatMap(itemsOf)) };
}

function itemsOf(layer: ExportedLayer): Item[] {
  const marks = layer.annotations.map(({ id, kind, attributes, spans, nestedIn }) => ({
    id,
    kind: String(kind),
    layer: layer.id,
    quote: spans.map(({ quote }) => quote).join(" … "),
    content: {
      ...attributes,
      nestedIn,
      spans: spans.map(({ role, start, end, quote }) => ({ role, start, end, quote })),
    },
  }));
  const linksOf = (
    kind: string,
    links: readonly { id: string; revision: number; createdAt: string; origin: string | null }[],
  ) =>
    links.map(({ id, revision: _revision, createdAt: _createdAt, origin: _origin, ...content }) => {
      return { id, kind, layer: layer.id, quote: "", content };
    });
  return [
    ...marks,
    ...linksOf("claim link", layer.claimLinks),
    ...linksOf("attribution source", layer.attributionSources),
    ...linksOf("rests on", layer.restsOn),
    ...linksOf("reuse link", layer.reuseLinks),
  ];
}

/** The text whose hash stands for what an article holds; equal texts are equal contents. */
export function contentText(records: readonly ExportRecord[]): string {
  const { facts, items } = comparable(records);
  return canonicalJson({ facts, items: items.toSorted(byId) });
}

/** How an article's lines in one release differ from those in another; none on one side says that it came in or went out. */
export function compareArticle(
  before: readonly ExportRecord[],
  after: readonly ExportRecord[],
): ArticleChange | null {
  const one = before[0] ?? after[0];
  if (!one) return null;
  const [was, is] = [comparable(before), comparable(after)];
  const change = before.length === 0 ? "in" : after.length === 0 ? "out" : "changed";
  return {
    article: one.article.id,
    title: (after[0] ?? one).article.title,
    change,
    fields: change === "changed" ? compareFields(was.facts, is.facts) : [],
    objects: compareItems(was.items, is.items),
  };
}

function compareItems(before: readonly Item[], after: readonly Item[]): ObjectChange[] {
  const [were, are] = [byIds(before), byIds(after)];
  const changes: ObjectChange[] = [];
  for (const item of before)
    if (!are.has(item.id)) changes.push({ ...told(item), change: "removed", fields: [] });
  for (const item of after) {
    const was = were.get(item.id);
    if (!was) changes.push({ ...told(item), change: "added", fields: [] });
    else {
      const fields = compareFields(was.content, item.content);
      if (fields.length > 0) changes.push({ ...told(item), change: "changed", fields });
    }
  }
  return changes;
}

function told({ id, kind, layer, quote }: Item): Omit<ObjectChange, "change" | "fields"> {
  return { id, kind, layer, quote };
}

function compareFields(before: Record<string, unknown>, after: Record<string, unknown>): FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names
    .filter((name) => canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null))
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }));
}

function byIds(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}

function byId(a: Item, b: Item): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
