import { z } from "zod";
import type { Span } from "@/lib/text/span";

/** One line of a brat standoff file (https://brat.nlplab.org/standoff.html). */
export type BratLine =
  | { is: "bound"; id: string; label: string; spans: Span[]; text: string }
  | { is: "event"; id: string; label: string; trigger: string; args: { role: string; id: string }[] }
  | { is: "relation"; id: string; label: string; from: string; to: string }
  | { is: "attribute"; id: string; name: string; target: string; value: string | null }
  | { is: "note"; id: string; type: string; target: string; text: string }
  | { is: "reference"; id: string; target: string; database: string; entry: string; text: string }
  | { is: "other"; line: string };

// Lines end at \n alone: U+2028 may stand within one.
const patterns = {
  bound: /^(T\S+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?$/s,
  event: /^(E\S+)\t(\S+?):(\S+)((?: +\S+:\S+)*) *$/s,
  relation: /^(R\S+)\t(\S+) Arg1:(\S+) Arg2:(\S+)\s*$/s,
  attribute: /^([AM]\S+)\t(\S+) (\S+)(?: (\S.*?))?\s*$/s,
  note: /^(#\S*)\t(\S+) (\S+)\t(.*)$/s,
  reference: /^(N\S+)\t(\S+) (\S+) ([^\s:]+):(\S+)\t(.*)$/s,
} as const;

/** What a line says; null for a line that no form of the format fits. Equivalences (`*`) are `other`. */
export function readBratLine(line: string): BratLine | null {
  const bound = patterns.bound.exec(line);
  if (bound) {
    const [, id = "", label = "", offsets = "", text = ""] = bound;
    const spans = offsets.split(";").map((pair) => {
      const [start = 0, end = 0] = pair.split(" ").map(Number);
      return { start, end };
    });
    return { is: "bound", id, label, spans, text };
  }
  const event = patterns.event.exec(line);
  if (event) {
    const [, id = "", label = "", trigger = "", rest = ""] = event;
    const args = rest
      .split(" ")
      .filter((word) => word !== "")
      .map((word) => ({ role: word.slice(0, word.indexOf(":")), id: word.slice(word.indexOf(":") + 1) }));
    return { is: "event", id, label, trigger, args };
  }
  const relation = patterns.relation.exec(line);
  if (relation) {
    const [, id = "", label = "", from = "", to = ""] = relation;
    return { is: "relation", id, label, from, to };
  }
  const attribute = patterns.attribute.exec(line);
  if (attribute) {
    const [, id = "", name = "", target = "", value] = attribute;
    return { is: "attribute", id, name, target, value: value ?? null };
  }
  const note = patterns.note.exec(line);
  if (note) {
    const [, id = "", type = "", target = "", text = ""] = note;
    return { is: "note", id, type, target, text };
  }
  const reference = patterns.reference.exec(line);
  if (reference) {
    const [, id = "", , target = "", database = "", entry = "", text = ""] = reference;
    return { is: "reference", id, target, database, entry, text };
  }
  return /^\*\t\S+ \S+/.test(line) ? { is: "other", line } : null;
}

/** A text-bound line; line ends inside the words become spaces, as the format demands. */
export function boundLine(
  id: string,
  label: string,
  spans: readonly Span[],
  words: readonly string[],
): string {
  const offsets = spans.map(({ start, end }) => `${start} ${end}`).join(";");
  return `${id}\t${label} ${offsets}\t${words.join(" ").replace(/[\n\r\t]/g, " ")}`;
}

const pair = z.tuple([z.int(), z.int()]);
/**
 * What a record has no place for, kept beside a layer that came from brat so that brat gets it back: the ids, the
 * triggers that are not the cue, the order of fragments, and lines of other labels. Offsets are stored ones.
 */
export const bratForeign = z.object({
  file: z.string(),
  textFile: z.string(),
  marks: z.record(
    z.string(),
    z.object({
      id: z.string(),
      label: z.string(),
      trigger: z.object({ id: z.string(), spans: z.array(pair).nullable() }).nullable(),
      args: z.array(z.object({ role: z.string(), id: z.string(), spans: z.array(pair).nullable() })),
    }),
  ),
  bounds: z.array(z.object({ id: z.string(), label: z.string(), spans: z.array(pair) })),
  lines: z.array(z.string()),
});
export type BratForeign = z.infer<typeof bratForeign>;
export type BratKept = BratForeign["marks"][string];
