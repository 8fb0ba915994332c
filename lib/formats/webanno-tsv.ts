import { badInput } from "@/lib/errors";
import {
  readTsvCell,
  readTsvLayer,
  readTsvValue,
  splitUnescaped,
  type TsvLayer,
  unescapeTsv,
} from "@/lib/formats/webanno-tsv-header";
import { indexCodePoints, spanFromUtf16 } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";

/** A mark, in code points of the text; `id` is unique within the file. A feature without a value is null. */
export type TsvSpan = Span & { id: string; layer: string; features: Record<string, string | null> };

/** A relation between two marks: from the governor to the dependent, on whose line it stands. */
export type TsvRelation = {
  layer: string;
  fromId: string;
  toId: string;
  features: Record<string, string | null>;
};

/** One filled slot of a mark: which feature, in what role (null for none), and the mark that fills it. */
export type TsvSlot = {
  layer: string;
  feature: string;
  hostId: string;
  targetId: string;
  role: string | null;
};

/** A whole file. Relations and slots may point to a token that bears no mark; it is then a span of its layer. */
export type TsvDocument = { text: string; spans: TsvSpan[]; relations: TsvRelation[]; slots: TsvSlot[] };

type OpenSpan = TsvSpan & { tokens: string[] };
type OpenRelation = Omit<TsvRelation, "fromId" | "toId"> & { base: string; address: string; token: string };
type OpenSlot = Omit<TsvSlot, "targetId"> & { base: string; address: string };
type Reading = {
  layers: TsvLayer[];
  spans: Map<string, OpenSpan>;
  relations: OpenRelation[];
  slots: OpenSlot[];
  tokens: Map<string, Span>;
  byFirstToken: Map<string, OpenSpan[]>;
  text: string;
};

/**
 * Reads WebAnno TSV 3 to 3.3 (the export of WebAnno and INCEpTION): layers from the header, marks over tokens and parts
 * of tokens, stacked ones, relations, slots, and chains as marks with their two features. Offsets count UTF-16 units in
 * the file and code points here; the text is put together from its sentences, with line ends between them. Throws
 * badInput `not-webanno-tsv` with the line at fault.
 */
export function readWebAnnoTsv(file: string): TsvDocument {
  const lines = file.replace(/^\uFEFF/, "").split(/\r?\n/);
  if (!/^#FORMAT=WebAnno TSV 3(\.\d+)?\s*$/.test(lines[0] ?? ""))
    throw fault(1, "it does not begin with #FORMAT=WebAnno TSV 3");
  const reading: Reading = {
    layers: [],
    spans: new Map(),
    relations: [],
    slots: [],
    tokens: new Map(),
    byFirstToken: new Map(),
    text: "",
  };
  let sentence: string[] = [];
  let columns = 0;
  for (const [place, line] of lines.entries()) {
    const layer = readTsvLayer(line, columns);
    if (layer) {
      reading.layers.push(layer);
      columns += layer.columns.length;
    } else if (line.startsWith("#Text=")) sentence.push(unescapeTsv(line.slice("#Text=".length)));
    else if (/^\d+-\d+(\.\d+)?\t/.test(line)) {
      readRow(reading, line, place + 1, sentence);
      sentence = [];
    } else if (line !== "" && !line.startsWith("#"))
      throw fault(place + 1, "the line is neither a comment nor a token");
  }
  return close(reading);
}

function fault(line: number, reason: string) {
  return badInput("not-webanno-tsv", `This is no WebAnno TSV 3 file: line ${line}: ${reason}.`, { line });
}

function readRow(reading: Reading, line: string, number: number, sentence: readonly string[]): void {
  const [token = "", offsets = "", form = "", ...cells] = line.split("\t");
  const found = /^(\d+)-(\d+)$/.exec(offsets);
  const span = { start: Number(found?.[1]), end: Number(found?.[2]) };
  if (!found || span.end < span.start) throw fault(number, "the offsets are not two numbers in order");
  reading.tokens.set(token, span);
  if (sentence.length > 0) addSentence(reading, sentence.join("\n"), unescapeTsv(form), span.start);
  for (const layer of reading.layers) {
    const pieces = layer.columns.map((_, column) => readTsvCell(cells[layer.first + column] ?? "_"));
    const count = Math.max(0, ...pieces.map(({ length }) => length));
    for (let stacked = 0; stacked < count; stacked++)
      readAnnotation(
        reading,
        layer,
        pieces.map((column) => column[stacked] ?? { raw: "*", number: 0 }),
        {
          token,
          span,
          stacked,
        },
      );
  }
}

/** The first token says where its sentence lies. */
function addSentence(reading: Reading, sentence: string, form: string, start: number): void {
  const before = start - Math.max(0, sentence.indexOf(form));
  if (before > reading.text.length) reading.text = reading.text.padEnd(before, "\n");
  reading.text = reading.text.slice(0, Math.max(0, before)) + sentence;
}

type Place = { token: string; span: Span; stacked: number };

function readAnnotation(
  reading: Reading,
  { name: layer, kind, columns }: TsvLayer,
  pieces: readonly { raw: string; number: number }[],
  { token, span, stacked }: Place,
): void {
  const features: Record<string, string | null> = {};
  for (const [place, column] of columns.entries())
    if (column.is === "feature" && column.name !== "")
      features[column.name] = readTsvValue(pieces[place]?.raw ?? "*");
  if (kind === "relation") {
    const place = columns.findIndex(({ is }) => is === "governor");
    const column = columns[place];
    const { raw, number } = pieces[place] ?? { raw: "", number: 0 };
    // The governor's and the dependent's numbers stand in one bracket, which is no number of the relation.
    const address = number > 0 ? `${raw}[${number}]` : raw;
    reading.relations.push({
      layer,
      features,
      token,
      address,
      base: column?.is === "governor" ? column.layer : "",
    });
    return;
  }
  const number = pieces.find((piece) => piece.number > 0)?.number ?? 0;
  const id = number > 0 ? `${layer}#${number}` : `${layer}@${token}:${stacked}`;
  const known = reading.spans.get(id);
  if (known) {
    known.start = Math.min(known.start, span.start);
    known.end = Math.max(known.end, span.end);
    known.tokens.push(token);
    return;
  }
  addSpan(reading, { id, layer, ...span, features, tokens: [token] }, token);
  for (const [place, column] of columns.entries()) {
    if (column.is !== "targets") continue;
    const roles = splitUnescaped(pieces[place - 1]?.raw ?? "*", ";");
    const { raw, number: last } = pieces[place] ?? { raw: "*", number: 0 };
    // The last target's own number looks like the cell's.
    const targets = splitUnescaped(last > 0 ? `${raw}[${last}]` : raw, ";");
    for (const [slot, address] of targets.entries())
      if (/^\d/.test(address)) {
        const role = readTsvValue(roles[slot] ?? "*");
        reading.slots.push({ layer, feature: column.name, hostId: id, role, base: column.layer, address });
      }
  }
}

function addSpan(reading: Reading, span: OpenSpan, token: string): void {
  reading.spans.set(span.id, span);
  const there = reading.byFirstToken.get(token);
  if (there) there.push(span);
  else reading.byFirstToken.set(token, [span]);
}

function close(reading: Reading): TsvDocument {
  const relations = reading.relations.map(({ base, address, token, ...relation }): TsvRelation => {
    const [, at = "", governor = "0", dependent = "0"] =
      /^([\d.-]+)(?:\[(\d+)(?:_(\d+))?\])?/.exec(address) ?? [];
    return {
      ...relation,
      fromId: findEnd(reading, base, at, Number(governor)),
      toId: findEnd(reading, base, token, Number(dependent)),
    };
  });
  const slots = reading.slots.map(({ base, address, ...slot }): TsvSlot => {
    const [, at = "", number = "0"] = /^([\d.-]+)(?:\[(\d+)\])?/.exec(address) ?? [];
    return { ...slot, targetId: findEnd(reading, base, at, Number(number), true) };
  });
  const index = indexCodePoints(reading.text);
  const spans = [...reading.spans.values()].map(({ tokens: _, start, end: last, ...span }) => ({
    ...span,
    ...spanFromUtf16(index, start, last),
  }));
  return { text: reading.text, spans, relations, slots };
}

/** The mark at a token: by its number, else the one without a number, else any; the bare token where there is none. */
function findEnd(reading: Reading, base: string, token: string, number: number, isSlot = false): string {
  const own = reading.spans.get(`${base}#${number}`);
  if (number > 0 && own?.tokens.includes(token)) return own.id;
  const there = reading.byFirstToken.get(token) ?? [];
  const ofBase = there.filter(({ layer }) => layer === base);
  // A slot may take marks of any layer, and then names none that the file declares.
  const isAny = isSlot && !reading.layers.some(({ name }) => name === base);
  const candidates = isAny ? there : ofBase;
  const numbered = candidates.find(({ id }) => number > 0 && id.endsWith(`#${number}`));
  const found = numbered ?? candidates.find(({ id }) => id.includes("@")) ?? candidates[0];
  if (found) return found.id;
  const span = reading.tokens.get(token);
  if (!span) throw badInput("not-webanno-tsv", `This is no WebAnno TSV 3 file: there is no token ${token}.`);
  const id = `${base}@${token}:0`;
  addSpan(reading, { id, layer: base, ...span, features: {}, tokens: [token] }, token);
  return id;
}
