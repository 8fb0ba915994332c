/** Disjoint sets of ids (Galler & Fischer 1964); an id that was never joined is a set of its own. */
export class UnionFind {
  readonly #parent = new Map<string, string>();

  /** The id that stands for the whole set of `id`; the smallest one in it, whatever the order of joining. */
  find(id: string): string {
    let top = id;
    for (let next = this.#parent.get(top); next !== undefined; next = this.#parent.get(top)) top = next;
    let at = id;
    while (at !== top) {
      const next = this.#parent.get(at) ?? top;
      this.#parent.set(at, top);
      at = next;
    }
    return top;
  }

  /** Makes one set of both; true when they were two before. */
  join(a: string, b: string): boolean {
    const one = this.find(a);
    const other = this.find(b);
    if (one === other) return false;
    if (one < other) this.#parent.set(other, one);
    else this.#parent.set(one, other);
    return true;
  }

  /** A copy that can be joined further without changing this one. */
  clone(): UnionFind {
    const copy = new UnionFind();
    for (const [id, parent] of this.#parent) copy.#parent.set(id, parent);
    return copy;
  }
}
