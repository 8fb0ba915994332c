import { readBratLayer } from "@/lib/formats/brat-layer";
import { type InputFile, type ReadContext, readText } from "@/lib/formats/conversion";
import type { DraftLayer } from "@/lib/formats/draft";
import { toRecord } from "@/lib/formats/draft-record";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";

type Pair = { file: InputFile; text: InputFile; annotator: string | null };

/**
 * Reads a folder of brat standoff: each `.ann` with the `.txt` of its name, beside it or anywhere in the folder. Where
 * there is none, what stands behind the last `_` of the name is taken for the annotator (`story_ef2d.ann` marks
 * `story.txt`), so that several people's files become layers of one article. Offsets are code points of the text file
 * as it stands; the article's title is the file's name. Lines that are not right are told to `context.problem` by line
 * and kept aside, as are labels that a record has no place for; texts without any `.ann` become articles without layers.
 */
export async function* readBrat(
  files: readonly InputFile[],
  context: ReadContext,
): AsyncGenerator<ExportRecord> {
  const texts = files.filter(({ path }) => path.endsWith(".txt"));
  const byText = new Map<InputFile, Pair[]>(texts.map((text) => [text, []]));
  for (const file of files) {
    if (!file.path.endsWith(".ann")) continue;
    const pair = findText(file, texts);
    if (pair) byText.get(pair.text)?.push(pair);
    else context.problem({ file: file.path, line: null, message: "There is no .txt of its name: not read." });
  }
  for (const [textFile, pairs] of byText) {
    const text = await readText(textFile, context, true);
    if (text === null) continue;
    const bare = text.replace(/^\uFEFF/, "");
    // brat counts a byte order mark as a character of the text.
    const shift = text.length - bare.length;
    const layers: DraftLayer[] = [];
    for (const { file, annotator } of pairs) {
      const lines = await readText(file, context);
      if (lines === null) continue;
      const names = { file: file.path, textFile: textFile.path };
      layers.push(readBratLayer({ text: bare, shift, lines, annotator, ...names }, context));
    }
    const { path } = textFile;
    const title = nameOf(path);
    const draft = { file: path, text: bare, facts: { title }, layers };
    const record = toRecord(draft, context);
    if (record) yield record;
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]+$/, "");
}

function findText(file: InputFile, texts: readonly InputFile[]): Pair | null {
  const stem = file.path.replace(/\.ann$/, "");
  const own = lookUp(stem, texts);
  if (own) return { file, text: own, annotator: null };
  const at = stem.lastIndexOf("_");
  const text = at > stem.lastIndexOf("/") + 1 ? lookUp(stem.slice(0, at), texts) : null;
  return text && { file, text, annotator: stem.slice(at + 1) || null };
}

/** The text of that path, else the only one of that name. */
function lookUp(stem: string, texts: readonly InputFile[]): InputFile | null {
  const beside = texts.find(({ path }) => path === `${stem}.txt`);
  if (beside) return beside;
  const name = stem.slice(stem.lastIndexOf("/") + 1);
  const anywhere = texts.filter(({ path }) => nameOf(path) === name);
  return anywhere.length === 1 && anywhere[0] ? anywhere[0] : null;
}
