import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerCandidate, createCard, judgePair } from "@/lib/cards/commands";
import { closeDb, db } from "@/lib/db";
import { openLayer, waitForSign } from "../support/annotate";
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
import { loseAnswer } from "../support/lost-answer";
import { linkClaim, linkReuse, makeMark, resolveSource } from "../support/marks";

const database = await createDatabase();
const project = await makeProject({ name: "Harbour desk", reviewPolicy: "none" });
const annotator = await makeMember(project, "annotator", { name: "Ana Bell" });
const reviewer = await makeMember(project, "reviewer", { name: "Rui Sand" });
const viewer = await makeMember(project, "viewer", { name: "Vera Lund" });
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

async function openAs(user: MadeUser, options = {}): Promise<Page> {
  const { name, value } = await logIn(user.id);
  const page = await openPage(browser, options);
  await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  return page;
}

/** A finished article in which somebody says something; the claim of its final layer. */
async function tell(title: string, speaker: string, says: string, sourceId: string) {
  const text = `${speaker} said ${says}.`;
  const article = await makeArticle(project, { text, title, publishedAt: new Date("2026-03-01") });
  const layer = await makeLayer(article, { kind: "adjudicated", state: "closed" });
  const claim = await makeMark(layer, text, "claim", { body: says });
  const said = await makeMark(layer, text, "attribution", { source: speaker, cue: "said", content: says });
  await linkClaim(layer, said, claim);
  await resolveSource(layer, said, sourceId);
  await db().article.update({ where: { id: article.id }, data: { state: "done" } });
  return { claim, text, layer, article };
}

async function waitForFocus(page: Page, text: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    const isThere = await page.evaluate(
      (wanted) => new RegExp(wanted).test(document.activeElement?.textContent ?? ""),
      text.source,
    );
    if (isThere) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`No Tab leads to ${text}.`);
}

describe("independent corroboration", () => {
  it("judges a pair of roots, reads the card, and follows one number back to its spans by keyboard", async () => {
    const staff = await makeSource({ name: "General Staff", kind: "government" });
    const count = await makeSource({ name: "Harbour Count", kind: "organisation" });
    const first = await tell(
      "Staff names a number",
      "The general staff",
      "about 600 were captured",
      staff.id,
    );
    const second = await tell(
      "Newspaper counts",
      "The harbour count",
      "at least 247 were captured",
      count.id,
    );
    const copied = await tell("A copy", "The general staff", "about 600 were captured", staff.id);
    const copy = await makeMark(copied.layer, copied.text, "duplicate", { body: "about 600 were captured" });
    const twin = { versionId: first.article.versionId, text: first.text, quote: "about 600 were captured" };
    await linkReuse(copied.layer, copy, twin, "from-passage");
    const actor = actorFor(reviewer);
    const statement = "About 600 soldiers were captured";
    const card = await createCard(actor, project.slug, { claimId: first.claim, statement, type: "content" });
    for (const { claim } of [second, copied])
      await answerCandidate(actor, card.id, { claimId: claim, isSame: true });
    const [a, b] = [staff.id, count.id];
    await judgePair(actor, { cardId: card.id, a, b, level: "independent", reason: "Nobody had asked." });

    const page = await openAs(reviewer);
    await page.goto(`${app.url}/projects/${project.slug}/claims/${card.id}`);
    await page.getByRole("link", { name: "Independent: 2." }).waitFor();
    await page.getByRole("button", { name: /^General Staff and Harbour Count: independent$/ }).click();
    await page.getByRole("radio", { name: /^Possibly dependent/ }).check();
    await page.getByLabel("Why").fill("The count used the staff's videos.");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByRole("link", { name: /Independent: 1–2/ }).waitFor();
    await page.getByRole("button", { name: /General Staff and Harbour Count: possibly dependent/ }).click();
    const past = page.getByRole("region", { name: "Judgements so far" });
    expect(await past.getByRole("listitem").count()).toBe(2);
    await past.getByText("Independent: Nobody had asked.").waitFor();
    await page.keyboard.press("Escape");

    await page.getByRole("link", { name: "3 mentions in 3 articles." }).focus();
    const drawing = page.getByRole("region", { name: "Drawing" });
    await drawing.getByRole("link", { name: /Copies, group 1/ }).waitFor();
    await waitForFocus(page, /at least 247 were captured \(Newspaper counts\)/);
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`/outcome/[0-9a-f-]+#mark-${second.claim}$`));
    const lit = page.locator(".article-text [data-named]");
    expect(await lit.first().textContent()).toContain("at least 247 were captured");
    await expect
      .poll(() => lit.first().evaluate((words) => words.getBoundingClientRect().top))
      .toBeGreaterThan(0);

    const narrow = await openAs(viewer, { viewport: { width: 390, height: 800 } });
    await narrow.goto(`${app.url}/projects/${project.slug}/claims/${card.id}`);
    await narrow.getByRole("heading", { name: "How it is counted" }).waitFor();
    expect(await narrow.getByRole("region", { name: "Drawing" }).isVisible()).toBe(false);
    await narrow.locator("#graph").getByRole("link", { name: "Harbour Count", exact: true }).waitFor();
    const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    expect(await narrow.evaluate(overflow)).toBe(0);
    await narrow.getByRole("button", { name: /General Staff and Harbour Count/ }).click();
    await narrow.getByText("Your role reads; it does not judge.").waitFor();
    expect(await narrow.getByRole("button", { name: "Save" }).count()).toBe(0);
  });

  it("says by keyboard who reports whom and what that rests on, and finds the chain on the card", async () => {
    const says = "forty houses were flooded";
    const text = `The Herald reports that the deputy wrote ${says}. The deputy cited media reports.`;
    const article = await makeArticle(project, { text, title: "A letter", language: "en" });
    const layer = await makeLayer(article, { ownerId: annotator.id });
    const deputy = await makeSource({ name: "Deputy Arn", kind: "person" });
    const claim = await makeMark(
      layer,
      text,
      "claim",
      { body: says },
      { attributes: { origin: "attributed" } },
    );
    const roles = { source: "The Herald", cue: "reports", content: `the deputy wrote ${says}` };
    await makeMark(layer, text, "attribution", roles);
    const inner = await makeMark(layer, text, "attribution", {
      source: "the deputy",
      cue: "wrote",
      content: says,
    });
    await linkClaim(layer, inner, claim);
    await resolveSource(layer, inner, deputy.id);

    const page = await openLayer(browser, app, project, layer);
    const panel = page.getByRole("region", { name: "Current mark" });
    const way = page.getByRole("list", { name: "Way to the origin" });
    await page.keyboard.press("m");
    await page.keyboard.press("m");
    await panel.getByRole("heading", { name: "Attribution" }).waitFor();
    await page.keyboard.press("n");
    await page.getByRole("region", { name: "Which attribution reports this one?" }).waitFor();
    await page.keyboard.press("1");
    expect(await way.textContent()).toBe("The Herald ← the deputy");
    await page.keyboard.press("f");
    await page.keyboard.press("f");
    await page.locator("input:focus").waitFor();
    await page.keyboard.type("media reports");
    await page.keyboard.press("Enter");
    expect(await way.textContent()).toBe(
      "The Herald ← the deputy ← media reports (no name at the end, so no origin)",
    );
    await waitForSign(page, "Saved");
    const link = { layerId: layer.id, deletedAt: null };
    expect(await db().restsOn.findFirst({ where: link })).toMatchObject({
      attributionId: inner,
      description: "media reports",
      type: "relays",
      claimIds: [],
    });
    await page.keyboard.press("Shift+F");
    await waitForSign(page, "Saved");
    expect(await db().restsOn.findFirst({ where: link })).toMatchObject({ type: "analyses" });
    await page.keyboard.press("z");
    await page.keyboard.press("z");
    expect(await way.textContent()).toBe("The Herald ← the deputy");
    await page.keyboard.press("Shift+Z");
    // In a circle: what is reported cannot report its reporter.
    await page.keyboard.press("f");
    await page.keyboard.press("1");
    const status = page.getByRole("status").filter({ hasText: "rest on each other in a circle" });
    await status.waitFor();
    await page.keyboard.press("Escape");
    await waitForSign(page, "Saved");
    expect(await db().restsOn.count({ where: link })).toBe(1);
    await page.keyboard.press("Control+Enter");
    await page.getByRole("dialog").getByRole("button", { name: "Submit", exact: true }).click();
    await page.getByText("Submitted. Recall it to change it").waitFor();

    const final = await db().annotation.findFirstOrThrow({
      where: { kind: "claim", layer: { kind: "adjudicated", articleId: article.id } },
    });
    const made = { claimId: final.id, statement: "Forty houses were flooded", type: "content" as const };
    const card = await createCard(actorFor(reviewer), project.slug, made);
    const desk = await openAs(reviewer);
    await desk.goto(`${app.url}/projects/${project.slug}/claims/${card.id}`);
    await desk.getByRole("link", { name: "1 mention without an identifiable origin." }).waitFor();
    const drawing = desk.getByRole("region", { name: "Drawing" });
    await drawing.getByRole("link", { name: /media reports/ }).waitFor();
    expect(await drawing.getByRole("link").all()).toHaveLength(4);
    await desk.getByText("The Herald ← the deputy ← media reports (no name at the end)").waitFor();
  });
});

describe("what is made by a press whose answer was lost", () => {
  it("is there once when one presses again, and one is told so where one has changed it meanwhile", async () => {
    const tower = await makeSource({ name: "Tower Watch", kind: "organisation" });
    const { claim } = await tell("The tower leans", "The watch", "the tower leans", tower.id);
    const page = await openAs(reviewer);
    await page.goto(`${app.url}/projects/${project.slug}/claims`);
    const free = page.getByRole("listitem").filter({ hasText: "the tower leans" });
    await free.getByRole("button", { name: "Make card…" }).click();
    await page.getByRole("dialog").getByLabel("Statement").fill("The old tower leans");
    const make = page.getByRole("button", { name: "Make the card" });
    await loseAnswer(page, () => make.click());
    await make.click();
    await page.getByRole("heading", { level: 1, name: "The old tower leans" }).waitFor();
    expect(await db().claimCard.count({ where: { mentions: { some: { claimId: claim } } } })).toBe(1);
    const names = ["Lower Town Herald", "Quay Gazette"];
    const sources = () => db().source.findMany({ where: { name: { in: names } }, orderBy: { name: "asc" } });
    await page.goto(`${app.url}/projects/${project.slug}/sources/new`);
    const [name, add] = [page.getByLabel("Name", { exact: true }), page.getByRole("button", { name: "Add" })];
    await name.fill(names[0] ?? "");
    await page.getByLabel("Kind").selectOption("outlet");
    await loseAnswer(page, () => add.click());
    await name.fill(names[1] ?? "");
    await add.click();
    await page.getByText("What you sent before had arrived").waitFor();
    expect((await sources()).map((one) => one.name)).toEqual(names.slice(0, 1));
    await add.click();
    await page.getByRole("heading", { level: 1, name: names[1] }).waitFor();
    expect((await sources()).map((one) => one.name)).toEqual(names);
  });
});
