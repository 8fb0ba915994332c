import { setTimeout as delay } from "node:timers/promises";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type ConsoleMessage,
  chromium,
  type Page,
} from "playwright-core";
import { inject, onTestFinished } from "vitest";

/** Generous, for a loaded machine: a journey waits for what it expects to see, never for a time. */
const NAVIGATION_LIMIT = 60_000;
const ACTION_LIMIT = 45_000;

declare global {
  var sourcebenchTestBrowser: Promise<Browser> | undefined;
}

/**
 * The headless browser of this process, which asks nothing of the network by itself: started by the first file that wants
 * it, shared by those that follow, and ended with the process. Nobody closes it; what it keeps belongs to contexts.
 */
export async function launchBrowser(): Promise<Browser> {
  const present = await globalThis.sourcebenchTestBrowser;
  if (present?.isConnected()) return present;
  if (!present) process.once("SIGTERM", leave);
  globalThis.sourcebenchTestBrowser = chromium.launch({
    executablePath: inject("journey").browserPath,
    handleSIGTERM: false,
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--disable-dev-shm-usage",
    ],
  });
  return globalThis.sourcebenchTestBrowser;
}

/** Vitest ends its processes by SIGTERM and half a second's grace; a browser that takes longer is killed with the exit. */
async function leave(): Promise<void> {
  const close = async () => (await globalThis.sourcebenchTestBrowser)?.close();
  await Promise.race([close(), delay(300)]);
  process.exit();
}

/** Closes every context that a file has left open, before its server ends: a page that listens would hold it up. */
export async function closeContexts(browser: Browser | undefined): Promise<void> {
  for (const context of browser?.contexts() ?? []) await context.close();
}

/**
 * Opens a page in a context of its own (own cookies), closed when the test ends. The test fails when the page throws
 * or writes to console.error; answers of 4xx, which journeys provoke on purpose, do not count.
 */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await openContext(browser, options);
  const page = await context.newPage();
  failOnFaults(page, () => context.close());
  return page;
}

/** A context of its own (own cookies, own cache) with the limits of a journey. Close it. */
export async function openContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "UTC", ...options });
  context.setDefaultNavigationTimeout(NAVIGATION_LIMIT);
  context.setDefaultTimeout(ACTION_LIMIT);
  return context;
}

/**
 * Listens to a page until the test ends, then calls `afterwards` and fails the test when the page threw or wrote to
 * console.error; for a page that several tests look at one after another.
 */
export function failOnFaults(page: Page, afterwards: () => Promise<void> = async () => {}): void {
  const faults: string[] = [];
  const onError = (error: Error) => void faults.push(String(error));
  const onConsole = (message: ConsoleMessage) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      faults.push(message.text());
  };
  page.on("pageerror", onError).on("console", onConsole);
  onTestFinished(async () => {
    await afterwards();
    page.off("pageerror", onError).off("console", onConsole);
    if (faults.length > 0) throw new Error(`The page reported:\n${faults.join("\n")}`);
  });
}
