import type { Unit } from "@/lib/agreement/krippendorff-alpha";

/** The categories of a variable in order, and the number each stands for where distances count. */
export type Categories = { values: readonly (string | number)[]; scale: readonly number[] };

/**
 * The categories that occur, in ascending order, or the given ones in the given order. Numbers stand for themselves;
 * names for their place, 1 and up.
 */
export function categoriesOf(units: readonly Unit[], given?: readonly (string | number)[]): Categories {
  const values = given ?? distinct(units);
  const numbers = values.filter((value) => typeof value === "number");
  const isNumeric = numbers.length === values.length;
  return { values, scale: isNumeric ? numbers : values.map((_, place) => place + 1) };
}

function distinct(units: readonly Unit[]): (string | number)[] {
  const found = new Set(units.flatMap((unit) => unit.filter((value) => value !== null)));
  return [...found].toSorted((a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : 1,
  );
}

/** How many raters put each unit (row) into each category (column). Throws RangeError for a value of no category. */
export function countsOf(units: readonly Unit[], categories: Categories): number[][] {
  const places = placesOf(categories);
  return units.map((unit) => {
    const counts = categories.values.map(() => 0);
    for (const value of unit) {
      if (value === null) continue;
      const place = placeIn(places, value);
      counts[place] = (counts[place] ?? 0) + 1;
    }
    return counts;
  });
}

/**
 * The contingency table of two raters, the first in rows, over the units that both rated. Throws RangeError for a
 * value of no category.
 */
export function tableOf(units: readonly Unit[], categories: Categories): number[][] {
  const places = placesOf(categories);
  const table = categories.values.map(() => categories.values.map(() => 0));
  for (const [a = null, b = null] of units) {
    if (a === null || b === null) continue;
    const row = table[placeIn(places, a)];
    const column = placeIn(places, b);
    if (row) row[column] = (row[column] ?? 0) + 1;
  }
  return table;
}

function placesOf(categories: Categories): Map<string | number, number> {
  return new Map(categories.values.map((value, place) => [value, place]));
}

function placeIn(places: ReadonlyMap<string | number, number>, value: string | number): number {
  const place = places.get(value);
  if (place === undefined) throw new RangeError(`The value "${value}" is none of the categories.`);
  return place;
}
