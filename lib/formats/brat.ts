import { foreignOf, writeBratLayer } from "@/lib/formats/brat-write";
import { tellLosses } from "@/lib/formats/carries";
import type { OutputPiece, WriteContext } from "@/lib/formats/conversion";
import { createFileNames, freeName, safeName } from "@/lib/formats/file-names";
import { toRawRecord } from "@/lib/formats/raw-offsets";
import type { ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";

/**
 * Writes articles as a folder of brat standoff: `NAME.txt`, and `NAME.ann` or, for somebody's layer,
 * `NAME_annotator.ann`; `annotation.conf` for brat itself at the end. Layers that came from brat go back under the
 * names that they had. With raw offsets the text is the original's.
 */
export async function* writeBrat(
  records: AsyncIterable<ExportRecord>,
  context: WriteContext,
): AsyncGenerator<OutputPiece> {
  const names = createFileNames();
  const taken = new Set(["annotation.conf"]);
  for await (const stored of records) {
    tellLosses(stored, "brat", context.lose);
    const article = stored.article.title;
    const record =
      context.offsets === "raw"
        ? toRawRecord(stored, new Map(), () =>
            context.lose({
              what: "exact borders of spans",
              why: "the original joins characters there: the span holds the whole of them",
              article,
              count: 1,
            }),
          )
        : stored;
    const files = record.layers.map(foreignOf);
    const textFile = files.find((file) => file && isFree(file.textFile, taken))?.textFile;
    const name = textFile === undefined ? names(record) : textFile.replace(/^.*\//, "").replace(/\.txt$/, "");
    const path = textFile ?? freePath(`${name}.txt`, taken);
    taken.add(path.toLowerCase());
    if (textFile === undefined && name !== article)
      context.lose({ what: "titles", why: "brat has only names of files", article, count: 1 });
    yield { path, text: record.articleVersion.text };
    for (const [place, layer] of record.layers.entries()) {
      const kept = files[place]?.file;
      const file =
        kept !== undefined && isFree(kept, taken)
          ? kept
          : freePath(`${name}${suffixOf(layer, !taken.has(`${name}.ann`.toLowerCase()))}.ann`, taken);
      taken.add(file.toLowerCase());
      const { annotator } = layer;
      const plain = annotator === null ? `${name}.ann` : `${name}_${annotator}.ann`;
      if (file !== kept && file !== plain)
        context.lose({
          what: "exact names of annotators",
          why: "a file's name cannot hold every character, nor two files one name",
          article,
          count: 1,
        });
      yield { path: file, text: writeBratLayer(record, layer) };
    }
  }
  yield { path: "annotation.conf", text: configuration };
}

/** A path that an earlier file gave: inside the folder, and not given twice. */
function isFree(path: string, taken: ReadonlySet<string>): boolean {
  const isInside = path.split("/").every((part) => part !== "" && !part.startsWith("."));
  return isInside && !/[\\:]/.test(path) && !taken.has(path.toLowerCase());
}

function freePath(path: string, taken: Set<string>): string {
  if (!taken.has(path.toLowerCase())) return path;
  const [, stem = path, ending = ""] = /^(.*)(\.[a-z]+)$/.exec(path) ?? [];
  const known = new Set(
    [...taken].flatMap((one) => (one.endsWith(ending) ? [one.slice(0, -ending.length)] : [])),
  );
  return `${freeName(stem, known)}${ending}`;
}

/** What stands between the name and `.ann`: nothing for the first layer of nobody. */
function suffixOf({ annotator, kind }: ExportedLayer, isFirst: boolean): string {
  if (annotator === null) return isFirst ? "" : `_${kind}`;
  return `_${safeName(annotator).replaceAll("_", "-") || "annotator"}`;
}

/** What brat shows and lets mark (https://brat.nlplab.org/configuration.html). */
const configuration = `[entities]
Source
Cue
Content
Body
Claim
Duplicate

[relations]
Carries Arg1:Attribution|Attribution-no-source, Arg2:Claim
NestedIn Arg1:Attribution|Attribution-no-source, Arg2:Attribution|Attribution-no-source
Relays Arg1:Attribution|Attribution-no-source, Arg2:Attribution|Attribution-no-source
Analyses Arg1:Attribution|Attribution-no-source, Arg2:Attribution|Attribution-no-source
<OVERLAP> Arg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>

[events]
Attribution Source?:Source, Cue?:Cue, Content*:Content
Attribution-no-source Source?:Source, Cue?:Cue, Content*:Content

[attributes]
kind Arg:Claim, Value:factual|assessment|prediction
origin Arg:Claim, Value:attributed|own-reporting|none-given
quoteType Arg:<EVENT>, Value:direct|indirect|mixed
attributionType Arg:<EVENT>, Value:assertion|belief|fact|eventuality
sourceKind Arg:<EVENT>, Value:named-person|named-organisation|document|unnamed|unspecified
LinkRole Arg:<RELATION>, Value:content|speech-act|remote
Stance Arg:<RELATION>, Value:asserts|denies|questions
`;
