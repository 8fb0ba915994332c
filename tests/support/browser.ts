import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
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
  return openPageIn(context, () => context.close());
}

/** A context of its own (own cookies, own cache) with the limits of a journey. */
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
 * Opens a page beside others in a context that several tests share, for what is only looked at: the scripts come from
 * the context's cache. `close` (the page alone unless told otherwise) is called when the test ends, which fails as with `openPage`.
 */
export async function openPageIn(context: BrowserContext, close?: () => Promise<void>): Promise<Page> {
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      faults.push(message.text());
  });
  onTestFinished(async () => {
    await (close ? close() : page.close());
    if (faults.length > 0) throw new Error(`The page reported:\n${faults.join("\n")}`);
  });
  return page;
}
