import { describe, expect, it } from "vitest";
import {
  type CardNetwork,
  listDependencies,
  type NetworkMention,
  toCorroborationInput,
} from "@/lib/cards/corroboration-input";
import { describeMentions, listOrigins, listPairs } from "@/lib/cards/view";
import { corroborate } from "@/lib/corroboration/corroborate";
import { corroborationInputSchema } from "@/lib/corroboration/schema";
import { claimAttributes } from "@/lib/layers/schema";

const card = { id: "card", statement: "It rained", type: "content" } as const;

function mention(id: string, more: Partial<NetworkMention> = {}): NetworkMention {
  return {
    id,
    claimId: `claim-${id}`,
    attributionId: null,
    isSame: true,
    attributes: claimAttributes.parse({}),
    versionId: `version-${id}`,
    articleId: `article-${id}`,
    articleTitle: `Article ${id}`,
    publishedAt: null,
    publisherId: null,
    quote: "it rained",
    spans: [{ start: 0, end: 10 }],
    stance: null,
    ...more,
  };
}

function network(more: Partial<CardNetwork>): CardNetwork {
  return { mentions: [], attributions: [], reuse: [], sources: [], ancestors: [], judged: [], ...more };
}

function source(id: string, name = id) {
  return { id, name, kind: "organisation", isHidden: false };
}

function said(id: string, ...sourceIds: string[]) {
  return { id, nestedInId: null, words: `words of ${id}`, sourceIds, restsOn: [] };
}

function compute(given: CardNetwork) {
  const [result] = corroborate(corroborationInputSchema.parse(toCorroborationInput(card, given)));
  if (!result) throw new Error("no result");
  return result;
}

describe("the input of a card's corroboration", () => {
  it("relays each of a compound source, which counts once", () => {
    const given = network({
      mentions: [mention("m", { attributionId: "x" })],
      attributions: [said("x", "a", "b")],
      sources: [source("a"), source("b")],
    });
    expect(compute(given)).toMatchObject({ roots: 2, low: 1, high: 1, unnamed: 0 });
  });

  it("takes the publisher as the root of own reporting, and nobody where the publisher is unknown", () => {
    const own = claimAttributes.parse({ origin: "own-reporting" });
    const given = network({
      mentions: [mention("m", { attributes: own, publisherId: "p" }), mention("n", { attributes: own })],
      sources: [source("p")],
    });
    expect(compute(given)).toMatchObject({ roots: 1, high: 1, unnamed: 1 });
  });

  it("leaves out what was answered as not the same", () => {
    expect(compute(network({ mentions: [mention("m"), mention("n", { isSame: false })] })).mentions).toBe(1);
  });

  it("joins mentions whose claims a reuse covers by half, in the direction it says", () => {
    const link = {
      direction: "from-passage",
      versionId: "version-m",
      spans: [{ start: 0, end: 5 }],
      passageVersionId: "version-n",
      passageSpans: [{ start: 0, end: 10 }],
    } as const;
    const mentions = [mention("m"), mention("n")];
    const reuse = (spans: { start: number; end: number }[]) =>
      toCorroborationInput(
        card,
        network({ mentions, reuse: [{ ...link, passageSpans: [...link.passageSpans], spans }] }),
      ).claims?.[0]?.reuse;
    expect(reuse([{ start: 0, end: 5 }])).toEqual([{ a: "m", b: "n", original: "n" }]);
    expect(reuse([{ start: 0, end: 4 }])).toEqual([]);
  });

  it("does not name a proposal that the reader may not see", () => {
    const given = network({
      mentions: [mention("m", { attributionId: "x" })],
      attributions: [said("x", "a")],
      sources: [{ ...source("a", "Secret Office"), isHidden: true }],
    });
    const result = compute(given);
    expect(
      JSON.stringify([result, describeMentions(given, result), listOrigins(given, result, new Map())]),
    ).not.toContain("Secret");
  });
});

describe("dependencies between origins", () => {
  const ancestors = [
    { sourceId: "a", ancestorId: "a", name: "A" },
    { sourceId: "b", ancestorId: "b", name: "B" },
    { sourceId: "a", ancestorId: "p", name: "P" },
    { sourceId: "b", ancestorId: "p", name: "P" },
  ];
  const judgement = {
    a: "a",
    b: "b",
    level: "independent",
    reason: "Asked.",
    byName: "Rui",
    at: new Date(0),
  } as const;

  it("come from a common parent, from one being the other's, and a judgement overrules both", () => {
    const sources = [source("a", "A"), source("b", "B")];
    expect(listDependencies(network({ sources, ancestors }))).toMatchObject([
      { a: "a", b: "b", level: "known", why: "both belong to P", judged: null },
    ]);
    const child = [...ancestors, { sourceId: "a", ancestorId: "b", name: "B" }];
    expect(listDependencies(network({ sources, ancestors: child }))).toMatchObject([
      { why: "A belongs to B" },
    ]);
    expect(listDependencies(network({ sources, ancestors: child, judged: [judgement] }))).toMatchObject([
      { level: "independent", why: "Asked.", judged: { byName: "Rui" } },
    ]);
  });

  it("are cells: not examined, joined through a third, or as judged", () => {
    const given = network({
      mentions: ["a", "b", "c"].map((id) => mention(id, { attributionId: `said-${id}` })),
      attributions: ["a", "b", "c"].map((id) => said(`said-${id}`, id)),
      sources: ["a", "b", "c"].map((id) => source(id)),
      judged: [
        { ...judgement, level: "known" },
        { ...judgement, a: "b", b: "c", level: "known" },
      ],
    });
    const cells = (one: CardNetwork) => {
      const result = compute(one);
      return listPairs(listOrigins(one, result, new Map()), listDependencies(one), result).map(
        (pair) => pair.level,
      );
    };
    expect(cells(given)).toEqual(["known", "joined", "known"]);
    expect(cells({ ...given, judged: [] })).toEqual(["not-examined", "not-examined", "not-examined"]);
  });
});
