import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { saveAttributeDraft } from "@/lib/attributes/commands";
import { getAttributeDraft } from "@/lib/attributes/queries";
import { db } from "@/lib/db";
import { saveGuidelineDraft } from "@/lib/guidelines/commands";
import { getGuidelineDraft } from "@/lib/guidelines/queries";
import type { GuidelineDocument } from "@/lib/guidelines/schema";
import { finishReview, startReview } from "@/lib/review/commands";
import { applyReviewCommand } from "@/lib/review/decide";
import { submitLayer } from "@/lib/slots/commands";
import { startApp, type TestApp } from "../support/app";
import { attributeOf, choicesOf, publishAttributesOf } from "../support/attributes";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
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

/** For looking at with one's own eyes: SHOTS names a folder. */
async function shoot(page: Page, name: string): Promise<void> {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
}

const text = "The dam at Korva burst at noon. Forty houses were flooded in the lower town.";

function guidelineOf(rule: string): GuidelineDocument {
  const words = (content: string) => [{ type: "text" as const, text: content }];
  return {
    type: "doc",
    content: [
      { type: "heading", attrs: { level: 1, anchor: "claim" }, content: words("Claims") },
      { type: "paragraph", content: words(rule) },
    ],
  };
}

it("a manager changes a rule and writes one for an attribute of their own, keeps the marks of the one and relabels those of the other", async () => {
  const project = await makeProject();
  const { slug } = project;
  const manager = await makeMember(project, "manager", { name: "Mia Stone" });
  const publishedById = manager.id;
  await db().guidelineVersion.create({
    data: { projectId: project.id, number: 2, content: guidelineOf("Mark what is said."), publishedById },
  });
  await publishAttributesOf(project.id, [
    attributeOf({ key: "how_sure", type: "choice", label: "How sure", choices: choicesOf("low", "high") }),
  ]);
  const draft = await getAttributeDraft(actorFor(manager), slug);
  await saveAttributeDraft(actorFor(manager), {
    slug,
    revision: draft.revision,
    definitions: draft.newest?.definitions ?? [],
  });
  const ana = actorFor(await makeMember(project, "annotator"));
  const rita = actorFor(await makeMember(project, "reviewer"));
  const article = await makeArticle(project, { text });
  const layer = await makeLayer(article, { ownerId: ana.userId });
  const attributes = { kind: "factual", origin: "none-given", quantities: [] };
  await makeMark(layer, text, "claim", { body: "Forty houses were flooded" }, { attributes });
  await submitLayer(ana, layer.id, { nothingToMark: false });
  await startReview(rita, article.id);
  await applyReviewCommand(rita, article.id, { commandId: randomUUID(), action: "accept-agreed" });
  await finishReview(rita, article.id);
  const { revision } = await getGuidelineDraft(actorFor(manager), slug);
  await saveGuidelineDraft(actorFor(manager), {
    slug,
    revision,
    content: guidelineOf("Mark what can be checked."),
  });

  const { name, value } = await logIn(manager.id);
  const page = await openPage(browser, { viewport: { width: 1440, height: 900 } });
  await page.context().addCookies([{ name, value, url: app.url }]);
  await page.goto(`${app.url}/projects/${slug}/guideline/edit`);
  const sheet = page.getByRole("textbox", { name: "Guideline" });
  await sheet.click();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Heading", exact: true }).click();
  await page.keyboard.type("How sure the article is");
  await sheet.getByRole("heading", { name: "How sure the article is" }).waitFor();
  await page.getByLabel("What this heading is the rule for").selectOption({ label: "Claim: How sure" });
  await sheet.locator("[data-anchor='claim.how_sure']").waitFor();
  await shoot(page, "guideline-editor");
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByText("Saved, not published yet").waitFor();
  await page.getByRole("button", { name: "Publish…" }).click();
  const dialog = page.getByRole("alertdialog");
  for (const name of ["Claim", "Claim: How sure"])
    await expect.poll(() => dialog.getByLabel(name, { exact: true }).isChecked()).toBe(true);
  await shoot(page, "guideline-publish");
  await dialog.getByRole("button", { name: "Publish", exact: true }).click();

  const changed = page.getByRole("list", { name: "Changed rules" });
  await page.getByRole("button", { name: "Keep as they are: Claim: How sure" }).click();
  await changed.getByText("1 mark kept as it is by Mia Stone").waitFor();
  await page.getByRole("button", { name: "Take back: Claim: How sure" }).click();
  await changed.getByText("1 mark kept as it is").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Keep as they are: Claim: How sure" }).click();
  await changed.getByText("1 mark kept as it is by Mia Stone").waitFor();
  await shoot(page, "guideline-kept");
  await page.goto(`${app.url}/projects/${slug}/history`);
  const events = page.getByText("kept the marks made before a rule changed");
  await expect.poll(() => events.count()).toBe(2);
  await page.getByText("version 3 · Claim: how_sure · 1 mark").first().waitFor();

  await page.goto(`${app.url}/projects/${slug}/guideline`);
  await changed
    .getByRole("listitem")
    .filter({ hasNotText: "How sure" })
    .getByRole("link", { name: "Final marks made before" })
    .click();
  await expect.poll(() => page.getByLabel("Older guidelines").inputValue()).toBe("3");
  await page.getByLabel("Tick “Forty houses were flooded”").check();
  await page.getByRole("button", { name: "Relabel" }).click();
  const relabel = page.getByRole("dialog");
  await relabel.getByLabel("What the marks are to say").selectOption("kind=assessment");
  await relabel.getByRole("button", { name: "Preview" }).click();
  await relabel.getByText("becomes “Assessment”").waitFor();
  await relabel.getByRole("button", { name: "Relabel" }).click();
  await relabel.waitFor({ state: "detached" });
  const where = { layer: { articleId: article.id, kind: "adjudicated" as const }, deletedAt: null };
  const says = async () => (await db().annotation.findFirst({ where }))?.attributes;
  await expect.poll(says).toMatchObject({ kind: "assessment" });
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect.poll(says).toMatchObject({ kind: "factual" });
});
