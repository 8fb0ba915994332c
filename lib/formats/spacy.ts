import { tellLosses } from "@/lib/formats/carries";
import type { OutputPiece, WriteContext } from "@/lib/formats/conversion";
import type { ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { listSegments } from "@/lib/formats/tokens";
import {
  type CodePointIndex,
  countCodePoints,
  indexCodePoints,
  sliceCodePoints,
} from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";

type SpacySpan = Span & { label: string; kb_id: string; id: string };

/**
 * Writes what spaCy's `Doc.from_json` takes, a layer a line: the text, tokens in characters (Python's, which are code
 * points), and a span group for each kind of mark, labelled by role. Tokens end at every border of a span, as spaCy
 * demands of spans; spaces at the ends of a span are left off, since a token's own space is none of it.
 */
export async function* writeSpacy(
  records: AsyncIterable<ExportRecord>,
  context: WriteContext,
): AsyncGenerator<OutputPiece> {
  for await (const record of records) {
    tellLosses(record, "spacy", context.lose);
    const article = record.article.title;
    const index = indexCodePoints(record.articleVersion.text);
    for (const layer of record.layers.length > 0 ? record.layers : [null]) {
      const groups: Record<string, SpacySpan[]> = { claim: [], attribution: [], duplicate: [] };
      let trimmed = 0;
      for (const mark of layer?.annotations ?? [])
        for (const { role, start, end } of mark.spans) {
          const span = withoutSpaces(index, { start, end });
          if (!span || span.start > start || span.end < end) trimmed += 1;
          if (span) groups[mark.kind]?.push({ ...span, label: labelOf(mark, role), kb_id: "", id: mark.id });
        }
      const why = "spaCy's spans begin and end with tokens, and a space is none";
      context.lose({ what: "spaces at the ends of spans", why, article, count: trimmed });
      const borders = new Set(
        Object.values(groups).flatMap((spans) => spans.flatMap(({ start, end }) => [start, end])),
      );
      const tokens = tokensOf(index, record.article.language, borders);
      const doc = { text: index.text, ents: [], tokens, spans: groups };
      yield { path: "", text: `${JSON.stringify(doc)}\n` };
    }
  }
}

function labelOf(mark: ExportedLayer["annotations"][number], role: string): string {
  return mark.kind === "attribution" ? role : mark.kind;
}

function withoutSpaces(index: CodePointIndex, span: Span): Span | null {
  const words = sliceCodePoints(index, span);
  const start = span.start + countCodePoints(words) - countCodePoints(words.trimStart());
  const end = start + countCodePoints(words.trim());
  return end > start ? { start, end } : null;
}

/** Tokens that are the text with one space behind some of them: any other space is a token, as in spaCy. */
function tokensOf(
  index: CodePointIndex,
  language: string | null,
  borders: ReadonlySet<number>,
): { id: number; start: number; end: number }[] {
  const tokens: { id: number; start: number; end: number }[] = [];
  const add = (start: number, end: number) => tokens.push({ id: tokens.length, start, end });
  for (const segment of listSegments(index, language)) {
    let from = segment.start;
    for (const [place, sign] of Array.from(segment.form).entries()) {
      const at = segment.start + place;
      const isSpace = /^\s$/u.test(sign);
      const isBehindToken = sign === " " && tokens.at(-1)?.end === at;
      const isLast = at + 1 === segment.end;
      if (!isSpace && !isLast && !borders.has(at + 1)) continue;
      if (!isBehindToken) add(from, at + 1);
      from = at + 1;
    }
  }
  return tokens;
}
