import type { Quantity } from "@/lib/layers/schema";

const NUMBER =
  /(?<![\p{L}\p{N}.,])\d{1,3}(?:[ ,.\u00a0\u202f’]\d{3})+(?![\d])|(?<![\p{L}\p{N}])\d+(?:[.,]\d+)?/gu;
const QUALIFIERS: [RegExp, Quantity["qualifier"]][] = [
  [
    /(?:at least|mindestens|au moins|al menos|almeno|minstens|не менее|щонайменше|на меньше)\s*$/iu,
    "at-least",
  ],
  [
    /(?:more than|over|above|mehr als|über|plus de|más de|più di|meer dan|более|больше|понад)\s*$/iu,
    "more-than",
  ],
  [/(?:at most|up to|as much as|no more than|höchstens|bis zu|jusqu'à|hasta|до)\s*$/iu, "at-most"],
  [
    /(?:about|around|some|nearly|almost|roughly|approximately|etwa|rund|fast|environ|unos|unas|circa|около|близько|نحو|حوالي)\s*$/iu,
    "about",
  ],
];
const SCALES: [RegExp, number][] = [
  [/^\s*(?:thousand|tausend|mille|mil|тыс(?:яч\p{L}*)?|тис(?:яч\p{L}*)?)(?!\p{L})\.?/iu, 1_000],
  [/^\s*(?:million(?:s|en)?|millones|milioni|mln|млн|миллион\p{L}*|мільйон\p{L}*)(?!\p{L})\.?/iu, 1_000_000],
  [/^\s*(?:billion(?:s)?|milliarden?|milliards?|miliardi|млрд|миллиард\p{L}*)(?!\p{L})\.?/iu, 1_000_000_000],
];
const UNIT =
  /^\s*(%|per cent|percent|prozent|kilometres|kilometers|km|metres|meters|m|litres|liters|tonnes|tons|euros?|dollars?|years|days|hours)(?!\p{L})/iu;
const MONTHS =
  "january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|märz|mai|juni|juli|oktober|dezember";
const MONTH = new RegExp(`^\\s*(?:${MONTHS})`, "iu");
const AFTER_MONTH = new RegExp(`(?:${MONTHS}),?\\s*$`, "iu");

/**
 * The numbers written in digits in a claim, each with its qualifier, scale, unit and the words that follow as what is
 * counted. Years and days of a month are left out. Correcting them is a person's work.
 */
export function proposeQuantities(text: string): Quantity[] {
  const found: Quantity[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const before = text.slice(0, match.index);
    let rest = text.slice(match.index + match[0].length);
    const value = amountOf(match[0]);
    if (value === null || isDate(match[0], before, rest)) continue;
    const scale = SCALES.find(([pattern]) => pattern.test(rest));
    const scaleWords = scale ? (scale[0].exec(rest)?.[0] ?? "") : "";
    rest = rest.slice(scaleWords.length);
    const unit = UNIT.exec(rest);
    if (unit) rest = rest.slice(unit[0].length);
    const qualifier = QUALIFIERS.find(([pattern]) => pattern.test(before));
    const qualifierWords = qualifier ? (qualifier[0].exec(before)?.[0].trim() ?? "") : "";
    const amount = value * (scale?.[1] ?? 1);
    const kind = qualifier?.[1] ?? "exact";
    found.push({
      counted: /^[\s-]*([\p{L}\p{M}’'-]+)/u.exec(rest)?.[1]?.trim() ?? "",
      min: kind === "at-most" ? null : amount,
      max: kind === "at-least" || kind === "more-than" ? null : amount,
      unit: unit?.[1] ?? "",
      qualifier: kind,
      words: `${qualifierWords} ${match[0]}${scaleWords}`.trim(),
      asOf: "",
      method: "",
    });
  }
  return found.slice(0, 20);
}

function amountOf(words: string): number | null {
  const isGrouped = /^\d{1,3}(?:[ ,.\u00a0\u202f’]\d{3})+$/u.test(words);
  const value = Number(isGrouped ? words.replaceAll(/\D/gu, "") : words.replace(",", "."));
  return Number.isFinite(value) ? value : null;
}

function isDate(words: string, before: string, rest: string): boolean {
  if (MONTH.test(rest) && /^\d{1,2}$/.test(words)) return true;
  if (AFTER_MONTH.test(before)) return true;
  return (
    /^(?:19|20)\d\d$/.test(words) &&
    /(?:in|since|of|im|seit|en|depuis|desde|nel|dal|в|у|з|с|عام|سنة)\s*$/iu.test(before)
  );
}
