import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { waitUntilReady } from "../support/annotate";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { logIn } from "../support/login";
import { correctedText, makeFinished, makeNewsroom } from "../support/versions";

const database = await createDatabase();
const room = await makeNewsroom({ name: "Flood desk" });
const { article, outlet } = await makeFinished(room);
const base = `/projects/${room.project.slug}`;
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

async function openAs(user: { userId: string }): Promise<Page> {
  const { name, value } = await logIn(user.userId);
  const page = await openPage(browser);
  await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  return page;
}

it("a manager adds the corrected text of a finished article, its annotator settles what lost its words by keyboard, and the correction stands in the source's record", async () => {
  const page = await openAs(room.mia);
  await page.goto(`${app.url}${base}/articles/${article.id}`);
  await page.getByRole("link", { name: "Versions", exact: true }).click();
  await page.getByText("There is one text only.").waitFor();
  await page.getByRole("link", { name: "Add a version" }).click();
  await page.getByRole("button", { name: "See what it does" }).waitFor();
  await page.getByLabel("The new text").fill(correctedText);
  await page.getByRole("radio", { name: /^Correction/ }).check();
  await page.getByLabel(/^Note/).fill("An earlier version misstated the number of houses.");
  await page.getByLabel(/^When its publisher changed it/).fill("2026-03-03T10:00Z");
  await page.getByRole("button", { name: "See what it does" }).click();
  const preview = page.getByRole("region", { name: "What adding this text does" });
  await preview.getByRole("button", { name: "Back to the text" }).click();
  await page.getByLabel("The new text").and(page.locator(":focus")).waitFor();
  await page.getByRole("button", { name: "See what it does" }).click();
  await preview.getByText("1 mark stays where it is, 3 move with their words, 2 lose their words.").waitFor();
  await preview.getByText("thirty houses were flooded on Monday").first().waitFor();
  expect(await db().articleVersion.count({ where: { articleId: article.id } })).toBe(1);
  await preview.getByLabel("Who looks it through").selectOption({ value: room.ana.userId });
  await preview.getByRole("button", { name: "Add this version" }).click();
  await page.getByRole("row", { name: /^2 Newest Correction An earlier version misstated/ }).waitFor();
  await page.getByText("Version 1 → 2").waitFor();
  await page.locator("ins", { hasText: "thirty" }).waitFor();

  const { id: layerId } = await db().layer.findFirstOrThrow({
    where: { articleId: article.id, ownerId: room.ana.userId, state: "open" },
  });
  const work = await openAs(room.ana);
  await work.goto(`${app.url}${base}/annotate/${layerId}`);
  await waitUntilReady(work);
  await work.getByRole("link", { name: "Version 2 · corrected 3 Mar 2026" }).waitFor();
  await work.keyboard.press("Control+Enter");
  const dialog = work.getByRole("dialog");
  await dialog.getByText("2 marks of the former text have lost their words.").waitFor();
  await dialog.getByRole("button", { name: "Submit" }).and(work.locator(":disabled")).waitFor();
  await dialog.getByRole("button", { name: "Not yet" }).and(work.locator(":focus")).waitFor();
  await work.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  const text = work.locator("#article-text");
  await text.focus();
  await work.keyboard.press(".");
  const open = work.getByRole("list", { name: "Marks without their words" });
  await open.getByRole("button", { name: /^Take this passage/ }).waitFor();
  await work.keyboard.press("Enter");
  await work
    .getByRole("status")
    .getByText(/^Placed. 1 more has lost its words/)
    .waitFor();
  await work.keyboard.press(".");
  await open.getByRole("button", { name: /^Let go/ }).waitFor();
  await work.keyboard.press("Delete");
  await work.getByLabel("Why has it no place in this text?").and(work.locator(":focus")).waitFor();
  await work.keyboard.type("The mayor takes it back.");
  await work.keyboard.press("Enter");
  await work.getByRole("status").getByText("Let go. That was the last one without its words.").waitFor();
  await text.and(work.locator(":focus")).waitFor();
  await work.keyboard.press("Control+Enter");
  await dialog.getByRole("button", { name: "Submit" }).and(work.locator(":enabled")).click();
  await work.getByText(/^Submitted/).waitFor();

  await page.goto(`${app.url}${base}/articles/${article.id}`);
  await page.getByText("Done", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Version 2 · corrected 3 Mar 2026" }).waitFor();
  await page.goto(`${app.url}${base}/sources/${outlet.id}?view=claims`);
  await page.getByText("An earlier version misstated the number of houses.").waitFor();
  await page.getByRole("listitem").filter({ hasText: "corrected 3 Mar 2026" }).getByRole("link").click();
  await page.waitForURL(/versions\?from=1&to=2/);
  await page.locator("ins", { hasText: "thirty" }).waitFor();
});
