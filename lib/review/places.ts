import { type AttributeDefinition, nameOf } from "@/lib/attributes/schema";
import { wordsOf } from "@/lib/attributes/values";
import type { FinalMark, ReviewLayer, ReviewMark, UnitDto, WantedMark } from "@/lib/review/schema";
import { compareSpans, isOverlapping, mergeSpans, type Span, spansKey } from "@/lib/text/span";
import { type AnnotationKindCode, labelOf, type SpanRole } from "@/lib/vocabulary";

/** What a place is about, in the order of the list: the conflicts, then what all agree on and what the reviewer added. */
export const placeGroups = [
  "missed",
  "border",
  "split",
  "kind",
  "source",
  "field",
  "twin",
  "agreed",
  "added",
] as const;
export type PlaceGroup = (typeof placeGroups)[number];

export const groupLabels: Record<PlaceGroup, string> = {
  missed: "Missed by someone",
  border: "Borders",
  split: "Split",
  kind: "Kind",
  source: "Source and cue",
  field: "Other fields",
  twin: "Twin",
  agreed: "Agreed",
  added: "Added by you",
};

/** The group of a place: by its state, then by the weightiest field that differs. */
export function groupOf(unit: UnitDto): PlaceGroup {
  const differs = (...fields: string[]) => fields.some((field) => unit.differences.includes(field));
  if (unit.state === "adjudicated") return "added";
  if (unit.state === "agreed") return "agreed";
  if (unit.state === "split") return "split";
  if (unit.state === "incomplete") return "missed";
  if (differs("span.content", "span.body")) return "border";
  if (differs("attribute.kind")) return "kind";
  if (differs("span.source", "span.cue", "attribute.sourceKind")) return "source";
  return unit.kind === "duplicate" ? "twin" : "field";
}

/** Whether people disagree about a place, so that it asks for a decision of its own. */
export function isConflict(unit: UnitDto): boolean {
  return unit.state === "disagreed" || unit.state === "incomplete" || unit.state === "split";
}

/** The places in the order of the list: by group, then as they stand in the text; added ones taken back are left out. */
export function orderPlaces(units: readonly UnitDto[]): UnitDto[] {
  const none = { start: 0, end: 0 };
  return units
    .filter((unit) => unit.members.length > 0 || unit.decision !== null)
    .toSorted(
      (a, b) =>
        placeGroups.indexOf(groupOf(a)) - placeGroups.indexOf(groupOf(b)) ||
        compareSpans(a.span ?? none, b.span ?? none) ||
        a.ordinal - b.ordinal,
    );
}

/** Where to go once `current` is decided: the next open conflict, else the next open place, else nowhere. */
export function nextOpen(order: readonly UnitDto[], currentId: string): string | null {
  const from = order.findIndex((unit) => unit.id === currentId);
  const later = [...order.slice(from + 1), ...order.slice(0, Math.max(0, from))];
  const open = later.filter((unit) => unit.decision === null && unit.id !== currentId);
  return (open.find(isConflict) ?? open[0])?.id ?? null;
}

/** "31 places: 19 agree, 7 differ, 3 only one person, 2 split". */
export function countsSentence(units: readonly UnitDto[], layers: readonly ReviewLayer[]): string {
  const places = orderPlaces(units);
  const count = (state: UnitDto["state"]) => places.filter((unit) => unit.state === state).length;
  const total = `${places.length} ${places.length === 1 ? "place" : "places"}`;
  if (layers.length === 1) return `${total}, marked by one annotator`;
  const parts = [
    `${count("agreed")} agree`,
    count("disagreed") > 0 && `${count("disagreed")} differ`,
    count("incomplete") > 0 &&
      `${count("incomplete")} ${layers.length === 2 ? "only one person" : "not everybody"}`,
    count("split") > 0 && `${count("split")} split`,
    count("adjudicated") > 0 && `${count("adjudicated")} added`,
  ];
  return `${total}: ${parts.filter(Boolean).join(", ")}`;
}

/** The roles of a kind's spans, the one that makes the mark first. */
export function rolesOf(kind: AnnotationKindCode): readonly SpanRole[] {
  return kind === "attribution" ? ["content", "cue", "source"] : ["body"];
}

/** The marks of a layer in a place, in reading order. */
export function marksAt(unit: UnitDto, layerId: string, marks: readonly ReviewMark[]): ReviewMark[] {
  const ids = new Set(
    unit.members.filter((member) => member.layerId === layerId).map((member) => member.annotationId),
  );
  return marks.filter((mark) => ids.has(mark.id));
}

/** The words that make a mark; those of its fragments are set apart. */
export function markWords(mark: ReviewMark): string {
  const main = rolesOf(mark.kind)[0];
  return mark.spans
    .filter((span) => span.role === main)
    .map((span) => span.quote)
    .join(" … ");
}

/** A mark to be saved as a person's is, in the shape that an amendment sends. */
export function draftOf(mark: ReviewMark | FinalMark): WantedMark {
  const readsId = "readsId" in mark ? mark.readsId : mark.id;
  const also = "readsId" in mark ? mark.alsoReadsIds : undefined;
  const leaves = "readsId" in mark ? mark.leavesIds : undefined;
  const spans = mark.spans.map(({ role, start, end }) => ({ role, start, end }));
  return {
    attributes: mark.attributes,
    spans,
    readsId,
    ...(also ? { alsoReadsIds: also } : {}),
    ...(leaves ? { leavesIds: leaves } : {}),
  };
}

/**
 * One mark out of several by the union or the intersection of their spans, role by role. Fields are the first one's;
 * links too, but that a union has everybody's. Null where the intersection leaves nothing of the words that make the mark.
 */
export function combine(marks: readonly ReviewMark[], how: "union" | "intersection"): WantedMark | null {
  const first = marks[0];
  if (!first) return null;
  const spans = rolesOf(first.kind).flatMap((role) => {
    const own = marks.map((mark) => mark.spans.filter((span) => span.role === role));
    const merged = how === "union" ? mergeSpans(own.flat()) : own.map(mergeSpans).reduce(intersect);
    return merged.map(({ start, end }) => ({ role, start, end }));
  });
  const main = rolesOf(first.kind)[0];
  if (!spans.some((span) => span.role === main)) return null;
  const others = how === "union" ? marks.slice(1).map((mark) => mark.id) : [];
  return { ...draftOf(first), spans, ...(others.length > 0 ? { alsoReadsIds: others } : {}) };
}

function intersect(a: readonly Span[], b: readonly Span[]): Span[] {
  return a.flatMap((one) =>
    b
      .filter((other) => isOverlapping(one, other))
      .map((other) => ({ start: Math.max(one.start, other.start), end: Math.min(one.end, other.end) })),
  );
}

/** Stands for everybody's where a field is chosen; links alone can be taken so. */
export const everybodys = -1;

/** Whose field is taken, by the place among the marks; of links also everybody's, or those of these keys. */
export type FieldChoice = number | { links: readonly string[] };

/** The links in which marks differ, each once, with which of the marks have it; those that all have are not among them. */
export function differingLinks(
  marks: readonly ReviewMark[],
): { key: string; text: string; having: number[] }[] {
  const texts = new Map(marks.flatMap((mark) => mark.ownLinks.map(({ key, text }) => [key, text] as const)));
  return [...texts].flatMap(([key, text]) => {
    const having = marks.flatMap((mark, at) => (mark.ownLinks.some((link) => link.key === key) ? [at] : []));
    return having.length < marks.length ? [{ key, text, having }] : [];
  });
}

/** The draft with the links of all marks but those that differ and are not among `taken`. */
export function pickLinks(
  draft: WantedMark,
  marks: readonly ReviewMark[],
  taken: readonly string[],
): WantedMark {
  const left = new Set(differingLinks(marks).flatMap((link) => (taken.includes(link.key) ? [] : [link.key])));
  const isNestedSo = (mark: ReviewMark) =>
    mark.ownLinks.some((link) => link.id === mark.id && !left.has(link.key));
  // A mark is nested as the one that it reads first.
  const main = marks.find(isNestedSo) ?? marks[0];
  if (!main) return draft;
  const leavesIds = marks.flatMap((mark) =>
    mark.ownLinks.flatMap((link) => (left.has(link.key) ? [link.id] : [])),
  );
  const others = marks.filter((mark) => mark.id !== main.id).map((mark) => mark.id);
  return { ...draft, readsId: main.id, alsoReadsIds: others, leavesIds };
}

/** A mark whose differing fields are each taken from the mark chosen for it, all others from the first. */
export function pickFields(
  marks: readonly ReviewMark[],
  fields: readonly string[],
  chosen: readonly FieldChoice[],
): WantedMark | null {
  const first = marks[0];
  if (!first) return null;
  let draft = draftOf(first);
  fields.forEach((field, index) => {
    const choice = chosen[index] ?? 0;
    const from = (typeof choice === "number" && marks[Math.max(0, choice)]) || first;
    const [sort, name = ""] = field.split(".");
    if (sort === "links" && typeof choice !== "number") draft = pickLinks(draft, marks, choice.links);
    else if (sort === "links" && choice === everybodys)
      draft = { ...draft, alsoReadsIds: marks.slice(1).map((mark) => mark.id) };
    else if (sort === "links") draft = { ...draft, readsId: from.id };
    else if (sort === "span")
      draft = {
        ...draft,
        spans: [
          ...draft.spans.filter((span) => span.role !== name),
          ...draftOf(from).spans.filter((span) => span.role === name),
        ],
      };
    else {
      const { [name]: _replaced, ...others } = draft.attributes;
      const value = from.attributes[name];
      draft = { ...draft, attributes: value === undefined ? others : { ...others, [name]: value } };
    }
  });
  return draft;
}

/** Why a mark was amended, told by what nobody had: the spans, else a field; null where somebody had it just so. */
export function amendReason(
  draft: WantedMark,
  marks: readonly ReviewMark[],
): "wrong-span" | "wrong-attribute" | null {
  const key = (spans: WantedMark["spans"]) =>
    ["body", "content", "cue", "source"]
      .map((role) => spansKey(spans.filter((span) => span.role === role)))
      .join(";");
  const alike = marks.filter((mark) => key(draftOf(mark).spans) === key(draft.spans));
  if (alike.length === 0) return "wrong-span";
  const fields = JSON.stringify(draft.attributes);
  return alike.some((mark) => JSON.stringify(mark.attributes) === fields) ? null : "wrong-attribute";
}

const fieldLabels: Record<string, string> = {
  "span.body": "Text",
  "span.content": "Content",
  "span.source": "Source",
  "span.cue": "Cue",
  "attribute.kind": "Kind",
  "attribute.origin": "Origin",
  "attribute.quantities": "Quantities",
  "attribute.quoteType": "Quotation",
  "attribute.attributionType": "Attribution",
  "attribute.sourceKind": "Kind of source",
  links: "Links",
};

/** A kind of mark and the project's own attributes, by which a field of its own is named and read. */
export type OwnFields = { kind: string; attributes: readonly AttributeDefinition[] };

/** How a field is named in the panel; one that only the project knows by its definition. */
export function fieldLabel(field: string, own?: OwnFields): string {
  return fieldLabels[field] ?? definitionOf(field, own)?.label ?? field.replace(/^\w+\./, "");
}

function definitionOf(field: string, own: OwnFields | undefined): AttributeDefinition | undefined {
  const name = own && `${own.kind}.${field.replace(/^attribute\./, "")}`;
  return own?.attributes.find((one) => nameOf(one) === name);
}

/** The fields that a kind of mark has, in the order of the panel; those a mark has beside them come after. */
export function fieldsOf(marks: readonly { kind: string; attributes: Record<string, unknown> }[]): string[] {
  const kind = marks[0]?.kind;
  const spans = kind === "attribution" ? ["span.content", "span.cue", "span.source"] : ["span.body"];
  const names = new Set(marks.flatMap((mark) => Object.keys(mark.attributes)));
  names.delete("note");
  return [...spans, ...[...names].map((name) => `attribute.${name}`), "links"];
}

/** A field's value in words; empty where the mark says nothing about it. */
export function fieldText(
  mark: { attributes: Record<string, unknown>; spans: readonly (Span & { role: string; quote: string })[] },
  links: readonly string[],
  field: string,
  own?: OwnFields,
): string {
  const [sort, name = ""] = field.split(".");
  if (sort === "links") return links.join("; ");
  if (sort === "span")
    return mark.spans
      .filter((span) => span.role === name)
      .map((span) => span.quote)
      .join(" … ");
  const value = mark.attributes[name];
  const definition = definitionOf(field, own);
  if (definition) return wordsOf(definition, value);
  if (Array.isArray(value) && name !== "quantities") return value.join(", ");
  if (Array.isArray(value))
    return value.length === 0 ? "" : `${value.length} ${value.length === 1 ? "quantity" : "quantities"}`;
  if (typeof value === "string") return labelOf(value);
  return typeof value === "number" ? String(value) : "";
}
