/** More entries than this above the base are worth a copy of the whole. */
const MOST_ABOVE = 256;

/**
 * A map that is never changed, of which another with a few entries more or other is made without copying it: entries
 * stand above a base that both share. Order is that of a Map to which the same entries were set.
 */
export class LayeredMap<V> implements ReadonlyMap<string, V> {
  readonly #base: ReadonlyMap<string, V>;
  readonly #above: ReadonlyMap<string, V>;
  readonly size: number;

  private constructor(base: ReadonlyMap<string, V>, above: ReadonlyMap<string, V>) {
    this.#base = base;
    this.#above = above;
    let size = base.size;
    for (const key of above.keys()) if (!base.has(key)) size += 1;
    this.size = size;
  }

  /** A map with entries set, the others as they were. */
  static set<V>(map: ReadonlyMap<string, V>, entries: Iterable<readonly [string, V]>): LayeredMap<V> {
    const base = map instanceof LayeredMap ? map.#base : map;
    const above = new Map<string, V>(map instanceof LayeredMap ? map.#above : []);
    for (const [key, value] of entries) above.set(key, value);
    const next = new LayeredMap<V>(base, above);
    return above.size > MOST_ABOVE ? new LayeredMap<V>(new Map(next), new Map()) : next;
  }

  /** The keys whose values may differ between two maps on the same base, in the order of the second; null where they share none, or a key is gone. */
  static keysBetween<V>(last: ReadonlyMap<string, V>, now: ReadonlyMap<string, V>): Set<string> | null {
    const [base, above] =
      last instanceof LayeredMap ? [last.#base, last.#above] : [last, new Map<string, V>()];
    if (!(now instanceof LayeredMap) || now.#base !== base) return null;
    for (const key of above.keys()) if (!now.has(key)) return null;
    return new Set([...now.#above.keys(), ...above.keys()]);
  }

  get(key: string): V | undefined {
    return this.#above.get(key) ?? this.#base.get(key);
  }

  has(key: string): boolean {
    return this.#above.has(key) || this.#base.has(key);
  }

  forEach(work: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    this.#base.forEach((value, key) => {
      work(this.#above.get(key) ?? value, key, this);
    });
    this.#above.forEach((value, key) => {
      if (!this.#base.has(key)) work(value, key, this);
    });
  }

  *entries(): MapIterator<[string, V]> {
    for (const [key, value] of this.#base) yield [key, this.#above.get(key) ?? value];
    for (const [key, value] of this.#above) if (!this.#base.has(key)) yield [key, value];
  }

  *keys(): MapIterator<string> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): MapIterator<V> {
    for (const [key, value] of this.#base) yield this.#above.get(key) ?? value;
    for (const [key, value] of this.#above) if (!this.#base.has(key)) yield value;
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }
}
