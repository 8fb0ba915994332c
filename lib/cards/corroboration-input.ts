import { coversClaim } from "@/lib/corroboration/reuse";
import type { CorroborationFile } from "@/lib/corroboration/schema";
import type { Quantity } from "@/lib/layers/schema";
import { groupBy } from "@/lib/reuse/group-by";
import type { Span } from "@/lib/text/span";

/** One claim on a card as read from final layers; times are those of its article. */
export type NetworkMention = {
  id: string;
  claimId: string;
  attributionId: string | null;
  isSame: boolean;
  layerId?: string;
  attributes: { kind: "factual" | "assessment" | "prediction"; origin: string; quantities: Quantity[] };
  versionId: string;
  articleId: string;
  articleTitle: string;
  publishedAt: Date | null;
  publisherId: string | null;
  quote: string;
  spans: Span[];
  stance: string | null;
};

/** What a card's corroboration is computed from; every source id is the one that stands for a source after merges. */
export type CardNetwork = {
  /** The layer by which a preview is asked for: its marks stand in one person's layers, not in final ones. */
  previewId?: string;
  mentions: NetworkMention[];
  attributions: {
    id: string;
    articleId: string;
    nestedInId: string | null;
    words: string;
    sourceIds: string[];
    restsOn: {
      targetId: string | null;
      sourceId: string | null;
      description: string | null;
      /** The claims it holds for; none named means all. */
      claimIds: string[];
      type: "relays" | "analyses";
    }[];
  }[];
  reuse: {
    direction: "from-passage" | "to-passage" | "unknown";
    versionId: string;
    spans: Span[];
    passageVersionId: string;
    passageArticleId?: string;
    passageSpans: Span[];
    /** Claims of either end that it joins though it does not cover them: it did in an earlier text. */
    heldClaimIds?: string[];
  }[];
  sources: { id: string; name: string; kind: string; isHidden: boolean }[];
  /** A source with itself and everything it belonged to at the time, with the days between which that is known. */
  ancestors: {
    sourceId: string;
    ancestorId: string;
    name: string;
    fromDay?: string | null;
    toDay?: string | null;
  }[];
  /** The latest judgement of each pair. */
  judged: PairJudgement[];
  /** All judgements of the pairs, newest first. */
  history: PairJudgement[];
};

/** What somebody once judged about two sources; `a` is the smaller id. */
export type PairJudgement = {
  a: string;
  b: string;
  level: "known" | "possible" | "independent";
  reason: string;
  byName: string;
  at: Date;
};

export type CardDependency = {
  a: string;
  b: string;
  level: "known" | "possible" | "independent";
  why: string;
  judged: { byName: string; at: Date } | null;
  /** What the register says of the pair, also where a judgement overrules it. */
  register: string | null;
};

/**
 * The dependencies between the sources of a network: the latest judgement of each pair, and where there is none, `known`
 * for two of which one belongs to the other or both to a third. A judgement so overrules the register.
 */
export function listDependencies(network: CardNetwork): CardDependency[] {
  const pairs = new Map<string, CardDependency>();
  const names = new Map(network.sources.map((source) => [source.id, source.name]));
  const members = new Map<string, { name: string; dates: Map<string, string> }>();
  for (const { sourceId, ancestorId, name, fromDay, toDay } of network.ancestors) {
    const known = members.get(ancestorId) ?? { name, dates: new Map<string, string>() };
    if (!known.dates.has(sourceId)) known.dates.set(sourceId, describeDays(fromDay, toDay));
    members.set(ancestorId, known);
  }
  for (const [ancestorId, { name, dates }] of members) {
    const ids = [...dates.keys()];
    for (const [place, one] of ids.entries()) {
      for (const other of ids.slice(place + 1)) {
        const [a, b] = one < other ? [one, other] : [other, one];
        const child = a === ancestorId ? b : a;
        const isParent = a === ancestorId || b === ancestorId;
        const days = [...new Set((isParent ? [child] : [a, b]).flatMap((id) => dates.get(id) || []))];
        const dated = days.length > 0 ? ` (${days.join("; ")})` : "";
        const why = isParent
          ? `${names.get(child) ?? child} belongs to ${name}${dated}`
          : `both belong to ${name}${dated}`;
        if (isParent || !pairs.has(`${a} ${b}`))
          pairs.set(`${a} ${b}`, { a, b, level: "known", why, judged: null, register: why });
      }
    }
  }
  for (const { a, b, level, reason, byName, at } of network.judged) {
    const register = pairs.get(`${a} ${b}`)?.register ?? null;
    pairs.set(`${a} ${b}`, { a, b, level, why: reason, judged: { byName, at }, register });
  }
  return [...pairs.values()];
}

function describeDays(from: string | null | undefined, to: string | null | undefined): string {
  if (from && to) return `${from} to ${to}`;
  if (from) return `since ${from}`;
  return to ? `until ${to}` : "";
}

/** Answers where a mark of an article can be read: beside the final ones, for a preview with the person's layer open. */
export function markHrefs(slug: string, network: CardNetwork): (articleId: string, markId: string) => string {
  const layers = new Map(network.mentions.map((mention) => [mention.articleId, mention.layerId]));
  return (articleId, markId) => {
    const layer = network.previewId ? layers.get(articleId) : undefined;
    return `/projects/${slug}/outcome/${articleId}${layer ? `?layer=${layer}` : ""}#mark-${markId}`;
  };
}

/** What a source is called for who may not see it: somebody else's proposal. */
export const hiddenName = "a proposed source";

/**
 * The input of `corroborate` for one card: an attribution to several sources relays each of them; own reporting is an
 * attribution to the article's publisher; a confirmed reuse joins the mentions whose claims it covers by at least half, or
 * did in an earlier text.
 * What an attribution rests on for some claims counts where one of them is the card's.
 */
export function toCorroborationInput(
  card: { id: string; statement: string; type: "content" | "speech-act" },
  network: CardNetwork,
): CorroborationFile {
  const mentions = network.mentions.filter((mention) => mention.isSame);
  const known = new Set(network.attributions.map((one) => one.id));
  const claims = new Set(mentions.map((mention) => mention.claimId));
  const attributions = network.attributions.map((one) => {
    const holds = one.restsOn.filter(
      (ground) => ground.claimIds.length === 0 || ground.claimIds.some((id) => claims.has(id)),
    );
    const restsOn = holds.map((ground) => ({
      type: ground.type,
      attribution: ground.targetId !== null && known.has(ground.targetId) ? ground.targetId : null,
      root: ground.sourceId,
    }));
    const isRelaying = restsOn.some((ground) => ground.type === "relays");
    const compound = one.sourceIds.length > 1 && !isRelaying;
    return {
      id: one.id,
      root: one.sourceIds.length === 1 ? one.sourceIds[0] : null,
      nestedIn: one.nestedInId !== null && known.has(one.nestedInId) ? one.nestedInId : null,
      restsOn: compound
        ? [...restsOn, ...one.sourceIds.map((root) => ({ type: "relays" as const, attribution: null, root }))]
        : restsOn,
    };
  });
  const own = mentions.filter(isOwnReporting).map((mention) => ({
    id: ownReportingId(mention.claimId),
    root: mention.publisherId,
    nestedIn: null,
    restsOn: [],
  }));
  return {
    roots: network.sources.map(({ id, name, kind, isHidden }) => ({
      id,
      name: isHidden ? hiddenName : name,
      kind,
    })),
    attributions: [...attributions, ...new Map(own.map((one) => [one.id, one])).values()],
    dependencies: listDependencies(network).map(({ a, b, level, why }) => ({ a, b, level, why })),
    claims: [
      {
        id: card.id,
        statement: card.statement,
        card: card.type,
        mentions: mentions.map((mention) => ({
          id: mention.id,
          article: mention.articleId,
          attribution: attributionOf(mention, known),
          stance: stanceOf(mention.stance),
          kind: mention.attributes.kind,
          quantity: quantityOf(mention.attributes.quantities),
        })),
        reuse: listReuse(mentions, network.reuse),
      },
    ],
  };
}

function attributionOf(mention: NetworkMention, known: Set<string>): string | null {
  if (isOwnReporting(mention)) return ownReportingId(mention.claimId);
  return mention.attributionId !== null && known.has(mention.attributionId) ? mention.attributionId : null;
}

function isOwnReporting(mention: NetworkMention): boolean {
  return mention.attributionId === null && mention.attributes.origin === "own-reporting";
}

/** Answers for each attribution which others report it, outermost first. */
export function reportersIn(network: CardNetwork): (attribution: string) => string[] {
  const nestedIn = new Map(network.attributions.map((one) => [one.id, one.nestedInId]));
  return (attribution) => {
    const outer: string[] = [];
    for (let at = nestedIn.get(attribution) ?? null; at && !outer.includes(at); at = nestedIn.get(at) ?? null)
      if (nestedIn.has(at)) outer.unshift(at);
    return outer;
  };
}

/** The id of the attribution that stands for a claim of the outlet's own reporting. */
export function ownReportingId(claimId: string): string {
  return `own-reporting:${claimId}`;
}

function stanceOf(stance: string | null): "asserts" | "denies" | "questions" {
  return stance === "denies" || stance === "questions" ? stance : "asserts";
}

/** The first value of a claim, which is what its card counts. */
export function quantityOf(quantities: readonly Quantity[]) {
  const first = quantities[0];
  if (!first) return null;
  const { counted, unit, asOf, qualifier, min, max } = first;
  const isOne = min !== null && min === max;
  return {
    ...{ qualifier, counted: counted || null, unit: unit || null, asOf: asOf || null },
    ...(isOne ? { value: min, min: null, max: null } : { value: null, min, max }),
  };
}

function listReuse(mentions: readonly NetworkMention[], links: CardNetwork["reuse"]) {
  const byVersion = groupBy(mentions, (mention) => mention.versionId);
  const byArticle = groupBy(mentions, (mention) => mention.articleId);
  return links.flatMap((link) => {
    const held = new Set(link.heldClaimIds);
    const isHeld = (mention: NetworkMention) => held.has(mention.claimId);
    const near = (byVersion.get(link.versionId) ?? []).filter(
      (a) => isHeld(a) || coversClaim(link.spans, a.spans),
    );
    // One that is held may stand in a newer text than the passage, which does not stand there.
    const far = new Set([
      ...(byVersion.get(link.passageVersionId) ?? []).filter((b) => coversClaim(link.passageSpans, b.spans)),
      ...(byArticle.get(link.passageArticleId ?? "") ?? []).filter(isHeld),
    ]);
    return near.flatMap((a) =>
      [...far].flatMap((b) => {
        if (a.claimId === b.claimId) return [];
        const original = { "from-passage": b.id, "to-passage": a.id, unknown: null }[link.direction];
        return [{ a: a.id, b: b.id, original }];
      }),
    );
  });
}
