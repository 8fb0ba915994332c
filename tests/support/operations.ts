import { randomUUID } from "node:crypto";
import type { ObjectInput, Operation, SpanDto } from "@/lib/layers/schema";
import { codePointToUtf16, countCodePoints, indexCodePoints } from "@/lib/text/code-points";
import type { SpanRole } from "@/lib/vocabulary";

/** The span of the first place (or the first from `after` on, in UTF-16) where a quote stands in a text. */
export function spanOf(text: string, quote: string, role: SpanRole = "body", after = 0): SpanDto {
  const at = text.indexOf(quote, after);
  if (at < 0) throw new Error(`"${quote}" is not in the text.`);
  const start = countCodePoints(text.slice(0, at));
  return { role, start, end: start + countCodePoints(quote), quote };
}

/** A span by its offsets in code points, with the words that stand there. */
export function spanAt(text: string, start: number, end: number, role: SpanRole = "body"): SpanDto {
  const index = indexCodePoints(text);
  return {
    role,
    start,
    end,
    quote: text.slice(codePointToUtf16(index, start), codePointToUtf16(index, end)),
  };
}

type Annotation = Extract<ObjectInput, { type: "annotation" }>;

/** A new claim as an object. */
export function claim(spans: SpanDto[], more: Partial<Annotation> = {}): Annotation {
  return {
    type: "annotation",
    id: randomUUID(),
    kind: "claim",
    attributes: {},
    nestedInId: null,
    spans,
    ...more,
  };
}

/** A new attribution as an object. */
export function attribution(spans: SpanDto[], more: Partial<Annotation> = {}): Annotation {
  return claim(spans, { kind: "attribution", ...more });
}

/** A new duplicate as an object. */
export function duplicate(spans: SpanDto[], more: Partial<Annotation> = {}): Annotation {
  return claim(spans, { kind: "duplicate", ...more });
}

/** A new link from an attribution to a claim. */
export function claimLink(
  attributionId: string,
  claimId: string,
): Extract<ObjectInput, { type: "claimLink" }> {
  return { type: "claimLink", id: randomUUID(), attributionId, claimId, role: "content", stance: "asserts" };
}

/** What an attribution rests on, relayed for all it carries unless told. */
export function restsOn(
  attributionId: string,
  more: Partial<Extract<ObjectInput, { type: "restsOn" }>>,
): Extract<ObjectInput, { type: "restsOn" }> {
  return {
    type: "restsOn",
    id: randomUUID(),
    attributionId,
    targetId: null,
    sourceId: null,
    description: null,
    claimIds: [],
    kind: "relays",
    ...more,
  };
}

/** The operation that makes an object, or with a revision replaces it. */
export function put(object: ObjectInput, revision: number | null = null): Operation {
  return { op: "put", object, revision };
}

/** A command of operations under a new id. */
export function command(...operations: Operation[]) {
  return { commandId: randomUUID(), operations };
}
