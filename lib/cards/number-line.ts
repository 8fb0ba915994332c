import { compareQuantities, describeQuantity, intervalOf } from "@/lib/corroboration/quantities";
import type { Quantity } from "@/lib/corroboration/schema";

/** More different values than this are counted, not drawn. */
const mostRows = 40;

export type ValuedMention = { id: string; number: number; quantity: Quantity; isDenial: boolean };

/**
 * One value as a bar on its number line. `low` and `high` are null where the value is open on that side (a minimum has
 * no upper end); `from` and `to` are the bar's ends in hundredths of the line's width.
 */
export type ValueRow = {
  text: string;
  counted: string | null;
  asOf: string | null;
  low: number | null;
  high: number | null;
  from: number;
  to: number;
  mentions: { id: string; number: number }[];
  mentionCount: number;
  isDenied: boolean;
  /** The rows, counted from 1, that this one conflicts with, and those that it cannot be compared with. */
  conflicts: number[];
  incomparable: number[];
};

/** Values of one unit side by side; `ticks` say where round numbers stand. `left` values are not drawn for want of room. */
export type NumberLine = {
  unit: string | null;
  rows: ValueRow[];
  ticks: { at: number; label: string }[];
  left: number;
  /** Values too vague to be drawn, with their words. */
  vague: { text: string; count: number }[];
};

/**
 * Lays the values of a card's mentions side by side, one line for each unit (values without a unit join the only unit
 * there is). Equal values share a row. Empty where no mention has a value.
 */
export function layOutValues(mentions: readonly ValuedMention[]): NumberLine[] {
  const units = new Set(mentions.flatMap(({ quantity }) => fold(quantity.unit) ?? []));
  const [only] = units.size === 1 ? units : [];
  const groups = new Map<string, ValuedMention[]>();
  for (const mention of mentions) {
    const unit = fold(mention.quantity.unit) ?? only ?? "";
    const group = groups.get(unit);
    if (group) group.push(mention);
    else groups.set(unit, [mention]);
  }
  return [...groups.values()].map(layOutUnit);
}

function layOutUnit(mentions: readonly ValuedMention[]): NumberLine {
  const vague = new Map<string, number>();
  const same = new Map<string, { interval: { low: number; high: number }; mentions: ValuedMention[] }>();
  for (const mention of mentions) {
    const interval = intervalOf(mention.quantity);
    if (!interval) {
      const text = describeQuantity(mention.quantity);
      vague.set(text, (vague.get(text) ?? 0) + 1);
      continue;
    }
    const { qualifier, counted, asOf } = mention.quantity;
    const key = JSON.stringify([
      ...[String(interval.low), String(interval.high), qualifier],
      ...[fold(counted), fold(asOf), mention.isDenial],
    ]);
    const known = same.get(key);
    if (known) known.mentions.push(mention);
    else same.set(key, { interval, mentions: [mention] });
  }
  const all = [...same.values()].toSorted(
    (a, b) => middleOf(a.interval) - middleOf(b.interval) || a.interval.low - b.interval.low,
  );
  const drawn = all.slice(0, mostRows);
  const scale = scaleOf(drawn.map((one) => one.interval));
  const rows = drawn.flatMap(({ interval, mentions: own }): ValueRow[] => {
    const [first] = own;
    if (!first) return [];
    const against = (relation: "conflict" | "not-comparable") =>
      drawn.flatMap(({ mentions: [other] }, place) =>
        other && other !== first && compareQuantities(first.quantity, other.quantity) === relation
          ? [place + 1]
          : [],
      );
    const low = Number.isFinite(interval.low) ? interval.low : null;
    const high = Number.isFinite(interval.high) ? interval.high : null;
    return [
      {
        text: describeQuantity(first.quantity),
        counted: first.quantity.counted,
        asOf: first.quantity.asOf,
        low,
        high,
        from: low === null ? 0 : scale.place(low),
        to: high === null ? 100 : scale.place(high),
        mentions: own.slice(0, 6).map(({ id, number }) => ({ id, number })),
        mentionCount: own.length,
        isDenied: first.isDenial,
        conflicts: first.isDenial ? [] : against("conflict"),
        incomparable: against("not-comparable"),
      },
    ];
  });
  return {
    unit: mentions.find(({ quantity }) => quantity.unit !== null)?.quantity.unit ?? null,
    rows,
    ticks: scale.ticks,
    left: all.length - drawn.length,
    vague: [...vague].map(([text, count]) => ({ text, count })),
  };
}

/** A scale from 0 to 100 over all finite ends, with a tenth of room on both sides, and three to six round numbers on it. */
function scaleOf(intervals: readonly { low: number; high: number }[]) {
  const ends = intervals.flatMap(({ low, high }) => [low, high]).filter(Number.isFinite);
  const lowest = Math.min(...ends);
  const highest = Math.max(...ends);
  const room = (highest - lowest) * 0.1 || Math.abs(highest) * 0.2 || 1;
  const start = lowest - room;
  const width = highest + room - start;
  const place = (value: number) => Math.round(((value - start) / width) * 10_000) / 100;
  const rough = 10 ** Math.floor(Math.log10(width));
  const step = [0.2, 0.5, 1, 2].map((factor) => factor * rough).find((one) => width / one <= 6) ?? rough * 5;
  const first = Math.ceil(start / step);
  const count = ends.length === 0 ? 0 : Math.floor((start + width) / step) - first + 1;
  const ticks = Array.from({ length: Math.max(0, count) }, (_none, at) => {
    const value = Number(((first + at) * step).toPrecision(12));
    return { at: place(value), label: value.toLocaleString("en") };
  });
  return { place, ticks };
}

function middleOf({ low, high }: { low: number; high: number }): number {
  if (!Number.isFinite(low)) return high;
  return Number.isFinite(high) ? (low + high) / 2 : low;
}

function fold(text: string | null): string | null {
  return text?.trim().toLowerCase() || null;
}
