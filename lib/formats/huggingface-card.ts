import { type AttributeColumn, columnPrefix } from "@/lib/attributes/columns";
import { huggingFaceFields } from "@/lib/formats/huggingface-rows";
import { featureLines } from "@/lib/formats/parquet-schema";
import { type Terms, termsText } from "@/lib/formats/terms";

/** One split of a dataset as its card counts it; `bytes` are those of its file. */
export type SplitCounts = { name: string; rows: number; bytes: number };

/** The Hub's size categories, each up to before the next. */
const sizes = [
  ["n<1K", 1e3],
  ["1K<n<10K", 1e4],
  ["10K<n<100K", 1e5],
  ["100K<n<1M", 1e6],
  ["1M<n<10M", 1e7],
] as const;

/**
 * The dataset card: front matter that names the files of each split and the type of each column, then what the columns
 * mean. A licence that nobody has named is `unknown`, never a guess.
 */
export function writeDatasetCard(
  splits: readonly SplitCounts[],
  {
    languages,
    licence,
    terms,
    columns,
  }: {
    languages: readonly string[];
    licence: string | null;
    terms: readonly Terms[];
    columns: readonly AttributeColumn[];
  },
): string {
  const rows = splits.reduce((sum, split) => sum + split.rows, 0);
  const bytes = splits.reduce((sum, split) => sum + split.bytes, 0);
  const size = sizes.find(([, below]) => rows < below)?.[0] ?? "10M<n<100M";
  const front = [
    "---",
    `license: ${JSON.stringify(licence ?? "unknown")}`,
    ...(languages.length > 0 ? ["language:", ...languages.map((one) => `- ${JSON.stringify(one)}`)] : []),
    "tags:",
    ...["claim-detection", "attribution", "text-reuse", "news", "sourcebench"].map((tag) => `- ${tag}`),
    "task_categories:",
    "- token-classification",
    "size_categories:",
    `- ${size}`,
    "configs:",
    "- config_name: default",
    "  data_files:",
    ...splits.flatMap(({ name }) => [`  - split: ${name}`, `    path: data/${name}-*.parquet`]),
    "dataset_info:",
    "  config_name: default",
    "  features:",
    ...featureLines(huggingFaceFields(columns), 1),
    "  splits:",
    ...splits.flatMap((split) => [
      `  - name: ${split.name}`,
      `    num_bytes: ${split.bytes}`,
      `    num_examples: ${split.rows}`,
    ]),
    `  download_size: ${bytes}`,
    `  dataset_size: ${bytes}`,
    "---",
  ];
  return `${front.join("\n")}\n\n${about(splits, columns)}\n${termsText(terms)}`;
}

const cells = { text: "string", number: "number", texts: "list of string" } as const;

function about(splits: readonly SplitCounts[], columns: readonly AttributeColumn[]): string {
  const own = columns.map(({ key, type }) => `\`${columnPrefix}${key}\` (${cells[type]})`).join(", ");
  const ownLine =
    own === "" ? "" : `\n- Attributes of this project's own stand in columns of \`annotations\`: ${own}.`;
  const counted = splits.map(({ name, rows }) => `| ${name} | ${rows} |`).join("\n");
  return `# Annotated news articles

| split | rows |
| --- | ---: |
${counted}

A row is what one annotator marked on one article (a layer), or an article that nobody marked. An article with several
layers has several rows, one behind the other, with the same \`article_id\` and \`text\`.

- \`annotations\`: \`kind\` is \`claim\`, \`attribution\` or \`duplicate\`; \`spans\` are half-open ranges in Unicode code points of
  \`text\`, so that in Python \`text[start:end] == quote\`. Several spans of one role are one discontinuous mark; marks may
  overlap. \`attributes\` is a JSON object.${ownLine}
- \`claim_links\`, \`attribution_sources\`, \`rests_on\` lead from an attribution, by the \`id\` of annotations of the same row;
  \`reuse_links\` lead from a duplicate to a passage of another text.
- \`layer_kind\` tells people's own layers from final (\`adjudicated\`) and imported ones; \`review\` says what review made of
  a mark. \`annotator\` is a pseudonym.

\`\`\`python
from datasets import load_dataset
dataset = load_dataset("path/to/this/folder")
\`\`\`
`;
}
