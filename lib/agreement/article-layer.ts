import type { Link } from "@/lib/agreement/links";
import type { Triple } from "@/lib/agreement/triples";
import { coveredLength, mergeSpans, type Span } from "@/lib/text/span";

/** One mark by its roles' spans (`body` is the body or the content); `values` are its attributes by name. */
export type LayerMark = {
  id: string;
  kind: string;
  values: Readonly<Record<string, string | null>>;
  body: readonly Span[];
  source: readonly Span[];
  cue: readonly Span[];
};

/** A stretch of an article version, or of a page outside (`place` is the version's id or the address). */
export type PassageOf = { place: string; spans: readonly Span[] };

/** What one person handed in on one article; `twins` join passages that are called the same. */
export type ArticleLayer = {
  marks: readonly LayerMark[];
  links: readonly { fromId: string; toId: string; label: string }[];
  twins: readonly { from: PassageOf; to: PassageOf }[];
};

/** The text that marks lie in: its code points, and the blocks that are no story. */
export type Story = { length: number; boilerplate: readonly Span[] };

/** A layer on the story alone, with offsets that skip boilerplate; marks without a body left there are dropped. */
export type StoryLayer = {
  marks: LayerMark[];
  links: Link[];
  triples: Triple[];
  twins: ArticleLayer["twins"];
};

/** The code points of a text that are story. */
export function storyLength({ length, boilerplate }: Story): number {
  return length - coveredLength(boilerplate);
}

/** The parts of spans that are story, with offsets that skip boilerplate; a span that goes on after a block of it stays one. */
export function cutToStory(spans: readonly Span[], boilerplate: readonly Span[]): Span[] {
  const out = mergeSpans(boilerplate);
  const skip = (place: number) =>
    place - out.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end, place) - start), 0);
  return spans
    .map(({ start, end }) => ({ start: skip(start), end: skip(end) }))
    .filter(({ start, end }) => end > start);
}

/** A layer as agreement compares it: boilerplate lies outside. A link whose ends are not both left is dropped. */
export function toStory(layer: ArticleLayer, { boilerplate }: Story): StoryLayer {
  const cut = (spans: readonly Span[]) => cutToStory(spans, boilerplate);
  const marks = layer.marks
    .map((mark) => ({ ...mark, body: cut(mark.body), source: cut(mark.source), cue: cut(mark.cue) }))
    .filter(({ body, source, cue }) => body.length + source.length + cue.length > 0);
  const byId = new Map(marks.map((mark) => [mark.id, mark]));
  const ends = (id: string) => {
    const mark = byId.get(id);
    return mark && (mark.body.length > 0 ? mark.body : mark.cue);
  };
  return {
    marks,
    links: layer.links.flatMap(({ fromId, toId, label }): Link[] => {
      const [from, to] = [ends(fromId), ends(toId)];
      return from && to ? [{ from, to, label }] : [];
    }),
    triples: marks
      .filter(({ kind }) => kind === "attribution")
      .map(({ source, cue, body }) => ({ source, cue, content: body })),
    twins: layer.twins,
  };
}
