import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { makeArticle, makeMember, makeProject } from "../support/factories";
import { logIn } from "../support/login";

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
  await closeDb();
});

const texts = [
  "About 600 people were rescued from flooded streets in Korva on Wednesday, the mayor Ada Lovel said.",
  "Some 900 people were rescued on Wednesday from the flooded streets of Korva.",
  "The council of Vellin bought 48 electric buses from a maker in Tarnow, the transport office announced.",
  "The council of Vellin bought 48 electric buses from a maker in Tarnow.",
];

it("walks the pairs by keyboard alone: a press each, and an undo; clusters and the lists follow", async () => {
  const project = await makeProject();
  const reviewer = await makeMember(project, "reviewer");
  for (const [place, text] of texts.entries())
    await makeArticle(project, {
      text,
      title: `Paper ${place + 1}`,
      publishedAt: new Date(2026, 0, place + 1),
    });
  await db().article.updateMany({ where: { projectId: project.id }, data: { state: "done" } });
  await expect
    .poll(() => db().passagePair.count({ where: { projectId: project.id } }), { timeout: 15_000 })
    .toBe(2);

  const page = await openPage(browser);
  const { name, value } = await logIn(reviewer.id);
  await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  await page.goto(`${app.url}/projects/${project.slug}/pairs`);
  const pair = page.getByRole("region", { name: "The pair" });
  const first = page.getByRole("article", { name: "First passage" });
  await first.getByText("Paper 3").waitFor();
  await page.getByRole("list", { name: "What differs" }).getByText("announced").waitFor();

  await page.keyboard.press("l");
  await first.getByText("Paper 1").waitFor();
  await page.getByRole("list", { name: "What differs" }).getByText("About 600").waitFor();
  await pair.getByText("All saved").waitFor();
  await page.keyboard.press("h");
  await page.getByText("All pairs are judged").waitFor();
  await page.keyboard.press("z");
  await first.getByText("Paper 1").waitFor();
  await page.keyboard.press("n");
  await page.getByText("All pairs are judged").waitFor();

  const verdicts = () =>
    db().passagePair.findMany({
      where: { projectId: project.id },
      orderBy: { score: "desc" },
      select: { verdict: true },
    });
  await expect
    .poll(verdicts, { timeout: 15_000 })
    .toEqual([{ verdict: "light-revision" }, { verdict: "no" }]);
  await expect
    .poll(() => db().reuseCluster.count({ where: { projectId: project.id } }), { timeout: 15_000 })
    .toBe(1);

  await page.getByRole("link", { name: "See what hangs together" }).click();
  await page.getByRole("table", { name: "Clusters of reuse" }).getByText("The council of Vellin").waitFor();
  await page.goto(`${app.url}/projects/${project.slug}/pairs?show=judged`);
  await first.getByText("Paper 1").waitFor();
  await pair.getByText("Not copied").waitFor();
});
