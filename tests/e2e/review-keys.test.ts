import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db";
import { startReview } from "@/lib/review/commands";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { actorFor, makeMember, makeProject } from "../support/factories";
import { logIn } from "../support/login";
import { atRest, placeGroup, settledIs } from "../support/review-desk";
import { makeHandedIn, settleAll } from "../support/reviewed";

const database = await createDatabase();
let app: TestApp;
let browser: Browser;
beforeAll(async () => {
  app = await startApp(database);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

async function pageOf(userId: string): Promise<Page> {
  const { name, value } = await logIn(userId);
  const page = await openPage(browser, { viewport: { width: 1440, height: 900 } });
  await page.context().addCookies([{ name, value, url: app.url }]);
  return page;
}

it("keys pressed while an undo is on its way wait for it, and mean the place that it brings back", async () => {
  const project = await makeProject({ annotatorsPerArticle: 3, kinds: ["claim"] });
  const people = await Promise.all(
    [1, 2, 3].map(async () => actorFor(await makeMember(project, "annotator"))),
  );
  const rita = actorFor(await makeMember(project, "reviewer", { name: "Rita" }));
  const { article } = await makeHandedIn(project, people);
  await startReview(rita, article.id);
  const page = await pageOf(rita.userId);
  await page.goto(`${app.url}/projects/${project.slug}/review/${article.id}`);
  await atRest(page);
  await expect.poll(() => placeGroup(page).textContent()).toBe("Missed by someone");
  const only = await page.getByRole("button", { name: /^Take [ABC]'s/ }).textContent();
  await page.keyboard.press(only?.at(-1) ?? "");
  await settledIs(page, 1, 3);
  await expect.poll(() => placeGroup(page).textContent()).toBe("Borders");
  await atRest(page);

  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route("**/api/reviews/*/commands", async (route) => {
    await held;
    await route.continue();
  });
  await page.keyboard.press("z");
  await page.getByText("Saving …", { exact: true }).waitFor();
  for (const key of ["x", "4", "b"]) await page.keyboard.press(key);
  // Nothing is decided yet: the place that stands here now is not the one that was meant.
  await settledIs(page, 1, 3);
  letGo();
  await settledIs(page, 2, 3);
  await atRest(page);
  const verdicts = await db().reviewUnit.findMany({
    where: { articleId: article.id },
    orderBy: { ordinal: "asc" },
    select: {
      state: true,
      decisions: { orderBy: { number: "desc" }, take: 1, select: { verdict: true } },
    },
  });
  const told = verdicts.map((unit) => `${unit.state}: ${unit.decisions[0]?.verdict ?? "open"}`).toSorted();
  expect(told).toEqual(["agreed: open", "disagreed: accept", "incomplete: reject"]);
});

it("Ctrl+Enter goes to a place that is still open and says so, and finishes at one press once all are settled", async () => {
  const project = await makeProject({ annotatorsPerArticle: 3, kinds: ["claim"] });
  const people = await Promise.all(
    [1, 2, 3].map(async () => actorFor(await makeMember(project, "annotator"))),
  );
  const rita = actorFor(await makeMember(project, "reviewer", { name: "Rita" }));
  const { article, layers } = await makeHandedIn(project, people);
  await startReview(rita, article.id);
  const page = await pageOf(rita.userId);
  const address = `${app.url}/projects/${project.slug}/review/${article.id}`;
  await page.goto(address);
  await atRest(page);
  await page.keyboard.press("Control+Enter");
  await page.getByText("3 places are still open, this one among them.").waitFor();
  await page.getByRole("button", { name: "Finish", exact: false }).click();
  await page.getByText("3 places are still open, this one among them.").waitFor();
  await settleAll(rita, article.id, layers[2]?.id ?? "");
  await page.goto(address);
  await atRest(page);
  await settledIs(page, 3, 3);
  await page.keyboard.press("Control+Enter");
  await page.getByText("Finished. The annotators see the outcome now.").waitFor();
});
