import { parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import type { InputFile, ReadContext, Reader } from "@/lib/formats/conversion";
import type { DraftArticle } from "@/lib/formats/draft";
import { toRecord } from "@/lib/formats/draft-record";
import { factsOfRow, type HuggingFaceRow, huggingFaceRow, layerOfRow } from "@/lib/formats/huggingface-rows";
import { findUnstorable } from "@/lib/text/unstorable";

type Open = { key: string; draft: DraftArticle } | null;
function noArticle(): Open {
  return null;
}

/**
 * Reads the Parquet files of such a folder, a row group at a time where the file can be read anywhere. Rows of one
 * article that follow each other become its layers; a row that is not of the columns is told by number, from 1.
 */
export const readHuggingFace: Reader = async function* (files, context) {
  for (const file of files) {
    if (!file.path.endsWith(".parquet")) continue;
    let open = noArticle();
    for await (const { number, row } of readRows(file, context)) {
      const place = `${file.path}:${number}`;
      const lose = (what: string) =>
        context.lose({ what, why: "a record has no place for them", article: place, count: 1 });
      const key = row.article_id ?? `row ${number}`;
      if (open && (open.key !== key || open.draft.text !== row.text)) {
        const record = toRecord(open.draft, context);
        if (record) yield record;
        open = null;
      }
      open ??= { key, draft: { file: place, text: row.text, facts: factsOfRow(row), layers: [] } };
      const layer = layerOfRow(row, lose);
      if (layer) open.draft.layers.push(layer);
    }
    const record = open && toRecord(open.draft, context);
    if (record) yield record;
  }
};

type Bytes = { byteLength: number; slice: (start: number, end?: number) => Promise<ArrayBuffer> };

async function* readRows(
  file: InputFile,
  context: ReadContext,
): AsyncGenerator<{ number: number; row: HuggingFaceRow }> {
  const complain = (line: number | null, message: string) =>
    context.problem({ file: file.path, line, message });
  const opened = await openBytes(file);
  try {
    const metadata = await parquetMetadataAsync(opened.bytes).catch((error: unknown) => {
      complain(null, `This is no Parquet file that can be read: ${sentenceOf(error)}.`);
      return null;
    });
    let number = 0;
    for (const group of metadata?.row_groups ?? []) {
      const [rowStart, rowEnd] = [number, number + Number(group.num_rows)];
      const read = { file: opened.bytes, metadata: metadata ?? undefined, rowStart, rowEnd };
      const rows = await parquetReadObjects(read).catch((error: unknown) => {
        complain(null, `Rows ${rowStart + 1} to ${rowEnd} cannot be read: ${sentenceOf(error)}.`);
        return [];
      });
      for (const plain of rows) {
        number += 1;
        const unstorable = findUnstorable(plain);
        const row = unstorable ? null : huggingFaceRow.safeParse(plain);
        const issue = row?.error?.issues[0];
        if (unstorable) complain(number, `It holds what cannot be stored (${unstorable}).`);
        else if (row?.success) yield { number, row: row.data };
        else complain(number, `${issue?.path.join(".")}: ${issue?.message}.`);
      }
      number = rowEnd;
    }
  } finally {
    await opened.close();
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : "it is broken";
}

/** The file's bytes at any place; one that comes as a stream is held whole. */
async function openBytes(file: InputFile): Promise<{ bytes: Bytes; close: () => Promise<void> }> {
  const opened = await file.open?.();
  if (opened) {
    const slice = (start: number, end = opened.size) => opened.read(start, end);
    return { bytes: { byteLength: opened.size, slice }, close: opened.close };
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of file.pieces()) pieces.push(piece);
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  const slice = async (start: number, end?: number) => whole.buffer.slice(start, end);
  return { bytes: { byteLength: whole.length, slice }, close: async () => {} };
}
