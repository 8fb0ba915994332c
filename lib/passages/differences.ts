import { foldWord, namesIn, numbersIn, wordsIn } from "@/lib/passages/words";
import { cuePhrases, cueWords } from "@/lib/proposals/cues";

/** What differs between two passages beyond their wording, in the words in which it stands there. */
export type TwinDifferences = {
  /** Numbers by value that only one of both has. */
  numbers: { first: string[]; second: string[] };
  /** Names that only one of both has. */
  names: { first: string[]; second: string[] };
  /** The words by which one of both says where it has it from, where the other does not. */
  attribution: { droppedBy: "first" | "second"; words: string } | null;
};

/** Phrases of attribution beyond those that propose a source: what stands where nobody is quoted. */
const more = [
  "reportedly",
  "allegedly",
  "quoted as saying",
  "it was reported",
  "sources said",
  "angeblich",
  "den angaben zufolge",
  "d'après",
  "aurait",
  "al parecer",
  "presuntamente",
  "secondo quanto",
  "как сообщается",
  "по сообщению",
  "як повідомляє",
  "за повідомленням",
  "وفقاً",
  "نقلا عن",
  "据",
  "表示",
  "称",
  "によると",
  "によれば",
  "に よると",
  "ระบุว่า",
  "के अनुसार",
];
// Common verbs that also tell what happened, not only what somebody said.
const ambiguous = new Set(
  "called found saw sees vu sabe vio will agreed planned plans wants wanted found discovered knew knows ordered cree crede spus ifade".split(
    " ",
  ),
);

/**
 * What two passages say differently, `first` against `second`: numbers by value (digits of any script, scales), names (runs
 * of capitalised words, and those of `register`), and an attribution that one of both lacks, by its cue in any of a score of
 * languages. Names are not compared where `lang` differs by script, for they are spelled anew. Nothing is told where both agree.
 */
export function twinDifferences(
  first: { text: string; lang?: string | null },
  second: { text: string; lang?: string | null },
  register: readonly string[] = [],
): TwinDifferences {
  const [a, b] = [numbersIn(first.text), numbersIn(second.text)];
  const without = (own: typeof a, others: typeof b) =>
    own.filter(({ value }) => !others.some((other) => other.value === value)).map(({ words }) => words);
  const cues = [cueIn(first), cueIn(second)];
  return {
    numbers: { first: without(a, b), second: without(b, a) },
    names:
      scriptOf(first.text) === scriptOf(second.text)
        ? namesApart(first, second, register)
        : { first: [], second: [] },
    attribution:
      cues[0] && !cues[1]
        ? { droppedBy: "second", words: cues[0] }
        : cues[1] && !cues[0]
          ? { droppedBy: "first", words: cues[1] }
          : null,
  };
}

/** Whether anything is to be pointed out. */
export function hasDifferences({ numbers, names, attribution }: TwinDifferences): boolean {
  return (
    attribution !== null || [numbers, names].some(({ first, second }) => first.length + second.length > 0)
  );
}

type Side = { text: string; lang?: string | null };

/** A name is in the other text when its last word is: "Ada Lovel" and "Ms Lovel" are one person. */
function namesApart(first: Side, second: Side, register: readonly string[]) {
  const apart = (own: Side, other: Side) => {
    const words = new Set(
      wordsIn(other.text, other.lang ?? "und").map((word) => foldWord(word).replace(/['’]s$/u, "")),
    );
    return namesIn(own.text, own.lang ?? "und", register).filter((name) => {
      const last = foldWord(name.split(/[ \u00a0-]/).at(-1) ?? name);
      return !words.has(last) && !foldWord(other.text).includes(foldWord(name));
    });
  };
  return { first: apart(first, second), second: apart(second, first) };
}

/** The first cue of attribution in a text, as it stands there; null where nobody is said to have said it. */
function cueIn({ text, lang }: Side): string | null {
  const folded = text.toLowerCase();
  for (const phrase of [...cuePhrases, ...more]) {
    const at = folded.indexOf(phrase);
    const isBound = /^\p{sc=Latin}|^\p{sc=Cyrillic}/u.test(phrase);
    if (
      at >= 0 &&
      (!isBound || !/\p{L}/u.test(`${folded[at - 1] ?? " "}`)) &&
      (!isBound || !/\p{L}/u.test(folded[at + phrase.length] ?? " "))
    )
      return text.slice(at, at + phrase.length);
  }
  const said = wordsIn(text, lang ?? "und").find((word) => {
    const key = word.toLowerCase();
    return cueWords.has(key) && !ambiguous.has(key);
  });
  return said ?? null;
}

function scriptOf(text: string): string {
  for (const script of [
    "Latin",
    "Cyrillic",
    "Arabic",
    "Greek",
    "Hebrew",
    "Han",
    "Devanagari",
    "Thai",
    "Hangul",
  ]) {
    const letters = text.match(new RegExp(`\\p{Script=${script}}`, "gu"))?.length ?? 0;
    if (letters * 2 > (text.match(/\p{L}/gu)?.length ?? 0)) return script;
  }
  return "other";
}
