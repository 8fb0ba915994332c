import { comparePieces } from "@/lib/reanchoring/align";
import { paragraphsOf, substanceOf, tokensOf } from "@/lib/reanchoring/words";
import { type DiffPart, joinRuns } from "@/lib/text/word-diff";

/** Paragraphs that stand in both texts, or what became of some in the newer one, word by word. */
export type ComparedStretch =
  | { type: "same"; paragraphs: string[] }
  | { type: "changed"; before: string; after: string; parts: DiffPart[] };

/** Steps of comparing that a page may take: some ten milliseconds. */
const STEPS_OF_A_PAGE = 300_000;

/** Changed stretches longer than this are not taken to words. */
const LONGEST = 30_000;

/** The share of letters that must stand in both for a change to be told word by word; below it nobody could read it. */
const READABLE = 0.3;

/**
 * What changed between two texts, in reading order. Stretches too long or too different to be told word by word are told
 * as taken out and put in whole. Letter case, quotation marks and blanks count as changes.
 */
export function compareParagraphs(before: string, after: string): ComparedStretch[] {
  const budget = { steps: STEPS_OF_A_PAGE };
  const stretches: ComparedStretch[] = [];
  let [removed, added] = ["", ""];
  const flush = () => {
    if (removed + added !== "")
      stretches.push({
        type: "changed",
        before: removed,
        after: added,
        parts: compareWords(removed, added, budget),
      });
    [removed, added] = ["", ""];
  };
  for (const change of comparePieces(paragraphsOf(before), paragraphsOf(after), budget, 0.5)) {
    if (change.value.length === 0) continue;
    if (change.removed) removed += change.value.join("");
    else if (change.added) added += change.value.join("");
    else {
      flush();
      stretches.push({ type: "same", paragraphs: change.value });
    }
  }
  flush();
  return stretches;
}

function compareWords(before: string, after: string, budget: { steps: number }): DiffPart[] {
  const whole: DiffPart[] = [
    ...(before === "" ? [] : [{ type: "removed" as const, text: before }]),
    ...(after === "" ? [] : [{ type: "added" as const, text: after }]),
  ];
  if (before === "" || after === "" || before.length + after.length > LONGEST) return whole;
  const parts = comparePieces(tokensOf(before), tokensOf(after), budget, 0.5).flatMap(
    ({ value, removed, added }): DiffPart[] =>
      value.map((text) => ({ type: removed ? "removed" : added ? "added" : "same", text })),
  );
  const kept = parts.reduce((sum, { type, text }) => sum + (type === "same" ? substanceOf(text) : 0), 0);
  if (kept < READABLE * Math.max(substanceOf(before), substanceOf(after))) return whole;
  return joinRuns(parts);
}
