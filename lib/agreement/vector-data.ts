import { z } from "zod";
import { type Categories, categoriesOf, countsOf, tableOf } from "@/lib/agreement/categories";
import type { Unit } from "@/lib/agreement/krippendorff-alpha";

/** The data of one worked example, as its file gives them. */
export type VectorData = Readonly<Record<string, unknown>>;

const value = z.union([z.string(), z.number(), z.boolean().transform(Number), z.null()]);
const matrix = z.array(z.array(z.number()));
const layoutOf = (data: VectorData) => z.string().catch("").parse(data.layout).toLowerCase();

/**
 * The values by unit and rater: `units`, turned where the layout names the raters first, with numbers for numerals; or
 * as many equal values as `counts` says. Missing values are null, and whatever mark the layout calls missing.
 */
export function readUnits(data: VectorData): Unit[] {
  if (data.units === undefined) return fromCounts(readCounts(data), categoriesIn(data));
  const mark = /(\S+)\s*=\s*missing/.exec(layoutOf(data))?.[1];
  const rows = z
    .array(z.array(value))
    .parse(data.units)
    .map((row) => row.map((one) => (one === "" || String(one) === mark ? null : one)));
  const units = /^\W*(observer|rater|coder|annotator)s?\W+x\b/.test(layoutOf(data)) ? transpose(rows) : rows;
  const isNumeral = units.every((unit) =>
    unit.every((one) => typeof one !== "string" || /^-?\d+(\.\d+)?$/.test(one)),
  );
  return isNumeral ? units.map((unit) => unit.map((one) => (one === null ? null : Number(one)))) : units;
}

/** The contingency table of two raters: `table`, or made from `units`; with its categories. */
export function readTable(data: VectorData): { table: number[][]; scale: readonly number[] } {
  if (data.table !== undefined) {
    const table = matrix.parse(data.table);
    return { table, scale: categoriesIn(data)?.scale ?? places(table.length) };
  }
  const units = readUnits(data);
  const categories = categoriesIn(data) ?? categoriesOf(units);
  return { table: tableOf(units, categories), scale: categories.scale };
}

/** How many raters put each unit into each category: counts as given, or counted from `units`; with its categories. */
export function readCountsAndScale(data: VectorData): { counts: number[][]; scale: readonly number[] } {
  if (data.units === undefined || /categor/.test(layoutOf(data))) {
    const counts = readCounts(data);
    return { counts, scale: categoriesIn(data)?.scale ?? places(counts[0]?.length ?? 0) };
  }
  const units = readUnits(data);
  const categories = categoriesIn(data) ?? categoriesOf(units);
  return { counts: countsOf(units, categories), scale: categories.scale };
}

function readCounts(data: VectorData): number[][] {
  const named = data.counts ?? data.table ?? data.units;
  // Whatever it is called: the only table of numbers that is there.
  const rows = matrix.parse(named ?? Object.values(data).find((value) => matrix.safeParse(value).success));
  return /^\W*categor\w*\W+x\b/.test(layoutOf(data)) ? transpose(rows) : rows;
}

function categoriesIn(data: VectorData): Categories | undefined {
  const given = z.array(z.union([z.string(), z.number()])).safeParse(data.categories);
  return given.success ? categoriesOf([], given.data) : undefined;
}

function fromCounts(counts: readonly (readonly number[])[], categories: Categories | undefined): Unit[] {
  return counts.map((row) =>
    row.flatMap((count, place) =>
      Array.from({ length: count }, () => categories?.values[place] ?? categories?.scale[place] ?? place + 1),
    ),
  );
}

function transpose<T>(rows: readonly (readonly T[])[]): T[][] {
  return (rows[0] ?? []).map((_, column) =>
    rows.map((row) => row[column]).filter((one): one is T => one !== undefined),
  );
}

function places(count: number): number[] {
  return Array.from({ length: count }, (_, place) => place + 1);
}
