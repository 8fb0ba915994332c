import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, chromium, type Page, type Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { openLayer, savedSpans, waitForSign, waitUntilReady } from "../support/annotate";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { type MadeLayer, makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { countSaved, keptKeys, markClaims, shownMarks, signInAs, waitForWorker } from "../support/saving";

/** What a person marks is saved once, whatever happens to the line, the server, the clock, the tab and the browser. */
const database = await createDatabase();
const project = await makeProject({ name: "Harbour desk" });
const text = Array.from({ length: 12 }, (_, at) => `House ${at + 1} of the lower street was flooded.`).join(
  " ",
);
let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
  await closeDb();
});

async function open(options = {}) {
  const layer = await makeLayer(await makeArticle(project, { text }));
  return { layer, page: await openLayer(browser, app, project, layer, options) };
}
const hrefOf = (layer: MadeLayer) => `${app.url}/projects/${project.slug}/annotate/${layer.id}`;
const saves = "**/api/layers/*/commands";

/** The server as a person meets it who pulls its plug: gone, and later there again under the same address. */
async function restartApp() {
  const port = new URL(app.url).port;
  app = await startApp(database, { PORT: port });
}

const cuts: [string, RegExp, (route: Route) => Promise<void>][] = [
  ["before it is sent", /waiting/, (route) => route.abort("internetdisconnected")],
  [
    "after it was taken and before it is answered",
    /waiting/,
    async (route) => {
      await route.fetch();
      await route.abort("connectionreset");
    },
  ],
  [
    "in the middle of the answer",
    /waiting/,
    async (route) => {
      const response = await route.fetch();
      const body = await response.text();
      await route.fulfill({ response, body: body.slice(0, Math.floor(body.length / 2)) });
    },
  ],
  ["and the server says it cannot now", /waiting/, (route) => route.fulfill({ status: 503, body: "later" })],
];

describe("a mark", () => {
  it.each(cuts)("is saved once when the line is cut %s", async (_when, sign, cut) => {
    const { page, layer } = await open();
    let isCut = true;
    await page.route(saves, (route) => (isCut ? cut(route) : route.continue()));
    await markClaims(page, 2);
    await waitForSign(page, sign);
    isCut = false;
    await waitForSign(page, "Saved");
    expect(await countSaved(layer.id)).toEqual({ marks: 2, commands: 2, events: 2 });
  });

  it("is saved once when the server is killed in a burst and comes back", async () => {
    const { page, layer } = await open();
    // The browser itself complains of a worker whose script is cut off.
    await waitForWorker(page);
    await markClaims(page, 2);
    await app.kill();
    await markClaims(page, 3);
    await waitForSign(page, "No answer, ");
    await restartApp();
    await markClaims(page, 2);
    await waitForSign(page, "Saved");
    expect(await countSaved(layer.id)).toEqual({ marks: 7, commands: 7, events: 7 });
  });

  it.each([
    ["a day fast", 86_400_000],
    ["a day slow", -86_400_000],
  ])("is saved, undone and kept without a line though the clock is %s", async (_how, by) => {
    const layer = await makeLayer(await makeArticle(project, { text }));
    const page = await openPage(browser);
    await page.clock.setSystemTime(Date.now() + by);
    await signInAs(page.context(), app, layer.ownerId ?? "");
    await page.goto(hrefOf(layer));
    await waitUntilReady(page);
    await markClaims(page, 2);
    await waitForSign(page, "Saved");
    await page.context().setOffline(true);
    await page.keyboard.press("z");
    await waitForSign(page, "Offline, 1 waiting");
    await page.context().setOffline(false);
    await waitForSign(page, "Saved");
    expect(await countSaved(layer.id)).toEqual({ marks: 1, commands: 3, events: 2 });
  });

  it("outlives the browser that is killed before it could send", async () => {
    const layer = await makeLayer(await makeArticle(project, { text }));
    const profile = await mkdtemp(path.join(tmpdir(), "sourcebench-profile-"));
    const start = async () => {
      const context = await chromium.launchPersistentContext(profile, {
        executablePath: inject("journey").browserPath,
        args: ["--no-sandbox", "--disable-dev-shm-usage", "--no-first-run"],
      });
      await signInAs(context, app, layer.ownerId ?? "");
      const page = context.pages()[0] ?? (await context.newPage());
      return { context, page };
    };
    const first = await start();
    await first.page.goto(hrefOf(layer));
    await waitUntilReady(first.page);
    await first.page.route(saves, (route) => route.abort());
    await markClaims(first.page, 3);
    await waitForSign(first.page, "3 waiting");
    const closed = new Promise((resolve) => first.context.once("close", resolve));
    const session = await first.context.newCDPSession(first.page);
    await session.send("Browser.crash").catch(() => undefined);
    await closed;
    expect(await countSaved(layer.id)).toEqual({ marks: 0, commands: 0, events: 0 });
    const second = await start();
    await second.page.goto(hrefOf(layer));
    await waitForSign(second.page, "Saved");
    expect(await countSaved(layer.id)).toEqual({ marks: 3, commands: 3, events: 3 });
    await second.context.close();
    await rm(profile, { recursive: true, force: true });
  });
});

describe("an article without a server", () => {
  it("opens from what the browser keeps, can be marked and loaded again, and is saved once the server is back", async () => {
    const { page, layer } = await open();
    await markClaims(page, 2);
    await waitForSign(page, "Saved");
    await waitForWorker(page);
    await app.stop();
    await page.reload();
    await waitUntilReady(page);
    await page.getByText("No connection.").waitFor();
    expect(await shownMarks(page)).toBe(2);
    await page.keyboard.press("m");
    await page.keyboard.press("m");
    await markClaims(page, 2);
    await waitForSign(page, "2 waiting");
    await page.reload();
    await waitUntilReady(page);
    expect(await shownMarks(page)).toBe(4);
    await page.keyboard.press("z");
    await page.getByRole("heading", { name: "Marks 3", exact: true }).waitFor();
    await restartApp();
    await waitForSign(page, "Saved");
    expect(await countSaved(layer.id)).toEqual({ marks: 3, commands: 5, events: 4 });
    await page.getByRole("button", { name: "Open the whole page" }).click();
    await page.getByRole("link", { name: "Articles" }).first().waitFor();
    await waitUntilReady(page);
    expect(await shownMarks(page)).toBe(3);
  });

  it("keeps the text and one's own layer alone, and no layer that is shared", async () => {
    const shared = await makeProject({ layerMode: "shared" });
    const { page, layer } = await open();
    await waitForWorker(page);
    await expect
      .poll(async () => (await keptKeys(page)).get("sourcebench-kept/articles"))
      .toEqual([[layer.ownerId, layer.id]]);
    const cached = await page.evaluate(async () => {
      const addresses: string[] = [];
      for (const name of await caches.keys())
        for (const one of await (await caches.open(name)).keys()) addresses.push(new URL(one.url).pathname);
      return addresses;
    });
    expect(cached.filter((address) => !address.startsWith("/_next/static/"))).toEqual(["/offline"]);
    const common = await makeLayer(await makeArticle(shared, { text }), { kind: "shared" });
    const member = await makeMember(shared, "annotator");
    await signInAs(page.context(), app, member.id);
    await page.goto(`${app.url}/projects/${shared.slug}/annotate/${common.id}`);
    await waitUntilReady(page);
    await markClaims(page, 1);
    await waitForSign(page, "Saved");
    await expect.poll(async () => (await keptKeys(page)).get("sourcebench-kept/articles")).toEqual([]);
    expect((await keptKeys(page)).get("sourcebench-kept/taken")).toEqual([]);
  });
});

describe("two tabs of one person", () => {
  it("show the same after each save, also when both mark at once, and go on when the one that sends is closed", async () => {
    const { page, layer } = await open();
    const other = await page.context().newPage();
    await other.goto(hrefOf(layer));
    await waitUntilReady(other);
    const bothShow = async (count: number) => {
      for (const one of [page, other])
        await one.getByRole("heading", { name: `Marks ${count}`, exact: true }).waitFor();
    };
    await markClaims(page, 1);
    await bothShow(1);
    await other.keyboard.press("j");
    await markClaims(other, 1);
    await bothShow(2);
    await Promise.all([markNext(page, 3), markNext(other, 3)]);
    await bothShow(8);
    for (const one of [page, other]) await waitForSign(one, "Saved");
    expect(await countSaved(layer.id)).toEqual({ marks: 8, commands: 8, events: 8 });
    await other.keyboard.press("z");
    await bothShow(7);
    await page.context().setOffline(true);
    await markNext(other, 1);
    await bothShow(8);
    await waitForSign(page, "1 waiting");
    await waitForSign(other, "1 waiting");
    await page.close({ runBeforeUnload: false });
    await other.context().setOffline(false);
    await waitForSign(other, "Saved");
    expect(await countSaved(layer.id)).toEqual({ marks: 8, commands: 10, events: 9 });
  });
});

/** Marks sentences without looking what else comes in meanwhile. */
async function markNext(page: Page, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    await page.keyboard.press("j");
    await page.keyboard.press("1");
  }
}

describe("two logins in one browser", () => {
  it("neither send nor see each other's work, and the first finds its own again", async () => {
    const { page, layer } = await open();
    const context = page.context();
    const other = await makeMember(project, "annotator", { name: "Odile Brandt" });
    // The line is gone until somebody else has signed in, whose first page is not there yet.
    await page.route(saves, (route) => route.abort());
    await markClaims(page, 2);
    await waitForSign(page, "2 waiting");
    await signInAs(context, app, other.id);
    await page.unroute(saves);
    await waitForSign(page, "Needs attention");
    await page.getByText("Somebody else has signed in in this browser. Sign in again").waitFor();
    expect(await countSaved(layer.id)).toEqual({ marks: 0, commands: 0, events: 0 });
    const second = await context.newPage();
    await second.goto(`${app.url}/projects/${project.slug}/work`);
    await page.getByRole("alertdialog", { name: "Somebody else has signed in" }).waitFor();
    await expect.poll(async () => (await keptKeys(second)).get("sourcebench-kept/articles")).toEqual([]);
    await second.goto(hrefOf(layer));
    await second.getByRole("heading", { name: "There is nothing here for you" }).waitFor();
    expect(await second.getByText("lower street").count()).toBe(0);
    expect(await countSaved(layer.id)).toEqual({ marks: 0, commands: 0, events: 0 });
    await page.close({ runBeforeUnload: false });
    await signInAs(context, app, layer.ownerId ?? "");
    await second.goto(hrefOf(layer));
    await waitUntilReady(second);
    await waitForSign(second, "Saved");
    expect(await countSaved(layer.id)).toEqual({ marks: 2, commands: 2, events: 2 });
    const actors = await db().event.findMany({ where: { layerId: layer.id }, select: { actorId: true } });
    expect(new Set(actors.map((event) => event.actorId))).toEqual(new Set([layer.ownerId]));
  });
});

describe("signing out", () => {
  it("warns while something waits, keeps it, forgets the article, and sends it at the next visit", async () => {
    const { page, layer } = await open();
    await waitForWorker(page);
    await page.route(saves, (route) => route.abort());
    await markClaims(page, 2);
    await waitForSign(page, "2 waiting");
    await page.getByRole("button", { name: /^Account:/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    const dialog = page.getByRole("dialog", { name: "Not everything has been sent" });
    await dialog.getByText("2 changes have not reached the server yet.").waitFor();
    await dialog.getByRole("button", { name: "Sign out now" }).click();
    await page.waitForURL("**/sign-in");
    await expect.poll(async () => (await keptKeys(page)).get("sourcebench-kept/articles")).toEqual([]);
    await expect.poll(() => page.evaluate(() => caches.keys())).toEqual([]);
    expect((await keptKeys(page)).get("sourcebench-outbox/commands")).toHaveLength(2);
    await page.unroute(saves);
    await signInAs(page.context(), app, layer.ownerId ?? "");
    await page.goto(`${app.url}/projects`);
    await expect.poll(() => countSaved(layer.id)).toEqual({ marks: 2, commands: 2, events: 2 });
    expect(await savedSpans(layer.id)).toHaveLength(2);
  });

  it("sends first what waits, where one asks for it", async () => {
    const { page, layer } = await open();
    let isCut = true;
    await page.route(saves, (route) => (isCut ? route.abort() : route.continue()));
    await markClaims(page, 1);
    await waitForSign(page, "1 waiting");
    await page.getByRole("button", { name: /^Account:/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    const dialog = page.getByRole("dialog", { name: "Not everything has been sent" });
    await dialog.waitFor();
    isCut = false;
    await dialog.getByRole("button", { name: "Send, then sign out" }).click();
    await page.waitForURL("**/sign-in");
    expect(await countSaved(layer.id)).toEqual({ marks: 1, commands: 1, events: 1 });
  });
});
