import { createHash } from "node:crypto";
import type { DatasetEntry } from "@/lib/formats/conversion";
import { emptyLayer } from "@/lib/formats/draft";
import { toRecord } from "@/lib/formats/draft-record";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { type SplitInput, splitOptions } from "@/lib/splits/schema";

/** A UUID that a number names. */
export function idOf(number: number, kind = "article"): string {
  const hash = createHash("sha256").update(`${kind} ${number}`).digest("hex");
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** Words that no other number gives: `count` of them. */
export function wordsOf(number: number, count: number): string {
  return Array.from({ length: count }, (_, at) => `w${number}x${at}`).join(" ");
}

export type Invented = {
  text?: string;
  publisher?: number | null;
  publishedAt?: string | null;
  derivesFrom?: number | null;
  /** Numbers of articles whose beginning this one copies, as reuse links. */
  copies?: number[];
  /** A page outside that it copies. */
  outside?: string;
  state?: "suggested" | "confirmed" | "rejected";
  claims?: number;
};

/** The complete record of an invented article, whose id is `idOf(number)`. */
export function makeArticle(number: number, invented: Invented = {}): ExportRecord {
  const text = invented.text ?? wordsOf(number, 40);
  const publisher = invented.publisher ?? null;
  const marks = Array.from({ length: invented.claims ?? 1 }, (_, at) => ({
    id: idOf(number, `claim ${at}`),
    kind: "claim" as const,
    attributes: {},
    spans: [{ role: "body" as const, start: at, end: at + 3 }],
    nestedIn: null,
  }));
  const duplicate = idOf(number, "duplicate");
  const passages = [
    ...(invented.copies ?? []).map((twin) => ({
      id: idOf(twin, "passage"),
      article: idOf(twin),
      version: idOf(twin, "version"),
      sha256: "0".repeat(64),
      url: null,
      quote: "abcd",
      spans: [{ start: 0, end: 4, quote: "abcd" }],
    })),
    ...(invented.outside === undefined
      ? []
      : [
          {
            id: idOf(number, "passage"),
            article: null,
            version: null,
            sha256: null,
            url: invented.outside,
            quote: "words of another page",
            spans: [],
          },
        ]),
  ];
  const record = toRecord(
    {
      file: `article ${number}`,
      text,
      facts: {
        id: idOf(number),
        title: `Article ${number}`,
        publishedAt: invented.publishedAt ?? null,
        publisher:
          publisher === null
            ? null
            : { id: idOf(publisher, "source"), name: `Outlet ${publisher}`, kind: "outlet" },
      },
      layers: [
        {
          ...emptyLayer("ana"),
          marks: [
            ...marks,
            {
              id: duplicate,
              kind: "duplicate",
              attributes: {},
              spans: [{ role: "body", start: 0, end: 4 }],
              nestedIn: null,
            },
          ],
          reuseLinks: passages.map((passage) => ({
            annotation: duplicate,
            degree: "verbatim",
            direction: "unknown",
            evidence: null,
            lost: [],
            state: invented.state ?? "suggested",
            passage,
          })),
        },
      ],
    },
    {
      at: "2026-05-03T10:00:00.000Z",
      key: "test",
      problem: ({ message }) => {
        throw new Error(message);
      },
    },
  );
  if (!record) throw new Error("no record");
  const derivesFrom = invented.derivesFrom == null ? null : idOf(invented.derivesFrom);
  return {
    ...record,
    article: { ...record.article, derivesFrom },
    articleVersion: { ...record.articleVersion, id: idOf(number, "version") },
  };
}

/** Records as `splitRecords` asks for them. */
export function again(records: readonly DatasetEntry[]): () => AsyncIterable<DatasetEntry> {
  return async function* all() {
    yield* records;
  };
}

/** Options with their defaults. */
export function options(input: SplitInput = {}) {
  return splitOptions.parse(input);
}
