import { segmenterFor } from "@/lib/text/segmenter";

/** A run of words that both texts hold, that only the older holds, or that only the newer does. */
export type DiffPart = { type: "same" | "removed" | "added"; text: string };

/** Words compared with each other at most: above it the part that differs is told as one replacement. */
const MOST_PAIRS = 90_000;

type Token = { text: string; key: string };

/**
 * What turns `before` into `after`, word by word: a longest common subsequence (Wagner & Fischer 1974) between the
 * words after what both begin and end with. Letter case and Unicode form do not count as a change; the words shown as
 * the same are those of `after`. Joining all parts but the removed ones gives `after`.
 */
export function diffWords(before: string, after: string, lang = "und"): DiffPart[] {
  const a = tokensOf(before, lang);
  const b = tokensOf(after, lang);
  let head = 0;
  while (head < a.length && head < b.length && a[head]?.key === b[head]?.key) head++;
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail]?.key === b[b.length - 1 - tail]?.key
  )
    tail++;
  const middle = diffMiddle(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  const same = (tokens: readonly Token[]): DiffPart[] =>
    tokens.map((token) => ({ type: "same", text: token.text }));
  return joinRuns([...same(b.slice(0, head)), ...middle, ...same(b.slice(b.length - tail))]);
}

/** The share of words that two texts have in common, 2·|A ∩ B| ÷ (|A| + |B|) over bags of words, from 0 to 1; 0 when both are empty (Dice 1945). */
export function sharedWords(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of a) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of b) {
    const count = left.get(word) ?? 0;
    if (count > 0) {
      shared++;
      left.set(word, count - 1);
    }
  }
  return a.length + b.length === 0 ? 0 : (2 * shared) / (a.length + b.length);
}

function tokensOf(text: string, lang: string): Token[] {
  return [...segmenterFor(lang, "word").segment(text)].map(({ segment }) => ({
    text: segment,
    key: /^\s+$/u.test(segment) ? " " : segment.normalize("NFKC").toLowerCase(),
  }));
}

function diffMiddle(a: readonly Token[], b: readonly Token[]): DiffPart[] {
  const removed = (tokens: readonly Token[]): DiffPart[] =>
    tokens.map((token) => ({ type: "removed", text: token.text }));
  const added = (tokens: readonly Token[]): DiffPart[] =>
    tokens.map((token) => ({ type: "added", text: token.text }));
  if (a.length === 0 || b.length === 0 || a.length * b.length > MOST_PAIRS)
    return [...removed(a), ...added(b)];
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] =
        a[i]?.key === b[j]?.key ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const parts: DiffPart[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const one = a[i];
    const other = b[j];
    if (!one || !other) return [...parts, ...removed(a.slice(i)), ...added(b.slice(j))];
    if (one.key === other.key) {
      parts.push({ type: "same", text: other.text });
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      parts.push({ type: "removed", text: one.text });
      i++;
    } else {
      parts.push({ type: "added", text: other.text });
      j++;
    }
  }
}

/** Neighbouring parts of a kind as one; a blank between two changes belongs to them, so that changed words read as a phrase. */
export function joinRuns(parts: readonly DiffPart[]): DiffPart[] {
  const runs: DiffPart[] = [];
  let removed = "";
  let added = "";
  const flush = () => {
    if (removed !== "") runs.push({ type: "removed", text: removed });
    if (added !== "") runs.push({ type: "added", text: added });
    removed = "";
    added = "";
  };
  for (const [place, part] of parts.entries()) {
    if (part.type === "removed") removed += part.text;
    else if (part.type === "added") added += part.text;
    else {
      const next = parts[place + 1];
      const isBetween =
        /^\s+$/u.test(part.text) && removed + added !== "" && next !== undefined && next.type !== "same";
      if (isBetween) {
        if (removed !== "") removed += " ";
        added += part.text;
      } else {
        flush();
        const last = runs.at(-1);
        if (last?.type === "same") last.text += part.text;
        else runs.push({ type: "same", text: part.text });
      }
    }
  }
  flush();
  return runs;
}
