import fc from "fast-check";
import { carries, type FormatName, type Part } from "@/lib/formats/carries";
import { checkRecord } from "@/lib/formats/check-record";
import {
  contentOf,
  type DatasetEntry,
  type InputFile,
  type OutputPiece,
  type ReadContext,
  type WriteContext,
} from "@/lib/formats/conversion";
import { derivedId } from "@/lib/formats/draft-record";
import { formats } from "@/lib/formats/formats";
import { createLossLog, type Problem } from "@/lib/formats/losses";
import type { ExportedAnnotation, ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { compareSpans } from "@/lib/text/span";
import { arbitraryRecord } from "./arbitrary-record";

const roles = ["cue", "source", "content", "content"] as const;

/** Articles in which every kind of link occurs: several roles, nesting, a rest on another attribution, two layers. */
export const arbitraryArticle: fc.Arbitrary<ExportRecord> = fc
  .record({
    record: arbitraryRecord,
    annotator: fc.constantFrom("ef2d", "second", null),
    note: fc.constantFrom(
      "a note, in words",
      " \ttabs\nand | [1] \\ _ * ; -> \u2028😀 ",
      "",
      "*",
      "_",
      "\\n",
      "שלום",
    ),
  })
  .map(({ record, annotator, note }) => {
    const [layer] = record.layers;
    if (!layer) return record;
    const first = enrich(layer, note);
    const second = { ...relabel(first), annotator, nothingToMark: false };
    return { ...record, layers: [first, second] };
  });

function enrich(layer: ExportedLayer, note: string): ExportedLayer {
  const annotations = layer.annotations.map((annotation): ExportedAnnotation => {
    if (annotation.kind !== "attribution") return annotation;
    const spans = annotation.spans.map((span, place) => ({ ...span, role: roles[place] ?? "cue" }));
    const quantities = [{ counted: note, min: 1.5, max: null }];
    const attributes = { quoteType: "mixed", note, quantities, ...annotation.attributes };
    return { ...annotation, spans, attributes };
  });
  const [outer, inner] = annotations.filter(({ kind }) => kind === "attribution");
  if (!outer || !inner) return { ...layer, annotations };
  const nested = annotations.map((one) => (one === inner ? { ...one, nestedIn: outer.id } : one));
  const [rest] = layer.restsOn;
  const target = rest
    ? [{ ...rest, id: derivedId(rest.id, "rest"), target: inner.id, description: null, claims: [] }]
    : [];
  return { ...layer, annotations: nested, restsOn: [...layer.restsOn, ...target] };
}

/** The same layer under other ids. */
function relabel(layer: ExportedLayer): ExportedLayer {
  const next = (id: string) => derivedId("other", id);
  return {
    ...layer,
    id: next(layer.id),
    annotations: layer.annotations.map((one) => ({
      ...one,
      id: next(one.id),
      nestedIn: one.nestedIn && next(one.nestedIn),
    })),
    claimLinks: layer.claimLinks.map((link) => ({
      ...link,
      id: next(link.id),
      attribution: next(link.attribution),
      claim: next(link.claim),
    })),
    attributionSources: layer.attributionSources.map((link) => ({
      ...link,
      id: next(link.id),
      attribution: next(link.attribution),
    })),
    restsOn: layer.restsOn.map((link) => ({
      ...link,
      id: next(link.id),
      attribution: next(link.attribution),
      target: link.target && next(link.target),
      claims: link.claims.map(next),
    })),
    reuseLinks: layer.reuseLinks.map((link) => ({
      ...link,
      id: next(link.id),
      annotation: next(link.annotation),
    })),
  };
}

export type Converted = { records: ExportRecord[]; problems: Problem[]; losses: string[] };

/** Writes records in a format; files by path, pieces put together. */
export async function writeAs(
  name: FormatName,
  records: readonly DatasetEntry[],
  options: Partial<WriteContext> = {},
): Promise<{ files: Map<string, string>; binary: Map<string, Buffer>; losses: string[] }> {
  const log = createLossLog();
  async function* all() {
    yield* records;
  }
  const context: WriteContext = { offsets: "stored", scheme: "iob2", lose: log.add, ...options };
  const binary = new Map<string, Buffer>();
  const pieces: AsyncGenerator<OutputPiece> | undefined = formats[name]?.write?.(all(), context);
  if (!pieces) throw new Error(`${name} cannot be written`);
  for await (const piece of pieces) {
    const before = binary.get(piece.path) ?? Buffer.alloc(0);
    binary.set(piece.path, Buffer.concat([before, Buffer.from(contentOf(piece))]));
  }
  const files = new Map([...binary].map(([path, bytes]) => [path, bytes.toString("utf8")]));
  return { files, binary, losses: log.list().map(({ what }) => what) };
}

/** Reads files of a format, by path; every record is checked against itself. */
export async function readAs(
  name: FormatName,
  files: ReadonlyMap<string, string | Uint8Array>,
): Promise<Converted> {
  const log = createLossLog();
  const problems: Problem[] = [];
  const context: ReadContext = {
    at: "2026-05-03T10:15:00.123Z",
    key: name,
    problem: (problem) => void problems.push(problem),
    lose: log.add,
  };
  const input = [...files].map(([path, text]): InputFile => ({ path, pieces: () => pieces(text) }));
  const records: ExportRecord[] = [];
  const reading = formats[name]?.read?.(input, context);
  if (!reading) throw new Error(`${name} cannot be read`);
  for await (const record of reading) {
    const problem = checkRecord(record);
    if (problem) throw new Error(problem);
    records.push(record);
  }
  return { records, problems, losses: log.list().map(({ what }) => what) };
}

/** The bytes in pieces that cut characters. */
async function* pieces(text: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += 1013) yield bytes.subarray(at, at + 1013);
}

/** What of records a format carries, in a form in which equal things are equal: no ids, marks named by what they are. */
export function carried(name: FormatName, records: readonly ExportRecord[]): unknown {
  const has = (part: Part) => carries[name].has(part);
  return records.map(({ article, articleVersion, layers }) => ({
    text: articleVersion.text,
    facts: has("facts")
      ? { title: article.title, language: article.language, url: article.url, licence: article.licence }
      : null,
    layers: layers.map((layer) => carriedLayer(layer, has)).toSorted(byText),
  }));
}

function carriedLayer(layer: ExportedLayer, has: (part: Part) => boolean) {
  const naming = new Map(
    layer.annotations.map(({ id, kind, spans, attributes }) => [
      id,
      text({
        kind,
        spans: spans
          .toSorted((a, b) => compareSpans(a, b) || (a.role < b.role ? -1 : 1))
          .map(({ role, start, end }) => [role, start, end]),
        attributes: has("attributes") ? attributes : null,
      }),
    ]),
  );
  const at = (id: string | null) => (id === null ? null : naming.get(id));
  const list = (part: Part, made: object[]) => (has(part) ? made.toSorted(byText) : null);
  return {
    annotator: has("annotators") ? layer.annotator : null,
    nothingToMark: has("nothingToMark") ? layer.nothingToMark : null,
    marks: [...naming.values()].toSorted(),
    nested: list(
      "nestedIn",
      layer.annotations.flatMap(({ id, nestedIn }) => (nestedIn ? [{ mark: at(id), in: at(nestedIn) }] : [])),
    ),
    claimLinks: list(
      "claimLinks",
      layer.claimLinks.map(({ attribution, claim, role, stance }) => ({
        attribution: at(attribution),
        claim: at(claim),
        role,
        stance,
      })),
    ),
    sources: list(
      "attributionSources",
      layer.attributionSources.map(({ attribution, source }) => ({ attribution: at(attribution), source })),
    ),
    restsOn: list(
      "restsOn",
      layer.restsOn.map(({ attribution, target, source, description, claims, kind }) => ({
        attribution: at(attribution),
        target: at(target),
        source,
        description,
        claims: claims.map(at),
        kind,
      })),
    ),
    reuse: list(
      "reuseLinks",
      layer.reuseLinks.map(({ annotation, degree, direction, evidence, lost, state, passage }) => ({
        annotation: at(annotation),
        degree,
        direction,
        evidence,
        lost,
        state,
        passage,
      })),
    ),
  };
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, member) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

function byText(a: unknown, b: unknown): number {
  return text(a) < text(b) ? -1 : 1;
}

/** Writes and reads articles and compares what the format carries. */
export async function expectRoundTrip(
  name: FormatName,
  record: ExportRecord,
): Promise<[unknown, unknown, Problem[]]> {
  const { binary } = await writeAs(name, [record]);
  const endings = formats[name]?.endings ?? [];
  const own = [...binary].filter(([path]) => path === "" || endings.some((ending) => path.endsWith(ending)));
  const { records, problems } = await readAs(name, new Map(own));
  return [carried(name, records), carried(name, [record]), problems];
}
