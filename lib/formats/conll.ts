import { tellLosses } from "@/lib/formats/carries";
import type { OutputPiece, TagScheme, WriteContext } from "@/lib/formats/conversion";
import type { ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { listTokenSentences, type Token } from "@/lib/formats/tokens";
import { indexCodePoints } from "@/lib/text/code-points";
import { type Span, spansKey } from "@/lib/text/span";

/** The columns behind the token, in this order: a kind of mark, or a role of an attribution, each. */
export const conllColumns = ["claim", "source", "cue", "content", "duplicate"] as const;
export type ConllColumn = (typeof conllColumns)[number];

/** Tokens from `first` to before `after` that one span takes. */
export type Chunk = { first: number; after: number; type: string };

/**
 * Writes CoNLL (the layout of the CoNLL-2003 task): `-DOCSTART-` before each layer, a token a line, a column for each of
 * `claim`, `source`, `cue`, `content` and `duplicate`, blank lines between sentences (lines of the text). Where spans of
 * one column share a token the longest is written, of equal ones the first; the others are counted. A span that cuts
 * tokens takes the whole of them.
 */
export async function* writeConll(
  records: AsyncIterable<ExportRecord>,
  context: WriteContext,
): AsyncGenerator<OutputPiece> {
  for await (const record of records) {
    tellLosses(record, "conll", context.lose);
    const article = record.article.title;
    const lose = (what: string, why: string, count = 1) => context.lose({ what, why, article, count });
    lose("titles and spaces of texts", "the format has tokens alone");
    const index = indexCodePoints(record.articleVersion.text);
    const sentences = listTokenSentences(index, record.article.language, []);
    const tokens = sentences.flatMap((sentence) => sentence.tokens.filter(({ form }) => /\S/u.test(form)));
    for (const layer of record.layers.length > 0 ? record.layers : [null]) {
      const tags = conllColumns.map((column) => {
        const { chunks, left, widened } = chunksOf(layer ? spansIn(layer, column) : [], tokens);
        lose("marks that overlap", "one mark a token and column: the longest was taken", left);
        lose("borders inside tokens", "the mark takes the whole token", widened);
        return tagChunks(chunks, tokens.length, column, context.scheme);
      });
      const other = layer?.annotations.flatMap(({ kind, spans }) =>
        kind === "attribution" ? spans.filter(({ role }) => role === "body") : [],
      );
      lose("spans of attributions without a role", "there is no column for them", other?.length ?? 0);
      yield { path: "", text: `-DOCSTART- ${conllColumns.map(() => "O").join(" ")}\n\n` };
      let at = 0;
      for (const sentence of sentences) {
        const rows = sentence.tokens
          .filter(({ form }) => /\S/u.test(form))
          .map(({ form }) => {
            const row = [form.replace(/\s/gu, "_"), ...tags.map((column) => column[at])].join(" ");
            at += 1;
            return `${row}\n`;
          });
        if (rows.length > 0) yield { path: "", text: `${rows.join("")}\n` };
      }
    }
  }
}

function spansIn(layer: ExportedLayer, column: ConllColumn): Span[] {
  const wanted = layer.annotations.filter(({ kind }) =>
    column === "claim" || column === "duplicate" ? kind === column : kind === "attribution",
  );
  const role = column === "claim" || column === "duplicate" ? "body" : column;
  const spans = wanted.flatMap((mark) => mark.spans.filter((span) => span.role === role));
  // Attributions may share a source: it is one place in the text.
  return [...new Map(spans.map((span) => [spansKey([span]), span])).values()];
}

function chunksOf(spans: readonly Span[], tokens: readonly Token[]) {
  let left = 0;
  let widened = 0;
  const placed = spans.flatMap((span) => {
    const first = tokens.findIndex(({ end }) => end > span.start);
    const after = tokens.findLastIndex(({ start }) => start < span.end) + 1;
    if (first < 0 || after <= first) {
      left += 1;
      return [];
    }
    const isCut = (tokens[first]?.start ?? 0) < span.start || (tokens[after - 1]?.end ?? 0) > span.end;
    if (isCut) widened += 1;
    return [{ first, after, type: "" }];
  });
  const chunks: Chunk[] = [];
  for (const chunk of placed.toSorted(
    (a, b) => b.after - b.first - (a.after - a.first) || a.first - b.first,
  )) {
    const isFree = chunks.every(({ first, after }) => chunk.after <= first || after <= chunk.first);
    if (isFree) chunks.push(chunk);
    else left += 1;
  }
  return { chunks: chunks.toSorted((a, b) => a.first - b.first), left, widened };
}

/** The tags of one column: IOB2 (every chunk begins with B), IOB1 (B only behind a chunk of its type), or BIOES. */
export function tagChunks(
  chunks: readonly Chunk[],
  length: number,
  type: string,
  scheme: TagScheme,
): string[] {
  const tags = Array.from({ length }, () => "O");
  for (const { first, after } of chunks)
    for (let at = first; at < after; at++) {
      const [isFirst, isLast] = [at === first, at === after - 1];
      const isBehind = first > 0 && tags[first - 1] !== "O";
      const begins = scheme === "iob1" ? isFirst && isBehind : isFirst;
      const bioes = isFirst && isLast ? "S" : isFirst ? "B" : isLast ? "E" : "I";
      tags[at] = `${scheme === "bioes" ? bioes : begins ? "B" : "I"}-${type}`;
    }
  return tags;
}

/** The chunks of a column of tags in any of the schemes, BILOU too; what has no type is none. */
export function readChunks(tags: readonly string[]): Chunk[] {
  const chunks: Chunk[] = [];
  let isOpen = false;
  for (const [at, tag] of tags.entries()) {
    const [, sign = "O", type = ""] = /^([BIESLU])-(.+)$/.exec(tag) ?? [];
    const last = chunks.at(-1);
    const goesOn = isOpen && last?.type === type && (sign === "I" || sign === "E" || sign === "L");
    if (last && goesOn) last.after = at + 1;
    else if (sign !== "O") chunks.push({ first: at, after: at + 1, type });
    isOpen = sign === "B" || sign === "I";
  }
  return chunks;
}
