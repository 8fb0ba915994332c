import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { openLayer, waitForSign } from "../support/annotate";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { logIn } from "../support/login";

const database = await createDatabase();
let app: TestApp;
let browser: Browser;
beforeAll(async () => {
  app = await startApp(database);
  browser = await launchBrowser();
});
afterAll(async () => {
  await app?.stop();
  await closeDb();
});

const texts = [
  "About 600 people were rescued from flooded streets in Korva on Wednesday, the mayor Ada Lovel said.",
  "Some 900 people were rescued on Wednesday from the flooded streets of Korva.",
  "The council of Vellin bought 48 electric buses from a maker in Tarnow, the transport office announced.",
  "The council of Vellin bought 48 electric buses from a maker in Tarnow.",
];

it("walks the pairs by keys of one's own: a press each, a command by its name, and an undo; clusters and the lists follow", async () => {
  const project = await makeProject();
  const reviewer = await makeMember(project, "reviewer");
  const shortcuts = { light: ["e"], "pair-no": ["x"] };
  await db().userPreference.create({ data: { userId: reviewer.id, shortcuts } });
  for (const [place, text] of texts.entries())
    await makeArticle(project, {
      text,
      title: `Paper ${place + 1}`,
      publishedAt: new Date(2026, 0, place + 1),
    });
  await db().article.updateMany({ where: { projectId: project.id }, data: { state: "done" } });
  await expect.poll(() => db().passagePair.count({ where: { projectId: project.id } })).toBe(2);

  const page = await openPage(browser);
  const { name, value } = await logIn(reviewer.id);
  await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  await page.goto(`${app.url}/projects/${project.slug}/pairs`);
  const pair = page.getByRole("region", { name: "The pair" });
  const first = page.getByRole("article", { name: "First passage" });
  await first.getByText("Paper 3").waitFor();
  await page.getByRole("list", { name: "What differs" }).getByText("announced").waitFor();

  // The table of this screen is the one table, with what this person changed in it.
  const help = page.getByRole("dialog", { name: "Keys" });
  await page.keyboard.press("?");
  await help.getByText("Not copied").waitFor();
  await help
    .locator("dl > div")
    .filter({ hasText: "Lightly edited" })
    .getByText("e", { exact: true })
    .waitFor();
  await help.locator("dl > div").filter({ hasText: "Not copied" }).getByText("x", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "detached" });
  await page.keyboard.press("l");
  await page.keyboard.press("n");
  await page.getByText("0 judged now").waitFor();
  await page.keyboard.press("e");
  await first.getByText("Paper 1").waitFor();
  await page.getByRole("list", { name: "What differs" }).getByText("About 600").waitFor();
  await pair.getByText("All saved").waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Command" }).fill("rewritten");
  await page.getByRole("option", { name: "Rewritten" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("All pairs are judged").waitFor();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("z");
  await first.getByText("Paper 1").waitFor();
  await page.keyboard.press("x");
  await page.getByText("All pairs are judged").waitFor();

  const verdicts = () =>
    db().passagePair.findMany({
      where: { projectId: project.id },
      orderBy: { score: "desc" },
      select: { verdict: true },
    });
  await expect.poll(verdicts).toEqual([{ verdict: "light-revision" }, { verdict: "no" }]);
  await expect.poll(() => db().reuseCluster.count({ where: { projectId: project.id } })).toBe(1);

  await page.getByRole("link", { name: "See what hangs together" }).click();
  await page.getByRole("table", { name: "Clusters of reuse" }).getByText("The council of Vellin").waitFor();
  await page.goto(`${app.url}/projects/${project.slug}/pairs?show=judged`);
  await first.getByText("Paper 1").waitFor();
  await pair.getByText("Not copied").waitFor();
});

const rain = (days: number, what: string) =>
  Array.from(
    { length: days },
    (_, day) => `${what} ${day + 1}: the rain went on, and the river rose again.`,
  ).join("\n");
const ours = [
  "Korva under water",
  "About 600 people were rescued from flooded streets in Korva on Wednesday, the mayor Ada Lovel said.",
  rain(40, "Day"),
].join("\n");
const theirs = [
  rain(25, "Gauge"),
  "Some 900 people were rescued from flooded streets in Korva on Wednesday with Captain Ines Varga.",
  rain(60, "Station"),
].join("\n");
const third = `${rain(12, "Road")}\nPeople were rescued from roads near Korva that had been flooded on Thursday, and so were two dogs of the mayor.`;

/** How far below the other the passages stand in the two texts, and how far each has scrolled. */
function standing(page: Page) {
  return page.evaluate(() => {
    const own = document.querySelector(
      "#article-text .mark-duplicate, #article-text .drawn-selection, #article-text .lit",
    );
    const twin = document.querySelector("#twin-text [data-passage]");
    const pane = document.querySelector("#twin-text");
    const text = document.querySelector("[data-scroll]");
    return {
      apart: Math.round(
        Math.abs((own?.getBoundingClientRect().top ?? -999) - (twin?.getBoundingClientRect().top ?? 0)),
      ),
      text: Math.round(text?.scrollTop ?? -1),
      twin: Math.round(pane?.scrollTop ?? -1),
    };
  });
}

it("compares candidates beside the text before choosing one, reads what differs, undoes and does it again, by keys alone", async () => {
  const project = await makeProject();
  await makeArticle(project, { text: theirs, title: "The other paper", slots: 0 });
  await makeArticle(project, { text: third, title: "A third paper", slots: 0 });
  const layer = await makeLayer(await makeArticle(project, { text: ours, title: "Our paper" }));
  await expect.poll(() => db().passageTask.count({ where: { projectId: project.id } })).toBe(0);
  const page = await openLayer(browser, app, project, layer, { viewport: { width: 1440, height: 900 } });
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("3");
  const choices = page.getByRole("region", { name: "Choose the twin" });
  await choices.getByText("A third paper").waitFor();
  const twin = page.getByRole("region", { name: "The twin beside the text" });
  const differs = page.getByRole("list", { name: "What differs" });

  await page.keyboard.press("ArrowDown");
  await page.getByText("1 of 2").waitFor();
  await twin.getByText("Station 60").waitFor();
  await differs.getByText(/only in the twin: (Some )?900/).waitFor();
  await expect.poll(async () => (await standing(page)).apart).toBeLessThan(4);
  await page.keyboard.press("ArrowDown");
  await page.getByText("2 of 2").waitFor();
  await twin.getByText("Road 12").waitFor();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await twin.waitFor({ state: "detached" });
  await page.keyboard.press("ArrowDown");
  await page.getByText("1 of 2").waitFor();
  expect(await db().reuseLink.count({ where: { layerId: layer.id } })).toBe(0);

  await page.keyboard.press("1");
  await choices.waitFor({ state: "detached" });
  await waitForSign(page, "Saved");
  const links = () => db().reuseLink.count({ where: { layerId: layer.id, deletedAt: null } });
  expect(await links()).toBe(1);
  // The twin stays beside the text, its words against those here, and what a reader must not miss above them.
  expect(await twin.locator("del").allTextContents()).toEqual(
    expect.arrayContaining([expect.stringContaining("600")]),
  );
  expect(await twin.locator("ins").allTextContents()).toEqual(
    expect.arrayContaining([expect.stringContaining("900")]),
  );
  const notes = page.locator("[data-beside]").getByRole("list", { name: "What differs" });
  await notes.getByText(/only in this passage: About 600; only in the twin: (Some )?900/).waitFor();
  await notes.getByText(/only in this passage: Ada Lovel; only in the twin: .*Ines Varga/).waitFor();
  await notes.getByText("this passage says “said”, the twin does not say where it has it from").waitFor();

  // Both texts go on together, from whichever one is in.
  await page.keyboard.press("Shift+T");
  await page.locator("#twin-text:focus").waitFor();
  const before = await standing(page);
  await page.keyboard.press("PageDown");
  await expect.poll(async () => (await standing(page)).twin).toBeGreaterThan(before.twin + 100);
  await expect.poll(async () => (await standing(page)).text).toBeGreaterThan(before.text + 100);
  await page.keyboard.press("Escape");
  await page.locator(".tiptap:focus").waitFor();

  await page.keyboard.press("z");
  await twin.waitFor({ state: "detached" });
  await waitForSign(page, "Saved");
  await expect.poll(links).toBe(0);
  await page.keyboard.press("Shift+Z");
  await page.locator(".tiptap .mark-duplicate").waitFor();
  await waitForSign(page, "Saved");
  await expect.poll(links).toBe(1);
  await twin.getByText("Station 60").waitFor();

  // On a phone the two stand below each other.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect
    .poll(async () => {
      const [text, pane] = [await page.locator("[data-scroll]").boundingBox(), await twin.boundingBox()];
      return (
        text !== null &&
        pane !== null &&
        text.height > 150 &&
        pane.height > 150 &&
        pane.y >= text.y + text.height
      );
    })
    .toBe(true);
  await page.getByRole("button", { name: "Close the twin" }).click();
  await twin.waitFor({ state: "detached" });
});
