import type { CardDependency, CardNetwork, PairJudgement } from "@/lib/cards/corroboration-input";
import { hiddenName, markHrefs, quantityOf, reportersIn } from "@/lib/cards/corroboration-input";
import type { ValuedMention } from "@/lib/cards/number-line";
import type { FinalClaimDto, MentionDto, OriginDto, PairDto, UnnamedMentionDto } from "@/lib/cards/schema";
import type { Corroboration, CorroborationStep } from "@/lib/corroboration/corroborate";
import { describeQuantity } from "@/lib/corroboration/quantities";
import { quantitySchema } from "@/lib/corroboration/schema";

/** More origins than this have their pairs counted, not drawn as cells. */
const cellsFor = 24;

/** A source's name as the reader may know it; a proposal of somebody else's has none. */
function nameOf(network: CardNetwork): (id: string) => string {
  const names = new Map(
    network.sources.map((source) => [source.id, source.isHidden ? hiddenName : source.name]),
  );
  return (id) => names.get(id) ?? hiddenName;
}

/** The mentions of a card in words: who said it, by whom it came, to which origins it leads, and its reuse cluster's number. */
export function describeMentions(
  slug: string,
  network: CardNetwork,
  result: Corroboration | null,
): MentionDto[] {
  const hrefOf = markHrefs(slug, network);
  const name = nameOf(network);
  const attributions = new Map(network.attributions.map((one) => [one.id, one]));
  const reportersOf = reportersIn(network);
  const chains = new Map<string, Extract<CorroborationStep, { step: "chain" }>>();
  const clusters = new Map<string, number>();
  let number = 0;
  for (const step of result?.steps ?? []) {
    if (step.step === "chain") chains.set(step.mention, step);
    if (step.step === "cluster") {
      number += 1;
      for (const mention of step.mentions) clusters.set(mention, number);
    }
  }
  return inOrder(network).map((mention, place) => {
    const attribution = mention.attributionId ? attributions.get(mention.attributionId) : undefined;
    const chain = chains.get(mention.id);
    const inPath = (chain?.path ?? []).flatMap((id) => attributions.get(id) ?? []);
    const outer = mention.attributionId ? reportersOf(mention.attributionId) : [];
    const told = [...outer.flatMap((id) => attributions.get(id) ?? []), ...inPath];
    const relayed = inPath.flatMap((one) => one.restsOn.filter((ground) => ground.type === "relays"));
    const described = relayed.flatMap((ground) => ground.description ?? []);
    const isEnd = (one: CardNetwork["attributions"][number]) =>
      !one.restsOn.some((ground) => ground.type === "relays") &&
      !inPath.some((other) => other.nestedInId === one.id);
    const ends = inPath.filter((one) => isEnd(one) && one.sourceIds.length === 0 && one.words !== "");
    const hasUnnamedEnd = chain?.hasUnnamedEnd ?? true;
    return {
      id: mention.id,
      claimId: mention.claimId,
      href: hrefOf(mention.articleId, mention.claimId),
      quote: mention.quote,
      kind: mention.attributes.kind,
      articleId: mention.articleId,
      articleTitle: mention.articleTitle,
      publishedAt: mention.publishedAt?.toISOString() ?? null,
      values: mention.attributes.quantities.map((quantity) =>
        describeQuantity(quantitySchema.parse(quantityOf([quantity]))),
      ),
      stance: mention.stance ?? "asserts",
      publisher: mention.publisherId ? name(mention.publisherId) : null,
      saidBy: attribution?.words || (isOwn(mention) ? "the outlet itself" : null),
      path: [
        ...told.map((one) => one.words || one.sourceIds.map(name).join(" and ") || "somebody unnamed"),
        ...described,
      ],
      origins: (chain?.roots ?? []).map(name),
      hasUnnamedEnd,
      isUnresolved: hasUnnamedEnd && ends.length > 0,
      cluster: clusters.get(mention.id) ?? null,
      number: place + 1,
      otherCards: [],
    };
  });
}

/** A card's mentions as its page lists them: by time, those that deny it last. */
function inOrder(network: CardNetwork): CardNetwork["mentions"] {
  const same = network.mentions.filter((mention) => mention.isSame);
  const isDenial = (mention: (typeof same)[number]) => mention.stance === "denies";
  return [...same.filter((mention) => !isDenial(mention)), ...same.filter(isDenial)];
}

/** The mentions whose chain ends at nobody with a name, at most 20. */
export function listUnnamed(mentions: readonly MentionDto[]): UnnamedMentionDto[] {
  return mentions
    .filter((mention) => mention.origins.length === 0)
    .slice(0, 20)
    .map(({ id, articleTitle, isUnresolved, saidBy, path }) => ({
      ...{ id, articleTitle, isUnresolved, saidBy },
      last: path.at(-1) ?? saidBy,
    }));
}

/** The claims answered "not the same", at most 50. */
export function describeRejected(rejected: CardNetwork["mentions"]): FinalClaimDto[] {
  return rejected.slice(0, 50).map((mention) => ({
    claimId: mention.claimId,
    quote: mention.quote,
    kind: mention.attributes.kind,
    articleId: mention.articleId,
    articleTitle: mention.articleTitle,
    publishedAt: mention.publishedAt?.toISOString() ?? null,
  }));
}

/** Every mention's first value, which is what its card counts, with the mention's number. */
export function listValued(network: CardNetwork, numbers: ReadonlyMap<string, number>): ValuedMention[] {
  return inOrder(network).flatMap((mention) => {
    const quantity = quantityOf(mention.attributes.quantities);
    return quantity === null
      ? []
      : [
          {
            id: mention.id,
            number: numbers.get(mention.id) ?? 0,
            quantity: quantitySchema.parse(quantity),
            isDenial: mention.stance === "denies",
          },
        ];
  });
}

function isOwn(mention: CardNetwork["mentions"][number]): boolean {
  return mention.attributionId === null && mention.attributes.origin === "own-reporting";
}

/** The origins that a card's mentions lead to, with the first 12 mentions that lead to each; grades and interests are not filled in. */
export function listOrigins(
  network: CardNetwork,
  result: Corroboration | null,
  numbers: ReadonlyMap<string, number>,
): Omit<OriginDto, "grades" | "interests">[] {
  const name = nameOf(network);
  const kinds = new Map(network.sources.map((source) => [source.id, source.kind]));
  return (result?.steps ?? []).flatMap((step) =>
    step.step === "root"
      ? [
          {
            id: step.root,
            name: name(step.root),
            kind: kinds.get(step.root) ?? "",
            use: step.use,
            mentions: step.mentions
              .map((id) => ({ id, number: numbers.get(id) ?? 0 }))
              .toSorted((a, b) => a.number - b.number)
              .slice(0, 12),
            mentionCount: step.mentions.length,
          },
        ]
      : [],
  );
}

/**
 * Every pair of origins as a cell: judged, known from the register, found on the chains, joined through a third, or not
 * examined. None where there are more origins than `cellsFor`.
 */
export function listPairs(
  origins: readonly { id: string; name: string }[],
  dependencies: readonly CardDependency[],
  result: Corroboration | null,
  history: readonly PairJudgement[] = [],
): PairDto[] {
  const unique = [...new Map(origins.map((origin) => [origin.id, origin])).values()];
  if (unique.length > cellsFor) return [];
  const past = new Map<string, PairDto["history"]>();
  for (const { a, b, level, reason, byName, at } of history) {
    const known = past.get(pairKey(a, b)) ?? [];
    past.set(pairKey(a, b), [...known, { level, reason, byName, at: at.toISOString() }]);
  }
  const direct = new Map(dependencies.map((one) => [pairKey(one.a, one.b), one]));
  const merged = new Map<string, Extract<CorroborationStep, { step: "merge" }>>();
  const unexamined = new Set<string>();
  for (const step of result?.steps ?? []) {
    if (step.step === "merge") merged.set(pairKey(step.a, step.b), step);
    if (step.step === "unexamined") unexamined.add(pairKey(step.a, step.b));
  }
  return unique.flatMap((a, place) =>
    unique.slice(place + 1).map((b): PairDto => {
      const key = pairKey(a.id, b.id);
      const judged = direct.get(key);
      const ends = {
        a: { id: a.id, name: a.name },
        b: { id: b.id, name: b.name },
        overruled: judged?.judged ? judged.register : null,
        history: past.get(key) ?? [],
      };
      if (judged)
        return {
          ...ends,
          level: judged.level,
          why: judged.why,
          judged: judged.judged && { byName: judged.judged.byName, at: judged.judged.at.toISOString() },
        };
      const merge = merged.get(key);
      if (merge) return { ...ends, level: merge.level, why: merge.why, judged: null };
      if (unexamined.has(key)) return { ...ends, level: "not-examined", why: null, judged: null };
      return { ...ends, level: "joined", why: "joined through others", judged: null };
    }),
  );
}

function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
