import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { openLayer, waitForSign, waitUntilReady } from "../support/annotate";
import { startApp, type TestApp } from "../support/app";
import { launchBrowser, openPage } from "../support/browser";
import { createDatabase } from "../support/database";
import { makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { signInAs } from "../support/saving";

/** What a person takes back, brings back, and reads of what was done to a mark. */
const database = await createDatabase();
const project = await makeProject({ name: "Harbour desk" });
const text = "About 600 people were rescued, the civil protection service said. Forty houses were flooded.";
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

async function open() {
  const layer = await makeLayer(await makeArticle(project, { text }));
  return { layer, page: await openLayer(browser, app, project, layer) };
}

describe("an annotator", () => {
  it("finds a deleted mark after a reload in the list of deleted ones, and brings it back with its link", async () => {
    const { page, layer } = await open();
    const there = () =>
      Promise.all([
        db().annotation.count({ where: { layerId: layer.id, deletedAt: null } }),
        db().claimLink.count({ where: { layerId: layer.id, deletedAt: null } }),
      ]);
    await page.keyboard.press("j");
    await page.keyboard.press("1");
    await page.getByRole("heading", { name: "Marks 1", exact: true }).waitFor();
    await page.keyboard.press("2");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Marks 2", exact: true }).waitFor();
    await waitForSign(page, "Saved");
    await expect.poll(there).toEqual([2, 1]);
    await page.keyboard.press("Delete");
    await page.getByRole("heading", { name: "Marks 1", exact: true }).waitFor();
    await waitForSign(page, "Saved");
    expect(await there()).toEqual([1, 0]);
    await page.reload();
    await waitUntilReady(page);
    await page.keyboard.press("Shift+U");
    const list = page.getByRole("region", { name: "Deleted marks" });
    const back = list.getByRole("button", { name: /^Bring back: Attribution/ });
    await back.waitFor();
    await back.press("Enter");
    await page.getByRole("heading", { name: "Marks 2", exact: true }).waitFor();
    await waitForSign(page, "Saved");
    expect(await there()).toEqual([2, 1]);
    await list.getByText("Nothing has been deleted here.").waitFor();
    await page.locator(".tiptap").focus();
    await page.keyboard.press("z");
    await page.getByRole("heading", { name: "Marks 1", exact: true }).waitFor();
    await waitForSign(page, "Saved");
    expect(await there()).toEqual([1, 0]);
  });

  it("takes a whole sitting back after a reload, step by step, and does it all again", async () => {
    const { page, layer } = await open();
    const there = { layerId: layer.id, deletedAt: null };
    const state = async () => {
      const marks = await db().annotation.findMany({
        where: there,
        orderBy: { id: "asc" },
        select: { id: true, attributes: true, nestedInId: true },
      });
      const spans = await db().annotationSpan.findMany({
        where: { annotation: there },
        orderBy: [{ role: "asc" }, { start: "asc" }],
        select: { role: true, start: true, end: true },
      });
      const links = await db().claimLink.findMany({ where: there, select: { role: true, stance: true } });
      return JSON.stringify({ marks, spans, links });
    };
    const states = [await state()];
    await page.keyboard.press("j");
    // A claim, another kind, an attribution, its source and cue, who denies it, and the end of it.
    for (const key of ["1", "1", "2", "Enter", "d", "Delete"]) {
      await page.keyboard.press(key);
      const before = states.at(-1) ?? "";
      await expect.poll(state).not.toBe(before);
      await waitForSign(page, "Saved");
      states.push(await state());
    }
    await page.reload();
    await waitUntilReady(page);
    for (const wanted of states.slice(0, -1).reverse()) {
      await page.keyboard.press("z");
      await expect.poll(state).toBe(wanted);
      await waitForSign(page, "Saved");
    }
    await page.reload();
    await waitUntilReady(page);
    for (const wanted of states.slice(1)) {
      await page.keyboard.press("Shift+Z");
      await expect.poll(state).toBe(wanted);
      await waitForSign(page, "Saved");
    }
  });

  it("reads who changed a mark, when, and how it was before and after, by one key", async () => {
    const { page } = await open();
    await page.keyboard.press("j");
    await page.keyboard.press("1");
    await page.keyboard.press("1");
    await page.keyboard.press("z");
    await page.getByRole("status").filter({ hasText: "Undone." }).waitFor();
    await waitForSign(page, "Saved");
    await page.keyboard.press("Shift+H");
    const history = page.getByRole("region", { name: "History of this mark" });
    const lines = history.getByRole("listitem");
    await expect.poll(() => lines.count()).toBe(3);
    expect(await lines.nth(0).textContent()).toMatch(/^You changed it by undo or redo.*Assessment.*Fact/);
    expect(await lines.nth(1).textContent()).toMatch(/^You changed it · .*Fact.*Assessment/);
    expect(await lines.nth(2).textContent()).toMatch(/^You made it · .*“About 600 people were rescued/);
    await page.keyboard.press("Escape");
    await history.waitFor({ state: "detached" });
  });

  it("takes nothing of another's back in a shared layer, and is told why", async () => {
    const shared = await makeProject({ layerMode: "shared" });
    const layer = await makeLayer(await makeArticle(shared, { text }), { kind: "shared" });
    const href = `${app.url}/projects/${shared.slug}/annotate/${layer.id}`;
    const openAs = async (name: string) => {
      const person = await makeMember(shared, "annotator", { name });
      const page = await openPage(browser);
      await signInAs(page.context(), app, person.id);
      await page.goto(href);
      await waitUntilReady(page);
      return page;
    };
    const first = await openAs("Ines Varga");
    await first.keyboard.press("j");
    await first.keyboard.press("1");
    await waitForSign(first, "Saved");
    const second = await openAs("Mara Holt");
    await second.keyboard.press("z");
    await second.getByRole("status").filter({ hasText: "There is nothing to undo." }).waitFor();
    await second.keyboard.press("m");
    await second.keyboard.press("1");
    await waitForSign(second, "Saved");
    await expect
      .poll(async () => (await db().annotation.findFirst({ where: { layerId: layer.id } }))?.attributes)
      .toMatchObject({ kind: "assessment" });
    await first.keyboard.press("z");
    await first.getByText("A later change touched the same mark").filter({ visible: true }).first().waitFor();
    expect(await db().annotation.count({ where: { layerId: layer.id, deletedAt: null } })).toBe(1);
    await second.keyboard.press("z");
    await waitForSign(second, "Saved");
    await expect
      .poll(async () => (await db().annotation.findFirst({ where: { layerId: layer.id } }))?.attributes)
      .toMatchObject({ kind: "factual" });
  });
});

describe("a reviewer who prepares articles", () => {
  it("takes changes of marks and blocks back in the order they were made, after a reload too, and does them again", async () => {
    const article = await makeArticle(project, {
      text: "Dam bursts above Korva. Forty houses were flooded.",
    });
    const reviewer = await makeMember(project, "reviewer");
    const layer = await makeLayer(article, { ownerId: reviewer.id });
    const page = await openLayer(browser, app, project, layer);
    const kinds = async () =>
      (await db().block.findMany({ where: { versionId: article.versionId }, orderBy: { start: "asc" } })).map(
        (block) => block.kind,
      );
    const [kind] = await kinds();
    await page.keyboard.press("j");
    await page.keyboard.press("1");
    await page.getByRole("heading", { name: "Marks 1", exact: true }).waitFor();
    await page.keyboard.press("b");
    await page.getByRole("status").filter({ hasText: "Block: " }).waitFor();
    const [changed] = await kinds();
    expect(changed).not.toBe(kind);
    await waitForSign(page, "Saved");
    await page.reload();
    await waitUntilReady(page);
    await page.keyboard.press("z");
    await page.getByRole("status").filter({ hasText: "Undone." }).waitFor();
    expect(await kinds()).toEqual([kind]);
    expect(await db().annotation.count({ where: { layerId: layer.id, deletedAt: null } })).toBe(1);
    await page.keyboard.press("Shift+Z");
    await page.getByRole("status").filter({ hasText: "Done again." }).waitFor();
    expect(await kinds()).toEqual([changed]);
    await page.keyboard.press("z");
    await expect.poll(kinds).toEqual([kind]);
    await page.keyboard.press("z");
    await page.getByRole("heading", { name: "Marks 0", exact: true }).waitFor();
    await waitForSign(page, "Saved");
    expect(await db().annotation.count({ where: { layerId: layer.id, deletedAt: null } })).toBe(0);
  });
});
