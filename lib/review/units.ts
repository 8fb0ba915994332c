import { pairAnnotations, placingSpans, type ReviewAnnotation, type ReviewInput } from "@/lib/review/pairing";
import { compareSpans, hullOf, type Span, spansKey } from "@/lib/text/span";

/** What the annotations say by themselves; `adjudicated` is the reviewer's act and never computed. */
export type ReviewState = "agreed" | "disagreed" | "incomplete" | "split";

/** One field that differs: `span.<role>`, `attribute.<name>` or `links`, with each person's value. */
export type FieldDifference = {
  field: string;
  values: { personId: string; annotationId: string; value: unknown }[];
};

/** One place to review: what each person marked there (nothing, one or several), and where they differ. */
export type ReviewUnit = {
  /** The smallest id of the annotations in it: the same however the input is ordered. */
  key: string;
  kind: string;
  /** The smallest span around the content or body spans of all, in code points; null without any span. */
  span: Span | null;
  state: ReviewState;
  people: { personId: string; annotationIds: string[] }[];
  missing: string[];
  differences: FieldDifference[];
  /** The annotations grouped by sameness in every field, the largest group first: each group's size is its votes. */
  alike: string[][];
};

/**
 * The review units of one article in reading order. `split` when someone has several annotations in the place,
 * else `incomplete` when someone has none (a person who handed in nothing counts), else `disagreed` when a
 * span of any role, an attribute or the links differ, else `agreed`. One person alone agrees with themselves.
 * Differences are given for `disagreed` and `incomplete`; a missing attribute equals null and an empty list.
 */
export function reviewUnits(input: ReviewInput): ReviewUnit[] {
  const personIds = [...new Set(input.map((layer) => layer.personId))].toSorted();
  const units = pairAnnotations(input).map((placed): ReviewUnit => {
    const people = personIds.map((personId) => ({
      personId,
      annotationIds: placed.filter((one) => one.personId === personId).map((one) => one.annotation.id),
    }));
    const missing = people.filter((one) => one.annotationIds.length === 0).map((one) => one.personId);
    const isSplit = people.some((one) => one.annotationIds.length > 1);
    const fields = isSplit ? [] : fieldsOf(placed);
    const differences = listDifferences(placed, fields);
    const ids = placed.map((one) => one.annotation.id).toSorted();
    return {
      key: ids[0] ?? "",
      kind: placed[0]?.annotation.kind ?? "",
      span: hullOf(placed.flatMap((one) => placingSpans(one.annotation))),
      state: isSplit
        ? "split"
        : missing.length > 0
          ? "incomplete"
          : differences.length > 0
            ? "disagreed"
            : "agreed",
      people,
      missing,
      differences,
      alike: isSplit ? [] : groupAlike(placed, fields),
    };
  });
  return units.toSorted(compareUnits);
}

/** The unit key of every annotation, so that links can be given as keys that two people share. */
export function unitKeysByAnnotation(units: readonly ReviewUnit[]): Map<string, string> {
  return new Map(
    units.flatMap((unit) =>
      unit.people.flatMap((one) => one.annotationIds.map((id): [string, string] => [id, unit.key])),
    ),
  );
}

type Placed = readonly { personId: string; annotation: ReviewAnnotation }[];
type Field = { field: string; read: (one: ReviewAnnotation) => { value: unknown; key: string } };

/** Groups of annotations with the same value in every field; ties stand in the order of their smallest ids. */
function groupAlike(placed: Placed, fields: readonly Field[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const { annotation } of placed) {
    const key = JSON.stringify(fields.map(({ read }) => read(annotation).key));
    groups.set(key, [...(groups.get(key) ?? []), annotation.id]);
  }
  return [...groups.values()]
    .map((ids) => ids.toSorted())
    .toSorted((a, b) => b.length - a.length || ((a[0] ?? "") < (b[0] ?? "") ? -1 : 1));
}

function fieldsOf(placed: Placed): Field[] {
  const annotations = placed.map((one) => one.annotation);
  const roles = new Set(annotations.flatMap((one) => one.spans.map((span) => span.role)));
  const names = new Set(annotations.flatMap((one) => Object.keys(one.attributes)));
  return [
    ...[...roles].toSorted().map((role) => ({
      field: `span.${role}`,
      read: (one: ReviewAnnotation) => {
        const spans = one.spans.filter((span) => span.role === role).toSorted(compareSpans);
        return { value: spans.map(({ start, end }) => ({ start, end })), key: spansKey(spans) };
      },
    })),
    ...[...names].toSorted().map((name) => ({
      field: `attribute.${name}`,
      read: (one: ReviewAnnotation) => ({
        value: one.attributes[name] ?? null,
        key: canonical(one.attributes[name]),
      }),
    })),
    {
      field: "links",
      read: (one) => {
        const links = [...new Set(one.links)].toSorted();
        return { value: links, key: JSON.stringify(links) };
      },
    },
  ];
}

function listDifferences(placed: Placed, fields: readonly Field[]): FieldDifference[] {
  return fields.flatMap(({ field, read }) => {
    const values = placed.map(({ personId, annotation }) => ({ personId, annotation, ...read(annotation) }));
    if (new Set(values.map((one) => one.key)).size < 2) return [];
    return [
      {
        field,
        values: values
          .toSorted((a, b) => (a.personId < b.personId ? -1 : 1))
          .map(({ personId, annotation, value }) => ({ personId, annotationId: annotation.id, value })),
      },
    ];
  });
}

/** JSON with sorted keys, so that two values with the same content compare equal. */
function canonical(value: unknown): string {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return "null";
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
}

function compareUnits(a: ReviewUnit, b: ReviewUnit): number {
  const none = { start: -1, end: -1 };
  return (
    compareSpans(a.span ?? none, b.span ?? none) ||
    (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0) ||
    (a.key < b.key ? -1 : 1)
  );
}
