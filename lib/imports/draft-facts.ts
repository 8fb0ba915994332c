import type { NewText } from "@/lib/articles/version-sql";
import type { DraftFacts, PublisherChoice, StoredDraft } from "@/lib/imports/schema";
import type { ArticleDraft } from "@/lib/intake/draft";
import { normaliseText } from "@/lib/text/normalise";

const maxTitle = 200;

/** What is stored of a draft, with the publisher as matched. The title is the headline, else the text's first line. */
export function toStoredDraft(draft: ArticleDraft, publisher: PublisherChoice): StoredDraft {
  return {
    facts: {
      title: titleOf(draft),
      publisher,
      credits: draft.creditNames.slice(0, 20).map((name) => name.slice(0, 300)),
      byline: draft.byline?.slice(0, 1_000) ?? null,
      url: draft.canonicalUrl && draft.canonicalUrl.length <= 2_000 ? draft.canonicalUrl : null,
      published: draft.publishedAt ?? null,
      language: draft.language ?? null,
      originalLanguage: draft.originalLanguage ?? null,
      translated: draft.translated ?? "unsure",
      derivation: draft.derivation ?? null,
    },
    blocks: draft.blocks,
    warnings: draft.warnings,
    sourceFormat: draft.sourceFormat,
    extractor: draft.extractor,
    line: draft.line,
    rawText: draft.rawText === draft.text ? null : draft.rawText,
    offsetMap: mutable(normaliseText(draft.rawText).map),
  };
}

/** A stored draft's text as it is kept of an article: with its bytes, what was read from them, and its blocks as corrected. */
export function textOfDraft({
  text,
  bytes,
  draft: { rawText, offsetMap, extractor, blocks },
}: {
  text: string;
  bytes: Uint8Array;
  draft: StoredDraft;
}): NewText {
  return { text, rawText: rawText ?? text, rawBytes: bytes, offsetMap, extractor, blocks };
}

/** Whether a published time, as facts hold it, names its zone and so is a moment. */
export function hasZone(published: string): boolean {
  return /T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(published);
}

/** Where a published time is stored: as a moment when it has a zone, else as it was given. */
export function publishedColumns(published: DraftFacts["published"]): {
  publishedAt: Date | null;
  publishedText: string | null;
} {
  if (published === null) return { publishedAt: null, publishedText: null };
  return hasZone(published)
    ? { publishedAt: new Date(published), publishedText: null }
    : { publishedAt: null, publishedText: published };
}

function titleOf(draft: ArticleDraft): string {
  const first = draft.text.split("\n").find((line) => line.trim() !== "") ?? draft.text;
  const words = (draft.headline ?? first).trim().replace(/\s+/gu, " ");
  const points = Array.from(words);
  return points.length <= maxTitle ? words : `${points.slice(0, maxTitle - 1).join("")}…`;
}

function mutable(map: ReturnType<typeof normaliseText>["map"]): StoredDraft["offsetMap"] {
  return { ...map, segments: map.segments.map(([a, b, c, d]) => [a, b, c, d]) };
}
