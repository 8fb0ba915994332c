import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb } from "@/lib/db";
import { openLayer, savedSpans, waitForSign, waitUntilReady } from "../support/annotate";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser } from "../support/browser";
import { talk } from "../support/comments";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { logIn } from "../support/login";

const database = await createDatabase();
let app: TestApp;
let browser: Browser;
const text = "The mayor said the bridge is safe. Forty houses were flooded.";

beforeAll(async () => {
  browser = await launchBrowser();
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
  await closeDb();
});

it("two who work in one layer see each other's marks and comments as they come", async () => {
  const project = await makeProject({ layerMode: "shared" });
  const ana = await makeMember(project, "annotator", { name: "Ana Ruiz" });
  const ben = await makeMember(project, "annotator", { name: "Ben Oakes" });
  const article = await makeArticle(project, { text });
  const layer = await makeLayer(article, { kind: "shared" });
  const hers = await openLayer(browser, app, project, { ...layer, ownerId: ana.id });
  const his = await openLayer(browser, app, project, { ...layer, ownerId: ben.id });
  await his.locator("html[data-live=listening]").waitFor({ state: "attached" });
  await hers.keyboard.press("j");
  await hers.keyboard.press("1");
  await waitForSign(hers, "Saved");
  await his.locator(".tiptap [data-marks]").first().waitFor();
  await talk(actorFor(ana), { articleId: article.id }, `@[${ben.id}] is that one claim?`);
  await his.getByRole("link", { name: "Notifications, 1 not read" }).waitFor();
  await his.getByRole("tab", { name: /Comments 1 not read/ }).click();
  await his.getByRole("list", { name: "Threads" }).getByText("is that one claim?").waitFor();
});

it("a stream is for who is signed in, and says what it does not understand", async () => {
  const answer = (query: string, cookie = "") =>
    fetch(`${app.url}/api/live?${query}`, { headers: { cookie } }).then((one) => one.status);
  const project = await makeProject();
  const { header } = await logIn((await makeMember(project, "viewer")).id);
  expect(await answer("layers=")).toBe(401);
  for (const bad of ["layers=x", "articles=%00", `sources=${"a,".repeat(2_000)}`])
    expect(await answer(bad, header), bad).toBe(400);
});

it("eight tabs of one browser all save at once, and the application stops within 5 s while they listen", async () => {
  const project = await makeProject();
  const ana = await makeMember(project, "annotator");
  const layers = [];
  for (let count = 0; count < 8; count += 1)
    layers.push(await makeLayer(await makeArticle(project, { text }), { ownerId: ana.id }));
  const [first, ...others] = layers;
  if (!first) throw new Error("No layer.");
  const page = await openLayer(browser, app, project, first);
  const pages = [page];
  for (const layer of others) {
    const tab = await page.context().newPage();
    await tab.goto(`${app.url}/projects/${project.slug}/annotate/${layer.id}`);
    await waitUntilReady(tab);
    pages.push(tab);
  }
  await page.locator("html[data-live]").waitFor({ state: "attached" });
  await Promise.all(
    pages.map(async (tab) => {
      await tab.keyboard.press("j");
      await tab.keyboard.press("1");
    }),
  );
  await Promise.all(pages.map((tab) => waitForSign(tab, "Saved")));
  for (const layer of layers) await expect.poll(async () => (await savedSpans(layer.id)).length).toBe(1);
  const begun = performance.now();
  await app.stop();
  expect(performance.now() - begun).toBeLessThan(5_000);
});
