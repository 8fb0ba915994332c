import { createHash } from "node:crypto";
import { joinRuns, type LongRun } from "@/lib/splits/long-runs";
import { type AllowedRuns, countRuns, findAcross, type RunText, runKey } from "@/lib/splits/run-index";
import { eachRun } from "@/lib/splits/run-table";
import {
  type LeakReport,
  type SharedPlace,
  type SharedRun,
  type SplitOptions,
  type SplitSide,
  splitSides,
} from "@/lib/splits/schema";
import { foldWord, listWords, RUN_LENGTH, RUN_RULE, type TextWords } from "@/lib/splits/words";
import { countCodePoints } from "@/lib/text/code-points";

/** The most runs that a report lists one by one (all are counted), the most places of one, and of its words in UTF-16 units. */
export const MOST_RUNS = 10_000;
const MOST_PLACES = 100;
const MOST_QUOTED = 300;

const boilerplateReason =
  "boilerplate: outside the story at all but one side (byline, appeal, interface and the like)";

/** The runs of the allowances that give words; their grounds count from 2 in the order of `allow`. */
export function allowedRuns(allow: SplitOptions["allow"]): AllowedRuns {
  const runs = new Map<string, number>();
  for (const [number, { text }] of allow.entries())
    if (text !== undefined)
      eachRun({ hashes: listWords(text).hashes, apart: null }, (high, low) => {
        if (!runs.has(runKey(high, low))) runs.set(runKey(high, low), number + 2);
      });
  return runs;
}

/** The texts again, to look up what their hashes cannot say. */
export type TextsAgain = () => AsyncIterable<{ version: string; text: string }>;

/**
 * Reports every run of 12 words or more that stands on two sides: leaks, and those that an allowance or boilerplate lets
 * pass, each with its places (code points). Every reported place is compared word for word, so that a run is reported when
 * it is shared and only then; a split without leaks is proved to have none, since equal runs have equal hashes.
 */
export async function reportLeaks(
  texts: readonly RunText[],
  sideOf: (article: string) => SplitSide,
  options: Pick<SplitOptions, "allow" | "allowBoilerplate">,
  again: TextsAgain,
): Promise<LeakReport> {
  const found = findAcross(texts, (article) => splitSides.indexOf(sideOf(article)), {
    skipApart: options.allowBoilerplate,
    allowed: allowedRuns(options.allow),
  });
  const runs = await verify(joinRuns(found), texts, sideOf, options.allow, again);
  const leaks = runs.filter(({ allowed }) => allowed === null);
  const sorted = runs.toSorted(
    (a, b) =>
      Number(a.allowed !== null) - Number(b.allowed !== null) ||
      b.placeCount - a.placeCount ||
      b.words - a.words ||
      (a.run < b.run ? -1 : 1),
  );
  return {
    runLength: RUN_LENGTH,
    rule: RUN_RULE,
    articles: new Set(texts.map(({ article }) => article)).size,
    words: texts.reduce((sum, { hashes }) => sum + hashes.length, 0),
    runsCompared: countRuns(texts),
    isClean: leaks.length === 0,
    leakCount: leaks.length,
    allowedCount: runs.length - leaks.length,
    runs: sorted.slice(0, MOST_RUNS),
  };
}

type Found = { words: number; ground: number; run: string; quote: string; places: SharedPlace[] };

async function verify(
  runs: readonly LongRun[],
  texts: readonly RunText[],
  sideOf: (article: string) => SplitSide,
  allow: SplitOptions["allow"],
  again: TextsAgain,
): Promise<SharedRun[]> {
  const wanted = new Map<string, { number: number; run: number; at: number }[]>();
  for (const [run, { places }] of runs.entries())
    for (const { text: number, at } of places) {
      const version = texts[number]?.version ?? "";
      const known = wanted.get(version);
      if (known) known.push({ number, run, at });
      else wanted.set(version, [{ number, run, at }]);
    }
  // By run and its words: places that only share a hash part here.
  const found = new Map<string, Found>();
  for await (const { version, text } of again()) {
    const places = wanted.get(version);
    if (!places) continue;
    wanted.delete(version);
    const words = listWords(text);
    for (const { number, run, at } of places) {
      const long = runs[run];
      const owner = texts[number];
      if (!long || !owner) continue;
      const { name, start, end } = wordsAt(text, words, at, long.words);
      const key = `${run} ${name}`;
      const known = found.get(key) ?? {
        words: long.words,
        ground: long.ground,
        run: name,
        quote: quoted(text.slice(start, end)),
        places: [],
      };
      found.set(key, known);
      const from = countCodePoints(text.slice(0, start));
      const { article } = owner;
      known.places.push({
        article,
        version,
        side: sideOf(article),
        start: from,
        end: from + countCodePoints(text.slice(start, end)),
      });
    }
  }
  return [...found.values()]
    .filter(({ places }) => new Set(places.map(({ side }) => side)).size > 1)
    .map((one) => toShared(one, allow));
}

function toShared({ words, ground, run, quote, places }: Found, allow: SplitOptions["allow"]): SharedRun {
  const articles = new Set(places.map(({ article }) => article));
  const byName = allow.find((one) => one.run === run || isForArticles(one.articles, articles));
  const byGround = ground === 1 ? boilerplateReason : (allow[ground - 2]?.reason ?? null);
  const sorted = places.toSorted(
    (a, b) =>
      splitSides.indexOf(a.side) - splitSides.indexOf(b.side) ||
      (a.article < b.article ? -1 : a.article > b.article ? 1 : a.start - b.start),
  );
  return {
    run,
    words,
    quote,
    placeCount: places.length,
    places: spread(sorted),
    allowed: byName?.reason ?? byGround,
  };
}

function isForArticles(allowed: readonly string[] | undefined, articles: ReadonlySet<string>): boolean {
  return allowed !== undefined && [...articles].every((article) => allowed.includes(article));
}

/** At most `MOST_PLACES` places, with some of every side. */
function spread(places: readonly SharedPlace[]): SharedPlace[] {
  if (places.length <= MOST_PLACES) return [...places];
  const each = Math.floor(MOST_PLACES / splitSides.length);
  return splitSides.flatMap((side) => places.filter((place) => place.side === side).slice(0, each));
}

function wordsAt(
  text: string,
  { starts, ends }: TextWords,
  at: number,
  count: number,
): { name: string; start: number; end: number } {
  const words: string[] = [];
  for (let word = at; word < at + count; word++) words.push(foldWord(text.slice(starts[word], ends[word])));
  const name = createHash("sha256").update(words.join(" "), "utf8").digest("hex");
  return { name, start: starts[at] ?? 0, end: ends[at + count - 1] ?? 0 };
}

function quoted(words: string): string {
  if (words.length <= MOST_QUOTED) return words;
  return `${words.slice(0, MOST_QUOTED).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
