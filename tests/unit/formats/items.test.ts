import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { averitecLabels } from "@/lib/formats/averitec";
import { type FormatName, formatNames } from "@/lib/formats/carries";
import type { DatasetEntry } from "@/lib/formats/conversion";
import type { CardItem, DatasetItem, PairItem } from "@/lib/formats/dataset-items";
import { formats } from "@/lib/formats/formats";
import { createLossLog } from "@/lib/formats/losses";
import { readEntries, readRecords } from "@/lib/formats/sourcebench-jsonl";
import { arbitraryCard, arbitraryPair, arbitraryRating } from "./arbitrary-item";
import { arbitraryArticle } from "./conversion-support";

async function write(name: FormatName, entries: readonly DatasetEntry[]) {
  const log = createLossLog();
  async function* all() {
    yield* entries;
  }
  const context = { offsets: "stored", scheme: "iob2", lose: log.add } as const;
  const files = new Map<string, string>();
  const pieces = formats[name].write?.(all(), context);
  if (!pieces) throw new Error(`${name} cannot be written`);
  for await (const piece of pieces)
    if ("text" in piece) files.set(piece.path, (files.get(piece.path) ?? "") + piece.text);
  return { files, losses: log.list() };
}

async function writeText(name: FormatName, entries: readonly DatasetEntry[]): Promise<string> {
  return (await write(name, entries)).files.get("") ?? "";
}

function table(files: ReadonlyMap<string, string>, name: string): Record<string, string>[] {
  return z
    .array(z.record(z.string(), z.string()))
    .parse(parse(files.get(name) ?? "", { bom: true, columns: true }));
}

function cardWith(changes: Partial<CardItem>): CardItem {
  const [card] = fc.sample(arbitraryCard, { numRuns: 1, seed: 5 });
  if (!card) throw new Error("no card");
  return { ...card, ...changes };
}

function mentionWith(changes: Partial<CardItem["mentions"][number]>): CardItem["mentions"][number] {
  const [card] = fc.sample(
    arbitraryCard.filter(({ mentions }) => mentions.length > 0),
    { numRuns: 1, seed: 9 },
  );
  const [mention] = card?.mentions ?? [];
  if (!mention) throw new Error("no mention");
  return { ...mention, isSame: true, stance: "asserts", ...changes };
}

const ids = Array.from({ length: 4 }, (_, place) => `0195fa00-0000-7000-8000-00000000000${place}`);
const items = fc.array(fc.oneof(arbitraryCard, arbitraryRating, arbitraryPair), { maxLength: 4 });

function pairWith(changes: Partial<PairItem>): PairItem {
  const [pair] = fc.sample(arbitraryPair, { numRuns: 1, seed: 7 });
  if (!pair) throw new Error("no pair");
  return { ...pair, ...changes };
}

describe("claim cards, ratings and judged pairs in the complete format", () => {
  test("write and read again is the same, behind any article; reading articles alone passes them over", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryArticle, items, async (record, beside) => {
        const text = await writeText("jsonl", [record, ...beside]);
        const read: unknown[] = [];
        for await (const entry of readEntries([text]))
          read.push("item" in entry ? entry.item : "record" in entry ? entry.record : entry.problem);
        expect(read).toEqual([record, ...beside]);
        const passed: DatasetItem[] = [];
        let articles = 0;
        for await (const entry of readRecords([text], (item) => passed.push(item)))
          articles += "record" in entry ? 1 : 0;
        expect({ articles, passed }).toEqual({ articles: 1, passed: beside });
      }),
      { numRuns: 40 },
    );
  });

  test("a card that names what it does not hold is refused with its line", async () => {
    const origins = [
      { source: { id: ids[0] ?? "", name: "Velm Post", kind: "outlet" as const }, mentions: ids },
    ];
    const text = await writeText("jsonl", [cardWith({ mentions: [], origins })]);
    const read = [];
    for await (const entry of readRecords([text])) read.push(entry);
    expect(read).toEqual([{ line: 1, problem: expect.stringContaining("which is not there") }]);
  });
});

describe("a judged pair", () => {
  const { a, b, answers } = pairWith({});
  test.each([
    ["whose quote is not as long as its span", { a: { ...a, quote: `${a.quote}!` } }, "as long as its span"],
    ["of a passage with itself", { b: a }, "paired with itself"],
    ["that nobody gave", { verdict: "no", by: null, at: null }, "without its giver"],
    ["with an answer twice", { answers: [...answers, ...answers] }, "stands twice"],
  ] satisfies [string, Partial<PairItem>, string][])(
    "%s is refused with its line",
    async (_what, changes, reason) => {
      const text = await writeText("jsonl", [pairWith({ b, ...changes })]);
      const read = [];
      for await (const entry of readRecords([text])) read.push(entry);
      expect(read).toEqual([{ line: 1, problem: expect.stringContaining(reason) }]);
    },
  );
});

describe("formats without claim cards", () => {
  test.each(formatNames)("%s writes them or says that it does not", async (name) => {
    const card = cardWith({});
    const rating = fc.sample(arbitraryRating, { numRuns: 1, seed: 3 });
    const { losses } = await write(name, [card, ...rating, pairWith({})]);
    const lost = losses.map(({ what }) => what);
    const isOf = (...names: FormatName[]) => names.includes(name);
    expect(lost.includes("claim cards")).toBe(!isOf("jsonl", "csv", "averitec", "claimreview"));
    expect(lost.includes("ratings of sources")).toBe(!isOf("jsonl", "csv"));
    expect(lost.includes("answers about pairs of passages")).toBe(!isOf("jsonl", "csv"));
  });
});

describe("CSV", () => {
  test("any rating comes back from its row, formulas disarmed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryRating, { minLength: 1, maxLength: 4 }), async (ratings) => {
        const { files } = await write("csv", ratings);
        const text = files.get("ratings.csv") ?? "";
        expect(text.slice(1).split("\r\n")[0]).toMatch(
          /^round,source_id,source_name,rater,grade,saw_others,reason,rated_at,/,
        );
        const rows = table(files, "ratings.csv");
        expect(rows).toHaveLength(ratings.length);
        for (const [place, { source, grade, sawOthers, reason, round }] of ratings.entries()) {
          const row = rows[place] ?? {};
          expect(row).toMatchObject({ grade, source_id: source.id, saw_others: sawOthers ? "yes" : "no" });
          for (const [cell, said] of [
            [row.source_name, source.name],
            [row.reason, reason],
            [row.round, round?.name ?? ""],
          ]) {
            expect(cell?.replace(/^'/, "")).toBe(said?.replace(/^'/, ""));
            expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("pairs of claims: those of a card are the same, what was answered otherwise is a negative of each", async () => {
    const mentions = ids.map((id, place) => mentionWith({ id, claim: id, isSame: place < 3 }));
    const { files } = await write("csv", [cardWith({ mentions, origins: [] })]);
    const pairs = table(files, "pairs.csv").map(({ a, b, label }) => [a, b, label]);
    const [a, b, c, d] = ids;
    expect(pairs).toEqual([
      [a, b, "same"],
      [a, c, "same"],
      [a, d, "not-same"],
      [b, c, "same"],
      [b, d, "not-same"],
      [c, d, "not-same"],
    ]);
    expect(table(files, "mentions.csv").map(({ same }) => same)).toEqual(["yes", "yes", "yes", "no"]);
  });

  test("of a card that is too large for all pairs the rest is told", async () => {
    const mentions = Array.from({ length: 150 }, (_, place) => {
      const id = `0195fa00-0000-7000-8000-0000000${10_000 + place}`;
      return mentionWith({ id, claim: id });
    });
    const { files, losses } = await write("csv", [cardWith({ mentions, origins: [] })]);
    expect(table(files, "pairs.csv")).toHaveLength(149);
    expect(losses).toMatchObject([{ what: "pairs of claims", count: (150 * 149) / 2 - 149 }]);
  });

  test("a passage copied is a pair, a rejected one a negative", async () => {
    const [record] = fc.sample(arbitraryArticle, { numRuns: 1, seed: 4 });
    if (!record) throw new Error("no article");
    const layers = record.layers.map((layer, place) => ({
      ...layer,
      reuseLinks: layer.reuseLinks.map((link) => ({
        ...link,
        state: place === 0 ? ("confirmed" as const) : ("rejected" as const),
      })),
    }));
    const { files } = await write("csv", [{ ...record, layers }]);
    expect(table(files, "pairs.csv").map(({ of, label }) => [of, label])).toEqual([
      ["passages", "same"],
      ["passages", "not-same"],
    ]);
  });

  test("what was judged of two passages is a pair, with its places, whoever judged it and how", async () => {
    const by = { by: "person-0123456789ab", at: "2026-05-03T10:15:00.123Z", settled: true };
    const judged = (verdict: PairItem["verdict"]) =>
      pairWith(verdict === null ? { verdict, by: null, at: null } : { verdict, ...by });
    const pairs = [judged("light-revision"), judged("no"), judged("unsure"), judged(null)];
    const { files } = await write("csv", pairs);
    const rows = table(files, "pairs.csv");
    expect(rows.map(({ label, degree, state }) => [label, degree, state])).toEqual([
      ["same", "light-revision", "confirmed"],
      ["not-same", "", "rejected"],
      ["unsure", "", "unsure"],
      ["not-judged", "", "suggested"],
    ]);
    const { a, b, id } = pairWith({});
    expect(rows[0]).toMatchObject({
      of: "passages",
      a: `${a.articleVersion}#${a.start}-${a.end}`,
      b: `${b.articleVersion}#${b.start}-${b.end}`,
      pair: id,
      judged_by: "person-0123456789ab",
      settled: "yes",
    });
  });

  test("a row a card, with its range", async () => {
    const card = cardWith({ claimTypes: ["numerical", "causal"] });
    const { files } = await write("csv", [card]);
    expect(table(files, "corroboration.csv")).toMatchObject([
      { card: card.id, claim_types: "numerical causal", low: String(card.corroboration?.low ?? "") },
    ]);
  });
});

const averitec = z.array(
  z.object({
    claim: z.string(),
    required_reannotation: z.boolean(),
    label: z.enum(Object.values(averitecLabels)).nullable(),
    claim_date: z
      .string()
      .regex(/^\d\d-\d\d-\d{4}$/)
      .nullable(),
    speaker: z.string().nullable(),
    original_claim_url: z.string().nullable(),
    reporting_source: z.string().nullable(),
    claim_types: z.array(z.string()),
    questions: z.array(
      z.object({
        question: z.string(),
        answers: z.array(z.object({ answer: z.string(), source_url: z.url() })),
      }),
    ),
  }),
);

const judgement = {
  by: "person-0123456789ab",
  sawOthers: false,
  scheme: "s",
  schemeVersion: "1",
} as const;

describe("AVeriTeC", () => {
  test("any cards are claims of its shape", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryCard, { maxLength: 3 }), async (cards) => {
        const claims = averitec.parse(JSON.parse(await writeText("averitec", cards)));
        expect(claims.map(({ claim }) => claim)).toEqual(cards.map(({ statement }) => statement));
      }),
      { numRuns: 40 },
    );
  });

  test("the newest verdict is the label; date, speaker and address are the earliest article's", async () => {
    const [a = "", b = ""] = ids;
    const mayor = { id: a, name: "The mayor of Velm", kind: "person" } as const;
    const card = cardWith({
      mentions: [
        mentionWith({ id: a, publishedAt: "2026-05-03T10:15:00.123Z", url: "https://late.example/" }),
        mentionWith({
          id: b,
          publishedAt: "2025-01-02T00:00:00.000Z",
          url: "https://early.example/",
          speakers: [mayor],
        }),
      ],
      origins: [],
      verdicts: [
        { ...judgement, id: a, at: "2026-05-04T00:00:00.000Z", verdict: "refuted", rationale: "the minutes" },
        { ...judgement, id: b, at: "2026-05-03T00:00:00.000Z", verdict: "supported", rationale: "before" },
      ],
    });
    const { files, losses } = await write("averitec", [card]);
    expect(averitec.parse(JSON.parse(files.get("") ?? ""))).toMatchObject([
      {
        label: "Refuted",
        claim_date: "02-01-2025",
        original_claim_url: "https://early.example/",
        speaker: "The mayor of Velm",
      },
    ]);
    expect(losses.map(({ what }) => what)).toContain("verdicts that differ from the newest");
  });
});

const review = z.object({
  "@type": z.literal("ClaimReview"),
  claimReviewed: z.string(),
  itemReviewed: z.object({
    "@type": z.literal("Claim"),
    appearance: z.array(z.object({ text: z.string() })),
  }),
  reviewRating: z
    .object({
      "@type": z.literal("Rating"),
      ratingValue: z.int().min(1).max(5).optional(),
      bestRating: z.literal(5).optional(),
      worstRating: z.literal(1).optional(),
      alternateName: z.string(),
    })
    .optional(),
});
const reviews = z.object({ "@context": z.literal("https://schema.org"), "@graph": z.array(review) });

describe("ClaimReview", () => {
  test("any cards are reviews of its shape, with a rating where somebody judged", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryCard, { maxLength: 3 }), async (cards) => {
        const graph = reviews.parse(JSON.parse(await writeText("claimreview", cards)))["@graph"];
        expect(graph.map(({ claimReviewed }) => claimReviewed)).toEqual(
          cards.map(({ statement }) => statement),
        );
        for (const [place, { credibilities, verdicts }] of cards.entries())
          expect(graph[place]?.reviewRating !== undefined).toBe(credibilities.length + verdicts.length > 0);
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    ["1", 5, "1 – Confirmed by other sources"],
    ["5", 1, "5 – Improbable"],
    ["6", undefined, "6 – Cannot be judged"],
  ] as const)("grade %s is the value %s", async (grade, value, name) => {
    const [id = ""] = ids;
    const credibilities = [{ ...judgement, id, at: "2026-05-04T00:00:00.000Z", grade, rationale: "read" }];
    const text = await writeText("claimreview", [cardWith({ credibilities, verdicts: [] })]);
    const [first] = reviews.parse(JSON.parse(text))["@graph"];
    expect(first?.reviewRating?.ratingValue).toBe(value);
    expect(first?.reviewRating?.alternateName).toBe(name);
  });
});
