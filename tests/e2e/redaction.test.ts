import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { makeArticle, makeMember, makeProject, makeUser } from "../support/factories";
import { logIn } from "../support/login";

const database = await createDatabase();
const admin = await makeUser({ name: "Ada Root", isAdmin: true });
const project = await makeProject({ name: "Harbour desk" });
const article = await makeArticle(project, {
  title: "Ferry runs again",
  text: "The ferry runs again, they said.",
});
const manager = await makeMember(project, "manager", { name: "Mara Holt" });
await makeMember(project, "annotator", { name: "Otto Quast" });
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

async function openAs(user: { id: string }): Promise<Page> {
  const { name, value } = await logIn(user.id);
  const page = await openPage(browser);
  await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  return page;
}

it("an administrator withdraws an article for good; it is gone for everybody, and the reason is on record", async () => {
  const page = await openAs(admin);
  await page.goto(`${app.url}/projects/${project.slug}/articles/${article.id}`);
  await page.getByText("0 layers with 0 marks, 0 mentions on claim cards").waitFor();
  await page.getByRole("button", { name: "Withdraw for good…" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("button", { name: "Withdraw for good" }).and(page.locator(":disabled")).waitFor();
  await dialog.getByLabel("Reason").fill("The agency took its text back.");
  await dialog.getByRole("button", { name: "Withdraw for good" }).click();
  await page.waitForURL(`${app.url}/projects/${project.slug}/articles`);
  expect((await page.goto(`${app.url}/projects/${project.slug}/articles/${article.id}`))?.status()).toBe(404);
  await page.goto(`${app.url}/account/people`);
  await page
    .getByRole("row", { name: /An article of Harbour desk .* The agency took its text back\. Ada Root/ })
    .waitFor();

  const other = await openAs(manager);
  await other.goto(`${app.url}/projects/${project.slug}/history`);
  await other.getByText("withdrew an article for good").waitFor();
  expect(await other.getByText("Ferry runs again").count()).toBe(0);
});

it("an administrator forgets a person, who is a pseudonym from then on", async () => {
  const page = await openAs(admin);
  await page.goto(`${app.url}/account/people`);
  await page.getByRole("button", { name: "Forget Otto Quast…" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel("Reason").fill("Asked for it.");
  await dialog.getByRole("button", { name: "Forget", exact: true }).click();
  await page.getByRole("row", { name: /A person .* Asked for it\./ }).waitFor();
  await page.getByRole("button", { name: "Forget Otto Quast…" }).waitFor({ state: "detached" });
  expect(await db().user.count({ where: { name: "Otto Quast" } })).toBe(0);
  await page.getByRole("button", { name: "Forget Mara Holt…" }).click();
  await dialog.getByLabel("Reason").fill("Asked for it.");
  await dialog.getByRole("button", { name: "Forget", exact: true }).click();
  await dialog.getByText("Nobody else manages Harbour desk.").waitFor();
});
