import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { emptyLayer } from "@/lib/formats/draft";
import { derivedId, toRecord } from "@/lib/formats/draft-record";
import { readStoredEntries, writeRecord } from "@/lib/formats/sourcebench-jsonl";
import { splitFileInThread } from "@/lib/splits/in-thread";
import { splitOptions } from "@/lib/splits/schema";
import { writeTextFree } from "@/lib/text-free/file";
import { textFreeLimits } from "@/lib/text-free/schema";
import { report, round } from "./context.mts";

const ARTICLES = 10_000;
const CHARACTERS = 3_000;

/** A generator of numbers below `below`, the same each time (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) % below;
  };
}

/** Articles of words as often used as in a language (a few often, most seldom); every twentieth repeats another's paragraph. */
function makeLines(count: number): string[] {
  const next = numbers(7);
  const words = Array.from({ length: 20_000 }, () =>
    Array.from({ length: 2 + next(9) }, () => String.fromCharCode(97 + next(26))).join(""),
  );
  const paragraph = () => {
    const parts: string[] = [];
    for (let length = 0; length < CHARACTERS / 4; ) {
      const word = words[Math.floor(words.length * (next(1_000_000) / 1_000_000) ** 3)] ?? "";
      parts.push(word);
      length += word.length + 1;
    }
    return `${parts.join(" ")}.`;
  };
  let copied = paragraph();
  return Array.from({ length: count }, (_, number) => {
    const own = [paragraph(), paragraph(), paragraph(), number % 20 === 1 ? copied : paragraph()];
    if (number % 20 === 0) copied = own[0] ?? "";
    const record = toRecord(
      {
        file: `article ${number}`,
        text: own.join("\n\n"),
        facts: {
          title: `Article ${number}`,
          publisher: {
            id: derivedId("s", String(number % 30)),
            name: `Outlet ${number % 30}`,
            kind: "outlet",
          },
        },
        layers: [
          {
            ...emptyLayer("ana"),
            marks: [
              {
                id: "1",
                kind: "claim",
                attributes: {},
                spans: [{ role: "body", start: 0, end: 50 }],
                nestedIn: null,
              },
            ],
          },
        ],
      },
      { at: "2026-05-03T10:00:00.000Z", key: "bench", problem: () => {} },
    );
    return record ? writeRecord(record) : "";
  });
}

/** 10,000 articles of 3,000 characters split in a thread: time, memory over idle, and how long the main thread was held up. */
export async function benchSplits(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-splits-"));
  try {
    for (const joinShared of [true, false]) {
      const file = path.join(folder, `${joinShared}.jsonl`);
      await writeFile(file, makeLines(ARTICLES).join(""));
      globalThis.gc?.();
      const idle = process.memoryUsage().rss;
      let most = idle;
      const watch = setInterval(() => {
        most = Math.max(most, process.memoryUsage().rss);
      }, 50);
      const delay = monitorEventLoopDelay({ resolution: 5 });
      delay.enable();
      const start = performance.now();
      const split = await splitFileInThread(file, splitOptions.parse({ joinShared }));
      const seconds = (performance.now() - start) / 1000;
      clearInterval(watch);
      delay.disable();
      report(joinShared ? "splits, copies joined" : "splits, copies reported", {
        seconds: round(seconds),
        articles: ARTICLES,
        characters: CHARACTERS,
        groups: split.groups.all,
        leaks: split.leaks.leakCount,
        words: split.leaks.words,
        memoryMb: round((most - idle) / 1024 ** 2),
        eventLoopP99Ms: round(delay.percentile(99) / 1e6),
        target: "event loop <= 50 ms",
      });
    }
    await benchTextFree(path.join(folder, "true.jsonl"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The text-free variant of the same file: time, and memory over idle. */
async function benchTextFree(file: string): Promise<void> {
  globalThis.gc?.();
  const idle = process.memoryUsage().rss;
  let most = idle;
  const start = performance.now();
  let characters = 0;
  const lines = writeTextFree(() => readStoredEntries(createReadStream(file)), textFreeLimits.parse({}));
  for await (const { line } of lines) {
    characters += line.length;
    most = Math.max(most, process.memoryUsage.rss());
  }
  report("text-free", {
    seconds: round((performance.now() - start) / 1000),
    articles: ARTICLES,
    megabytes: round(characters / 1024 ** 2),
    memoryMb: round((most - idle) / 1024 ** 2),
  });
}
