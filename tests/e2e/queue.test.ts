import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { finishReview, startReview } from "@/lib/review/commands";
import { applyReviewCommand } from "@/lib/review/decide";
import { submitLayer } from "@/lib/slots/commands";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import {
  actorFor,
  type MadeProject,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
  makeSource,
} from "../support/factories";
import { logIn } from "../support/login";
import { makeMark } from "../support/marks";

const database = await createDatabase();
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

const text = "The mayor said forty houses were flooded. The dam held until midnight.";

async function openAs(userId: string) {
  const page = await openPage(browser, { viewport: { width: 1440, height: 900 } });
  const { name, value } = await logIn(userId);
  await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  return page;
}

/** An article of one annotator's claims, handed in; with a second annotator who differs where wanted. */
async function handIn(project: MadeProject, title: string, isAlike: boolean) {
  const article = await makeArticle(project, { text, title, slots: 2 });
  for (const isFirst of [true, false]) {
    const layer = await makeLayer(article);
    const factual = { attributes: { kind: "factual" } };
    await makeMark(layer, text, "claim", { body: "forty houses were flooded" }, factual);
    if (isAlike || isFirst) await makeMark(layer, text, "claim", { body: "The dam held" }, factual);
    await submitLayer(actorFor({ id: layer.ownerId ?? "" }), layer.id, { nothingToMark: false });
  }
  return article;
}

describe("a reviewer with a full queue", () => {
  it("sorts it, saves the filters, takes all agreed places after a preview, and takes back what can be", async () => {
    const project = await makeProject({ annotatorsPerArticle: 2 });
    const rita = await makeMember(project, "reviewer", { name: "Rita" });
    const alike = await handIn(project, "All agree", true);
    await handIn(project, "They differ", false);
    const page = await openAs(rita.id);
    await page.goto(`${app.url}/projects/${project.slug}/review`);
    const titles = () => page.getByRole("rowheader").allInnerTexts();
    expect(await titles()).toEqual(["All agree", "They differ"]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page
      .getByRole("rowheader", { name: "They differ" })
      .getByText(/agreement \.\d+, 1 conflict, queued/)
      .waitFor();
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("link", { name: "Agreement", exact: true }).last().click();
    await page.waitForURL(/sort=agreement/);
    expect(await titles()).toEqual(["They differ", "All agree"]);
    await page.getByRole("button", { name: "Saved filters" }).click();
    await page.getByLabel("Save these filters as").fill("Worst first");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("link", { name: "Worst first" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("checkbox", { name: "Tick all", exact: true }).focus();
    await page.keyboard.press("Space");
    await page.getByText("2 ticked").waitFor();
    await page.getByRole("button", { name: "Take all agreed" }).click();
    await page.getByText("one place stays open").waitFor();
    await page.getByRole("button", { name: "Take all agreed (2)" }).click();
    await page.getByText("Done: 2 rows.").waitFor();
    expect((await db().article.findUniqueOrThrow({ where: { id: alike.id } })).state).toBe("done");
    await page.getByRole("button", { name: "Undo 1" }).click();
    await page.getByText("Undone: 1 row.").waitFor();
    await page.getByRole("rowheader", { name: "All agree" }).waitFor({ state: "detached" });
    // Of what was pressed nothing is left; whoever works by keyboard goes on from there, not from the top.
    await page.locator("main :focus").waitFor();
    expect(await titles()).toEqual(["They differ"]);
    await page.getByRole("combobox", { name: "Publisher", exact: true }).focus();
    await page.getByRole("option", { name: "Unknown" }).click();
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(/publisher=unknown/);
    expect(await titles()).toEqual(["They differ"]);
    await page.context().close();
  });
});

describe("a reviewer who reads the marks of all articles", () => {
  it("orders them by the words after, relabels many after a preview, comments on many, and undoes that at once", async () => {
    const project = await makeProject({ annotatorsPerArticle: 2 });
    const rita = await makeMember(project, "reviewer", { name: "Rita" });
    for (const title of ["First", "Second"]) {
      const { id } = await handIn(project, title, true);
      await startReview(actorFor(rita), id);
      await applyReviewCommand(actorFor(rita), id, { commandId: randomUUID(), action: "accept-agreed" });
      await finishReview(actorFor(rita), id);
    }
    const page = await openAs(rita.id);
    await page.goto(`${app.url}/projects/${project.slug}/marks`);
    await page.getByLabel("Kind", { exact: true }).selectOption("claim");
    await page.getByLabel("Order", { exact: true }).selectOption("right");
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(/sort=right/);
    expect(await page.getByRole("rowheader").allInnerTexts()).toEqual([
      "forty houses were flooded",
      "forty houses were flooded",
      "The dam held",
      "The dam held",
    ]);
    for (const box of await page.getByRole("checkbox", { name: "Tick “The dam held”" }).all())
      await box.check();
    await page.getByRole("button", { name: "Relabel", exact: true }).click();
    await page.getByLabel("What the marks are to say").selectOption("kind=assessment");
    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByText("Kind of claim: “Fact” becomes “Assessment”.").first().waitFor();
    await page.getByRole("button", { name: "Relabel (2)" }).click();
    await page.getByText("Done: 2 rows.").waitFor();
    await page.getByText("Claim, Assessment").nth(1).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone: 2 rows.").waitFor();
    await page.getByText("Claim, Assessment").first().waitFor({ state: "detached" });
    for (const box of await page.getByRole("checkbox", { name: "Tick “The dam held”" }).all())
      await box.check();
    await page.getByRole("button", { name: "Change kind", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("What the marks are").selectOption("attribution");
    await dialog.getByRole("button", { name: "Preview" }).click();
    await dialog
      .getByText("An attribution needs a cue, and this mark has none", { exact: false })
      .first()
      .waitFor();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/change-kind.png` });
    await dialog.getByLabel("What the marks are").selectOption("duplicate");
    await dialog.getByRole("button", { name: "Preview" }).click();
    await dialog.getByText("Claim becomes duplicate; given up: “Fact”.").first().waitFor();
    await dialog.getByRole("button", { name: "Change kind (2)" }).click();
    await page.getByText("Done: 2 rows.").waitFor();
    await page.getByRole("rowheader", { name: "The dam held" }).first().waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone: 2 rows.").waitFor();

    // One comment begins a thread at the words of each, which its undo takes back.
    await page.getByRole("rowheader", { name: "The dam held" }).nth(1).waitFor();
    for (const box of await page.getByRole("checkbox", { name: "Tick “The dam held”" }).all())
      await box.check();
    await page.getByRole("button", { name: "Comment", exact: true }).click();
    const comment = page.getByRole("dialog", { name: "Comment on marks" });
    await comment.getByRole("textbox", { name: /^Comment/ }).fill("Held until when?");
    await comment.getByRole("button", { name: "Preview" }).click();
    await comment.getByText("A thread begins at its words.").nth(1).waitFor();
    await comment.getByRole("button", { name: "Comment (2)" }).click();
    await page.getByText(/^Done: 2 rows/).waitFor();
    const threads = () =>
      db().commentThread.findMany({
        where: { projectId: project.id, withdrawnAt: null },
        select: { quote: true, start: true },
      });
    const begun = { quote: "The dam held", start: 42 };
    expect(await threads()).toEqual([begun, begun]);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone: 2 rows.").waitFor();
    expect(await threads()).toEqual([]);
    await page.getByRole("link", { name: "The dam held" }).first().click();
    await page.waitForURL(/span=42-54/);
    await page.context().close();
  });

  it("finds a source by its name, sets it on attributions after a preview, filters by it, and returns an article", async () => {
    const project = await makeProject({ annotatorsPerArticle: 1 });
    const rita = await makeMember(project, "reviewer", { name: "Rita" });
    const council = await makeSource({ name: "Harbour Council", kind: "organisation" });
    for (const title of ["Settled", "Waiting"]) {
      const article = await makeArticle(project, { text, title });
      const layer = await makeLayer(article);
      await makeMark(layer, text, "attribution", { source: "The mayor", cue: "said" });
      await submitLayer(actorFor({ id: layer.ownerId ?? "" }), layer.id, { nothingToMark: false });
      if (title === "Waiting") continue;
      await startReview(actorFor(rita), article.id);
      await applyReviewCommand(actorFor(rita), article.id, {
        commandId: randomUUID(),
        action: "accept-agreed",
      });
      await finishReview(actorFor(rita), article.id);
    }
    const page = await openAs(rita.id);
    await page.goto(`${app.url}/projects/${project.slug}/marks`);
    await page.getByRole("checkbox", { name: "Tick all", exact: true }).check();
    await page.getByRole("button", { name: "Set source" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Source", { exact: true }).fill("harbour");
    await dialog.getByRole("button", { name: /Harbour Council/ }).click();
    await dialog.getByRole("button", { name: "Preview" }).click();
    await dialog.getByText("Source: nobody becomes “Harbour Council”.").waitFor();
    await dialog.getByRole("button", { name: "Set source (1)" }).click();
    await page.getByText("Done: 1 row.").waitFor();
    await page.getByRole("table").getByText("Harbour Council").waitFor();
    const filter = page.getByRole("combobox", { name: "Source", exact: true });
    await filter.fill("harb");
    await page.getByRole("option", { name: /Harbour Council/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(new RegExp(`source=${council.id}`));
    expect(await page.getByRole("combobox", { name: "Source", exact: true }).inputValue()).toBe(
      "Harbour Council",
    );
    expect(await page.getByRole("rowheader").count()).toBe(1);
    await page.getByRole("combobox", { name: "Source", exact: true }).fill("");
    await page.getByLabel("Layer", { exact: true }).selectOption("people");
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(/scope=people/);
    expect(await page.getByRole("rowheader").count()).toBe(2);
    await page.getByRole("checkbox", { name: "Tick all", exact: true }).check();
    await page.getByRole("button", { name: "Return articles" }).click();
    await dialog.getByLabel("What to look at again").fill("Mark the content as well.");
    await dialog.getByRole("button", { name: "Preview" }).click();
    await dialog.getByText("Goes back to its annotator.").waitFor();
    await dialog.getByText("This article has been finished.").waitFor();
    await dialog.getByRole("button", { name: "Return articles (1)" }).click();
    await page.getByText("Done: 1 row, 1 passed over.").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone: 1 row.").waitFor();
    expect(await db().article.count({ where: { projectId: project.id, state: "review" } })).toBe(1);
    await page.context().close();
  });
});
