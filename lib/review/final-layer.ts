import type { Change } from "@/lib/layers/plan";
import type { AnnotationDto, LayerObject, SuggestionAnswerDto } from "@/lib/layers/schema";
import type { FinalMark } from "@/lib/review/schema";
import type { AnnotationKindCode } from "@/lib/vocabulary";

/** A place with what was decided about it: the marks that stand for its members, none where it was rejected. */
export type DecidedUnit = { members: readonly { annotationId: string }[]; marks: readonly FinalMark[] };

type Link = Exclude<LayerObject, AnnotationDto | SuggestionAnswerDto>;

function isLink(object: LayerObject): object is Link {
  return object.type !== "annotation" && object.type !== "suggestionAnswer";
}

/**
 * The changes that make the final layer what the decisions say. Each mark stands for the members of its place; it takes
 * the links of the marks it reads but those it leaves (and, where its sources were decided themselves, those instead),
 * re-pointed to what stands for their other ends, so that a link appears as soon as both of its ends are decided, and
 * goes when one of them is taken back or is decided to be of a kind that such a link does not tie. `sources` are the annotators' live objects, `current` the final layer's objects,
 * deleted ones of the decided ids included.
 */
export function planFinalLayer(
  decided: readonly DecidedUnit[],
  sources: readonly LayerObject[],
  current: readonly LayerObject[],
  newId: () => string,
): Change[] {
  const standsFor = standIns(decided);
  const annotations = wantedAnnotations(decided, sources, standsFor);
  const links = wantedLinks(decided, sources, standsFor, annotations);
  return [...annotationChanges(annotations, current), ...linkChanges(links, current, newId)];
}

/** The final mark that stands for each annotator's mark: the one that reads it, else the first of its place. */
function standIns(decided: readonly DecidedUnit[]): Map<string, string> {
  const stands = new Map<string, string>();
  for (const { members, marks } of decided)
    for (const { annotationId } of members) {
      const mark = marks.find((one) => readBy(one).includes(annotationId)) ?? marks[0];
      if (mark) stands.set(annotationId, mark.id);
    }
  return stands;
}

/** The annotators' marks whose links a final mark takes, the main one first. */
function readBy(mark: FinalMark): string[] {
  return [...(mark.readsId ? [mark.readsId] : []), ...(mark.alsoReadsIds ?? [])];
}

function wantedAnnotations(
  decided: readonly DecidedUnit[],
  sources: readonly LayerObject[],
  standsFor: ReadonlyMap<string, string>,
): AnnotationDto[] {
  const nestedIn = new Map(
    sources.flatMap((object) =>
      object.type === "annotation" && object.nestedInId ? [[object.id, object.nestedInId] as const] : [],
    ),
  );
  const outer = new Map<string, string>();
  const marks = decided.flatMap((unit) => unit.marks);
  const isAttribution = new Set(marks.filter((mark) => mark.kind === "attribution").map((mark) => mark.id));
  for (const mark of marks) {
    const isNested = mark.readsId && !mark.leavesIds?.includes(mark.readsId) && isAttribution.has(mark.id);
    const read = isNested && mark.readsId ? nestedIn.get(mark.readsId) : undefined;
    const standIn = read ? standsFor.get(read) : undefined;
    const target = standIn && isAttribution.has(standIn) ? standIn : undefined;
    // Two people may nest the same two attributions the other way round; the first decision holds.
    if (target && !isWithin(target, mark.id, outer)) outer.set(mark.id, target);
  }
  return marks.map((mark) => ({
    type: "annotation",
    id: mark.id,
    kind: mark.kind,
    attributes: mark.attributes,
    nestedInId: outer.get(mark.id) ?? null,
    spans: mark.spans,
    revision: 1,
    deleted: false,
  }));
}

function isWithin(from: string, id: string, outer: ReadonlyMap<string, string>): boolean {
  for (let at: string | undefined = from; at; at = outer.get(at)) if (at === id) return true;
  return false;
}

function wantedLinks(
  decided: readonly DecidedUnit[],
  sources: readonly LayerObject[],
  standsFor: ReadonlyMap<string, string>,
  annotations: readonly AnnotationDto[],
): Map<string, Link> {
  const onward = new Map<string, string[]>();
  for (const { id, nestedInId } of annotations) if (nestedInId) addStep(onward, nestedInId, id);
  const byOwner = new Map<string, Link[]>();
  for (const object of sources) {
    if (!isLink(object) || object.deleted) continue;
    const owner = ownerOf(object);
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), object]);
  }
  const links = new Map<string, Link>();
  const kindOf = new Map(annotations.map((mark) => [mark.id, mark.kind]));
  const standIn = (id: string, kind: AnnotationKindCode) => {
    const markId = standsFor.get(id);
    return markId && kindOf.get(markId) === kind ? markId : null;
  };
  for (const mark of decided.flatMap((unit) => unit.marks)) {
    const read = readBy(mark)
      .flatMap((id) => byOwner.get(id) ?? [])
      .filter((link) => !mark.leavesIds?.includes(link.id) && kindOfOwner(link) === mark.kind);
    const named = mark.sourceIds?.map((sourceId) => namedSource(mark.id, sourceId));
    const own = named ? [...read.filter((link) => link.type !== "attributionSource"), ...named] : read;
    for (const link of own) {
      const moved = repoint(link, mark.id, standIn);
      if (!moved || links.has(keyOf(moved)) || closesCircle(moved, onward)) continue;
      links.set(keyOf(moved), moved);
      if (moved.type === "restsOn" && moved.targetId) addStep(onward, moved.attributionId, moved.targetId);
    }
  }
  return links;
}

function namedSource(attributionId: string, sourceId: string): Link {
  return { type: "attributionSource", id: "", attributionId, sourceId, revision: 1, deleted: false };
}

function kindOfOwner(link: Link): AnnotationKindCode {
  return link.type === "reuseLink" ? "duplicate" : "attribution";
}

/** The mark that makes a link. */
export function ownerOf(link: Link): string {
  return link.type === "reuseLink" ? link.annotationId : link.attributionId;
}

function addStep(onward: Map<string, string[]>, from: string, to: string): void {
  onward.set(from, [...(onward.get(from) ?? []), to]);
}

/** Two people may say of the same two attributions that each rests on the other; the first decision holds. */
function closesCircle(link: Link, onward: ReadonlyMap<string, string[]>): boolean {
  if (link.type !== "restsOn" || !link.targetId) return false;
  const reached = new Set([link.targetId]);
  for (const at of reached) for (const next of onward.get(at) ?? []) reached.add(next);
  return reached.has(link.attributionId);
}

/** A link with its ends re-pointed, or null while its other end has nothing that stands for it. */
function repoint(
  link: Link,
  markId: string,
  standIn: (id: string, kind: AnnotationKindCode) => string | null,
): Link | null {
  switch (link.type) {
    case "claimLink": {
      const claimId = standIn(link.claimId, "claim");
      return claimId ? { ...link, attributionId: markId, claimId } : null;
    }
    case "restsOn": {
      const claimIds = [...new Set(link.claimIds.flatMap((id) => standIn(id, "claim") ?? []))];
      // Without any of the claims it was said of it would mean all.
      if (claimIds.length === 0 && link.claimIds.length > 0) return null;
      if (!link.targetId) return { ...link, attributionId: markId, claimIds };
      const targetId = standIn(link.targetId, "attribution");
      return targetId && targetId !== markId ? { ...link, attributionId: markId, targetId, claimIds } : null;
    }
    case "attributionSource":
      return { ...link, attributionId: markId };
    case "reuseLink":
      return { ...link, annotationId: markId };
  }
}

/** What makes two links the same one: what they tie together. */
function keyOf(link: Link): string {
  switch (link.type) {
    case "claimLink":
      return `claim ${link.attributionId} ${link.claimId}`;
    case "attributionSource":
      return `source ${link.attributionId} ${link.sourceId}`;
    case "restsOn":
      return `rests ${link.attributionId} ${link.targetId ?? link.sourceId ?? link.description}`;
    case "reuseLink":
      return `twin ${link.annotationId} ${link.passage.id}`;
  }
}

function annotationChanges(wanted: readonly AnnotationDto[], current: readonly LayerObject[]): Change[] {
  const now = new Map(current.map((object) => [object.id, object]));
  const ids = new Set(wanted.map((object) => object.id));
  const gone = current.filter(
    (object) => object.type === "annotation" && !object.deleted && !ids.has(object.id),
  );
  return [
    ...gone.map(remove),
    ...wanted.flatMap((object) => update(now.get(object.id) ?? null, object, object.id)),
  ];
}

function linkChanges(
  wanted: ReadonlyMap<string, Link>,
  current: readonly LayerObject[],
  newId: () => string,
): Change[] {
  const now = new Map<string, Link>();
  for (const object of current) if (isLink(object) && !object.deleted) now.set(keyOf(object), object);
  const gone = [...now].filter(([key]) => !wanted.has(key)).map(([, link]) => link);
  return [
    ...gone.map(remove),
    ...[...wanted].flatMap(([key, link]) => {
      const before = now.get(key) ?? null;
      return update(before, link, before?.id ?? newId());
    }),
  ];
}

function remove(object: LayerObject): Change {
  return { before: object, after: { ...object, revision: object.revision + 1, deleted: true } };
}

function update(before: LayerObject | null, wanted: LayerObject, id: string): Change[] {
  if (!before) return [{ before: null, after: { ...wanted, id, revision: 1, deleted: false } }];
  if (contentOf(before) === contentOf(wanted)) return [];
  return [{ before, after: { ...wanted, id, revision: before.revision + 1, deleted: false } }];
}

/** Everything but an object's id and revision, keys in one order at every depth. */
function contentOf(object: LayerObject): string {
  return JSON.stringify({ ...object, id: null, revision: null }, (_key, value: unknown) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
