import type { DatasetFormat } from "@/lib/dataset-imports/schema";

/** How screens name the formats that come in. */
export const datasetFormatNames: Readonly<Record<DatasetFormat, string>> = {
  jsonl: "Sourcebench export (.jsonl)",
  brat: "brat standoff (.txt with .ann)",
  "web-annotation": "W3C Web Annotation (.jsonld with .txt)",
  "webanno-tsv": "WebAnno TSV 3 (INCEpTION)",
  "cas-json": "UIMA CAS JSON (INCEpTION)",
  "label-studio": "Label Studio JSON",
  doccano: "doccano JSONL",
  conll: "CoNLL, IOB or BIOES",
  huggingface: "Hugging Face dataset (Parquet)",
  "csv-ratings": "Ratings of sources (.csv)",
};
