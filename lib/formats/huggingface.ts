import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { AttributeColumn } from "@/lib/attributes/columns";
import { tellLosses } from "@/lib/formats/carries";
import type { OutputPiece, WriteContext } from "@/lib/formats/conversion";
import { type SplitCounts, writeDatasetCard } from "@/lib/formats/huggingface-card";
import { huggingFaceFields, rowOf } from "@/lib/formats/huggingface-rows";
import { parquetSchema } from "@/lib/formats/parquet-schema";
import type { ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import type { Terms } from "@/lib/formats/terms";

/** UTF-16 units of rows after which a row group is written: memory stays near a few times this. */
const GROUP_UNITS = 2 * 1024 * 1024;

/** How the Hub calls our sides: its own word for the second is `validation`. */
const splitNames: Readonly<Record<string, string>> = { dev: "validation" };

/**
 * Writes a folder that `load_dataset(path)` takes: `data/SPLIT-00000-of-00001.parquet` and `README.md`, the dataset card.
 * A row is a layer (or an article without one); spans are half-open in code points of the row's `text`. Row groups leave
 * as they fill, so memory does not grow with the dataset; nothing in the files depends on the time of writing.
 */
export async function* writeHuggingFace(
  records: AsyncIterable<ExportRecord>,
  context: WriteContext,
): AsyncGenerator<OutputPiece> {
  const splits = new Map<string, SplitFile>();
  const columns = context.columns ?? [];
  const languages = new Set<string>();
  const terms = new Map<string, Terms>();
  let last = "";
  for await (const record of records) {
    tellLosses(record, "huggingface", context.lose);
    const side = context.splitOf?.(record) ?? "train";
    const name = splitNames[side] ?? side;
    const split = splits.get(name) ?? createSplitFile(name, columns);
    splits.set(name, split);
    const { id, language, publisher, licence = "" } = record.article;
    if (language !== null) languages.add(language);
    const key = JSON.stringify([publisher?.id, licence]);
    const known = terms.get(key) ?? { source: publisher, licence, articles: 0 };
    terms.set(key, { ...known, articles: known.articles + (id === last ? 0 : 1) });
    last = id;
    for (const layer of record.layers.length > 0 ? record.layers : [null]) yield* split.add(record, layer);
  }
  if (splits.size === 0) splits.set("train", createSplitFile("train", columns));
  const counts: SplitCounts[] = [];
  for (const split of splits.values()) {
    yield* split.end();
    counts.push(split.counts);
  }
  const card = {
    languages: [...languages].sort(),
    licence: context.licence ?? null,
    terms: [...terms.values()].sort(byArticles),
    columns,
  };
  yield { path: "README.md", text: writeDatasetCard(counts, card) };
}

/** The most first; those of equal number by name. */
function byArticles(a: Terms, b: Terms): number {
  return b.articles - a.articles || ((a.source?.name ?? "") < (b.source?.name ?? "") ? -1 : 1);
}

type SplitFile = {
  counts: SplitCounts;
  add: (record: ExportRecord, layer: ExportedLayer | null) => Generator<OutputPiece>;
  end: () => Generator<OutputPiece>;
};

function createSplitFile(name: string, own: readonly AttributeColumn[]): SplitFile {
  const fields = huggingFaceFields(own);
  const path = `data/${name}-00000-of-00001.parquet`;
  const bytes = new ByteWriter();
  const schema = parquetSchema(fields);
  bytes.appendUint32(0x31524150);
  const file = new ParquetWriter({ writer: bytes, schema, createdBy: "sourcebench", statistics: false });
  const counts = { name, rows: 0, bytes: 0 };
  let rows: Record<string, unknown>[] = [];
  let units = 0;
  function* leave(): Generator<OutputPiece> {
    const piece = bytes.getBytes().slice();
    // The position in the file goes on; what has left needs no memory.
    bytes.index = 0;
    counts.bytes += piece.length;
    yield { path, bytes: piece };
  }
  function* writeGroup(): Generator<OutputPiece> {
    const columnData = fields.map((field) => ({
      name: field.name,
      data: rows.map((row) => row[field.name]),
      offsetIndex: false,
    }));
    file.write({ columnData, rowGroupSize: Math.max(1, rows.length) });
    rows = [];
    units = 0;
    yield* leave();
  }
  return {
    counts,
    *add(record, layer) {
      rows.push(rowOf(record, layer, own));
      counts.rows += 1;
      units += record.articleVersion.text.length + (layer?.annotations.length ?? 0) * 400;
      if (units >= GROUP_UNITS) yield* writeGroup();
    },
    *end() {
      if (rows.length > 0) yield* writeGroup();
      file.finish();
      yield* leave();
    },
  };
}
