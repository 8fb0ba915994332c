import fc from "fast-check";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { huggingFaceFields } from "@/lib/formats/huggingface-rows";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { arbitraryArticle, readAs, writeAs } from "./conversion-support";

const train = "data/train-00000-of-00001.parquet";
const rowShape = z.array(
  z.object({
    text: z.string(),
    annotations: z.array(
      z.object({
        spans: z.array(z.object({ start: z.int(), end: z.int(), quote: z.string() })),
      }),
    ),
  }),
);

function sample(count: number, seed = 11): ExportRecord[] {
  return fc.sample(arbitraryArticle, { numRuns: count, seed });
}

function bufferOf(bytes: Buffer | undefined): ArrayBuffer {
  return new Uint8Array(bytes ?? Buffer.alloc(0)).buffer;
}

describe("a Hugging Face folder", () => {
  test("is Parquet: its magic at both ends, a footer of the named columns, a row a layer", async () => {
    const records = sample(5);
    const { binary } = await writeAs("huggingface", records);
    const bytes = binary.get(train) ?? Buffer.alloc(0);
    expect(bytes.subarray(0, 4).toString()).toBe("PAR1");
    expect(bytes.subarray(-4).toString()).toBe("PAR1");
    expect(bytes.readUInt32LE(bytes.length - 8)).toBeLessThan(bytes.length);
    const { num_rows, schema } = parquetMetadata(bufferOf(bytes));
    expect(Number(num_rows)).toBe(records.reduce((sum, { layers }) => sum + layers.length, 0));
    expect(schema[0]?.num_children).toBe(huggingFaceFields([]).length);
    expect(schema.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["text", "annotations", "spans", "start", "quote", "passage_spans"]),
    );
  });

  test("every span cuts its quote from the text of its row, in code points", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryArticle, async (record) => {
        const { binary } = await writeAs("huggingface", [record]);
        const rows = rowShape.parse(await parquetReadObjects({ file: bufferOf(binary.get(train)) }));
        for (const { text, annotations } of rows) {
          const index = indexCodePoints(text);
          for (const { start, end, quote } of annotations.flatMap(({ spans }) => spans))
            expect(sliceCodePoints(index, { start, end })).toBe(quote);
        }
      }),
      { numRuns: 30 },
    );
  });

  test("equal input gives equal bytes", async () => {
    const records = sample(4);
    const [one, other] = [await writeAs("huggingface", records), await writeAs("huggingface", records)];
    expect([...one.binary]).toEqual([...other.binary]);
  });

  test("each side is a file, which the card names; all of them are read again", async () => {
    const records = sample(6);
    const sides = ["train", "dev", "test"];
    const sideOf = new Map(records.map(({ article }, place) => [article.id, sides[place % 3] ?? "train"]));
    const { binary, files } = await writeAs("huggingface", records, {
      splitOf: ({ article }) => sideOf.get(article.id) ?? "train",
      licence: "cc-by-4.0",
    });
    expect([...binary.keys()].sort()).toEqual([
      "README.md",
      "data/test-00000-of-00001.parquet",
      train,
      "data/validation-00000-of-00001.parquet",
    ]);
    const card = files.get("README.md") ?? "";
    expect(card).toContain('license: "cc-by-4.0"');
    expect(card).toContain("  - split: validation\n    path: data/validation-*.parquet\n");
    expect(card).toContain('language:\n- "en"\n');
    expect(card).toContain("size_categories:\n- n<1K\n");
    expect(card).toMatch(/- name: train\n {4}num_bytes: \d+\n {4}num_examples: 4\n/);
    const { records: read } = await readAs(
      "huggingface",
      new Map([...binary].filter(([path]) => path.endsWith(".parquet"))),
    );
    const ids = (list: readonly ExportRecord[]) => list.map(({ article }) => article.id).sort();
    expect(ids(read)).toEqual(ids(records));
  });

  test("a long dataset leaves in several row groups, and comes back whole", async () => {
    const [first] = sample(1);
    if (!first) throw new Error("no article");
    const text = `${"Forty houses were flooded, the mayor said. ".repeat(7_000)}`;
    const records = Array.from({ length: 20 }, (_, place) => ({
      ...first,
      article: { ...first.article, id: `0195fa00-0000-7000-8000-0000000001${place + 10}` },
      articleVersion: { ...first.articleVersion, text, length: text.length },
      layers: [],
    }));
    const { binary } = await writeAs("huggingface", records);
    expect(parquetMetadata(bufferOf(binary.get(train))).row_groups.length).toBeGreaterThan(2);
    const { records: read, problems } = await readAs(
      "huggingface",
      new Map([[train, binary.get(train) ?? Buffer.alloc(0)]]),
    );
    expect(problems).toEqual([]);
    expect(read).toHaveLength(20);
    expect(read.every(({ articleVersion }) => articleVersion.text === text)).toBe(true);
  });

  test("a dataset without rows is a folder that loads, too", async () => {
    const { binary } = await writeAs("huggingface", []);
    expect(Number(parquetMetadata(bufferOf(binary.get(train))).num_rows)).toBe(0);
  });

  test("what is no Parquet, or cut off, is told by its file", async () => {
    const { binary } = await writeAs("huggingface", sample(1));
    const cut = (binary.get(train) ?? Buffer.alloc(0)).subarray(0, -9);
    for (const bytes of [Buffer.from("no table at all"), cut, Buffer.alloc(0)]) {
      const { records, problems } = await readAs("huggingface", new Map([["a.parquet", bytes]]));
      expect(records).toEqual([]);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatchObject({ file: "a.parquet", line: null });
    }
  });
});
