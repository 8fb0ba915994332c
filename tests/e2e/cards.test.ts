import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCard } from "@/lib/cards/commands";
import { closeDb, db } from "@/lib/db";
import { rateSource } from "@/lib/ratings/commands";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import {
  actorFor,
  type MadeUser,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
  makeSource,
} from "../support/factories";
import { logIn } from "../support/login";
import { linkClaim, makeMark, resolveSource } from "../support/marks";

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

async function openAs(user: MadeUser, viewport = { width: 1440, height: 1000 }): Promise<Page> {
  const { name, value } = await logIn(user.id);
  const page = await openPage(browser, { viewport });
  await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  return page;
}

type Value = { min: number | null; max: number | null; qualifier: string };

/** A finished article in which a speaker names a number of captured soldiers. */
async function tell(title: string, speaker: string, says: string, sourceId: string, value: Value) {
  const text = `${speaker} said ${says}.`;
  const article = await makeArticle(project, { text, title, publishedAt: new Date("2026-03-01") });
  const layer = await makeLayer(article, { kind: "adjudicated", state: "closed" });
  const quantities = [{ counted: "captured", unit: "soldiers", ...value }];
  const claim = await makeMark(layer, text, "claim", { body: says }, { attributes: { quantities } });
  const said = await makeMark(layer, text, "attribution", { source: speaker, cue: "said", content: says });
  await linkClaim(layer, said, claim);
  await resolveSource(layer, said, sourceId);
  await db().article.update({ where: { id: article.id }, data: { state: "done" } });
  return { articleId: article.id, claimId: claim, article, text };
}

/** Keeps a picture of the page where one is asked for. */
async function picture(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES)
    await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true });
}

/** Holds back the answers given to candidates until what it returns is called. */
async function holdAnswers(page: Page): Promise<() => void> {
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route("**/api/cards/*/answers", async (route) => {
    await held;
    await route.continue();
  });
  return letGo;
}

/** Opens a pair and presses Escape sooner than any hand could; answers whether the focus was in it by then. */
function leaveAtOnce(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const dialog = () => document.querySelector("[role=dialog]");
    document
      .querySelector<HTMLElement>("button[aria-label*=': not examined'], button[aria-label*=': indep']")
      ?.click();
    await Promise.resolve();
    const focused = document.activeElement;
    const isFocusIn = focused !== null && dialog()?.contains(focused) === true;
    focused?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
    return isFocusIn;
  });
}

describe("a claim card", () => {
  it("is built from an article's words, with values side by side; split, undone, linked, given evidence and graded", {
    timeout: 300_000,
  }, async () => {
    const staff = await makeSource({ name: "General Staff", kind: "government" });
    const count = await makeSource({ name: "Harbour Count", kind: "organisation" });
    await rateSource(actorFor(reviewer), {
      sourceId: staff.id,
      grade: "C",
      role: "speaker",
      topic: "",
      periodFrom: null,
      periodTo: null,
      rationale: "Its numbers ran high.",
      evidence: [],
    });
    const one = { min: 600, max: 600, qualifier: "about" };
    const first = await tell(
      "Staff names a number",
      "The staff",
      "about 600 soldiers were captured",
      staff.id,
      one,
    );
    const least = { min: 247, max: null, qualifier: "at-least" };
    await tell("Newspaper counts", "The count", "at least 247 soldiers were captured", count.id, least);
    const few = { min: 100, max: 100, qualifier: "exact" };
    await tell("Ministry objects", "The ministry", "100 soldiers were captured", staff.id, few);
    const other = await tell("A bridge", "The staff", "the bridge was closed", staff.id, few);
    await createCard(actorFor(reviewer), project.slug, {
      claimId: other.claimId,
      statement: "The bridge was closed",
      type: "content",
    });

    const ada = await makeMember(project, "annotator", { name: "Ada Reed" });
    const own = await makeLayer(first.article, { kind: "person", state: "submitted", ownerId: ada.id });
    await makeMark(own, first.text, "claim", { body: "600 soldiers were captured" });

    const page = await openAs(reviewer);
    await page.goto(`${app.url}/projects/${project.slug}/outcome/${first.articleId}`);
    await page.getByRole("button", { name: "Card…" }).first().click();
    await page.getByRole("dialog").getByLabel("Statement").fill("About 600 soldiers were captured");
    await picture(page, "outcome");
    await page.getByRole("button", { name: "Make the card" }).click();
    await page.getByRole("heading", { level: 1, name: "About 600 soldiers were captured" }).waitFor();

    const candidates = page.getByRole("list", { name: "Candidates" });
    const row = (words: string) => candidates.getByRole("listitem").filter({ hasText: words });
    await row("at least 247").focus();
    await page.keyboard.press("l");
    await candidates.getByRole("listitem").last().filter({ hasText: "at least 247" }).waitFor();
    await row("at least 247").focus();
    const goOn = await holdAnswers(page);
    await page.keyboard.press("y");
    await page.getByRole("button", { name: "Link…" }).click();
    await page.getByRole("dialog").waitFor();
    goOn();
    // A message that came after the dialog does not take its key.
    await page.getByText("Added to the card.", { exact: true }).first().waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.getByRole("link", { name: "2 mentions in 2 articles." }).waitFor();
    await page.getByRole("img", { name: "at least 247 soldiers: from 247, no upper end" }).waitFor();
    await page.getByText("Compatible", { exact: true }).waitFor();
    await row("100 soldiers").first().focus();
    await page.keyboard.press("y");
    await page.getByRole("link", { name: "3 mentions in 3 articles." }).waitFor();
    await page.getByText("In conflict", { exact: true }).waitFor();
    await page.getByText("As a table").click();
    await page
      .getByRole("table", { name: "Values in soldiers" })
      .getByRole("rowheader", { name: "about 600" })
      .waitFor();
    await picture(page, "card-wide");

    await page.getByRole("listitem").filter({ hasText: "Ministry objects" }).getByRole("checkbox").check();
    await page.getByRole("button", { name: "Split off 1…" }).click();
    await page.getByRole("dialog").getByLabel("Statement of the new card").fill("100 soldiers were captured");
    await page.getByRole("button", { name: "Make the new card" }).click();
    await page.getByRole("link", { name: "2 mentions in 2 articles." }).waitFor();
    await page.getByRole("button", { name: "Undo the split" }).click();
    await page.getByRole("link", { name: "3 mentions in 3 articles." }).waitFor();
    await page.getByRole("button", { name: "Undo the split" }).waitFor({ state: "hidden" });

    await page.getByRole("button", { name: "Link…" }).click();
    await page.getByLabel("The other card").fill("bridge");
    await page
      .getByRole("list", { name: "Cards found" })
      .getByRole("button", { name: "The bridge was closed" })
      .click();
    await page.getByRole("radio", { name: /^is related/ }).check();
    await page.getByRole("button", { name: "Link the cards" }).click();
    const linked = page.getByRole("list", { name: "Linked cards" });
    await linked.getByRole("link", { name: "The bridge was closed" }).waitFor();

    await page.getByRole("button", { name: "Add evidence…" }).click();
    const evidence = page.getByRole("dialog");
    await evidence.getByLabel("Address").fill("https://records.example/list");
    await evidence.getByLabel("Read on").fill("2026-03-02");
    await evidence.getByLabel("The words that matter").fill("Two hundred and fifty names.");
    await evidence.getByRole("radio", { name: /^Supports/ }).check();
    await evidence.getByRole("button", { name: "Add it" }).click();
    const quote = page.getByText("“Two hundred and fifty names.”");
    await quote.waitFor();
    await page.getByRole("button", { name: "Take this evidence off the card" }).click();
    await quote.waitFor({ state: "hidden" });
    const told = (words: string) =>
      page.getByRole("listitem").filter({ hasText: words }).getByRole("button", { name: "Undo" });
    await told("The evidence is off the card.").click();
    await quote.waitFor();
    await page.getByRole("button", { name: /^Take the link to/ }).click();
    await linked.waitFor({ state: "hidden" });
    await told("The link is gone.").click();
    await linked.getByRole("link", { name: "The bridge was closed" }).waitFor();

    await page.getByRole("button", { name: "Interests…" }).first().click();
    await page.getByRole("dialog").getByRole("checkbox", { name: "A party" }).check();
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByText("A party", { exact: true }).waitFor();

    const grade = page.getByText("As speaker: C, from one rater. Not a consensus.");
    await page.getByText("shows once you have saved your own answer").waitFor();
    expect(await grade.count()).toBe(0);
    await page.getByRole("radio", { name: /^3 ·/ }).check();
    await page.getByLabel("What the grade rests on").fill("One count, and a number that conflicts.");
    await page.getByRole("button", { name: "Save my grade" }).click();
    await grade.waitFor();
    await picture(page, "card-done");
    await page.emulateMedia({ colorScheme: "dark" });
    await picture(page, "card-dark");
    await page
      .getByRole("button", { name: /: (not examined|known|possible|independent)/i })
      .first()
      .click();
    await page.getByRole("dialog").waitFor();
    await picture(page, "pair-dark");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    expect(await leaveAtOnce(page)).toBe(true);
    await page.getByRole("dialog").waitFor({ state: "hidden" });

    const choice = page.getByRole("form", { name: "Whose marks count" });
    await choice.getByLabel("Counted on").selectOption({ label: "Marks of Ada Reed (1 article)" });
    await choice.getByRole("button", { name: "Show" }).click();
    await page.getByText("Counted on the marks of Ada Reed alone").waitFor();
    await page.getByRole("link", { name: "1 mention in 1 article." }).waitFor();
    await page.getByText("No attribution").first().waitFor();
    expect(await page.getByRole("button", { name: "Add evidence…" }).count()).toBe(0);
    await picture(page, "preview-dark");
    await page.emulateMedia({ colorScheme: "light" });
    await picture(page, "preview");
    await page.getByRole("link", { name: "Back to final marks" }).click();
    await page.getByRole("link", { name: "3 mentions in 3 articles." }).waitFor();

    await page.goto(`${app.url}/projects/${project.slug}/articles/${first.articleId}`);
    const claims = page.getByRole("list", { name: "Final claims" });
    await claims.getByRole("button", { name: "Card…" }).waitFor();
    await picture(page, "article");
    await claims.getByRole("link", { name: "About 600 soldiers were captured", exact: true }).click();
    await page.getByRole("link", { name: "3 mentions in 3 articles." }).waitFor();

    await linked.getByRole("link", { name: "The bridge was closed" }).click();
    await page.getByRole("heading", { level: 1, name: "The bridge was closed" }).waitFor();
    await page.getByRole("link", { name: "About 600 soldiers were captured" }).click();
    await page.getByRole("heading", { level: 1, name: "About 600 soldiers were captured" }).waitFor();
    await page.getByRole("button", { name: "Merge into…" }).click();
    await page.getByLabel("The card that stays").fill("bridge");
    await page
      .getByRole("list", { name: "Cards found" })
      .getByRole("button", { name: "The bridge was closed" })
      .click();
    await page.getByRole("button", { name: "Merge", exact: true }).click();
    await page.getByRole("link", { name: "4 mentions in 4 articles." }).waitFor();
    await page.getByRole("button", { name: "Undo the merge" }).click();
    await page.getByRole("link", { name: "1 mention in 1 article." }).waitFor();

    const narrow = await openAs(reviewer, { width: 390, height: 844 });
    await narrow.goto(`${app.url}/projects/${project.slug}/claims`);
    await narrow.getByRole("link", { name: "About 600 soldiers were captured" }).click();
    await narrow.getByRole("link", { name: "3 mentions in 3 articles." }).waitFor();
    const width = await narrow.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
    await picture(narrow, "card-narrow");
  });
});
