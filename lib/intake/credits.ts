import { agenciesIn } from "@/lib/intake/agencies";
import type { ProposedBlock } from "@/lib/intake/draft";
import { countCodePoints, indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import type { BlockKind } from "@/lib/vocabulary";

/** A name found in a credit, with its half-open range of code points in the stored text. */
export type ProposedCredit = { name: string; start: number; end: number };

const where: ReadonlySet<BlockKind> = new Set<BlockKind>(["credit", "dateline", "caption", "byline"]);

/** Each captures, as its first group, the words that name who is credited. */
const patterns: Readonly<Partial<Record<BlockKind, readonly RegExp[]>>> = {
  dateline: [/\(([^)]{2,40})\)\s*(?:[—–:.-]|$)/u],
  credit: [
    /^[([]?\s*(?:sources?|quellen?|fuentes?|fonte|джерел[оа]|источники?|المصدر|来源|出典|출처)\s*[:：]\s*(.{2,60}?)[.)\]]?$/iu,
    /^[([]?\s*(?:©|\(c\)|copyright)\s*(?:\d{4}[\s,]*)?(.{2,60}?)[.)\]]?$/iu,
    /(?:material|agenturmaterial) (?:from|by|von) (\p{Lu}[^.,;]{1,40}?)[.)\]]?$/u,
    /(?:за матеріалами|по материалам|за даними агент\p{L}+|con información de|avec)\s+(.{2,40}?)[.)\]]?$/iu,
    /^([\p{Lu}\p{Lo}][\p{L}\p{N}]*(?:[ /.&-][\p{Lu}\p{Lo}\p{N}][\p{L}\p{N}]*){0,2})$/u,
  ],
};
const pictureMaker =
  /(?:photos?|images?|picture|fotos?|bild|credit|crédit photo|imagen|фото|світлина|صورة|图|照片|写真)\s*(?:by |von |par |[:：/©])\s*([^.!?:]{2,90}?)[.)\]]?$/iu;

/**
 * The agencies and picture services that an article's credit, dateline, caption and byline blocks name, each once,
 * in reading order. Of "Photo: A. Person/Agency" the person is left out. Names of people in bylines are not taken.
 */
export function proposeCredits(text: string, blocks: readonly ProposedBlock[]): ProposedCredit[] {
  const index = indexCodePoints(text);
  const found = new Map<string, ProposedCredit>();
  for (const block of blocks) {
    if (!where.has(block.kind)) continue;
    const words = sliceCodePoints(index, block);
    const credits = creditsIn(block.kind, words).sort((a, b) => a.index - b.index);
    for (const { name, index: at } of credits) {
      const start = block.start + countCodePoints(words.slice(0, at));
      if (!found.has(name)) found.set(name, { name, start, end: start + countCodePoints(name) });
    }
  }
  return [...found.values()];
}

type Found = { name: string; index: number };

function creditsIn(kind: BlockKind, words: string): Found[] {
  const line = words.trimEnd();
  const known = agenciesIn(line);
  const named = (patterns[kind] ?? []).flatMap((pattern) => namesOf(pattern, line, false));
  const makers = kind === "caption" || kind === "credit" ? namesOf(pictureMaker, line, true) : [];
  const others = [...named, ...makers].filter((one) => !known.some((agency) => overlaps(agency, one)));
  return [
    ...known,
    ...others.filter((one, index) => !others.slice(0, index).some((other) => overlaps(other, one))),
  ];
}

function namesOf(pattern: RegExp, line: string, isPicture: boolean): Found[] {
  const match = pattern.exec(line);
  const list = match?.[1];
  if (!match || !list) return [];
  const from = match.index + match[0].lastIndexOf(list);
  const parts: Found[] = [];
  for (const part of list.matchAll(/(?:(?!\s*\/\s*| via |, ).)+/gu)) {
    const name = part[0].replace(/^(?:\s|\/|,|via )+/u, "").trim();
    if (countCodePoints(name) < 2) continue;
    parts.push({ name, index: from + part.index + part[0].indexOf(name) });
  }
  return isPicture && list.includes("/") ? parts.filter((part) => !list.startsWith(part.name)) : parts;
}

function overlaps(a: Found, b: Found): boolean {
  return a.index < b.index + b.name.length && b.index < a.index + a.name.length;
}
