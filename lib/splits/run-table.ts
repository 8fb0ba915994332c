import { mix, RUN_LENGTH } from "@/lib/splits/words";

/** The most runs that one table holds: what there is beyond is looked at in further turns. */
const MOST_RUNS_A_TURN = 2_000_000;
const FIRST = 0x9e3779b1;
const SECOND = 0x85ebca77;
const FIRST_OUT = power(FIRST);
const SECOND_OUT = power(SECOND);

/** A text's words as 32-bit hashes, with whether each lies outside the story (1) or in it (0). */
export type HashedText = { hashes: Uint32Array; apart: Uint8Array | null };

/** Calls `visit` for each run of words with a hash of 64 bits in two halves, and whether it lies wholly outside the story. */
export function eachRun(
  { hashes, apart }: HashedText,
  visit: (high: number, low: number, at: number, isApart: boolean) => void,
): void {
  let high = 0;
  let low = 0;
  let apartInRun = 0;
  for (let end = 0; end < hashes.length; end++) {
    const word = hashes[end] ?? 0;
    high = (Math.imul(high, FIRST) + word) | 0;
    low = (Math.imul(low, SECOND) + word) | 0;
    apartInRun += apart?.[end] ?? 0;
    const at = end - RUN_LENGTH;
    if (at >= 0) {
      const left = hashes[at] ?? 0;
      high = (high - Math.imul(left, FIRST_OUT)) | 0;
      low = (low - Math.imul(left, SECOND_OUT)) | 0;
      apartInRun -= apart?.[at] ?? 0;
    }
    if (end + 1 >= RUN_LENGTH) visit(mix(high), mix(low ^ 0x5bd1e995), at + 1, apartInRun === RUN_LENGTH);
  }
}

/** How many turns over all texts keep each turn's table small, for a number of runs. */
export function turnsFor(runs: number): number {
  return Math.max(1, Math.ceil(runs / MOST_RUNS_A_TURN));
}

/**
 * A table of runs by hash (open addressing, 12 bytes a slot, at most half full) that remembers for each who has it:
 * nobody 0, one owner its number from 1, several `SEVERAL`.
 */
export class RunTable {
  readonly #mask: number;
  readonly #high: Uint32Array;
  readonly #low: Uint32Array;
  readonly #owner: Uint32Array;

  constructor(runs: number) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, Math.min(runs, MOST_RUNS_A_TURN * 1.5) * 2)));
    this.#mask = size - 1;
    this.#high = new Uint32Array(size);
    this.#low = new Uint32Array(size);
    this.#owner = new Uint32Array(size);
  }

  /** The owner that a run had before, 0 for none; it has `owner` too now. */
  add(high: number, low: number, owner: number): number {
    const slot = this.#slot(high, low);
    const before = this.#owner[slot] ?? 0;
    if (before === 0) {
      this.#high[slot] = high;
      this.#low[slot] = low;
      this.#owner[slot] = owner;
    } else if (before !== owner) this.#owner[slot] = SEVERAL;
    return before;
  }

  /** As `add`, but the first owner stays written. */
  first(high: number, low: number, owner: number): number {
    const slot = this.#slot(high, low);
    const before = this.#owner[slot] ?? 0;
    if (before !== 0) return before;
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#owner[slot] = owner;
    return 0;
  }

  get(high: number, low: number): number {
    return this.#owner[this.#slot(high, low)] ?? 0;
  }

  #slot(high: number, low: number): number {
    let slot = (high ^ Math.imul(low, FIRST)) & this.#mask;
    while (this.#owner[slot] !== 0 && (this.#high[slot] !== high || this.#low[slot] !== low))
      slot = (slot + 1) & this.#mask;
    return slot;
  }
}

/** The owner of what several have. */
export const SEVERAL = 0xffffffff;

function power(base: number): number {
  let result = 1;
  for (let at = 0; at < RUN_LENGTH; at++) result = Math.imul(result, base);
  return result;
}
