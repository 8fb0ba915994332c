import type { CorroborationInput } from "@/lib/corroboration/schema";

/**
 * Where a chain of attributions ends: the named roots (several when it branches), whether an end has no name,
 * and the attributions on the way that counted, verified or interviewed for themselves.
 */
export type ChainEnd = {
  roots: readonly string[];
  hasUnnamedEnd: boolean;
  analysers: readonly string[];
};

/** Where one step of the walk to the root leads; `isUnnamed` when one of its ends has no name. */
export type ChainStep = { attributions: readonly string[]; roots: readonly string[]; isUnnamed: boolean };

/** The ends of all attributions of one input, and the ways to them. */
export type Chains = {
  /** The end of an attribution; null, the bare claim, ends nowhere. */
  endOf: (attribution: string | null) => ChainEnd;
  /** One step on from an attribution: to others, to roots, or to an end without a name. */
  stepFrom: (attribution: string) => ChainStep;
  /** The attribution and all those it leads to, in order. */
  pathOf: (attribution: string | null) => string[];
  /**
   * The holders of the material that was analysed on the way to this end, and of what those worked from in turn:
   * each a possible dependency of the root that analysed it.
   */
  holdersOf: (end: ChainEnd) => { root: string; holder: string }[];
};

/** Thrown when attributions report or rest on each other in a circle, by whatever type; `ids` is the circle in order. */
export class AttributionCycleError extends Error {
  readonly code = "attribution-cycle";
  readonly ids: readonly string[];

  constructor(ids: readonly string[]) {
    super(`These attributions report or rest on each other in a circle: ${[...ids, ids[0]].join(" → ")}.`);
    this.ids = ids;
  }
}

const nowhere: ChainEnd = { roots: [], hasUnnamedEnd: true, analysers: [] };

type Attribution = CorroborationInput["attributions"][number];

/**
 * Follows every attribution down to the innermost speaker of what is nested in it, then along what it relays,
 * to a root. An end without a name gives no root even when its teller is named. An attribution that analyses
 * is its own end. Throws AttributionCycleError.
 */
export function followChains(input: CorroborationInput): Chains {
  const named = new Set(input.roots.filter(isNamed).map((root) => root.id));
  const byId = new Map(input.attributions.map((one) => [one.id, one]));
  const nested = new Map<string, string[]>();
  for (const one of input.attributions) {
    if (one.nestedIn === null) continue;
    const known = nested.get(one.nestedIn);
    if (known) known.push(one.id);
    else nested.set(one.nestedIn, [one.id]);
  }
  const onward = new Map(input.attributions.map((one) => [one.id, nextOf(one, nested)]));
  const ends = new Map<string, ChainEnd>();
  for (const id of inOrderOfEnd(allSteps(input, nested))) {
    const one = byId.get(id);
    if (one) ends.set(id, joinEnds(one, onward.get(id) ?? [], nested.has(id), ends, named));
  }
  const endOf = (id: string | null) => (id === null ? nowhere : (ends.get(id) ?? nowhere));
  return {
    endOf,
    stepFrom: (id) => {
      const one = byId.get(id);
      if (!one) return { attributions: [], roots: [], isUnnamed: true };
      const direct = directRoots(one, nested.has(id));
      const roots = direct.filter((root) => root !== null && named.has(root)).flatMap((root) => root ?? []);
      const isUnnamed = roots.length < direct.length;
      return { attributions: onward.get(id) ?? [], roots: [...new Set(roots)].toSorted(), isUnnamed };
    },
    pathOf: (id) => listPath(id, onward),
    holdersOf: (end) => {
      const pairs: { root: string; holder: string }[] = [];
      const analysers = [...end.analysers];
      const seen = new Set(analysers);
      for (const analyser of analysers) {
        for (const ground of byId.get(analyser)?.restsOn ?? []) {
          if (ground.type !== "analyses") continue;
          const material = endOf(ground.attribution);
          const isDirect = ground.attribution === null && ground.root !== null && named.has(ground.root);
          const holders = isDirect && ground.root !== null ? [ground.root] : material.roots;
          for (const root of endOf(analyser).roots)
            for (const holder of holders) if (holder !== root) pairs.push({ root, holder });
          for (const next of material.analysers) {
            if (seen.has(next)) continue;
            seen.add(next);
            analysers.push(next);
          }
        }
      }
      return pairs;
    },
  };
}

/** True when the root is somebody with a name; without the key `name` its id is taken as the name. */
export function isNamed(root: CorroborationInput["roots"][number]): boolean {
  if (root.kind === "unnamed" || root.kind === "unspecified") return false;
  return root.name === undefined || (root.name ?? "").trim() !== "";
}

/** Every step from an attribution to another, also those the walk to the root does not take: no circle may hide there. */
function allSteps(input: CorroborationInput, nested: Map<string, string[]>): Map<string, string[]> {
  return new Map(
    input.attributions.map((one) => {
      const grounds = one.restsOn.flatMap(({ attribution }) => (attribution === null ? [] : [attribution]));
      return [one.id, [...new Set([...(nested.get(one.id) ?? []), ...grounds])].toSorted()];
    }),
  );
}

function nextOf(one: Attribution, nested: Map<string, string[]>): string[] {
  const inner = nested.get(one.id);
  if (inner) return inner.toSorted();
  const relayed = one.restsOn.filter((ground) => ground.type === "relays");
  return relayed.flatMap((ground) => (ground.attribution === null ? [] : [ground.attribution])).toSorted();
}

function joinEnds(
  one: Attribution,
  next: readonly string[],
  hasNested: boolean,
  ends: Map<string, ChainEnd>,
  named: Set<string>,
): ChainEnd {
  const roots = new Set<string>();
  const analysers = new Set<string>();
  if (one.restsOn.some((ground) => ground.type === "analyses")) analysers.add(one.id);
  let hasUnnamedEnd = false;
  for (const end of next.map((id) => ends.get(id) ?? nowhere)) {
    for (const root of end.roots) roots.add(root);
    for (const analyser of end.analysers) analysers.add(analyser);
    hasUnnamedEnd ||= end.hasUnnamedEnd;
  }
  for (const root of directRoots(one, hasNested)) {
    if (root !== null && named.has(root)) roots.add(root);
    else hasUnnamedEnd = true;
  }
  return { roots: [...roots].toSorted(), hasUnnamedEnd, analysers: [...analysers].toSorted() };
}

/** The roots an attribution leads to without another one between: its own, or those it relays. */
function directRoots(one: Attribution, hasNested: boolean): (string | null)[] {
  if (hasNested) return [];
  const relayed = one.restsOn.filter((ground) => ground.type === "relays");
  if (relayed.length === 0) return [one.root];
  return relayed.filter((ground) => ground.attribution === null).map((ground) => ground.root);
}

function listPath(id: string | null, onward: Map<string, string[]>): string[] {
  if (id === null) return [];
  const path = new Set<string>();
  const stack = [id];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (path.has(at)) continue;
    path.add(at);
    stack.push(...(onward.get(at) ?? []).toReversed());
  }
  return [...path];
}

/** Every id after all ids it leads to (Kahn 1962, backwards). */
function inOrderOfEnd(onward: Map<string, string[]>): string[] {
  const open = new Map([...onward].map(([id, next]) => [id, next.length]));
  const from = new Map<string, string[]>();
  for (const [id, next] of onward) {
    for (const one of next) {
      const known = from.get(one);
      if (known) known.push(id);
      else from.set(one, [id]);
    }
  }
  const order = [...open].filter(([, count]) => count === 0).map(([id]) => id);
  for (const id of order) {
    for (const before of from.get(id) ?? []) {
      const left = (open.get(before) ?? 0) - 1;
      open.set(before, left);
      if (left === 0) order.push(before);
    }
  }
  if (order.length < onward.size) {
    const done = new Set(order);
    throw new AttributionCycleError(findCycle(new Map([...onward].filter(([id]) => !done.has(id)))));
  }
  return order;
}

function findCycle(left: Map<string, string[]>): string[] {
  const walk: string[] = [];
  const seen = new Map<string, number>();
  let at = [...left.keys()].toSorted()[0];
  while (at !== undefined) {
    const first = seen.get(at);
    if (first !== undefined) return walk.slice(first);
    seen.set(at, walk.length);
    walk.push(at);
    at = left.get(at)?.find((next) => left.has(next));
  }
  return walk;
}
