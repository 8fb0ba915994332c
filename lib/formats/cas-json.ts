import { z } from "zod";
import { badInput } from "@/lib/errors";
import {
  carriesType,
  type FlatLink,
  type FlatSpan,
  flatFeatureNames,
  flatFeatures,
  linkFeatureNames,
} from "@/lib/formats/flat-marks";
import type { FlatDocument } from "@/lib/formats/inception-folder";
import type { ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { listTokenSentences } from "@/lib/formats/tokens";
import { codePointToUtf16, indexCodePoints, spanFromUtf16 } from "@/lib/text/code-points";

const markType = "webanno.custom.Mark";
const linkType = "webanno.custom.MarkLink";
const sentenceType = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence";
const tokenType = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";
const view = "_InitialView";

const text = "uima.cas.String";
const annotation = "uima.tcas.Annotation";

function feature(name: string, range: string): Record<string, { "%NAME": string; "%RANGE": string }> {
  return { [name]: { "%NAME": name, "%RANGE": range } };
}

function type(name: string, features: object[]): object {
  return Object.assign({ "%NAME": name, "%SUPER_TYPE": annotation }, ...features);
}

const types = {
  [sentenceType]: type(sentenceType, []),
  [tokenType]: type(tokenType, []),
  [markType]: type(
    markType,
    flatFeatureNames.map((name) => feature(name, text)),
  ),
  [linkType]: type(linkType, [
    feature("Dependent", markType),
    feature("Governor", markType),
    ...linkFeatureNames.map((name) => feature(name, text)),
  ]),
};

/**
 * One layer as UIMA CAS JSON 0.4 (INCEpTION, Apache UIMA, cassis), type system with it: sentences and tokens, every span
 * of a mark a `webanno.custom.Mark` (those of one mark share the feature `mark`), links to claims as relations. Offsets
 * are UTF-16 units.
 */
export function writeCasJson(record: ExportRecord, layer: ExportedLayer | null): string {
  const index = indexCodePoints(record.articleVersion.text);
  const at = (offset: number) => codePointToUtf16(index, offset);
  const structures: ({ "%ID": number } & Record<string, unknown>)[] = [];
  const add = (name: string, fields: Record<string, unknown>): number => {
    const id = structures.length + 1;
    structures.push({ "%ID": id, "%TYPE": name, ...fields });
    return id;
  };
  const sofa = add("uima.cas.Sofa", {
    sofaNum: 1,
    sofaID: view,
    mimeType: "text",
    sofaString: index.text,
  });
  const document = add("uima.tcas.DocumentAnnotation", {
    "@sofa": sofa,
    begin: 0,
    end: index.text.length,
    language: record.article.language ?? "x-unspecified",
  });
  const marks = layer?.annotations ?? [];
  const sentences = listTokenSentences(
    index,
    record.article.language,
    marks.flatMap(({ spans }) => spans),
  );
  for (const { tokens } of sentences) {
    const [first, last] = [tokens[0], tokens.at(-1)];
    if (!first || !last) continue;
    add(sentenceType, { "@sofa": sofa, begin: first.utf16Start, end: last.utf16End });
    for (const token of tokens)
      add(tokenType, { "@sofa": sofa, begin: token.utf16Start, end: token.utf16End });
  }
  const places = new Map<string, { id: number; begin: number; end: number }>();
  for (const mark of layer ? marks : [])
    for (const [place, { role, start, end }] of mark.spans.entries()) {
      const border = { begin: at(start), end: at(end) };
      const features = layer ? withoutNull(flatFeatures(layer, mark, role, place === 0)) : {};
      const id = add(markType, { "@sofa": sofa, ...border, ...features });
      if (place === 0) places.set(mark.id, { id, ...border });
    }
  for (const { attribution, claim, role, stance } of layer?.claimLinks ?? []) {
    const [from, to] = [places.get(attribution), places.get(claim)];
    if (!from || !to) continue;
    // INCEpTION draws a relation at its dependent.
    const ends = { "@Governor": from.id, "@Dependent": to.id };
    const { begin, end } = to;
    add(linkType, { "@sofa": sofa, begin, end, ...ends, type: carriesType, role, stance });
  }
  const members = structures.map((structure) => structure["%ID"]).filter((id) => id >= document);
  const cas = {
    "%TYPES": types,
    "%FEATURE_STRUCTURES": structures,
    "%VIEWS": { [view]: { "%SOFA": sofa, "%MEMBERS": members } },
  };
  return `${JSON.stringify(cas)}\n`;
}

function withoutNull(features: object): object {
  return Object.fromEntries(Object.entries(features).filter(([, value]) => value !== null));
}

const structure = z.looseObject({ "%ID": z.int(), "%TYPE": z.string() });
const sofaShape = z.looseObject({ "%ID": z.int(), sofaID: z.string().optional(), sofaString: z.string() });
const placed = z.looseObject({ begin: z.int().min(0), end: z.int().min(0) });
const related = z.looseObject({ "@Governor": z.int(), "@Dependent": z.int() });
const casShape = z.looseObject({
  "%FEATURE_STRUCTURES": z.union([
    z.array(structure),
    z.record(z.string(), z.looseObject({ "%TYPE": z.string() })),
  ]),
});

/** What belongs to the text and its layout, and is no mark of anybody. */
const layout =
  /^(uima\.tcas\.DocumentAnnotation|de\.tudarmstadt\..*|uima\.cas\..*|.*\.TagsetDescription|.*CASMetadata)$/;

/**
 * Reads UIMA CAS JSON 0.4: the text of the first view, annotations with their string features, relations by Governor and
 * Dependent. UTF-16 offsets become code points; a border inside a pair is rounded outwards. Throws badInput
 * `not-cas-json`.
 */
export function readCasJson(content: string): FlatDocument {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw badInput("not-cas-json", "The file is not JSON.");
  }
  const cas = casShape.safeParse(value);
  if (!cas.success) throw badInput("not-cas-json", "This is no CAS in JSON: it has no %FEATURE_STRUCTURES.");
  const given = cas.data["%FEATURE_STRUCTURES"];
  const structures = Array.isArray(given)
    ? given
    : Object.entries(given).map(([id, fields]) => ({
        ...fields,
        "%ID": Number(id),
        "%TYPE": fields["%TYPE"],
      }));
  const sofas = structures
    .filter((one) => one["%TYPE"] === "uima.cas.Sofa")
    .flatMap((one) => sofaShape.safeParse(one).data ?? []);
  const sofa = sofas.find(({ sofaID }) => sofaID === view) ?? sofas[0];
  if (!sofa) throw badInput("not-cas-json", "The CAS has no text.");
  const index = indexCodePoints(sofa.sofaString);
  const spans: FlatSpan[] = [];
  const links: FlatLink[] = [];
  for (const one of structures) {
    if (layout.test(one["%TYPE"]) || ("@sofa" in one && one["@sofa"] !== sofa["%ID"])) continue;
    const features = featuresOf(one);
    const relation = related.safeParse(one).data;
    if (relation) {
      links.push({ fromId: String(relation["@Governor"]), toId: String(relation["@Dependent"]), features });
      continue;
    }
    const place = placed.safeParse(one).data;
    if (!place) continue;
    if (place.end < place.begin || place.end > sofa.sofaString.length)
      throw badInput("not-cas-json", `Annotation ${one["%ID"]} lies outside the text.`);
    spans.push({ id: String(one["%ID"]), ...spanFromUtf16(index, place.begin, place.end), features });
  }
  return { text: sofa.sofaString, spans, links };
}

function featuresOf(one: Record<string, unknown>): Record<string, string | null> {
  const words = Object.entries(one).flatMap(([key, value]) =>
    typeof value === "string" && !key.startsWith("%") ? [[key, value] as const] : [],
  );
  return Object.fromEntries(words);
}
