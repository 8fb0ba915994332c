import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { openLayer, waitUntilReady } from "../support/annotate";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
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

async function open(userId: string, path: string): Promise<Page> {
  const { name, value } = await logIn(userId);
  const page = await openPage(browser, { viewport: { width: 1440, height: 900 } });
  await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  await page.goto(`${app.url}${path}`);
  return page;
}

/** For looking at with one's own eyes: SHOTS names a folder. */
async function shoot(page: Page, name: string): Promise<void> {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
}

const cameWith = {
  id: "7d9e2f1a-6b3c-4a5d-8e7f-0a1b2c3d4e5f",
  span: { start: 15, end: 33, quote: "the bridge is safe" },
  isForAll: false,
  isResolved: false,
  createdAt: "2026-01-05T10:00:00.000Z",
  comments: [
    {
      id: "7d9e2f1a-6b3c-4a5d-8e7f-0a1b2c3d4e60",
      by: "person-0a1b2c3d4e5f",
      at: "2026-01-05T10:00:00.000Z",
      editedAt: null,
      body: "Safe by whose word?",
    },
  ],
  origin: "7d9e2f1a-6b3c-4a5d-8e7f-0a1b2c3d4e5f",
};

const threads = (page: Page) => page.getByRole("list", { name: "Threads" });

describe("an annotator", () => {
  it("asks about words by keys alone, is answered for everybody, and never reads what another asked", async () => {
    const project = await makeProject({ annotatorsPerArticle: 2 });
    const mia = await makeMember(project, "manager", { name: "Mia Stone" });
    const ana = await makeMember(project, "annotator", { name: "Ana Ruiz" });
    const ben = await makeMember(project, "annotator", { name: "Ben Oakes" });
    const article = await makeArticle(project, { text, title: "The bridge at Korva" });
    const layer = await makeLayer(article, { ownerId: ana.id });
    await makeLayer(article, { ownerId: ben.id });
    await talk(actorFor(ben), { articleId: article.id }, "Ben took the flood for a claim.");

    const page = await openLayer(browser, app, project, layer, { viewport: { width: 1440, height: 900 } });
    await page.keyboard.press("j");
    await page.keyboard.press("c");
    const box = page.getByRole("textbox", { name: "Comment on these words" });
    await box.and(page.locator(":focus")).waitFor();
    await page.keyboard.type("Is it one claim, @Mi");
    await page.getByRole("option", { name: "Mia Stone" }).waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => box.inputValue()).toBe("Is it one claim, @Mia Stone ");
    await page.keyboard.type("or two?");
    await page.keyboard.press("Control+Enter");
    await threads(page).getByText("or two?").waitFor();
    await threads(page).getByText("“The mayor said the bridge is safe.”").waitFor();
    expect(await threads(page).getByRole("listitem").filter({ hasText: "Ben" }).count()).toBe(0);
    await page.keyboard.press("Escape");
    await waitUntilReady(page);

    await page.goto(`${app.url}/projects/${project.slug}/work`);
    await page.getByRole("link", { name: "Go on" }).waitFor();
    expect(await page.getByText("new comment").count()).toBe(0);
    const desk = await open(mia.id, "/notifications");
    await desk.getByRole("link", { name: "Notifications, 1 not read" }).waitFor();
    await desk.getByRole("main").getByRole("link").first().click();
    const asked = threads(desk).getByRole("listitem").filter({ hasText: "or two?" }).first();
    await asked.getByRole("button", { name: "Answer" }).click();
    await desk
      .locator(":focus")
      .and(desk.getByRole("textbox", { name: "Your answer" }))
      .waitFor();
    await desk.getByRole("textbox", { name: "Your answer" }).fill("One.");
    await asked.getByRole("checkbox", { name: "For everybody, also while annotating" }).check();
    await asked.getByRole("button", { name: "Answer" }).click();
    await desk.getByRole("textbox", { name: "Your answer" }).waitFor({ state: "detached" });
    await desk
      .locator(":focus")
      .and(asked.getByRole("button", { name: "Answer" }))
      .waitFor();
    await asked.getByText("One.", { exact: true }).waitFor();
    await expect.poll(() => db().notification.count({ where: { userId: mia.id, readAt: null } })).toBe(0);

    await page.reload();
    await page
      .getByRole("listitem")
      .filter({ hasText: "The bridge at Korva" })
      .getByText("1 new comment")
      .waitFor();
    await shoot(page, "unread-work");
    await page.getByRole("link", { name: "Go on" }).click();
    await waitUntilReady(page);
    await page.getByRole("tab", { name: /^Comments/ }).click();
    await threads(page).getByText("One.", { exact: true }).waitFor();
    expect(await page.getByText("Ben took the flood").count()).toBe(0);
  });

  it("changes what was said, which says so, and a reviewer resolves the thread beside the place", async () => {
    const project = await makeProject({ layerMode: "shared" });
    const rex = await makeMember(project, "reviewer", { name: "Rex Hall" });
    const ana = await makeMember(project, "annotator", { name: "Ana Ruiz" });
    const article = await makeArticle(project, { text, title: "The bridge at Korva" });
    await talk(actorFor(ana), { articleId: article.id }, "Houses or homes?");
    await db().article.update({ where: { id: article.id }, data: { importedFrom: { threads: [cameWith] } } });
    const page = await open(ana.id, `/projects/${project.slug}/articles/${article.id}`);
    // What came with the article stands beside it under the name it came with, and its words are drawn in the text.
    const came = page.getByRole("list", { name: "Imported threads" });
    await came.getByText("person-0a1b2c3d4e5f").waitFor();
    await came.getByText("Safe by whose word?").waitFor();
    expect(await came.getByRole("button").count()).toBe(0);
    const words = page.locator('.article-text [aria-description^="There is an imported comment"]');
    expect(await words.textContent()).toBe("the bridge is safe");
    await shoot(page, "imported-threads");
    await came.getByRole("link", { name: "“the bridge is safe”" }).click();
    await page.waitForURL(/span=15-33/);
    await page.locator("#span").waitFor();
    await threads(page).getByRole("button", { name: "Change this comment" }).click();
    const box = page.getByRole("textbox", { name: "Your comment" });
    await box.fill("Houses or flats?");
    await page.getByRole("button", { name: "Save" }).click();
    await threads(page).getByText("Houses or flats?").waitFor();
    await threads(page)
      .getByRole("button", { name: /changed/ })
      .click();
    await page.getByRole("list", { name: "As it read before" }).getByText("Houses or homes?").waitFor();

    const other = await open(rex.id, `/projects/${project.slug}/articles`);
    const row = other.getByRole("row").filter({ hasText: "The bridge at Korva" });
    await row.getByText("1 new comment").waitFor();
    await shoot(other, "unread-articles");
    await row.getByRole("link").first().click();
    await threads(other).getByText("New").waitFor();
    await threads(other).getByRole("button", { name: "Resolve this thread" }).click();
    await other.getByText("Nobody has said anything").waitFor();
    await other.getByText("Resolved", { exact: true }).click();
    await threads(other).getByText("Houses or flats?").waitFor();
    await other.goto(`${app.url}/projects/${project.slug}/articles`);
    await row.waitFor();
    expect(await other.getByText("new comment").count()).toBe(0);
  });
});
