import { countCodePoints } from "@/lib/text/code-points";

/**
 * A paragraph of a stored text: `start` and `end` are code points, `end` reaches to the next unit, so that units
 * partition the text; `textStart` is where its first word begins, `line` the 0-based line of that word; `text` has no
 * space around it; `gapBefore` tells of an empty line above.
 */
export type Unit = {
  text: string;
  start: number;
  textStart: number;
  end: number;
  line: number;
  gapBefore: boolean;
};

/**
 * The paragraphs of a stored text: its lines, or, where the text was wrapped to a fixed width, its runs of lines
 * between empty ones. White space before the first belongs to the first. None for a text of white space alone.
 */
export function splitUnits(text: string): Unit[] {
  const lines = text.split("\n");
  const wrapped = isHardWrapped(lines);
  const units: Unit[] = [];
  let at = 0;
  let gap = true;
  for (const [index, line] of lines.entries()) {
    const length = countCodePoints(line) + (index < lines.length - 1 ? 1 : 0);
    const trimmed = line.trim();
    const last = units.at(-1);
    if (trimmed === "") gap = true;
    else if (wrapped && !gap && last) last.text += ` ${trimmed}`;
    else {
      const textStart = at + countCodePoints(line) - countCodePoints(line.trimStart());
      const start = units.length === 0 ? 0 : at;
      units.push({ text: trimmed, start, textStart, end: at, line: index, gapBefore: gap });
    }
    if (trimmed !== "") gap = false;
    at += length;
    const current = units.at(-1);
    if (current) current.end = at;
  }
  return units;
}

/** Most lines that another line follows directly are near one width: a column setting, not paragraphs. */
function isHardWrapped(lines: readonly string[]): boolean {
  const followed = lines.filter(
    (line, index) => line.trim() !== "" && (lines[index + 1] ?? "").trim() !== "",
  );
  if (followed.length < 4 || lines.some((line) => line.length > 100)) return false;
  return followed.filter((line) => line.length >= 50).length >= followed.length * 0.8;
}
