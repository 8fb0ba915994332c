import { createHash } from "node:crypto";
import { z } from "zod";
import type { DraftArticle, DraftLayer, DraftMark } from "@/lib/formats/draft";
import { type DraftTies, keepTies } from "@/lib/formats/draft-ties";
import type { Problem } from "@/lib/formats/losses";
import {
  type ExportedAnnotation,
  type ExportedLayer,
  type ExportRecord,
  formatName,
  formatVersion,
} from "@/lib/formats/sourcebench-jsonl-schema";
import { codePointToUtf16, indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { findForbiddenCharacter, normaliseText } from "@/lib/text/normalise";
import { toStored } from "@/lib/text/offset-map";
import { compareSpans, type Span } from "@/lib/text/span";
import { findUnstorable } from "@/lib/text/unstorable";

/** What a file of another format does not say: the time that stands for every time, and whose names its annotators have. */
export type DraftContext = { at: string; key: string; problem: (problem: Problem) => void };

const uuid = z.uuid();
const notReviewed = { status: "not-reviewed", reason: null, at: null, by: null, decision: null } as const;

/**
 * The complete record of a draft: the text in its stored form, every span moved with it, quotes cut from it, one block
 * of body. Ids that are no UUIDs are derived from the text and their place, so that equal files give equal records.
 * What cannot stand (a span outside the text, a link without its end, a circle) is left out and told to
 * `context.problem`; null where the text itself cannot be kept.
 */
export function toRecord(draft: DraftArticle, context: DraftContext): ExportRecord | null {
  const complain = (message: string) => context.problem({ file: draft.file, line: null, message });
  const forbidden = findForbiddenCharacter(draft.text);
  if (forbidden) complain(`The text holds ${forbidden.codePoint} in line ${forbidden.line}: not read.`);
  if (draft.text === "") complain("The text is empty: not read.");
  if (forbidden || draft.text === "") return null;
  const { text, map } = normaliseText(draft.text);
  const index = indexCodePoints(text);
  const rawSha256 = sha256(draft.text);
  const base = `${context.key}\n${draft.file}\n${rawSha256}`;
  const articleId = draft.facts.id ?? derivedId(base, "article");
  const versionId = derivedId(base, "version");
  const place: Place = {
    text: {
      length: map.rawLength,
      move: (span) => toStored(map, span),
      cut: ({ start, end }) => ({
        start,
        end,
        quote: sliceCodePoints(index, { start, end }),
        utf16Start: codePointToUtf16(index, start),
        utf16End: codePointToUtf16(index, end),
      }),
    },
    articleId,
    versionId,
    base,
    taken: new Set(),
    complain,
    context,
  };
  return {
    format: formatName,
    version: formatVersion,
    pseudonymKey: context.key,
    offsets: { unit: "code-point", text: "stored" },
    article: {
      id: articleId,
      title: "",
      publisher: null,
      credits: [],
      byline: null,
      url: null,
      publishedAt: null,
      publishedText: null,
      language: null,
      originalLanguage: null,
      translated: "unsure",
      derivation: null,
      ...draft.facts,
      derivesFrom: null,
      importedAt: context.at,
      origin: null,
    },
    articleVersion: {
      id: versionId,
      number: 1,
      extractor: "convert",
      length: index.length,
      sha256: sha256(text),
      rawSha256,
      text,
      rawText: text === draft.text ? null : draft.text,
      rawBytes: null,
      offsetMap: { ...map, segments: map.segments.map(([a, b, c, d]) => [a, b, c, d]) },
    },
    blocks: [{ kind: "body", start: 0, end: index.length, source: null }],
    layers: draft.layers.map((layer, number) => makeLayer(layer, number, place)),
    review: { state: "open", agreement: null, conflicts: null, finishedAt: null, units: [] },
  };
}

type CutSpan = Span & { quote: string; utf16Start: number; utf16End: number };
type Place = {
  text: {
    length: number;
    move: (span: Span) => { span: Span; cuts: boolean };
    cut: (span: Span) => CutSpan;
  };
  articleId: string;
  versionId: string;
  base: string;
  taken: Set<string>;
  complain: (message: string) => void;
  context: DraftContext;
};

function makeLayer(layer: DraftLayer, number: number, place: Place): ExportedLayer {
  const { context, base } = place;
  const { at } = context;
  const marks = layer.marks.flatMap((mark) => withinText(mark, place));
  const kept = new Map(marks.map((mark) => [mark.id, mark]));
  if (kept.size < marks.length) place.complain("Several marks of a layer have one id: the last is kept.");
  const ids = new Map([...kept.keys()].map((id) => [id, newId(id, `${number} mark ${id}`, place)]));
  const idOf = (id: string) => ids.get(id) ?? id;
  const ties: DraftTies = keepTies({ ...layer, marks: [...kept.values()] }, place.complain);
  const made = { revision: 1, createdAt: at, origin: null };
  const linkId = (kind: string, slot: number) => derivedId(base, `${number} ${kind} ${slot}`);
  const annotations = [...kept.values()].map(
    (mark): ExportedAnnotation => ({
      id: idOf(mark.id),
      kind: mark.kind,
      attributes: mark.attributes,
      spans: mark.spans.map(({ role, start, end }) => ({ role, ...place.text.cut({ start, end }) })),
      nestedIn: ties.nestedIn.has(mark.id) && mark.nestedIn !== null ? idOf(mark.nestedIn) : null,
      revision: 1,
      createdAt: at,
      updatedAt: at,
      createdBy: layer.annotator,
      review: notReviewed,
      decidedBy: null,
      origin: null,
    }),
  );
  const id = newId("", `layer ${number}`, place);
  const { annotator } = layer;
  const closed = { kind: "imported", state: "closed", annotator, guideline: null } as const;
  const { key } = context;
  const origin = { id, pseudonymKey: key, article: place.articleId, version: place.versionId, ...closed };
  const move = (span: Span) => place.text.move(span).span;
  const foreign = layer.foreign ? { foreign: layer.foreign(idOf, move) } : {};
  return {
    id,
    kind: closed.kind,
    round: 1,
    state: closed.state,
    annotator,
    guideline: closed.guideline,
    createdAt: at,
    submittedAt: null,
    nothingToMark: layer.nothingToMark && annotations.length === 0,
    annotations: annotations.toSorted(byPlace),
    claimLinks: ties.claimLinks.map((link, slot) => ({
      id: linkId("claim link", slot),
      ...link,
      attribution: idOf(link.attribution),
      claim: idOf(link.claim),
      ...made,
    })),
    attributionSources: ties.attributionSources.map((link, slot) => ({
      id: linkId("source", slot),
      ...link,
      attribution: idOf(link.attribution),
      ...made,
    })),
    restsOn: ties.restsOn.map((link, slot) => ({
      id: linkId("rests on", slot),
      ...link,
      attribution: idOf(link.attribution),
      target: link.target === null ? null : idOf(link.target),
      claims: link.claims.map(idOf),
      ...made,
    })),
    reuseLinks: ties.reuseLinks.map((link, slot) => ({
      id: linkId("reuse", slot),
      ...link,
      annotation: idOf(link.annotation),
      ...made,
    })),
    origin: { ...origin, articleReview: null, ...foreign },
  };
}

/** The mark in stored offsets, without spans that cannot be; none where no span is left. */
function withinText(mark: DraftMark, { text, complain }: Place): DraftMark[] {
  const unstorable = findUnstorable(mark.attributes);
  if (unstorable) complain(`${mark.id}: its fields hold what cannot be stored (${unstorable}): left out.`);
  const spans = mark.spans.flatMap((span) => {
    const name = `${mark.id}: the span ${span.start}–${span.end}`;
    const isWhole = Number.isInteger(span.start) && Number.isInteger(span.end);
    const isOfKind = mark.kind === "attribution" || span.role === "body";
    if (!isWhole || span.start < 0 || span.end <= span.start || span.end > text.length || !isOfKind) {
      complain(`${name} is empty, outside the text or of a role that its kind does not have: left out.`);
      return [];
    }
    const moved = text.move({ start: span.start, end: span.end });
    if (moved.cuts)
      complain(`${name} cuts characters that the normal form joins: it holds the whole of them.`);
    return [{ ...moved.span, role: span.role }];
  });
  if (spans.length === 0) complain(`${mark.id} has no span: left out.`);
  return spans.length === 0 ? [] : [{ ...mark, attributes: unstorable ? {} : mark.attributes, spans }];
}

function byPlace(a: ExportedAnnotation, b: ExportedAnnotation): number {
  const [one, other] = [a.spans.toSorted(compareSpans)[0], b.spans.toSorted(compareSpans)[0]];
  return one && other ? compareSpans(one, other) : 0;
}

/** The id itself where it is a UUID that the article has not seen, else one derived from its place. */
function newId(given: string, name: string, place: Place): string {
  const own = given.toLowerCase();
  const id = uuid.safeParse(own).success && !place.taken.has(own) ? own : derivedId(place.base, name);
  place.taken.add(id);
  return id;
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** A UUID of version 8 (RFC 9562) from a hash: equal for equal names. */
export function derivedId(base: string, name: string): string {
  const hash = sha256(`${base}\n${name}`);
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `8${hash.slice(17, 20)}`];
  return `${parts.join("-")}-${hash.slice(20, 32)}`;
}
