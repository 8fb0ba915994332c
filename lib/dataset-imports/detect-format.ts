import type { DatasetFormat } from "@/lib/dataset-imports/schema";
import { isSourcebenchJsonl } from "@/lib/formats/sourcebench-jsonl";

/** A file's name and its first few thousand characters. */
export type Beginning = { name: string; text: string };

/** How many bytes of a file are looked at. */
export const beginningBytes = 8_192;

type Rule = { format: DatasetFormat; endings: readonly string[]; fits: (text: string) => boolean };

/** In the order in which they are tried: what says its own name first. */
const rules: readonly Rule[] = [
  { format: "brat", endings: [".ann"], fits: () => true },
  { format: "huggingface", endings: [".parquet"], fits: (text) => text.startsWith("PAR1") },
  { format: "jsonl", endings: [".jsonl", ".json", ".txt", ""], fits: isSourcebenchJsonl },
  { format: "webanno-tsv", endings: [".tsv"], fits: (text) => /^\uFEFF?#FORMAT=WebAnno TSV 3/.test(text) },
  { format: "web-annotation", endings: [".jsonld"], fits: () => true },
  {
    format: "cas-json",
    endings: [".json"],
    fits: (text) => /"%(TYPES|FEATURE_STRUCTURES|VIEWS)"\s*:/.test(text),
  },
  { format: "web-annotation", endings: [".json"], fits: (text) => text.includes("w3.org/ns/anno") },
  {
    format: "label-studio",
    endings: [".json"],
    fits: (text) => /^\uFEFF?\s*\[/.test(text) && /"(data|annotations|predictions)"\s*:/.test(text),
  },
  {
    format: "doccano",
    endings: [".jsonl"],
    fits: (text) => /^\uFEFF?\s*\{/.test(text) && /"(entities|label)"\s*:\s*\[/.test(text),
  },
  {
    format: "csv-ratings",
    endings: [".csv"],
    fits: (text) => ["source_name", "rater", "grade"].every((name) => firstLine(text).includes(name)),
  },
  {
    format: "conll",
    endings: [".conll", ".bio", ".iob", ".txt"],
    fits: isConll,
  },
];

/** A token a line with its tags behind it, but for few; a line of a story may well end in “U-S-A!” or “S-400”. */
function isConll(text: string): boolean {
  if (/^-DOCSTART-/m.test(text)) return true;
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const tagged = lines.filter((line) => /[ \t](?:O|[BISELU]-\S+)\s*$/.test(line));
  const hasTag = tagged.some((line) => /[ \t][BISELU]-\S/.test(line));
  return hasTag && tagged.length >= 3 && tagged.length >= lines.length * 0.8;
}

/**
 * The format of the files of one dataset, by the names and the first characters of any of them; null where no format is
 * sure, plain texts and pages among them.
 */
export function detectFormat(files: readonly Beginning[]): DatasetFormat | null {
  for (const { format, endings, fits } of rules)
    if (files.some(({ name, text }) => endings.some((ending) => hasEnding(name, ending)) && fits(text)))
      return format;
  return null;
}

function hasEnding(name: string, ending: string): boolean {
  return ending === "" ? !/\.[^./]+$/.test(name) : name.toLowerCase().endsWith(ending);
}

function firstLine(text: string): string {
  return text.slice(0, /\r?\n/.exec(text)?.index ?? text.length).toLowerCase();
}
