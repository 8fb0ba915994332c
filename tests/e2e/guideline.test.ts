import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db";
import { saveGuidelineDraft } from "@/lib/guidelines/commands";
import { getGuidelineDraft } from "@/lib/guidelines/queries";
import type { GuidelineDocument } from "@/lib/guidelines/schema";
import { finishReview, startReview } from "@/lib/review/commands";
import { applyReviewCommand } from "@/lib/review/decide";
import { submitLayer } from "@/lib/slots/commands";
import { startApp, type TestApp } from "../support/app";
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
  await browser?.close();
  await app?.stop();
});

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

it("a manager publishes a changed rule, finds the marks made under the old one, and relabels them", async () => {
  const project = await makeProject();
  const { slug } = project;
  const manager = await makeMember(project, "manager");
  const publishedById = manager.id;
  await db().guidelineVersion.create({
    data: { projectId: project.id, number: 2, content: guidelineOf("Mark what is said."), publishedById },
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
  await page.getByRole("button", { name: "Publish…" }).click();
  const rule = page.getByRole("alertdialog").getByLabel("Claim", { exact: true });
  await expect.poll(() => rule.isChecked()).toBe(true);
  await page.getByRole("alertdialog").getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByRole("list", { name: "Changed rules" }).getByText("Claim", { exact: true }).waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/guideline-changed.png` });
  await page.getByRole("link", { name: "Look at the marks made before" }).click();
  await page.getByLabel("Tick “Forty houses were flooded”").check();
  await page.getByRole("button", { name: "Relabel" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What the marks are to say").selectOption("kind=assessment");
  await dialog.getByRole("button", { name: "Preview" }).click();
  await dialog.getByText("becomes “Assessment”").waitFor();
  await dialog.getByRole("button", { name: "Relabel" }).click();
  await dialog.waitFor({ state: "detached" });
  await expect
    .poll(async () => {
      const where = { layer: { articleId: article.id, kind: "adjudicated" as const }, deletedAt: null };
      return (await db().annotation.findFirst({ where }))?.attributes;
    })
    .toMatchObject({ kind: "assessment" });
});
