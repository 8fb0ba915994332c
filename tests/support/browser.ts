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
const ACTION_LIMIT = 20_000;

/** Starts a headless browser that asks nothing of the network by itself. Close it in afterAll. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: inject("journey").browserPath,
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--disable-dev-shm-usage",
    ],
  });
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
