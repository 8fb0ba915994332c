import { diffArrays } from "diff";
import { paragraphsOf, tokensOf } from "@/lib/reanchoring/words";
import { type CodePointIndex, indexCodePoints } from "@/lib/text/code-points";

/** A stretch that both texts hold, in UTF-16 units of each. */
export type KeptRun = { before: number; after: number; length: number };

/**
 * Which stretches of a text stand in a newer one, in the same order in both and as long as can be; `keptSoFar` holds,
 * for each run, the units kept in the runs before it.
 */
export type Alignment = {
  before: CodePointIndex;
  after: CodePointIndex;
  runs: readonly KeptRun[];
  keptSoFar: readonly number[];
};

/** Steps of comparing that one pair of texts may cost; beyond them a changed stretch counts as replaced as a whole. */
const MOST_STEPS = 6_000_000;

/** A blank or a mark of punctuation between two changes: it was not kept, it stands between any two words. */
const MEANINGLESS = /^[^\S\n]*\p{P}?[^\S\n]*$/u;

/**
 * Aligns two texts (NFC, `\n` line ends): paragraphs first, then the words of changed paragraphs (shortest edit script,
 * Myers 1986). The work is bounded: stretches too different to be compared word by word are left unaligned, never guessed.
 */
export function alignTexts(before: string, after: string): Alignment {
  const aligned: KeptRun[] = [];
  const budget = { steps: MOST_STEPS };
  if (before === after) keep(aligned, { before: 0, after: 0, length: before.length });
  else
    walk(paragraphsOf(before), paragraphsOf(after), budget, 0.3, aligned, (removed, added) =>
      walk(tokensOf(removed.text), tokensOf(added.text), budget, 1, aligned, () => {}, removed.at, added.at),
    );
  const runs = aligned.filter(
    (run, place) =>
      place === 0 ||
      place === aligned.length - 1 ||
      !MEANINGLESS.test(before.slice(run.before, run.before + run.length)),
  );
  const keptSoFar: number[] = [];
  let kept = 0;
  for (const run of runs) {
    keptSoFar.push(kept);
    kept += run.length;
  }
  return { before: indexCodePoints(before), after: indexCodePoints(after), runs, keptSoFar };
}

/** Pieces that stand in both lists, in the older only, or in the newer only. */
export type Change = { value: string[]; removed: boolean; added: boolean };

type Stretch = { text: string; at: number };

/** Compares two lists of pieces within a share of the budget; what both hold is kept, what was replaced is handed on. */
function walk(
  old: string[],
  now: string[],
  budget: { steps: number },
  share: number,
  runs: KeptRun[],
  replaced: (removed: Stretch, added: Stretch) => void,
  oldAt = 0,
  nowAt = 0,
): void {
  const changes = comparePieces(old, now, budget, share);
  let removed: Stretch = { text: "", at: oldAt };
  let added: Stretch = { text: "", at: nowAt };
  const flush = () => {
    if (removed.text !== "" && added.text !== "") replaced(removed, added);
    removed = { text: "", at: removed.at + removed.text.length };
    added = { text: "", at: added.at + added.text.length };
  };
  for (const change of changes) {
    const text = change.value.join("");
    if (change.removed) removed.text += text;
    else if (change.added) added.text += text;
    else {
      flush();
      keep(runs, { before: removed.at, after: added.at, length: text.length });
      removed.at += text.length;
      added.at += text.length;
    }
  }
  flush();
}

/**
 * What turns one list of pieces into another (shortest edit script, Myers 1986): what both begin and end with stands, and
 * between it no more is compared than a share of the budget, from which it is taken; beyond that all of it counts as replaced.
 */
export function comparePieces(
  old: string[],
  now: string[],
  budget: { steps: number },
  share: number,
): Change[] {
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const [gone, come] = [old.slice(head, old.length - tail), now.slice(head, now.length - tail)];
  const maxEditLength = Math.floor(Math.sqrt(Math.max(0, budget.steps) * share));
  const middle = diffArrays(gone, come, { maxEditLength });
  const edits = middle?.reduce((sum, one) => sum + (one.added || one.removed ? one.count : 0), 0);
  budget.steps -= (edits ?? maxEditLength) ** 2;
  return [
    { value: old.slice(0, head), removed: false, added: false },
    ...(middle ?? [
      { value: gone, removed: true, added: false },
      { value: come, removed: false, added: true },
    ]),
    { value: old.slice(old.length - tail), removed: false, added: false },
  ];
}

function keep(runs: KeptRun[], run: KeptRun): void {
  if (run.length === 0) return;
  const last = runs.at(-1);
  if (last && last.before + last.length === run.before && last.after + last.length === run.after)
    last.length += run.length;
  else runs.push({ ...run });
}
