import { z } from "zod";
import { bestAlignment } from "@/lib/agreement/alignment";
import type { GammaUnit } from "@/lib/agreement/dissimilarity";
import { gammaOf } from "@/lib/agreement/gamma";
import { krippendorffAlpha, type Level } from "@/lib/agreement/krippendorff-alpha";
import { manyRaterCoefficients } from "@/lib/agreement/many-raters";
import { twoRaterCoefficients } from "@/lib/agreement/two-raters";
import { type UnitSpan, unitizingAlpha } from "@/lib/agreement/unitizing";
import { readCountsAndScale, readTable, readUnits, type VectorData } from "@/lib/agreement/vector-data";
import type { Weighting } from "@/lib/agreement/weights";

/** What a measure found, by key; a key that it does not know is left out, an undefined one is null. */
export type Found = Map<string, number | null>;
type Measure = (data: VectorData, keys: readonly string[]) => Found | Promise<Found>;

const measures: Readonly<Record<string, Measure>> = {
  "krippendorff-alpha": alphas,
  "two-rater-coefficients": twoRaters,
  "multi-rater-coefficients": manyRaters,
  "multi-rater-from-counts": manyRaters,
  "u-alpha": unitizing,
  gamma,
};

/**
 * The wanted keys of one worked example: see `measures` for the measures' names. Throws ZodError for data of another
 * layout, RangeError for impossible ones and for a measure that there is none of.
 */
export async function computeVector(
  measure: string,
  data: VectorData,
  keys: readonly string[],
): Promise<Found> {
  const compute = Object.hasOwn(measures, measure) ? measures[measure] : undefined;
  if (!compute)
    throw new RangeError(`There is no measure "${measure}"; there are ${Object.keys(measures).join(", ")}.`);
  return compute(data, keys);
}

const levels: readonly Level[] = ["nominal", "ordinal", "interval", "ratio"];

/** Do and De belong to the nominal level, or to the only one that is asked for. */
function alphas(data: VectorData, keys: readonly string[]): Found {
  const units = readUnits(data);
  const wanted = levels.filter((level) => keys.includes(level));
  const [only] = wanted;
  const basis = krippendorffAlpha(units, wanted.length === 1 && only ? only : "nominal");
  return new Map<string, number | null>([
    ...wanted.map((level) => [level, krippendorffAlpha(units, level).alpha.value] as const),
    ["Do", basis.observed],
    ["De", basis.expected],
  ]);
}

const weightings: readonly Weighting[] = ["identity", "ordinal", "linear", "quadratic"];
const keyOf = (name: string, weighting: Weighting) =>
  weighting === "identity" ? name : `${name}_${weighting}`;

function twoRaters(data: VectorData, keys: readonly string[]): Found {
  const { table, scale } = readTable(data);
  const found: Found = new Map();
  for (const weighting of weightings) {
    const { agreement, cohen, scott, gwet, alpha } = twoRaterCoefficients(table, weighting, scale);
    found.set(keyOf("pa", weighting), agreement.value);
    for (const [name, { coefficient }] of Object.entries({ cohen, scott, ac: gwet, alpha }))
      found.set(keyOf(name, weighting), coefficient.value);
    // Fleiss' κ of two raters is Scott's π; chance is that of the first coefficient which is asked for.
    found.set(keyOf("fleiss", weighting), scott.coefficient.value);
    const named = Object.entries({ cohen, scott, fleiss: scott, ac: gwet, alpha });
    const first = named.find(([name]) => keys.includes(keyOf(name, weighting)));
    found.set(keyOf("pe", weighting), (first?.[1] ?? cohen).chance);
  }
  return found;
}

function manyRaters(data: VectorData, keys: readonly string[]): Found {
  const { counts, scale } = readCountsAndScale(data);
  const found: Found = new Map();
  for (const weighting of weightings) {
    const { agreement, fleiss, gwet, alpha } = manyRaterCoefficients(counts, weighting, scale);
    found.set(keyOf("pa", weighting), agreement.value);
    for (const [name, { coefficient }] of Object.entries({ fleiss, scott: fleiss, ac: gwet, alpha }))
      found.set(keyOf(name, weighting), coefficient.value);
    const named = Object.entries({ fleiss, scott: fleiss, ac: gwet, alpha });
    const first = named.find(([name]) => keys.includes(keyOf(name, weighting)));
    found.set(keyOf("pe", weighting), (first?.[1] ?? fleiss).chance);
  }
  return found;
}

const category = z.union([z.string(), z.number().transform(String), z.boolean().transform(String), z.null()]);
const coders = z.object({
  length: z.number().nonnegative(),
  coders: z.array(z.array(z.tuple([z.number(), z.number(), category]))),
  spanForm: z.string().default("[start,endExclusive,value], zero-based"),
});

/** A span without a value is a gap. Ends are exclusive and counted from 0 unless the form says otherwise. */
function unitizing(data: VectorData): Found {
  const { length, coders: given, spanForm } = coders.parse(data);
  const isLength = /length/i.test(spanForm);
  const offset = /one-based|1-based/i.test(spanForm) ? 1 : 0;
  const last = /inclusive/i.test(spanForm) ? 1 : 0;
  const found = unitizingAlpha({
    length,
    coders: given.map((spans) =>
      spans.flatMap(([start, end, value]): UnitSpan[] =>
        value === null
          ? []
          : [{ start: start - offset, end: (isLength ? start + end : end + last) - offset, value }],
      ),
    ),
  });
  return new Map([
    ["u", found.u.value],
    ["binary", found.binary.value],
    ["cu", found.cu.value],
  ]);
}

const continuumShape = z.object({
  continuum: z.array(z.tuple([z.string(), z.number(), z.number(), category])),
  annotators: z.array(z.string()).default([]),
  params: z
    .object({ alpha: z.number(), beta: z.number(), deltaEmpty: z.number() })
    .partial()
    .default({})
    .transform((given) => ({ alpha: 1, beta: 1, deltaEmpty: 1, ...given })),
});

/** γ itself depends on its samples: here they come from the seed 1. */
async function gamma(data: VectorData, keys: readonly string[]): Promise<Found> {
  const { continuum, annotators, params } = continuumShape.parse(data);
  const units = new Map<string, GammaUnit[]>(annotators.map((name) => [name, []]));
  for (const [name, start, end, value] of continuum) {
    const own = units.get(name) ?? [];
    own.push({ start, end, category: value ?? "" });
    units.set(name, own);
  }
  const layers = [...units.values()];
  const found: Found = new Map([
    ["observedDisorder", (await bestAlignment(layers, params))?.disorder ?? null],
  ]);
  if (keys.includes("gamma") || keys.includes("expectedDisorder")) {
    const whole = await gammaOf(layers, { seed: 1, parameters: params });
    found.set("gamma", whole.gamma.value).set("expectedDisorder", whole.expected);
  }
  return found;
}
