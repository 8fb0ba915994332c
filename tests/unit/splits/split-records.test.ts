import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import type { CardItem, PairItem } from "@/lib/formats/dataset-items";
import { parseRatio, splitResult } from "@/lib/splits/schema";
import { splitRecords } from "@/lib/splits/split-records";
import { arbitraryCard, arbitraryPair } from "../formats/arbitrary-item";
import { again, type Invented, idOf, makeArticle, options, wordsOf } from "./records";

function many(count: number, of: (number: number) => Invented = () => ({})) {
  return Array.from({ length: count }, (_, number) => makeArticle(number, of(number)));
}

async function refusal(run: Promise<unknown>): Promise<AppError> {
  const error = await run.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error("not refused");
  return error;
}

describe("splitting articles", () => {
  test("gives each side its share, of every source and kind", async () => {
    const records = many(200, (number) => ({
      publisher: number < 120 ? 1 : number < 180 ? 2 : 3,
      claims: 1 + (number % 7),
    }));
    const split = await splitRecords(again(records), options());
    expect(split.groups).toMatchObject({ all: 200, largest: 1, sides: { train: 160, dev: 20, test: 20 } });
    for (const { wanted, got, total } of split.balance)
      for (const side of ["train", "dev", "test"] as const)
        expect(Math.abs(wanted[side] - got[side])).toBeLessThanOrEqual(Math.max(2, total * 0.03));
    expect(split.balance.map(({ what, name }) => `${what} ${name}`.trim())).toEqual([
      "articles",
      "kind claim",
      "kind duplicate",
      "source Outlet 1",
      "source Outlet 2",
      "source Outlet 3",
    ]);
    expect(split.leaks).toMatchObject({ isClean: true, leakCount: 0, allowedCount: 0, articles: 200 });
    expect(() => splitResult.parse(JSON.parse(JSON.stringify(split)))).not.toThrow();
  });

  test("another seed deals otherwise, the same seed alike", async () => {
    const records = many(60);
    const sides = async (seed: number) =>
      (await splitRecords(again(records), options({ seed }))).articles.map(({ side }) => side).join();
    expect(await sides(1)).toBe(await sides(1));
    expect(await sides(1)).not.toBe(await sides(2));
  });

  test("keeps copies, copies of one passage outside, equal texts and what derives from another on one side", async () => {
    const records = many(40, (number) => {
      if (number === 1) return { copies: [0] };
      if (number === 2) return { copies: [1] };
      if (number === 3 || number === 4) return { outside: "https://wire.example/1#top" };
      if (number === 5 || number === 6) return { text: "The same text in both." };
      if (number === 7) return { derivesFrom: 8 };
      // Both copy an article that is not here.
      if (number === 9 || number === 10) return { copies: [999] };
      if (number === 11) return { copies: [12], state: "rejected" };
      return {};
    });
    const split = await splitRecords(again(records), options());
    const group = new Map(split.articles.map(({ article, group }) => [article, group]));
    const same = (...numbers: number[]) =>
      expect(new Set(numbers.map((number) => group.get(idOf(number)))).size).toBe(1);
    same(0, 1, 2);
    same(3, 4);
    same(5, 6);
    same(7, 8);
    same(9, 10);
    expect(group.get(idOf(11))).not.toBe(group.get(idOf(12)));
    expect(split.groups.all).toBe(40 - 6);
    expect(split.groups.joinedBy).toMatchObject({ text: 1, reuse: 4, derivation: 1, shared: 0 });
  });

  test("keeps both passages of a pair on one side that somebody judged to be a copy, and no other pair", async () => {
    const [pair] = fc.sample(arbitraryPair, { numRuns: 1, seed: 7 });
    if (!pair) throw new Error("no pair");
    const judged = (one: number, other: number, verdict: PairItem["verdict"]): PairItem => ({
      ...pair,
      id: idOf(one, "pair"),
      a: { ...pair.a, article: idOf(one), articleVersion: idOf(one, "version") },
      b: { ...pair.b, article: idOf(other), articleVersion: idOf(other, "version") },
      verdict,
    });
    const pairs = [
      judged(0, 1, "translation"),
      judged(2, 3, "no"),
      judged(4, 5, "unsure"),
      judged(1, 6, "verbatim"),
    ];
    const split = await splitRecords(again([...many(40), ...pairs]), options());
    const group = new Map(split.articles.map(({ article, group }) => [article, group]));
    const of = (number: number) => group.get(idOf(number));
    expect([of(1), of(6)]).toEqual([of(0), of(0)]);
    expect(of(2)).not.toBe(of(3));
    expect(of(4)).not.toBe(of(5));
    expect(split.groups.all).toBe(40 - 2);
  });

  test("finds an unlinked copy: joins it, or reports it as a leak with its places", async () => {
    const copied = wordsOf(777, 15);
    const records = many(30, (number) =>
      number < 10
        ? { text: `${wordsOf(number, 20)} 😀 — ${copied.toUpperCase()}! ${wordsOf(number + 500, 9)}` }
        : {},
    );
    const joined = await splitRecords(again(records), options());
    expect(joined.groups).toMatchObject({ all: 21, largest: 10, joinedBy: { shared: 9 } });
    expect(joined.leaks.isClean).toBe(true);
    const apart = await splitRecords(again(records), options({ joinShared: false }));
    expect(apart.groups.all).toBe(30);
    expect(apart.leaks).toMatchObject({ isClean: false, leakCount: 1 });
    const [run] = apart.leaks.runs;
    expect(run).toMatchObject({ words: 15, placeCount: 10, quote: copied.toUpperCase(), allowed: null });
    for (const { article, start, end } of run?.places ?? []) {
      const text = records.find((record) => record.article.id === article)?.articleVersion.text ?? "";
      expect(Array.from(text).slice(start, end).join("")).toBe(copied.toUpperCase());
    }
  });

  test("lets pass what is allowed, with its reason", async () => {
    const formula = wordsOf(42, 14);
    const records = many(30, (number) => ({
      text: `${wordsOf(number, 20)}. ${formula}. ${wordsOf(number + 900, 3)}`,
    }));
    const tooFew = await refusal(splitRecords(again(records), options()));
    expect(tooFew.code).toBe("split-too-few-groups");
    expect(tooFew.message).toContain("allow those that are formulas");
    const allow = [{ text: formula, reason: "the outlet's footer" }];
    const split = await splitRecords(again(records), options({ allow }));
    expect(split.groups.all).toBe(30);
    expect(split.leaks).toMatchObject({ isClean: true, leakCount: 0, allowedCount: 1 });
    expect(split.leaks.runs[0]).toMatchObject({ words: 14, placeCount: 30, allowed: "the outlet's footer" });
    const byRun = [{ run: split.leaks.runs[0]?.run ?? "", reason: "known" }];
    const named = await splitRecords(again(records), options({ allow: byRun, joinShared: false }));
    expect(named.leaks).toMatchObject({ isClean: true, allowedCount: 1 });
  });

  test("boilerplate joins nothing and is listed as allowed", async () => {
    const footer = wordsOf(43, 14);
    const records = many(30, (number) => ({ text: `${wordsOf(number, 20)}\n${footer}` })).map((record) => {
      const at = record.articleVersion.text.indexOf("\n") + 1;
      const { length } = record.articleVersion;
      return {
        ...record,
        blocks: [
          { kind: "body" as const, start: 0, end: at, source: null },
          { kind: "appeal" as const, start: at, end: length, source: null },
        ],
      };
    });
    const split = await splitRecords(again(records), options());
    expect(split.groups.all).toBe(30);
    expect(split.leaks).toMatchObject({ isClean: true, allowedCount: 1 });
    expect(split.leaks.runs[0]?.allowed).toContain("boilerplate");
    const strict = await refusal(splitRecords(again(records), options({ allowBoilerplate: false })));
    expect(strict.code).toBe("split-too-few-groups");
  });

  test("finds runs in a script without spaces", async () => {
    const chinese = "水库管理员昨天晚上在会议上宣布新的闸门将于明年春天完成建设并投入使用";
    const records = many(20, (number) => (number < 2 ? { text: `${chinese}。${wordsOf(number, 15)}` } : {}));
    const split = await splitRecords(again(records), options());
    expect(split.groups.joinedBy.shared).toBe(1);
  });

  test("cuts by date: later goes to test, and undated articles are refused or left out", async () => {
    const records = many(50, (number) => ({
      publishedAt: number === 49 ? null : new Date(Date.UTC(2026, 0, 1 + number)).toISOString(),
      ...(number === 40 ? { copies: [3] } : {}),
    }));
    expect((await refusal(splitRecords(again(records), options({ by: "time" })))).code).toBe(
      "split-time-unknown",
    );
    const split = await splitRecords(again(records), options({ by: "time", undated: "leave-out" }));
    expect(split.leftOut).toEqual([{ article: idOf(49), why: "its time of publication is not known" }]);
    const [dev, test] = split.cuts;
    expect([dev?.side, test?.side]).toEqual(["dev", "test"]);
    const side = new Map(split.articles.map((one) => [one.article, one.side]));
    for (const { article } of records) {
      const at = article.publishedAt ?? "";
      if (side.get(article.id) === "train") expect(at < (dev?.from ?? "")).toBe(true);
      if (side.get(article.id) === "dev") expect(at < (test?.from ?? "")).toBe(true);
    }
    // The old article goes with its late copy.
    expect(side.get(idOf(3))).toBe(side.get(idOf(40)));
    expect(split.articles).toHaveLength(49);
  });

  test("keeps sources together where asked, and refuses what leaves a side without two groups", async () => {
    const records = many(60, (number) => ({ publisher: number % 12 }));
    const ratio = { train: 60, dev: 20, test: 20 };
    const split = await splitRecords(again(records), options({ together: ["sources"], ratio }));
    expect(split.groups).toMatchObject({ all: 12, joinedBy: { sources: 48 } });
    const small = await refusal(splitRecords(again(records), options({ together: ["sources"] })));
    expect(small).toMatchObject({ code: "split-side-one-group", details: { side: "dev", groups: 12 } });
    expect(small.message).toContain("Give dev a larger share (about 17 %");
    const few = many(60, (number) => ({ publisher: number % 4 }));
    const error = await refusal(splitRecords(again(few), options({ together: ["sources"] })));
    expect(error.code).toBe("split-too-few-groups");
    expect(error.message).toContain("Do not keep sources together");
    const tiny = await refusal(
      splitRecords(again(many(12)), options({ ratio: { train: 98, dev: 1, test: 1 } })),
    );
    expect(tiny.code).toMatch(/^split-side-(empty|one-group)$/);
    expect(tiny.message).toContain("a larger share");
    expect((await refusal(splitRecords(again([]), options()))).code).toBe("split-no-articles");
  });

  test("keeps articles of one card together where asked, and those of linked cards as one story", async () => {
    const records = many(40);
    const [base] = fc.sample(
      arbitraryCard.filter(({ mentions }) => mentions.length > 0),
      { seed: 1, numRuns: 1 },
    );
    const [first] = base?.mentions ?? [];
    if (!base || !first) throw new Error("no card");
    const mention = { ...first, isSame: true };
    const card = (number: number, articles: number[], linked: number[]): CardItem => ({
      ...base,
      id: idOf(number, "card"),
      mentions: articles.map((article, at) => ({
        ...mention,
        id: idOf(number * 100 + at, "mention"),
        article: idOf(article),
      })),
      links: linked.map((other) => ({
        id: idOf(other, "link"),
        type: "related" as const,
        card: idOf(other, "card"),
      })),
    });
    const entries = [...records, card(1, [0, 1], []), card(2, [2, 3], [1])];
    const groupsOf = async (together: ("cards" | "stories")[]) =>
      (await splitRecords(again(entries), options({ together }))).groups;
    expect(await groupsOf([])).toMatchObject({ all: 40 });
    expect(await groupsOf(["cards"])).toMatchObject({
      all: 38,
      largest: 2,
      joinedBy: { cards: 2, stories: 0 },
    });
    expect(await groupsOf(["stories"])).toMatchObject({
      all: 37,
      largest: 4,
      joinedBy: { cards: 2, stories: 1 },
    });
  });

  test("two sides are enough", async () => {
    const split = await splitRecords(again(many(20)), options({ ratio: { train: 3, dev: 0, test: 1 } }));
    expect(split.groups.sides).toEqual({ train: 15, dev: 0, test: 5 });
  });

  test("never parts a group, whatever order records come in", async () => {
    const arbitrary = fc.array(
      fc.record({
        publisher: fc.nat(4),
        copies: fc.array(fc.nat(45), { maxLength: 2 }),
        claims: fc.integer({ min: 1, max: 6 }),
        shares: fc.option(fc.nat(5), { nil: null }),
      }),
      { minLength: 40, maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(arbitrary, fc.nat(1000), async (drawn, seed) => {
        const records = drawn.map(({ publisher, copies, claims, shares }, number) =>
          makeArticle(number, {
            publisher,
            claims,
            copies: number % 5 === 0 ? copies.filter((twin) => twin !== number) : [],
            ...(shares !== null && number % 6 === 0
              ? { text: `${wordsOf(number, 15)} ${wordsOf(5000 + shares, 13)} ${wordsOf(number + 300, 2)}` }
              : {}),
          }),
        );
        const split = await splitRecords(again(records), options({ seed })).catch((error: unknown) => {
          if (error instanceof AppError && error.code.startsWith("split-")) return null;
          throw error;
        });
        if (split === null) return;
        const sides = new Map<string, string>();
        for (const { group, side } of split.articles) {
          expect(sides.get(group) ?? side).toBe(side);
          sides.set(group, side);
        }
        const side = new Map(split.articles.map((one) => [one.article, one.side]));
        for (const [number, { copies }] of drawn.entries())
          for (const twin of number % 5 === 0 ? copies : [])
            if (twin < drawn.length) expect(side.get(idOf(number))).toBe(side.get(idOf(twin)));
        expect(bruteForce(records, side)).toBe(0);
        expect(split.leaks.isClean).toBe(true);
        const reversed = await splitRecords(again(records.toReversed()), options({ seed }));
        expect(reversed).toEqual(split);
      }),
      { numRuns: 25 },
    );
  });

  test("reports exactly the shared runs that a plain comparison finds", async () => {
    let compared = 0;
    const blocks = [0, 1, 2, 3].map((block) => wordsOf(block + 8000, 5));
    const words = fc.array(fc.constantFrom(...blocks), { minLength: 2, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(fc.array(words, { minLength: 8, maxLength: 14 }), async (drawn) => {
        const records = drawn.map((own, number) =>
          makeArticle(number, { text: `${wordsOf(number, 3)} ${own.join(" ")}` }),
        );
        const split = await splitRecords(
          again(records),
          options({ joinShared: false, ratio: { train: 1, dev: 0, test: 1 } }),
        ).catch(() => null);
        if (split === null) return;
        const side = new Map(split.articles.map((one) => [one.article, one.side]));
        const covered = new Set<string>();
        for (const { places, placeCount } of split.leaks.runs) {
          expect(places).toHaveLength(placeCount);
          expect(new Set(places.map((place) => place.side)).size).toBe(2);
          for (const { article, start, end } of places) {
            const text = records.find((record) => record.article.id === article)?.articleVersion.text ?? "";
            const before = text.slice(0, start).split(" ").length - 1;
            const count = text.slice(start, end).split(" ").length;
            for (let at = before; at + 12 <= before + count; at++) covered.add(`${article} ${at}`);
          }
        }
        compared += covered.size;
        expect(covered.size).toBe(bruteForce(records, side));
      }),
      { numRuns: 40 },
    );
    expect(compared).toBeGreaterThan(0);
  });
});

/** How many places have a run of 12 words that stands on another side too, by comparing words. */
function bruteForce(records: ReturnType<typeof many>, side: ReadonlyMap<string, string>): number {
  const places = records.flatMap(({ article, articleVersion }) => {
    const words = articleVersion.text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
    return words.slice(0, Math.max(0, words.length - 11)).map((_, at) => ({
      side: side.get(article.id) ?? "",
      run: words
        .slice(at, at + 12)
        .join(" ")
        .toLowerCase(),
    }));
  });
  const sides = new Map<string, Set<string>>();
  for (const { side: own, run } of places) sides.set(run, (sides.get(run) ?? new Set()).add(own));
  return places.filter(({ run }) => (sides.get(run)?.size ?? 0) > 1).length;
}

test("reads ratios as people write them", () => {
  expect(parseRatio("80:10:10")).toEqual({ train: 80, dev: 10, test: 10 });
  expect(parseRatio("0.8, 0.2")).toEqual({ train: 0.8, dev: 0, test: 0.2 });
  for (const wrong of ["80", "80:", "1:2:3:4", "100:0:0", "-1:2", "a:b"])
    expect(parseRatio(wrong)).toBeNull();
});
