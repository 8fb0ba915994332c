import type { z } from "zod";
import { claimInBoilerplate } from "@/lib/articles/boilerplate";
import type { BlockDto } from "@/lib/articles/text-schema";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { missingOf } from "@/lib/attributes/values";
import { type CheckCode, type Finding, freeStandingBlocks } from "@/lib/checks/schema";
import { claimAttributes, type LayerObject, type LayerObjectType } from "@/lib/layers/schema";
import { compareSpans, hullOf, isOverlapping, type Span, spansKey } from "@/lib/text/span";
import { boilerplateKinds } from "@/lib/vocabulary";

type Of<T extends LayerObjectType> = Extract<LayerObject, { type: T }>;
type Annotation = Of<"annotation">;

/** What the marks are looked at against: the blocks and id of their version, and the kinds that the project marks. */
export type CheckContext = {
  versionId: string;
  blocks: readonly Pick<BlockDto, "kind" | "start" | "end">[];
  kinds: readonly string[];
  /** The project's own attributes by which the layer is filled in; none where not given. */
  attributes?: readonly AttributeDefinition[];
};

const LONGEST_WORDS = 40;

/**
 * What is inconsistent or unfinished in a layer, in reading order of the marks. Deleted objects count for nothing; what
 * only a kind that the project does not mark could settle is not asked for.
 */
export function checkLayer(objects: Iterable<LayerObject>, context: CheckContext): Finding[] {
  const steps = checkSteps(objects, context);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** Looked at between two steps; about a millisecond of work. */
const A_STEP = 200;

/** `checkLayer` in steps, for whoever has something else to do between them; the last one answers what was found. */
export function* checkSteps(
  objects: Iterable<LayerObject>,
  context: CheckContext,
): Generator<undefined, Finding[]> {
  const layer = yield* sortOut(objects, context);
  const marks = [...layer.annotations.values()]
    .map((mark) => ({ mark, hull: factsOf(mark).hull }))
    .sort(inReadingOrder);
  const found: Finding[] = [];
  for (const [place, { mark }] of marks.entries()) {
    if (place % A_STEP === 0) yield;
    checkMark(mark, layer, context, found);
  }
  return found;
}

/** The order in which marks are looked at: by where they stand, then by id. */
export function inReadingOrder(
  a: { mark: Pick<Annotation, "id">; hull: Span },
  b: { mark: Pick<Annotation, "id">; hull: Span },
): number {
  return compareSpans(a.hull, b.hull) || (a.mark.id < b.mark.id ? -1 : 1);
}

function checkMark(mark: Annotation, layer: Layer, context: CheckContext, found: Finding[]): void {
  const add = (code: CheckCode, message: string) => found.push({ markId: mark.id, code, message });
  const missing = missingOf(context.attributes ?? [], mark.kind, mark.attributes);
  const [first] = missing;
  if (first)
    found.push({
      markId: mark.id,
      code: "attribute-missing",
      message: `Not answered yet: ${missing.map(({ label }) => `“${label}”`).join(", ")}.`,
      attribute: { kind: first.kind, key: first.key },
    });
  if (mark.kind === "claim") checkClaim(mark, layer, context, add);
  if (mark.kind === "attribution") checkAttribution(mark, layer, context, add);
  if (mark.kind === "duplicate") checkDuplicate(mark, layer, context, add);
}

type Add = (code: CheckCode, message: string) => void;

type Layer = {
  annotations: ReadonlyMap<string, Annotation>;
  linksOf: ReadonlyMap<string, readonly Of<"claimLink">[]>;
  resolved: ReadonlySet<string>;
  twinsOf: ReadonlyMap<string, readonly Of<"reuseLink">[]>;
  /** Claims by the very spans they cover, in the order in which they were read. */
  claimsOn: ReadonlyMap<string, readonly string[]>;
  contents: readonly Content[];
  /** Blocks that are no part of the story. */
  boilerplate: CheckContext["blocks"];
};

/** An attribution by the hull of its content; `reach` is how far this one or any before it goes. */
type Content = { mark: Annotation; start: number; end: number; reach: number };

function* sortOut(objects: Iterable<LayerObject>, context: CheckContext): Generator<undefined, Layer> {
  const annotations = new Map<string, Annotation>();
  const linksOf = new Map<string, Of<"claimLink">[]>();
  const resolved = new Set<string>();
  const twinsOf = new Map<string, Of<"reuseLink">[]>();
  const claimsOn = new Map<string, string[]>();
  let read = 0;
  for (const object of objects) {
    read += 1;
    if (read % A_STEP === 0) yield;
    if (object.deleted) continue;
    if (object.type === "annotation") annotations.set(object.id, object);
    if (object.type === "annotation" && object.kind === "claim")
      push(claimsOn, factsOf(object).key, object.id);
    if (object.type === "claimLink") {
      push(linksOf, object.attributionId, object);
      push(linksOf, object.claimId, object);
    }
    if (object.type === "attributionSource") resolved.add(object.attributionId);
    if (object.type === "reuseLink") push(twinsOf, object.annotationId, object);
  }
  const boilerplate = context.blocks.filter(({ kind }) => boilerplateKinds.includes(kind));
  return {
    annotations,
    linksOf,
    resolved,
    twinsOf,
    claimsOn,
    contents: contentsOf(annotations),
    boilerplate,
  };
}

function contentsOf(annotations: ReadonlyMap<string, Annotation>): Content[] {
  const contents = [...annotations.values()].flatMap((mark) => {
    const hull = mark.kind === "attribution" ? hullOf(spansIn(mark, "content")) : null;
    return hull ? [{ mark, ...hull, reach: 0 }] : [];
  });
  contents.sort(compareSpans);
  let reach = 0;
  for (const content of contents) {
    reach = Math.max(reach, content.end);
    content.reach = reach;
  }
  return contents;
}

/** The attribution whose content holds all the spans and begins nearest before them. */
function attributionAround({ contents }: Layer, spans: readonly Span[]): Annotation | null {
  const hull = hullOf(spans);
  if (!hull) return null;
  let low = 0;
  let high = contents.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((contents[middle]?.start ?? 0) <= hull.start) low = middle + 1;
    else high = middle;
  }
  // Where nothing before reaches so far, nothing further back does: a layer of thousands is read in one pass.
  for (let at = low - 1; at >= 0; at -= 1) {
    const content = contents[at];
    if (!content || content.reach < hull.end) return null;
    if (holds(spansIn(content.mark, "content"), spans)) return content.mark;
  }
  return null;
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

type Claim = z.infer<typeof claimAttributes>;
type Facts = { hull: Span; key: string; said: { origin: string; quantities: Claim["quantities"] } };
const facts = new WeakMap<Annotation, Facts>();

/** What is to be known of a mark alone, found once: layers are checked again and again, and few of their marks differ. */
export function factsOf(mark: Annotation): Facts {
  const known = facts.get(mark);
  if (known) return known;
  const attributes = mark.kind === "claim" ? claimAttributes.safeParse(mark.attributes) : null;
  const fresh = {
    hull: hullOf(mark.spans) ?? { start: 0, end: 0 },
    key: spansKey(mark.spans),
    said: attributes?.success ? attributes.data : { origin: "", quantities: [] },
  };
  facts.set(mark, fresh);
  return fresh;
}

function checkClaim(mark: Annotation, layer: Layer, context: CheckContext, add: Add): void {
  const boilerplate = claimInBoilerplate(mark.spans, layer.boilerplate);
  if (boilerplate) add("in-boilerplate", boilerplate);
  const { key, said } = factsOf(mark);
  const { origin, quantities } = said;
  const links = layer.linksOf.get(mark.id) ?? [];
  const marksAttributions = context.kinds.includes("attribution");
  if (origin === "attributed" && links.length === 0 && marksAttributions)
    add("no-link", "“Someone said it”, and no attribution is linked.");
  if (origin === "own-reporting" && links.length > 0)
    add("origin-differs", "“Own reporting”, and yet an attribution is linked.");
  if (quantities.some(({ min, max }) => min !== null && max !== null && min > max))
    add("quantity-inverted", "A number's lower bound is above its upper bound.");
  const same = layer.claimsOn.get(key) ?? [];
  if (same.length > 1 && same[0] !== mark.id)
    add("same-claim", "Another claim stands on the very same words.");
  if (links.length === 0 && origin === "none-given") {
    const around = attributionAround(layer, mark.spans);
    if (around)
      add(
        "unlinked-inside",
        `It stands in what ${sourceWords(around) || "somebody"} says, and is not linked to it.`,
      );
  }
}

function checkAttribution(mark: Annotation, layer: Layer, context: CheckContext, add: Add): void {
  const isFreeStanding = context.blocks.some(
    (block) =>
      freeStandingBlocks.some((kind) => kind === block.kind) &&
      mark.spans.some((span) => isOverlapping(span, block)),
  );
  const content = spansIn(mark, "content");
  if (!content.some((span) => /[\p{L}\p{N}]/u.test(span.quote)))
    add("no-content", "The content of this attribution holds no word.");
  if (spansIn(mark, "cue").length === 0 && !isFreeStanding) add("no-cue", "This attribution has no cue.");
  const source = sourceWords(mark);
  const { sourceKind } = mark.attributes;
  if (source === "" && sourceKind !== "unspecified" && !isFreeStanding)
    add("no-source", "No source is marked. Mark it, or say that nobody is named.");
  if (source !== "" && !layer.resolved.has(mark.id) && sourceKind !== "unnamed")
    add("unresolved", `Who is “${source}”?`);
  const links = layer.linksOf.get(mark.id) ?? [];
  if (links.length === 0 && context.kinds.includes("claim"))
    add("no-claim", "This attribution carries no claim yet.");
  for (const link of links) {
    const claim = layer.annotations.get(link.claimId);
    if (link.role === "content" && claim && !touches(content, claim.spans))
      add("link-role", `“${shorten(words(claim.spans))}” is linked as content, and stands elsewhere.`);
  }
  const outer = mark.nestedInId ? layer.annotations.get(mark.nestedInId) : undefined;
  if (outer && !touches(spansIn(outer, "content"), mark.spans))
    add(
      "nested-apart",
      `It is nested in what ${sourceWords(outer) || "somebody"} says, and stands elsewhere.`,
    );
}

function checkDuplicate(mark: Annotation, layer: Layer, context: CheckContext, add: Add): void {
  const twins = layer.twinsOf.get(mark.id) ?? [];
  if (twins.length === 0) add("no-twin", "This duplicate has no twin yet.");
  const isOwn = twins.some(
    ({ passage }) =>
      passage.versionId === context.versionId && spansKey(passage.spans) === spansKey(mark.spans),
  );
  if (isOwn) add("own-twin", "Its twin is the very same passage.");
}

function spansIn(mark: Annotation, role: string) {
  return mark.spans.filter((span) => span.role === role);
}

function touches(some: readonly Span[], others: readonly Span[]): boolean {
  return some.some((one) => others.some((other) => isOverlapping(one, other)));
}

function holds(outer: readonly Span[], inner: readonly Span[]): boolean {
  return inner.every((span) => outer.some((one) => one.start <= span.start && span.end <= one.end));
}

function sourceWords(mark: Annotation): string {
  return shorten(words(spansIn(mark, "source")));
}

function words(spans: readonly { start: number; end: number; quote: string }[]): string {
  return [...spans]
    .sort(compareSpans)
    .map((span) => span.quote)
    .join(" … ");
}

function shorten(text: string): string {
  const characters = [...text.replaceAll(/\s+/gu, " ").trim()];
  return characters.length > LONGEST_WORDS
    ? `${characters.slice(0, LONGEST_WORDS - 2).join("")}…`
    : characters.join("");
}
