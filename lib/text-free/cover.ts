import type { Span } from "@/lib/text/span";
import { RUN_POINTS } from "@/lib/text-free/schema";

/** A place where a text's words stand in another: code points of both. */
export type Match = { at: number; start: number; length: number };

/** The most places of one run of words that are tried for the longest match. */
const MOST_TRIED = 32;

/**
 * Which code points of one text have been shown. Words of it are recognised wherever they stand, by runs of 12 code points: showing
 * a run shows every place at which the text has it. What is shorter is no words of anybody's but where it is cut out as a quote.
 */
export class TextCover {
  readonly #points: string[];
  readonly #run = RUN_POINTS;
  readonly #places = new Map<string, number[]>();
  readonly #shown: Uint8Array;
  #count = 0;

  constructor(text: string) {
    this.#points = Array.from(text);
    this.#shown = new Uint8Array(this.#points.length);
    for (let at = 0; at + this.#run <= this.#points.length; at++) {
      const run = this.#points.slice(at, at + this.#run).join("");
      const known = this.#places.get(run);
      if (known) known.push(at);
      else this.#places.set(run, [at]);
    }
  }

  /** Code points shown so far. */
  get count(): number {
    return this.#count;
  }

  /** Code points of the text. */
  get length(): number {
    return this.#points.length;
  }

  /** The code points that showing `value` would newly show: wherever its runs stand, and at `own`, where it was cut from. */
  freshIn(value: string, own: readonly Span[] = []): number[] {
    const fresh = new Set<number>();
    const add = (from: number, to: number) => {
      for (let at = from; at < to; at++) if (this.#shown[at] === 0) fresh.add(at);
    };
    for (const { start, end } of own) add(start, Math.min(end, this.#points.length));
    const seen = new Set<string>();
    for (const run of this.#runsOf(value)) {
      if (seen.has(run)) continue;
      seen.add(run);
      let until = 0;
      for (const place of this.#places.get(run) ?? []) {
        add(Math.max(place, until), place + this.#run);
        until = place + this.#run;
      }
    }
    return [...fresh];
  }

  /** Counts code points as shown. */
  show(points: readonly number[]): void {
    for (const at of points) {
      if (this.#shown[at] === 0) this.#count += 1;
      this.#shown[at] = 1;
    }
  }

  /** Where words of the text stand in `value`, from left to right, each as long as can be; they do not overlap. */
  matchesIn(value: string): Match[] {
    const points = Array.from(value);
    const matches: Match[] = [];
    for (let at = 0; at + this.#run <= points.length; ) {
      const places = this.#places.get(points.slice(at, at + this.#run).join("")) ?? [];
      let best: Match | null = null;
      for (const start of places.slice(0, MOST_TRIED)) {
        let length = this.#run;
        while (at + length < points.length && points[at + length] === this.#points[start + length])
          length += 1;
        if (best === null || length > best.length) best = { at, start, length };
      }
      if (best) matches.push(best);
      at += best?.length ?? 1;
    }
    return matches;
  }

  *#runsOf(value: string): Generator<string> {
    if (value.length < this.#run) return;
    const points = Array.from(value);
    for (let at = 0; at + this.#run <= points.length; at++) yield points.slice(at, at + this.#run).join("");
  }
}
