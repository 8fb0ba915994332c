import { type AttributeColumn, cellOf, columnPrefix } from "@/lib/attributes/columns";
import { tellLosses } from "@/lib/formats/carries";
import { type DatasetEntry, isItem, type OutputPiece, type WriteContext } from "@/lib/formats/conversion";
import { type ItemTable, itemHeads, itemRows } from "@/lib/formats/csv-items";
import { type CsvCell, csvBeginning, csvLine } from "@/lib/formats/csv-table";
import type { ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";

const annotationHead =
  "article title version layer layer_kind annotator annotation kind span role start end quote attributes nested_in created_at created_by review".split(
    " ",
  );
const articleHead =
  "article version sha256 title publisher_kind publisher credits byline url published_at published_text language original_language translated derivation derives_from licence".split(
    " ",
  );
const linkHead = "article layer link type from to role stance source_kind source detail created_at".split(
  " ",
);

const heads: Readonly<Record<Table, readonly string[]>> = {
  "articles.csv": articleHead,
  "links.csv": linkHead,
  "annotations.csv": annotationHead,
  "ratings.csv": itemHeads["ratings.csv"].split(" "),
  "corroboration.csv": itemHeads["corroboration.csv"].split(" "),
  "mentions.csv": itemHeads["mentions.csv"].split(" "),
  "pairs.csv": itemHeads["pairs.csv"].split(" "),
};
type Table = "articles.csv" | "annotations.csv" | "links.csv" | ItemTable;

/** UTF-16 units of a table's rows that are kept before they leave together. */
const KEPT = 256 * 1024;

/**
 * Writes a table a file: `articles.csv` with their facts; `annotations.csv`, a span a row in code points of the stored text; `links.csv`; `ratings.csv` of
 * sources; `corroboration.csv`, a claim card a row, and its `mentions.csv`; `pairs.csv` of copied passages and of claims,
 * with those that somebody answered "not the same". Fields of a mark and what has no column are JSON; a project's own have a
 * column each beside, several choices of one joined by `;`. RFC 4180 in UTF-8
 * with a byte order mark, formulas disarmed; a layer without marks is a row without an annotation.
 */
export async function* writeCsv(
  entries: AsyncIterable<DatasetEntry>,
  context: WriteContext,
): AsyncGenerator<OutputPiece> {
  const columns = context.columns ?? [];
  const own = columns.map(({ key }) => `${columnPrefix}${key}`);
  for (const [path, head] of Object.entries(heads)) {
    const all = path === "annotations.csv" ? [...head, ...own] : head;
    yield { path, text: csvBeginning + csvLine(all) };
  }
  const kept = new Map<string, string[]>();
  let units = 0;
  const keep = (path: Table, rows: readonly CsvCell[][]) => {
    if (rows.length === 0) return;
    const lines = rows.map(csvLine);
    for (const line of lines) units += line.length;
    kept.set(path, [...(kept.get(path) ?? []), lines.join("")]);
  };
  function* leave(): Generator<OutputPiece> {
    for (const [path, texts] of kept) yield { path, text: texts.join("") };
    kept.clear();
    units = 0;
  }
  for await (const entry of entries) {
    if (isItem(entry)) {
      const rows = itemRows(entry, context);
      keep("ratings.csv", rows["ratings.csv"] ?? []);
      keep("corroboration.csv", rows["corroboration.csv"] ?? []);
      keep("mentions.csv", rows["mentions.csv"] ?? []);
      keep("pairs.csv", rows["pairs.csv"] ?? []);
    } else {
      tellLosses(entry, "csv", context.lose);
      const what = "texts of articles";
      context.lose({ what, why: "the tables have quotes alone", article: entry.article.title, count: 1 });
      keep("articles.csv", [articleRow(entry)]);
      for (const layer of entry.layers) {
        keep("annotations.csv", annotationRows(entry, layer, columns));
        keep("links.csv", linkRows(entry, layer));
        keep("pairs.csv", reusePairs(layer));
      }
    }
    if (units > KEPT) yield* leave();
  }
  yield* leave();
}

/** A duplicate and its twin: `a` is the mark, `b` the passage's text or address; a rejected one is a negative pair. */
function reusePairs(layer: ExportedLayer): CsvCell[][] {
  return layer.reuseLinks.map(({ annotation, passage, degree, direction, state }) => {
    const label = { confirmed: "same", rejected: "not-same", suggested: "not-judged" }[state];
    const b = passage.version === null ? passage.url : `${passage.version}#${spansOf(passage.spans)}`;
    const judged = [null, null, null, null, null];
    return ["passages", annotation, b, label, null, null, null, degree, direction, state, ...judged];
  });
}

function spansOf(spans: readonly { start: number; end: number }[]): string {
  return spans.map(({ start, end }) => `${start}-${end}`).join(";");
}

/** An article once for each of its versions that is written. */
function articleRow({ article, articleVersion }: ExportRecord): CsvCell[] {
  const { publisher, credits } = article;
  return [
    ...[article.id, articleVersion.id, articleVersion.sha256, article.title],
    ...[publisher?.kind ?? null, publisher?.name ?? null],
    credits.length > 0 ? JSON.stringify(credits) : null,
    ...[article.byline, article.url, article.publishedAt, article.publishedText],
    ...[article.language, article.originalLanguage, article.translated],
    ...[article.derivation, article.derivesFrom, article.licence ?? null],
  ];
}

function annotationRows(
  { article, articleVersion }: ExportRecord,
  layer: ExportedLayer,
  columns: readonly AttributeColumn[],
): CsvCell[][] {
  const head = [article.id, article.title, articleVersion.id, layer.id, layer.kind, layer.annotator];
  if (layer.annotations.length === 0) {
    const said = layer.nothingToMark ? "nothing-to-mark" : null;
    return [
      [
        ...head,
        null,
        said,
        ...annotationHead.slice(head.length + 2).map(() => null),
        ...columns.map(() => null),
      ],
    ];
  }
  return layer.annotations.flatMap((mark) =>
    mark.spans.map(({ role, start, end, quote }, place) => [
      ...head,
      mark.id,
      mark.kind,
      place + 1,
      role,
      start,
      end,
      quote,
      JSON.stringify(mark.attributes),
      mark.nestedIn,
      mark.createdAt,
      mark.createdBy,
      mark.review.status,
      ...columns.map((column) => {
        const value = cellOf(column, mark.attributes[column.key]);
        return Array.isArray(value) ? value.join(";") : value;
      }),
    ]),
  );
}

function linkRows({ article }: ExportRecord, layer: ExportedLayer): CsvCell[][] {
  const head = [article.id, layer.id];
  return [
    ...layer.claimLinks.map(({ id, attribution, claim, role, stance, createdAt }) => {
      return [...head, id, "claim", attribution, claim, role, stance, null, null, null, createdAt];
    }),
    ...layer.attributionSources.map(({ id, attribution, source, createdAt }) => {
      return [
        ...head,
        id,
        "source",
        attribution,
        source.id,
        null,
        null,
        source.kind,
        source.name,
        null,
        createdAt,
      ];
    }),
    ...layer.restsOn.map(({ id, attribution, target, source, description, claims, kind, createdAt }) => {
      const detail = JSON.stringify({ description, claims });
      const to = target ?? source?.id ?? null;
      const named = [source?.kind ?? null, source?.name ?? null];
      return [...head, id, kind, attribution, to, null, null, ...named, detail, createdAt];
    }),
    ...layer.reuseLinks.map(({ id, annotation, passage, createdAt, revision: _, origin: __, ...said }) => {
      const to = passage.version ?? passage.url;
      const detail = JSON.stringify({ ...said, passage });
      return [...head, id, "reuse", annotation, to, null, null, null, null, detail, createdAt];
    }),
  ];
}
