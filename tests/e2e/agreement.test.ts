import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { logIn } from "../support/login";
import { makeMark } from "../support/marks";

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

const text = "Forty houses were flooded. The dam held until midnight. Nobody was hurt. Rain is expected.";
const claims = [
  "Forty houses were flooded",
  "The dam held until midnight",
  "Nobody was hurt",
  "Rain is expected",
];

async function pageOf(userId: string): Promise<Page> {
  const { name, value } = await logIn(userId);
  const page = await openPage(browser);
  await page.context().addCookies([{ name, value, url: app.url }]);
  return page;
}

it("a manager reads how far three annotators agree, clicks a number, sees the words, and takes the table along", async () => {
  const project = await makeProject({ annotatorsPerArticle: 3, kinds: ["claim"], name: "Flood desk" });
  const manager = await makeMember(project, "manager", { name: "Mara" });
  const names = ["Ada", "Boris", "Cora"];
  const people = await Promise.all(names.map((name) => makeMember(project, "annotator", { name })));
  const page = await pageOf(manager.id);
  const address = `${app.url}/projects/${project.slug}/agreement`;
  await page.goto(address);
  await page.getByText("No two people have annotated the same article yet").waitFor();
  await page.getByText("Agreement is counted once an article has been handed in by everybody").waitFor();

  for (const title of ["River rises", "Night on the dam", "After the flood"]) {
    const article = await makeArticle(project, { text, title });
    for (const [place, person] of people.entries()) {
      const layer = await makeLayer(article, { ownerId: person.id, state: "submitted" });
      for (const [at, body] of claims.slice(0, 4 - place).entries())
        await makeMark(
          layer,
          text,
          "claim",
          { body },
          { attributes: { kind: place === 1 && at === 0 ? "assessment" : "factual" } },
        );
    }
    await db().article.update({
      where: { id: article.id },
      data: { state: "review", reviewReadyAt: new Date() },
    });
  }

  // The server's own job notices, computes in its thread, and the page follows.
  await expect
    .poll(() => db().agreementReport.count({ where: { projectId: project.id, articles: 3 } }), {
      timeout: 90_000,
    })
    .toBe(1);
  await page.goto(address);
  const sentence = page.getByRole("paragraph").filter({ hasText: "Ada and Boris" }).first();
  await sentence.waitFor();
  // Four and three claims an article, three of them the very same; of these one got another kind.
  expect(await sentence.textContent()).toBe(
    "Ada and Boris marked the same claim 9 times in 10 (F1 .86, .86–.86) and gave it the same kind 7 times in 10.",
  );
  await page.getByRole("heading", { name: "Commonest disagreements" }).waitFor();
  await page.getByRole("link", { name: /^Ada and Cora: \.67$/ }).waitFor();

  await page.getByText("Ada marked it, Cora did not:").waitFor();
  await sentence.getByRole("link", { name: "7 times in 10" }).click();
  await page.getByRole("heading", { name: "Both gave the same kind" }).waitFor();
  const words = await page.getByRole("main").locator("q").allTextContents();
  expect(words).toHaveLength(6);
  expect(new Set(words)).toEqual(new Set(["The dam held until midnight", "Nobody was hurt"]));
  await page.getByRole("link", { name: "River rises" }).first().click();
  await page.waitForURL(/\/articles\/[^?]+\?span=27-54/);
  await page.getByText("The dam held until midnight").first().waitFor();

  await page.goto(address);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV of By pair, on position alone" }).click();
  const file = await (await download).path();
  const csv = await readFile(file, "utf8");
  expect(csv.trim().split("\r\n")).toHaveLength(4);
  expect(csv).toContain("F1".toLowerCase());

  await page.getByRole("link", { name: "Ada and Boris" }).first().click();
  await page.getByRole("heading", { name: "Ada and Boris" }).waitFor();
  await page.getByText("All measures").click();
  await page.getByText("u-α, position and label").first().waitFor();
  await page.getByRole("link", { name: "After the flood" }).last().waitFor();
  await page.goto(address);
  await page.getByRole("button", { name: "Show annotators their own pairs" }).click();
  await page.getByText("Annotators see it now.").waitFor();

  const adas = await pageOf(people[0]?.id ?? "");
  await adas.goto(address);
  // Nothing is finished: an annotator sees no other's work yet.
  await adas.getByText("No two people have annotated the same article yet").waitFor();
});
