import { AppError } from "@/lib/errors";
import { tellLosses } from "@/lib/formats/carries";
import {
  type InputFile,
  type OutputPiece,
  type Reader,
  readText,
  type WriteContext,
} from "@/lib/formats/conversion";
import type { DraftLayer } from "@/lib/formats/draft";
import { toRecord } from "@/lib/formats/draft-record";
import { createFileNames, freeName, safeName } from "@/lib/formats/file-names";
import { type FlatLink, type FlatSpan, layerOfFlat } from "@/lib/formats/flat-marks";
import type { ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";

/** One layer's file, read: its text, and what is marked in code points of it. */
export type FlatDocument = { text: string; spans: FlatSpan[]; links: FlatLink[] };

/** How INCEpTION names the files of nobody: of the text as imported, and of the curated copy. */
const nobody = { initial: "INITIAL_CAS", curated: "CURATION_USER" } as const;

/**
 * Writes a folder as INCEpTION exports a project: `annotation/NAME.txt/ANNOTATOR.ending`, a file a layer. An article
 * without layers has its text in a file of nobody.
 */
export async function* writeInception(
  records: AsyncIterable<ExportRecord>,
  context: WriteContext,
  format: { name: "webanno-tsv" | "cas-json"; ending: string },
  write: (record: ExportRecord, layer: ExportedLayer | null) => string,
): AsyncGenerator<OutputPiece> {
  const names = createFileNames();
  for await (const record of records) {
    tellLosses(record, format.name, context.lose);
    const name = names(record);
    const article = record.article.title;
    const why = "only a file's name says it, which cannot hold every character nor stand twice";
    context.lose({ what: "titles", why, article, count: Number(name !== article) });
    const folder = `annotation/${name}.txt`;
    const taken = new Set<string>();
    for (const layer of record.layers) {
      const wanted = nameOf(layer);
      const annotator = freeName(safeName(wanted) || "annotator", taken);
      context.lose({ what: "exact names of annotators", why, article, count: Number(annotator !== wanted) });
      yield { path: `${folder}/${annotator}${format.ending}`, text: write(record, layer) };
    }
    if (record.layers.length === 0)
      yield { path: `${folder}/${nobody.initial}${format.ending}`, text: write(record, null) };
  }
}

function nameOf({ annotator, kind }: ExportedLayer): string {
  return annotator ?? (kind === "adjudicated" ? nobody.curated : nobody.initial);
}

/** A reader of such folders, and of files alone; layers over one text of one name become one article. */
export function readInception(ending: string, read: (content: string) => FlatDocument): Reader {
  return async function* (files, context) {
    const documents = new Map<string, { file: InputFile; annotator: string | null }[]>();
    for (const file of files) {
      if (!file.path.endsWith(ending)) continue;
      const person = file.path.slice(file.path.lastIndexOf("/") + 1, -ending.length);
      const isOfProject = /(^|\/)(annotation|curation)\/[^/]+\/[^/]+$/.test(file.path);
      const key = isOfProject
        ? file.path.slice(0, file.path.lastIndexOf("/")).replace(/curation\/(?=[^/]+$)/, "annotation/")
        : file.path;
      const isNobody = !isOfProject || person === nobody.initial || person === nobody.curated;
      const list = documents.get(key) ?? [];
      list.push({ file, annotator: isNobody ? null : person });
      documents.set(key, list);
    }
    for (const [key, list] of documents) {
      let text: string | null = null;
      const layers: DraftLayer[] = [];
      for (const { file, annotator } of list) {
        const content = await readText(file, context);
        if (content === null) continue;
        const document = parse(read, content, file, context.problem);
        if (!document) continue;
        text ??= document.text;
        if (text !== document.text) {
          const message = "Its text is not that of the other files of its folder: not read.";
          context.problem({ file: file.path, line: null, message });
          continue;
        }
        const layer = layerOfFlat(document.spans, document.links, annotator, file.path, context);
        if (annotator !== null || layer.marks.length > 0) layers.push(layer);
      }
      const title = key.slice(key.lastIndexOf("/") + 1).replace(/\.[^.]+$/, "");
      const record = text === null ? null : toRecord({ file: key, text, facts: { title }, layers }, context);
      if (record) yield record;
    }
  };
}

function parse(
  read: (content: string) => FlatDocument,
  content: string,
  file: InputFile,
  complain: (problem: { file: string; line: number | null; message: string }) => void,
): FlatDocument | null {
  try {
    return read(content);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    complain({ file: file.path, line: null, message: error.message });
    return null;
  }
}
