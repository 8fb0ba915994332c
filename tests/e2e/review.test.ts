import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db";
import { wantReport } from "@/lib/project-agreement/access";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { makeArticle, makeMember, makeProject } from "../support/factories";
import { logIn } from "../support/login";
import { findSpan } from "../support/marks";
import { atRest, settledIs } from "../support/review-desk";

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

const sentences = [
  "The river rose by two metres in one night",
  "Forty houses were flooded in the lower town",
  "The dam held until midnight",
  "Nobody was hurt, the council said",
  "Rain is expected until Friday",
  "The old bridge will be closed for a month",
];
const text = `${sentences.join(". ")}.`;

/** A signed-in page of a person. */
async function pageOf(userId: string): Promise<Page> {
  const { name, value } = await logIn(userId);
  const page = await openPage(browser);
  await page.context().addCookies([{ name, value, url: app.url }]);
  return page;
}

function claim(quote: string, kind = "factual") {
  const span = { role: "body", ...findSpan(text, quote) };
  const object = { type: "annotation", id: randomUUID(), kind: "claim", attributes: { kind }, spans: [span] };
  return { op: "put", object, revision: null };
}

/** Takes the next article by its button and hands in claims, through the same endpoints as the annotation screen. */
async function annotate(page: Page, slug: string, operations: object[]): Promise<void> {
  await page.goto(`${app.url}/projects/${slug}/work`);
  await page.getByRole("button", { name: "Next article" }).click();
  await page.waitForURL(/\/annotate\//);
  const layerId = page.url().split("/").at(-1);
  const headers = { origin: app.url };
  for (const [path, data] of [
    ["commands", { commandId: randomUUID(), operations }],
    ["submit", {}],
  ] as const) {
    const answer = await page.request.post(`${app.url}/api/layers/${layerId}/${path}`, { data, headers });
    expect(answer.status(), await answer.text()).toBe(200);
  }
}

it("two editors annotate blind, a reviewer settles it by keyboard alone, the editors see the outcome", async () => {
  const project = await makeProject({ annotatorsPerArticle: 2, kinds: ["claim"] });
  const article = await makeArticle(project, { text, title: "River rises overnight" });
  const [ana, ben, rita] = await Promise.all([
    makeMember(project, "annotator", { name: "Ana" }),
    makeMember(project, "annotator", { name: "Ben" }),
    makeMember(project, "reviewer", { name: "Rita" }),
  ]);
  const [first = "", second = "", third = "", fourth = "", fifth = "", sixth = ""] = sentences;
  const anas = await pageOf(ana.id);
  await annotate(anas, project.slug, [
    claim(first),
    claim(second),
    claim(third),
    claim(fourth),
    claim(fifth),
  ]);
  const bens = await pageOf(ben.id);
  await annotate(bens, project.slug, [
    claim(first),
    claim("houses were flooded in the lower town"),
    claim(third),
    claim(fourth, "assessment"),
    claim(sixth),
  ]);
  await anas.goto(`${app.url}/projects/${project.slug}/outcome/${article.id}`);
  await expect.poll(() => anas.getByText("No outcome yet").count()).toBe(1);
  await anas.goto(`${app.url}/projects/${project.slug}/work`);
  await anas.getByRole("button", { name: "Next article" }).click();
  await anas.getByText("All articles are handed in.").waitFor();

  const page = await pageOf(rita.id);
  let presses = 0;
  const press = async (key: string) => {
    presses += 1;
    await page.keyboard.press(key);
  };
  await page.goto(`${app.url}/projects/${project.slug}/review`);
  await page.getByRole("button", { name: "Review", exact: true }).click();
  await page.waitForURL(`**/review/${article.id}`);
  await page.getByText("6 places: 2 agree, 2 differ, 2 only one person").waitFor();
  await settledIs(page, 0, 6);
  await atRest(page);

  // Conflicts in the order of the list: two that one person missed, a border, a kind.
  const current = () => page.locator('[aria-current="true"]').textContent();
  await expect.poll(current).toContain(fifth);
  await press("x");
  await press("6");
  await expect.poll(current).toContain(sixth);
  // Who is A and who is B is drawn by lot for each article.
  const isBenFirst = (await page.getByRole("button", { name: "Take A's" }).count()) === 1;
  await page.keyboard.press(isBenFirst ? "b" : "a");
  await page.getByText("Why is it rejected?").waitFor();
  await page.keyboard.press("Escape");
  await press(isBenFirst ? "a" : "b");
  await settledIs(page, 2, 6);
  await press("m");
  await settledIs(page, 3, 6);
  await press(isBenFirst ? "b" : "a");
  await settledIs(page, 4, 6);
  expect(presses / 4).toBeLessThanOrEqual(1.5);

  await page.keyboard.press("z");
  await settledIs(page, 3, 6);
  await page.keyboard.press("Shift+Z");
  await settledIs(page, 4, 6);
  await page.keyboard.press("Shift+A");
  await page.getByRole("dialog").getByText(third).waitFor();
  await page.keyboard.press("Enter");
  await settledIs(page, 6, 6);
  await page.keyboard.press("Control+Enter");
  await page.getByText("Finished. The annotators see the outcome now.").waitFor();

  const final = await db().annotationSpan.findMany({
    where: { annotation: { deletedAt: null, layer: { articleId: article.id, kind: "adjudicated" } } },
    orderBy: { start: "asc" },
  });
  expect(final.map((span) => span.quote)).toEqual([first, second, third, fourth, sixth]);

  await bens.goto(`${app.url}/projects/${project.slug}/work?show=done`);
  await bens.getByRole("link", { name: "Outcome" }).click();
  await bens.getByText("Your marks: 3 taken as marked, 2 changed, 0 not taken, 0 missed.").waitFor();
  await anas.goto(`${app.url}/projects/${project.slug}/outcome/${article.id}`);
  await anas.getByText("Against the guideline").waitFor();
  // By itself it would come too, after twenty times as long as the last computing took.
  await wantReport(project.id, null);
  await page.goto(`${app.url}/projects/${project.slug}/agreement`);
  await page.getByText("marked the same claim").first().waitFor();
});

it("a reviewer takes fields one by one, edits, adds, comments and returns; the annotator reads why", async () => {
  const project = await makeProject({ annotatorsPerArticle: 2, kinds: ["claim"] });
  const article = await makeArticle(project, { text, title: "Bridge closed" });
  const ana = await makeMember(project, "annotator", { name: "Ana" });
  const ben = await makeMember(project, "annotator", { name: "Ben" });
  const rita = await makeMember(project, "reviewer", { name: "Rita" });
  const [first = "", second = "", third = ""] = sentences;
  const anas = await pageOf(ana.id);
  await annotate(anas, project.slug, [claim(first), claim(second)]);
  const bens = await pageOf(ben.id);
  await annotate(bens, project.slug, [
    claim("river rose by two metres in one night", "prediction"),
    claim("houses were flooded in the lower town"),
  ]);
  const page = await pageOf(rita.id);
  const desk = `${app.url}/projects/${project.slug}/review/${article.id}`;
  await page.goto(desk);
  await page.getByRole("button", { name: "Begin the review" }).click();
  await page.getByText("2 places: 0 agree, 2 differ").waitFor();
  await atRest(page);
  const isAnaFirst = (await page.getByText("Ana, above the line").count()) === 1;

  // Ana's words with Ben's kind.
  await page.keyboard.press("f");
  await page.getByText("Whose text?").waitFor();
  await page.keyboard.press(isAnaFirst ? "a" : "b");
  await page.getByText("Whose kind?").waitFor();
  await page.keyboard.press(isAnaFirst ? "b" : "a");
  await settledIs(page, 1, 2);

  await page.keyboard.press("e");
  const end = page.getByRole("textbox", { name: "Text: end" });
  const start = page.getByRole("textbox", { name: "Text: start" });
  const wanted = findSpan(text, "Forty houses were flooded");
  await start.fill(String(wanted.start));
  await start.press("Enter");
  await end.fill(String(wanted.end));
  await end.press("Enter");
  await page.keyboard.press("Control+Enter");
  await settledIs(page, 2, 2);
  await page.keyboard.press("c");
  await page.getByRole("textbox", { name: "Comment for the annotators" }).fill("Without the place.");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Without the place.").waitFor();

  await page.getByText("The dam held until midnight").click({ clickCount: 3 });
  await page.keyboard.press("+");
  const held = findSpan(text, third);
  await start.fill(String(held.start));
  await start.press("Enter");
  await end.fill(String(held.end));
  await end.press("Enter");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Added by you").first().waitFor();
  await settledIs(page, 3, 3);

  await page.reload();
  await settledIs(page, 3, 3);
  const marks = await db().annotation.findMany({
    where: { deletedAt: null, layer: { articleId: article.id, kind: "adjudicated" } },
    include: { spans: true, decidedBy: true },
  });
  const told = marks.map((mark) => [mark.spans[0]?.quote, mark.decidedBy?.reason, mark.decidedBy?.comment]);
  expect(told).toContainEqual([first, "wrong-attribute", null]);
  expect(told).toContainEqual(["Forty houses were flooded", "wrong-span", "Without the place."]);
  expect(told).toContainEqual([third, "missed", null]);

  await page.getByRole("button", { name: "Return", exact: true }).click();
  await page.getByRole("radio", { name: "Ben" }).check();
  await page.getByLabel("What should be looked at again?").fill("Borders of the first claim.");
  await page.getByRole("button", { name: "Return it" }).click();
  await page.getByText("Nothing waits for review").waitFor();
  await bens.goto(`${app.url}/projects/${project.slug}/work`);
  await bens.getByText("Borders of the first claim.").waitFor();
  await bens.getByText("Returned to you").waitFor();
  await page.goto(desk);
  await page.getByText("Not everybody who annotates this article has handed in yet.").waitFor();
});
