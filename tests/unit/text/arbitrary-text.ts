import fc from "fast-check";

/** Pieces on which offsets go wrong: surrogates, joined emoji, marks, Hangul jamo, RTL, CJK, line ends. */
const pieces = [
  "a",
  "word ",
  "\n",
  "\r\n",
  "\r",
  "😀",
  "👩‍👩‍👧‍👦",
  "🇺🇦",
  "e\u0301",
  "\u0301",
  "a\u0323\u0307",
  "a\u0307\u0323",
  "\u1112\u1161\u11AB",
  "\u1161",
  "가\u11A8",
  "\u212B",
  "\u0958",
  "שלום ",
  "مَرْحَبًا",
  "漢字。",
  "\uF900",
  "\u{16D67}\u{16D67}",
  "\u{1D15E}",
  "\u200D",
  "é",
];

export const rawText = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(""));

/** A text in its stored form. */
export const storedText = rawText.map((raw) => raw.replaceAll(/\r\n?/g, "\n").normalize("NFC"));
