import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { saveVerdict } from "@/lib/cards/assess";
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
const manager = await makeMember(project, "manager", { name: "Mara Holt" });
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

async function openAs(user: MadeUser): Promise<Page> {
  const { name, value } = await logIn(user.id);
  const page = await openPage(browser);
  await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  return page;
}

async function tell(title: string, speaker: string, says: string, sourceId: string): Promise<void> {
  const text = `${speaker} said ${says}.`;
  const article = await makeArticle(project, { text, title, publishedAt: new Date("2026-03-01") });
  const layer = await makeLayer(article, { kind: "adjudicated", state: "closed" });
  const claim = await makeMark(layer, text, "claim", { body: says });
  const said = await makeMark(layer, text, "attribution", { source: speaker, cue: "said", content: says });
  await linkClaim(layer, said, claim);
  await resolveSource(layer, said, sourceId);
  await db().article.update({ where: { id: article.id }, data: { state: "done" } });
}

async function rate(page: Page, submit: string, grade: RegExp, why: string): Promise<void> {
  await page.getByRole("radio", { name: grade }).check();
  await page.getByLabel("What the grade rests on").fill(why);
  await page.getByRole("button", { name: submit }).click();
}

describe("the register", () => {
  it("adds a source, names it, finds it by that name, and merges and un-merges it", async () => {
    const kept = await makeSource({ name: "Northern Wire Service", kind: "agency" });
    const page = await openAs(reviewer);
    await page.goto(`${app.url}/projects/${project.slug}/claims`);
    const bar = page.getByRole("navigation", { name: "Main" });
    await bar.getByRole("link", { name: "Sources" }).click();
    await page.getByRole("link", { name: "New source" }).click();
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByRole("alert").getByText("Write a name.").waitFor();
    await page.getByLabel("Name").fill("Northern Wire");
    await page.getByLabel("Kind").selectOption("agency");
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByRole("heading", { level: 1, name: "Northern Wire" }).waitFor();
    // The bar is the project's still, with the register's page marked.
    await bar.getByRole("link", { name: "Claims" }).waitFor();
    expect(await bar.getByRole("link", { name: "Sources" }).getAttribute("aria-current")).toBe("page");
    expect(new URL(page.url()).pathname).toMatch(new RegExp(`^/projects/${project.slug}/sources/`));
    await page.getByRole("button", { name: "Add" }).first().click();
    await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("NW Tidende");
    await page.getByRole("dialog").getByRole("button", { name: "Add" }).click();
    await page.getByRole("complementary").getByText("NW Tidende").first().waitFor();
    await page.getByRole("button", { name: "Merge…" }).click();
    await page.getByLabel("The source that stays").fill("Northern Wire S");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Northern Wire Service/ })
      .click();
    await page.getByLabel("Why they are one").fill("Renamed last year.");
    await page.getByRole("dialog").getByRole("button", { name: "Merge", exact: true }).click();
    await page.getByText("which stands for it everywhere").waitFor();
    await page.goto(`${app.url}/sources?q=NW+Tidende`);
    await page.getByText("No source matches").waitFor();
    await page.goto(`${app.url}/sources?q=NW+Tidende&show=merged`);
    await page
      .getByRole("rowheader", { name: /Northern Wire/ })
      .getByRole("link")
      .click();
    await page.getByRole("button", { name: "Un-merge…" }).click();
    await page.getByLabel("Why they are two").fill("Two companies.");
    await page.getByRole("dialog").getByRole("button", { name: "Un-merge" }).click();
    await page.getByText("which stands for it everywhere").waitFor({ state: "hidden" });
    expect(await db().source.count({ where: { canonicalId: kept.id } })).toBe(0);
  });

  it("offers a viewer nothing to change", async () => {
    const source = await makeSource();
    const page = await openAs(viewer);
    await page.goto(`${app.url}/sources/${source.id}`);
    await page.getByText("Your role reads; it does not rate.").waitFor();
    expect(await page.getByRole("button", { name: /Edit|Merge|Add|Save/ }).count()).toBe(0);
    await page.goto(`${app.url}/sources/new`);
    await page.getByRole("heading", { name: "Your role does not open this page" }).waitFor();
  });
});

describe("ratings", () => {
  it("shows others' ratings after one's own, in a round that a manager starts", async () => {
    const source = await makeSource({ name: "The Harbour Post" });
    const manage = await openAs(manager);
    await manage.goto(`${app.url}/rounds/new`);
    await manage.getByLabel("Name", { exact: true }).fill("Spring round");
    await manage.getByLabel("Sources to rate").fill("Harbour Po");
    await manage.getByRole("button", { name: /The Harbour Post/ }).click();
    await manage.getByRole("checkbox", { name: "Rui Sand" }).check();
    await manage.getByRole("checkbox", { name: "Mara Holt" }).check();
    await manage.getByRole("button", { name: "Start the round" }).click();
    await manage.getByRole("heading", { name: "Spring round" }).waitFor();

    const page = await openAs(reviewer);
    await page.goto(`${app.url}/rounds`);
    await page.getByRole("link", { name: "Spring round" }).click();
    await page.getByText("Successful in the past; some doubt remains").waitFor();
    await page.getByRole("button", { name: "Save my rating" }).click();
    await page.getByRole("alert").getByText("Choose a grade.").waitFor();
    await rate(page, "Save my rating", /^B ·/, "Two corrections in a year.");
    await page.getByText("B, from one rater. Not a consensus.").waitFor();

    await manage.reload();
    await manage.getByText("1 of 1").waitFor();
    expect(await manage.getByText("Two corrections in a year.").count()).toBe(0);
    await rate(manage, "Save my rating", /^D ·/, "Slow to correct.");
    await manage.getByText("Two corrections in a year.").waitFor();
    await manage.getByText("Lower median D of 2, 2 grades apart. Not a consensus.").waitFor();
    await manage.goto(`${app.url}/sources/${source.id}`);
    await manage.getByRole("button", { name: "Decide a house grade…" }).click();
    await manage.getByRole("dialog").getByRole("radio", { name: /^C ·/ }).check();
    await manage.getByLabel("Why this grade").fill("Between the two.");
    await manage.getByRole("button", { name: "Record the decision" }).click();
    await manage.getByText("House grade, as publisher.").waitFor();
  });
});

describe("claims", () => {
  it("follows a claim: card, candidates by key, a judged pair, credibility, and back to the words", async () => {
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
    await tell("Staff names a number", "The general staff", "about 600 soldiers were captured", staff.id);
    await tell("Newspaper counts", "The harbour count", "at least 247 soldiers were captured", count.id);
    const page = await openAs(reviewer);
    await page.goto(`${app.url}/projects/${project.slug}/claims`);
    await page.getByRole("heading", { name: "No card yet", exact: true }).waitFor();
    const free = page.getByRole("listitem").filter({ hasText: "about 600 soldiers" });
    await free.getByRole("button", { name: "Make card…" }).click();
    await page.getByLabel("Statement").fill("About 600 soldiers were captured");
    await page.getByRole("button", { name: "Make the card" }).click();
    await page.getByRole("heading", { level: 1, name: "About 600 soldiers were captured" }).waitFor();
    await page.getByRole("link", { name: "1 mention in 1 article." }).waitFor();

    const candidates = page.getByRole("list", { name: "Candidates" });
    await candidates.getByRole("listitem").first().focus();
    await page.keyboard.press("y");
    await page.getByRole("link", { name: "2 mentions in 2 articles." }).waitFor();
    await page.getByRole("link", { name: "1 pair of origins not examined yet." }).waitFor();
    await page
      .getByRole("button", { name: /^Take mention \d+ off the card$/ })
      .last()
      .click();
    await page.getByRole("link", { name: "1 mention in 1 article." }).waitFor();
    await page.getByRole("button", { name: "Undo" }).last().click();
    await page.getByRole("link", { name: "2 mentions in 2 articles." }).waitFor();

    await page.getByRole("button", { name: /not examined$/ }).click();
    await page.getByRole("radio", { name: /^Possibly dependent/ }).check();
    await page.getByLabel("Why").fill("The count used the staff's videos.");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByRole("link", { name: /Independent: 1–2/ }).waitFor();

    expect(await page.getByText("Lower median").count()).toBe(0);
    await page.getByText("shows once you have saved your own answer").waitFor();
    await rate(page, "Save my grade", /^2 ·/, "Two voices, perhaps one.");
    await page.getByText("Two voices, perhaps one.").waitFor();
    await page.getByText("As speaker: C, from one rater. Not a consensus.").waitFor();

    await page.getByRole("link", { name: "2 mentions in 2 articles." }).click();
    const words = page.getByRole("link", { name: "about 600 soldiers were captured", exact: true });
    expect(await words.getAttribute("href")).toMatch(/\/outcome\/[0-9a-f-]+#mark-[0-9a-f-]+$/);
  });

  it("are given a verdict where the project asks for one: first blind, then beside others', then another, all on record", async () => {
    const desk = await makeProject({ name: "Verdict desk" });
    await db().project.update({ where: { id: desk.id }, data: { truthScale: "verdict" } });
    const mara = await makeMember(desk, "manager", { name: "Mara Holt" });
    const rui = await makeMember(desk, "reviewer", { name: "Rui Sand" });
    const card = await db().claimCard.create({
      data: { projectId: desk.id, statement: "The dam held.", createdById: mara.id },
    });
    const others = { verdict: "refuted", rationale: "The gauge says otherwise." } as const;
    await saveVerdict(actorFor(mara), { cardId: card.id, ...others });

    const page = await openAs(rui);
    await page.goto(`${app.url}/projects/${desk.slug}/claims/${card.id}`);
    await page.getByRole("heading", { name: "Verdict", exact: true }).waitFor();
    await page.getByText("Others' verdicts show after your own.").waitFor();
    expect(await page.getByText("The gauge says otherwise.").count()).toBe(0);
    expect(await page.getByRole("heading", { name: "Credibility", exact: true }).count()).toBe(0);
    const give = async (verdict: string, why: string) => {
      await page.getByRole("radio", { name: verdict }).check();
      await page.getByLabel("What the verdict rests on").fill(why);
      await page.getByRole("button", { name: "Save my verdict" }).click();
      await given.filter({ hasText: why }).waitFor();
    };
    const given = page.locator("#verdict").getByRole("listitem");
    await page.getByRole("radio", { name: "Supported" }).check();
    await page.getByRole("button", { name: "Save my verdict" }).click();
    expect(await db().verdict.count({ where: { raterId: rui.id } })).toBe(0);
    await give("Supported", "Two photographs of the crest.");
    await given.filter({ hasText: "Supported. Two photographs of the crest." }).getByText("You").waitFor();
    await given.filter({ hasText: "Refuted. The gauge says otherwise." }).getByText("Mara Holt").waitFor();

    await page.getByText("Give another verdict").click();
    await give("Conflicting evidence", "The gauge and the photographs differ.");
    await given
      .filter({ hasText: "The gauge and the photographs differ." })
      .getByText("Saw others")
      .waitFor();
    await page.reload();
    await expect.poll(() => given.count()).toBe(3);
    if (process.env.SHOTS)
      await page.screenshot({ path: `${process.env.SHOTS}/verdict.png`, fullPage: true });

    const manager = await openAs(mara);
    await manager.goto(`${app.url}/projects/${desk.slug}/history`);
    const saved = manager.getByRole("main").getByText("gave a verdict on a claim card");
    await expect.poll(() => saved.count()).toBe(3);
  });
});
