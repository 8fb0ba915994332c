import { describe, expect, it } from "vitest";
import { layoutGraph } from "@/components/cards/graph-layout";
import {
  type CardNetwork,
  listDependencies,
  type NetworkMention,
  toCorroborationInput,
} from "@/lib/cards/corroboration-input";
import { buildGraph, DRAWN_MENTIONS } from "@/lib/cards/graph";
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
  return {
    mentions: [],
    attributions: [],
    reuse: [],
    sources: [],
    ancestors: [],
    judged: [],
    history: [],
    ...more,
  };
}

function source(id: string, name = id) {
  return { id, name, kind: "organisation", isHidden: false };
}

const ground = {
  targetId: null,
  sourceId: null,
  description: null,
  claimIds: [],
  type: "relays" as const,
};

function said(id: string, ...sourceIds: string[]) {
  return { id, articleId: "article-m", nestedInId: null, words: `words of ${id}`, sourceIds, restsOn: [] };
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

  it("takes what an attribution rests on for some claims only where the card's is one of them", () => {
    const rests = (claimIds: string[]) => ({ ...ground, sourceId: "b", claimIds });
    const given = (claimIds: string[]) =>
      network({
        mentions: [mention("m", { attributionId: "x" })],
        attributions: [{ ...said("x", "a"), restsOn: [rests(claimIds)] }],
        sources: [source("a"), source("b")],
      });
    const roots = (claimIds: string[]) =>
      listOrigins(given(claimIds), compute(given(claimIds)), new Map()).map((origin) => origin.id);
    expect(roots([])).toEqual(["b"]);
    expect(roots(["claim-m"])).toEqual(["b"]);
    expect(roots(["another"])).toEqual(["a"]);
  });

  it("does not name a proposal that the reader may not see", () => {
    const given = network({
      mentions: [mention("m", { attributionId: "x" })],
      attributions: [said("x", "a")],
      sources: [{ ...source("a", "Secret Office"), isHidden: true }],
    });
    const result = compute(given);
    expect(
      JSON.stringify([
        result,
        describeMentions("boats", given, result),
        listOrigins(given, result, new Map()),
      ]),
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

describe("the drawing", () => {
  function draw(given: CardNetwork) {
    const input = corroborationInputSchema.parse(toCorroborationInput(card, given));
    const graph = buildGraph("desk", given, input, compute(given));
    const names = new Map(graph.nodes.map((node) => [node.id, node.label]));
    const edges = graph.edges.map(({ from, to }) => `${names.get(from)} → ${names.get(to)}`);
    return { graph, edges };
  }

  it("leads from a mention by who reports it and what that rests on to an end without a name", () => {
    const given = network({
      mentions: [mention("m", { attributionId: "letter" }), mention("bare")],
      attributions: [
        said("outlet", "a"),
        {
          ...said("letter", "b"),
          nestedInId: "outlet",
          restsOn: [{ ...ground, description: "media reports" }],
        },
      ],
      sources: [source("a"), source("b")],
    });
    const { graph, edges } = draw(given);
    expect(edges).toEqual([
      "it rained → words of outlet",
      "words of outlet → words of letter",
      "words of letter → media reports",
      "it rained → Without an origin",
    ]);
    expect(graph.columns).toEqual(["Mentions", "Said by", "From", "Origins"]);
    expect(describeMentions("boats", given, compute(given))[0]?.path).toEqual([
      "words of outlet",
      "words of letter",
      "media reports",
    ]);
    const places = new Map(graph.nodes.map((node) => [node.id, node.place]));
    for (const { from, to } of graph.edges)
      expect(places.get(to) ?? 0).toBeGreaterThan(places.get(from) ?? 0);
  });

  it("keeps lines that pass a column off its boxes, and draws copies as one", () => {
    const spans = [{ start: 0, end: 10 }];
    const given = network({
      mentions: ["m", "n", "o"].map((id) => mention(id, { attributionId: `said-${id}` })),
      attributions: ["m", "n", "o"].map((id) => said(`said-${id}`, id === "o" ? "b" : "a")),
      sources: [source("a"), source("b")],
      reuse: [
        {
          direction: "from-passage",
          versionId: "version-n",
          spans,
          passageVersionId: "version-m",
          passageSpans: spans,
        },
      ],
      judged: [
        { a: "a", b: "b", level: "possible", reason: "One press office.", byName: "Rui", at: new Date(0) },
      ],
    });
    const { graph } = draw(given);
    expect(graph.edges.filter((edge) => edge.to === "c 0")).toHaveLength(2);
    expect(graph.nodes.some((node) => node.id === "t said-n")).toBe(false);
    expect(graph.merges).toMatchObject([{ a: "r a", b: "r b", level: "possible", why: "One press office." }]);
    const layout = layoutGraph(graph);
    const group = layout.nodes.find((node) => node.kind === "cluster");
    const passing = layout.lines.find((line) => line.key.startsWith("m o "));
    const heights = [...(passing?.path.matchAll(/ L[\d.]+ ([\d.]+)/g) ?? [])].map((match) =>
      Number(match[1]),
    );
    expect(heights).toHaveLength(1);
    expect(Math.abs((heights[0] ?? 0) - ((group?.y ?? 0) + layout.nodeHeight / 2))).toBeGreaterThan(
      layout.nodeHeight,
    );
  });

  it("of many mentions draws some, each group of copies first, and says how many", () => {
    const many = Array.from({ length: 2_000 }, (_, at) => mention(`m${at}`, { attributionId: "x" }));
    const { graph } = draw(
      network({ mentions: many, attributions: [said("x", "a")], sources: [source("a")] }),
    );
    expect(graph).toMatchObject({ drawn: DRAWN_MENTIONS, all: 2_000 });
    expect(graph.nodes.filter((node) => node.kind === "mention")).toHaveLength(DRAWN_MENTIONS);
  });
});
