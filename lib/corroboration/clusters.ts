import type { CorroborationClaim, CorroborationMention } from "@/lib/corroboration/schema";
import { UnionFind } from "@/lib/corroboration/union-find";

/**
 * Mentions that confirmed reuse joins. `origins` are those from which the rest may come: one when the direction
 * is known, all that could have been first where it is not.
 */
export type ReuseCluster = { id: string; mentions: CorroborationMention[]; origins: CorroborationMention[] };

/**
 * The reuse clusters of a claim, a mention without reuse being one by itself, sorted by smallest id. A link
 * without direction counts as possible both ways; the origins are the mentions that no other outside their own
 * circle of possible derivation leads to, so links that contradict each other leave the direction unknown.
 */
export function listClusters(claim: CorroborationClaim): ReuseCluster[] {
  const byId = new Map(claim.mentions.map((mention) => [mention.id, mention]));
  const sets = new UnionFind();
  const targets = new Map<string, Set<string>>();
  const add = (from: string, to: string) => {
    const known = targets.get(from);
    if (known) known.add(to);
    else targets.set(from, new Set([to]));
  };
  for (const reuse of claim.reuse) {
    if (reuse.a === reuse.b) continue;
    sets.join(reuse.a, reuse.b);
    if (reuse.original !== reuse.b) add(reuse.a, reuse.b);
    if (reuse.original !== reuse.a) add(reuse.b, reuse.a);
  }
  const circles = strongCircles([...byId.keys()], targets);
  const derived = new Set<string>();
  for (const [from, next] of targets) {
    for (const to of next) {
      const circle = circles.get(to);
      if (circle !== undefined && circle !== circles.get(from)) derived.add(circle);
    }
  }
  const clusters = new Map<string, ReuseCluster>();
  for (const mention of claim.mentions.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const id = sets.find(mention.id);
    const cluster = clusters.get(id) ?? { id, mentions: [], origins: [] };
    cluster.mentions.push(mention);
    if (!derived.has(circles.get(mention.id) ?? mention.id)) cluster.origins.push(mention);
    clusters.set(id, cluster);
  }
  return [...clusters.values()];
}

/** The strongly connected components, as node → a name of its component (Kosaraju 1978, without recursion). */
export function strongCircles(
  nodes: readonly string[],
  targets: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, string> {
  const backward = new Map<string, string[]>();
  for (const [from, next] of targets) {
    for (const to of next) {
      const known = backward.get(to);
      if (known) known.push(from);
      else backward.set(to, [from]);
    }
  }
  const finished = finishingOrder(nodes, targets);
  const circles = new Map<string, string>();
  for (const node of finished.toReversed()) {
    if (circles.has(node)) continue;
    circles.set(node, node);
    const stack = [node];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      for (const from of backward.get(at) ?? []) {
        if (circles.has(from)) continue;
        circles.set(from, node);
        stack.push(from);
      }
    }
  }
  return circles;
}

function finishingOrder(
  nodes: readonly string[],
  targets: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  const seen = new Set<string>();
  const order: string[] = [];
  for (const node of nodes) {
    if (seen.has(node)) continue;
    seen.add(node);
    const stack = [{ node, next: [...(targets.get(node) ?? [])] }];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const to = top.next.pop();
      if (to === undefined) {
        order.push(top.node);
        stack.pop();
      } else if (!seen.has(to)) {
        seen.add(to);
        stack.push({ node: to, next: [...(targets.get(to) ?? [])] });
      }
    }
  }
  return order;
}
