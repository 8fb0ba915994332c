import type { LicenceNote } from "@/lib/releases/schema";

/** How many publishers' texts are in a release, of how many the terms are noted, and how many texts have no known publisher. */
export type NotedTerms = { publishers: number; noted: number; unknown: number };

/**
 * Counts publishers once each, however many rows they have: noted is one whose every text has terms, by the publisher's
 * note or by the text's own. Texts without a known publisher are told apart.
 */
export function countNoted(notes: readonly (LicenceNote & { ownTerms?: number })[]): NotedTerms {
  const isNoted = new Map<string, boolean>();
  let unknown = 0;
  for (const { source, licence, articles, ownTerms = 0 } of notes) {
    const has = licence !== "" || ownTerms >= articles;
    if (source) isNoted.set(source.id, (isNoted.get(source.id) ?? true) && has);
    else unknown += articles;
  }
  return { publishers: isNoted.size, noted: [...isNoted.values()].filter(Boolean).length, unknown };
}
