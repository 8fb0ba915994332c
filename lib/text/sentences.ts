import { type CodePointIndex, codePointToUtf16, spanFromUtf16 } from "@/lib/text/code-points";
import { segmenterFor } from "@/lib/text/segmenter";
import type { Span } from "@/lib/text/span";

/** Titles and the like, by language: a name follows them, so they end no sentence though a capital comes next. */
const TITLES = [
  "Mr|Mrs|Ms|Mx|Messrs|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Maj|Cmdr|Adm|Pres|Rev|Hon|St|Ste|Mt|Ft|vs",
  "Hr|Fr|Frl|Dipl|Ing|Mag|Abg|MM|Mme|Mmes|Mlle|Mgr|Sr|Sra|Sres|Srta|Dña|Excmo|Avda|sig|dott|avv|mons",
  "dhr|mevr|mw|drs|prof|mgr|inż|gen|płk|ks|św|ul|ing|MUDr|JUDr|MVDr|PhDr|RNDr|Sn|Doç|Yrd|Av",
  "ул|акад|проф|ген|полк|тов|пл|просп|вул|д-р|г-н|г-жа|κ|κα|κκ|Δρ",
].join("|");
const TITLE = new RegExp(`(?:^|[\\s(“"«„‘'’])(?:${TITLES}|\\p{Lu})\\.$`, "u");
/** Short forms that a number follows. */
const BEFORE_NUMBER =
  /(?:^|[\s(“"«„])(?:No|Nos|Nr|nr|Art|art|Abs|Fig|fig|pp|vol|Bd|ca|godz|ok|č|str|núm|pág|pag|blz|ок|ст|стр|рис|σελ|αρ|Jan|Feb|Aug|Sept?|Oct|Nov|Dec|Okt|Dez)\.$/u;
/** "3. Oktober", and "z. B.", "d. h.", "i. d. R." with blanks between their letters. */
const ORDINAL = /(?:^|\s)\d{1,2}\.$/u;
const AFTER_ORDINAL =
  /^(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhundert|Stock|Bezirk)(?!\p{L})/u;
const LETTER = /(?:^|\s)\p{L}\.$/u;
const ACRONYM = /(?:^|[^\p{L}])(?:(?:\p{Lu}\.){2,}|[ap]\.m\.)$/u;
/** "“Is it safe?” the mayor asked": a question or call goes on where no capital follows. */
const CALL = /[?!…][”"’»“」』)]*$/u;
const IN_SMALL = /^[\p{Ll}]/u;
/** A quotation of its own sentences that its speaker follows: 「…。」と市長は言った, “……。”市长说. */
const QUOTED_CJK = /[。！？][”」』]$/u;
const SPEAKER_CJK = /^(?:と|って|[^。！？，、“「]{0,12}(?:说|說|称|稱|问|問|道|表示|指出))/u;
/** In dialogue opened by a dash the speaker's words go on behind one: "сказал он. — Мы вернулись." */
const NEXT_SPEECH = /(?<=[.!?…]["”»]?)\s+(?=[—–―]\s*[\p{Lu}¿¡«„])/gu;
const DASH_LINE = /^\s*[—–―]/u;
/** Words that open a sentence far more often than they follow "U.S." or "U.N." inside one. */
const OPENER =
  /^(?:The|A|An|He|She|It|They|We|I|You|This|That|These|Those|In|On|At|But|And|Or|So|If|As|When|While|After|Before|However|There|His|Her|Its|Their|Our|My|For|From|With|By|To|What|Who|Why|How)(?!\p{L})/u;

/**
 * The sentences of a text in reading order, without the spaces around them, by Intl.Segmenter's rules for the
 * language; a line end always ends one, and titles, initials and acronyms ("Mr.", "U.S. Senate") do not, nor does a
 * quoted question or call that its speaker follows. Each speech of a line of dialogue is one.
 */
export function listSentences(index: CodePointIndex, lang: string): Span[] {
  const pieces: { start: number; end: number }[] = [];
  for (const part of segmenterFor(lang, "sentence").segment(index.text)) {
    let at = part.index;
    for (const line of part.segment.split("\n")) {
      const trimmed = line.trim();
      const start = at + line.length - line.trimStart().length;
      const last = pieces.at(-1);
      if (trimmed !== "") {
        if (last && isUnfinished(index.text, last, start, trimmed)) last.end = start + trimmed.length;
        else pieces.push(...speeches(trimmed, start));
      }
      at += line.length + 1;
    }
  }
  return pieces.map((piece) => spanFromUtf16(index, piece.start, piece.end));
}

/** The words inside a span in reading order, without punctuation, by Intl.Segmenter's rules. */
export function listWords(index: CodePointIndex, lang: string, within: Span): Span[] {
  const from = codePointToUtf16(index, within.start);
  const words: Span[] = [];
  for (const part of segmenterFor(lang, "word").segment(
    index.text.slice(from, codePointToUtf16(index, within.end)),
  )) {
    const start = from + part.index;
    if (part.isWordLike) words.push(spanFromUtf16(index, start, start + part.segment.length));
  }
  return words;
}

/** A sentence of dialogue cut before each dash that a new speech begins with; any other as it is. */
function speeches(sentence: string, at: number): { start: number; end: number }[] {
  const cuts = DASH_LINE.test(sentence) ? [...sentence.matchAll(NEXT_SPEECH)] : [];
  return [...cuts, null].map((cut, place) => {
    const before = cuts[place - 1];
    const start = before ? before.index + before[0].length : 0;
    return { start: at + start, end: at + (cut ? cut.index : sentence.length) };
  });
}

function isUnfinished(
  text: string,
  last: { start: number; end: number },
  start: number,
  next: string,
): boolean {
  if (text.slice(last.end, start).includes("\n")) return false;
  const tail = text.slice(Math.max(last.start, last.end - 16), last.end);
  if (ACRONYM.test(tail)) return !OPENER.test(next);
  if (QUOTED_CJK.test(tail) && SPEAKER_CJK.test(next)) return true;
  if (CALL.test(tail) && IN_SMALL.test(next)) return true;
  if (ORDINAL.test(tail) && AFTER_ORDINAL.test(next)) return true;
  if (LETTER.test(tail) && /^\p{L}\./u.test(next)) return true;
  return TITLE.test(tail) || (BEFORE_NUMBER.test(tail) && /^\d/u.test(next));
}
