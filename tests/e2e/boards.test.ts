import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerCandidate, createCard } from "@/lib/cards/commands";
import { closeDb } from "@/lib/db";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { actorFor, makeMember, makeProject, makeSource } from "../support/factories";
import { logIn } from "../support/login";
import { tellStory } from "../support/tell";

const database = await createDatabase();
const project = await makeProject({ name: "Harbour desk" });
const reviewer = await makeMember(project, "reviewer", { name: "Rui Sand" });
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

async function open(): Promise<Page> {
  const { name, value } = await logIn(reviewer.id);
  const page = await openPage(browser);
  await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  return page;
}

async function follow(statement: string, sourceIds: string[]): Promise<void> {
  const stories = [];
  for (const sourceId of sourceIds)
    stories.push(await tellStory(project, { speaker: "The staff", says: `${statement} today`, sourceId }));
  const [first, ...more] = stories;
  const actor = actorFor(reviewer);
  const { id } = await createCard(actor, project.slug, {
    claimId: first?.claimId ?? "",
    statement,
    type: "content",
  });
  for (const { claimId } of more) await answerCandidate(actor, id, { claimId, isSame: true });
}

/** The page's table once the background counting has caught up: a person would look again. */
async function reloadUntil(page: Page, isThere: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isThere()); tries += 1) {
    if (tries > 50) throw new Error("The figures were not counted.");
    await page.reload();
  }
}

describe("the boards", () => {
  it("leads from the least independent claim to its card and back, and hands out the table", async () => {
    const [staff, count] = [
      await makeSource({ name: "General Staff", kind: "government" }),
      await makeSource({ name: "Harbour Count", kind: "organisation" }),
    ];
    await follow("The bridge fell", [staff.id, count.id]);
    await follow("About 600 were captured", [staff.id, staff.id, staff.id]);
    await follow("=The port is shut", [count.id]);
    const page = await open();
    await page.goto(`${app.url}/projects/${project.slug}/claims`);
    await page.getByRole("link", { name: "Least independent" }).click();
    await page.waitForURL(/order=dependent/);
    const rows = page.getByRole("table", { name: "Claim cards" }).getByRole("row");
    await reloadUntil(
      page,
      async () => (await rows.count()) === 3 && (await page.getByText("Being counted again").count()) === 0,
    );
    const first = rows.nth(1);
    await first.getByRole("rowheader", { name: /About 600 were captured/ }).waitFor();
    expect((await first.getByRole("cell").allTextContents()).slice(0, 4)).toEqual([
      "3",
      "3",
      "1",
      "1 unrated",
    ]);
    await rows.nth(2).getByRole("rowheader", { name: "The bridge fell" }).waitFor();
    await page.getByRole("link", { name: "About 600 were captured" }).click();
    await page.getByRole("heading", { level: 1, name: "About 600 were captured" }).waitFor();
    await page.goBack();
    await page.getByRole("link", { name: "The bridge fell" }).waitFor();
    await page.getByRole("link", { name: "All", exact: true }).click();
    await page.getByRole("link", { name: "=The port is shut" }).waitFor();
    const started = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download as CSV" }).click();
    const download = await started;
    expect(download.suggestedFilename()).toBe(`${project.slug}-claims.csv`);
    const text = await readFile(await download.path(), "utf8");
    expect(text.trim().split("\r\n")).toHaveLength(4);
    expect(text).toContain(",'=The port is shut,");
    await page.getByLabel("With", { exact: true }).selectOption("unexamined");
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByRole("link", { name: "The bridge fell" }).waitFor();
    expect(await rows.count()).toBe(2);
    await page.context().close();
  });

  it("finds the source that is due and most used, which is due no more once rated", async () => {
    const page = await open();
    await page.goto(`${app.url}/sources`);
    await page.getByRole("link", { name: "Due", exact: true }).click();
    await page.waitForURL(/show=due/);
    const rows = page.getByRole("table", { name: "Sources" }).getByRole("row");
    await reloadUntil(page, async () => (await rows.count()) === 3);
    await rows
      .nth(1)
      .getByRole("rowheader", { name: /General Staff/ })
      .waitFor();
    await rows.nth(1).getByRole("cell", { name: "Never" }).waitFor();
    await page.getByRole("link", { name: "General Staff" }).click();
    await page.getByRole("radio", { name: /^B ·/ }).check();
    await page.getByLabel("What the grade rests on").fill("Ten stories checked.");
    await page.getByRole("button", { name: "Save my rating" }).click();
    await page.getByText("from one rater").first().waitFor();
    await page.goto(`${app.url}/sources?show=due`);
    await reloadUntil(
      page,
      async () => (await page.getByRole("link", { name: "General Staff" }).count()) === 0,
    );
    await page.getByRole("link", { name: "Harbour Count" }).waitFor();
    await page.goto(`${app.url}/sources?show=rated`);
    await page.getByRole("link", { name: "General Staff" }).waitFor();
    await page.context().close();
  });
});
