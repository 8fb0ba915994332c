import {
  type CardNetwork,
  hiddenName,
  markHrefs,
  ownReportingId,
  reportersIn,
} from "@/lib/cards/corroboration-input";
import { mentionHref } from "@/lib/cards/mention-href";
import { type Chains, followChains } from "@/lib/corroboration/chains";
import type { Corroboration, CorroborationStep } from "@/lib/corroboration/corroborate";
import type { CorroborationInput } from "@/lib/corroboration/schema";

/** What a node stands for; `unnamed` is an end that nobody's name is known of. */
export type GraphNodeKind = "mention" | "cluster" | "attribution" | "root" | "unnamed";

/**
 * One node: `place` is its column, 0 for mentions; `detail` says more in a few words; `flags` are a root's interests in what
 * the card says; `href` leads to its spans or its page.
 */
export type GraphNode = {
  id: string;
  kind: GraphNodeKind;
  place: number;
  label: string;
  detail: string;
  flags?: readonly string[];
  href: string | null;
};

/** The way from mentions to roots as a drawing: every line leads from a node to one further right. */
export type CardGraph = {
  nodes: GraphNode[];
  edges: { from: string; to: string }[];
  /** Roots that count as one (`known`) or may (`possible`), both of them drawn. */
  merges: { a: string; b: string; level: "known" | "possible"; why: string }[];
  columns: string[];
  drawn: number;
  all: number;
};

/** More mentions than this are not drawn: first one of each group of copies, the oldest article first. */
export const DRAWN_MENTIONS = 30;

type Draft = { nodes: Map<string, GraphNode>; edges: Map<string, { from: string; to: string }> };

/**
 * Draws how a card's mentions lead to its roots: copies to their group, the group's origins along what they report and
 * rest on to the named roots or to an end without a name. What is not asserted or assessed is drawn too, and says so.
 */
export function buildGraph(
  slug: string,
  network: CardNetwork,
  input: CorroborationInput,
  result: Corroboration,
  interests: ReadonlyMap<string, readonly string[]> = new Map(),
): CardGraph {
  const chains = followChains(input);
  const hrefOf = markHrefs(slug, network);
  const reportersOf = reportersIn(network);
  const clusters = result.steps.filter((step) => step.step === "cluster");
  const mentions = chooseMentions(network, clusters);
  const draft: Draft = { nodes: new Map(), edges: new Map() };
  const attributionOf = new Map(input.claims[0]?.mentions.map((one) => [one.id, one.attribution]));
  const isDrawn = new Set(mentions.map((mention) => mention.id));
  const originsOf = clusters.map((step) => {
    const origins = step.origins.filter((id) => isDrawn.has(id));
    return origins.length > 0 ? origins : step.origins.slice(0, 1);
  });
  const starts = [...isDrawn, ...originsOf.flat()];
  const paths = starts.flatMap((id) => chains.pathOf(attributionOf.get(id) ?? null));
  const least = new Map(
    starts.map((id) => {
      const attribution = attributionOf.get(id) ?? "";
      return [attribution, reportersOf(attribution).length];
    }),
  );
  const depths = depthsOf(paths, chains, least);
  const first = clusters.length > 0 ? 2 : 1;
  const last = first + Math.max(0, ...[...depths.values()].map((depth) => depth + 1));
  const draw = (from: string, attribution: string | null) =>
    drawChain(
      draft,
      {
        hrefOf,
        register: `/projects/${slug}/sources`,
        network,
        interests,
        chains,
        reportersOf,
        depths,
        first,
        last,
      },
      from,
      attribution,
    );

  for (const mention of mentions) {
    const id = `m ${mention.id}`;
    const href = hrefOf(mention.articleId, mention.claimId);
    const stance = { denies: "denies it, ", questions: "questions it, " }[mention.stance ?? ""] ?? "";
    const publisher = mention.publisherId ? nameOf(network, mention.publisherId) : null;
    const detail = `${stance}${publisher ? `${publisher}: ` : ""}${mention.articleTitle}`;
    draft.nodes.set(id, { id, kind: "mention", place: 0, label: mention.quote, detail, href });
    const cluster = clusters.findIndex((step) => step.mentions.includes(mention.id));
    const step = clusters[cluster];
    if (!step) {
      draw(id, attributionOf.get(mention.id) ?? null);
      continue;
    }
    const group = `c ${cluster}`;
    draft.nodes.set(group, {
      id: group,
      kind: "cluster",
      place: 1,
      label: `Copies, group ${cluster + 1}`,
      detail: `${step.mentions.length} mentions, ${step.direction === "known" ? "original known" : "original unknown"}`,
      href: mentionHref({ layer: network.previewId ?? null }, step.origins[0] ?? mention.id),
    });
    addEdge(draft, id, group);
    for (const origin of originsOf[cluster] ?? []) draw(group, attributionOf.get(origin) ?? null);
  }
  const merges = result.steps.flatMap((step) =>
    step.step === "merge" && draft.nodes.has(`r ${step.a}`) && draft.nodes.has(`r ${step.b}`)
      ? [{ a: `r ${step.a}`, b: `r ${step.b}`, level: step.level, why: step.why ?? "" }]
      : [],
  );
  const middle = Array.from({ length: last - first }, (_, at) => (at === 0 ? "Said by" : "From"));
  return {
    nodes: [...draft.nodes.values()],
    edges: [...draft.edges.values()],
    merges,
    columns: ["Mentions", ...(first === 2 ? ["Copies as one"] : []), ...middle, "Origins"],
    drawn: mentions.length,
    all: network.mentions.filter((mention) => mention.isSame).length,
  };
}

type Way = {
  /** Where the pages of sources stand. */
  register: string;
  hrefOf: (articleId: string, markId: string) => string;
  network: CardNetwork;
  interests: ReadonlyMap<string, readonly string[]>;
  chains: Chains;
  reportersOf: (attribution: string) => string[];
  depths: ReadonlyMap<string, number>;
  first: number;
  last: number;
};

/** The chain of a mention from the outermost that reports it; those outside belong to this chain alone. */
function drawChain(draft: Draft, way: Way, from: string, attribution: string | null): void {
  if (attribution === null) {
    drawEnd(draft, way, from, "Without an origin", "the text says it itself");
    return;
  }
  let before = from;
  const outer = way.reportersOf(attribution);
  for (const [at, reporter] of outer.entries()) {
    const id = `o ${reporter} ${attribution}`;
    const place = way.first + (way.depths.get(attribution) ?? 0) - outer.length + at;
    draft.nodes.set(id, { id, kind: "attribution", place, ...describe(way, reporter) });
    addEdge(draft, before, id);
    before = id;
  }
  drawWay(draft, way, before, attribution);
}

function drawWay(draft: Draft, way: Way, from: string, attribution: string): void {
  const id = `t ${attribution}`;
  addEdge(draft, from, id);
  if (draft.nodes.has(id)) return;
  const place = way.first + (way.depths.get(attribution) ?? 0);
  draft.nodes.set(id, { id, kind: "attribution", place, ...describe(way, attribution) });
  const step = way.chains.stepFrom(attribution);
  for (const next of step.attributions) drawWay(draft, way, id, next);
  for (const root of step.roots) {
    const source = way.network.sources.find((one) => one.id === root);
    const to = `r ${root}`;
    const isHidden = source?.isHidden ?? true;
    draft.nodes.set(to, {
      id: to,
      kind: "root",
      place: way.last,
      label: isHidden ? hiddenName : (source?.name ?? hiddenName),
      detail: isHidden ? "" : (source?.kind ?? ""),
      flags: way.interests.get(root) ?? [],
      href: isHidden ? null : `${way.register}/${root}`,
    });
    addEdge(draft, id, to);
  }
  if (step.isUnnamed) drawEnd(draft, way, id, unnamedWords(way, attribution), "no name, so no origin");
}

function drawEnd(draft: Draft, way: Way, from: string, label: string, detail: string): void {
  const id = `u ${label}`;
  draft.nodes.set(id, { id, kind: "unnamed", place: way.last, label, detail, href: "#unnamed" });
  addEdge(draft, from, id);
}

function describe(
  { hrefOf, network }: Way,
  attribution: string,
): Pick<GraphNode, "label" | "detail" | "href"> {
  const own = network.mentions.find((mention) => ownReportingId(mention.claimId) === attribution);
  if (own) {
    const href = hrefOf(own.articleId, own.claimId);
    return { label: "The outlet itself", detail: "own reporting", href };
  }
  const found = network.attributions.find((one) => one.id === attribution);
  const names = network.sources.filter((source) => found?.sourceIds.includes(source.id) && !source.isHidden);
  const label = found?.words || names.map((source) => source.name).join(" and ") || "Somebody without a name";
  const analysed = found?.restsOn.some((ground) => ground.type === "analyses") ? "analysed it" : "";
  return {
    label,
    detail: analysed,
    href: found ? hrefOf(found.articleId, found.id) : null,
  };
}

/** What is said of an end without a name: the description it rests on, else its own words. */
function unnamedWords({ network }: Way, attribution: string): string {
  const found = network.attributions.find((one) => one.id === attribution);
  const described = found?.restsOn.find((ground) => ground.type === "relays" && ground.description !== null);
  return described?.description || found?.words || "Somebody without a name";
}

function nameOf(network: CardNetwork, id: string): string {
  const source = network.sources.find((one) => one.id === id);
  return !source || source.isHidden ? hiddenName : source.name;
}

function addEdge(draft: Draft, from: string, to: string): void {
  draft.edges.set(`${from} ${to}`, { from, to });
}

/** One mention of each group of copies first, then the others, as many as are drawn; in the order of their articles. */
function chooseMentions(
  network: CardNetwork,
  clusters: readonly Extract<CorroborationStep, { step: "cluster" }>[],
): CardNetwork["mentions"] {
  const same = network.mentions.filter((mention) => mention.isSame);
  if (same.length <= DRAWN_MENTIONS) return same;
  const copies = new Set(
    clusters.flatMap((step) => step.mentions.filter((id) => id !== (step.origins[0] ?? step.mentions[0]))),
  );
  const wanted = [...same.filter((one) => !copies.has(one.id)), ...same.filter((one) => copies.has(one.id))];
  const chosen = new Set(wanted.slice(0, DRAWN_MENTIONS).map((mention) => mention.id));
  return same.filter((mention) => chosen.has(mention.id));
}

/**
 * How many steps after the first of any chain each attribution stands at most, so that every line leads to the right;
 * `least` leaves room for who reports it.
 */
function depthsOf(
  ids: readonly string[],
  chains: Chains,
  least: ReadonlyMap<string, number>,
): Map<string, number> {
  const depths = new Map<string, number>(ids.map((id) => [id, least.get(id) ?? 0]));
  let isChanged = true;
  while (isChanged) {
    isChanged = false;
    for (const [id, depth] of depths) {
      for (const next of chains.stepFrom(id).attributions) {
        if ((depths.get(next) ?? 0) > depth) continue;
        depths.set(next, depth + 1);
        isChanged = true;
      }
    }
  }
  return depths;
}
