import { tellLosses } from "@/lib/formats/carries";
import type { OutputPiece, WriteContext } from "@/lib/formats/conversion";
import { type CsvCell, csvBeginning, csvLine } from "@/lib/formats/csv-table";
import type { ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";

const annotationHead =
  "article title version layer layer_kind annotator annotation kind span role start end quote attributes nested_in created_at created_by review".split(
    " ",
  );
const linkHead = "article layer link type from to role stance source_kind source detail created_at".split(
  " ",
);

/**
 * Writes `annotations.csv`, a span a row in code points of the stored text, and `links.csv`, a link a row; fields of a
 * mark and what a link says beyond its columns are JSON. RFC 4180 in UTF-8 with a byte order mark, formulas disarmed; a
 * layer without marks is a row without an annotation.
 */
export async function* writeCsv(
  records: AsyncIterable<ExportRecord>,
  context: WriteContext,
): AsyncGenerator<OutputPiece> {
  yield { path: "links.csv", text: csvBeginning + csvLine(linkHead) };
  yield { path: "annotations.csv", text: csvBeginning + csvLine(annotationHead) };
  for await (const record of records) {
    tellLosses(record, "csv", context.lose);
    const what = "texts of articles";
    context.lose({ what, why: "the tables have quotes alone", article: record.article.title, count: 1 });
    const marks = record.layers.flatMap((layer) => annotationRows(record, layer));
    if (marks.length > 0) yield { path: "annotations.csv", text: marks.map(csvLine).join("") };
    const links = record.layers.flatMap((layer) => linkRows(record, layer));
    if (links.length > 0) yield { path: "links.csv", text: links.map(csvLine).join("") };
  }
}

function annotationRows({ article, articleVersion }: ExportRecord, layer: ExportedLayer): CsvCell[][] {
  const head = [article.id, article.title, articleVersion.id, layer.id, layer.kind, layer.annotator];
  if (layer.annotations.length === 0) {
    const said = layer.nothingToMark ? "nothing-to-mark" : null;
    return [[...head, null, said, ...annotationHead.slice(head.length + 2).map(() => null)]];
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
