import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { getAttributeDraft } from "@/lib/attributes/queries";
import { db } from "@/lib/db";
import type { GuidelineAnchor, GuidelineBlock } from "@/lib/guidelines/schema";
import { startReview } from "@/lib/review/commands";
import { submitLayer } from "@/lib/slots/commands";
import { openLayer, waitForSign } from "../support/annotate";
import { startApp, type TestApp } from "../support/app";
import { attributeOf, choicesOf, publishAttributesOf } from "../support/attributes";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { logIn } from "../support/login";
import { makeMark } from "../support/marks";
import { atRest } from "../support/review-desk";

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

async function pageOf(userId: string, width = 1440): Promise<Page> {
  const { name, value } = await logIn(userId);
  const page = await openPage(browser, { viewport: { width, height: 900 } });
  await page.context().addCookies([{ name, value, url: app.url }]);
  return page;
}

/** For looking at with one's own eyes: SHOTS names a folder. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

const text = "The dam at Korva burst at noon. Forty houses were flooded in the lower town.";
const sure = attributeOf({
  key: "how_sure",
  type: "choice",
  label: "How sure",
  isRequired: true,
  choices: [
    { key: "low", label: "Low", isRetired: false },
    { key: "high", label: "High", isRetired: false },
  ],
});

it("a manager defines an attribute, sees what publishing does, and publishes it", async () => {
  const project = await makeProject();
  const manager = await makeMember(project, "manager");
  await makeArticle(project, { text });
  const page = await pageOf(manager.id);
  await page.goto(`${app.url}/projects/${project.slug}/settings`);
  await page.getByRole("link", { name: "Attributes" }).click();
  await page.getByText("No attribute of your own yet").waitFor();
  await shoot(page, "attributes-empty");
  await page.getByRole("button", { name: "Add an attribute" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("How sure");
  for (const label of ["Low", "High"]) {
    await dialog.getByLabel("New choice").fill(label);
    await dialog.getByLabel("New choice").press("Enter");
  }
  await dialog.getByLabel("Must be answered").check();
  await shoot(page, "attributes-dialog");
  await dialog.getByRole("button", { name: "Add it" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("list", { name: "Claims" }).getByText("how_sure").waitFor();
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByText("Saved, not published yet").waitFor();
  await shoot(page, "attributes-list");
  await page.getByRole("button", { name: "Publish…" }).click();
  await page.getByText("Claim: How sure is asked, and must be answered.").waitFor();
  await page.getByText("Of 1 article, those that are begun").waitFor();
  await shoot(page, "attributes-publish");
  await page.getByRole("dialog").getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByText("Saved and published").waitFor();
  const { newest } = await getAttributeDraft(actorFor(manager), project.slug);
  expect(newest).toMatchObject({ number: 1, definitions: [sure] });
});

it("an annotator answers a project's own attributes by keys alone, and reads the rule of a field while in it", async () => {
  const project = await makeProject();
  const manager = await makeMember(project, "manager");
  const dead = attributeOf({
    key: "flooded",
    type: "number",
    label: "Houses",
    min: 0,
    max: 100,
    unit: "houses",
  });
  const topics = attributeOf({
    key: "topics",
    type: "choices",
    label: "Topics",
    choices: choicesOf("water", "war"),
  });
  await publishAttributesOf(project.id, [sure, dead, topics]);
  const rule = (anchor: GuidelineAnchor, words: string): GuidelineBlock[] => [
    { type: "heading", attrs: { level: 1, anchor }, content: [{ type: "text", text: words }] },
    ...Array.from({ length: 30 }, () => ({
      type: "paragraph" as const,
      content: [{ type: "text" as const, text: "One line of many." }],
    })),
  ];
  const content = [
    ...rule("claim", "Claims"),
    ...rule("claim.how_sure", "How sure the article is"),
    ...rule("claim.flooded", "Count houses, not flats"),
  ];
  const publishedById = manager.id;
  await db().guidelineVersion.create({
    data: { projectId: project.id, number: 2, content: { type: "doc", content }, publishedById },
  });
  const layer = await makeLayer(await makeArticle(project, { text }));
  const page = await openLayer(browser, app, project, layer);
  await page.keyboard.press("j");
  await page.keyboard.press("1");
  await page.getByText("Not answered yet: “How sure”.").first().waitFor();
  await page.keyboard.press("i");
  const field = page.getByLabel("How sure");
  await expect.poll(() => field.evaluate((node) => node === document.activeElement)).toBe(true);
  await page.keyboard.press("2");
  await expect.poll(() => field.inputValue()).toBe("high");
  const isAtTop = (heading: string) => async () => {
    const frame = await page.getByRole("tablist", { name: "Beside the text" }).boundingBox();
    const box = await page.getByRole("heading", { name: heading }).boundingBox();
    return box && frame ? Math.abs(box.y - frame.y - frame.height) < 40 : null;
  };
  await page.keyboard.press("g");
  await expect.poll(isAtTop("How sure the article is")).toBe(true);
  await field.and(page.locator(":focus")).waitFor();
  expect(await field.inputValue()).toBe("high");
  await page.keyboard.press("Tab");
  await page.keyboard.type("400");
  await page.keyboard.press("Enter");
  await page.getByText("At most 100.").waitFor();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("40");
  await page.keyboard.press("Tab");
  await page.keyboard.press("1");
  await expect.poll(() => page.getByLabel("water").isChecked()).toBe(true);
  await shoot(page, "attributes-annotate");
  await page.getByLabel("Houses").focus();
  await page.keyboard.press("g");
  await expect.poll(isAtTop("Count houses, not flats")).toBe(true);
  await shoot(page, "attributes-rule");
  await page.keyboard.press("Escape");
  await page.locator(".tiptap:focus").waitFor();
  await waitForSign(page, "Saved");
  const mark = await db().annotation.findFirstOrThrow({ where: { layerId: layer.id } });
  expect(mark.attributes).toMatchObject({ how_sure: "high", flooded: 40, topics: ["water"] });
});

it("a reviewer sees a differing attribute as a field and settles it", async () => {
  const project = await makeProject({ annotatorsPerArticle: 2 });
  await makeMember(project, "manager");
  await publishAttributesOf(project.id, [sure]);
  const rita = actorFor(await makeMember(project, "reviewer", { name: "Rita" }));
  const article = await makeArticle(project, { text });
  for (const said of ["low", "high"]) {
    const person = await makeMember(project, "annotator");
    const layer = await makeLayer(article, { ownerId: person.id });
    const attributes = { kind: "factual", origin: "none-given", quantities: [], how_sure: said };
    await makeMark(layer, text, "claim", { body: "Forty houses were flooded" }, { attributes });
    await submitLayer(actorFor(person), layer.id, { nothingToMark: false });
  }
  await startReview(rita, article.id);
  const page = await pageOf(rita.userId);
  await page.goto(`${app.url}/projects/${project.slug}/review/${article.id}`);
  await atRest(page);
  const field = page.getByRole("region", { name: "How sure" });
  await field.getByText("High").waitFor();
  await shoot(page, "attributes-review");
  const letter = await field
    .getByRole("listitem")
    .filter({ hasText: "High" })
    .locator("span")
    .first()
    .textContent();
  await page.keyboard.press((letter ?? "").trim().toLowerCase());
  await expect
    .poll(
      async () =>
        (
          await db().annotation.findFirst({
            where: { layer: { articleId: article.id, kind: "adjudicated" } },
          })
        )?.attributes,
    )
    .toMatchObject({ how_sure: "high" });
});
