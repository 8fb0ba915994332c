import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeItem, writeRecord } from "@/lib/formats/sourcebench-jsonl";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { writeTextFree } from "@/lib/text-free/file";
import { hashOf, toTextFree } from "@/lib/text-free/make";
import { restoreLine } from "@/lib/text-free/restore";
import { type TextFreeSummary, textFreeItem, textFreeLimits, textFreeRecord } from "@/lib/text-free/schema";
import { arbitraryCard, arbitraryPair, arbitraryRating } from "../formats/arbitrary-item";
import { arbitraryArticle } from "../formats/conversion-support";
import { idOf, makeArticle, wordsOf } from "../splits/records";

const limits = textFreeLimits.parse({});

/** Every string of a value, keys too. */
function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(stringsOf);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...stringsOf(member)]);
}

/** How many code points of a text stand in strings, in runs of at least `run`: an independent count, window by window. */
function countShown(text: string, strings: readonly string[], run: number): number {
  const points = Array.from(text);
  const shown = new Set<number>();
  const all = strings.join("\u0000");
  for (let at = 0; at + run <= points.length; at++)
    if (all.includes(points.slice(at, at + run).join("")))
      for (let one = at; one < at + run; one++) shown.add(one);
  return shown.size;
}

/** The record with words of its text in fields of every sort. */
function spread(record: ExportRecord, words: readonly (readonly [number, number])[]): ExportRecord {
  const points = Array.from(record.articleVersion.text);
  const piece = (number: number) => {
    const [from, to] = words[number] ?? [0, 999];
    const cut = points.slice(
      Math.floor((from * points.length) / 1000),
      Math.ceil((to * points.length) / 1000),
    );
    return cut.join("") || "x";
  };
  return {
    ...record,
    article: {
      ...record.article,
      title: piece(0),
      byline: piece(1),
      credits: [{ name: piece(2), source: null }],
    },
    layers: record.layers.map((layer, place) => ({
      ...layer,
      kind: place === 0 ? "adjudicated" : layer.kind,
      annotations: layer.annotations.map((one, number) => ({
        ...one,
        attributes: {
          ...one.attributes,
          note: `see: ${piece(number)}! ${piece(number + 1)}`,
          deep: [{ said: piece(3) }],
        },
      })),
      restsOn: layer.restsOn.map((link) =>
        link.description === null ? link : { ...link, description: piece(4) },
      ),
    })),
  };
}

const place = fc.tuple(fc.nat(999), fc.nat(999)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const filler = fc.stringMatching(/^[a-z ,.]{0,300}$/);
const article = fc
  .tuple(arbitraryArticle, fc.array(place, { minLength: 6, maxLength: 6 }))
  .map(([record, words]) => spread(record, words));

function copiesOf(record: ExportRecord) {
  const { rawText, rawBytes, text } = record.articleVersion;
  return { text, raw: rawText, bytes: rawBytes, twin: () => null };
}

describe("the text-free line of an article", () => {
  test("shows no more of the text than the limit, in whatever field, and comes back bit for bit", async () => {
    let withheld = 0;
    await fc.assert(
      fc.property(
        article,
        fc.constantFrom(0, 0.05, 0.1, 0.5, 1),
        fc.constantFrom(10, 200),
        (record, share, quote) => {
          const { text } = record.articleVersion;
          const free = textFreeRecord.parse(JSON.parse(JSON.stringify(toTextFree(record, { share, quote }))));
          const length = Array.from(text).length;
          const limit = Math.floor(share * length);
          const { record: shown, withheld: parts } = free;
          expect(countShown(text, [...stringsOf(shown), ...stringsOf(parts)], 12)).toBeLessThanOrEqual(limit);
          expect(free.coverage.shown).toBeLessThanOrEqual(limit);
          withheld += free.coverage.quotesWithheld;
          const twins = new Map(
            record.layers.flatMap(({ reuseLinks }) =>
              reuseLinks.map(
                ({ passage }) => [passage.version, " ".repeat(0) + Array.from(text).join("")] as const,
              ),
            ),
          );
          const restored = restoreLine(free, {
            ...copiesOf(record),
            twin: (version) => twins.get(version) ?? null,
          });
          expect(restored).toEqual({ line: writeRecord(record) });
        },
      ),
      { numRuns: 150 },
    );
    expect(withheld).toBeGreaterThan(0);
  });

  test("has the hash of the text and of each quote, and is the same each time", () => {
    fc.assert(
      fc.property(article, (record) => {
        const free = toTextFree(record, limits);
        expect(free.text.sha256).toBe(hashOf(record.articleVersion.text));
        expect(JSON.stringify(toTextFree(structuredClone(record), limits))).toBe(JSON.stringify(free));
        const hashes = stringsOf(free.record);
        for (const { annotations } of record.layers)
          for (const { spans } of annotations)
            for (const { quote } of spans) expect(hashes).toContain(hashOf(quote));
      }),
      { numRuns: 40 },
    );
  });

  test("a copy that differs is told by its quotes, a missing original by name", () => {
    fc.assert(
      fc.property(article, (record) => {
        const free = toTextFree(record, { share: 0, quote: 0 });
        const { text, rawText } = record.articleVersion;
        const other = Array.from(text, (sign) => (sign === "§" ? "¶" : "§")).join("");
        const restored = restoreLine(free, { text: other, raw: rawText, bytes: null, twin: () => text });
        expect("problems" in restored && restored.problems.some(({ why }) => why.includes("quote"))).toBe(
          true,
        );
        if (rawText === null) return;
        const without = restoreLine(free, { text, raw: null, bytes: null, twin: () => text });
        expect("problems" in without && without.problems.map(({ missing }) => missing)).toEqual(["raw"]);
      }),
      { numRuns: 30 },
    );
  });

  test("keeps short quotes first and counts what overlaps once", async () => {
    const text = `The harbour master said on Tuesday that the lock would open before the end of the month of May, and nobody asked.`;
    const [record] = fc.sample(arbitraryArticle, { seed: 7, numRuns: 1 });
    if (!record) throw new Error("no record");
    const mark = (number: number, start: number, end: number) => {
      const [first] = record.layers[0]?.annotations ?? [];
      if (!first) throw new Error("no mark");
      const quote = text.slice(start, end);
      const span = { role: "body" as const, start, end, quote, utf16Start: start, utf16End: end };
      return { ...first, id: `00000000-0000-4000-8000-00000000000${number}`, spans: [span], attributes: {} };
    };
    const [layer] = record.layers;
    if (!layer) throw new Error("no layer");
    const one: ExportRecord = {
      ...record,
      article: { ...record.article, title: "Lock", byline: null, credits: [] },
      articleVersion: { ...record.articleVersion, text, length: text.length, rawText: null },
      blocks: [{ kind: "body", start: 0, end: text.length, source: null }],
      layers: [
        {
          ...layer,
          annotations: [mark(1, 4, 40), mark(2, 4, 18), mark(3, 4, 26), mark(4, 60, 100)],
          reuseLinks: [],
          restsOn: [],
          claimLinks: [],
          attributionSources: [],
        },
      ],
    };
    const free = toTextFree(one, { share: 0.2, quote: 200 });
    expect(free.coverage).toMatchObject({
      characters: text.length,
      limit: 22,
      shown: 22,
      quotes: 2,
      quotesWithheld: 2,
    });
    expect(stringsOf(free.record)).toContain("harbour master said on");
    expect(stringsOf(free.record)).not.toContain(text.slice(4, 40));
  });
});

describe("the text-free variant of a whole export", () => {
  test("counts words of cards on their articles, and gives articles, cards and ratings back bit for bit", async () => {
    let hidden = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(article, filler), { minLength: 2, maxLength: 4 }),
        fc.array(fc.oneof(arbitraryCard, arbitraryRating, arbitraryPair), { minLength: 1, maxLength: 4 }),
        fc.array(place, { minLength: 4, maxLength: 4 }),
        async (drawn, items, words) => {
          const records = drawn.map(([record]) => record);
          const entries = [
            ...records,
            ...items.map((item) => {
              if (item.item !== "card") return item;
              const [first, second] = records;
              const points = Array.from(first?.articleVersion.text ?? "");
              const [from, to] = words[0] ?? [0, 999];
              const statement = `It says ${points.slice(Math.floor((from * points.length) / 1000), to).join("")} so`;
              const mentions = item.mentions.map((mention, number) => {
                const of = number % 2 === 0 ? first : second;
                return of
                  ? {
                      ...mention,
                      article: of.article.id,
                      articleVersion: of.articleVersion.id,
                      quote: of.articleVersion.text,
                      spans: [{ start: 0, end: of.articleVersion.length }],
                    }
                  : mention;
              });
              return { ...item, statement, mentions };
            }),
          ];
          async function* all() {
            yield* entries;
          }
          let summary: TextFreeSummary | null = null;
          const lines: string[] = [];
          for await (const { line } of writeTextFree(all, limits, (made) => {
            summary = made;
          }))
            lines.push(line);
          expect(summary).toMatchObject({ articles: records.length, items: items.length });
          const parsed = lines.map((line) => {
            const value: unknown = JSON.parse(line);
            return textFreeRecord.safeParse(value).data ?? textFreeItem.parse(value);
          });
          for (const record of records) {
            const { text } = record.articleVersion;
            const length = Array.from(text).length;
            const own = parsed.filter((line) => "item" in line || line.text.sha256 === hashOf(text));
            const about = own.filter(
              (line) => !("item" in line) || stringsOf(line.item).includes(record.article.id),
            );
            const shown = about.flatMap((line) => [
              ...stringsOf("item" in line ? line.item : line.record),
              ...stringsOf(line.withheld),
            ]);
            expect(countShown(text, shown, 12)).toBeLessThanOrEqual(Math.floor(0.1 * length));
          }
          const byVersion = new Map(records.map(({ articleVersion: { id, text } }) => [id, text]));
          const fallback = (version: string, record: ExportRecord | undefined) =>
            byVersion.get(version) ?? record?.articleVersion.text ?? null;
          for (const [number, line] of parsed.entries()) {
            const entry = entries[number];
            const record = entry && !("item" in entry) ? entry : undefined;
            const copies = record ? copiesOf(record) : { text: "", raw: null, bytes: null };
            const restored = restoreLine(line, { ...copies, twin: (version) => fallback(version, record) });
            if (!entry) throw new Error("a line too many");
            expect(restored).toEqual({ line: "item" in entry ? writeItem(entry) : writeRecord(entry) });
            if ("item" in line) hidden += line.withheld.length;
          }
        },
      ),
      { numRuns: 60 },
    );
    expect(hidden).toBeGreaterThan(0);
  });

  test("counts what articles share on the limit of each, wherever it is shown", async () => {
    const paragraph = fc.nat(5);
    const place = fc.tuple(fc.nat(900), fc.integer({ min: 5, max: 60 }));
    const drawn = fc.array(
      fc.record({
        paragraphs: fc.array(paragraph, { minLength: 1, maxLength: 4 }),
        marks: fc.array(place, { minLength: 3, maxLength: 8 }),
        note: fc.tuple(paragraph, fc.nat(100)),
        isLinked: fc.boolean(),
      }),
      { minLength: 2, maxLength: 5 },
    );
    let shared = 0;
    await fc.assert(
      fc.asyncProperty(drawn, async (all) => {
        const records = all.map(({ paragraphs, marks, note, isLinked }, number) => {
          const text = paragraphs.map((one) => wordsOf(one, 20)).join("\n");
          const base = makeArticle(number, { text, copies: isLinked && number > 0 ? [0] : [] });
          return {
            ...base,
            layers: base.layers.map((layer) => ({
              ...layer,
              annotations: [
                ...layer.annotations,
                ...marks.flatMap(([from, length], at) => {
                  const start = Math.floor((from * text.length) / 1000);
                  const quote = text.slice(start, start + length);
                  const [first] = layer.annotations;
                  if (!first || quote === "") return [];
                  const end = start + quote.length;
                  const span = { role: "body" as const, start, end, quote, utf16Start: start, utf16End: end };
                  const attributes = { note: wordsOf(note[0], 20).slice(note[1]) };
                  return [{ ...first, id: idOf(number, `more ${at}`), attributes, spans: [span] }];
                }),
              ],
            })),
          };
        });
        const lines: string[] = [];
        async function* entries() {
          yield* records;
        }
        for await (const { line } of writeTextFree(entries, limits)) lines.push(line);
        const parsed = lines.map((line) => textFreeRecord.parse(JSON.parse(line)));
        const strings = parsed.flatMap((line) => [...stringsOf(line.record), ...stringsOf(line.withheld)]);
        for (const [number, { articleVersion }] of records.entries()) {
          const { text } = articleVersion;
          // A note may hold words of an article with which its own shares nothing and is not linked: those are not counted.
          const own = all[number]?.paragraphs ?? [];
          const related = parsed.filter((_, other) =>
            all[other]?.paragraphs.some((one) => own.includes(one)),
          );
          const near = related.flatMap((line) => [...stringsOf(line.record), ...stringsOf(line.withheld)]);
          expect(countShown(text, near, 12)).toBeLessThanOrEqual(Math.floor(0.1 * text.length));
          if (related.length > 1) shared += 1;
        }
        expect(strings.length).toBeGreaterThan(0);
        const texts = new Map(records.map(({ articleVersion: { id, text } }) => [id, text]));
        for (const [number, free] of parsed.entries()) {
          const record = records[number];
          if (!record) throw new Error("a line too many");
          const copies = { ...copiesOf(record), twin: (version: string) => texts.get(version) ?? null };
          // The invented passages quote other words than their text has.
          const restored = restoreLine(free, copies);
          if (record.layers.every(({ reuseLinks }) => reuseLinks.length === 0))
            expect(restored).toEqual({ line: writeRecord(record) });
        }
      }),
      { numRuns: 60 },
    );
    expect(shared).toBeGreaterThan(0);
  });
});
