import type { z } from "zod";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { checkValues } from "@/lib/attributes/values";
import { canonicalJson } from "@/lib/canonical-json";
import { badInput, conflict } from "@/lib/errors";
import { layOver, type Objects } from "@/lib/layers/objects-over";
import {
  attributionAttributes,
  claimAttributes,
  duplicateAttributes,
  type LayerObject,
  type ObjectInput,
  type Operation,
  type RestsOnDto,
  type SpanDto,
} from "@/lib/layers/schema";
import type { AnnotationKindCode, SpanRole } from "@/lib/vocabulary";

/** One object before and after a command; `before` is null for one it made. */
export type Change = { before: LayerObject | null; after: LayerObject };

/**
 * What a plan is made against: the text's length (code points), the kinds the project marks, its own attributes by which
 * the layer is filled in (none where there are none), the objects read, and the sources named that the actor sees
 * (undefined where that is not known, as in the browser).
 */
export type PlanContext = {
  textLength: number;
  kinds: readonly string[];
  attributes?: readonly AttributeDefinition[];
  /** What marks said that a new one is made of: it may say so too, whatever was retired since. */
  said?: readonly Readonly<Record<string, unknown>>[];
  sources?: readonly string[];
  objects: ReadonlyMap<string, LayerObject>;
};

/** Ids of the objects an operation names or refers to, so that they can be read before planning. */
export function referencedIds(operations: readonly Operation[]): string[] {
  const ids = new Set<string>();
  for (const item of operations) {
    ids.add(item.op === "delete" ? item.id : item.object.id);
    if (item.op === "put") for (const end of endsOf(item.object)) ids.add(end);
  }
  return [...ids];
}

/** Ids of what operations change so that other objects have to be read with it: those that refer to it. */
export function touchedIds(operations: readonly Operation[]): string[] {
  return operations.flatMap((item) => {
    if (item.op === "delete") return [item.id];
    const { object } = item;
    // The links of its attribution say which claims it may name; a link that gets other ends may leave some uncarried.
    if (object.type === "restsOn" && object.claimIds.length > 0) return [object.attributionId];
    return object.type === "claimLink" && item.revision !== null ? [object.id] : [];
  });
}

/** Ids of the sources of the register that operations name. */
export function referencedSources(operations: readonly Operation[]): string[] {
  return operations.flatMap((item) => (item.op === "put" ? sourceOf(item.object) : []));
}

function sourceOf(object: ObjectInput): string[] {
  if (object.type === "attributionSource") return [object.sourceId];
  return object.type === "restsOn" && object.sourceId ? [object.sourceId] : [];
}

/** Ids of the annotations that an object needs to be there. */
export function endsOf(object: ObjectInput | LayerObject): string[] {
  switch (object.type) {
    case "annotation":
      return object.nestedInId ? [object.nestedInId] : [];
    case "claimLink":
      return [object.attributionId, object.claimId];
    case "attributionSource":
      return [object.attributionId];
    case "restsOn":
      return [object.attributionId, ...(object.targetId ? [object.targetId] : []), ...object.claimIds];
    case "reuseLink":
      return [object.annotationId];
    case "suggestionAnswer":
      return object.annotationId ? [object.annotationId] : [];
  }
}

/**
 * Turns operations into changes, in order, without touching anything. Throws 409 `stale-revision` (with both sides),
 * 409 `id-taken`, and 400 for what may not be: `empty-span`, `span-outside-text`, `quote-mismatch`, `wrong-role`,
 * `overlapping-fragments`, `invalid-attributes`, `unknown-attribute`, `kind-not-marked`, `missing-reference`, `wrong-link`, `cycle`,
 * `claim-not-carried` (of what an attribution rests on for a claim that it does not carry).
 */
export function planChanges(context: PlanContext, operations: readonly Operation[]): Change[] {
  const now = layOver(context.objects);
  const changes = new Map<string, Change>();
  // What only lost an end has those ends still that it had, and they have not been read.
  const shed = new Set<string>();

  function apply(after: LayerObject, isShed = false): void {
    if (isShed) shed.add(after.id);
    else shed.delete(after.id);
    const first = changes.get(after.id);
    const before = first ? first.before : (context.objects.get(after.id) ?? null);
    // Several changes to one object in one command are one step of its revision.
    const revision = before ? before.revision + 1 : 1;
    const settled = { ...after, revision };
    now.set(after.id, settled);
    changes.set(after.id, { before, after: settled });
  }

  for (const item of operations) {
    if (item.op === "delete") {
      const object = now.get(item.id);
      if (!object || object.deleted)
        throw conflict("already-deleted", "This is no longer there.", { id: item.id });
      requireRevision(context.objects.get(item.id), item.revision, item);
      apply({ ...object, deleted: true });
      if (object.type === "annotation") for (const change of orphans(now, object.id)) apply(change, true);
    } else {
      const existing = context.objects.get(item.object.id);
      if (item.revision === null && existing)
        throw conflict("id-taken", "An object with this id is there already.", { id: item.object.id });
      if (item.revision !== null) requireRevision(existing, item.revision, item);
      if (existing && existing.type !== item.object.type)
        throw badInput("wrong-type", "An object cannot become another type.", { id: item.object.id });
      apply({ ...checkObject(context, item.object, existing), revision: 1, deleted: false });
    }
  }
  for (const change of uncarried(now, [...changes.values()])) apply(change, true);
  for (const { after } of changes.values()) if (!after.deleted && !shed.has(after.id)) checkEnds(now, after);
  return [...changes.values()];
}

/** What rested on something for claims whose links to its attribution are gone: for the others alone, or no longer. */
function* uncarried(now: Objects, changes: readonly Change[]): Generator<LayerObject> {
  const gone = new Map<string, Set<string>>();
  for (const { before } of changes) {
    if (before?.type !== "claimLink" || before.deleted) continue;
    if (carriedBy(now, before.attributionId).has(before.claimId)) continue;
    gone.set(before.attributionId, (gone.get(before.attributionId) ?? new Set()).add(before.claimId));
  }
  for (const object of gone.size > 0 ? [...now.values()] : []) {
    if (object.type !== "restsOn" || object.deleted) continue;
    const lost = gone.get(object.attributionId);
    const claimIds = object.claimIds.filter((id) => !lost?.has(id));
    if (claimIds.length === object.claimIds.length) continue;
    // Without any claim it would hold for all.
    yield claimIds.length > 0 ? { ...object, claimIds } : { ...object, deleted: true };
  }
}

/** The claims that an attribution carries, as far as its links have been read. */
function carriedBy(now: Objects, attributionId: string): Set<string> {
  const links = [...now.values()].filter((one) => one.type === "claimLink" && !one.deleted);
  return new Set(
    links.flatMap((one) =>
      one.type === "claimLink" && one.attributionId === attributionId ? [one.claimId] : [],
    ),
  );
}

/** The changes that put back what a command changed, if nothing touched it since; throws 409 `undo-conflict`. */
export function planUndo(done: readonly Change[], objects: ReadonlyMap<string, LayerObject>): Change[] {
  const undone = done.map(({ before, after }) => {
    const current = objects.get(after.id);
    // What came later and was itself undone leaves a higher revision and the same content: that is no conflict.
    if (!current || contentOf(current) !== contentOf(after))
      throw conflict(
        "undo-conflict",
        "A later change touched the same mark, so this can no longer be undone.",
        {
          id: after.id,
        },
      );
    const target = before ?? { ...current, deleted: true };
    return { before: current, after: { ...target, revision: current.revision + 1 } };
  });
  const now = layOver(objects);
  for (const { after } of undone) now.set(after.id, after);
  try {
    for (const { after } of undone) if (!after.deleted) checkEnds(now, after);
    for (const { after } of undone) if (after.deleted) refuseOrphans(now, after.id);
    if (!uncarried(now, undone).next().done) throw conflict("undo-conflict", "It is referred to.");
  } catch {
    throw conflict(
      "undo-conflict",
      "Something made later refers to this mark, so this can no longer be undone.",
    );
  }
  return undone;
}

function contentOf(object: LayerObject): string {
  const spans = object.type === "annotation" ? [...object.spans].sort(bySpan) : undefined;
  return canonicalJson({ ...object, ...(spans ? { spans } : {}), revision: 0 });
}

function bySpan(a: SpanDto, b: SpanDto): number {
  return a.start - b.start || a.end - b.end || (a.role < b.role ? -1 : 1);
}

function requireRevision(existing: LayerObject | undefined, revision: number, mine: Operation): void {
  if (!existing) throw conflict("missing-reference", "This is not in the layer.");
  if (existing.revision !== revision)
    throw conflict("stale-revision", "This was changed in the meantime.", { mine, theirs: existing });
}

function* orphans(now: Objects, annotationId: string): Generator<LayerObject> {
  for (const object of [...now.values()]) {
    if (object.deleted || object.id === annotationId || !endsOf(object).includes(annotationId)) continue;
    // What was nested in the deleted attribution stands on its own; a link without its end is nothing.
    if (object.type === "annotation") yield { ...object, nestedInId: null };
    else if (object.type === "restsOn" && isOneOfSeveral(object, annotationId))
      yield { ...object, claimIds: object.claimIds.filter((id) => id !== annotationId) };
    else yield { ...object, deleted: true };
  }
}

/** What rests on something for several claims goes on doing so for the others; without any it would mean all. */
function isOneOfSeveral(link: RestsOnDto, claimId: string): boolean {
  return link.claimIds.includes(claimId) && link.claimIds.some((id) => id !== claimId);
}

function refuseOrphans(now: Objects, id: string): void {
  for (const object of now.values())
    if (!object.deleted && endsOf(object).includes(id)) throw conflict("undo-conflict", "It is referred to.");
}

const attributeSchemas: Record<AnnotationKindCode, z.ZodObject> = {
  claim: claimAttributes,
  attribution: attributionAttributes,
  duplicate: duplicateAttributes,
};

const rolesOfKind: Record<AnnotationKindCode, readonly SpanRole[]> = {
  claim: ["body"],
  duplicate: ["body"],
  attribution: ["source", "cue", "content"],
};

function checkObject(context: PlanContext, object: ObjectInput, existing?: LayerObject): ObjectInput {
  if (object.type === "reuseLink") checkPassage(object.passage);
  for (const id of sourceOf(object))
    if (context.sources && !context.sources.includes(id))
      throw badInput("missing-reference", "There is no such source in the register.", { id });
  if (object.type === "restsOn") {
    const named = [object.targetId, object.sourceId, object.description].filter((value) => value !== null);
    if (named.length !== 1) throw badInput("wrong-link", "Name one thing that this rests on.");
  }
  if (object.type !== "annotation") return object;
  if (!context.kinds.includes(object.kind))
    throw badInput("kind-not-marked", `This project does not mark ${object.kind}s.`);
  if (object.nestedInId && object.kind !== "attribution")
    throw badInput("wrong-link", "Only an attribution can be nested in another.");
  const before =
    existing?.type === "annotation" && existing.kind === object.kind ? [existing.attributes] : [];
  const said = [...before, ...(context.said ?? [])];
  const attributes = checkAttributes(object.kind, object.attributes, context.attributes ?? [], said);
  const spans = [...object.spans].sort((a, b) => a.start - b.start || a.end - b.end);
  for (const span of spans) {
    if (!rolesOfKind[object.kind].includes(span.role))
      throw badInput("wrong-role", `A ${object.kind} has no ${span.role} span.`);
    checkRange(span.start, span.end, span.quote, context.textLength);
  }
  if (!spans.some((span) => span.role === (object.kind === "attribution" ? "content" : "body")))
    throw badInput("wrong-role", "The mark has no text of its own.");
  for (const role of rolesOfKind[object.kind]) {
    const own = spans.filter((span) => span.role === role);
    if (own.some((span, index) => index > 0 && span.start < (own[index - 1]?.end ?? 0)))
      throw badInput("overlapping-fragments", "Two fragments of one role overlap.");
  }
  return { ...object, spans, attributes: toJson(attributes) };
}

/** The vocabulary's attributes with its defaults, then the project's own in the order in which they came. */
function checkAttributes(
  kind: AnnotationKindCode,
  given: Readonly<Record<string, unknown>>,
  definitions: readonly AttributeDefinition[],
  said: readonly Readonly<Record<string, unknown>>[],
): Record<string, unknown> {
  const known = attributeSchemas[kind].safeParse(given);
  if (!known.success)
    throw badInput("invalid-attributes", "An attribute is not one of the vocabulary's values.", {
      issues: known.error.issues.map((issue) => ({ path: issue.path.map(String), message: issue.message })),
    });
  const own = checkValues(definitions, kind, ownValues(kind, given), said);
  if ("values" in own) return { ...known.data, ...own.values };
  const { code, issues } = own;
  throw badInput(code, issues[0]?.message ?? "An attribute is not as the project defines it.", { issues });
}

/** What a mark says that is no attribute of the vocabulary: the project's own. */
export function ownValues(
  kind: AnnotationKindCode,
  attributes: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { shape } = attributeSchemas[kind];
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => !Object.hasOwn(shape, key)));
}

// Attributes were parsed as JSON at the boundary; their schema only filled in defaults.
function toJson(
  attributes: Record<string, unknown>,
): Extract<ObjectInput, { type: "annotation" }>["attributes"] {
  return JSON.parse(JSON.stringify(attributes));
}

function checkPassage(passage: Extract<ObjectInput, { type: "reuseLink" }>["passage"]): void {
  if ((passage.versionId === null) === (passage.url === null))
    throw badInput("wrong-passage", "A twin is a passage of an article here or an address outside.");
  if ((passage.versionId !== null) !== passage.spans.length > 0)
    throw badInput("wrong-passage", "A passage of an article here names its spans.");
  for (const span of passage.spans) checkRange(span.start, span.end, span.quote, Number.POSITIVE_INFINITY);
}

function checkRange(start: number, end: number, quote: string, textLength: number): void {
  if (end <= start || quote.trim() === "")
    throw badInput("empty-span", "Select at least one visible character.");
  if (end > textLength) throw badInput("span-outside-text", "The span reaches beyond the text.");
  if ([...quote].length !== end - start)
    throw badInput("quote-mismatch", "The quote is not as long as its span.");
}

function checkEnds(now: Objects, object: LayerObject): void {
  for (const end of endsOf(object)) {
    const target = now.get(end);
    if (!target || target.deleted || target.type !== "annotation")
      throw badInput("missing-reference", "Something this refers to is not in the layer.", { id: end });
    // The mark that a suggestion became may be of any kind.
    if (object.type !== "suggestionAnswer" && target.kind !== wantedKind(object, end))
      throw badInput("wrong-link", "The mark it refers to is of the wrong kind.", { id: end });
  }
  if (object.type === "restsOn" && object.claimIds.length > 0) {
    const carried = carriedBy(now, object.attributionId);
    const id = object.claimIds.find((one) => !carried.has(one));
    if (id !== undefined)
      throw badInput("claim-not-carried", "The attribution does not carry this claim. Link them first.", {
        id,
      });
  }
  if (object.type === "annotation" && object.nestedInId) refuseCycle(now, object.id);
  if (object.type === "restsOn" && object.targetId) refuseCycle(now, object.attributionId);
}

function wantedKind(object: LayerObject, end: string): AnnotationKindCode {
  if (object.type === "claimLink" && end === object.claimId) return "claim";
  if (object.type === "restsOn" && object.claimIds.includes(end)) return "claim";
  return object.type === "reuseLink" ? "duplicate" : "attribution";
}

/**
 * Attributions may not report or rest on each other in a circle: from the one that reports to the one reported, and from
 * one to what it rests on, no way may lead back.
 */
function refuseCycle(now: Objects, id: string): void {
  const onward = new Map<string, string[]>();
  const add = (from: string, to: string) => {
    const ways = onward.get(from);
    if (ways) ways.push(to);
    else onward.set(from, [to]);
  };
  for (const object of now.values()) {
    if (object.deleted) continue;
    if (object.type === "annotation" && object.nestedInId) add(object.nestedInId, object.id);
    if (object.type === "restsOn" && object.targetId) add(object.attributionId, object.targetId);
  }
  const before = new Map<string, string | null>([[id, null]]);
  const queue = [id];
  for (const at of queue) {
    for (const next of onward.get(at) ?? []) {
      if (next === id)
        throw badInput("cycle", "Attributions cannot report or rest on each other in a circle.", {
          ids: wayTo(at, before),
        });
      if (before.has(next)) continue;
      before.set(next, at);
      queue.push(next);
    }
  }
}

function wayTo(end: string, before: ReadonlyMap<string, string | null>): string[] {
  const way: string[] = [];
  for (let at: string | null = end; at !== null; at = before.get(at) ?? null) way.unshift(at);
  return way;
}
