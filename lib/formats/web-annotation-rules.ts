/** One value with the place at which it stands, for sentences. */
type At = { value: unknown; path: string };
type Entries = Record<string, unknown>;
/** The first reason why a value is not what it must be, or null. */
type Rule = (at: At) => string | null;

export const annotationContext = "http://www.w3.org/ns/anno.jsonld";
const motivations = new Set(
  (
    "assessing bookmarking classifying commenting describing editing highlighting identifying linking " +
    "moderating questioning replying tagging"
  ).split(" "),
);
const sets = new Set(["Choice", "Composite", "List", "Independents"]);
const ofSpecific = ["source", "selector", "state", "styleClass", "renderedVia", "scope"];

/**
 * The first reason why a value is no document of the Web Annotation Data Model (W3C Recommendation, 23 February 2017),
 * as a sentence part with the place; null for a valid Annotation, AnnotationPage or AnnotationCollection.
 */
export function checkWebAnnotation(value: unknown): string | null {
  if (!isEntries(value)) return "the document is no JSON object";
  const contexts = listOf(value["@context"]);
  if (!contexts.includes(annotationContext)) return `@context must be or hold ${annotationContext}`;
  const at = { value, path: "the document" };
  const types = listOf(value.type);
  if (types.includes("Annotation")) return checkAnnotation(at);
  if (types.includes("AnnotationPage")) return checkPage(at);
  if (types.includes("AnnotationCollection")) return checkCollection(at);
  return "type must hold Annotation, AnnotationPage or AnnotationCollection";
}

export function isEntries(value: unknown): value is Entries {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as the list that JSON-LD takes it for; none for one that is absent. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isIri(value: unknown): value is string {
  return typeof value === "string" && /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(value);
}

const iri: Rule = ({ value, path }) => (isIri(value) ? null : `${path} must be an IRI`);
const text: Rule = ({ value, path }) => (typeof value === "string" ? null : `${path} must be a string`);
const count: Rule = ({ value, path }) =>
  typeof value === "number" && Number.isInteger(value) && value >= 0
    ? null
    : `${path} must be a whole number, 0 or more`;
const time: Rule = ({ value, path }) =>
  typeof value === "string" &&
  /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) &&
  !Number.isNaN(Date.parse(value))
    ? null
    : `${path} must be a time in UTC, as in 2026-05-03T10:15:00Z`;
const language: Rule = ({ value, path }) =>
  typeof value === "string" && /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(value)
    ? null
    : `${path} must be a language tag`;
const direction: Rule = ({ value, path }) =>
  value === "ltr" || value === "rtl" || value === "auto" ? null : `${path} must be ltr, rtl or auto`;
const motivation: Rule = ({ value, path }) =>
  typeof value === "string" && (motivations.has(value) || isIri(value))
    ? null
    : `${path} must be a motivation of the model or an IRI`;
const iriOrObject: Rule = (at) => {
  if (!isEntries(at.value)) return iri(at);
  return (
    each(at, "id", iri, 0, 1) ??
    each(at, "type", text) ??
    each(at, "name", text) ??
    each(at, "nickname", text, 0, 1) ??
    each(at, "email", iri, 0, 1) ??
    each(at, "homepage", iri)
  );
};

/** Applies a rule to every value of a key, of which there must be at least `least` and at most `most`. */
function each(at: At, key: string, rule: Rule, least = 0, most = Number.POSITIVE_INFINITY): string | null {
  const values = listOf(isEntries(at.value) ? at.value[key] : undefined);
  const name = at.path === "the document" ? key : `${at.path}.${key}`;
  if (values.length < least) return `${name} is missing`;
  if (values.length > most) return `${name} has ${values.length} values, where ${most} is allowed`;
  for (const value of values) {
    const problem = rule({ value, path: name });
    if (problem) return problem;
  }
  return null;
}

function has(at: At, key: string): boolean {
  return isEntries(at.value) && at.value[key] !== undefined;
}

function typesOf(at: At): unknown[] {
  return isEntries(at.value) ? listOf(at.value.type) : [];
}

const checkAnnotation: Rule = (at) => {
  if (!isEntries(at.value)) return `${at.path} must be an Annotation`;
  if (!typesOf(at).includes("Annotation")) return `${at.path}: type must hold Annotation`;
  if (has(at, "body") && has(at, "bodyValue")) return `${at.path} has both body and bodyValue`;
  return (
    each(at, "id", iri, 1, 1) ??
    each(at, "type", text, 1) ??
    each(at, "bodyValue", text, 0, 1) ??
    each(at, "motivation", motivation) ??
    checkLife(at) ??
    each(at, "stylesheet", iriOrObject, 0, 1) ??
    each(at, "audience", iriOrObject) ??
    each(at, "body", checkResource) ??
    each(at, "target", checkResource, 1)
  );
};

/** Who, when, by which right and from where: for annotations and their bodies alike. */
function checkLife(at: At): string | null {
  return (
    each(at, "creator", iriOrObject) ??
    each(at, "generator", iriOrObject) ??
    each(at, "created", time, 0, 1) ??
    each(at, "modified", time, 0, 1) ??
    each(at, "generated", time, 0, 1) ??
    each(at, "rights", iri) ??
    each(at, "canonical", iri, 0, 1) ??
    each(at, "via", iri)
  );
}

const checkResource: Rule = (at) => {
  if (!isEntries(at.value)) return iri(at);
  const types = typesOf(at);
  const common =
    each(at, "id", iri, 0, 1) ??
    each(at, "type", text) ??
    each(at, "format", text) ??
    each(at, "language", language) ??
    each(at, "processingLanguage", language, 0, 1) ??
    each(at, "textDirection", direction, 0, 1) ??
    each(at, "accessibility", text) ??
    each(at, "purpose", motivation) ??
    checkLife(at);
  if (common) return common;
  if (types.some((type) => typeof type === "string" && sets.has(type)))
    return each(at, "items", checkResource, 1);
  if (types.includes("TextualBody")) return each(at, "value", text, 1, 1);
  if (types.includes("SpecificResource") || ofSpecific.some((key) => has(at, key))) return checkSpecific(at);
  if (has(at, "id")) return null;
  if (has(at, "value")) return each(at, "value", text, 1, 1);
  if (has(at, "items")) return `${at.path} has items, but its type does not say what they are`;
  return `${at.path} has neither id, nor source, nor value`;
};

function checkSpecific(at: At): string | null {
  return (
    each(at, "source", checkResource, 1, 1) ??
    each(at, "selector", checkSelector) ??
    each(at, "state", checkState) ??
    each(at, "styleClass", text) ??
    each(at, "renderedVia", iriOrObject) ??
    each(at, "scope", iriOrObject)
  );
}

const valued = new Set(["FragmentSelector", "CssSelector", "XPathSelector", "SvgSelector"]);

const checkSelector: Rule = (at) => {
  if (!isEntries(at.value)) return iri(at);
  const common = each(at, "id", iri, 0, 1) ?? each(at, "type", text) ?? each(at, "refinedBy", checkSelector);
  if (common) return common;
  const [type] = typesOf(at);
  if (typeof type !== "string") return has(at, "id") ? null : `${at.path}: type is missing`;
  if (valued.has(type))
    return each(at, "value", text, has(at, "id") ? 0 : 1, 1) ?? each(at, "conformsTo", iri, 0, 1);
  if (type === "TextQuoteSelector")
    return each(at, "exact", text, 1, 1) ?? each(at, "prefix", text, 0, 1) ?? each(at, "suffix", text, 0, 1);
  if (type === "TextPositionSelector" || type === "DataPositionSelector")
    return each(at, "start", count, 1, 1) ?? each(at, "end", count, 1, 1) ?? checkOrder(at);
  if (type === "RangeSelector")
    return each(at, "startSelector", checkSelector, 1, 1) ?? each(at, "endSelector", checkSelector, 1, 1);
  return isIri(type) ? null : `${at.path}: ${type} is no selector of the model`;
};

function checkOrder(at: At): string | null {
  const { start, end } = isEntries(at.value) ? at.value : {};
  const isInOrder = typeof start === "number" && typeof end === "number" && start <= end;
  return isInOrder ? null : `${at.path} ends before it starts`;
}

const checkState: Rule = (at) => {
  if (!isEntries(at.value)) return iri(at);
  const common =
    each(at, "id", iri, 0, 1) ??
    each(at, "type", text) ??
    each(at, "refinedBy", (one) => (isStateLike(one) ? checkState(one) : checkSelector(one)));
  if (common) return common;
  const types = typesOf(at);
  if (types.includes("HttpRequestState")) return each(at, "value", text, 1, 1);
  if (!types.includes("TimeState"))
    return has(at, "id") ? null : `${at.path}: its type is no state of the model`;
  const isRange = has(at, "sourceDateStart") || has(at, "sourceDateEnd");
  if (isRange && has(at, "sourceDate")) return `${at.path} has both sourceDate and a range of dates`;
  const least = isRange ? 1 : 0;
  return (
    each(at, "sourceDate", time) ??
    each(at, "sourceDateStart", time, least, 1) ??
    each(at, "sourceDateEnd", time, least, 1) ??
    each(at, "cached", iri)
  );
};

function isStateLike(at: At): boolean {
  return typesOf(at).some((type) => type === "TimeState" || type === "HttpRequestState");
}

const checkPage: Rule = (at) => {
  if (!isEntries(at.value)) return iri(at);
  if (!typesOf(at).includes("AnnotationPage")) return `${at.path}: type must hold AnnotationPage`;
  return (
    each(at, "id", iri, 1, 1) ??
    each(at, "partOf", iriOrObject, 0, 1) ??
    each(at, "next", iri, 0, 1) ??
    each(at, "prev", iri, 0, 1) ??
    each(at, "startIndex", count, 0, 1) ??
    (has(at, "items") ? each(at, "items", checkAnnotation) : `${at.path}: items is missing`)
  );
};

const checkCollection: Rule = (at) =>
  each(at, "id", iri, 1, 1) ??
  each(at, "label", text) ??
  each(at, "total", count, 0, 1) ??
  checkLife(at) ??
  each(at, "first", checkPage, 0, 1) ??
  each(at, "last", checkPage, 0, 1);
