import type { Browser, Page } from "playwright-core";
import { z } from "zod";
import { closeDb, inTransaction, switchDatabase } from "@/lib/db";
import type { Change } from "@/lib/layers/plan";
import { writeChanges } from "@/lib/layers/write-changes";
import { makeArticle, makeLayer, makeProject } from "../../../tests/support/factories";
import { logIn } from "../../../tests/support/login";
import { claim, spanAt } from "../../../tests/support/operations";
import { copyDatabase, dropDatabase, percentile, report, startServer } from "../context.mts";
import { busiestTask } from "./busy.mts";
import { makeText } from "./texts";

const ROUNDS = 3;
/**
 * Reading by sentence, clause and word, marking claims and attributions with what is proposed, undoing, going from mark to
 * mark and from problem to problem, as an editor does.
 */
const keys =
  "j j ] [ j 1 1 z j 1 m m Shift+M Escape k j 1 Delete j 2 Enter z z . . j ] 1 ArrowRight Shift+ArrowRight j 2 Escape z m j [ k 3 Escape".split(
    " ",
  );
const seen = z.object({ shown: z.number(), tasks: z.array(z.number()) });

/** The article page of the built application from the address to the first frame with marks, and the tasks that keys make. */
export async function benchWorkbenchPage(
  browser: Browser,
  sizes: readonly { characters: number; spans: number }[],
): Promise<void> {
  const database = await copyDatabase();
  await switchDatabase(database.url);
  const project = await makeProject();
  const server = await startServer(database);
  try {
    for (const size of sizes) {
      const { text, spans } = makeText(size.characters, size.spans);
      const article = await makeArticle(project, { text, language: "en" });
      const layer = await makeLayer(article);
      const changes: Change[] = spans.map(({ id, start, end }) => ({
        before: null,
        after: {
          ...claim([spanAt(text, start, end)], {
            id: `${size.spans.toString(16).padStart(8, "0")}${id.slice(8)}`,
          }),
          revision: 1,
          deleted: false,
        },
      }));
      await inTransaction(undefined, (tx) =>
        writeChanges(
          tx,
          {
            ...article,
            layerId: layer.id,
            articleId: article.id,
            revision: 0,
            actorId: layer.ownerId,
            command: null,
          },
          changes,
        ),
      );
      const { name, value } = await logIn(layer.ownerId ?? "");
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      await context.addCookies([{ name, value, url: server.url, httpOnly: true, sameSite: "Lax" }]);
      const address = `${server.url}/projects/${project.slug}/annotate/${layer.id}`;
      const times: number[] = [];
      let pressed: { tasks: number[]; busiest: number } = { tasks: [], busiest: 0 };
      // The first time fills the caches of the server and of the browser.
      for (let turn = 0; turn <= ROUNDS; turn += 1) {
        const page = await context.newPage();
        await page.addInitScript(watch);
        await page.goto(address, { waitUntil: "commit" });
        await page.waitForFunction(() => Number(Reflect.get(window, "shownAt")) > 0);
        const { shown } = await look(page);
        if (turn > 0) times.push(shown);
        if (turn === ROUNDS) pressed = await pressKeys(page);
        await page.close();
      }
      await context.close();
      report(`workbench-${size.characters}-open-page`, {
        ratio: Math.round(percentile(times, 0.5)),
        target: "<= 1000 (ms, at the smaller size)",
        ms: times.map(Math.round),
      });
      report(`workbench-${size.characters}-keys`, {
        ratio: Math.round(Math.max(0, ...pressed.tasks)),
        target: "<= 50 (ms, the longest task)",
        longTasks: pressed.tasks.map(Math.round),
        "ms of processor of the busiest task": Math.round(pressed.busiest),
        keys: keys.length,
      });
    }
  } finally {
    await server.stop();
    await closeDb();
    await dropDatabase(database);
  }
}

/** Presses the keys once the page has come to rest; the long tasks of that time in milliseconds, and the busiest. */
async function pressKeys(page: Page): Promise<{ tasks: number[]; busiest: number }> {
  await page.locator("[data-phase=ready] .tiptap:focus").waitFor();
  // Two seconds without a long task: the rest of the marks has been drawn.
  await page.waitForFunction(() => {
    const last: unknown = Reflect.get(window, "longTasks");
    const ends = Array.isArray(last) ? last.map((task) => task.at + task.ms) : [];
    const now = performance.now() - 2_000;
    return Number(Reflect.get(window, "shownAt")) < now && ends.every((end) => end < now);
  });
  await page.evaluate("window.longTasks.length = 0");
  const busiest = await busiestTask(page, async () => {
    for (const key of keys) {
      await page.keyboard.press(key);
      // One frame, so that a key meets the screen that the one before it made.
      await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))");
    }
    await page.evaluate("new Promise((resolve) => setTimeout(resolve, 500))");
  });
  return { tasks: (await look(page)).tasks, busiest };
}

async function look(page: Page) {
  return seen.parse(
    await page.evaluate("({ shown: window.shownAt, tasks: window.longTasks.map((task) => task.ms) })"),
  );
}

/** Runs in the page before anything of it: notes the first frame with marks, and every long task. */
const watch = `
  window.longTasks = [];
  window.shownAt = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.longTasks.push({ at: entry.startTime, ms: entry.duration });
  }).observe({ type: "longtask", buffered: true });
  const look = () => {
    if (!document.querySelector("[data-marks]")) return void requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(() => { window.shownAt = performance.now(); }));
  };
  requestAnimationFrame(look);
`;
