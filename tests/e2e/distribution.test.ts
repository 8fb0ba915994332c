import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { makeArticle, makeMember, makeProject } from "../support/factories";
import { logIn } from "../support/login";
import { loseAnswer } from "../support/lost-answer";
import { findSpan } from "../support/marks";

const database = await createDatabase();
let app: TestApp;
let browser: Browser;
beforeAll(async () => {
  app = await startApp(database);
  browser = await launchBrowser();
});
afterAll(async () => {
  await app?.stop();
});

const text = "The dam held until midnight. Forty houses were flooded in the lower town.";

async function pageOf(userId: string): Promise<Page> {
  const { name, value } = await logIn(userId);
  const page = await openPage(browser);
  await page.context().addCookies([{ name, value, url: app.url }]);
  return page;
}

/** Presses "Next article" and says the id of the layer that opened. */
async function next(page: Page, slug: string): Promise<string> {
  await page.goto(`${app.url}/projects/${slug}/work`);
  await page.getByRole("button", { name: "Next article" }).click();
  await page.waitForURL(/\/annotate\//);
  return page.url().split("/").at(-1) ?? "";
}

function mark(quote: string) {
  const span = { role: "body", ...findSpan(text, quote) };
  const object = { type: "annotation", id: randomUUID(), kind: "claim", attributes: {}, spans: [span] };
  return { commandId: randomUUID(), operations: [{ op: "put", object, revision: null }] };
}

async function send(page: Page, layerId: string, path: string, data: object): Promise<unknown> {
  const answer = await page.request.post(`${app.url}/api/layers/${layerId}/${path}`, {
    data,
    headers: { origin: app.url },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  return answer.json();
}

it("a manager orders, assigns and calibrates; annotators pull so; a stalled one is released and late work kept", async () => {
  const project = await makeProject({ kinds: ["claim"] });
  const { slug } = project;
  const [mia, ana, ben] = await Promise.all([
    makeMember(project, "manager", { name: "Mia" }),
    makeMember(project, "annotator", { name: "Ana" }),
    makeMember(project, "annotator", { name: "Ben" }),
  ]);
  for (const title of ["First in", "Second in", "Third in", "Fourth in"])
    await makeArticle(project, { text, title });
  const titleOf = async (layerId: string) =>
    (await db().layer.findUniqueOrThrow({ where: { id: layerId }, select: { article: true } })).article.title;

  const desk = await pageOf(mia.id);
  const bar = desk.getByRole("region", { name: "Chosen articles" });
  const choose = async (...titles: string[]) => {
    await desk.goto(`${app.url}/projects/${slug}/articles`);
    for (const title of titles) await desk.getByRole("checkbox", { name: `Choose ${title}` }).check();
  };
  await choose("Third in");
  await bar.getByRole("spinbutton", { name: "Priority" }).fill("5");
  await bar.getByRole("button", { name: "Set priority" }).click();
  await desk.getByText("Priority 5", { exact: true }).first().waitFor();

  await choose("First in", "Fourth in");
  await bar.getByRole("button", { name: "Assign" }).click();
  const dialog = desk.getByRole("dialog", { name: "Assign" });
  await dialog.getByRole("checkbox", { name: "Ben" }).check();
  await dialog.getByRole("button", { name: "Show who gets what" }).click();
  await dialog.getByRole("list", { name: "Who gets what" }).getByText("Fourth in").waitFor();
  await dialog.getByRole("button", { name: "Assign 2" }).click();
  await desk.getByText("2 articles assigned", { exact: true }).waitFor();
  await desk.getByRole("button", { name: "Undo" }).last().click();
  await desk.getByText("Taken back", { exact: true }).waitFor();
  await choose("Fourth in");
  await bar.getByRole("button", { name: "Assign" }).click();
  await dialog.getByRole("checkbox", { name: "Ben" }).check();
  await dialog.getByRole("button", { name: "Show who gets what" }).click();
  await dialog.getByRole("button", { name: "Assign 1" }).click();
  await desk.getByText("One article assigned", { exact: true }).waitFor();

  await choose("Second in");
  await bar.getByRole("button", { name: "Calibration for all" }).click();
  await desk.getByText("Every annotator gets it now", { exact: true }).waitFor();

  const anas = await pageOf(ana.id);
  const bens = await pageOf(ben.id);
  const given = [await next(anas, slug), await next(anas, slug)];
  expect(await Promise.all(given.map(titleOf))).toEqual(["Second in", "Third in"]);
  const his = [await next(bens, slug), await next(bens, slug), await next(bens, slug)];
  expect(await Promise.all(his.map(titleOf))).toEqual(["Fourth in", "Second in", "First in"]);

  const layerId = given[1] ?? "";
  await anas.goto(`${app.url}/projects/${slug}/annotate/${layerId}`);
  await anas.locator("[data-phase=ready]").waitFor();
  await send(anas, layerId, "commands", mark("The dam held until midnight"));
  await db().slot.updateMany({
    where: { layer: { id: layerId } },
    data: { state: "stalled", leaseUntil: null },
  });
  await desk.goto(`${app.url}/projects/${slug}/work/stalled`);
  await desk.getByRole("cell", { name: "Ana" }).waitFor();
  await desk.getByRole("button", { name: "Release" }).click();
  await desk.getByRole("alertdialog").getByRole("button", { name: "Release" }).click();
  await desk.getByText("Nothing is stalled").waitFor();

  expect(await send(anas, layerId, "commands", mark("Forty houses were flooded"))).toMatchObject({
    isLate: true,
  });
  expect(await send(anas, layerId, "heartbeat", { activeSeconds: 5 })).toEqual({ isHeld: false });
  const articleId = (await db().layer.findUniqueOrThrow({ where: { id: layerId } })).articleId;
  await desk.goto(`${app.url}/projects/${slug}/articles/${articleId}`);
  await desk.getByRole("link", { name: "Arrived late, Ana" }).click();
  await desk.getByRole("list").getByText("Forty houses were flooded").first().waitFor();

  await desk.goto(`${app.url}/projects/${slug}/work/time`);
  await desk.getByRole("heading", { name: "Time", exact: true }).waitFor();
  if (process.env.SHOTS) {
    for (const [name, path] of [
      ["work", "work"],
      ["time", "work/time"],
      ["gold", "work/gold"],
      ["stalled", "work/stalled"],
      ["articles", "articles"],
      ["article", `articles/${articleId}`],
      ["members", "members"],
      ["settings", "settings"],
    ]) {
      await desk.goto(`${app.url}/projects/${slug}/${path}`);
      if (name === "articles") await desk.getByRole("checkbox", { name: "Choose First in" }).check();
      await desk.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
    }
    await desk.setViewportSize({ width: 390, height: 800 });
    for (const path of ["articles", "work", "work/time"]) {
      await desk.goto(`${app.url}/projects/${slug}/${path}`);
      await desk.screenshot({ path: `${process.env.SHOTS}/${path.replace("/", "-")}-390.png` });
    }
  }
});

it("time at work is counted while somebody reads, told when they leave, and stands on their own page", async () => {
  const project = await makeProject();
  const ana = await makeMember(project, "annotator");
  await makeArticle(project, { text });
  const page = await pageOf(ana.id);
  const layerId = await next(page, project.slug);
  await page.locator("[data-phase=ready] .tiptap").waitFor();
  const told = page.waitForRequest((request) => request.url().includes(`${layerId}/heartbeat`));
  await page.keyboard.press("j");
  await expect.poll(() => page.evaluate(() => performance.now())).toBeGreaterThan(4000);
  await page
    .getByRole("link", { name: /article|back/i })
    .first()
    .click();
  await told;
  await expect
    .poll(async () => (await db().workTime.aggregate({ _sum: { seconds: true } }))._sum.seconds ?? 0)
    .toBeGreaterThan(0);
  await page.goto(`${app.url}/projects/${project.slug}/work`);
  await page.getByText("Time this week").waitFor();
  await page.getByRole("link", { name: "Your time by article" }).click();
  await page.getByRole("heading", { name: "Your time", exact: true }).waitFor();
  await page.getByRole("table", { name: "Your time by day and article" }).getByRole("rowheader").waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/own-time.png` });
});

it("whoever presses “Next article” without a connection stays on the page, is told why, and goes on once there is one", async () => {
  const project = await makeProject({ kinds: ["claim"] });
  const ana = await makeMember(project, "annotator");
  await makeArticle(project, { text });
  const page = await pageOf(ana.id);
  const address = `${app.url}/projects/${project.slug}/work`;
  await page.goto(address);
  // The page listens: before, the browser itself would send the form, and go where nothing is.
  await page.waitForFunction(() =>
    Object.keys(document.querySelector("form[aria-label='Next article']") ?? {}).some((key) =>
      key.startsWith("__reactProps"),
    ),
  );
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Next article" }).click();
  const told = page.getByRole("alert").filter({ hasText: "The server cannot be reached." });
  await told.and(page.locator(":focus")).waitFor();
  expect(page.url()).toBe(address);
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Next article" }).click();
  await page.waitForURL(/\/annotate\//);
});

it("“Next article”, pressed again because its answer was lost, opens the one article that was taken", async () => {
  const project = await makeProject({ kinds: ["claim"] });
  const ana = await makeMember(project, "annotator", { name: "Ana" });
  for (let count = 0; count < 3; count += 1) await makeArticle(project, { text });
  const inHand = () => db().slot.findMany({ where: { personId: ana.id, state: "taken" } });
  const page = await pageOf(ana.id);
  await page.goto(`${app.url}/projects/${project.slug}/work`);
  const button = page.getByRole("button", { name: "Next article" });
  await loseAnswer(page, () => button.click());
  expect(await inHand()).toHaveLength(1);
  await button.click();
  await page.waitForURL(/\/annotate\//);
  const taken = await inHand();
  expect(taken).toHaveLength(1);
  const layer = await db().layer.findFirstOrThrow({ where: { slotId: taken[0]?.id ?? "" } });
  expect(page.url()).toContain(layer.id);
  expect(await next(page, project.slug)).not.toBe(layer.id);
});
