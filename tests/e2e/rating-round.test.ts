import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import {
  type MadeUser,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
  makeSource,
  makeUser,
} from "../support/factories";
import { logIn } from "../support/login";
import { linkClaim, makeMark, resolveSource } from "../support/marks";

const database = await createDatabase();
const project = await makeProject({ name: "Harbour desk" });
const manager = await makeMember(project, "manager", { name: "Mara Holt" });
const annotator = await makeMember(project, "annotator", { name: "Ada Quist" });
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

async function openAs(user: MadeUser, viewport = { width: 1440, height: 900 }): Promise<Page> {
  const { name, value } = await logIn(user.id);
  const page = await openPage(browser, { viewport });
  await page.context().addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
  return page;
}

async function finish(speaker: string, says: string, sourceId: string): Promise<void> {
  const text = `${speaker} said ${says}. Nobody else was there.`;
  const article = await makeArticle(project, { text, title: `${speaker} speaks` });
  const layer = await makeLayer(article, { kind: "adjudicated", state: "closed" });
  const claim = await makeMark(layer, text, "claim", { body: says });
  const said = await makeMark(layer, text, "attribution", { source: speaker, cue: "said", content: says });
  await linkClaim(layer, said, claim);
  await resolveSource(layer, said, sourceId);
  await db().article.update({ where: { id: article.id }, data: { state: "done" } });
}

async function rate(page: Page, grade: RegExp, why: string): Promise<void> {
  await page.getByRole("radio", { name: grade }).check();
  await page.getByLabel("What the grade rests on").fill(why);
  await page.getByRole("button", { name: "Save my rating" }).click();
}

/** Every word of a page that could tell another's grade: its text and what its drawings are called. */
async function tells(page: Page): Promise<string> {
  return page.locator("main").evaluate((main) => main.innerHTML);
}

describe("a person rates in a round and then sees the others", () => {
  it("from the manager's request to agreement, a house grade, and the round's end", async () => {
    const port = await makeSource({ name: "Port Authority", kind: "organisation" });
    const pilots = await makeSource({ name: "Pilots' Union", kind: "organisation" });
    const late = await makeSource({ name: "Tide Office", kind: "government" });
    await finish("The port authority", "the channel is clear", port.id);

    const manage = await openAs(manager);
    // From within a project, whose bar stays through all of it.
    const within = `${app.url}/projects/${project.slug}`;
    await manage.goto(`${within}/rounds`);
    await manage.getByRole("link", { name: "New round" }).first().click();
    await manage.getByLabel("Name", { exact: true }).fill("Spring round");
    for (const name of ["Port Authority", "Pilots' Union"]) {
      await manage.getByLabel("Sources to rate").fill(name);
      await manage.getByRole("button", { name: new RegExp(`^${name}`) }).click();
    }
    for (const name of ["Mara Holt", "Ada Quist"]) await manage.getByRole("checkbox", { name }).check();
    await manage.getByLabel("Topic").fill("shipping");
    await manage.getByLabel("Covers from").fill("2026-01-01");
    await manage.getByLabel("Due on").fill("2030-05-01");
    await manage.getByRole("button", { name: "Start the round" }).click();
    await manage.getByRole("heading", { name: "Spring round" }).waitFor();
    const address = manage.url().split("?")[0] ?? "";
    expect(address.startsWith(`${within}/rounds/`)).toBe(true);
    const members = manage.getByRole("link", { name: "Members" });
    await members.first().waitFor();

    const page = await openAs(annotator);
    await page.goto(`${app.url}/rounds`);
    await page.getByRole("link", { name: "Spring round" }).click();
    await page.getByRole("link", { name: "Port Authority" }).first().click();
    await page.getByText("Successful in the past; some doubt remains").waitFor();
    await page.getByText("Rated as speaker, on shipping.").waitFor();
    await page.getByRole("checkbox", { name: "“the channel is clear”" }).check();
    await page.getByText("Words that nobody has marked").click();
    await page.getByLabel("Article", { exact: true }).selectOption({ label: "The port authority speaks" });
    await page.getByLabel("Its words, copied exactly").fill("Nobody else was here");
    await rate(page, /^B ·/, "It knows the channel.");
    await page.getByText("These words are not in that article.").waitFor();
    await page.getByLabel("Its words, copied exactly").fill("Nobody else was there");
    await page.getByRole("button", { name: "Save my rating" }).click();
    await page.getByRole("img", { name: /B, from one rater\. Not a consensus\./ }).waitFor();
    expect(
      await page.getByRole("link", { name: "“the channel is clear”" }).first().getAttribute("href"),
    ).toMatch(/\/outcome\/[0-9a-f-]+#mark-[0-9a-f-]+$/);
    await page.getByRole("link", { name: "“Nobody else was there”" }).waitFor();

    await manage.goto(`${address}?source=${port.id}`);
    await manage.getByText("1 of 2", { exact: true }).waitFor();
    await manage.getByText("Undefined because no source that you have rated").waitFor();
    const blind = await tells(manage);
    expect(blind).not.toContain("It knows the channel.");
    expect(blind).not.toContain("from one rater");
    await manage.goto(`${within}/sources/${port.id}`);
    await manage.getByText("A round asks you about this source.").waitFor();
    expect(await tells(manage)).not.toContain("It knows the channel.");
    await manage.getByRole("link", { name: "Rate it in “Spring round”" }).click();
    await manage.getByRole("heading", { name: "Spring round" }).waitFor();
    await rate(manage, /^D ·/, "It warned too late twice.");
    await manage.getByText("It knows the channel.").waitFor();
    const drawn = manage.getByRole("img", {
      name: /Lower median D of 2, 2 grades apart\. Not a consensus\./,
    });
    expect(await drawn.locator("circle").count()).toBe(2);
    await manage.getByText("As a table").click();
    await manage.getByRole("row", { name: "D · Not usually reliable (lower median) 1" }).waitFor();
    await manage.getByText("Since the newest rating").waitFor();

    await manage.getByRole("link", { name: "Next to rate: Pilots' Union" }).click();
    await manage.waitForURL(`${address}?source=${pilots.id}`);
    await members.first().waitFor();
    await rate(manage, /^A ·/, "Always right.");
    await page.goto(`${address}?source=${pilots.id}`);
    await rate(page, /^A ·/, "Never wrong.");
    await page.getByText(/^Ordinal α -?\d\.\d\d/).waitFor();

    await manage.reload();
    await manage.getByRole("button", { name: "Extend…" }).click();
    await manage.getByRole("dialog").getByLabel("More sources").fill("Tide Off");
    await manage
      .getByRole("dialog")
      .getByRole("button", { name: /^Tide Office/ })
      .click();
    await manage.getByRole("dialog").getByRole("checkbox", { name: "Rui Sand" }).check();
    await manage.getByRole("dialog").getByRole("button", { name: "Extend", exact: true }).click();
    await manage.getByText("2 of 3", { exact: true }).first().waitFor();
    await manage.getByRole("button", { name: "Close the round…" }).click();
    await manage.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).last().click();
    await manage.getByRole("button", { name: "Open again…" }).click();
    await manage.getByRole("dialog").getByRole("button", { name: "Open again", exact: true }).click();
    await manage.getByRole("button", { name: "Close the round…" }).waitFor();
    const joined = await openAs(reviewer);
    await joined.goto(`${address}?source=${late.id}`);
    await joined.getByRole("button", { name: "Save my rating" }).waitFor();

    await manage.goto(`${app.url}/sources/${port.id}`);
    for (const [grade, why] of [
      [/^C ·/, "Between the two."],
      [/^D ·/, "It erred again."],
    ] as const) {
      await manage.getByRole("button", { name: "Decide a house grade…" }).click();
      await manage.getByRole("dialog").getByRole("radio", { name: grade }).check();
      await manage.getByLabel("Why this grade").fill(why);
      await manage.getByRole("button", { name: "Record the decision" }).click();
      await manage.getByText(why).waitFor();
    }
    await manage.getByText("One earlier decision").click();
    await manage.getByText("Between the two.").waitFor();
    await manage
      .getByText("resting on D by Mara Holt, B by Ada Quist")
      .or(manage.getByText("resting on B by Ada Quist, D by Mara Holt"))
      .first()
      .waitFor();
  });

  it("reads a round on a telephone without scrolling sideways", async () => {
    const round = await db().ratingRound.findFirstOrThrow();
    const page = await openAs(annotator, { width: 390, height: 844 });
    await page.goto(`${app.url}/rounds/${round.id}`);
    await page.getByRole("heading", { name: "Spring round" }).waitFor();
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await overflow()).toBe(0);
    await page.goto(`${app.url}/rounds`);
    await page.getByRole("heading", { name: "Are the two questions kept apart?" }).waitFor();
    expect(await overflow()).toBe(0);
  });
});

describe("rating of persons", () => {
  it("is allowed by an administrator for everybody", async () => {
    const admin = await makeUser({ name: "Ines Vale", isAdmin: true });
    const person = await makeSource({ name: "Jon Marsh", kind: "person" });
    const page = await openAs(annotator);
    await page.goto(`${app.url}/sources/${person.id}`);
    await page.getByText("Persons are not rated here.").waitFor();
    const rules = await openAs(admin);
    await rules.goto(`${app.url}/rounds`);
    await rules.getByRole("button", { name: "Allow it…" }).click();
    await rules.getByRole("button", { name: "Allow rating persons" }).click();
    await rules.getByText("Persons of the register can be rated here").waitFor();
    await page.reload();
    await rate(page, /^C ·/, "Two of three came true.");
    await page.getByText("C, from one rater.").first().waitFor();
    expect(await page.getByRole("button", { name: "Allow it…" }).count()).toBe(0);
  });
});
