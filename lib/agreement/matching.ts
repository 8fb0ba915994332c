/** One possible match of item `a` of one side with item `b` of the other, and how good it is. */
export type Candidate = { a: number; b: number; weight: number };

/**
 * The largest one-to-one matching among the candidates (Kuhn 1955, augmenting paths), better candidates tried
 * first. Its size does not depend on the order of sides or candidates. Returns the partner of each `a`.
 */
export function matchOneToOne(candidates: readonly Candidate[]): Map<number, number> {
  const options = new Map<number, Candidate[]>();
  for (const candidate of candidates.toSorted((x, y) => y.weight - x.weight || x.a - y.a || x.b - y.b)) {
    const own = options.get(candidate.a);
    if (own) own.push(candidate);
    else options.set(candidate.a, [candidate]);
  }
  const ownerOf = new Map<number, number>();
  for (const start of options.keys()) augment(start, options, ownerOf);
  return new Map([...ownerOf].map(([b, a]) => [a, b]));
}

/** Breadth first, as a long chain of overlapping marks would overflow the stack of the recursive form. */
function augment(start: number, options: Map<number, Candidate[]>, ownerOf: Map<number, number>): void {
  const reachedBy = new Map<number, number>();
  const heldBy = new Map<number, number>();
  const queue = [start];
  for (let a = queue.shift(); a !== undefined; a = queue.shift()) {
    for (const { b } of options.get(a) ?? []) {
      if (reachedBy.has(b)) continue;
      reachedBy.set(b, a);
      const owner = ownerOf.get(b);
      if (owner !== undefined) {
        heldBy.set(owner, b);
        queue.push(owner);
        continue;
      }
      let free: number | undefined = b;
      while (free !== undefined) {
        const taker = reachedBy.get(free);
        if (taker === undefined) return;
        ownerOf.set(free, taker);
        free = heldBy.get(taker);
      }
      return;
    }
  }
}
