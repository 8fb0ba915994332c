import { isBio } from "@/lib/intake/bios";
import { kindByWords } from "@/lib/intake/block-cues";
import { datelineLength, isDateLine } from "@/lib/intake/datelines";
import type { ProposedBlock } from "@/lib/intake/draft";
import { splitUnits, type Unit } from "@/lib/intake/units";
import { countCodePoints } from "@/lib/text/code-points";
import { type BlockKind, boilerplateKinds } from "@/lib/vocabulary";

export type BlockOptions = {
  /** The headline as the file's metadata give it; its line in the text becomes the headline block. */
  headline?: string | undefined;
  /** BCP-47. Where a character is worth a word (zh, ja, ko) the lengths below are halved. */
  lang?: string | null | undefined;
  /** Kinds known from the markup, by 0-based line of the text. They go before everything guessed. */
  hints?: ReadonlyMap<number, BlockKind> | undefined;
};

type Guess = Unit & { kind: BlockKind | null };

const notStory: ReadonlySet<BlockKind | null> = new Set<BlockKind | null>(["caption", ...boilerplateKinds]);

/**
 * Proposes the blocks of a stored text: in order, touching, covering every code point once. A paragraph is one
 * block, but for a dateline before its first sentence, which is a block of its own. A text of white space alone is
 * one body block; an empty text has none. The proposal is meant to be corrected by a person.
 */
export function proposeBlocks(text: string, options: BlockOptions = {}): ProposedBlock[] {
  const units = splitUnits(text);
  if (units.length === 0) return text === "" ? [] : [{ kind: "body", start: 0, end: countCodePoints(text) }];
  const dense = /^(?:zh|ja|ko)\b/.test(options.lang ?? "");
  const scale = dense ? 0.5 : 1;
  const guesses = units.map<Guess>((unit, index) => ({
    ...unit,
    kind: options.hints?.get(unit.line) ?? kindFromLine(unit, index, units.length),
  }));
  nameHeadline(guesses, options.headline, scale);
  nameStandfirst(guesses, scale);
  nameNeighbours(guesses);
  nameFoot(guesses);
  nameSubheads(guesses, text, scale);
  return toBlocks(guesses);
}

function kindFromLine(unit: Unit, index: number, count: number): BlockKind | null {
  const atEdge = index < 3 || index >= count - 6;
  const kind = kindByWords(unit.text, atEdge);
  if (kind) return kind;
  if (isDateLine(unit.text)) return "dateline";
  return index > 0 && index < 5 && /^\p{Lu}{2,6}(?:\/\p{Lu}{2,6})*$/u.test(unit.text) ? "credit" : null;
}

function nameHeadline(guesses: Guess[], headline: string | undefined, scale: number) {
  if (guesses.some((guess) => guess.kind === "headline")) return;
  const given = headline === undefined ? "" : folded(headline);
  const named = given === "" ? undefined : guesses.slice(0, 6).find((guess) => folded(guess.text) === given);
  if (named) {
    named.kind = "headline";
    return;
  }
  const first = guesses.slice(0, 4).find((guess) => guess.kind === null);
  const next = first && guesses.slice(guesses.indexOf(first) + 1).find((guess) => guess.kind === null);
  if (!first || !next || datelineLength(first.text) > 0) return;
  const length = countCodePoints(first.text);
  const isShort = length <= (endsSentence(first.text) ? 130 : 200) * scale;
  const isStory = length > 100 * scale && /\p{Ll}{3,}[.!?]\s+\p{Lu}|。./u.test(first.text);
  if (isShort && !isStory && !first.text.endsWith(":")) first.kind = "headline";
}

function nameStandfirst(guesses: Guess[], scale: number) {
  const at = guesses.findIndex((guess) => guess.kind === "headline");
  if (at < 0 || guesses.some((guess) => guess.kind === "standfirst")) return;
  const open = guesses.slice(at + 1).filter((guess) => guess.kind === null);
  const [first, second] = open;
  if (!first || !second || open.length < 3 || countCodePoints(first.text) > 350 * scale) return;
  if (datelineLength(first.text) > 0) return;
  const before = guesses[guesses.indexOf(first) - 1];
  const announced = guesses[at]?.text.endsWith(";") || /^abstract\b/i.test(before?.text ?? "");
  const isUnclosed = !endsSentence(first.text) && countCodePoints(first.text) > 40 * scale;
  if (announced || isUnclosed || datelineLength(second.text) > 0) first.kind = "standfirst";
}

/**
 * A caption printed again is a caption; a word or three right under a caption says whose picture it is; one word
 * above a date line in the article's head is an agency's signature.
 */
function nameNeighbours(guesses: Guess[]) {
  const captions = new Set(guesses.filter((guess) => guess.kind === "caption").map((guess) => guess.text));
  for (const [index, guess] of guesses.entries()) {
    if (guess.kind !== null) continue;
    if (captions.has(guess.text)) guess.kind = "caption";
    const signs = index > 0 && index < 5 && guesses[index + 1]?.kind === "dateline";
    if (signs && /^\p{Lu}[\p{L}\p{N}/&-]{2,30}$/u.test(guess.text)) guess.kind = "credit";
    const under = guesses[index - 1]?.kind === "caption" && !guess.gapBefore;
    if (under && /^\p{Lu}[\p{L}\p{N}./&-]*(?: [\p{L}\p{N}./&-]+){0,2}$/u.test(guess.text))
      guess.kind = "credit";
  }
}

function nameFoot(guesses: Guess[]) {
  let story = guesses.length - 1;
  for (let left = 3; left > 0 && story > 2; story--) {
    const guess = guesses[story];
    if (!guess || notStory.has(guess.kind)) continue;
    if (guess.kind === null && isBio(guess.text)) guess.kind = "bio";
    left--;
  }
}

function nameSubheads(guesses: Guess[], text: string, scale: number) {
  for (const [index, guess] of guesses.entries()) {
    if (guess.kind !== null || index === 0) continue;
    const quoted = /^["“”„«»‘'「『](.+)["“”„«»’'」』][.]?$/u.exec(guess.text)?.[1];
    if (quoted && countCodePoints(quoted) <= 300 * scale && occursTwice(text, quoted))
      guess.kind = "pull-quote";
    else if (isSubhead(guesses, index, scale)) guess.kind = "subhead";
  }
}

function isSubhead(guesses: readonly Guess[], index: number, scale: number): boolean {
  const line = guesses[index];
  const next = guesses[index + 1];
  const before = guesses[index - 1];
  if (!line || !next || notStory.has(next.kind) || !looksLikeTitle(line.text, scale)) return false;
  const isListed = looksLikeTitle(next.text, scale) && before?.kind === null;
  return !isListed && countCodePoints(next.text) > countCodePoints(line.text);
}

function looksLikeTitle(line: string, scale: number): boolean {
  if (countCodePoints(line) > 90 * scale || /^[-–—•*·▪@]|^\d+[.)]\s|[:：,;][.]?$/u.test(line)) return false;
  if (/^[\p{P}\p{S}\s]*\p{Ll}/u.test(line)) return false;
  return (
    !endsSentence(line) || (/^[^.]+\.$/.test(line) && line.split(/\s+/).length <= 3 && !/^["“«„]/u.test(line))
  );
}

function occursTwice(text: string, words: string): boolean {
  const first = text.indexOf(words);
  return first >= 0 && text.indexOf(words, first + words.length) >= 0;
}

function toBlocks(guesses: readonly Guess[]): ProposedBlock[] {
  const blocks: ProposedBlock[] = [];
  let isFirstStory = true;
  for (const { kind: guessed, start, textStart, end, text } of guesses) {
    const kind = guessed ?? "body";
    const cut = kind === "body" && isFirstStory ? countCodePoints(text.slice(0, datelineLength(text))) : 0;
    if (kind === "body") isFirstStory = false;
    if (cut > 0) blocks.push({ kind: "dateline", start, end: textStart + cut });
    blocks.push({ kind, start: cut > 0 ? textStart + cut : start, end });
  }
  return blocks;
}

function endsSentence(line: string): boolean {
  return /[.!?…。！？؟۔](?:["”“»’'」』)\]])*$/u.test(line);
}

function folded(line: string): string {
  return line
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\s.]+$/u, "")
    .replace(/\s+/gu, " ")
    .trim();
}
