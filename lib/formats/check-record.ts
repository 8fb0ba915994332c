import type { ExportedLayer, ExportedSpan, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import {
  type CodePointIndex,
  codePointToUtf16,
  indexCodePoints,
  sliceCodePoints,
} from "@/lib/text/code-points";

/**
 * The first way in which a line of the right shape contradicts itself, as a sentence part; null if it does not:
 * a span or block outside its text, a quote that is not the text's (also that of a thread), blocks that are no partition, an id that occurs
 * twice, a link whose ends are missing or of the wrong kind, a nesting in a circle.
 */
export function checkRecord(record: ExportRecord): string | null {
  const { articleVersion: version, offsets } = record;
  const index = indexCodePoints(version.text);
  if (offsets.text === "stored") {
    if (index.length !== version.length)
      return `articleVersion.length is ${version.length}, the text has ${index.length} code points`;
    if (version.text.includes("\r") || version.text.normalize("NFC") !== version.text)
      return "the text is not NFC with \\n line ends, though its offsets are said to be stored ones";
  }
  return checkBlocks(record, index) ?? checkLayers(record, index) ?? checkThreads(record, index);
}

function checkThreads({ threads = [] }: ExportRecord, index: CodePointIndex): string | null {
  const ids = new Set<string>();
  for (const { id, span } of threads) {
    if (ids.has(id)) return `the thread ${id} occurs twice`;
    ids.add(id);
    const problem = span && checkWords(span, index);
    if (problem) return `thread ${id}: ${problem}`;
  }
  return null;
}

function checkBlocks(record: ExportRecord, index: CodePointIndex): string | null {
  let at = 0;
  for (const [place, block] of record.blocks.entries()) {
    if (block.start !== at || block.end <= block.start)
      return `blocks.${place} starts at ${block.start}: blocks must cover the text once, in order`;
    at = block.end;
  }
  return at === index.length ? null : `the blocks end at ${at}, the text at ${index.length}`;
}

function checkLayers(record: ExportRecord, index: CodePointIndex): string | null {
  const ids = new Set<string>();
  for (const layer of record.layers)
    for (const { id } of [
      layer,
      ...layer.annotations,
      ...layer.claimLinks,
      ...layer.attributionSources,
      ...layer.restsOn,
      ...layer.reuseLinks,
    ]) {
      if (ids.has(id)) return `the id ${id} occurs twice`;
      ids.add(id);
    }
  for (const layer of record.layers) {
    const problem =
      checkSpans(layer, index) ?? checkLinks(layer) ?? checkNesting(layer) ?? checkPassages(layer);
    if (problem) return problem;
  }
  return null;
}

function checkSpans(layer: ExportedLayer, index: CodePointIndex): string | null {
  for (const annotation of layer.annotations) {
    for (const span of annotation.spans) {
      const problem = checkSpan(span, index);
      if (problem) return `annotation ${annotation.id}: ${problem}`;
    }
    const contents =
      annotation.kind === "attribution" ? 0 : annotation.spans.findIndex((span) => span.role !== "body");
    if (annotation.kind !== "attribution" && contents >= 0)
      return `annotation ${annotation.id}: a ${annotation.kind} has spans of the role body only`;
  }
  return null;
}

type Words = Pick<ExportedSpan, "start" | "end" | "quote">;

function checkWords(span: Words, index: CodePointIndex): string | null {
  const name = `the span ${span.start}–${span.end}`;
  if (span.end <= span.start) return `${name} is empty or inverted`;
  if (span.end > index.length) return `${name} reaches beyond the text of ${index.length} code points`;
  return sliceCodePoints(index, span) === span.quote ? null : `the quote of ${name} is not the text there`;
}

function checkSpan(span: ExportedSpan, index: CodePointIndex): string | null {
  const problem = checkWords(span, index);
  if (problem) return problem;
  const name = `the span ${span.start}–${span.end}`;
  if (
    codePointToUtf16(index, span.start) !== span.utf16Start ||
    codePointToUtf16(index, span.end) !== span.utf16End
  )
    return `the UTF-16 borders of ${name} are not at the same place`;
  return null;
}

function checkLinks(layer: ExportedLayer): string | null {
  const kinds = new Map<string, string>(layer.annotations.map(({ id, kind }) => [id, kind]));
  const pairs = new Set<string>();
  const isRepeated = (pair: string) => pairs.size === pairs.add(pair).size;
  for (const link of layer.claimLinks) {
    if (kinds.get(link.attribution) !== "attribution" || kinds.get(link.claim) !== "claim")
      return `claim link ${link.id} must lead from an attribution to a claim of its layer`;
    if (isRepeated(`claim ${link.attribution} ${link.claim}`))
      return `claim link ${link.id} says what another says`;
  }
  for (const link of layer.attributionSources) {
    if (kinds.get(link.attribution) !== "attribution")
      return `attribution source ${link.id} names no attribution of its layer`;
    if (isRepeated(`source ${link.attribution} ${link.source.id}`))
      return `attribution source ${link.id} says what another says`;
  }
  for (const link of layer.restsOn) {
    if (
      kinds.get(link.attribution) !== "attribution" ||
      (link.target && kinds.get(link.target) !== "attribution")
    )
      return `restsOn ${link.id} names no attribution of its layer`;
    if ([link.target, link.source, link.description].filter((end) => end !== null).length !== 1)
      return `restsOn ${link.id} must name one of target, source and description`;
    if (link.target === link.attribution) return `restsOn ${link.id} rests on itself`;
    if (link.claims.some((claim) => kinds.get(claim) !== "claim"))
      return `restsOn ${link.id} holds for no claim of its layer`;
  }
  for (const link of layer.reuseLinks)
    if (kinds.get(link.annotation) !== "duplicate")
      return `reuse link ${link.id} names no duplicate of its layer`;
  return null;
}

function checkPassages(layer: ExportedLayer): string | null {
  for (const { id, passage } of layer.reuseLinks) {
    if ((passage.version === null) === (passage.url === null))
      return `the passage of reuse link ${id} must name either a version or an address`;
    if (passage.version !== null && passage.sha256 === null)
      return `the passage of reuse link ${id} lacks its sha256`;
    if (passage.url !== null && passage.spans.length > 0)
      return `the passage of reuse link ${id} is outside and can have no spans`;
    for (const span of passage.spans)
      if (Array.from(span.quote).length !== span.end - span.start)
        return `the passage of reuse link ${id} has a quote of another length than its span`;
  }
  return null;
}

/** Nesting and resting lead from the one that reports to the one reported, and on to what it rests on: never back. */
function checkNesting(layer: ExportedLayer): string | null {
  const kinds = new Map(layer.annotations.map((annotation) => [annotation.id, annotation.kind]));
  const onward = new Map<string, string[]>();
  const add = (from: string, to: string) => onward.set(from, [...(onward.get(from) ?? []), to]);
  for (const annotation of layer.annotations) {
    if (annotation.nestedIn === null) continue;
    if (annotation.kind !== "attribution" || !kinds.has(annotation.nestedIn))
      return `annotation ${annotation.id} is nested in no attribution of its layer`;
    add(annotation.nestedIn, annotation.id);
  }
  for (const link of layer.restsOn) if (link.target !== null) add(link.attribution, link.target);
  for (const id of onward.keys()) {
    const reached = new Set(onward.get(id));
    for (const at of reached) for (const next of onward.get(at) ?? []) reached.add(next);
    if (reached.has(id)) return `attribution ${id} reports or rests on itself by a circle`;
  }
  return null;
}
