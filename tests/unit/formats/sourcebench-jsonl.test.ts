import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toRawRecord, toStoredRecord } from "@/lib/formats/raw-offsets";
import {
  isSourcebenchJsonl,
  type ReadLine,
  readRecord,
  readRecords,
  writeRecord,
} from "@/lib/formats/sourcebench-jsonl";
import { type ExportRecord, recordSchema } from "@/lib/formats/sourcebench-jsonl-schema";
import { arbitraryRecord } from "./arbitrary-record";

async function readAll(pieces: Iterable<Uint8Array | string>): Promise<ReadLine[]> {
  const lines: ReadLine[] = [];
  for await (const line of readRecords(pieces)) lines.push(line);
  return lines;
}

describe("the format sourcebench-jsonl", () => {
  it("reads back what it wrote, in whatever pieces it comes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitraryRecord, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 997 }),
        async (records, size) => {
          const bytes = Buffer.from(records.map(writeRecord).join(""), "utf8");
          const pieces = [];
          for (let from = 0; from < bytes.length; from += size)
            pieces.push(bytes.subarray(from, from + size));
          expect(await readAll(pieces)).toEqual(
            records.map((record, place) => ({ line: place + 1, record })),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it("writes keys in the schema's order, first of all its name", () => {
    fc.assert(
      fc.property(arbitraryRecord, (record) => {
        const line = writeRecord(record);
        expect(line).toBe(`${JSON.stringify(recordSchema.parse(JSON.parse(line)))}\n`);
        expect(isSourcebenchJsonl(line.slice(0, 100))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it("leads to raw offsets and back, but for spans that it reports", () => {
    fc.assert(
      fc.property(arbitraryRecord, (record) => {
        const inexact = new Set<string>();
        const raw = toRawRecord(record, new Map(), ({ annotation, start, end }) =>
          inexact.add(`${annotation} ${start} ${end}`),
        );
        expect(raw.articleVersion.text).toBe(record.articleVersion.rawText ?? record.articleVersion.text);
        expect(readRecord(writeRecord(raw))).toEqual({ record: raw });
        const back = toStoredRecord(raw, () => undefined);
        const left = placesOf(record, inexact);
        expect(spansOf(back, left)).toEqual(spansOf(record, left));
        expect(back.articleVersion).toEqual(record.articleVersion);
        expect(back.blocks).toEqual(record.blocks);
        const marked = raw.layers
          .flatMap((layer) => layer.annotations.flatMap((mark) => mark.spans))
          .filter((span) => span.exact === false);
        expect(marked.length > 0).toBe(inexact.size > 0);
      }),
      { numRuns: 200 },
    );
  });

  it("gives blank lines no record and a broken one its reason, and reads on", async () => {
    const [record] = fc.sample(arbitraryRecord, 1);
    if (!record) throw new Error("No record.");
    const line = writeRecord(record);
    const read = await readAll([
      "\n",
      line.slice(0, 50),
      "\n",
      Buffer.from([0xc3, 0x28, 0x0a]),
      "  \n",
      line.trimEnd(),
    ]);
    expect(read).toEqual([
      { line: 2, problem: expect.stringMatching(/not JSON/) },
      { line: 3, problem: "the line is not UTF-8" },
      { line: 5, record },
    ]);
  });

  const damages: [string, (record: ExportRecord) => void, RegExp][] = [
    [
      "a quote that is not the text",
      (record) => set(first(record), { quote: "x" }),
      /quote .* is not the text/,
    ],
    ["an empty span", (record) => set(first(record), { end: first(record).start }), /empty or inverted/],
    ["a span beyond the text", (record) => set(first(record), { end: 9_999 }), /beyond the text/],
    ["other UTF-16 borders", (record) => set(first(record), { utf16End: 0 }), /UTF-16/],
    [
      "a link to no claim",
      (record) => set(link(record), { claim: link(record).attribution }),
      /must lead from/,
    ],
    [
      "a text that is not NFC",
      (record) => set(record.articleVersion, { text: "e\u0301", length: 2 }),
      /not NFC/,
    ],
    ["another length", (record) => set(record.articleVersion, { length: 1_000 }), /length is 1000/],
  ];
  it.each(damages)("refuses %s", (_what, damage, reason) => {
    const [record] = fc.sample(arbitraryRecord, { numRuns: 1, seed: 7 });
    if (!record) throw new Error("No record.");
    damage(record);
    expect(readRecord(JSON.stringify(record))).toEqual({ problem: expect.stringMatching(reason) });
  });
});

/** The spans of a record, each by its place in it, without those named. */
function spansOf(record: ExportRecord, without: ReadonlySet<string>) {
  return record.layers.flatMap((layer) =>
    layer.annotations.flatMap(({ id, spans }) =>
      spans.map((span, place) => [`${id} ${place}`, span] as const).filter(([name]) => !without.has(name)),
    ),
  );
}

/** The places of spans that a report names by their borders. */
function placesOf(record: ExportRecord, reported: ReadonlySet<string>): Set<string> {
  const named = spansOf(record, new Set()).filter(([name, span]) =>
    reported.has(`${name.split(" ")[0]} ${span.start} ${span.end}`),
  );
  return new Set(named.map(([name]) => name));
}

function set<T extends object>(target: T, values: Partial<T>): void {
  Object.assign(target, values);
}

function first(record: ExportRecord) {
  const span = record.layers[0]?.annotations[0]?.spans[0];
  if (!span) throw new Error("No span.");
  return span;
}

function link(record: ExportRecord) {
  const made = record.layers[0]?.claimLinks[0];
  if (!made) throw new Error("No link.");
  return made;
}
