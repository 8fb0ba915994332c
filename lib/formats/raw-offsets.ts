import type { ExportedPassage, ExportedSpan, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import {
  type CodePointIndex,
  codePointToUtf16,
  indexCodePoints,
  sliceCodePoints,
} from "@/lib/text/code-points";
import { normaliseText } from "@/lib/text/normalise";
import { type MappedSpan, type OffsetMap, toRaw, toStored } from "@/lib/text/offset-map";
import type { Span } from "@/lib/text/span";

/** The original of a text and the map to its stored form. */
export type Original = { rawText: string; offsetMap: OffsetMap };
/** A span that the other text cannot say exactly: a border fell inside a sequence that one side joins. */
export type Inexact = { article: string; annotation: string; start: number; end: number };

/**
 * A record in offsets of the original's text (before NFC and line-end folding): text, quotes, blocks and spans are the
 * original's. `twins` gives the originals of passages' versions that differ from their stored text. A span that cannot
 * be mapped exactly holds the whole sequence, has `exact: false` and is reported to `report`.
 */
export function toRawRecord(
  record: ExportRecord,
  twins: ReadonlyMap<string, Original>,
  report: (inexact: Inexact) => void,
): ExportRecord {
  const { articleVersion: version } = record;
  const raw = version.rawText ?? version.text;
  const move = mover(raw, (span) => toRaw(version.offsetMap, span));
  return {
    ...record,
    offsets: { unit: "code-point", text: "raw" },
    articleVersion: { ...version, text: raw, rawText: null },
    blocks: moveBlocks(
      record,
      (at) => toRaw(version.offsetMap, { start: at, end: at }).span.start,
      move.length,
    ),
    layers: moveLayers(record, move, report, (versionId) => {
      const twin = twins.get(versionId);
      return twin ? mover(twin.rawText, (span) => toRaw(twin.offsetMap, span)) : null;
    }),
    ...moveThreads(record, move),
  };
}

/**
 * A record in stored offsets, whichever it came in: a raw text is normalised here and its blocks and marks moved with
 * it. Passages stay as they are, since their texts stand in other lines: `toStoredPassage` moves them.
 */
export function toStoredRecord(record: ExportRecord, report: (inexact: Inexact) => void): ExportRecord {
  if (record.offsets.text === "stored") return record;
  const { articleVersion: version } = record;
  const { text, map } = normaliseText(version.text);
  const move = mover(text, (span) => toStored(map, span));
  return {
    ...record,
    offsets: { unit: "code-point", text: "stored" },
    articleVersion: {
      ...version,
      text,
      length: move.length,
      rawText: text === version.text ? null : version.text,
      offsetMap: { ...map, segments: map.segments.map(([a, b, c, d]) => [a, b, c, d]) },
    },
    blocks: moveBlocks(record, (at) => toStored(map, { start: at, end: at }).span.start, move.length),
    layers: moveLayers(record, move, report, () => null),
    ...moveThreads(record, move),
  };
}

/** A passage's spans moved from the original of its text to the stored one. */
export function toStoredPassage(
  passage: ExportedPassage,
  text: string,
  offsetMap: OffsetMap,
): ExportedPassage {
  const move = mover(text, (span) => toStored(offsetMap, span));
  const spans = passage.spans.map((span) => {
    const { isExact: _isExact, ...moved } = moveSpan(span, move);
    return moved;
  });
  return { ...passage, spans };
}

type Mover = { length: number; index: CodePointIndex; map: (span: Span) => MappedSpan };

function mover(text: string, map: (span: Span) => MappedSpan): Mover {
  const index = indexCodePoints(text);
  return { length: index.length, index, map };
}

/** Blocks keep touching: each begins where the one before ends. */
function moveBlocks(
  record: ExportRecord,
  at: (offset: number) => number,
  length: number,
): ExportRecord["blocks"] {
  const moved = record.blocks.map((block) => ({ ...block, start: at(block.start) }));
  return moved.map((block, place) => ({ ...block, end: moved[place + 1]?.start ?? length }));
}

function moveLayers(
  record: ExportRecord,
  move: Mover,
  report: (inexact: Inexact) => void,
  twinMover: (versionId: string) => Mover | null,
): ExportRecord["layers"] {
  return record.layers.map((layer) => ({
    ...layer,
    annotations: layer.annotations.map((annotation) => ({
      ...annotation,
      spans: annotation.spans.map((span): ExportedSpan => {
        const { start, end, quote, isExact } = moveSpan(span, move);
        const inexact = {
          article: record.article.id,
          annotation: annotation.id,
          start: span.start,
          end: span.end,
        };
        if (!isExact) report(inexact);
        return {
          role: span.role,
          start,
          end,
          quote,
          utf16Start: codePointToUtf16(move.index, start),
          utf16End: codePointToUtf16(move.index, end),
          ...(isExact ? {} : { exact: false }),
        };
      }),
    })),
    reuseLinks: layer.reuseLinks.map((link) => {
      const { passage } = link;
      const twin = passage.version === null ? null : twinMover(passage.version);
      if (!twin) return link;
      const spans = passage.spans.map((span) => {
        const { isExact, ...moved } = moveSpan(span, twin);
        const inexact = {
          article: record.article.id,
          annotation: link.annotation,
          start: span.start,
          end: span.end,
        };
        if (!isExact) report(inexact);
        return { ...moved, ...(isExact ? {} : { exact: false as const }) };
      });
      return { ...link, passage: { ...passage, spans } };
    }),
  }));
}

/** Words that comments are about may be cut by a border; they say so themselves. */
function moveThreads({ threads }: ExportRecord, move: Mover): Pick<ExportRecord, "threads"> {
  if (!threads) return {};
  return {
    threads: threads.map((thread) => {
      if (!thread.span) return thread;
      const { isExact, ...span } = moveSpan(thread.span, move);
      return { ...thread, span: { ...span, ...(isExact ? {} : { exact: false as const }) } };
    }),
  };
}

function moveSpan(span: Span, move: Mover): { start: number; end: number; quote: string; isExact: boolean } {
  const mapped = move.map({ start: span.start, end: span.end });
  return { ...mapped.span, quote: sliceCodePoints(move.index, mapped.span), isExact: !mapped.cuts };
}
