import { type BratIds, createBratIds } from "@/lib/formats/brat-ids";
import { type BratForeign, type BratKept, boundLine, bratForeign } from "@/lib/formats/brat-lines";
import { type BratExtras, markExtras, relationNames, relationStance } from "@/lib/formats/brat-names";
import type { Attributes } from "@/lib/formats/draft";
import type { ExportedAnnotation, ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { toRaw } from "@/lib/text/offset-map";
import { compareSpans, type Span, spansKey } from "@/lib/text/span";

/** What brat kept beside a layer that came from it, or null. */
export function foreignOf(layer: ExportedLayer): BratForeign | null {
  const foreign = layer.origin?.foreign;
  if (foreign?.format !== "brat") return null;
  const parsed = bratForeign.safeParse(foreign.data);
  return parsed.success ? parsed.data : null;
}

type Writing = {
  ids: BratIds;
  lines: string[];
  /** Spans kept in stored offsets, in the offsets of what is written. */
  move: (pairs: readonly (readonly [number, number])[]) => Span[];
  words: (span: Span) => string;
  /** The brat ids of the layer's marks. */
  marks: Map<string, string>;
};

/**
 * One layer as a brat standoff file with PolNeAR's labels: an attribution is an event `Attribution` (or
 * `Attribution-no-source`) whose trigger is its cue; claims and duplicates are text-bounds; links are relations with
 * attributes; single words of fields are attributes, notes are notes, sources are normalisations, and the rest stands
 * as JSON in a note `Sourcebench`. Offsets are code points of the record's text. What came from brat keeps its ids.
 */
export function writeBratLayer(record: ExportRecord, layer: ExportedLayer): string {
  const index = indexCodePoints(record.articleVersion.text);
  const foreign = foreignOf(layer);
  const isRaw = record.offsets.text === "raw";
  const writing: Writing = {
    ids: createBratIds(foreign),
    lines: [],
    move: (pairs) =>
      pairs
        .map(([start, end]) => ({ start, end }))
        .map((span) => (isRaw ? toRaw(record.articleVersion.offsetMap, span).span : span)),
    words: (span) => sliceCodePoints(index, span),
    marks: new Map(),
  };
  for (const annotation of layer.annotations) {
    const kept = foreign?.marks[annotation.origin?.id ?? annotation.id];
    const id =
      annotation.kind === "attribution"
        ? writeEvent(writing, annotation, kept && fits(kept, annotation, writing) ? kept : null)
        : writeBound(writing, kept?.label ?? labels[annotation.kind], annotation.spans, kept?.id);
    writing.marks.set(annotation.id, id);
  }
  for (const { id, label, spans } of foreign?.bounds ?? [])
    writing.lines.push(boundOf(writing, id, label, writing.move(spans)));
  for (const annotation of layer.annotations) writeFields(writing, layer, annotation);
  writeLinks(writing, layer);
  writing.lines.push(...(foreign?.lines ?? []));
  return writing.lines.map((line) => `${line}\n`).join("");
}

function boundOf(writing: Writing, id: string, label: string, spans: readonly Span[]): string {
  return boundLine(id, label, spans, spans.map(writing.words));
}

function writeBound(writing: Writing, label: string, spans: readonly Span[], wanted?: string): string {
  const key = `${label} ${spans.map(({ start, end }) => `${start}-${end}`).join()}`;
  const known = wanted === undefined ? null : writing.ids.kept(wanted, key);
  if (known === "written" && wanted !== undefined) return wanted;
  const id = known === "free" && wanted !== undefined ? wanted : writing.ids.next("T");
  writing.lines.push(boundOf(writing, id, label, spans));
  return id;
}

const labels = { claim: "Claim", duplicate: "Duplicate" } as const;
const roleNames = { source: "Source", cue: "Cue", content: "Content", body: "Body" } as const;

function writeEvent(writing: Writing, annotation: ExportedAnnotation, kept: BratKept | null): string {
  const of = (role: string) => annotation.spans.filter((span) => span.role === role);
  const roles = (["source", "cue", "content", "body"] as const).filter((role) => of(role).length > 0);
  const args = kept
    ? kept.args.map(({ role, id, spans }) => {
        const own = spans ? writing.move(spans) : of(role.toLowerCase());
        return `${role}:${writeBound(writing, role.replace(/\d+$/, ""), own, id)}`;
      })
    : roles.map((role) => `${roleNames[role]}:${writeBound(writing, roleNames[role], of(role))}`);
  const hasSource = roles.includes("source");
  const label = kept?.label ?? (hasSource ? "Attribution" : "Attribution-no-source");
  // An attribution without a cue still needs a trigger: its first words.
  const own = roles.includes("cue") ? of("cue") : annotation.spans.toSorted(compareSpans).slice(0, 1);
  const spans = kept?.trigger?.spans ? writing.move(kept.trigger.spans) : own;
  const trigger = writeBound(writing, label, spans, kept?.trigger?.id);
  const id = kept?.id ?? writing.ids.next("E");
  writing.lines.push(`${id}\t${[`${label}:${trigger}`, ...args].join(" ")}`);
  return id;
}

/** Whether what brat kept still says what the mark says: it may have been changed since. */
function fits(kept: BratKept, annotation: ExportedAnnotation, writing: Writing): boolean {
  const roles = new Set(annotation.spans.map(({ role }) => role));
  const named = new Set(kept.args.map(({ role }) => role.toLowerCase().replace(/\d+$/, "")));
  if (roles.size !== named.size || [...roles].some((role) => !named.has(role))) return false;
  return [...roles].every((role) => {
    const args = kept.args.filter((arg) => arg.role.toLowerCase().replace(/\d+$/, "") === role);
    if (args.length === 1 && args[0]?.spans === null) return true;
    const there = args.flatMap(({ spans }) => writing.move(spans ?? []));
    return spansKey(there) === spansKey(annotation.spans.filter((span) => span.role === role));
  });
}

function writeFields(writing: Writing, layer: ExportedLayer, { id, attributes }: ExportedAnnotation): void {
  const target = writing.marks.get(id) ?? "";
  const { ids, lines } = writing;
  const rest: Attributes = {};
  for (const [name, value] of Object.entries(attributes)) {
    const isName = /^[A-Za-z][\w-]*$/.test(name) && name !== "note";
    if (isName && value === true) lines.push(`${ids.next("A")}\t${name} ${target}`);
    else if (isName && typeof value === "string" && /^[^\s\p{C}]+$/u.test(value))
      lines.push(`${ids.next("A")}\t${name} ${target} ${value}`);
    else if (name === "note" && typeof value === "string" && /^\S([^\n\r\t\p{C}]*\S)?$/u.test(value))
      lines.push(`${ids.next("#")}\tAnnotatorNotes ${target}\t${value}`);
    else rest[name] = value;
  }
  const sources = layer.attributionSources.filter(({ attribution }) => attribution === id);
  const plain = sources.filter(({ source }) => /^[^\n\r\t\p{C}]+$/u.test(source.name));
  for (const { source } of plain)
    lines.push(`${ids.next("N")}\tReference ${target} ${source.kind}:${source.id}\t${source.name}`);
  const named = sources.filter((link) => !plain.includes(link)).map(({ source }) => source);
  const restsOn = layer.restsOn
    .filter((link) => link.attribution === id && link.target === null)
    .map(({ source, description, claims, kind }) => {
      const ofMarks = claims.map((claim) => writing.marks.get(claim) ?? claim);
      return { target: null, source, description, claims: ofMarks, kind };
    });
  const reuseLinks = layer.reuseLinks
    .filter((link) => link.annotation === id)
    .map(({ degree, direction, evidence, lost, state, passage }) => {
      return { degree, direction, evidence, lost, state, passage };
    });
  const extras: BratExtras = {
    ...(Object.keys(rest).length > 0 ? { attributes: rest } : {}),
    ...(named.length > 0 ? { sources: named } : {}),
    ...(restsOn.length > 0 ? { restsOn } : {}),
    ...(reuseLinks.length > 0 ? { reuseLinks } : {}),
  };
  writeExtras(writing, target, extras);
}

function writeExtras({ ids, lines }: Writing, target: string, extras: BratExtras): void {
  if (Object.keys(extras).length > 0)
    lines.push(`${ids.next("#")}\t${markExtras.note} ${target}\t${JSON.stringify(extras)}`);
}

function writeLinks(writing: Writing, layer: ExportedLayer): void {
  const { ids, lines, marks } = writing;
  const at = (id: string) => marks.get(id) ?? id;
  function relate(name: string, from: string, to: string): string {
    const id = ids.next("R");
    lines.push(`${id}\t${name} Arg1:${at(from)} Arg2:${at(to)}`);
    return id;
  }
  for (const { attribution, claim, role, stance } of layer.claimLinks) {
    const id = relate(relationNames.claim, attribution, claim);
    lines.push(`${ids.next("A")}\t${relationStance.role} ${id} ${role}`);
    lines.push(`${ids.next("A")}\t${relationStance.stance} ${id} ${stance}`);
  }
  for (const { id, nestedIn } of layer.annotations)
    if (nestedIn !== null) relate(relationNames.nested, id, nestedIn);
  for (const { attribution, target, claims, kind } of layer.restsOn) {
    if (target === null) continue;
    const id = relate(kind === "relays" ? "Relays" : "Analyses", attribution, target);
    writeExtras(writing, id, claims.length > 0 ? { claims: claims.map(at) } : {});
  }
}
