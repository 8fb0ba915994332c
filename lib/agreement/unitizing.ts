import { type Measured, measured, undefinedBecause } from "@/lib/agreement/measured";
import { overlapLength, type Span } from "@/lib/text/span";

/** One stretch that a coder marked with a value; a discontinuous mark is several. */
export type UnitSpan = Span & { value: string };

/** What the coders did with one continuum: its parts in code points (all of it, or the text without boilerplate). */
export type Continuum = { coders: readonly (readonly UnitSpan[])[]; length: number };

/**
 * `u`: marking and naming together, gaps too; `binary` (|u-α): marked or not, whatever the name; `cu`: the names, over
 * the stretches that two or more coders marked; `byValue` ((k)u-α): whether a value is told from the others there, with
 * the share of what was marked so that somebody else marked as well.
 */
export type Unitizing = {
  u: Measured;
  binary: Measured;
  cu: Measured;
  byValue: ReadonlyMap<string, { alpha: Measured; covered: number }>;
};

/**
 * Krippendorff's α for unitizing (Krippendorff, Mathet, Bouvry & Widlöcher, On the reliability of unitizing textual
 * continua, Quality & Quantity 50, 2016; Content Analysis, 4th ed. 2019, ch. 12.4). One coder's units may touch, not
 * overlap. Undefined for fewer than two coders, overlapping units, an empty continuum, when nobody or everybody marked
 * everything alike (nothing could have disagreed), and, for `cu` and `byValue`, when no two coders marked one place.
 * Throws RangeError for an empty unit and one beyond the continuum.
 */
export function unitizingAlpha({ coders, length }: Continuum): Unitizing {
  const ordered = coders.map((units) => units.toSorted((a, b) => a.start - b.start));
  for (const unit of ordered.flat())
    if (unit.end <= unit.start || unit.start < 0 || unit.end > length)
      throw new RangeError("A unit lies within its continuum and is not empty.");
  const reason = whyNone(ordered, length);
  const values = new Set(ordered.flat().map(({ value }) => value));
  if (reason) {
    const none = undefinedBecause(reason);
    const byValue = new Map([...values].map((value) => [value, { alpha: none, covered: 0 }] as const));
    return { u: none, binary: none, cu: none, byValue };
  }
  const places = new Map([...values].map((value, place) => [value, place + 1]));
  const placed = ordered.map((units) =>
    units.map(({ start, end, value }) => ({ start, end, place: places.get(value) ?? 0 })),
  );
  const marked = placed.map((units) => units.map((unit) => ({ ...unit, place: 1 })));
  const named = codingOf(placed, values.size + 1);
  return {
    u: wholeAlpha(placed, values.size + 1, length),
    binary: wholeAlpha(marked, 2, length),
    cu: named.all,
    byValue: new Map([...places].map(([value, place]) => [value, named.of(place)])),
  };
}

function whyNone(ordered: readonly (readonly UnitSpan[])[], length: number): string | null {
  if (ordered.length < 2) return "there are fewer than two coders";
  if (length <= 0) return "the continuum is empty";
  const isOverlapping = ordered.some((units) =>
    units.some((unit, place) => unit.start < (units[place - 1]?.end ?? 0)),
  );
  return isOverlapping ? "units of one coder overlap" : null;
}

type Placed = Span & { place: number };

/** Coder by coder, how much of the continuum bears each pair of values, gaps (0) included; sums to m × length. */
function wholeAlpha(coders: readonly (readonly Placed[])[], size: number, length: number): Measured {
  const totals = Array.from({ length: size }, () => 0);
  const selfPairs = Array.from({ length: size }, () => 0);
  let agreed = 0;
  for (const [i, own] of coders.entries()) {
    let gap = length;
    for (const { start, end, place } of own) {
      gap -= end - start;
      totals[place] = (totals[place] ?? 0) + end - start;
      selfPairs[place] = (selfPairs[place] ?? 0) + (end - start) ** 2;
    }
    totals[0] = (totals[0] ?? 0) + gap;
    // A gap is no unit: each of its points stands alone, so only points are kept from meeting themselves.
    selfPairs[0] = (selfPairs[0] ?? 0) + gap;
    for (const [j, other] of coders.entries()) {
      if (i >= j) continue;
      let [both, same] = [0, 0];
      for (const [a, b, shared] of meetings(own, other)) {
        both += shared;
        if (a.place === b.place) same += shared;
      }
      const markedByOther = other.reduce((sum, { start, end }) => sum + end - start, 0);
      agreed += 2 * (same + gap - (markedByOther - both));
    }
  }
  const whole = coders.length * length;
  const observed = 1 - agreed / (coders.length - 1) / whole;
  return fromExpected(observed, totals, selfPairs, "nothing was marked, or everything alike");
}

type Coding = { all: Measured; of: (place: number) => { alpha: Measured; covered: number } };

/** The names alone: a unit counts with its pairable length, the mean over the other coders of what they marked of it. */
function codingOf(coders: readonly (readonly Placed[])[], size: number): Coding {
  const totals = Array.from({ length: size }, () => 0);
  const selfPairs = Array.from({ length: size }, () => 0);
  const agreed = Array.from({ length: size }, () => 0);
  const lengths = Array.from({ length: size }, () => 0);
  for (const [i, own] of coders.entries()) {
    const pairable = new Map<Placed, number>();
    for (const [j, other] of coders.entries()) {
      if (i === j) continue;
      for (const [a, b, shared] of meetings(own, other)) {
        pairable.set(a, (pairable.get(a) ?? 0) + shared / (coders.length - 1));
        if (a.place === b.place) agreed[a.place] = (agreed[a.place] ?? 0) + shared / (coders.length - 1);
      }
    }
    for (const unit of own) {
      const share = pairable.get(unit) ?? 0;
      totals[unit.place] = (totals[unit.place] ?? 0) + share;
      selfPairs[unit.place] = (selfPairs[unit.place] ?? 0) + share ** 2;
      lengths[unit.place] = (lengths[unit.place] ?? 0) + unit.end - unit.start;
    }
  }
  const whole = sum(totals);
  const none = "no two coders marked the same place";
  return {
    all:
      whole === 0
        ? undefinedBecause(none)
        : fromExpected(1 - sum(agreed) / whole, totals, selfPairs, "only one value occurs where coders meet"),
    of: (place) => {
      const [own, same] = [totals[place] ?? 0, agreed[place] ?? 0];
      const covered = own / (lengths[place] ?? 1);
      if (own === 0) return { alpha: undefinedBecause(none), covered };
      // Of what this value meets, the share with another name; a unit is never expected to meet itself.
      const expected = (own * (whole - own)) / (own * whole - (selfPairs[place] ?? 0));
      const alpha =
        whole - own < 1e-9
          ? undefinedBecause("only one value occurs where coders meet")
          : measured(1 - (own - same) / own / expected);
      return { alpha, covered };
    },
  };
}

function fromExpected(
  observed: number,
  totals: readonly number[],
  selfPairs: readonly number[],
  reason: string,
): Measured {
  const pairs = sum(totals) ** 2 - sum(selfPairs);
  const alike = sum(totals.map((total, place) => total ** 2 - (selfPairs[place] ?? 0)));
  const expected = pairs === 0 ? 0 : 1 - alike / pairs;
  return expected < 1e-12 ? undefinedBecause(reason) : measured(1 - observed / expected);
}

/** Every place where a unit of one coder meets a unit of another, with the length they share; both lists in order. */
function* meetings(
  own: readonly Placed[],
  other: readonly Placed[],
): Generator<[a: Placed, b: Placed, shared: number]> {
  let [i, j] = [0, 0];
  for (;;) {
    const [a, b] = [own[i], other[j]];
    if (!a || !b) return;
    const shared = overlapLength(a, b);
    if (shared > 0) yield [a, b, shared];
    if (a.end < b.end) i++;
    else j++;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
