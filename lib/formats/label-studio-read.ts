import { z } from "zod";
import type { ReadContext, Reader } from "@/lib/formats/conversion";
import type { DraftLayer } from "@/lib/formats/draft";
import { toRecord } from "@/lib/formats/draft-record";
import { type FlatLink, type FlatSpan, layerOfFlat } from "@/lib/formats/flat-marks";
import { readArrayMembers } from "@/lib/formats/json-array";
import { readJson } from "@/lib/formats/json-lines";
import { partOf } from "@/lib/formats/label-studio";
import {
  choiceFields,
  type LabelStudioTask,
  labelStudioTask,
  type Region,
} from "@/lib/formats/label-studio-schema";
import { type CodePointIndex, indexCodePoints, sliceCodePoints, spanFromUtf16 } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";

/**
 * Reads Label Studio's JSON, a task an article: annotations become layers of who completed them, predictions layers of
 * their model that say that they are none of a person's. Offsets are code points; where a region's words stand only at
 * the same numbers in UTF-16 units, those are meant. Cancelled annotations and labels of others are counted as lost.
 */
export const readLabelStudio: Reader = async function* (files, context) {
  for (const file of files) {
    let number = 0;
    try {
      for await (const member of readArrayMembers(file)) {
        number += 1;
        const name = `${file.path} task ${number}`;
        const complain = (message: string) => context.problem({ file: name, line: null, message });
        const task = readJson(member, labelStudioTask, complain)?.read;
        if (!task) continue;
        const { text, article, facts } = task.data;
        const id = z.uuid().safeParse(article).success ? { id: article } : {};
        const title = `${file.path.replace(/^.*\//, "").replace(/\.[^.]+$/, "")} ${number}`;
        const layers = layersOf(task, name, context);
        const record = toRecord({ file: name, text, facts: { title, ...facts, ...id }, layers }, context);
        if (record) yield record;
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      context.problem({
        file: file.path,
        line: null,
        message: "The file is not UTF-8: not read from there on.",
      });
    }
  }
};

function layersOf(task: LabelStudioTask, name: string, context: ReadContext): DraftLayer[] {
  const index = indexCodePoints(task.data.text);
  const annotations = task.annotations.flatMap((annotation): DraftLayer[] => {
    if (annotation.was_cancelled) {
      const what = "cancelled annotations";
      context.lose({ what, why: "their author took them back", article: name, count: 1 });
      return [];
    }
    const said = task.data.layers?.[annotation.unique_id ?? ""];
    const by = annotation.completed_by;
    const person = typeof by === "object" ? (by?.email ?? by?.id) : by;
    const annotator = said ? said.annotator : person === undefined ? null : `person-${person}`;
    const layer = layerOf(annotation.result, annotator, index, name, context);
    return [{ ...layer, nothingToMark: said?.nothingToMark ?? false }];
  });
  const predictions = task.predictions.map(({ result, model_version, score }): DraftLayer => {
    const prediction = { modelVersion: model_version ?? null, score: score ?? null };
    const layer = layerOf(result, `model ${model_version ?? "unknown"}`, index, name, context);
    return { ...layer, foreign: () => ({ format: "label-studio", data: { prediction } }) };
  });
  return [...annotations, ...predictions];
}

function layerOf(
  result: readonly Region[],
  annotator: string | null,
  index: CodePointIndex,
  name: string,
  context: ReadContext,
): DraftLayer {
  const relations = result.filter(({ type }) => type === "relation");
  const head = new Map(
    relations
      .filter(({ labels }) => labels?.includes(partOf))
      .map(({ from_id, to_id }) => [from_id ?? "", to_id ?? ""]),
  );
  const spans = result.flatMap((region, place): FlatSpan[] => {
    const { id = `region ${place + 1}`, type, value, meta } = region;
    if (type !== "labels" || value?.start === undefined || value.end === undefined) return [];
    const [label = null, role = null] = (value.labels?.[0] ?? "").split(":");
    const own = result.filter((other) => other.id === id && other !== region && other.value);
    const choices = choiceFields.map((field) => {
      const said = own.find(({ from_name, type: kind }) => from_name === field && kind === "choices");
      return [field, said?.value?.choices?.[0] ?? null] as const;
    });
    const note = own.find(({ from_name, type: kind }) => from_name === "note" && kind === "textarea");
    const words = note?.value?.text;
    const features = {
      label,
      role,
      mark: head.get(id) ?? id,
      ...Object.fromEntries(choices),
      note: (typeof words === "string" ? words : words?.[0]) ?? null,
      more: meta?.text?.[0] ?? null,
    };
    const span = spanOf(value.start, value.end, value.text, index);
    if (isElsewhere(span, value.text, index)) {
      const message = `Region ${id}: its words are not the text at ${value.start}–${value.end}: left out.`;
      context.problem({ file: name, line: null, message, isQuote: true });
      return [];
    }
    return [{ id, features, ...span }];
  });
  const links = relations.flatMap(({ from_id = "", to_id = "", labels }): FlatLink[] => {
    if (labels?.includes(partOf)) return [];
    const [type = "", role = null, stance = null] = (labels?.[0] ?? "").split(":");
    return [{ fromId: from_id, toId: to_id, features: { type, role, stance } }];
  });
  return layerOfFlat(spans, links, annotator, name, context);
}

/** Code points, unless the words stand at these numbers in UTF-16 units alone. */
function spanOf(start: number, end: number, words: unknown, index: CodePointIndex): Span {
  const isInside = Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end;
  if (typeof words !== "string" || !isInside || end > index.text.length) return { start, end };
  if (end <= index.length && sliceCodePoints(index, { start, end }) === words) return { start, end };
  return index.text.slice(start, end) === words ? spanFromUtf16(index, start, end) : { start, end };
}

/** Whether the words that a region is said to have stand elsewhere; Label Studio writes line ends and spaces as it likes. */
function isElsewhere(span: Span, words: unknown, index: CodePointIndex): boolean {
  if (typeof words !== "string" || !(span.start >= 0 && span.end <= index.length && span.start < span.end))
    return false;
  const fold = (text: string) =>
    text
      .normalize("NFC")
      .replace(/\\n|\s+/g, " ")
      .trim();
  return fold(sliceCodePoints(index, span)) !== fold(words);
}
