import { z } from "zod";
import { tellLosses } from "@/lib/formats/carries";
import type { OutputPiece, ReadContext, Reader, WriteContext } from "@/lib/formats/conversion";
import { type DraftArticle, type DraftLayer, type DraftMark, emptyLayer } from "@/lib/formats/draft";
import { toRecord } from "@/lib/formats/draft-record";
import { articleFacts, factsOf } from "@/lib/formats/facts";
import { readJsonLines } from "@/lib/formats/json-lines";
import type { ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { unmappedMark } from "@/lib/formats/unmapped";
import { annotationKinds, linkRoles, spanRoles, stances } from "@/lib/vocabulary";

/** The relation from each further span of a mark to its first. */
const partOf = "part-of";
const nestedIn = "nested-in";

const line = z.looseObject({
  text: z.string(),
  entities: z
    .array(z.looseObject({ id: z.int(), label: z.string(), start_offset: z.int(), end_offset: z.int() }))
    .default([]),
  relations: z.array(z.looseObject({ from_id: z.int(), to_id: z.int(), type: z.string() })).default([]),
  /** What projects without relations export instead: start, end and label. */
  label: z.array(z.tuple([z.int(), z.int(), z.string()])).optional(),
  article: z.string().optional(),
  annotator: z.string().nullable().default(null),
  nothing_to_mark: z.boolean().default(false),
  facts: articleFacts.optional(),
});
type Line = z.infer<typeof line>;

/**
 * Writes doccano's JSONL of sequence labelling with relations, one layer a line: entities labelled `claim`, `duplicate`
 * or `attribution:ROLE` in code points, relations `carries:ROLE:STANCE`, `nested-in` and `part-of`. Article, annotator
 * and facts stand in columns that doccano keeps as metadata.
 */
export async function* writeDoccano(
  records: AsyncIterable<ExportRecord>,
  context: WriteContext,
): AsyncGenerator<OutputPiece> {
  let number = 0;
  for await (const record of records) {
    tellLosses(record, "doccano", context.lose);
    for (const layer of record.layers.length > 0 ? record.layers : [null]) {
      number += 1;
      const marks = layer ? entitiesOf(layer) : { entities: [], relations: [] };
      const text = JSON.stringify({
        id: number,
        text: record.articleVersion.text,
        ...marks,
        article: record.article.id,
        annotator: layer?.annotator ?? null,
        nothing_to_mark: layer?.nothingToMark ?? false,
        layer: layer?.kind ?? null,
        facts: factsOf(record),
      });
      yield { path: "", text: `${text}\n` };
    }
  }
}

function entitiesOf(layer: ExportedLayer): Pick<Line, "entities" | "relations"> {
  const entities: Line["entities"] = [];
  const relations: Line["relations"] = [];
  const first = new Map<string, number>();
  const relate = (from: number | undefined, to: number | undefined, type: string) => {
    if (from !== undefined && to !== undefined)
      relations.push({ id: relations.length + 1, from_id: from, to_id: to, type });
  };
  for (const mark of layer.annotations)
    for (const { role, start, end } of mark.spans) {
      const id = entities.length + 1;
      const label = role === "body" && mark.kind !== "attribution" ? mark.kind : `${mark.kind}:${role}`;
      entities.push({ id, label, start_offset: start, end_offset: end });
      if (first.has(mark.id)) relate(id, first.get(mark.id), partOf);
      else first.set(mark.id, id);
    }
  for (const { attribution, claim, role, stance } of layer.claimLinks)
    relate(first.get(attribution), first.get(claim), `carries:${role}:${stance}`);
  for (const mark of layer.annotations)
    if (mark.nestedIn !== null) relate(first.get(mark.id), first.get(mark.nestedIn), nestedIn);
  return { entities, relations };
}

type Open = { key: string; draft: DraftArticle } | null;
function noArticle(): Open {
  return null;
}

/**
 * Reads doccano's JSONL, with relations or the plain list `label`. Lines of one article that follow each other become its
 * layers; an entity or relation of another label is counted as lost, a line that is not right is told by number.
 */
export const readDoccano: Reader = async function* (files, context) {
  for (const file of files) {
    let open = noArticle();
    for await (const read of readJsonLines(file, line, context)) {
      const { number, value } = read;
      const lose = (what: string) =>
        context.lose({
          what,
          why: "a record has no place for them",
          article: `${file.path}:${number}`,
          count: 1,
        });
      const layer = layerOf(value, context, lose);
      const key = value.article ?? `line ${number}`;
      const isSame = open?.key === key && open.draft.text === value.text;
      if (open && !isSame) {
        const record = toRecord(open.draft, context);
        if (record) yield record;
      }
      if (!open || !isSame) {
        const id = z.uuid().safeParse(value.article).success ? { id: value.article } : {};
        const title = `${file.path.replace(/^.*\//, "").replace(/\.[^.]+$/, "")} ${number}`;
        const facts = { title, ...value.facts, ...id };
        open = { key, draft: { file: `${file.path}:${number}`, text: value.text, facts, layers: [] } };
      }
      if (layer.marks.length > 0 || layer.annotator !== null || layer.nothingToMark)
        open.draft.layers.push(layer);
    }
    const record = open && toRecord(open.draft, context);
    if (record) yield record;
  }
};

function layerOf(value: Line, context: ReadContext, lose: (what: string) => void): DraftLayer {
  const layer: DraftLayer = { ...emptyLayer(value.annotator), nothingToMark: value.nothing_to_mark };
  const plain = (value.label ?? []).map(([start_offset, end_offset, label], place) => {
    return { id: -1 - place, label, start_offset, end_offset };
  });
  const head = new Map<number, number>();
  for (const { from_id, to_id, type } of value.relations) if (type === partOf) head.set(from_id, to_id);
  const marks = new Map<number, DraftMark>();
  const others: DraftMark[] = [];
  for (const { id, label, start_offset: start, end_offset: end } of [...value.entities, ...plain]) {
    const [name, part] = label.split(":");
    const kind = annotationKinds.find((one) => one === name);
    if (!kind) {
      const unmapped = unmappedMark(context, label, `other ${id}`, [{ start, end }]);
      if (unmapped) others.push(unmapped);
      else lose(`entities labelled ${label}`);
      continue;
    }
    const role = spanRoles.find((one) => one === part) ?? (kind === "attribution" ? "content" : "body");
    const known = marks.get(head.get(id) ?? id);
    if (known) known.spans.push({ role, start, end });
    else
      marks.set(id, { id: String(id), kind, attributes: {}, spans: [{ role, start, end }], nestedIn: null });
  }
  for (const { from_id, to_id, type } of value.relations) {
    const [name, role, stance] = type.split(":");
    const [from, to] = [marks.get(from_id), marks.get(to_id)];
    if (type === partOf) continue;
    if (name === "carries" && from && to)
      layer.claimLinks.push({
        attribution: from.id,
        claim: to.id,
        role: linkRoles.find((one) => one === role) ?? "content",
        stance: stances.find((one) => one === stance) ?? "asserts",
      });
    else if (type === nestedIn && from && to && from.nestedIn === null) from.nestedIn = to.id;
    else lose(`relations of type ${type}`);
  }
  layer.marks = [...marks.values(), ...others];
  return layer;
}
