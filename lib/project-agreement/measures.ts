import type { Interval } from "@/lib/agreement/bootstrap";
import type { Gamma } from "@/lib/agreement/gamma";
import type { Measured } from "@/lib/agreement/measured";
import { decimal } from "@/lib/agreement/pair-agreement";
import { attributesOf, type F1WithInterval, type KindReport } from "@/lib/agreement/pair-report";
import type { PairedF1 } from "@/lib/agreement/paired-f1";
import type { MeasureDto } from "@/lib/project-agreement/schema";
import { labelOf } from "@/lib/vocabulary";

const attributeNames: Readonly<Record<string, string>> = {
  kind: "kind",
  origin: "origin",
  attributionType: "type",
  quoteType: "quotation",
  sourceKind: "kind of source",
  degree: "degree of reuse",
};

/** How an attribute is called on a screen. */
export function attributeName(attribute: string): string {
  return attributeNames[attribute] ?? attribute;
}

type More = Partial<Omit<MeasureDto, "value" | "undefinedBecause">> &
  Pick<MeasureDto, "id" | "question" | "name" | "basis">;

function measure({ value, undefinedBecause }: Measured, more: More, interval?: Interval): MeasureDto {
  return {
    isRecommended: false,
    scale: "share",
    places: null,
    low: value === null ? null : (interval?.low ?? null),
    high: value === null ? null : (interval?.high ?? null),
    value,
    undefinedBecause: undefinedBecause === "both empty" ? "neither of them marked any" : undefinedBecause,
    ...more,
  };
}

function counted({ matched, a, b }: { matched: number; a: number; b: number }): string {
  return `${matched} shared of ${a} and ${b}`;
}

/**
 * Every measure of one kind of mark for two people, under the question it answers, the recommended one of each question
 * first: span F1 for where, α over marks of both for kinds and attributes, F1 of whole triples and of links that say the
 * same (by half), B³ for reuse.
 */
export function measuresOf(report: KindReport, gamma: Gamma): MeasureDto[] {
  return [...where(report, gamma), ...values(report), ...own(report), ...relations(report), ...reuse(report)];
}

function where({ spans, labelled, unitizing }: KindReport, gamma: Gamma): MeasureDto[] {
  const f1 = (id: string, name: string, found: F1WithInterval, more: Partial<MeasureDto> = {}) =>
    measure(found.f1, { id, question: "where", name, basis: counted(found), ...more }, found.interval);
  const isBounded = gamma.between !== null && !gamma.isExact;
  const between = gamma.between?.map((bound) => decimal(bound)).join(" to ");
  const alpha = (id: string, name: string, found: Measured) =>
    measure(found, { id, question: "where", name, basis: "code points of the story", scale: "alpha" });
  return [
    f1("span-exact", "Span F1, the very same words", spans.exact, {
      isRecommended: true,
      places: "same",
    }),
    f1("span-half", "Span F1, overlap by half", spans.overlap, { places: "half" }),
    f1("labelled-exact", "Span F1 with labels, the very same words", labelled.exact),
    f1("labelled-half", "Span F1 with labels, overlap by half", labelled.overlap),
    alpha("binary", "|u-α, position alone", unitizing.binary),
    alpha("u", "u-α, position and label", unitizing.u),
    measure(gamma.gamma, {
      id: "gamma",
      question: "where",
      name: "γ, position and label",
      basis: isBounded ? `between ${between}` : `${gamma.samples} chance samples`,
    }),
  ];
}

function values({ kind, values: found, unitizing }: KindReport): MeasureDto[] {
  const main = attributesOf[kind]?.[0];
  const isKind = kind === "claim" || kind === "duplicate";
  const all = Object.entries(found).flatMap(([name, one]): MeasureDto[] => {
    const question = name === main && isKind ? "what" : "attributes";
    const basis = one.pairs === 1 ? "1 mark of both" : `${one.pairs} marks of both`;
    const label = attributeName(name);
    const of = (id: string, title: string, value: Measured, more: Partial<MeasureDto> = {}) =>
      measure(value, {
        id: `${name}-${id}`,
        question,
        name: `${title}: ${label}`,
        basis,
        scale: "alpha",
        ...more,
      });
    return [
      {
        ...of("alpha", "Krippendorff’s α", one.alpha, { isRecommended: true, places: `value:${name}` }),
        ...(one.alpha.value !== null && { low: one.interval.low, high: one.interval.high }),
      },
      of("share", "Share of the same", one.agreement, { scale: "share", places: `value:${name}=` }),
      of("cohen", "Cohen’s κ", one.cohen, { scale: "share" }),
      of("scott", "Scott’s π", one.scott, { scale: "share" }),
      of("ac1", "Gwet’s AC1", one.ac1, { scale: "share" }),
    ];
  });
  const question = isKind ? "what" : "attributes";
  return [
    ...all,
    measure(unitizing.cu, {
      id: "cu",
      question,
      name: "cu-α, labels where both marked",
      scale: "alpha",
      basis: "code points that both marked",
    }),
    ...Object.entries(unitizing.byValue).map(([value, one]) =>
      measure(one.alpha, {
        id: `ku-${value}`,
        question,
        name: `(k)u-α: ${value === "" ? "without a value" : labelOf(value)}`,
        scale: "alpha",
        basis: `${Math.round(one.covered * 100)} % of what bears it was marked by both`,
      }),
    ),
  ];
}

const levels = { nominal: "equality", ordinal: "rank", interval: "difference" } as const;

function own({ own: found }: KindReport): MeasureDto[] {
  return found.flatMap(({ measure: { name, label, level }, pairs, agreement, alpha, interval }) => {
    const basis = pairs === 1 ? "1 mark of both" : `${pairs} marks of both`;
    const question = "attributes";
    return [
      measure(
        alpha,
        {
          id: `own-${name}-alpha`,
          question,
          name: `Krippendorff’s α by ${levels[level]}: ${label}`,
          basis,
          scale: "alpha",
          isRecommended: true,
        },
        interval,
      ),
      measure(agreement, { id: `own-${name}-share`, question, name: `Share of the same: ${label}`, basis }),
    ];
  });
}

function relations({ triples, links }: KindReport): MeasureDto[] {
  if (!triples || !links) return [];
  const of = (
    question: "triples" | "links",
    id: string,
    name: string,
    found: PairedF1,
    more: Partial<MeasureDto> = {},
  ) => measure(found.f1, { id, question, name, basis: counted(found), ...more });
  const roles = (how: "exact" | "overlap", words: string) =>
    (["source", "cue", "content"] as const).map((role) =>
      of("triples", `${role}-${how}`, `F1 of the ${role}, ${words}`, triples[how][role], {
        places: role === "content" ? null : role,
      }),
    );
  return [
    of("triples", "triple-half", "F1 of whole attributions, overlap by half", triples.overlap.whole, {
      isRecommended: true,
    }),
    of("triples", "triple-exact", "F1 of whole attributions, the very same words", triples.exact.whole),
    ...roles("overlap", "overlap by half"),
    ...roles("exact", "the very same words"),
    of("links", "link-half", "F1 of links that say the same, overlap by half", links.overlap, {
      isRecommended: true,
      places: "link",
    }),
    of("links", "link-exact", "F1 of links that say the same, the very same words", links.exact),
    of("links", "link-any", "F1 of links whatever they say, overlap by half", links.overlapUnlabelled),
  ];
}

function reuse({ clusters }: KindReport): MeasureDto[] {
  if (!clusters) return [];
  const { pairwise, bCubed } = clusters;
  const basis = `${bCubed.items} passages`;
  return [
    measure(bCubed.f1, {
      id: "b3",
      question: "reuse",
      name: "B³ F1 of clusters",
      basis,
      isRecommended: true,
    }),
    measure(bCubed.precision, { id: "b3-precision", question: "reuse", name: "B³ precision", basis }),
    measure(bCubed.recall, { id: "b3-recall", question: "reuse", name: "B³ recall", basis }),
    measure(pairwise.f1, {
      id: "pairwise",
      question: "reuse",
      name: "F1 of pairs in one cluster",
      basis: counted(pairwise),
    }),
  ];
}
