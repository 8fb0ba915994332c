import type { Occurrences } from "@/lib/splits/run-index";
import { RUN_LENGTH } from "@/lib/splits/words";

/** A run of `words` words at places (text's number, first word); `ground` as in `Occurrences`. */
export type LongRun = { words: number; ground: number; places: { text: number; at: number }[] };

/**
 * Runs of 12 words put together to the longest ones whose places are the same: one sentence in five articles is one run
 * of five places. Together the runs cover exactly the words that the short ones do.
 */
export function joinRuns({ length, run, text, at, grounds }: Occurrences): LongRun[] {
  // Places by run, as ranges of one list.
  const starts = new Uint32Array(grounds.length + 1);
  for (let one = 0; one < length; one++) starts[(run[one] ?? 0) + 1] = (starts[(run[one] ?? 0) + 1] ?? 0) + 1;
  for (let one = 1; one < starts.length; one++) starts[one] = (starts[one] ?? 0) + (starts[one - 1] ?? 0);
  const order = Array.from({ length }, (_, one) => one).sort(
    (a, b) => (run[a] ?? 0) - (run[b] ?? 0) || (text[a] ?? 0) - (text[b] ?? 0) || (at[a] ?? 0) - (at[b] ?? 0),
  );
  const runAt = new Map<number, number>();
  const placeKey = (one: number) => (text[one] ?? 0) * 2 ** 24 + (at[one] ?? 0);
  for (let one = 0; one < length; one++) runAt.set(placeKey(one), run[one] ?? 0);
  const placesOf = (id: number) => order.slice(starts[id] ?? 0, starts[id + 1] ?? 0);
  const isNext = (id: number, next: number) => {
    const [from, to] = [placesOf(id), placesOf(next)];
    if (from.length !== to.length || grounds[id] !== grounds[next]) return false;
    return from.every((one, place) => placeKey(one) + 1 === placeKey(to[place] ?? 0));
  };
  const nextOf = (id: number): number | null => {
    const [first] = placesOf(id);
    const next = first === undefined ? undefined : runAt.get(placeKey(first) + 1);
    return next !== undefined && next !== id && isNext(id, next) ? next : null;
  };
  const follows = new Set<number>();
  const next = new Map<number, number>();
  for (let id = 0; id < grounds.length; id++) {
    const after = nextOf(id);
    if (after === null) continue;
    next.set(id, after);
    follows.add(after);
  }
  const runs: LongRun[] = [];
  for (let id = 0; id < grounds.length; id++) {
    if (follows.has(id)) continue;
    let words = RUN_LENGTH;
    for (let on = next.get(id); on !== undefined; on = next.get(on)) words += 1;
    const places = placesOf(id).map((one) => ({ text: text[one] ?? 0, at: at[one] ?? 0 }));
    runs.push({ words, ground: grounds[id] ?? 0, places });
  }
  return runs;
}
