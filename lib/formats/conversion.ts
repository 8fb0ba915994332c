import type { AttributeColumn } from "@/lib/attributes/columns";
import type { DatasetItem } from "@/lib/formats/dataset-items";
import type { Loss, Problem } from "@/lib/formats/losses";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";

/** A file that is read, by its path inside the folder (with `/`); a stream has the path it was given on the command line. */
export type InputFile = {
  path: string;
  pieces: () => AsyncIterable<Uint8Array>;
  /** Opens the file for reading at any place, where it can be; close it. */
  open?: () => Promise<OpenFile>;
};
export type OpenFile = {
  size: number;
  read: (start: number, end: number) => Promise<ArrayBuffer>;
  close: () => Promise<void>;
};

/** A piece of a file that is written, in order; the path `""` is the one file of a format that needs no folder. */
export type OutputPiece = { path: string; text: string } | { path: string; bytes: Uint8Array };

/** What a piece holds: a text, written as UTF-8, or bytes. */
export function contentOf(piece: OutputPiece): string | Uint8Array {
  return "text" in piece ? piece.text : piece.bytes;
}

export const tagSchemes = ["iob2", "iob1", "bioes"] as const;
export type TagScheme = (typeof tagSchemes)[number];

export type ReadContext = {
  /** Stands for every time that a file does not say. */
  at: string;
  /** Names the key under which the file's names of people hold. */
  key: string;
  problem: (problem: Problem) => void;
  lose: (loss: Loss) => void;
  /** Spans of labels that are none of ours become marks that say so (`unmapped.ts`) instead of losses. */
  keepsUnknown?: boolean;
};

export type WriteContext = {
  offsets: "stored" | "raw";
  scheme: TagScheme;
  /** The side of an article (`train`, `dev`, `test`), for formats that keep sides apart; all are `train` without it. */
  splitOf?: (record: ExportRecord) => string;
  /** The licence of what is written, as the Hugging Face Hub names licences; unknown without it. */
  licence?: string;
  /** Attributes of a project's own that get columns in tables; none without it, and all stand in JSON beside. */
  columns?: readonly AttributeColumn[];
  lose: (loss: Loss) => void;
};

/** Articles one by one, so that no more than one is in memory. */
export type Reader = (files: readonly InputFile[], context: ReadContext) => AsyncGenerator<ExportRecord>;
/** What a dataset holds: articles, and behind them claim cards and ratings. */
export type DatasetEntry = ExportRecord | DatasetItem;
/** The entries of one export, the same each time they are asked for, for what has to read them twice. */
export type EntriesAgain = () => AsyncIterable<DatasetEntry>;
/** A reader of a format that has more than articles. */
export type EntryReader = (files: readonly InputFile[], context: ReadContext) => AsyncGenerator<DatasetEntry>;
export type Writer = (
  entries: AsyncIterable<DatasetEntry>,
  context: WriteContext,
) => AsyncGenerator<OutputPiece>;
/** A writer of a format that has articles alone. */
export type ArticleWriter = (
  records: AsyncIterable<ExportRecord>,
  context: WriteContext,
) => AsyncGenerator<OutputPiece>;

/** Whether an entry stands beside the articles. */
export function isItem(entry: DatasetEntry): entry is DatasetItem {
  return "item" in entry;
}

/** The whole text of a file; null, and told, where it is not UTF-8. A byte order mark is taken off unless `keepsMark`. */
export async function readText(
  file: InputFile,
  context: ReadContext,
  keepsMark = false,
): Promise<string | null> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: keepsMark });
  try {
    let text = "";
    for await (const piece of file.pieces()) text += decoder.decode(piece, { stream: true });
    return text + decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    context.problem({ file: file.path, line: null, message: "The file is not UTF-8: not read." });
    return null;
  }
}
