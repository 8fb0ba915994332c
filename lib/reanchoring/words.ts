/** Scripts written without blanks between words: each of their letters is compared on its own. */
const ALONE =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";

/** What belongs to the character before it: accents, joiners, variation selectors, skin tones. */
const EXTENDS = "\\p{M}\\u200d\\p{Emoji_Modifier}";

const token = new RegExp(
  `[${ALONE}][${EXTENDS}]*|[\\p{L}\\p{N}][\\p{L}\\p{N}${EXTENDS}]*|\\s+|[^][${EXTENDS}]*(?:(?<=\\u200d)[^][${EXTENDS}]*)*`,
  "gu",
);
const extending = new RegExp(`^[${EXTENDS}]$`, "u");
const alone = new RegExp(`^[${ALONE}]$`, "u");
const wordLike = /^[\p{L}\p{N}]$/u;
const digit = /^\p{Nd}$/u;
const paragraph = /[^\n]*\n+|[^\n]+$/g;

/** The paragraphs of a text, each with the line ends after it; joined they are the text. */
export function paragraphsOf(text: string): string[] {
  return text.match(paragraph) ?? [];
}

/** The words, runs of blanks and other characters of a text, none cut inside what a reader sees as one; joined they are the text. */
export function tokensOf(text: string): string[] {
  return text.match(token) ?? [];
}

/** True when the UTF-16 position lies inside a word, a number ("6,000") or a character with what extends it. */
export function isJoinedAt(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false;
  const next = characterAt(text, at);
  const previous = characterBefore(text, at);
  if (extending.test(next) || previous === "\u200d") return true;
  if (wordLike.test(next) && endsInWord(text, at)) return !alone.test(next) && !alone.test(previous);
  const isSeparator = (one: string) => one === "." || one === ",";
  if (digit.test(previous) && isSeparator(next)) return digit.test(characterAt(text, at + 1));
  return digit.test(next) && isSeparator(previous) && digit.test(characterBefore(text, at - 1));
}

/** How much a stretch of text tells apart, in letters and digits; a letter of a script without blanks counts three. */
export function substanceOf(text: string): number {
  let weight = 0;
  for (const character of text) if (wordLike.test(character)) weight += alone.test(character) ? 3 : 1;
  return weight;
}

/** True when the characters before the position, whatever extends the last of them, end in a letter or digit. */
function endsInWord(text: string, at: number): boolean {
  let end = at;
  let previous = characterBefore(text, end);
  while (extending.test(previous)) {
    end -= previous.length;
    previous = characterBefore(text, end);
  }
  return wordLike.test(previous);
}

function characterAt(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? "" : String.fromCodePoint(point);
}

function characterBefore(text: string, at: number): string {
  if (at <= 0) return "";
  const isTrail = /[\udc00-\udfff]/.test(text.charAt(at - 1)) && /[\ud800-\udbff]/.test(text.charAt(at - 2));
  return text.slice(at - (isTrail ? 2 : 1), at);
}
