import { countCodePoints } from "@/lib/text/code-points";
import type { OffsetMap, OffsetSegment } from "@/lib/text/offset-map";

/** The stored form of a text and the map between its offsets and those of the raw text. */
export type NormalisedText = { text: string; map: OffsetMap };

/** A character that the database cannot keep: where it is, in code points and by line (both for people). */
export type ForbiddenCharacter = {
  what: "nul" | "lone-surrogate";
  codePoint: string;
  offset: number;
  line: number;
};

/**
 * One line end, or one run in which NFC may join or reorder: a character and all that can attach to it, which
 * is marks, Hangul vowels and finals, and the Kirat Rai vowel signs (Unicode 16, chapter 3, D107–D117).
 */
const ATTACHES = "\\p{M}\\u1160-\\u11FF\\u{16D63}-\\u{16D6A}";
const RUN = new RegExp(`\\r\\n?|[^${ATTACHES}\\r\\n][${ATTACHES}]*|[${ATTACHES}]+|\\n`, "gu");
const LINE = /[^\r\n]*(?:\r\n?|\n|$)/g;

/** The text in NFC with `\n` for CR LF and CR, and the offset map between both. */
export function normaliseText(raw: string): NormalisedText {
  const segments: OffsetSegment[] = [];
  const parts: string[] = [];
  let rawAt = 0;
  let storedAt = 0;
  for (const [line] of raw.matchAll(LINE)) {
    if (line === "") continue;
    if (!line.includes("\r") && line.normalize("NFC") === line) {
      const length = countCodePoints(line);
      parts.push(line);
      rawAt += length;
      storedAt += length;
      continue;
    }
    for (const [run] of line.matchAll(RUN)) {
      const stored = run.startsWith("\r") ? "\n" : run.normalize("NFC");
      const rawLength = countCodePoints(run);
      const storedLength = stored === run ? rawLength : countCodePoints(stored);
      if (stored !== run && (rawLength !== 1 || storedLength !== 1)) {
        segments.push([rawAt, rawLength, storedAt, storedLength]);
      }
      parts.push(stored);
      rawAt += rawLength;
      storedAt += storedLength;
    }
  }
  return { text: parts.join(""), map: { rawLength: rawAt, storedLength: storedAt, segments } };
}

/** True when a text is already in its stored form: NFC, `\n` line ends, nothing forbidden. */
export function isNormalised(text: string): boolean {
  return !text.includes("\r") && text.normalize("NFC") === text && findForbiddenCharacter(text) === null;
}

/**
 * The first NUL or lone surrogate of a text, or null. PostgreSQL refuses both, so every boundary asks this
 * before it stores text. Lines count from 1 and end at LF, CR or CR LF.
 */
export function findForbiddenCharacter(text: string): ForbiddenCharacter | null {
  const at = text.search(/\0|\p{Cs}/u);
  if (at < 0) return null;
  const before = text.slice(0, at);
  const unit = text.charCodeAt(at);
  return {
    what: unit === 0 ? "nul" : "lone-surrogate",
    codePoint: `U+${unit.toString(16).toUpperCase().padStart(4, "0")}`,
    offset: countCodePoints(before),
    line: (before.match(/\r\n?|\n/g)?.length ?? 0) + 1,
  };
}
