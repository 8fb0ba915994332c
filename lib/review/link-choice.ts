import { differingLinks, draftOf, pickLinks } from "@/lib/review/places";
import type { ReviewMark, WantedMark } from "@/lib/review/schema";

/** A link that one of the chosen marks may take or leave: `layerIds` are those whose marks have it. */
export type AskedLink = { markId: string; key: string; text: string; layerIds: string[] };

/**
 * Which links are asked for when `chosen` of the marks in a place are taken with single links: for each chosen mark
 * those in which it and the marks not chosen differ. What only another chosen mark has stays with that one.
 */
export function askedLinks(chosen: readonly ReviewMark[], all: readonly ReviewMark[]): AskedLink[] {
  return chosen.flatMap((mark) => {
    const read = readWith(mark, chosen, all);
    return differingLinks(read).map(({ key, text, having }) => ({
      markId: mark.id,
      key,
      text,
      layerIds: [...new Set(having.flatMap((at) => read[at]?.layerId ?? []))],
    }));
  });
}

/** The chosen marks with those links that were answered yes, in the order of `askedLinks`; an answer that lacks is a no. */
export function withLinks(
  chosen: readonly ReviewMark[],
  all: readonly ReviewMark[],
  answers: readonly boolean[],
): WantedMark[] {
  const taken = askedLinks(chosen, all).filter((_, at) => answers[at]);
  return chosen.map((mark) =>
    pickLinks(
      draftOf(mark),
      readWith(mark, chosen, all),
      taken.flatMap((link) => (link.markId === mark.id ? [link.key] : [])),
    ),
  );
}

/** A chosen mark, then those whose links it may take beside its own. */
function readWith(mark: ReviewMark, chosen: readonly ReviewMark[], all: readonly ReviewMark[]): ReviewMark[] {
  return [mark, ...all.filter((one) => !chosen.some((other) => other.id === one.id))];
}
