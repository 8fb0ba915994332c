import { writeAveritec } from "@/lib/formats/averitec";
import { writeBrat } from "@/lib/formats/brat";
import { readBrat } from "@/lib/formats/brat-read";
import { type FormatName, tellItemLoss } from "@/lib/formats/carries";
import { readCasJson, writeCasJson } from "@/lib/formats/cas-json";
import { writeClaimReview } from "@/lib/formats/claim-review";
import { writeConll } from "@/lib/formats/conll";
import { readConll } from "@/lib/formats/conll-read";
import {
  type ArticleWriter,
  type DatasetEntry,
  type EntryReader,
  isItem,
  type OutputPiece,
  type Reader,
  type WriteContext,
  type Writer,
} from "@/lib/formats/conversion";
import { writeCsv } from "@/lib/formats/csv-tables";
import { itemNames } from "@/lib/formats/dataset-items";
import { readDoccano, writeDoccano } from "@/lib/formats/doccano";
import { writeHuggingFace } from "@/lib/formats/huggingface";
import { readHuggingFace } from "@/lib/formats/huggingface-read";
import { readInception, writeInception } from "@/lib/formats/inception-folder";
import { writeLabelStudio } from "@/lib/formats/label-studio";
import { readLabelStudio } from "@/lib/formats/label-studio-read";
import { toStoredRecord } from "@/lib/formats/raw-offsets";
import { readEntries, writeItem, writeRecord } from "@/lib/formats/sourcebench-jsonl";
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
  /** Reads claim cards and ratings too, where the format has them. */
  readAll?: EntryReader;
  write: Writer | null;
};

/** The complete format, line by line; lines in raw offsets become stored ones. */
const readJsonl: EntryReader = async function* (files, context) {
  for (const file of files)
    for await (const read of readEntries(file.pieces())) {
      if ("item" in read) yield read.item;
      else if ("problem" in read)
        context.problem({ file: file.path, line: read.line, message: read.problem });
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

/** The articles of what a reader finds; the rest is told as left out. */
function articlesOf(readAll: EntryReader): Reader {
  return async function* (files, context) {
    for await (const entry of readAll(files, context)) {
      if (!isItem(entry)) yield entry;
      else {
        const what = itemNames[entry.item];
        context.lose({ what, why: "articles alone were asked for", article: "", count: 1 });
      }
    }
  };
}

/** A writer of articles as one of whole datasets: claim cards and ratings are told as left out. */
function ofArticles(name: FormatName, write: ArticleWriter): Writer {
  async function* articles(entries: AsyncIterable<DatasetEntry>, context: WriteContext) {
    for await (const entry of entries)
      if (isItem(entry)) tellItemLoss(entry, name, context.lose);
      else yield entry;
  }
  return (entries, context) => write(articles(entries, context), context);
}

async function* writeJsonl(entries: AsyncIterable<DatasetEntry>): AsyncGenerator<OutputPiece> {
  for await (const entry of entries)
    yield { path: "", text: isItem(entry) ? writeItem(entry) : writeRecord(entry) };
}

export const formats: Readonly<Record<FormatName, Format>> = {
  jsonl: {
    title: "Sourcebench JSONL, complete",
    shape: "file",
    endings: [".jsonl"],
    read: articlesOf(readJsonl),
    readAll: readJsonl,
    write: writeJsonl,
  },
  brat: {
    title: "brat standoff with PolNeAR's labels",
    shape: "folder",
    endings: [".ann", ".txt"],
    read: readBrat,
    write: ofArticles("brat", writeBrat),
  },
  "web-annotation": {
    title: "W3C Web Annotation, JSON-LD",
    shape: "folder",
    endings: [".jsonld", ".json", ".txt"],
    read: readWebAnnotation,
    write: ofArticles("web-annotation", writeWebAnnotation),
  },
  "webanno-tsv": {
    title: "WebAnno TSV 3.3 (WebAnno, INCEpTION)",
    shape: "folder",
    endings: [".tsv"],
    read: readInception(".tsv", readFlatTsv),
    write: ofArticles("webanno-tsv", (records, context) =>
      writeInception(records, context, { name: "webanno-tsv", ending: ".tsv" }, writeWebAnnoTsv),
    ),
  },
  "cas-json": {
    title: "UIMA CAS JSON 0.4 (INCEpTION)",
    shape: "folder",
    endings: [".json"],
    read: readInception(".json", readCasJson),
    write: ofArticles("cas-json", (records, context) =>
      writeInception(records, context, { name: "cas-json", ending: ".json" }, writeCasJson),
    ),
  },
  "label-studio": {
    title: "Label Studio JSON, annotations and predictions",
    shape: "file",
    endings: [".json"],
    read: readLabelStudio,
    write: ofArticles("label-studio", writeLabelStudio),
  },
  doccano: {
    title: "doccano JSONL, spans and relations",
    shape: "file",
    endings: [".jsonl"],
    read: readDoccano,
    write: ofArticles("doccano", writeDoccano),
  },
  conll: {
    title: "CoNLL-2003: IOB2, IOB1 or BIOES, a column a kind",
    shape: "file",
    endings: [".conll", ".txt", ".bio", ".iob"],
    read: readConll,
    write: ofArticles("conll", writeConll),
  },
  spacy: {
    title: "spaCy JSON for Doc.from_json, a line a layer",
    shape: "file",
    endings: [".jsonl"],
    read: null,
    write: ofArticles("spacy", writeSpacy),
  },
  huggingface: {
    title: "Hugging Face dataset: Parquet by split and a dataset card",
    shape: "folder",
    endings: [".parquet"],
    read: readHuggingFace,
    write: ofArticles("huggingface", writeHuggingFace),
  },
  csv: {
    title: "CSV tables: annotations, links, ratings, pairs, mentions, corroboration",
    shape: "folder",
    endings: [".csv"],
    read: null,
    write: writeCsv,
  },
  averitec: {
    title: "AVeriTeC-shaped JSON, a claim card each",
    shape: "file",
    endings: [".json"],
    read: null,
    write: writeAveritec,
  },
  claimreview: {
    title: "ClaimReview JSON-LD (schema.org), a claim card each",
    shape: "file",
    endings: [".jsonld"],
    read: null,
    write: writeClaimReview,
  },
};
