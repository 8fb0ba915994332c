import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db";
import { startReview } from "@/lib/review/commands";
import { getReview } from "@/lib/review/queries";
import { submitLayer } from "@/lib/slots/commands";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject, makeSource } from "../support/factories";
import { logIn } from "../support/login";
import { makeMark, resolveSource } from "../support/marks";
import { atRest, placeGroup, settledIs } from "../support/review-desk";
import { makeHandedIn, reviewedText, settleAll } from "../support/reviewed";

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

async function pageOf(userId: string): Promise<Page> {
  const { name, value } = await logIn(userId);
  const page = await openPage(browser, { viewport: { width: 1440, height: 900 } });
  await page.context().addCookies([{ name, value, url: app.url }]);
  return page;
}

/** For looking at with one's own eyes: SHOTS names a folder. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
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

it("keys of one's own decide, stand on the buttons and in the help sheet, and leave the old ones without effect", async () => {
  const project = await makeProject({ annotatorsPerArticle: 3, kinds: ["claim"] });
  const people = await Promise.all(
    [1, 2, 3].map(async () => actorFor(await makeMember(project, "annotator"))),
  );
  const rita = actorFor(await makeMember(project, "reviewer", { name: "Rita" }));
  const shortcuts = { "review-reject": ["Mod+e"], "review-next": ["ArrowDown"], undo: ["g"] };
  await db().userPreference.create({ data: { userId: rita.userId, shortcuts } });
  const { article } = await makeHandedIn(project, people);
  await startReview(rita, article.id);
  const page = await pageOf(rita.userId);
  await page.goto(`${app.url}/projects/${project.slug}/review/${article.id}`);
  await atRest(page);
  const position = (at: number) => page.getByText(`${at} of 3`, { exact: true }).first().waitFor();
  await position(1);
  await page.keyboard.press("n");
  await page.keyboard.press("x");
  const highlighted = page.getByRole("navigation", { name: "Places" }).locator("[aria-current=true]");
  await highlighted.focus();
  await page.keyboard.press("ArrowDown");
  await position(2);
  // Who stands in the list goes along with its highlight, and hears which place it is.
  await expect.poll(() => highlighted.evaluate((row) => row === document.activeElement)).toBe(true);
  await page.getByRole("status").filter({ hasText: "Claim 2 of 3: " }).waitFor();
  await page.getByRole("button", { name: "Reject Ctrl E" }).waitFor();
  await page.keyboard.press("Control+e");
  await page.getByRole("region", { name: "Why is it rejected?" }).waitFor();
  await page.keyboard.press("4");
  await settledIs(page, 1, 3);
  await atRest(page);
  await page.keyboard.press("z");
  await page.keyboard.press("g");
  await settledIs(page, 0, 3);
  await atRest(page);

  const help = page.getByRole("dialog", { name: "Keys" });
  await page.keyboard.press("?");
  const keyOf = (words: string) => help.locator("dl > div").filter({ hasText: words }).locator("kbd");
  await expect.poll(() => keyOf("Next place").allInnerTexts()).toEqual(["↓"]);
  await expect.poll(() => keyOf("Undo the last step").allInnerTexts()).toEqual(["g"]);
  await shoot(page, "desk-own-keys");
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "detached" });
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Command" }).fill("previous");
  await page.keyboard.press("Enter");
  await position(1);
});

it("where one person has two marks and another one, links are taken singly of the mark chosen by its digit, or of both", async () => {
  const project = await makeProject({ annotatorsPerArticle: 2, kinds: ["attribution"] });
  const [ana, ben] = await Promise.all(
    ["Ana", "Ben"].map(async (name) => actorFor(await makeMember(project, "annotator", { name }))),
  );
  const rita = actorFor(await makeMember(project, "reviewer", { name: "Rita" }));
  const [mayor, engineers] = [await makeSource({ name: "Mayor" }), await makeSource({ name: "Engineers" })];
  const article = await makeArticle(project, { text: reviewedText });
  const [one, two] = ["forty houses were flooded", "The dam held until midnight"];
  const [hers, his] = [
    await makeLayer(article, { ownerId: ana?.userId }),
    await makeLayer(article, { ownerId: ben?.userId }),
  ];
  const said = async (layer: typeof hers, content: string, sourceId: string) =>
    resolveSource(layer, await makeMark(layer, reviewedText, "attribution", { content }), sourceId);
  await said(hers, `${one}. ${two}`, mayor.id);
  await said(his, one, mayor.id);
  await said(his, two, engineers.id);
  if (ana) await submitLayer(ana, hers.id, { nothingToMark: false });
  if (ben) await submitLayer(ben, his.id, { nothingToMark: false });
  await startReview(rita, article.id);
  const { layers, layerId } = await getReview(rita, article.id);
  const letter = layers.find((layer) => layer.id === his.id)?.letter ?? "";
  const page = await pageOf(rita.userId);
  await page.goto(`${app.url}/projects/${project.slug}/review/${article.id}`);
  await atRest(page);
  await expect.poll(() => placeGroup(page).textContent()).toBe("Split");
  const asked = page.getByLabel("One link", { exact: true });
  const choose = async (key: "which" | "w") => {
    await page.keyboard.press("l");
    await page.getByText("Whose marks, with links taken one by one?").waitFor();
    await page.keyboard.press(letter.toLowerCase());
    await page.getByText(`Which of ${letter}'s marks?`).waitFor();
    const marks = await page.getByLabel("Which mark", { exact: true }).getByRole("listitem").allInnerTexts();
    const digit = marks.findIndex((text) => text.includes(two)) + 1;
    await page.keyboard.press(key === "w" ? "w" : String(digit));
    await asked.getByText("Source: Engineers").waitFor();
    await page.keyboard.press("y");
    await asked.getByText("Source: Mayor").waitFor();
  };
  const final = async () => {
    const live = { where: { layerId, deletedAt: null } };
    const sources = await db().attributionSource.findMany({
      ...live,
      select: { source: { select: { name: true } } },
    });
    const marks = await db().annotation.findMany({
      ...live,
      select: { spans: { select: { quote: true } } },
    });
    return {
      sources: sources.map((link) => link.source.name).toSorted(),
      words: marks.flatMap((mark) => mark.spans.map((span) => span.quote)).toSorted(),
    };
  };
  await choose("which");
  await page.keyboard.press("x");
  await settledIs(page, 1, 1);
  await atRest(page);
  expect(await final()).toEqual({ sources: ["Engineers"], words: [two] });
  await page.keyboard.press("z");
  await settledIs(page, 0, 1);
  await atRest(page);
  await choose("w");
  await asked.getByText(`For “${two}”`).waitFor();
  await shoot(page, "desk-links-of-several");
  await page.keyboard.press("x");
  await settledIs(page, 1, 1);
  await atRest(page);
  expect(await final()).toEqual({ sources: ["Engineers", "Mayor"], words: [two, one] });
});
