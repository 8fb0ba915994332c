import { type ConllColumn, conllColumns, readChunks } from "@/lib/formats/conll";
import { type InputFile, type ReadContext, type Reader, readText } from "@/lib/formats/conversion";
import { type DraftMark, emptyLayer } from "@/lib/formats/draft";
import { toRecord } from "@/lib/formats/draft-record";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { unmappedMark } from "@/lib/formats/unmapped";
import { countCodePoints } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";

/**
 * Reads CoNLL in IOB1, IOB2, BIOES or BILOU, of any number of columns: types named after our kinds and roles become
 * marks, in whichever column they stand; others are counted as lost. A document is what stands between `-DOCSTART-`
 * lines; its text is the tokens with a space between, a line a sentence. Each source, cue or content is an attribution
 * of its own, since the format does not say which belong together.
 */
export const readConll: Reader = async function* (files, context) {
  for (const file of files) {
    const content = await readText(file, context);
    if (content === null) continue;
    let rows: string[][] = [];
    let number = 0;
    for (const line of `${content}\n-DOCSTART-`.split(/\r?\n/)) {
      if (!line.startsWith("-DOCSTART-")) {
        rows.push(line.trim() === "" ? [] : line.trim().split(/[ \t]+/));
        continue;
      }
      if (rows.some(({ length }) => length > 0)) {
        number += 1;
        const record = documentOf(rows, file, number, context);
        if (record) yield record;
      }
      rows = [];
    }
  }
};

function documentOf(
  rows: readonly string[][],
  file: InputFile,
  number: number,
  context: ReadContext,
): ExportRecord | null {
  let text = "";
  let at = 0;
  let isLineOpen = false;
  const tokens: Span[] = [];
  const tags: string[][] = [];
  for (const [form = "", ...columns] of rows) {
    if (columns.length === 0 && form === "") {
      if (isLineOpen) text += "\n";
      if (isLineOpen) at += 1;
      isLineOpen = false;
      continue;
    }
    text += isLineOpen ? ` ${form}` : form;
    at += isLineOpen ? 1 : 0;
    const end = at + countCodePoints(form);
    tokens.push({ start: at, end });
    tags.push(columns);
    at = end;
    isLineOpen = true;
  }
  const name = `${file.path} document ${number}`;
  const layer = emptyLayer(null);
  const width = Math.max(0, ...tags.map(({ length }) => length));
  for (let column = 0; column < width; column++)
    for (const { first, after, type } of readChunks(tags.map((row) => row[column] ?? "O"))) {
      const known = conllColumns.find((one) => one === type.toLowerCase());
      const span = { start: tokens[first]?.start ?? 0, end: tokens[after - 1]?.end ?? 0 };
      if (known === undefined) {
        const unmapped = unmappedMark(context, type, `${column}-${first}`, [span]);
        if (unmapped) {
          layer.marks.push(unmapped);
          continue;
        }
        const why = "a record has no place for them";
        context.lose({ what: `chunks of type ${type}`, why, article: name, count: 1 });
        continue;
      }
      layer.marks.push(markOf(`${column}-${first}`, known, span));
    }
  const title = `${file.path.replace(/^.*\//, "").replace(/\.[^.]+$/, "")} ${number}`;
  return toRecord({ file: name, text, facts: { title }, layers: [layer] }, context);
}

function markOf(id: string, column: ConllColumn, span: Span): DraftMark {
  const isKind = column === "claim" || column === "duplicate";
  const role = isKind ? "body" : column;
  const kind = isKind ? column : "attribution";
  return { id, kind, attributes: {}, spans: [{ ...span, role }], nestedIn: null };
}
