import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db";
import { startReview } from "@/lib/review/commands";
import { submitLayer } from "@/lib/slots/commands";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { logIn } from "../support/login";
import { makeMark } from "../support/marks";
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

it("a reviewer corrects the kind of the block at a place, is warned of the claim in it, and undoes it; a change in between is not written over", async () => {
  const project = await makeProject({ annotatorsPerArticle: 1, kinds: ["claim"] });
  const ana = actorFor(await makeMember(project, "annotator", { name: "Ana" }));
  const rita = actorFor(await makeMember(project, "reviewer", { name: "Rita" }));
  const words = "Forty houses were flooded.\nThe dam held until midnight.\nAsk us for more at the desk.";
  const starts = [0, 27, 56, words.length];
  const article = await makeArticle(project, {
    text: words,
    title: "Blocks at the desk",
    blocks: (["headline", "body", "body"] as const).map((kind, at) => ({
      kind,
      start: starts[at] ?? 0,
      end: starts[at + 1] ?? 0,
    })),
  });
  const layer = await makeLayer(article, { ownerId: ana.userId });
  for (const body of ["The dam held until midnight", "Ask us for more at the desk"])
    await makeMark(layer, words, "claim", { body }, { attributes: { kind: "factual" } });
  await submitLayer(ana, layer.id, { nothingToMark: false });
  await startReview(rita, article.id);
  const page = await pageOf(rita.userId);
  await page.goto(`${app.url}/projects/${project.slug}/review/${article.id}`);
  const kinds = async () => {
    const blocks = await db().block.findMany({
      where: { version: { articleId: article.id } },
      orderBy: { start: "asc" },
    });
    return blocks.map((block) => block.kind);
  };
  const tag = (line: string) => page.locator(".compare p", { hasText: line }).getAttribute("data-tag");
  await settledIs(page, 0, 2);
  await atRest(page);
  expect(await tag("Forty houses")).toBe("Headline");
  expect(await tag("Ask us")).toBeNull();

  await page.keyboard.press("n");
  await page.keyboard.press("t");
  const palette = page.getByRole("region", { name: "Kind of the block" });
  await palette.getByText("Ask us for more").waitFor();
  await shoot(page, "desk-block");
  await page.keyboard.press("ArrowUp");
  await palette.getByText("The dam held").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("a");
  await page.getByText("This claim stands in appeal, which is no part of the story.").waitFor();
  expect(await tag("Ask us")).toBe("Appeal");
  expect(await kinds()).toEqual(["headline", "body", "appeal"]);
  expect(
    await page
      .getByLabel("Places")
      .getByLabel(/no part of the story/)
      .count(),
  ).toBe(1);
  await shoot(page, "desk-block-warned");

  // A decision made since is undone first, the block after it.
  await page.keyboard.press("a");
  await settledIs(page, 1, 2);
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.keyboard.press("z");
  await settledIs(page, 0, 2);
  expect(await kinds()).toEqual(["headline", "body", "appeal"]);
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.keyboard.press("z");
  await expect.poll(kinds).toEqual(["headline", "body", "body"]);
  await expect.poll(() => tag("Ask us")).toBeNull();
  await page.keyboard.press("Shift+Z");
  await expect.poll(kinds).toEqual(["headline", "body", "appeal"]);
  await expect.poll(() => tag("Ask us")).toBe("Appeal");
  await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  await expect.poll(kinds).toEqual(["headline", "body", "body"]);
  await expect.poll(() => tag("Ask us")).toBeNull();

  // Somebody else changes the block meanwhile.
  await db().block.updateMany({
    where: { version: { articleId: article.id }, start: 56 },
    data: { kind: "bio" },
  });
  await page.keyboard.press("t");
  await page.keyboard.press("c");
  await page.getByText("Somebody changed this block in the meantime.").waitFor();
  await expect.poll(() => tag("Ask us")).toBe("Author's bio");
  expect(await kinds()).toEqual(["headline", "body", "bio"]);
});
