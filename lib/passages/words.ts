import { proposeQuantities } from "@/lib/proposals/propose-quantities";
import { segmenterFor } from "@/lib/text/segmenter";

/** Digits of other scripts as 0 to 9, so that ٦٠٠ and 600 are one number. */
export function asciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    // A script's digits stand in a row that begins at a multiple of 16, or 6 beyond one.
    const row = code - (code % 16);
    const zero = /\p{Nd}/u.test(String.fromCodePoint(row)) ? row : row + 6;
    return String(code - zero);
  });
}

/** Small numbers written out, in some languages; "one" and its kind are left out, for they are articles too. */
const spelled: ReadonlyMap<string, number> = new Map(
  [
    "two zwei deux dos due twee два две дві",
    "three drei trois tres tre drie три",
    "four vier quatre cuatro quattro четыре чотири",
    "five fünf cinq cinco cinque vijf пять п'ять",
    "six sechs seis sei zes шесть шість",
    "seven sieben sept siete sette zeven семь сім",
    "eight acht huit ocho otto восемь вісім",
    "nine neun neuf nueve nove negen девять дев'ять",
    "ten zehn dix diez dieci tien десять",
    "eleven elf onze once undici одиннадцать одинадцять",
    "twelve zwölf douze doce dodici twaalf двенадцать дванадцять",
  ].flatMap((row, place) => row.split(" ").map((word) => [word, place + 2] as const)),
);

/**
 * The numbers of a text by value, each once, in order: digits of any script with their scale ("2.5 million" is
 * 2 500 000; years and days of a month are left out), and small ones written out.
 */
export function numbersIn(text: string): { value: number; words: string }[] {
  const found = new Map<number, { value: number; words: string }>();
  const plain = partDigits(asciiDigits(text.normalize("NFKC")));
  for (const quantity of proposeQuantities(plain)) {
    const value = quantity.min ?? quantity.max;
    if (value !== null && !found.has(value))
      found.set(value, {
        value,
        words: quantity.unit ? `${quantity.words} ${quantity.unit}` : quantity.words,
      });
  }
  for (const match of plain.matchAll(/[\p{L}\p{M}'’]+/gu)) {
    const value = spelled.get(match[0].toLowerCase().replace("’", "'"));
    if (value !== undefined && !found.has(value)) found.set(value, { value, words: match[0] });
  }
  return [...found.values()];
}

const dense =
  "[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}]";
const besideDigits = new RegExp(`(?<=${dense})(?=[0-9])|(?<=[0-9])(?=${dense})`, "gu");
const myriads = new Map([
  ["万", 1e4],
  ["萬", 1e4],
  ["亿", 1e8],
  ["億", 1e8],
]);

/** Numbers apart from the letters of scripts without spaces; 2万 as 20000. */
function partDigits(text: string): string {
  return text
    .replace(/([0-9]+(?:\.[0-9]+)?)([万萬亿億])/gu, (_, digits, unit) =>
      String(Math.round(Number(digits) * (myriads.get(unit) ?? 1))),
    )
    .replace(besideDigits, " ");
}

/**
 * The names of a text, each once, in order: runs of capitalised words that are not only the beginning of a sentence
 * (there a single capitalised word counts where it stands elsewhere in the text too, or is followed by another), and
 * what `register` names. Scripts without capitals give none but those. In German nouns are capitalised as well: with
 * `de` only runs of two words and more count.
 */
export function namesIn(text: string, lang = "und", register: readonly string[] = []): string[] {
  const found = new Map<string, string>();
  const run =
    /\p{Lu}[\p{L}\p{M}'’-]*(?:[ \u00a0](?:(?:de|del|la|van|von|der|al|bin|ibn)[ \u00a0])?\p{Lu}[\p{L}\p{M}'’-]*)*/gu;
  const matches = [...text.matchAll(run)];
  for (const match of matches) {
    const words = match[0].split(/[ \u00a0]/);
    const isFirst = /(?:^|[.!?…:]["”’»)]*\s*|["“„«‘(]\s*)$/u.test(text.slice(0, match.index));
    if (words.length === 1) {
      if (match[0].length < 2) continue;
      if (isFirst && matches.filter((other) => other[0].includes(match[0])).length < 2) continue;
    }
    const name =
      isFirst && words.length > 1 && smallWords.has((words[0] ?? "").toLowerCase())
        ? words.slice(1).join(" ")
        : match[0];
    if (lang.startsWith("de") && !name.includes(" ")) continue;
    const clean = name.replace(/['’]s$/u, "");
    found.set(clean.toLowerCase(), clean);
  }
  const folded = text.toLowerCase();
  for (const name of register)
    if (name.length > 1 && folded.includes(name.toLowerCase())) found.set(name.toLowerCase(), name);
  return [...found.values()];
}

const smallWords = new Set(
  "the a an in on at by of for from with and but or as after before when while this that these those it he she they its his her their der die das ein eine im in am bei von le la les un une el los las il lo gli".split(
    " ",
  ),
);

/** A word in lower case without marks, for comparing across spellings: "Córdoba" and "Cordoba" are one. */
export function foldWord(word: string): string {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The words of a text as they stand, by Intl.Segmenter's rules; scripts without spaces are parted by its dictionaries. */
export function wordsIn(text: string, lang: string): string[] {
  return [...segmenterFor(lang, "word").segment(text)].flatMap((part) =>
    part.isWordLike ? [part.segment] : [],
  );
}
