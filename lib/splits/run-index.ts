import { eachRun, type HashedText, RunTable, SEVERAL, turnsFor } from "@/lib/splits/run-table";
import { listWords, RUN_LENGTH } from "@/lib/splits/words";

/** A text whose runs are compared: of which article and version, and which of its words lie outside the story. */
export type RunText = HashedText & { article: string; version: string };

/** Blocks that are no story: what stands in them is the outlet's, not the article's. */
const boilerplate: ReadonlySet<string> = new Set([
  "credit",
  "byline",
  "dateline",
  "bio",
  "appeal",
  "hashtags",
  "interface",
]);

/** Prepares a text: four bytes a word, and one more where some of it lies in boilerplate blocks (spans in code points). */
export function hashText(
  article: string,
  version: string,
  text: string,
  blocks: readonly { kind: string; end: number }[],
): RunText {
  const { hashes, starts } = listWords(text);
  if (!blocks.some(({ kind }) => boilerplate.has(kind))) return { article, version, hashes, apart: null };
  const apart = new Uint8Array(hashes.length);
  let block = 0;
  let unit = 0;
  let point = 0;
  for (const [word, start] of starts.entries()) {
    while (unit < start) {
      const code = text.codePointAt(unit) ?? 0;
      unit += code > 0xffff ? 2 : 1;
      point += 1;
    }
    while (point >= (blocks[block]?.end ?? Number.POSITIVE_INFINITY)) block += 1;
    apart[word] = boilerplate.has(blocks[block]?.kind ?? "") ? 1 : 0;
  }
  return { article, version, hashes, apart };
}

/** How many runs of 12 words the texts have. */
export function countRuns(texts: readonly HashedText[]): number {
  return texts.reduce((sum, { hashes }) => sum + Math.max(0, hashes.length - RUN_LENGTH + 1), 0);
}

/** The hashes of runs that are allowed, as `high * 2^32 + low` cut to what a number holds, with the reason's number. */
export type AllowedRuns = ReadonlyMap<string, number>;

/** The name under which a run's hash is kept in a map. */
export function runKey(high: number, low: number): string {
  return `${high.toString(36)}.${low.toString(36)}`;
}

/**
 * Pairs of articles that share a run of 12 words: for every run the first article that has it with each other one. Runs
 * that `isAllowed` says are passed over, and those that lie in boilerplate where `skipApart` is set.
 */
export function pairsBySharedRuns(
  texts: readonly RunText[],
  { skipApart, allowed }: { skipApart: boolean; allowed: AllowedRuns },
): [string, string][] {
  const runs = countRuns(texts);
  const turns = turnsFor(runs);
  const pairs = new Map<string, [string, string]>();
  for (let turn = 0; turn < turns; turn++) {
    const table = new RunTable(Math.ceil((runs / turns) * 1.1));
    for (const [number, text] of texts.entries())
      eachRun(text, (high, low, _at, isApart) => {
        if (high % turns !== turn || (skipApart && isApart)) return;
        const before = table.first(high, low, number + 1);
        const other = before === 0 ? undefined : texts[before - 1];
        if (!other || other.article === text.article) return;
        if (allowed.size > 0 && allowed.has(runKey(high, low))) return;
        const key = `${before} ${number}`;
        if (!pairs.has(key)) pairs.set(key, [other.article, text.article]);
      });
  }
  return [...pairs.values()];
}

/** Places of runs that stand on several sides, four numbers each: run's number, text's number, first word, kind. */
export type Occurrences = {
  length: number;
  run: Uint32Array;
  text: Uint32Array;
  at: Uint32Array;
  /** By run: 0 a leak, 1 boilerplate, from 2 the number of an allowance. */
  grounds: Uint32Array;
};

/**
 * Every place of every run of 12 words that stands on more than one side. No shared run is missed: equal words have equal
 * hashes; that places of one run truly are equal has still to be looked up, since unequal ones may share a hash.
 */
export function findAcross(
  texts: readonly RunText[],
  sideOf: (article: string) => number,
  { skipApart, allowed }: { skipApart: boolean; allowed: AllowedRuns },
): Occurrences {
  const runs = countRuns(texts);
  const turns = turnsFor(runs);
  const found = { run: growing(), text: growing(), at: growing() };
  const grounds: number[] = [];
  const sides = texts.map(({ article }) => sideOf(article));
  for (let turn = 0; turn < turns; turn++) {
    const size = Math.ceil((runs / turns) * 1.1);
    const whole = new RunTable(size);
    // Runs of the story alone: only with texts that have boilerplate do the two differ.
    const story = skipApart && texts.some(({ apart }) => apart !== null) ? new RunTable(size) : null;
    for (const [number, text] of texts.entries())
      eachRun(text, (high, low, _at, isApart) => {
        if (high % turns !== turn) return;
        whole.add(high, low, (sides[number] ?? 0) + 1);
        if (story && !isApart) story.add(high, low, (sides[number] ?? 0) + 1);
      });
    const numbers = new Map<string, number>();
    for (const [number, text] of texts.entries())
      eachRun(text, (high, low, at) => {
        if (high % turns !== turn || whole.get(high, low) !== SEVERAL) return;
        const key = runKey(high, low);
        let run = numbers.get(key);
        if (run === undefined) {
          run = grounds.length;
          numbers.set(key, run);
          const isBoilerplate = story !== null && story.get(high, low) !== SEVERAL;
          grounds.push(allowed.get(key) ?? (isBoilerplate ? 1 : 0));
        }
        found.run.push(run);
        found.text.push(number);
        found.at.push(at);
      });
  }
  return {
    length: found.run.length(),
    run: found.run.taken(),
    text: found.text.taken(),
    at: found.at.taken(),
    grounds: Uint32Array.from(grounds),
  };
}

/** Numbers of 32 bits without the cost of a list's. */
function growing(): { push: (value: number) => void; length: () => number; taken: () => Uint32Array } {
  let values = new Uint32Array(1024);
  let length = 0;
  return {
    push(value) {
      if (length === values.length) {
        const wider = new Uint32Array(length * 2);
        wider.set(values);
        values = wider;
      }
      values[length] = value;
      length += 1;
    },
    length: () => length,
    taken: () => values.subarray(0, length),
  };
}
