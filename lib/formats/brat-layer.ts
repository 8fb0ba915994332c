import { z } from "zod";
import { type BratForeign, type BratKept, type BratLine, readBratLine } from "@/lib/formats/brat-lines";
import { markExtras, relationNames, relationStance, rolesOf } from "@/lib/formats/brat-names";
import type { ReadContext } from "@/lib/formats/conversion";
import { type Attributes, type DraftLayer, type DraftMark, emptyLayer } from "@/lib/formats/draft";
import { unmappedMark } from "@/lib/formats/unmapped";
import { type CodePointIndex, indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";
import { linkRoles, restsOnTypes, type SpanRole, sourceKinds, stances } from "@/lib/vocabulary";

export type BratSource = {
  text: string;
  /** Characters of a byte order mark before the text, which brat counts. */
  shift: number;
  lines: string;
  annotator: string | null;
  file: string;
  textFile: string;
};

type Parsed = BratLine & { line: string; number: number };
type Of<T extends BratLine["is"]> = Extract<Parsed, { is: T }>;
type KeptBefore = { id: string; label: string; event: Of<"event"> | null };
type Reading = {
  source: BratSource;
  context: ReadContext;
  layer: DraftLayer;
  bounds: Map<string, Of<"bound">>;
  /** Text-bounds and lines that the layer says by its marks and links. */
  used: Set<string>;
  unmapped: Set<string>;
  marks: Map<string, DraftMark>;
  /** Relations that became links of ours. */
  links: Set<string>;
  kept: Map<string, KeptBefore>;
  foreign: string[];
};

/** The layer that one `.ann` file says of its text: events become attributions, the rest what it names. */
export function readBratLayer(source: BratSource, context: ReadContext): DraftLayer {
  const layer = emptyLayer(source.annotator);
  const reading: Reading = {
    source,
    context,
    layer,
    bounds: new Map(),
    used: new Set(),
    unmapped: new Set(),
    marks: new Map(),
    links: new Set(),
    kept: new Map(),
    foreign: [],
  };
  const lines = parse(reading);
  for (const line of lines) if (line.is === "event") readEvent(reading, line);
  for (const bound of reading.bounds.values()) {
    const kind = rolesOf.kind(bound.label);
    if (kind === null) continue;
    addMark(reading, bound.id, { kind, spans: bound.spans.map((span) => ({ ...span, role: "body" })) });
    reading.used.add(bound.id);
    reading.kept.set(bound.id, { id: bound.id, label: bound.label, event: null });
  }
  for (const line of lines) if (line.is === "relation") readRelation(reading, lines, line);
  for (const line of lines) readField(reading, line);
  for (const bound of reading.bounds.values()) addUnmapped(reading, bound);
  layer.marks = [...reading.marks.values()];
  tellUnused(reading);
  const { bounds, used, kept, foreign } = reading;
  const unused = [...bounds.values()].filter(({ id }) => !used.has(id));
  layer.foreign = (idOf, move) => {
    const pairsOf = (spans: readonly Span[]) => spans.map(move).map(({ start, end }) => pairOf(start, end));
    const data: BratForeign = {
      file: source.file,
      textFile: source.textFile,
      marks: Object.fromEntries([...kept].map(([id, mark]) => [idOf(id), keptMark(mark, reading, pairsOf)])),
      bounds: unused.map(({ id, label, spans }) => ({ id, label, spans: pairsOf(spans) })),
      lines: foreign,
    };
    return { format: "brat", data };
  };
  return layer;
}

/** A span of another label becomes an unmapped mark where such are wanted, and stays kept aside for brat as well. */
function addUnmapped(reading: Reading, bound: Of<"bound">): void {
  const isOurs = rolesOf.role(bound.label) !== null || rolesOf.isAttribution(bound.label);
  if (isOurs || reading.used.has(bound.id)) return;
  const unmapped = unmappedMark(reading.context, bound.label, bound.id, bound.spans);
  if (!unmapped) return;
  reading.marks.set(bound.id, unmapped);
  reading.unmapped.add(bound.id);
}

function pairOf(start: number, end: number): [number, number] {
  return [start, end];
}

function parse(reading: Reading): Parsed[] {
  const { source } = reading;
  const index = indexCodePoints(source.text);
  const seen = new Set<string>();
  return source.lines.split(/\r?\n/).flatMap((line, place): Parsed[] => {
    if (line.trim() === "") return [];
    const number = place + 1;
    const parsed = readBratLine(line);
    if (!parsed) return fault(reading, line, number, "it fits no form of brat standoff");
    if (parsed.is === "other") {
      reading.context.lose(lost(reading, "brat equivalences (*)", 1));
      reading.foreign.push(line);
      return [];
    }
    if (parsed.id !== "#" && seen.size === seen.add(parsed.id).size)
      return fault(reading, line, number, `the id ${parsed.id} occurs twice`);
    if (parsed.is !== "bound") return [{ ...parsed, line, number }];
    const spans = parsed.spans.map(({ start, end }) => ({
      start: start - source.shift,
      end: end - source.shift,
    }));
    const problem = checkBound(spans, parsed.text, index);
    if (problem) return fault(reading, line, number, problem, problem === otherWords);
    const bound = { ...parsed, spans, line, number };
    reading.bounds.set(bound.id, bound);
    return [bound];
  });
}

/** Words in the file must be the text's; line ends may have become spaces, and the form of the accents may differ. */
function checkBound(spans: readonly Span[], words: string, index: CodePointIndex): string | null {
  for (const { start, end } of spans)
    if (start < 0 || end <= start || end > index.length)
      return `the span ${start} ${end} is empty or outside the text of ${index.length} characters`;
  const there = spans.map((span) => sliceCodePoints(index, span)).join(" ");
  const fold = (text: string) => text.normalize("NFC").replace(/\s/g, " ");
  return fold(there).trim() === fold(words).trim() ? null : otherWords;
}

const otherWords = "its words are not the text at its offsets";

function fault(reading: Reading, line: string, number: number, message: string, isQuote = false): [] {
  const kept = "left out, and kept aside for brat";
  reading.context.problem({
    file: reading.source.file,
    line: number,
    message: `${message}: ${kept}.`,
    isQuote,
  });
  reading.foreign.push(line);
  return [];
}

function lost(reading: Reading, what: string, count: number) {
  const why = "a record has no place for it; kept in the layer's origin, and given back to brat";
  return { what, why, article: reading.source.file, count };
}

function readEvent(reading: Reading, event: Of<"event">): void {
  const { bounds, used } = reading;
  const trigger = bounds.get(event.trigger);
  const hasCue = event.args.some(({ role }) => rolesOf.role(role) === "cue");
  const spans: DraftMark["spans"] = [];
  const roles: (SpanRole | null)[] = event.args.map(({ role }) => rolesOf.role(role));
  const missing = [event.trigger, ...event.args.map(({ id }) => id)].find((id) => !bounds.has(id));
  if (missing !== undefined) {
    fault(reading, event.line, event.number, `there is no ${missing}`);
    return;
  }
  if (!rolesOf.isAttribution(event.label) || roles.includes(null)) {
    reading.context.lose(lost(reading, `brat events of other labels or roles (${event.label})`, 1));
    reading.foreign.push(event.line);
    return;
  }
  for (const [place, role] of roles.entries())
    for (const span of bounds.get(event.args[place]?.id ?? "")?.spans ?? [])
      if (role) spans.push({ ...span, role });
  if (spans.length === 0) {
    fault(reading, event.line, event.number, `${event.id} has no source, cue or content`);
    return;
  }
  for (const id of [event.trigger, ...event.args.map(({ id }) => id)]) used.add(id);
  const isOwn = !hasCue || !trigger || !sameSpans(trigger.spans, spansOf(spans, "cue"));
  addMark(reading, event.id, { kind: "attribution", spans });
  reading.kept.set(event.id, { id: event.id, label: event.label, event });
  if (isOwn && hasCue) reading.context.lose(lost(reading, "a trigger of an event that is not its cue", 1));
}

function spansOf(spans: DraftMark["spans"], role: SpanRole): Span[] {
  return spans.filter((span) => span.role === role);
}

function sameSpans(a: readonly Span[], b: readonly Span[]): boolean {
  return a.length === b.length && a.every(({ start, end }, i) => start === b[i]?.start && end === b[i]?.end);
}

function addMark(reading: Reading, id: string, mark: Pick<DraftMark, "kind" | "spans">): void {
  reading.marks.set(id, { id, attributes: {}, nestedIn: null, ...mark });
}

/** Ids and what the record alone would not bring back: fragments out of order, two arguments of one role. */
function keptMark(
  { id, label, event }: KeptBefore,
  { bounds, marks }: Reading,
  pairsOf: (spans: readonly Span[]) => [number, number][],
): BratKept {
  if (!event) return { id, label, trigger: null, args: [] };
  const of = (bound: string) => bounds.get(bound)?.spans ?? [];
  const roles = event.args.map(({ role }) => rolesOf.role(role));
  const cue = spansOf(marks.get(id)?.spans ?? [], "cue");
  const isCue = cue.length > 0 && sameSpans(of(event.trigger), cue);
  return {
    id,
    label,
    trigger: { id: event.trigger, spans: isCue ? null : pairsOf(of(event.trigger)) },
    args: event.args.map(({ role, id: bound }, place) => {
      const isAlone = roles.indexOf(roles[place] ?? null) === roles.lastIndexOf(roles[place] ?? null);
      const isPlain = of(bound).every(({ start }, i, all) => i === 0 || start > (all[i - 1]?.end ?? 0));
      return { role, id: bound, spans: isAlone && isPlain ? null : pairsOf(of(bound)) };
    }),
  };
}

const reference = z.enum(sourceKinds);
const role = z.enum(linkRoles);
const stance = z.enum(stances);
const resting = z.enum(restsOnTypes);

function readRelation(reading: Reading, lines: readonly Parsed[], line: Of<"relation">): void {
  const { layer, marks, links } = reading;
  function value(name: string): string | null {
    const found = lines.find((other) => isOf(other, "attribute", line.id) && other.name === name);
    return found?.is === "attribute" ? found.value : null;
  }
  const kind = resting.safeParse(line.label.toLowerCase());
  const [from, to] = [marks.get(line.from), marks.get(line.to)];
  if (!from || !to) {
    keepLine(reading, line);
    return;
  }
  if (line.label === relationNames.claim)
    layer.claimLinks.push({
      attribution: line.from,
      claim: line.to,
      role: role.catch("content").parse(value(relationStance.role)),
      stance: stance.catch("asserts").parse(value(relationStance.stance)),
    });
  else if (line.label === relationNames.nested && from.nestedIn === null) from.nestedIn = line.to;
  else if (kind.success)
    layer.restsOn.push({
      attribution: line.from,
      target: line.to,
      source: null,
      description: null,
      claims: claimsOf(lines, line.id),
      kind: kind.data,
    });
  else {
    keepLine(reading, line);
    return;
  }
  links.add(line.id);
}

function isOf<T extends "attribute" | "note">(line: Parsed, is: T, target: string): line is Of<T> {
  return line.is === is && "target" in line && line.target === target;
}

/** An attribute, a note or a reference: a field of its mark or link, else kept aside. */
function readField(reading: Reading, line: Parsed): void {
  const { layer, marks, links } = reading;
  if (line.is !== "attribute" && line.is !== "note" && line.is !== "reference") return;
  const mark = marks.get(line.target);
  const isOfLink =
    (line.is === "attribute" && (line.name === relationStance.role || line.name === relationStance.stance)) ||
    (line.is === "note" && line.type === markExtras.note);
  if (!mark && links.has(line.target) && isOfLink) return;
  if (!mark) {
    keepLine(reading, line);
    return;
  }
  if (line.is === "attribute") mark.attributes[line.name] = line.value ?? true;
  else if (line.is === "reference") {
    const kind = reference.safeParse(line.database);
    const id = z.uuid().safeParse(line.entry);
    if (!kind.success || !id.success) {
      keepLine(reading, line);
      return;
    }
    const source = { id: id.data, name: line.text, kind: kind.data };
    layer.attributionSources.push({ attribution: line.target, source });
  } else if (line.type === markExtras.note) readExtras(reading, mark, line);
  else if (line.type === "AnnotatorNotes" && mark.attributes.note === undefined)
    mark.attributes.note = line.text;
  else keepLine(reading, line);
}

function keepLine(reading: Reading, { line, is }: Parsed): void {
  reading.context.lose(lost(reading, `brat ${is}s that no mark or link takes`, 1));
  reading.foreign.push(line);
}

function claimsOf(lines: readonly Parsed[], relation: string): string[] {
  const note = lines.find((line) => isOf(line, "note", relation) && line.type === markExtras.note);
  const parsed = note?.is === "note" ? markExtras.read(note.text) : null;
  return parsed?.claims ?? [];
}

function readExtras(reading: Reading, mark: DraftMark, line: Of<"note">): void {
  const extras = markExtras.read(line.text);
  if (!extras) {
    keepLine(reading, line);
    return;
  }
  const attributes: Attributes = extras.attributes ?? {};
  Object.assign(mark.attributes, attributes);
  for (const link of extras.restsOn ?? []) reading.layer.restsOn.push({ attribution: mark.id, ...link });
  for (const link of extras.reuseLinks ?? []) reading.layer.reuseLinks.push({ annotation: mark.id, ...link });
  for (const source of extras.sources ?? [])
    reading.layer.attributionSources.push({ attribution: mark.id, source });
}

function tellUnused(reading: Reading): void {
  const { bounds, used, context } = reading;
  const labels = new Map<string, number>();
  for (const { id, label } of bounds.values())
    if (!used.has(id) && !reading.unmapped.has(id)) labels.set(label, (labels.get(label) ?? 0) + 1);
  for (const [label, count] of labels)
    context.lose(lost(reading, `brat spans labelled ${label} in no attribution`, count));
}
