import {
  carriesType,
  type FlatFeatures,
  flatFeatureNames,
  flatFeatures,
  linkFeatureNames,
} from "@/lib/formats/flat-marks";
import type { FlatDocument } from "@/lib/formats/inception-folder";
import type { ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { listTokenSentences, type Token } from "@/lib/formats/tokens";
import { readWebAnnoTsv } from "@/lib/formats/webanno-tsv";
import { type CodePointIndex, codePointToUtf16, indexCodePoints } from "@/lib/text/code-points";
import { isOverlapping, type Span } from "@/lib/text/span";

const spanLayer = "webanno.custom.Mark";
const linkLayer = "webanno.custom.MarkLink";

type Numbered = Span & { number: number; mark: string; features: FlatFeatures };
type Row = Span & { address: string; form: string; utf16Start: number; utf16End: number; token: Span };

/**
 * One layer as WebAnno TSV 3.3 (WebAnno, INCEpTION): every span of a mark is an annotation of `webanno.custom.Mark`, those
 * of one mark share the feature `mark`; links to claims are relations. Offsets are UTF-16 units. A line of the text is a
 * sentence; a span that cuts a token stands on a row for the part of it.
 */
export function writeWebAnnoTsv(record: ExportRecord, layer: ExportedLayer | null): string {
  const index = indexCodePoints(record.articleVersion.text);
  let number = 0;
  const spans = (layer?.annotations ?? []).flatMap((mark): Numbered[] =>
    mark.spans.map(({ role, start, end }, place) => {
      number += 1;
      const features = layer ? flatFeatures(layer, mark, role, place === 0) : null;
      return { start, end, number, mark: mark.id, features: features ?? emptyFeatures };
    }),
  );
  const lines = [
    "#FORMAT=WebAnno TSV 3.3",
    `#T_SP=${[spanLayer, ...flatFeatureNames].join("|")}`,
    `#T_RL=${[linkLayer, ...linkFeatureNames, `BT_${spanLayer}`].join("|")}`,
    "",
  ];
  const sentences = listTokenSentences(index, record.article.language, spans);
  const near = spansByToken(
    sentences.flatMap(({ tokens }) => tokens),
    spans,
  );
  const rows = sentences.map(({ tokens }, place) =>
    tokens.flatMap((token, at) => {
      const over = near.get(token) ?? none;
      return rowsOf(token, `${place + 1}-${at + 1}`, over, index).map((row) => ({
        row,
        on: over.length === 0 ? none : spansOn(row, over),
      }));
    }),
  );
  const firstRow = new Map<number, string>();
  for (const line of rows)
    for (const { row, on } of line)
      for (const span of on) if (!firstRow.has(span.number)) firstRow.set(span.number, row.address);
  const links = linksByRow(layer, spans, firstRow);
  for (const [place, { text }] of sentences.entries()) {
    lines.push("", ...text.split("\n").map((line) => `#Text=${escapeText(line)}`));
    for (const { row, on } of rows[place] ?? []) lines.push(rowLine(row, on, links.get(row.address) ?? []));
  }
  return `${lines.join("\n")}\n`;
}

const emptyFeatures: FlatFeatures = {
  label: null,
  role: null,
  mark: null,
  kind: null,
  origin: null,
  quoteType: null,
  attributionType: null,
  sourceKind: null,
  note: null,
  more: null,
};

const none: readonly Numbered[] = [];

/** The spans over each token that has any, in their order; looked up by search, as a text has many of both. */
function spansByToken(tokens: readonly Token[], spans: readonly Numbered[]): Map<Token, Numbered[]> {
  const near = new Map<Token, Numbered[]>();
  for (const span of spans) {
    let [low, high] = [0, tokens.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tokens[middle]?.end ?? 0) > span.start) high = middle;
      else low = middle + 1;
    }
    for (let at = low; at < tokens.length; at++) {
      const token = tokens[at];
      if (!token || token.start >= span.end) break;
      const known = near.get(token);
      if (known) known.push(span);
      else near.set(token, [span]);
    }
  }
  return near;
}

/** A token's row, and below it one for each part of it that a span takes without taking all. */
function rowsOf(token: Token, address: string, spans: readonly Numbered[], index: CodePointIndex): Row[] {
  if (spans.length === 0) return [{ ...token, address, token }];
  const pieces = new Map<string, Span>();
  for (const span of spans) {
    const start = Math.max(span.start, token.start);
    const end = Math.min(span.end, token.end);
    if (start < end && end - start < token.end - token.start) pieces.set(`${start}-${end}`, { start, end });
  }
  const parts = [...pieces.values()].toSorted((a, b) => a.start - b.start || a.end - b.end);
  return [
    { ...token, address, token },
    ...parts.map(({ start, end }, place) => {
      const [utf16Start, utf16End] = [codePointToUtf16(index, start), codePointToUtf16(index, end)];
      const form = index.text.slice(utf16Start, utf16End);
      return { start, end, utf16Start, utf16End, form, token, address: `${address}.${place + 1}` };
    }),
  ];
}

/** The spans that stand on a row: those that hold the whole token, or of it exactly this part. */
function spansOn(row: Row, spans: readonly Numbered[]): Numbered[] {
  const isPart = row.address.includes(".");
  return spans.filter((span) => {
    if (!isOverlapping(span, row)) return false;
    if (!isPart) return span.start <= row.start && row.end <= span.end;
    const { token } = row;
    const start = Math.max(span.start, token.start);
    return start === row.start && Math.min(span.end, token.end) === row.end;
  });
}

type LinkCell = { features: (string | null)[]; address: string };

function linksByRow(
  layer: ExportedLayer | null,
  spans: readonly Numbered[],
  firstRow: ReadonlyMap<number, string>,
): Map<string, LinkCell[]> {
  const firstSpan = new Map(spans.toReversed().map(({ mark, number }) => [mark, number]));
  const cells = new Map<string, LinkCell[]>();
  for (const { attribution, claim, role, stance } of layer?.claimLinks ?? []) {
    const [from, to] = [firstSpan.get(attribution) ?? 0, firstSpan.get(claim) ?? 0];
    const row = firstRow.get(to) ?? "";
    const address = `${firstRow.get(from) ?? ""}[${from}_${to}]`;
    cells.set(row, [...(cells.get(row) ?? []), { features: [carriesType, role, stance], address }]);
  }
  return cells;
}

/** What stands behind a token on which nothing is marked. */
const emptyCells = "_\t".repeat(flatFeatureNames.length + linkFeatureNames.length + 1);

function rowLine(row: Row, spans: readonly Numbered[], links: readonly LinkCell[]): string {
  const offsets = `${row.utf16Start}-${row.utf16End}`;
  const head = `${row.address}\t${offsets}\t${escapeText(row.form)}\t`;
  if (spans.length === 0 && links.length === 0) return `${head}${emptyCells}`;
  const stack = (pieces: string[]) => (pieces.length === 0 ? "_" : pieces.join("|"));
  const features = flatFeatureNames.map((name) =>
    stack(spans.map(({ number, features: all }) => `${tsvValue(all[name])}[${number}]`)),
  );
  const relations = linkFeatureNames.map((_, place) =>
    stack(links.map(({ features: all }) => tsvValue(all[place] ?? null))),
  );
  const governors = stack(links.map(({ address }) => address));
  return `${head}${[...features, ...relations, governors, ""].join("\t")}`;
}

function tsvValue(value: string | null): string {
  return value === null ? "*" : escapeText(value).replace(/[[\]|_;*]|->/g, (sign) => `\\${sign}`);
}

const controls: Readonly<Record<string, string>> = { "\n": "n", "\r": "r", "\t": "t", "\f": "f", "\b": "b" };

function escapeText(text: string): string {
  return text.replace(/[\\\n\r\t\f\b]/g, (sign) => `\\${controls[sign] ?? sign}`);
}

/** A file of ours or of another project, as flat spans: what is of no layer of ours keeps its features. */
export function readFlatTsv(content: string): FlatDocument {
  const { text, spans, relations } = readWebAnnoTsv(content);
  return { text, spans, links: relations };
}
