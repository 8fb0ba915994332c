import { readFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { z } from "zod";
import { ensureBrowser } from "../browser.mjs";
import { ROOT } from "../ensure.mjs";
import { percentile, report, round } from "./context.mts";
import { benchWorkbenchPage } from "./workbench/page.mts";
import { makeText } from "./workbench/texts";

export const SIZES = [
  { characters: 100_000, spans: 2_000 },
  { characters: 200_000, spans: 10_000 },
];
const ROUNDS = 5;
/** Marks added and waited for until they are painted, behind the twenty that are only added. */
const SHOWN = { from: 20, to: 25 };
/** A renderer of the peer that shows nothing within this many milliseconds is left out, and said to be. */
const LIMIT = 30_000;
const renderers = ["SPANS", "CSS_HIGHLIGHTS"] as const;
const timed = z.object({ first: z.number() });

/**
 * The text view against Recogito's text-annotator on the same texts in the same browser, each round in a page of its
 * own, taken in turns; then the article page of the built application, opened end to end.
 */
export async function benchWorkbench(): Promise<void> {
  const browser = await chromium.launch({
    executablePath: ensureBrowser(),
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--enable-precise-memory-info"],
  });
  try {
    const bundles = { ours: await bundle("ours.tsx"), peer: await bundle("peer.ts") };
    for (const size of SIZES) await benchView(browser, bundles, size);
    await benchWorkbenchPage(browser, SIZES);
  } finally {
    await browser.close();
  }
}

type Bundles = { ours: string; peer: string };

async function benchView(browser: Browser, bundles: Bundles, size: (typeof SIZES)[number]): Promise<void> {
  const { text, spans } = makeText(size.characters, size.spans);
  const firsts: Record<string, number[]> = {};
  const adds: Record<string, number[]> = {};
  const showns: Record<string, number[]> = {};
  const heaps: Record<string, number> = {};
  const note = (into: Record<string, number[]>, name: string, value: number) => {
    into[name] = [...(into[name] ?? []), value];
  };
  const added = { id: "ffffffff-0000-4000-8000-000000000000", start: 900, end: 960 };
  let broken: string[] = [];
  let reachable: Record<string, number> = {};
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    for (const renderer of renderers.filter((one) => !broken.includes(one))) {
      const page = await openBlank(browser, bundles.peer);
      const opened = await withLimit(
        page.evaluate(
          `peer.openPeer(peer.peerJson(${JSON.stringify(text)}, ${JSON.stringify(spans)}), "${renderer}")`,
        ),
      );
      if (!opened) broken = [...broken, renderer];
      else {
        note(firsts, renderer, timed.parse(opened).first);
        const times = await addSome(page, "peer.addPeer", text, added);
        note(adds, renderer, percentile(times, 0.5));
        if (turn === 0) heaps[renderer] = await heapOf(page);
        if (renderer === "SPANS")
          note(
            showns,
            renderer,
            percentile(await addSome(page, "peer.addPeerShown", text, added, SHOWN), 0.5),
          );
      }
      await page.close();
    }
    const page = await openBlank(browser, bundles.ours);
    note(
      firsts,
      "ours",
      timed.parse(
        await page.evaluate(
          `ours.openOurs(ours.oursJson(${JSON.stringify(text)}, ${JSON.stringify(spans)}))`,
        ),
      ).first,
    );
    if (turn === 0) reachable = await untilReachable(page, size.spans);
    else await page.waitForFunction(`ours.drawnMarks() === ${size.spans}`, undefined, { polling: 200 });
    note(adds, "ours", percentile(await addSome(page, "ours.addOurs", text, added), 0.5));
    if (turn === 0) heaps.ours = await heapOf(page);
    note(showns, "ours", percentile(await addSome(page, "ours.addOursShown", text, added, SHOWN), 0.5));
    await page.close();
  }
  const page = await openBlank(browser, bundles.ours);
  const scrolled = await page.evaluate(
    `ours.openOurs(ours.oursJson(${JSON.stringify(text)}, ${JSON.stringify(spans)})).then(() => ours.scrollOurs())`,
  );
  const scroll = z.object({ frames: z.number(), unpainted: z.number() }).parse(scrolled);
  await page.close();

  const median = (times: readonly number[] | undefined) => round(percentile(times ?? [], 0.5));
  const peers = renderers.filter((one) => firsts[one]);
  const peer = peers.toSorted((a, b) => median(firsts[a]) - median(firsts[b]))[0] ?? "SPANS";
  const name = `workbench-${size.characters}`;
  const each = (figures: Record<string, number[]>) =>
    Object.fromEntries(Object.entries(figures).map(([who, times]) => [who, median(times)]));
  report(`${name}-first-frame`, {
    ratio: round(median(firsts.ours) / median(firsts[peer])),
    target: "<= 1.0",
    peer,
    ms: each(firsts),
    "shows nothing": broken,
  });
  report(`${name}-add-one`, { ratio: median(adds.ours), target: "<= 2 (ms)", ms: each(adds) });
  report(`${name}-add-one-shown`, {
    ratio: median(showns.ours),
    target: "(ms to the end of the frame that shows it)",
    ms: each(showns),
  });
  report(`${name}-reachable`, {
    ratio: reachable.ms,
    target: "(ms until every mark is in the tree)",
    ...reachable,
  });
  report(`${name}-memory`, {
    ratio: round((heaps.ours ?? 0) / (heaps[peer] ?? 1)),
    target: "(of the peer)",
    megabytes: heaps,
  });
  report(`${name}-scroll`, { ratio: scroll.unpainted, target: "<= 1 (frames)", frames: scroll.frames });
}

/** Marks added one after another beside the first, twenty unless told; milliseconds each. */
async function addSome(
  page: Page,
  call: string,
  text: string,
  span: { id: string; start: number; end: number },
  numbers: { from: number; to: number } = { from: 0, to: 20 },
): Promise<number[]> {
  return z.array(z.number()).parse(
    await page.evaluate(`(async () => {
      const text = ${JSON.stringify(text)};
      const times = [];
      for (let n = ${numbers.from}; n < ${numbers.to}; n += 1)
        times.push(await ${call}(text, { id: "ffffffff-0000-4000-8000-" + String(n).padStart(12, "0"), start: ${span.start} + n * 7, end: ${span.end} + n * 7 }));
      return times;
    })()`),
  );
}

/** Milliseconds until all marks are in the document, and how many segments the accessibility tree then has. */
async function untilReachable(page: Page, marks: number): Promise<Record<string, number>> {
  const start = performance.now();
  await page.waitForFunction(`ours.drawnMarks() === ${marks}`, undefined, { polling: 200 });
  const ms = Math.round(performance.now() - start);
  const client = await page.context().newCDPSession(page);
  const tree = z
    .object({ nodes: z.array(z.object({ role: z.object({ value: z.unknown() }).optional() })) })
    .parse(await client.send("Accessibility.getFullAXTree"));
  const segments = tree.nodes.filter((node) => node.role?.value === "mark").length;
  return { ms, marks, segments };
}

async function heapOf(page: Page): Promise<number> {
  const client = await page.context().newCDPSession(page);
  await client.send("HeapProfiler.collectGarbage");
  const { usedSize } = await client.send("Runtime.getHeapUsage");
  return round(usedSize / 2 ** 20);
}

/** What a promise comes to; null when it fails or takes too long. */
async function withLimit(work: Promise<unknown>): Promise<unknown> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), LIMIT).unref());
  return Promise.race([work.catch(() => null), late]);
}

async function openBlank(browser: Browser, script: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const sheets = await Promise.all(
    ["marks.css", "article.css", "lanes.css", "lane-looks.css"].map((file) =>
      readFile(path.join(ROOT, "app", file), "utf8"),
    ),
  );
  const tokens = `:root { --kind-claim: #1f5fd0; --ink-muted: #555; --selection: #cde; --lit: #eef; --font-serif: serif; --text-read: 18px; --text-read--line-height: 1.75 }`;
  await page.setContent(
    `<!doctype html><style>${tokens} body { margin: 0 } #scroll { height: 900px; overflow: auto } #host { max-width: 68ch; font: 18px/1.75 serif; margin: 0 auto } p { margin: 0 } ${sheets.join("\n")}</style><div id="scroll"><div id="host"></div></div>`,
  );
  await page.addScriptTag({ content: script });
  return page;
}

async function bundle(file: string): Promise<string> {
  const built = await build({
    entryPoints: [path.join(ROOT, "bin/bench/workbench", file)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    tsconfig: path.join(ROOT, "tsconfig.json"),
    logLevel: "error",
  });
  return built.outputFiles[0]?.text ?? "";
}
