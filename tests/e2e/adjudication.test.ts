import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db";
import { finishReview, startReview } from "@/lib/review/commands";
import { submitLayer } from "@/lib/slots/commands";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { logIn } from "../support/login";
import { linkClaim, linkReuse, makeMark } from "../support/marks";
import { atRest, placeGroup, settledIs } from "../support/review-desk";
import { makeHandedIn, settleAll } from "../support/reviewed";

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
  await page.screenshot({ path: `${folder}/${name}.png` });
}

const text = [
  "The river rose by two metres in one night.",
  "Forty houses were flooded in the lower town.",
  "The dam held until midnight and the pumps ran all night.",
  "The council expects rain until Friday.",
  "Analysts say the old bridge is unsafe.",
  "The mayor told reporters that the school will open on Monday.",
  "A spokesman for the port said ferries run again.",
  "The water board believes the wells are clean.",
  "According to the hospital, nobody was hurt.",
  "Trains stood still for six hours.",
  "The market square was dry by noon.",
  "Shops may open again tomorrow.",
  "The fire brigade thanked its volunteers.",
].join(" ");

/** A published guideline with one anchored rule. */
async function publishGuideline(projectId: string, publishedById: string): Promise<void> {
  const heading = {
    type: "heading",
    attrs: { level: 1, anchor: "claim" },
    content: [{ type: "text", text: "Claims" }],
  };
  const rule = { type: "paragraph", content: [{ type: "text", text: "Mark what can be checked." }] };
  const content = { type: "doc", content: [heading, rule] };
  await db().guidelineVersion.create({ data: { projectId, number: 2, content, publishedById } });
}

/** Two people's work on an article with twelve conflicts of every kind, and two places where they agree. */
async function makeConflicts() {
  const project = await makeProject({ annotatorsPerArticle: 2 });
  const people = await Promise.all(
    ["Ana", "Ben"].map(async (name) => actorFor(await makeMember(project, "annotator", { name }))),
  );
  const rita = actorFor(await makeMember(project, "reviewer", { name: "Rita" }));
  const twin = await makeArticle(project, {
    text: "Trains stood still for six hours. Shops may open again tomorrow.",
  });
  const twinVersion = await db().articleVersion.findFirstOrThrow({ where: { articleId: twin.id } });
  const article = await makeArticle(project, { text, title: "Twelve conflicts" });
  const layers = [];
  for (const [at, person] of people.entries()) {
    const isAna = at === 0;
    const layer = await makeLayer(article, { ownerId: person.userId });
    const claim = (body: string, kind = "factual") =>
      makeMark(layer, text, "claim", { body }, { attributes: { kind } });
    const said = (source: string, cue: string, content: string, attributes: object = {}) =>
      makeMark(layer, text, "attribution", { source, cue, content }, { attributes });
    await claim("The market square was dry by noon");
    await claim("The fire brigade thanked its volunteers");
    // Two that one person missed.
    if (isAna) await claim("The river rose by two metres in one night");
    else await said("the hospital", "According to", "nobody was hurt");
    // Two borders, of a claim and of what an attribution carries.
    await claim(isAna ? "Forty houses were flooded in the lower town" : "Forty houses were flooded");
    await said("The council", "expects", isAna ? "rain until Friday" : "rain");
    // A split.
    if (isAna) await claim("The dam held until midnight and the pumps ran all night");
    else {
      await claim("The dam held until midnight");
      await claim("the pumps ran all night");
    }
    // Two kinds.
    await claim("the old bridge is unsafe", isAna ? "assessment" : "factual");
    await claim("Shops may open again tomorrow", isAna ? "prediction" : "assessment");
    // A source, a field, a link.
    await said(isAna ? "The mayor" : "mayor", "told", "the school will open on Monday");
    await said("The water board", "believes", "the wells are clean", {
      attributionType: isAna ? "belief" : "assertion",
    });
    const port = await said("A spokesman for the port", "said", "ferries run again");
    const ferries = await claim("ferries run again");
    await linkClaim(layer, port, ferries, { stance: isAna ? "asserts" : "questions" });
    // A twin: Ben has found none for the passage.
    const copied = await makeMark(layer, text, "duplicate", { body: "Trains stood still for six hours" });
    if (isAna)
      await linkReuse(layer, copied, {
        versionId: twinVersion.id,
        text: twinVersion.text,
        quote: "Trains stood still for six hours",
      });
    layers.push(layer);
  }
  for (const [at, person] of people.entries())
    await submitLayer(person, layers[at]?.id ?? "", { nothingToMark: false });
  return { project, article, rita };
}

it("a reviewer settles twelve conflicts of every kind by keyboard alone, with a press and a half each at most", async () => {
  const { project, article, rita } = await makeConflicts();
  await publishGuideline(project.id, rita.userId);
  await startReview(rita, article.id);
  const page = await pageOf(rita.userId);
  await page.goto(`${app.url}/projects/${project.slug}/review/${article.id}`);
  await atRest(page);
  const group = placeGroup(page);
  const total = await db().reviewUnit.count({ where: { articleId: article.id } });
  const conflicts = await db().reviewUnit.count({
    where: { articleId: article.id, state: { in: ["disagreed", "incomplete", "split"] } },
  });
  expect(conflicts).toBe(12);
  await shoot(page, "desk-two");

  let [presses, settled] = [0, 0];
  const seen = new Set<string>();
  const press = async (key: string) => {
    presses += 1;
    await page.keyboard.press(key);
  };
  for (let at = 0; at < conflicts; at += 1) {
    const kind = (await group.textContent()) ?? "";
    if (kind === "Missed by someone" && !seen.has(kind)) {
      await press("x");
      await page.getByText("Why is it rejected?").waitFor();
      await press("1");
    } else if (kind === "Missed by someone") {
      const only = await page.getByRole("button", { name: /^Take [AB]'s/ }).textContent();
      await press(only?.startsWith("Take A's") ? "a" : "b");
    } else if (kind === "Borders") await press(seen.has(kind) ? "i" : "m");
    else if (kind === "Split") await press("w");
    else if (kind === "Other fields" && !seen.has(kind)) {
      // One link of two taken, the other left.
      await press("f");
      await page.getByText("Whose links?").waitFor();
      await press("l");
      await page.getByText("Link 1 of 2, by").waitFor();
      await shoot(page, "desk-link");
      await press("y");
      await page.getByText("Link 2 of 2, by").waitFor();
      await press("x");
    } else await press("a");
    seen.add(kind);
    settled += 1;
    await settledIs(page, settled, total);
  }
  expect([...seen].toSorted()).toEqual([
    "Borders",
    "Kind",
    "Missed by someone",
    "Other fields",
    "Source and cue",
    "Split",
    "Twin",
  ]);
  const links = await db().claimLink.count({
    where: { layer: { articleId: article.id, kind: "adjudicated" }, deletedAt: null },
  });
  expect(links).toBeLessThanOrEqual(1);
  expect(presses / conflicts).toBeLessThanOrEqual(1.5);

  // Leaving and coming back: the place that one was at, with every decision.
  await page.keyboard.press("p");
  await page.keyboard.press("p");
  const current = () => page.locator('[aria-current="true"]').textContent();
  await expect.poll(current).not.toBeNull();
  const left = await current();
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.goto(`${app.url}/projects/${project.slug}/review`);
  await page.goto(`${app.url}/projects/${project.slug}/review/${article.id}`);
  await expect.poll(current).toBe(left);
  await settledIs(page, settled, total);
  await atRest(page);

  await page.keyboard.press("Shift+G");
  await page.getByRole("dialog").getByText("Make it an example").first().waitFor();
  await shoot(page, "example-dialog");
  await page.keyboard.press("Enter");
  await page
    .getByText(/An example under/)
    .first()
    .waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog").getByText("Union of the spans").waitFor();
  await shoot(page, "desk-help");
  await page.getByRole("switch", { name: "Single keys" }).uncheck();
  await page.keyboard.press("Escape");
  await page.getByText("Single keys are off.").waitFor();
  await page.keyboard.press("n");
  expect(await current()).toBe(left);
  await page.getByRole("button", { name: "Keys", exact: true }).click();
  await page.getByRole("switch", { name: "Single keys" }).check();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "Keys" }).waitFor({ state: "detached" });

  await page.keyboard.press("Shift+A");
  await page.getByRole("dialog").getByText("The market square was dry by noon").waitFor();
  await shoot(page, "merge-dialog");
  await page.keyboard.press("Enter");
  await settledIs(page, total, total);
  await page.keyboard.press("z");
  await settledIs(page, settled, total);
  await page.keyboard.press("Shift+Z");
  await settledIs(page, total, total);
  await page.keyboard.press("Control+Enter");
  await page.getByText("Finished. The annotators see the outcome now.").waitFor();
  await page.goto(`${app.url}/projects/${project.slug}/guideline`);
  await page.getByText("From review").waitFor();
  await shoot(page, "guideline-example");
});

it("three annotators' marks stand in lanes of their own, and two votes of three are taken after a look", async () => {
  const project = await makeProject({ annotatorsPerArticle: 3, kinds: ["claim"], needsSignOff: true });
  const people = await Promise.all(
    [1, 2, 3].map(async () => actorFor(await makeMember(project, "annotator"))),
  );
  const rita = actorFor(await makeMember(project, "reviewer", { name: "Rita" }));
  const rolf = actorFor(await makeMember(project, "reviewer", { name: "Rolf" }));
  const { article } = await makeHandedIn(project, people);
  const page = await pageOf(rita.userId);
  const address = `${app.url}/projects/${project.slug}/review/${article.id}`;
  await page.goto(address);
  await page.getByRole("button", { name: "Begin the review" }).click();
  await settledIs(page, 0, 3);
  await atRest(page);
  await page.getByLabel("Places").getByText("were flooded").first().click();
  await page.locator(".place.opens-0").first().waitFor();
  expect(await page.locator(".compare [class*=lane-]").count()).toBeGreaterThan(0);
  await shoot(page, "desk-three");
  await page.keyboard.press("Shift+A");
  await page.getByText("2 votes or more", { exact: true }).click();
  await page.getByRole("dialog").getByText("3 of 3").waitFor();
  await page.getByRole("button", { name: /^Take th/ }).click();
  // Keys belong to the dialog until it has closed; what is pressed while the step is on its way waits for it.
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await settledIs(page, 1, 3);
  await expect.poll(() => placeGroup(page).textContent()).toBe("Borders");
  await page.keyboard.press("a");
  await settledIs(page, 2, 3);
  await expect.poll(() => placeGroup(page).textContent()).toBe("Missed by someone");
  await page.keyboard.press("x");
  await page.getByText("Why is it rejected?").waitFor();
  await page.keyboard.press("4");
  await settledIs(page, 3, 3);
  await page.keyboard.press("Control+Enter");
  await page.getByText("A second reviewer confirms it").waitFor();
  await shoot(page, "settled");

  // The second reviewer returns it with a comment, the first finishes it anew, the second confirms.
  const second = await pageOf(rolf.userId);
  await second.goto(address);
  await second.getByRole("button", { name: "Begin the sign-off" }).click();
  await second.getByText("Rita settled this.").waitFor();
  await atRest(second);
  await second.keyboard.press("x");
  expect(await second.getByText("Why is it rejected?").count()).toBe(0);
  await shoot(second, "sign-off");
  await second.getByRole("button", { name: "Return to Rita" }).click();
  await second.getByLabel("What should be decided otherwise, and why?").fill("The last one is a forecast.");
  await second.getByRole("button", { name: "Return it" }).click();
  await second.getByRole("heading", { name: "Review", exact: true }).waitFor();
  await page.goto(address);
  await page.getByText("The last one is a forecast.").waitFor();
  await atRest(page);
  await page.keyboard.press("Control+Enter");
  await page.getByText("A second reviewer confirms it").waitFor();
  await second.goto(address);
  await second.getByRole("button", { name: "Begin the sign-off" }).click();
  await second.getByText("Rita settled this.").waitFor();
  await atRest(second);
  await second.keyboard.press("Control+Enter");
  await second.getByText("Finished. The annotators see the outcome now.").waitFor();
});

it("an annotator reads what became of the marks and disputes one; a reviewer changes the decision; the answer is news", async () => {
  const project = await makeProject({ annotatorsPerArticle: 2, kinds: ["claim"] });
  const ana = actorFor(await makeMember(project, "annotator", { name: "Ana" }));
  const ben = actorFor(await makeMember(project, "annotator", { name: "Ben" }));
  const rita = actorFor(await makeMember(project, "reviewer", { name: "Rita" }));
  const { article, layers } = await makeHandedIn(project, [ana, ben]);
  await startReview(rita, article.id);
  await settleAll(rita, article.id, layers[0]?.id ?? "");
  await finishReview(rita, article.id);

  const bens = await pageOf(ben.userId);
  await bens.goto(`${app.url}/projects/${project.slug}/work`);
  const nav = bens.getByRole("navigation", { name: "Main" });
  await nav.getByRole("link", { name: /Feedback\s*1/ }).click();
  await bens.getByRole("heading", { name: "Feedback" }).waitFor();
  await bens.getByText("F1 .40 over 1 article").waitFor();
  await shoot(bens, "feedback");
  await bens.getByRole("link", { name: "Decided otherwise" }).click();
  await bens.getByRole("table").getByRole("link").click();
  await bens.getByText("Your marks: 1 taken as marked, 1 changed, 1 not taken, 0 missed.").waitFor();
  await bens.getByRole("link", { name: /Decided otherwise/ }).click();
  await expect.poll(() => bens.getByRole("heading", { name: /Taken as marked/ }).count()).toBe(0);
  await bens.getByRole("button", { name: "Dispute: Rain is expected on Friday" }).click();
  await bens
    .getByLabel("What do you see otherwise, and why?")
    .fill("It is a prediction, and they are marked.");
  await bens.getByRole("button", { name: "Send to a reviewer" }).click();
  await bens.getByText("Waits for an answer").waitFor();
  await shoot(bens, "outcome-dispute");

  const ritas = await pageOf(rita.userId);
  await ritas.goto(`${app.url}/projects/${project.slug}/review/disputes`);
  await ritas
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: /Review\s*1/ })
    .waitFor();
  await shoot(ritas, "disputes");
  await ritas.getByRole("table").getByRole("link").click();
  await ritas.getByText("It is a prediction, and they are marked.").waitFor();
  await ritas.getByRole("radio", { name: /as the dispute asks/ }).check();
  await ritas.getByLabel("Why").fill("Agreed: predictions count.");
  await shoot(ritas, "dispute-answer");
  await ritas.getByRole("button", { name: "Change the decision" }).click();
  await ritas.getByText("No dispute is open").waitFor();

  await bens.goto(`${app.url}/projects/${project.slug}/outcome?show=disputed`);
  await nav.getByRole("link", { name: /Feedback\s*1/ }).waitFor();
  await bens.getByRole("table").getByRole("link").click();
  await bens.getByText("Your marks: 2 taken as marked, 1 changed, 0 not taken, 0 missed.").waitFor();
  await bens.getByText("Agreed: predictions count.", { exact: true }).waitFor();
  await bens.reload();
  await expect.poll(() => nav.getByRole("link", { name: /Feedback\s*1/ }).count()).toBe(0);

  const narrow = await pageOf(ben.userId, 390);
  await narrow.goto(`${app.url}/projects/${project.slug}/outcome`);
  await narrow.getByRole("heading", { name: "Feedback" }).waitFor();
  await shoot(narrow, "feedback-390");
});
