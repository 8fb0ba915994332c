import { writeBrat } from "@/lib/formats/brat";
import { readBrat } from "@/lib/formats/brat-read";
import type { FormatName } from "@/lib/formats/carries";
import { readCasJson, writeCasJson } from "@/lib/formats/cas-json";
import { writeConll } from "@/lib/formats/conll";
import { readConll } from "@/lib/formats/conll-read";
import type { OutputPiece, Reader, Writer } from "@/lib/formats/conversion";
import { writeCsv } from "@/lib/formats/csv-tables";
import { readDoccano, writeDoccano } from "@/lib/formats/doccano";
import { writeHuggingFace } from "@/lib/formats/huggingface";
import { readHuggingFace } from "@/lib/formats/huggingface-read";
import { readInception, writeInception } from "@/lib/formats/inception-folder";
import { writeLabelStudio } from "@/lib/formats/label-studio";
import { readLabelStudio } from "@/lib/formats/label-studio-read";
import { toStoredRecord } from "@/lib/formats/raw-offsets";
import { readRecords, writeRecord } from "@/lib/formats/sourcebench-jsonl";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { writeSpacy } from "@/lib/formats/spacy";
import { writeWebAnnotation } from "@/lib/formats/web-annotation";
import { readWebAnnotation } from "@/lib/formats/web-annotation-read";
import { readFlatTsv, writeWebAnnoTsv } from "@/lib/formats/webanno-tsv-write";

/** A format as the command line knows it: whether it is a file or a folder of files, and what it can do. */
export type Format = {
  title: string;
  shape: "file" | "folder";
  /** How its files end. */
  endings: readonly string[];
  read: Reader | null;
  write: Writer | null;
};

/** The complete format, line by line; lines in raw offsets become stored ones. */
const readJsonl: Reader = async function* (files, context) {
  for (const file of files)
    for await (const read of readRecords(file.pieces())) {
      if ("problem" in read) context.problem({ file: file.path, line: read.line, message: read.problem });
      else
        yield toStoredRecord(read.record, ({ article, start, end }) =>
          context.lose({
            what: "exact borders of spans",
            why: "the normal form joins characters there: the span holds the whole of them",
            article: `${article} ${start}–${end}`,
            count: 1,
          }),
        );
    }
};

async function* writeJsonl(records: AsyncIterable<ExportRecord>): AsyncGenerator<OutputPiece> {
  for await (const record of records) yield { path: "", text: writeRecord(record) };
}

export const formats: Readonly<Record<FormatName, Format>> = {
  jsonl: {
    title: "Sourcebench JSONL, complete",
    shape: "file",
    endings: [".jsonl"],
    read: readJsonl,
    write: writeJsonl,
  },
  brat: {
    title: "brat standoff with PolNeAR's labels",
    shape: "folder",
    endings: [".ann", ".txt"],
    read: readBrat,
    write: writeBrat,
  },
  "web-annotation": {
    title: "W3C Web Annotation, JSON-LD",
    shape: "folder",
    endings: [".jsonld", ".json", ".txt"],
    read: readWebAnnotation,
    write: writeWebAnnotation,
  },
  "webanno-tsv": {
    title: "WebAnno TSV 3.3 (WebAnno, INCEpTION)",
    shape: "folder",
    endings: [".tsv"],
    read: readInception(".tsv", readFlatTsv),
    write: (records, context) =>
      writeInception(records, context, { name: "webanno-tsv", ending: ".tsv" }, writeWebAnnoTsv),
  },
  "cas-json": {
    title: "UIMA CAS JSON 0.4 (INCEpTION)",
    shape: "folder",
    endings: [".json"],
    read: readInception(".json", readCasJson),
    write: (records, context) =>
      writeInception(records, context, { name: "cas-json", ending: ".json" }, writeCasJson),
  },
  "label-studio": {
    title: "Label Studio JSON, annotations and predictions",
    shape: "file",
    endings: [".json"],
    read: readLabelStudio,
    write: writeLabelStudio,
  },
  doccano: {
    title: "doccano JSONL, spans and relations",
    shape: "file",
    endings: [".jsonl"],
    read: readDoccano,
    write: writeDoccano,
  },
  conll: {
    title: "CoNLL-2003: IOB2, IOB1 or BIOES, a column a kind",
    shape: "file",
    endings: [".conll", ".txt", ".bio", ".iob"],
    read: readConll,
    write: writeConll,
  },
  spacy: {
    title: "spaCy JSON for Doc.from_json, a line a layer",
    shape: "file",
    endings: [".jsonl"],
    read: null,
    write: writeSpacy,
  },
  huggingface: {
    title: "Hugging Face dataset: Parquet by split and a dataset card",
    shape: "folder",
    endings: [".parquet"],
    read: readHuggingFace,
    write: writeHuggingFace,
  },
  csv: {
    title: "CSV tables of annotations and links",
    shape: "folder",
    endings: [".csv"],
    read: null,
    write: writeCsv,
  },
};
